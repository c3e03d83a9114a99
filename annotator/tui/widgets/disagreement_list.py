"""Disagreements, a line each: who gave which label, the gold label, the sentence, its article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.adjudication.items import Item, State
from annotator.tui.widgets.chips import CHIP_CLASSES, chip_class
from annotator.tui.widgets.wrapping import fitted, shown
from schemas import Codebook

_TITLE_CELLS = 24
_WIDE = 62
"""Cells for sentence and title from which there is room for the title."""
_MANY = 6
"""Annotators from which a label has no blank around it."""


class DisagreementList(ScrollView, can_focus=False, inherit_bindings=False):
    """Draws only the lines on screen; the first one has the keys of the annotators, or their initials."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "disagreement-list--cursor",
        "disagreement-list--bar",
        "disagreement-list--quiet",
        *CHIP_CLASSES,
    }

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the current item."""

    @dataclass
    class CursorMoved(Message):
        """The current item is another one now."""

        item: Item | None

    @dataclass
    class Opened(Message):
        """An item was chosen with the mouse."""

        item: Item

    def __init__(self, codebook: Codebook, annotators: Sequence[str]) -> None:
        """Show the labels of these annotators, a column each."""
        super().__init__()
        self._annotators = tuple(annotators)
        self._letters = {label.name: label.key.upper() for label in codebook.labels}
        self._chips: Mapping[str, str] = {name: chip_class(codebook, name) for name in codebook.label_names}
        self._items: Sequence[Item] = ()

    @property
    def item(self) -> Item | None:
        """The current item; None when there is none."""
        return self._items[self.cursor] if self.cursor < len(self._items) else None

    @property
    def items(self) -> Sequence[Item]:
        """All that are listed."""
        return self._items

    @property
    def label_cells(self) -> int:
        """How wide the column of one annotator is."""
        return 4 if len(self._annotators) < _MANY else 2

    def show_items(self, items: Sequence[Item], cursor: int) -> None:
        """Show other items, with the cursor on one of them."""
        self._items = items
        self._set_size()
        self.cursor = cursor
        self._keep_in_view()
        self.refresh()
        self.post_message(self.CursorMoved(self.item))

    def validate_cursor(self, index: int) -> int:
        """Keep the cursor within the items."""
        return max(0, min(index, len(self._items) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two lines concerned."""
        self.refresh_lines(old)
        self.refresh_lines(new)
        self._keep_in_view()
        self.post_message(self.CursorMoved(self.item))

    def on_resize(self, event: Resize) -> None:
        """Fit the lines to the width."""
        self._set_size()
        self._keep_in_view()

    def on_click(self, event: Click) -> None:
        """Go to the item under the mouse; choose it if it is there already."""
        line = event.y + self.scroll_offset.y
        if line >= len(self._items):
            return
        if line == self.cursor:
            self.post_message(self.Opened(self._items[line]))
        self.cursor = line

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        index = y + self.scroll_offset.y
        if index >= len(self._items):
            return Strip.blank(self.size.width, self.rich_style)
        return self._draw(self._items[index], index == self.cursor)

    def _draw(self, item: Item, current: bool) -> Strip:
        base = self.get_component_rich_style("disagreement-list--cursor") if current else self.rich_style
        quiet = self._with(base, "disagreement-list--quiet")
        width = self.scrollable_content_region.width
        said = dict(item.votes)
        line = [Segment("▌" if current else " ", self._with(base, "disagreement-list--bar"))]
        for name in self._annotators:
            line += (self._label(said.get(name), base, quiet), Segment(" ", base))
        line += self._gold(item, base, quiet)
        room = width - sum(segment.cell_length for segment in line) - 2
        titles = _TITLE_CELLS if room >= _WIDE else 0
        room -= titles
        line.append(Segment(fitted(shown(" ".join(item.text.split())), max(0, room)), base))
        if titles:
            line.append(Segment("  " + fitted(shown(item.title), titles), quiet))
        return Strip(line).adjust_cell_length(width, base)

    def _label(self, label: str | None, base: Style, quiet: Style) -> Segment:
        cells = self.label_cells - 1
        if label is None:
            return Segment("·".center(cells), quiet)
        return Segment(self._letters.get(label, "?").center(cells), self._with(base, self._chips.get(label)))

    def _gold(self, item: Item, base: Style, quiet: Style) -> list[Segment]:
        """What it was settled as; a sign where something changed since, or the codebook needs a change."""
        sign = "≠ " if item.changed else "  "
        if item.state is State.DECLINED:
            drawn = Segment(" – ", quiet)
        elif item.gold:
            style = self._with(base, self._chips.get(item.gold))
            drawn = Segment(self._letters.get(item.gold, "?").center(3), style)
        else:
            drawn = Segment("   ", base)
        return [Segment(" =" if drawn.text.strip() else "  ", quiet), drawn, Segment(sign, base)]

    def _with(self, base: Style, name: str | None) -> Style:
        return base + self.get_component_rich_style(name, partial=True) if name else base

    def _set_size(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._items))

    def _keep_in_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
