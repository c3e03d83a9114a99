"""The articles of a project, a line each, with how far the annotator is in them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.project import ArticleHeader
from annotator.tui.widgets.wrapping import fitted, shown

_BAR_CELLS = 8


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line: an article and how many of its units are labelled."""

    header: ArticleHeader
    labelled: int

    @property
    def finished(self) -> bool:
        """Whether every unit has a label."""
        return self.labelled >= self.header.units > 0


class ArticleList(ScrollView, can_focus=False, inherit_bindings=False):
    """Draws only the lines on screen, so that its length does not matter."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article-list--cursor",
        "article-list--bar",
        "article-list--quiet",
        "article-list--done",
        "article-list--bad",
    }

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the current row."""

    @dataclass
    class CursorMoved(Message):
        """The current row is another one now."""

        row: ArticleRow | None

    @dataclass
    class Opened(Message):
        """An article was chosen with the mouse."""

        row: ArticleRow

    def __init__(self) -> None:
        """Begin with no rows."""
        super().__init__()
        self._rows: Sequence[ArticleRow] = ()

    @property
    def row(self) -> ArticleRow | None:
        """The current row; None when there is none."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def show_rows(self, rows: Sequence[ArticleRow], cursor: int) -> None:
        """Show other rows, with the cursor on one of them."""
        self._rows = rows
        self._set_size()
        self.cursor = cursor
        self._keep_in_view()
        self.refresh()
        self.post_message(self.CursorMoved(self.row))

    def validate_cursor(self, index: int) -> int:
        """Keep the cursor within the rows."""
        return max(0, min(index, len(self._rows) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows concerned."""
        self.refresh_lines(old)
        self.refresh_lines(new)
        self._keep_in_view()
        self.post_message(self.CursorMoved(self.row))

    def on_resize(self, event: Resize) -> None:
        """Fit the rows to the width."""
        self._set_size()

    def on_click(self, event: Click) -> None:
        """Choose the row under the mouse."""
        line = event.y + self.scroll_offset.y
        if line < len(self._rows):
            self.cursor = line
            self.post_message(self.Opened(self._rows[line]))

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        index = y + self.scroll_offset.y
        if index >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        return self._draw(self._rows[index], index == self.cursor)

    def _draw(self, row: ArticleRow, current: bool) -> Strip:
        base = self.get_component_rich_style("article-list--cursor") if current else self.rich_style
        bar, quiet, done, bad = (
            base + self.get_component_rich_style(f"article-list--{name}", partial=True)
            for name in ("bar", "quiet", "done", "bad")
        )
        width, header = self.scrollable_content_region.width, row.header
        if header.problem:
            text = shown(f"{header.id}: damaged, see annotator check")
            line = [
                Segment("▌ " if current else "  ", bar),
                Segment(" " * (_BAR_CELLS + 11), base),
                Segment(text, bad),
            ]
            return Strip(line).adjust_cell_length(width, base)
        filled = min(_BAR_CELLS, math.ceil(row.labelled * _BAR_CELLS / max(1, header.units)))
        origin = ", ".join(part for part in (header.outlet, header.published[:10]) if part)
        room = width - _BAR_CELLS - 14
        origin_cells = min(max(cell_len(origin), room // 4), room // 2)
        title_cells = room - origin_cells - 2
        line = [
            Segment("▌ " if current else "  ", bar),
            Segment("━" * filled, done),
            Segment("╌" * (_BAR_CELLS - filled), quiet),
            Segment(f" {row.labelled:>4}/{header.units:<4} ", quiet),
            Segment(fitted(shown(header.title), title_cells) + "  ", base),
            Segment(fitted(shown(origin), origin_cells), quiet),
        ]
        return Strip(line).adjust_cell_length(width, base)

    def _set_size(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))

    def _keep_in_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
