"""Where the units of an article stand on a scrolling page, and which cell shows which character."""

from bisect import bisect_right
from collections.abc import Sequence

from annotator.tui.widgets.wrapping import cell_of, offset_at, wrap
from schemas import Article, Unit, UnitKind

Line = tuple[int, int]
"""The code points of a unit that stand on one line: [start, end), from the unit's first."""

RULE_CELLS = 2
_RULES = {UnitKind.QUOTE: "│ ", UnitKind.CAPTION: "║ ", UnitKind.BOILERPLATE: ": "}


def rule_of(unit: Unit) -> str:
    """What is drawn before every line of a unit that is no plain sentence; empty, or `RULE_CELLS` wide."""
    return _RULES.get(unit.kind, "│ " if unit.quotation is not None else "")


class Layout:
    """An article broken into lines, for one width of the page."""

    def __init__(
        self, article: Article, width: int, measure: int, gutter: int, *, spaced: bool = True
    ) -> None:
        """Break all units.

        `width` and `measure` are the page's and the longest line's, in cells; `gutter` is what stands before
        the text. With `spaced`, a blank line parts paragraphs.
        """
        self.article = article
        self.width = width
        room = min(measure, width - gutter - 1)
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

    def cell_of(self, index: int, offset: int, *, after: bool = False) -> tuple[int, int]:
        """The cell of the page, x and line, at which a unit's character at `offset` is drawn.

        With `after`, the cell beside the character before `offset`, which may stand on the line above.
        """
        line = self.line_of(index, offset - after)
        words, begin = self.words(index, line)
        x = cell_of(words, min(offset - begin, len(words)))
        return self.left(index) + x, line

    def offset_at(self, index: int, x: int, line: int) -> int:
        """The offset of the character of a unit at a cell, or the nearest one on that line."""
        words, begin = self.words(index, line)
        return begin + offset_at(words, max(0, x - self.left(index)))

    def left(self, index: int) -> int:
        """The first cell of a unit's text."""
        return self.text_left + len(rule_of(self.article.units[index]))

    def words(self, index: int, line: int) -> tuple[str, int]:
        """What a unit has on a line of the page, and the offset at which that begins."""
        start, end = self.lines[index][line - self.tops[index]]
        unit = self.article.units[index]
        return self.article.text[unit.start + start : unit.start + end], unit.start + start
