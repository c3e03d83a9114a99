"""The headings of the list of articles; a click on one sorts by it."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotator.listing import SortKey
from annotator.tui.widgets.article_columns import GAP, MARK_CELLS, Column, columns_for
from annotator.tui.widgets.wrapping import fitted


class ArticleHeadings(Widget):
    """One line; the heading that the list is sorted by has a sign for the direction."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"article-headings--sorted"}

    key: reactive[SortKey] = reactive(SortKey.DATE)
    backwards: reactive[bool] = reactive(False)

    @dataclass
    class Chosen(Message):
        """A heading was clicked."""

        key: SortKey

    def __init__(self, *, outlets: bool = True) -> None:
        """Head the columns, that of the outlets only if they are shown."""
        super().__init__()
        self._outlets = outlets

    @property
    def keys(self) -> list[SortKey]:
        """What can be sorted by, in the order of the columns that are shown."""
        return [column.key for column in self._columns if column.key]

    def on_click(self, event: Click) -> None:
        """Sort by the column under the mouse."""
        for column in self._columns:
            if column.key and column.left <= event.x < column.left + column.cells + GAP:
                self.post_message(self.Chosen(column.key))

    def render(self) -> Content:
        """Nothing of its own: the line is drawn in `render_line`."""
        return Content()

    def render_line(self, y: int) -> Strip:
        """Draw the headings."""
        chosen = self.rich_style + self.get_component_rich_style("article-headings--sorted", partial=True)
        line = [Segment(" " * MARK_CELLS, self.rich_style)]
        for column in self._columns:
            style = chosen if column.key is self.key else self.rich_style
            line.append(Segment(self._heading(column), style))
            line.append(Segment(" " * GAP, self.rich_style))
        return Strip(line).adjust_cell_length(self.size.width, self.rich_style)

    def _heading(self, column: Column) -> str:
        sign = ("▼" if self.backwards else "▲") if column.key is self.key else ""
        heading = f"{column.heading}{sign}"
        return heading.rjust(column.cells) if column.right else fitted(heading, column.cells)

    @property
    def _columns(self) -> list[Column]:
        """Those of the list below, which has a scroll bar."""
        return columns_for(self.size.width - 1, outlets=self._outlets)
