"""The article on screen: every unit with its number and label, the current one unmistakable.

One scrolling widget on Textual's line API. It lays all units out once per width and draws only the lines on
screen, so that an article of thousands of sentences opens and moves like a short one.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.tui.widgets.chips import CHIP_CLASSES, chip_class
from annotator.tui.widgets.wrapping import shown, wrap
from schemas import Annotation, Article, Codebook, Unit, UnitKind

MEASURE = 84
"""Longest line of text, in cells; what typographers recommend for reading at length."""
_MARKS_WIDTH = 9
"""Cells of the gutter beside the number: bar, blank, label chip, flag, comment, saving, blank."""
_QUOTE_RULE = "│ "
_CUT = "┃"
_ASIDES = (UnitKind.CAPTION, UnitKind.DATELINE, UnitKind.BYLINE)


@dataclass(frozen=True, slots=True)
class UnitState:
    """What the gutter shows of a unit."""

    record: Annotation | None = None
    waiting: Annotation | None = None
    """What was decided before its words or the rules changed, to be confirmed."""
    saving: bool = False
    """Staged, but not on the disk yet."""
    failed: bool = False
    """Staged, and the last attempt to save failed."""


class Reader(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws an article and keeps the cursor on one of its units."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--cursor",
        "reader--bar",
        "reader--quiet",
        "reader--mark",
        "reader--failed",
        "reader--heading",
        "reader--aside",
        "reader--boilerplate",
        "reader--quote",
        *CHIP_CLASSES,
    }

    cursor: reactive[int] = reactive(0, repaint=False, always_update=False)
    """Index of the current unit."""

    @dataclass
    class CursorMoved(Message):
        """The current unit is another one now."""

        left: Unit
        """The one that was current before."""

    def __init__(
        self,
        article: Article,
        codebook: Codebook,
        state: Callable[[Unit], UnitState],
    ) -> None:
        """Show `article`; `state` is asked for a unit's gutter whenever the unit is drawn."""
        super().__init__()
        self._article = article
        self._state = state
        self._letters = {label.name: label.key.upper() for label in codebook.labels}
        self._same_source = {label.name: label.same_source_key or "" for label in codebook.labels}
        self._chips = {name: chip_class(codebook, name) for name in codebook.label_names}
        self._digits = max(3, len(str(article.last_number)))
        self._strips: LRUCache[tuple[int, bool], list[Strip]] = LRUCache(512)
        self._lines: list[list[tuple[int, int]]] = []
        self._tops: list[int] = []
        self._width = 0
        self._cut: int | None = None

    @property
    def unit(self) -> Unit:
        """The current unit."""
        return self._article.units[self.cursor]

    def show_article(self, article: Article) -> None:
        """Show another state of the article, with the cursor where the text is that it was on."""
        begin = self.unit.start
        row = self._tops[self.cursor] - self.scroll_offset.y if self._tops else 0
        self._article = article
        self._digits = max(3, len(str(article.last_number)))
        self._cut = None
        self._lines, self._tops, self._width = [], [], 0
        place = bisect_right(article.units, begin, key=lambda unit: unit.start) - 1
        with self.prevent(self.CursorMoved):
            self.set_reactive(Reader.cursor, max(0, place))
        self._lay_out(self.scrollable_content_region.width)
        if self._tops:
            self._scroll_to_line(self._tops[self.cursor] - row)
        self.refresh()

    def show_cut(self, offset: int | None) -> None:
        """Mark where the current unit would be split, before the character at `offset` of the article."""
        self._cut = offset
        self.refresh_unit(self.cursor)

    def refresh_unit(self, index: int) -> None:
        """Draw a unit anew after its state changed."""
        self._strips.discard((index, True))
        self._strips.discard((index, False))
        if self._tops:
            self.refresh_lines(self._tops[index], len(self._lines[index]))

    def refresh_units(self) -> None:
        """Draw all units anew."""
        self._strips.clear()
        self.refresh()

    @property
    def in_view(self) -> bool:
        """Whether any of the current unit is on the screen: the mouse can scroll it away."""
        top, bottom = self._extent()
        view = self.scroll_offset.y
        return top < view + self.size.height and bottom > view

    def reveal(self) -> None:
        """Bring the current unit back on the screen."""
        if not self.in_view:
            self._scroll_to_line(self._extent()[0] - self.size.height // 3)

    def move(self, step: int) -> None:
        """Move the cursor by so many units; through a unit taller than the screen, by a screenful first."""
        if abs(step) != 1 or not self._scroll_within(step):
            self.cursor += step
            self.reveal()

    def page(self, direction: int) -> None:
        """Move the cursor by a screenful: down with 1, up with -1."""
        if self._scroll_within(direction):
            return
        line = self._tops[self.cursor] + direction * max(1, self.size.height - 2)
        there = max(0, bisect_right(self._tops, line) - 1)
        self.cursor = there if there != self.cursor else there + direction
        self.reveal()

    def validate_cursor(self, index: int) -> int:
        """Keep the cursor within the article."""
        return max(0, min(index, len(self._article.units) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two units concerned, and scroll when the new one nears the edge."""
        if self._tops:
            self.refresh_unit(old)
            self.refresh_unit(new)
            self._keep_in_view()
        self.post_message(self.CursorMoved(self._article.units[old]))

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new width, with the current unit on the row where it was."""
        row = self._tops[self.cursor] - self.scroll_offset.y if self._tops else None
        if self._lay_out(self.scrollable_content_region.width) and row is not None:
            row = max(1, min(row, self.size.height - 2))
            self._scroll_to_line(self._tops[self.cursor] - row)
        self._keep_in_view()

    def on_click(self, event: Click) -> None:
        """Put the cursor on the unit under the mouse."""
        self.cursor = max(0, bisect_right(self._tops, event.y + self.scroll_offset.y) - 1)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        line = y + self.scroll_offset.y
        index = bisect_right(self._tops, line) - 1
        if index >= 0 and line - self._tops[index] < len(self._lines[index]):
            return self._unit_strips(index)[line - self._tops[index]]
        return Strip.blank(self.size.width, self.rich_style)

    def _lay_out(self, width: int) -> bool:
        """Break all units for a width; False when it is the one they are broken for."""
        height = self.size.height
        changed = width != self._width
        if changed:
            self._width = width
            self._strips.clear()
            measure = min(MEASURE, width - self._digits - _MARKS_WIDTH - 1)
            self._lines, self._tops, line, paragraph = [], [], 1, 0
            for unit in self._article.units:
                room = measure - len(_QUOTE_RULE) if unit.kind is UnitKind.QUOTE else measure
                lines = wrap(self._article.unit_text(unit), room)
                line += unit.paragraph != paragraph and paragraph > 0
                self._tops.append(line)
                self._lines.append(lines)
                line += len(lines)
                paragraph = unit.paragraph
        if self._tops:
            # Room below the end, so that the last unit is not read at the edge of the screen.
            self.virtual_size = Size(width, self._tops[-1] + len(self._lines[-1]) + height // 3)
        return changed

    def _extent(self) -> tuple[int, int]:
        """The current unit's first line, and the one after its last."""
        if not self._tops:
            return 0, 1
        top = self._tops[self.cursor]
        return top, top + len(self._lines[self.cursor])

    def _scroll_to_line(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, force=True)

    def _scroll_within(self, direction: int) -> bool:
        """Show more of the current unit, if it goes on beyond the screen in this direction."""
        top, bottom = self._extent()
        view, height = self.scroll_offset.y, self.size.height
        screenful = max(1, height - 2)
        if direction > 0 and self.in_view and bottom > view + height:
            self._scroll_to_line(min(view + screenful, bottom - height + 1))
        elif direction < 0 and self.in_view and top < view:
            self._scroll_to_line(max(view - screenful, top - 1))
        else:
            return False
        return True

    def _keep_in_view(self) -> None:
        """Scroll by a third of the screen when the current unit stands in the outer quarter of it."""
        height = self.size.height
        if not self._tops or not height:
            return
        top, bottom = self._extent()
        view = self.scroll_offset.y
        edge = height // 4
        if bottom - top > height - 2 * edge:
            # Too tall to stand clear of the edges: it begins at the top of the screen.
            if not top <= view + edge < bottom:
                self._scroll_to_line(top - 1)
        elif top < view + edge or bottom > view + height - edge:
            third = height // 3 if top > view else height - height // 3 - (bottom - top)
            self._scroll_to_line(top - max(1, third))

    def _unit_strips(self, index: int) -> list[Strip]:
        current = index == self.cursor
        strips = self._strips.get((index, current))
        if strips is None:
            strips = self._draw(index, current)
            self._strips[index, current] = strips
        return strips

    def _draw(self, index: int, current: bool) -> list[Strip]:
        unit = self._article.units[index]
        base = self._style("cursor") if current else self.rich_style
        text_style = self._text_style(unit, base, current)
        words = self._article.unit_text(unit)
        margin = max(0, (self._width - self._digits - _MARKS_WIDTH - MEASURE) // 2)
        bar = Segment(" " * margin + ("▌ " if current else "  "), base + self._style("bar", partial=True))
        strips = []
        for number, (start, end) in enumerate(self._lines[index]):
            gutter = (
                self._gutter(unit, base, current)
                if number == 0
                else [Segment(" " * (self._digits + 7), base)]
            )
            line = [bar, *gutter]
            if unit.kind is UnitKind.QUOTE:
                line.append(Segment(_QUOTE_RULE, base + self._style("quote", partial=True)))
            if current and self._cut is not None:
                line += self._cut_line(words, start, end, self._cut - unit.start, text_style)
            else:
                line.append(Segment(shown(words[start:end]), text_style))
            strips.append(Strip(line).adjust_cell_length(self._width, base))
        return strips

    def _cut_line(self, words: str, start: int, end: int, cut: int, style: Style) -> list[Segment]:
        """One line of a unit that is to be split at `cut`: a mark there, and the second part underlined."""
        second = style + Style(bold=False, underline=True)
        if cut <= start:
            mark = [Segment(_CUT, self._mark(style))] if cut == start else []
            return [*mark, Segment(shown(words[start:end]), second)]
        if cut >= end:
            return [Segment(shown(words[start:end]), style)]
        before = words[start:cut].rstrip()
        blank = words[start + len(before) : cut]
        return [
            Segment(shown(before), style),
            Segment(f"{shown(blank)[:-1]}{_CUT}", self._mark(style)),
            Segment(shown(words[cut:end]), second),
        ]

    def _mark(self, style: Style) -> Style:
        return style + self._style("failed", partial=True)

    def _gutter(self, unit: Unit, base: Style, current: bool) -> list[Segment]:
        state = self._state(unit)
        record = state.record or state.waiting
        quiet = base if current else base + self._style("quiet", partial=True)
        number = Segment(f"{unit.number:>{self._digits}} ", quiet)
        if record is None or record.label is None:
            chip = Segment(" · ", quiet)
        elif state.record is None:
            letter = self._letters.get(record.label)
            chip = Segment(f"~{letter} " if letter else " ~ ", quiet)
        else:
            carried = self._same_source[record.label] if record.same_source else ""
            letter = carried or self._letters[record.label]
            chip = Segment(
                f" {letter} ", base + self.get_component_rich_style(self._chips[record.label], partial=True)
            )
        flag = "!" if record and record.flag else " "
        comment = "+" if record and record.comment else " "
        marks = Segment(flag + comment, base + self._style("mark", partial=True))
        saving = "×" if state.failed else "…" if state.saving else " "
        style = base + self._style("failed", partial=True) if state.failed else quiet
        return [number, chip, marks, Segment(saving, style)]

    def _text_style(self, unit: Unit, base: Style, current: bool) -> Style:
        if current:
            # Whatever it is, the current unit is the brightest; what it is shows in its slant.
            return base + Style(bold=True, italic=unit.kind in _ASIDES)
        if unit.kind is UnitKind.HEADING:
            return base + self._style("heading", partial=True)
        if unit.kind in _ASIDES:
            return base + self._style("aside", partial=True)
        if unit.kind is UnitKind.BOILERPLATE:
            return base + self._style("boilerplate", partial=True)
        return base

    def _style(self, name: str, *, partial: bool = False) -> Style:
        return self.get_component_rich_style(f"reader--{name}", partial=partial)
