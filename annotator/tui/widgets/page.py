"""A page that is read unit by unit: where the cursor is, and what of the page is on the screen."""

from bisect import bisect_right

from textual.events import MouseEvent, Resize
from textual.geometry import Offset, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from annotator.tui.widgets.bidi import reads_from_right
from annotator.tui.widgets.layout import Layout
from annotator.tui.widgets.view import View
from schemas import Article, Density, RightToLeft, Unit

MEASURE = 84
"""Longest line of text, in cells; what typographers recommend for reading at length."""
_FIRST_LETTERS = 4_000


class Page(ScrollView, can_focus=True, inherit_bindings=False):
    """An article laid out for the width there is; subclasses say what is drawn on its lines."""

    ALLOW_SELECT = False

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

    def __init__(self, article: Article) -> None:
        """Lay out `article`, as soon as there is a width."""
        super().__init__()
        self._article = article
        self._layout: Layout | None = None
        self._row: int | None = None
        """Where the current unit is to begin, from `show_at` until the cursor moves."""

    def begin_drawing(self) -> int:
        """Forget what was drawn; gives the cells before the text."""
        raise NotImplementedError

    def refresh_unit(self, index: int) -> None:
        """Draw a unit anew after its state changed."""
        raise NotImplementedError

    @property
    def unit(self) -> Unit:
        """The current unit."""
        return self._article.units[self.cursor]

    @property
    def from_right(self) -> bool:
        """Whether the article, by its language or its first letters, is read from right to left."""
        return reads_from_right(self._article.text[:_FIRST_LETTERS], self._article.language)

    @property
    def row(self) -> int:
        """On which row of the widget the current unit begins; negative when above it."""
        return self._extent()[0] - self.scroll_offset.y

    @property
    def in_view(self) -> bool:
        """Whether any of the current unit is on the screen: the mouse can scroll it away."""
        return self._view.shows(self._extent())

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

    def show_at(self, row: int) -> None:
        """Scroll so that the current unit begins on a row of the widget, as far as it stays in sight."""
        self._row = row
        if self._layout:
            self._scroll_to_line(self._view.with_row(self._extent(), row))

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

    @property
    def follows_cursor(self) -> bool:
        """Whether to scroll to where the cursor goes."""
        return True

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two units concerned, and scroll when the new one nears the edge."""
        self._row = None
        self.refresh_unit(old)
        self.refresh_unit(new)
        if self.follows_cursor:
            self._keep_in_view()
        self._point()

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

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new width, with the current unit on the row where it was."""
        if self._layout and self._layout.width == self.scrollable_content_region.width:
            self._set_size(self._layout)
        else:
            self._lay_out_anew(self.row if self._layout else self._row)
        if self._row is None:
            self._keep_in_view()

    def _exchange(self, article: Article) -> None:
        """Lay out another state of the article, with the cursor where the text is that it was on."""
        begin, row = self.unit.start, self.row
        self._article = article
        self._layout = None  # without room now, this one is laid out when there is some
        place = bisect_right(article.units, begin, key=lambda unit: unit.start) - 1
        self.set_reactive(Page.cursor, max(0, place))
        self._lay_out_anew(row)

    def _lay_out_anew(self, row: int | None) -> None:
        """Break all units for the width there is, with the current one on a row of the widget."""
        width = self.scrollable_content_region.width
        if not width:
            return
        self._layout = Layout(
            self._article,
            width,
            self.measure,
            self.begin_drawing(),
            spaced=self.density is Density.COMFORTABLE,
            right_to_left=self.right_to_left,
        )
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
