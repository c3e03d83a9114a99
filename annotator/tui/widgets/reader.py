"""The article on screen: every unit with its number and label, the current one unmistakable.

One scrolling widget on Textual's line API. It lays all units out once per width and draws only the lines on
screen, so that an article of thousands of sentences opens and moves like a short one.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar

from rich.style import Style
from textual.cache import LRUCache
from textual.events import Click, MouseDown, MouseEvent, MouseMove, MouseUp, Resize
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.tui.chosen import Steps
from annotator.tui.widgets.bidi import reads_from_right
from annotator.tui.widgets.chips import CHIP_CLASSES
from annotator.tui.widgets.layout import Layout
from annotator.tui.widgets.passages import PASSAGE_CLASSES
from annotator.tui.widgets.unitdrawing import Selection, UnitDrawing, UnitState
from annotator.tui.widgets.view import View
from schemas import Article, Codebook, Density, RightToLeft, Unit

__all__ = ["MEASURE", "Reader", "UnitState"]

MEASURE = 84
"""Longest line of text, in cells; what typographers recommend for reading at length."""
_FIRST_LETTERS = 4_000


class Reader(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws an article and keeps the cursor on one of its units."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--cursor",
        "reader--bar",
        "reader--quiet",
        "reader--sign",
        "reader--failed",
        "reader--heading",
        "reader--aside",
        "reader--boilerplate",
        "reader--quote",
        "reader--selection",
        "reader--selection-end",
        *PASSAGE_CLASSES,
        *CHIP_CLASSES,
    }

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the current unit."""
    measure: reactive[int] = reactive(MEASURE, repaint=False, init=False)
    """Longest line of text, in cells."""
    density: reactive[Density] = reactive(Density.COMFORTABLE, repaint=False, init=False)
    """Whether a blank line parts paragraphs."""
    text_only: reactive[bool] = reactive(False, repaint=False, init=False)
    """Only the words and the bar of the current unit: no numbers, labels, signs and passages."""

    right_to_left: reactive[RightToLeft] = reactive(RightToLeft.TERMINAL, repaint=False, init=False)
    """Who puts text that is read from right to left in its order."""

    @dataclass
    class CursorMoved(Message):
        """The current unit is another one now."""

        left: Unit
        """The one that was current before."""

    @dataclass
    class Selected(Message):
        """Words of the current unit were chosen with the mouse."""

        unit: Unit
        start: int
        """First code point in the article."""
        end: int
        """One past the last."""

    def __init__(
        self,
        article: Article,
        codebook: Codebook,
        state: Callable[[Unit], UnitState],
    ) -> None:
        """Show `article`; `state` is asked for a unit's gutter and marks whenever the unit is drawn."""
        super().__init__()
        self._article = article
        self._codebook = codebook
        self._state = state
        self._drawing = UnitDrawing(article, codebook)
        self._strips: LRUCache[int, list[Strip]] = LRUCache(512)
        self._layout: Layout | None = None
        self._cut: int | None = None
        self._selection: Selection | None = None
        self._row: int | None = None
        """Where the current unit is to begin, from `show_at` until the cursor moves."""
        self._anchor: int | None = None
        """Where the mouse was pressed, as an offset of the article, while it is held."""

    @property
    def unit(self) -> Unit:
        """The current unit."""
        return self._article.units[self.cursor]

    @property
    def from_right(self) -> bool:
        """Whether the article, by its language or its first letters, is read from right to left."""
        return reads_from_right(self._article.text[:_FIRST_LETTERS], self._article.language)

    def show_article(self, article: Article) -> None:
        """Show another state of the article, with the cursor where the text is that it was on."""
        begin, row = self.unit.start, self.row
        self._article = article
        self._cut = self._selection = None
        place = bisect_right(article.units, begin, key=lambda unit: unit.start) - 1
        with self.prevent(self.CursorMoved):
            self.set_reactive(Reader.cursor, max(0, place))
        self._lay_out_anew(row)

    def show_cut(self, offset: int | None) -> None:
        """Mark where the current unit would be split, before the character at `offset` of the article."""
        self._cut = offset
        if offset is not None:
            self._show_line_of(offset)
        self.refresh_unit(self.cursor)

    def show_selection(self, start: int | None, end: int = 0, active_end: bool = True) -> None:
        """Show words of the current unit as chosen, [start, end) in the article; None: none are.

        `active_end` says which end moves next, and is kept in sight: the end, or else the start.
        """
        self._selection = None if start is None else Selection(start, end, active_end)
        if start is not None:
            self._show_line_of(start)
            self._show_line_of(end - 1 if active_end else start)
        self.refresh_unit(self.cursor)

    def hit(self, x: int, y: int) -> tuple[int, int] | None:
        """Which unit, by index, and which of its characters, as an offset of the article, is at a cell.

        The cell is counted from the widget's top left corner. Beside the words it is the nearest character of
        the line, which may be the end of the unit; None where no unit is.
        """
        layout, line = self._layout, y + self.scroll_offset.y
        if layout is None or (index := layout.unit_on(line)) is None:
            return None
        return index, layout.offset_at(index, x, line)

    def hit_by(self, event: MouseEvent) -> tuple[int, int] | None:
        """What `hit` gives for the cell under the mouse, in whichever screen the event came."""
        place = event.screen_offset - self.content_region.offset
        return self.hit(place.x, place.y)

    def offset_beside(self, offset: int, lines: int) -> int | None:
        """The offset of the character so many lines below that at `offset`; None beyond the current unit."""
        if self._layout is None:
            return None
        x, line = self._layout.cell_of(self.cursor, offset)
        top, bottom = self._extent()
        if not top <= line + lines < bottom:
            return None
        return self._layout.offset_at(self.cursor, x, line + lines)

    def refresh_unit(self, index: int) -> None:
        """Draw a unit anew after its state changed, and repaint the cells that differ."""
        layout, old = self._layout, self._strips.get(index)
        self._strips.discard(index)
        if layout is None:
            return
        top, bottom = layout.extent(index)
        if old is None:
            self.refresh_lines(top, bottom - top)
            return
        if not self._view.shows((top, bottom)):
            return
        for line, (before, after) in enumerate(zip(old, self._unit_strips(index), strict=True), start=top):
            if changed := _difference(before, after):
                start, end = changed
                self.refresh(Region(start, line - self.scroll_offset.y, end - start, 1))

    def refresh_units(self) -> None:
        """Draw all units anew."""
        self._strips.clear()
        self.refresh()

    @property
    def row(self) -> int:
        """On which row of the widget the current unit begins; negative when above it."""
        return self._extent()[0] - self.scroll_offset.y

    def show_at(self, row: int) -> None:
        """Scroll so that the current unit begins on a row of the widget, as far as it stays in sight."""
        self._row = row
        if self._layout:
            self._scroll_to_line(self._view.with_row(self._extent(), row))

    @property
    def in_view(self) -> bool:
        """Whether any of the current unit is on the screen: the mouse can scroll it away."""
        return self._view.shows(self._extent())

    def reveal(self) -> None:
        """Bring the current unit back on the screen."""
        if not self.in_view:
            self._scroll_to_line(self._extent()[0] - self.size.height // 3)

    def move(self, step: int) -> None:
        """Move the cursor by so many units; through a unit taller than the screen, by a screenful first."""
        if abs(step) != 1 or not self._go_on(step):
            self.cursor += step
            self.reveal()

    def page(self, direction: int) -> None:
        """Move the cursor by a screenful: down with 1, up with -1."""
        if self._layout is None or self._go_on(direction):
            return
        line = self._extent()[0] + direction * max(1, self.size.height - 2)
        there = self._layout.nearest(line)
        self.cursor = there if there != self.cursor else there + direction
        self.reveal()

    def validate_cursor(self, index: int) -> int:
        """Keep the cursor within the article."""
        return max(0, min(index, len(self._article.units) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two units concerned, and scroll when the new one nears the edge."""
        self._cut = self._selection = self._row = None
        self.refresh_unit(old)
        self.refresh_unit(new)
        if self._anchor is None:  # whoever points at a sentence sees it, and keeps pointing
            self._keep_in_view()
        self._point()
        self.post_message(self.CursorMoved(self._article.units[old]))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Show other lines."""
        super().watch_scroll_y(old_value, new_value)
        self._point()

    def watch_measure(self) -> None:
        """Break the lines anew."""
        self._lay_out_anew(self.row)

    def watch_density(self) -> None:
        """Set the lines closer or wider."""
        self._lay_out_anew(self.row)

    def watch_text_only(self) -> None:
        """Show or hide everything that is not text."""
        self._lay_out_anew(self.row)

    def watch_right_to_left(self) -> None:
        """Draw such text in another order."""
        self._lay_out_anew(self.row)

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._drawing.styles = {}

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new width, with the current unit on the row where it was."""
        if self._layout and self._layout.width == self.scrollable_content_region.width:
            self._set_size(self._layout)
        else:
            self._lay_out_anew(self.row if self._layout else self._row)
        if self._row is None:
            self._keep_in_view()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Begin to choose words of the unit under the mouse, which becomes the current one."""
        self.capture_mouse()
        self.follow_mouse(event)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Choose the words between there and here, while the button is held."""
        self.follow_mouse(event)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Tell which words were chosen, if any."""
        self.release_mouse()
        if selected := self.follow_mouse(event):
            self.post_message(selected)

    def on_click(self, event: Click) -> None:
        """Choose a word that is clicked twice."""
        if event.chain == 2 and (there := self.hit(event.x, event.y)):
            start, end = self._words_between(there[1], there[1])
            self.show_selection(start, end)
            self.post_message(self.Selected(self.unit, start, end))

    def follow_mouse(self, event: MouseEvent) -> Selected | None:
        """Choose words with a mouse event of this widget, or of a screen that lies over it.

        Gives what was chosen when the button is released after dragging over words.
        """
        if isinstance(event, MouseDown):
            if event.button == 1 and (there := self.hit_by(event)):
                self._press(*there)
        elif isinstance(event, MouseMove) and self._anchor is not None:
            self._drag(event.screen_offset - self.content_region.offset)
        elif isinstance(event, MouseUp):
            pressed, self._anchor = self._anchor, None
            chosen = self._selection
            if pressed is not None and chosen:
                return self.Selected(self.unit, chosen.start, chosen.end)
        return None

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        layout, line = self._layout, y + self.scroll_offset.y
        if layout is None or (index := layout.unit_on(line)) is None:
            return Strip.blank(self.size.width, self.rich_style)
        return self._unit_strips(index)[line - layout.tops[index]]

    def _press(self, index: int, offset: int) -> None:
        self._anchor = offset
        self.cursor = index
        self.show_selection(None)

    def _drag(self, place: Offset) -> None:
        """Choose whole words from where the mouse was pressed to a cell, within the unit."""
        layout, anchor = self._layout, self._anchor
        if layout is None or anchor is None or not self.unit.start <= anchor <= self.unit.end:
            return  # a key has gone elsewhere meanwhile
        top, bottom = self._extent()
        line = max(top, min(place.y + self.scroll_offset.y, bottom - 1))
        here = layout.offset_at(self.cursor, place.x, line)
        if self._selection is None and here == anchor:
            return
        start, end = self._words_between(anchor, here)
        self.show_selection(start, end, active_end=here >= anchor)

    def _words_between(self, first: int, last: int) -> tuple[int, int]:
        """From the beginning of the word at one offset to the end of that at another, of the current unit."""
        begin = self.unit.start
        start, end = Steps(self._article.unit_text(self.unit)).around(first - begin, last - begin)
        return begin + start, begin + end

    def _lay_out_anew(self, row: int | None) -> None:
        """Break all units for the width there is, with the current one on a row of the widget."""
        width = self.scrollable_content_region.width
        if not width:
            return
        self._drawing = UnitDrawing(self._article, self._codebook, text_only=self.text_only)
        self._layout = Layout(
            self._article,
            width,
            self.measure,
            self._drawing.gutter,
            spaced=self.density is Density.COMFORTABLE,
            right_to_left=self.right_to_left,
        )
        self._strips.clear()
        self._set_size(self._layout)
        if row is not None:
            self._scroll_to_line(self._view.with_row(self._extent(), row))
        self._point()
        self.refresh()

    def _set_size(self, layout: Layout) -> None:
        # Room below the end, so that the last unit is not read at the edge of the screen.
        self.virtual_size = Size(layout.width, layout.height + self.size.height // 3)

    def _extent(self) -> tuple[int, int]:
        """The current unit's first line, and the one after its last."""
        return self._layout.extent(self.cursor) if self._layout else (0, 1)

    def _go_on(self, direction: int) -> bool:
        """Show more of the current unit, if it goes on beyond the screen in this direction."""
        return self._scroll_to_line(self._view.further(self._extent(), direction))

    @property
    def _view(self) -> View:
        return View(self.scroll_offset.y, self.size.height)

    def _scroll_to_line(self, line: int | None) -> bool:
        """Put a line of the page at the top of the screen, if any; whether there was one."""
        if line is not None:
            self.scroll_to(y=max(0, line), animate=False, force=True)
        return line is not None

    def _show_line_of(self, offset: int) -> None:
        """Bring a character of the current unit in sight."""
        if self._layout:
            self._scroll_to_line(self._view.clear_line(self._layout.line_of(self.cursor, offset)))

    def _keep_in_view(self) -> None:
        if self._layout and self.size.height:
            self._scroll_to_line(self._view.clear_of_edges(self._extent()))

    def _point(self) -> None:
        """Put the terminal's hidden cursor on the current unit, for screen readers and braille displays."""
        if self._layout and self.in_view and self.screen is self.app.screen:
            top = self._extent()[0]
            x, row = self._layout.left(self.cursor, top), max(0, self.row)
            self.app.cursor_position = self.content_region.offset + Offset(x, row)

    def _unit_strips(self, index: int) -> list[Strip]:
        strips = self._strips.get(index)
        if strips is None and self._layout:
            drawing, state = self._drawing, self._state(self._article.units[index])
            if not drawing.styles:
                drawing.styles = self._styles()
            current = index == self.cursor
            cut, selection = (self._cut, self._selection) if current else (None, None)
            strips = drawing.strips(self._layout, index, state, current=current, cut=cut, selection=selection)
            self._strips[index] = strips
        return strips or []

    def _styles(self) -> dict[str, Style]:
        """What `UnitDrawing.styles` needs, in the colours of the theme."""
        added = {name: self.get_component_rich_style(name, partial=True) for name in self.COMPONENT_CLASSES}
        return added | {"base": self.rich_style, "cursor": self.get_component_rich_style("reader--cursor")}


def _difference(before: Strip, after: Strip) -> tuple[int, int] | None:
    """The cells, [start, end), outside of which two lines are alike; None when they are alike."""
    if before == after:
        return None
    pairs = list(zip(before, after, strict=False))
    backwards = zip(reversed(before), reversed(after), strict=False)
    start = sum(one.cell_length for one, other in takewhile(lambda pair: pair[0] == pair[1], pairs))
    end = sum(one.cell_length for one, other in takewhile(lambda pair: pair[0] == pair[1], backwards))
    return start, after.cell_length - end
