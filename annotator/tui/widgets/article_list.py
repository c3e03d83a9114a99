"""The articles of a project, a line each, with how far the annotator is in them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.listing import ListedArticle, Listing
from annotator.tui.widgets.article_columns import GAP, Column, columns_for
from annotator.tui.widgets.wrapping import fitted, shown

_BAR_CELLS = 5
_MINE = "*"
"""Before an article of one's own, where they are dealt out."""


class Extra(NamedTuple):
    """What takes longer to find out about an article than a line may wait for."""

    ease: float | None
    """How easily it reads; None: there is no formula for it."""
    others_finished: int
    """How many other annotators have labelled all of it."""


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

        row: ListedArticle | None

    @dataclass
    class Opened(Message):
        """An article was chosen with the mouse."""

        row: ListedArticle

    def __init__(self, listing: Listing) -> None:
        """Begin with no rows; `listing` has the articles that will be shown."""
        super().__init__()
        self._listing = listing
        self._places: Sequence[int] = ()
        self.extras: dict[str, Extra] = {}
        """What is known by now of articles by their ids."""

    @property
    def row(self) -> ListedArticle | None:
        """The current row; None when there is none."""
        return self._listing[self._places[self.cursor]] if self.cursor < len(self._places) else None

    @property
    def places(self) -> Sequence[int]:
        """The indexes of the rows in the listing."""
        return self._places

    @property
    def in_sight(self) -> list[ListedArticle]:
        """The rows on the screen, the current one first."""
        first = self.scroll_offset.y
        rows = [self._listing[place] for place in self._places[first : first + self.size.height]]
        current = self.row
        return sorted(rows, key=lambda row: current is None or row.header.id != current.header.id)

    def show_places(self, places: Sequence[int], cursor: int) -> None:
        """Show other rows, with the cursor on one of them."""
        before, self._places = self.row, places
        self._set_size()
        self.cursor = cursor
        self._keep_in_view()
        self.refresh()
        if self.row != before:
            self.post_message(self.CursorMoved(self.row))

    def validate_cursor(self, index: int) -> int:
        """Keep the cursor within the rows."""
        return max(0, min(index, len(self._places) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows concerned."""
        self.refresh_lines(old)
        self.refresh_lines(new)
        self._keep_in_view()
        self.post_message(self.CursorMoved(self.row))

    def on_resize(self, event: Resize) -> None:
        """Fit the rows to the width."""
        self._set_size()
        self._keep_in_view()

    def on_click(self, event: Click) -> None:
        """Choose the row under the mouse."""
        line = event.y + self.scroll_offset.y
        if line < len(self._places):
            self.cursor = line
            self.post_message(self.Opened(self._listing[self._places[line]]))

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        index = y + self.scroll_offset.y
        if index >= len(self._places):
            return Strip.blank(self.size.width, self.rich_style)
        return self._draw(self._listing[self._places[index]], index == self.cursor)

    def _draw(self, row: ListedArticle, current: bool) -> Strip:
        base = self.get_component_rich_style("article-list--cursor") if current else self.rich_style
        mine = _MINE if self._listing.assigned and row.own else " "
        line = [Segment(f"{'▌' if current else ' '}{mine}", self._with(base, "bar"))]
        width = self.scrollable_content_region.width
        for column in columns_for(width, outlets=not self._listing.hides_outlet):
            line += self._drawn(row, column, base)
            line.append(Segment(" " * GAP, base))
        return Strip(line).adjust_cell_length(width, base)

    def _drawn(self, row: ListedArticle, column: Column, base: Style) -> list[Segment]:
        if column.name == "progress":
            return self._progress(row, column.cells, base)
        if column.name == "title":
            text = (
                f"{row.header.id}: damaged, see annotator check" if row.header.problem else row.header.title
            )
            style = base if row.own else self._with(base, "quiet")
            style = self._with(base, "bad") if row.header.problem else style
            return [Segment(fitted(shown(text), column.cells), style)]
        text = shown(self._said(row, column.name))
        drawn = text.rjust(column.cells) if column.right else fitted(text, column.cells)
        return [Segment(drawn, self._with(base, "quiet"))]

    def _said(self, row: ListedArticle, what: str) -> str:
        """What stands in a column; nothing where there is nothing, or nothing is known yet."""
        header, extra = row.header, self.extras.get(row.header.id)
        if what in ("ease", "others"):
            if extra is None:
                return ""
            number = extra.ease if what == "ease" else extra.others_finished or None
            return "" if number is None else f"{number:.0f}"
        said = {
            "outlet": header.outlet,
            "date": header.published[:10],
            "words": f"{header.words:,}" if header.words else "",
            "alike": str(row.alike or ""),
            "flagged": f"!{row.flagged}" if row.flagged else "",
        }
        return said[what]

    def _progress(self, row: ListedArticle, cells: int, base: Style) -> list[Segment]:
        quiet = self._with(base, "quiet")
        if row.header.problem or not row.known:
            return [Segment(" " * cells, quiet)]
        filled = min(_BAR_CELLS, math.ceil(row.labelled * _BAR_CELLS / max(1, row.header.units)))
        return [
            Segment("━" * filled, self._with(base, "done")),
            Segment("╌" * (_BAR_CELLS - filled), quiet),
            Segment(fitted(f" {row.labelled}/{row.header.units}", cells - _BAR_CELLS), quiet),
        ]

    def _with(self, base: Style, name: str) -> Style:
        return base + self.get_component_rich_style(f"article-list--{name}", partial=True)

    def _set_size(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._places))

    def _keep_in_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
