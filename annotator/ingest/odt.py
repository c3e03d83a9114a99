"""OpenDocument texts (ODT): paragraphs with the kinds that their styles tell (ODF 1.3)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from annotator.errors import AnnotatorError
from annotator.ingest.document import Document
from annotator.ingest.layout import Layout
from annotator.ingest.office import opened, properties
from annotator.ingest.source import SourceFile
from schemas import UnitKind

_LEFT_OUT = {
    "text.note": "footnotes",
    "office.annotation": "comments",
    "text.tracked-changes": "lists of tracked changes",
    "text.table-of-content": "tables of contents",
    "text.alphabetical-index": "indexes",
}
_NO_WORDS = frozenset(
    {"office.annotation-end", "text.sequence-decls", "text.variable-decls", "office.forms", "text.ruby-text"}
)
_KINDS = {
    "title": UnitKind.HEADING,
    "quotations": UnitKind.QUOTE,
    "quote": UnitKind.QUOTE,
    "caption": UnitKind.CAPTION,
    "illustration": UnitKind.CAPTION,
    "figure": UnitKind.CAPTION,
}
"""By the names of styles in lower case."""

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 1000


def read_odt(source: SourceFile) -> Iterator[Document]:
    """Yield the one article of an ODT file: as it is printed, without what was deleted."""
    with opened(source, "ODT document") as package:
        manifest = package.root("META-INF/manifest.xml")
        if manifest is not None and manifest.find(".//manifest.encryption-data") is not None:
            raise AnnotatorError(f"{source.where}: the document is encrypted; save it without a password")
        content = package.root("content.xml")
        body = content.find("office.body/office.text") if content is not None else None
        if content is None or body is None:
            raise AnnotatorError(f"{source.where}: damaged ODT document (it has no text)")
        layout = Layout()
        _Body(layout, _kinds(content, package.root("styles.xml"))).blocks(body)
        made = ("meta.creation-date", "dc.date")
        known, said = properties(package.root("meta.xml"), made=made)
    yield Document(layout.text, "utf-8", (*layout.changes, *said), layout.hints, known)


def _kinds(*roots: Element | None) -> dict[str, UnitKind]:
    """Tell the kinds of paragraphs by the names of their styles, and of those they are made from."""
    parents: dict[str, str] = {}
    for root in roots:
        for style in root.iter("style.style") if root is not None else ():
            parents.setdefault(style.get("style.name", ""), style.get("style.parent-style-name", ""))
    kinds = {}
    for name in parents:
        ancestor, steps = name, 0
        while ancestor and ancestor.lower() not in _KINDS and steps < 20:
            ancestor, steps = parents.get(ancestor, ""), steps + 1
        if ancestor.lower() in _KINDS:
            kinds[name] = _KINDS[ancestor.lower()]
    return kinds


class _Body:
    """Takes the blocks of a body, a section, a cell or a text box."""

    def __init__(self, layout: Layout, kinds: dict[str, UnitKind]) -> None:
        self._layout = layout
        self._kinds = kinds

    def blocks(self, parent: Element) -> None:
        for element in parent:
            if element.tag in ("text.p", "text.h"):
                self._paragraph(element)
            elif element.tag == "table.table":
                self._table(element)
            elif element.tag in _LEFT_OUT:
                self._layout.dropped[_LEFT_OUT[element.tag]] += 1
            elif element.tag not in _NO_WORDS:
                self.blocks(element)  # lists, sections, frames

    def _paragraph(self, paragraph: Element) -> None:
        style = paragraph.get("text.style-name", "")
        kind = UnitKind.HEADING if paragraph.tag == "text.h" else self._kind(style)
        frames: list[Element] = []
        self._layout.add("".join(self._words(paragraph, frames)), kind)
        for frame in frames:
            self.blocks(frame)

    def _kind(self, style: str) -> UnitKind | None:
        return self._kinds.get(style) or _KINDS.get(style.lower())

    def _words(self, parent: Element, frames: list[Element]) -> Iterator[str]:
        """Give the words of a paragraph; line ends and blanks of the XML itself are one blank (ODF 6.1.2)."""
        yield _folded(parent.text)
        for element in parent:
            tag = element.tag
            if tag in ("text.s", "text.tab", "text.line-break"):
                yield _sign(element)
            elif tag == "draw.frame":
                frames.append(element)
            elif tag in _LEFT_OUT:
                self._layout.dropped[_LEFT_OUT[tag]] += 1
            elif tag not in _NO_WORDS:
                yield from self._words(element, frames)
            yield _folded(element.tail)

    def _table(self, table: Element) -> None:
        rows = [
            [self._cell(cell) for cell in row.findall("table.table-cell")]
            for row in table.iter("table.table-row")
        ]
        if not self._layout.add_table(rows):
            self.blocks(table)

    def _cell(self, cell: Element) -> str:
        frames: list[Element] = []
        words = ("".join(_Body(Layout(), {})._words(p, frames)) for p in cell.iter("text.p"))
        return " ".join(" ".join(words).split())


def _sign(element: Element) -> str:
    if element.tag != "text.s":
        return "\t" if element.tag == "text.tab" else "\n"
    count = element.get("text.c", "1")
    return " " * min(int(count) if count.isdigit() else 1, _MOST_BLANKS)


def _folded(text: str | None) -> str:
    return _BLANKS.sub(" ", text) if text else ""
