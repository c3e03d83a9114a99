"""Word documents (DOCX): paragraphs with the kinds that their styles tell (ECMA-376)."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from annotator.errors import AnnotatorError
from annotator.ingest.document import Document
from annotator.ingest.layout import Layout
from annotator.ingest.office import opened, properties
from annotator.ingest.source import SourceFile
from schemas import UnitKind

_LEFT_OUT = {
    "w.del": "deletions (tracked changes)",
    "w.moveFrom": "deletions (tracked changes)",
    "w.footnoteReference": "footnotes",
    "w.endnoteReference": "endnotes",
    "w.commentReference": "comments",
}
"""Elements that are not part of the article as it is printed."""

_SIGNS = {
    "w.tab": "\t",
    "w.br": "\n",
    "w.cr": "\n",
    "w.noBreakHyphen": "\u2011",
}
_NO_WORDS = frozenset({"w.pPr", "w.rPr", "w.instrText", "w.delText", "w.softHyphen", "mc.Fallback"})


def read_docx(source: SourceFile) -> Iterator[Document]:
    """Yield the one article of a Word document: as it is printed, with tracked changes accepted."""
    with opened(source, "Word document") as package:
        root = package.root("word/document.xml")
        body = root.find("w.body") if root is not None else None
        if body is None:
            raise AnnotatorError(f"{source.where}: damaged Word document (it has no text)")
        layout = Layout()
        _Body(layout, _kinds(package.root("word/styles.xml"))).blocks(body)
        known, said = properties(package.root("docProps/core.xml"), made=("dcterms.created",))
    yield Document(layout.text, "utf-8", (*layout.changes, *said), layout.hints, known)


def _kinds(styles: Element | None) -> dict[str, UnitKind]:
    """Tell the kinds of paragraphs by the ids of their styles; built-in styles have English names."""
    kinds: dict[str, UnitKind] = {}
    based: dict[str, str] = {}
    for style in styles.iter("w.style") if styles is not None else ():
        style_id = style.get("w.styleId", "")
        based[style_id] = _value(style.find("w.basedOn"))
        level = _value(style.find("w.pPr/w.outlineLvl"))
        if kind := kind_of_style(_value(style.find("w.name")).lower(), level):
            kinds[style_id] = kind
    for style_id in based:
        parent, steps = style_id, 0
        while parent and parent not in kinds and steps < 20:
            parent, steps = based.get(parent, ""), steps + 1
        if parent in kinds:
            kinds.setdefault(style_id, kinds[parent])
    return kinds


def kind_of_style(name: str, level: str = "") -> UnitKind | None:
    """Tell a paragraph's kind by the English name of its style in lower case, or its outline level from 0."""
    if name.startswith("heading") or name == "title" or (level.isdigit() and int(level) < 9):
        return UnitKind.HEADING
    if "quote" in name or name == "block text":
        return UnitKind.QUOTE
    return UnitKind.CAPTION if name == "caption" else None


def _value(element: Element | None) -> str:
    return element.get("w.val", "") if element is not None else ""


class _Body:
    """Takes the blocks of a body, a cell or a text box."""

    def __init__(self, layout: Layout, kinds: dict[str, UnitKind]) -> None:
        self._layout = layout
        self._kinds = kinds

    def blocks(self, parent: Element) -> None:
        for element in parent:
            if element.tag == "w.p":
                self._paragraph(element)
            elif element.tag == "w.tbl":
                self._table(element)
            elif element.tag in _LEFT_OUT:
                self._layout.dropped[_LEFT_OUT[element.tag]] += 1
            elif element.tag not in _NO_WORDS:
                self.blocks(element)  # content controls, insertions and what else may be around blocks

    def _paragraph(self, paragraph: Element) -> None:
        style = _value(paragraph.find("w.pPr/w.pStyle"))
        level = _value(paragraph.find("w.pPr/w.outlineLvl"))
        if style.upper().startswith("TOC"):
            self._layout.dropped["lines of a table of contents"] += 1
            return
        boxes: list[Element] = []
        words = "".join(self._words(paragraph, boxes))
        self._layout.add(words, kind_of_style("", level) or self._kinds.get(style))
        for box in boxes:
            self.blocks(box)

    def _words(self, parent: Element, boxes: list[Element]) -> Iterator[str]:
        for element in parent:
            tag = element.tag
            if tag == "w.t":
                yield element.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == "w.txbxContent":
                boxes.append(element)
            elif tag in _LEFT_OUT:
                self._layout.dropped[_LEFT_OUT[tag]] += 1
            elif tag == "w.r" and _is_hidden(element):
                self._layout.dropped["hidden passages"] += 1
            elif tag not in _NO_WORDS:
                yield from self._words(element, boxes)

    def _table(self, table: Element) -> None:
        rows = [[self._cell(cell) for cell in row.iter("w.tc")] for row in table.findall("w.tr")]
        if not self._layout.add_table(rows):
            for row in table.findall("w.tr"):
                for cell in row.findall("w.tc"):
                    self.blocks(cell)

    def _cell(self, cell: Element) -> str:
        boxes: list[Element] = []
        words = ("".join(_Body(Layout(), {})._words(p, boxes)) for p in cell.iter("w.p"))
        return " ".join(" ".join(words).split())


def _is_hidden(run: Element) -> bool:
    vanish = run.find("w.rPr/w.vanish")
    return vanish is not None and vanish.get("w.val", "true") not in ("0", "false", "off")
