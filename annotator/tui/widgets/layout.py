"""Where the units of an article stand on a scrolling page, and which cell shows which character."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from annotator.tui.widgets.bidi import RTL, joined_letters, mirrored, reads_from_right, visual_order
from annotator.tui.widgets.wrapping import cell_of, clusters, offset_at, shown, snapped, wrap
from schemas import Article, RightToLeft, Unit, UnitKind

Line = tuple[int, int]
"""The code points of a unit that stand on one line: [start, end), from the unit's first."""

RULE_CELLS = 2
_RULES = {UnitKind.QUOTE: "│ ", UnitKind.CAPTION: "║ ", UnitKind.BOILERPLATE: ": "}


class Piece(NamedTuple):
    """What is drawn as one character of a line whose characters do not stand in the order of the text."""

    start: int
    end: int
    """Its code points in the line."""
    x: int
    """Its first cell in the line."""
    cells: int
    drawn: str


def rule_of(unit: Unit) -> str:
    """What is drawn before every line of a unit that is no plain sentence; empty, or `RULE_CELLS` wide."""
    return _RULES.get(unit.kind, "│ " if unit.quotation is not None else "")


class Layout:
    """An article broken into lines, for one width of the page."""

    def __init__(
        self,
        article: Article,
        width: int,
        measure: int,
        gutter: int,
        *,
        spaced: bool,
        right_to_left: RightToLeft = RightToLeft.TERMINAL,
    ) -> None:
        """Break all units.

        `width` and `measure` are the page's and the longest line's, in cells; `gutter` is what stands before
        the text. With `spaced`, a blank line parts paragraphs. `right_to_left` says who orders such text.
        """
        self.article = article
        self.width = width
        self._right_to_left = right_to_left
        self._any_rtl = RTL.search(article.text) is not None
        self._from_right: dict[int, bool] = {}
        self._room = room = min(measure, width - gutter - 1)
        self.margin = max(0, (width - gutter - measure) // 2)
        """Cells left free on the left, so that text and gutter stand in the middle of a wide page."""
        self.text_left = self.margin + gutter
        self.lines: list[Sequence[Line]] = []
        """The lines of each unit."""
        self.tops: list[int] = []
        """On which line of the page each unit begins."""
        text, line, paragraph = article.text, 1, 0
        for unit in article.units:
            lines = wrap(text[unit.start : unit.end], room - RULE_CELLS if rule_of(unit) else room)
            if spaced and unit.paragraph != paragraph:
                line += paragraph > 0
                paragraph = unit.paragraph
            self.tops.append(line)
            self.lines.append(lines)
            line += len(lines)
        self.height = line
        """Lines of the page."""

    def extent(self, index: int) -> tuple[int, int]:
        """The first line of a unit, and the one after its last."""
        return self.tops[index], self.tops[index] + len(self.lines[index])

    def nearest(self, line: int) -> int:
        """The unit on a line of the page, or else the one before it, or else the first."""
        return max(0, bisect_right(self.tops, line) - 1)

    def unit_on(self, line: int) -> int | None:
        """The unit on a line of the page; None where the line is blank."""
        index = self.nearest(line)
        top, bottom = self.extent(index)
        return index if top <= line < bottom else None

    def line_of(self, index: int, offset: int) -> int:
        """The line of the page on which a unit's character at `offset` of the article stands."""
        within = offset - self.article.units[index].start
        row = bisect_right(self.lines[index], within, key=lambda line: line[0]) - 1
        return self.tops[index] + max(0, row)

    def cell_of(self, index: int, offset: int) -> tuple[int, int]:
        """The cell of the page, x and line, at which a unit's character at `offset` is drawn."""
        line = self.line_of(index, offset)
        words, begin = self.words(index, line)
        within = min(offset - begin, len(words))
        left, pieces = self.left(index, line), self.pieces(index, line)
        if pieces is None:
            return left + cell_of(words, within), line
        return left + next((piece.x for piece in pieces if piece.start <= within < piece.end), 0), line

    def offset_at(self, index: int, x: int, line: int) -> int:
        """The offset of the character of a unit at a cell, or the nearest one on that line."""
        words, begin = self.words(index, line)
        cell, pieces = x - self.left(index, line), self.pieces(index, line)
        if pieces is None:
            return begin + offset_at(words, max(0, cell))
        beyond = 0 if (cell < 0) != self.from_right(index) else len(words)
        return begin + next((piece.start for piece in pieces if 0 <= cell - piece.x < piece.cells), beyond)

    def beside(self, index: int, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The cells of the page, x and line, just before and just after a unit's characters [start, end)."""
        first_line, last_line = self.line_of(index, start), self.line_of(index, max(start, end - 1))
        first, last = (self._cells(index, line, start, end) for line in (first_line, last_line))
        if self.turned(index):
            return (first[1], first_line), (last[0] - 1, last_line)
        return (first[0] - 1, first_line), (last[1], last_line)

    def left(self, index: int, line: int) -> int:
        """The first cell of a unit's text on a line: text that is read from the right ends at the right."""
        if not self.from_right(index):
            return self.text_left + len(rule_of(self.article.units[index]))
        rule = len(rule_of(self.article.units[index]))
        return self.text_left + max(0, self._room - rule - cell_len(shown(self.words(index, line)[0])))

    def from_right(self, index: int) -> bool:
        """Whether a unit is read from right to left."""
        if not self._any_rtl:
            return False
        if index not in self._from_right:
            text = self.article.unit_text(self.article.units[index])
            self._from_right[index] = reads_from_right(text, self.article.language)
        return self._from_right[index]

    def turned(self, index: int) -> bool:
        """Whether a unit is drawn here as it is read, from right to left, instead of by the terminal."""
        return self._right_to_left is not RightToLeft.TERMINAL and self.from_right(index)

    def pieces(self, index: int, line: int) -> Sequence[Piece] | None:
        """What stands on a line from left to right; None where that is the order of the text."""
        if not self._any_rtl or self._right_to_left is RightToLeft.TERMINAL:
            return None
        words, _ = self.words(index, line)
        if not self.from_right(index) and not RTL.search(words):
            return None
        whole_words = self._right_to_left is RightToLeft.WORDS
        return _pieces(words, from_right=self.from_right(index), whole_words=whole_words)

    def words(self, index: int, line: int) -> tuple[str, int]:
        """What a unit has on a line of the page, and the offset at which that begins."""
        start, end = self.lines[index][line - self.tops[index]]
        unit = self.article.units[index]
        return self.article.text[unit.start + start : unit.start + end], unit.start + start

    def _cells(self, index: int, line: int, start: int, end: int) -> tuple[int, int]:
        """The cells, [first, last), between which the characters [start, end) of a unit stand on a line."""
        words, begin = self.words(index, line)
        left, pieces = self.left(index, line), self.pieces(index, line)
        first, last = snapped(words, max(0, start - begin), min(end - begin, len(words)))
        if pieces is None:
            return left + cell_of(words, first), left + cell_of(words, last)
        chosen = [piece for piece in pieces if first <= piece.start < last]
        if not chosen:
            return left, left
        return left + chosen[0].x, left + chosen[-1].x + chosen[-1].cells


@lru_cache(64)
def _pieces(words: str, *, from_right: bool, whole_words: bool) -> Sequence[Piece]:
    """Put the characters of a line in the order in which they stand on the screen."""
    found = clusters(words)
    parts = [shown(words[start:end]) for start, end, _ in found]
    order = visual_order(parts, from_right=from_right, whole_words=whole_words)
    if not whole_words:
        letters = iter(joined_letters("".join(parts)))
        parts = ["".join(next(letters) for _ in part) for part in parts]
    pieces, x = [], 0
    for place, turned in order:
        start, end, cells = found[place]
        pieces.append(Piece(start, end, x, cells, mirrored(parts[place]) if turned else parts[place]))
        x += cells
    return pieces
