"""From the tree of a page to its blocks, in the page's order."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from annotator.ingest.web import markup
from annotator.ingest.web.blocks import Block, core_of
from schemas import UnitKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLANKS = re.compile(r"[ \t\n\r\f]+")
"""What HTML folds into one blank; a no-break space is a character like others."""

_AROUND_BREAK = re.compile(r"[ \t\r\f]*\n[ \t\r\f]*")
_PARAGRAPH_BREAK = re.compile(r"\n(?:[ \t\u00a0]*\n)+")
_SENTENCE_END = re.compile(r"[.!?…:;。！？۔؟।][\"'”’»)\]\s]*$")
_MAX_BYLINE = 200
"""Characters of a byline or dateline; longer ones are words about the author."""

_OPEN_TO_MARKS = (None, UnitKind.BYLINE, UnitKind.DATELINE)
"""Kinds of blocks in which bylines and datelines are lines of their own."""

_SMALL_PRINT = (UnitKind.CAPTION, UnitKind.BYLINE, UnitKind.DATELINE)
"""Kinds of blocks whose pieces only the style sheet keeps apart."""

# Code points that Unicode reserves for such use inside a program; where a page has them they are no words.
_BREAK = "\ufdd0"
"""Stands for a line break of the page while blanks are folded."""

_FLOAT = "\ufdd1"
"""Stands where a picture or box is in the middle of a sentence; it comes after the paragraph."""

_BLANK, _TAB = "\ufdd2", "\ufdd3"
"""Stand for blanks of preformatted text, which are not folded."""

_NOT_IN_PAGES = re.compile(f"[{_BREAK}{_FLOAT}{_BLANK}{_TAB}]")
_PREFORMATTED = str.maketrans({"\r": None, "\n": _BREAK, " ": _BLANK, "\t": _TAB})
_WRITTEN = str.maketrans({_BREAK: "\n", _BLANK: " ", _TAB: "\t"})
_TWO_BLANKS = re.compile(" {2,}")


_MAX_BLOCKS = 50_000
_MAX_LETTERS = 3_000_000


class TooMuchText(Exception):
    """A page holds more than 50,000 passages or 3 million characters: that is no article."""


class _Place(NamedTuple):
    """What holds for all words inside an element."""

    holder: "HtmlElement"
    kind: UnitKind | None = None
    beside: str = ""
    level: int = 0
    quotation: int = 0
    pulled: bool = False
    linked: bool = False
    preformatted: bool = False
    cell: bool = False


def page_blocks(body: "HtmlElement") -> tuple[list[Block], Counter[str]]:
    """Give the blocks of a page, and what was passed over, counted, with its name in the plural.

    The tree is not deeper than some hundred levels: parsers see to that. Raises `TooMuchText`.
    """
    walker = _Walker()
    walker.walk(body, _Place(body))
    walker.flush(_Place(body))
    return walker.blocks, walker.passed


class _Walker:
    """Goes through a tree once and collects the words between the borders of block elements."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.passed: Counter[str] = Counter()
        self._parts: list[str] = []
        self._linked = 0
        self._letters = 0
        self._quotations = 0
        self._waiting: list[tuple[HtmlElement, _Place]] = []

    def walk(self, element: "HtmlElement", place: _Place) -> None:
        """Take the words of an element; those after it are its parent's."""
        tag = element.tag
        if not isinstance(tag, str) or tag in markup.WORDLESS:
            return
        said = markup.said_of(element)
        if markup.is_hidden(element, said):
            self.passed["hidden passages"] += bool(element.text_content().strip())
            return
        if tag == "br":
            self._parts.append(_BREAK)
        elif tag == "table" and _is_data(element):
            self._table(element, self._inside(element, said, place))
        elif tag in markup.BLOCKS or _is_pulled(tag, said):
            self._block(element, said, place)
        else:
            self._inline(element, said, place)

    def _inline(self, element: "HtmlElement", said: str, place: _Place) -> None:
        if _is_note_mark(element):
            self.passed["note marks"] += 1
            return
        beside = place.beside or markup.beside_article(element, said)
        if beside != place.beside:
            self._block(element, said, place)
            return
        open_to_marks = place.kind in _OPEN_TO_MARKS and not place.cell
        marked = _marked_inline(element, said) if open_to_marks else None
        if marked and self._pending().strip():
            marked = None
        if marked:
            self.flush(place)
            self._content(element, place._replace(kind=marked))
            self.flush(place._replace(kind=marked))
            return
        if place.kind in _SMALL_PRINT and _adjoins(element):
            self._parts.append(" ")
        quoted = element.tag == "q"
        if quoted:
            self._parts.append("“")
        self._content(element, place._replace(linked=place.linked or element.tag == "a"))
        if quoted:
            self._parts.append("”")
            self.passed["<q> elements written with quotation marks"] += 1

    def _content(self, element: "HtmlElement", place: _Place) -> None:
        self._take(element.text, place)
        for child in element:
            self.walk(child, place)
            self._take(child.tail, place)

    def _take(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        text = _NOT_IN_PAGES.sub("\ufffd", text)
        if place.preformatted:
            text = text.translate(_PREFORMATTED)
        self._parts.append(text)
        if place.linked:
            self._linked += len(text.strip())

    def _block(self, element: "HtmlElement", said: str, place: _Place) -> None:
        inside = self._inside(element, said, place)
        if self._floats(element, inside, place):
            self._waiting.append((element, inside))
            self._parts.append(_FLOAT)
            return
        if place.cell:
            self._parts.append(" ")
            self._content(element, inside._replace(holder=place.holder))
            self._parts.append(" ")
            return
        self.flush(place)
        self._content(element, inside)
        self.flush(inside)

    def _floats(self, element: "HtmlElement", inside: _Place, place: _Place) -> bool:
        """Say whether an element stands in the middle of a sentence of the text around it."""
        before = self._pending().replace(_BREAK, "\n").replace(_FLOAT, "").rstrip(" \t")
        if place.cell or not before.strip() or _SENTENCE_END.search(before) or before.endswith("\n\n"):
            return False
        is_box = inside.pulled or inside.beside or element.tag in ("figure", "aside")
        return bool(is_box) or element.find(".//img") is not None

    def _pending(self) -> str:
        """Give the end of what is collected."""
        return "".join(self._parts[-20:])[-500:]

    def _inside(self, element: "HtmlElement", said: str, place: _Place) -> _Place:
        """Say what holds inside a block element."""
        tag = element.tag
        beside = place.beside or markup.beside_article(element, said)
        if beside and not place.beside:
            if _holds_article(element):
                beside = ""
            else:
                self.passed[beside] += bool(element.text_content().strip())
        place = place._replace(holder=element, beside=beside, linked=place.linked and tag != "div")
        if tag in markup.PREFORMATTED:
            place = place._replace(preformatted=True)
        if tag == "blockquote" and not markup.is_pull_quote(said):
            self._quotations += 1
            return place._replace(quotation=self._quotations, kind=UnitKind.QUOTE)
        return _marked(element, said, place)

    def _table(self, table: "HtmlElement", place: _Place) -> None:
        """Take a table of data: a line for each row, TAB between its cells."""
        self.flush(place)
        for row in table.iter("tr", "caption"):
            if row.tag == "caption":
                self._content(row, place._replace(kind=UnitKind.CAPTION))
                self.flush(place._replace(kind=UnitKind.CAPTION))
                continue
            linked, cells = 0, []
            for cell in row.iterchildren("td", "th"):
                self._content(cell, place._replace(cell=True))
                text, count = self._taken()
                cells.append(" ".join(text.split("\n")))
                linked += count
            self._add("\t".join(cells).strip("\t"), linked, place._replace(kind=UnitKind.SENTENCE))

    def flush(self, place: _Place) -> None:
        """End the block that is being collected; then come the pictures and boxes that stood inside it."""
        text, linked = self._taken()
        waiting, self._waiting = self._waiting, []
        for piece in _PARAGRAPH_BREAK.split(text):
            floats = piece.count(_FLOAT)
            words = _TWO_BLANKS.sub(" ", piece.replace(_FLOAT, "")) if floats else piece
            self._add(words, linked if piece == text else min(linked, len(words)), place)
            for element, inside in waiting[:floats]:
                self._content(element, inside)
                self.flush(inside)
            waiting = waiting[floats:]

    def _taken(self) -> tuple[str, int]:
        text = _BLANKS.sub(" ", "".join(self._parts))
        linked = self._linked
        self._parts, self._linked = [], 0
        return _AROUND_BREAK.sub("\n", text.replace(_BREAK, "\n")).translate(_WRITTEN), linked

    def _add(self, text: str, linked: int, place: _Place) -> None:
        text = text.strip().lstrip("\ufeff").strip()
        if not any(map(str.isalnum, text)):
            return
        self._letters += len(text)
        if len(self.blocks) == _MAX_BLOCKS or self._letters > _MAX_LETTERS:
            raise TooMuchText
        self.blocks.append(
            Block(
                text,
                place.kind,
                place.beside,
                linked,
                place.level,
                place.quotation,
                place.pulled,
                place.holder,
                core_of(text),
            )
        )


def _marked(element: "HtmlElement", said: str, place: _Place) -> _Place:
    """Say what a block element is called."""
    if markup.is_pull_quote(said):
        return place._replace(pulled=True, kind=UnitKind.QUOTE)
    if element.tag in markup.HEADINGS:
        return place._replace(kind=UnitKind.HEADING, level=int(element.tag[1]))
    if element.get("role") == "heading":
        return place._replace(kind=UnitKind.HEADING, level=2)
    if element.tag in ("figcaption", "caption") or markup.is_caption(said):
        return place._replace(kind=UnitKind.CAPTION)
    if element.tag == "li" and place.kind is None:
        return place._replace(kind=UnitKind.SENTENCE)
    called = UnitKind.BYLINE if markup.is_byline(element, said) else None
    called = called or (UnitKind.DATELINE if markup.is_dateline(element, said) else None)
    if called and place.kind is None and len(element.text_content()) <= _MAX_BYLINE:
        return place._replace(kind=called)
    return place


def _is_pulled(tag: str, said: str) -> bool:
    return tag in ("span", "q", "aside") and markup.is_pull_quote(said)


def _adjoins(element: "HtmlElement") -> bool:
    """Say whether an element follows another one of the kind without anything between."""
    before = element.getprevious()
    return before is not None and not before.tail and element.tag == before.tag == "span"


def _is_note_mark(element: "HtmlElement") -> bool:
    """Say whether an element is a small number that leads to a note; `[3]` is read as text."""
    if element.tag != "sup" or len(element) != 1 or (element.text or "").strip():
        return False
    link = element[0]
    return link.tag == "a" and "#" in link.get("href", "") and (link.text or "").strip().isdigit()


def _marked_inline(element: "HtmlElement", said: str) -> UnitKind | None:
    """Give the kind of an inline element that is a line of its own although it is no block."""
    if element.tag not in ("span", "time", "a"):
        return None
    parent = element.getparent()
    if (
        parent is None
        or parent.tag in ("p", "li", "td", "a", "b", "strong", "em")
        or len(element.text_content()) > 80
    ):
        return None
    if markup.is_byline(element, said):
        return UnitKind.BYLINE
    return UnitKind.DATELINE if markup.is_dateline(element, said) else None


def _holds_article(element: "HtmlElement") -> bool:
    """Say whether an element holds the article in spite of its name, e.g. of the class `comment`."""
    if element.tag in ("nav", "menu", "footer"):
        return False
    for inside in element.iter("h1", "article"):
        if inside is not element and inside.tag == "h1":
            return True
    return any("articleBody" in inside.get("itemprop", "") for inside in _with_itemprop(element))


def _with_itemprop(element: "HtmlElement") -> Iterator["HtmlElement"]:
    return (inside for inside in element.iter() if isinstance(inside.tag, str) and inside.get("itemprop"))


def _is_data(table: "HtmlElement") -> bool:
    """Say whether a table holds data: more than one cell in a row, and no cell with paragraphs or tables."""
    if table.get("role") in ("presentation", "none"):
        return False
    for inside in table.iterdescendants("table", "h1", "h2", "article"):
        return inside is table
    cells = list(table.iterdescendants("td", "th"))
    rows = sum(1 for _ in table.iterdescendants("tr"))
    longest = max((len(cell.text_content()) for cell in cells), default=0)
    return len(cells) > rows and longest <= 300
