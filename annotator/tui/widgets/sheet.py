"""A page of lines with places in it that arrows go to; what does not fit is scrolled to."""

from collections.abc import Callable, Sequence
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

from annotator.tui.widgets.bars import BAR, WHISKER
from annotator.tui.widgets.blocks import ALERT, QUIET, STRONG, TITLE, Block, Spot
from annotator.tui.widgets.chips import CHIP_CLASSES
from annotator.tui.widgets.heatmap import HEATS, SIGNS

_UNSHADED = str.maketrans(dict.fromkeys(SIGNS, " "))
_AROUND = 2
"""Lines that are shown over and below the current place."""
_ASIDE = 4
"""Going to a side, a line off the way counts as much as so many cells."""
_LINE = 1_000
"""Going up or down, the nearest line counts, whatever the cells."""


class Sheet(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws only the lines on screen, and of those only what the cursor left and came to."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--cursor",
        *(TITLE, QUIET, STRONG, ALERT, BAR, WHISKER),
        *HEATS,
        *CHIP_CLASSES,
    }

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the current place."""

    @dataclass
    class CursorMoved(Message):
        """The cursor is at another place, or what is drawn is another page."""

        spot: Spot | None

    @dataclass
    class Chosen(Message):
        """A place was clicked that was the current one."""

        spot: Spot

    def __init__(self, draw: Callable[[int, int], Block]) -> None:
        """Draw what `draw` gives for a width in cells and a height in lines."""
        super().__init__()
        self._draw = draw
        self._block = Block()
        self._looks: dict[str, Style] = {}

    @property
    def spot(self) -> Spot | None:
        """The current place; None on a page without any."""
        spots = self._block.spots
        return spots[self.cursor] if self.cursor < len(spots) else None

    @property
    def block(self) -> Block:
        """What is drawn."""
        return self._block

    def show_page(self, cursor: int = 0) -> None:
        """Draw anew, with the cursor at a place."""
        size = self.size
        self._block = self._draw(max(20, size.width - self.styles.scrollbar_size_vertical), size.height)
        self.virtual_size = Size(self._block.width, len(self._block.lines))
        self.set_reactive(Sheet.cursor, self.validate_cursor(cursor))
        self.refresh()
        if cursor:
            self._keep_in_view()
        else:
            self.scroll_to(0, 0, animate=False, force=True)
        self.post_message(self.CursorMoved(self.spot))

    def go(self, right: int, down: int) -> bool:
        """Go to the nearest place in a direction; whether there is one."""
        here = self.spot
        if here is None:
            self.scroll_relative(x=4 * right, y=down, animate=False)
            return False
        found = nearest(self._block.spots, here, right, down)
        if found is not None:
            self.cursor = found
        else:
            # What has no places of its own can still be read.
            self.scroll_relative(x=4 * right, y=down, animate=False)
        return found is not None

    def page(self, direction: int) -> None:
        """Go a screenful down or up."""
        lines = max(1, self.size.height - 2)
        self.scroll_relative(y=direction * lines, animate=False)
        here = self.spot
        if here is not None:
            line = here.y + direction * lines
            spots = self._block.spots
            self.cursor = min(
                range(len(spots)), key=lambda at: (abs(spots[at].y - line), abs(spots[at].x - here.x))
            )

    def validate_cursor(self, index: int) -> int:
        """Keep the cursor within the places."""
        return max(0, min(index, len(self._block.spots) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the lines concerned."""
        spots = self._block.spots
        for index in (old, new):
            if index < len(spots):
                self.refresh_lines(spots[index].y)
        self._keep_in_view()
        self.post_message(self.CursorMoved(self.spot))

    def on_resize(self, event: Resize) -> None:
        """Draw for the new size."""
        self.show_page(self.cursor)

    def notify_style_update(self) -> None:
        """Forget the colours of another theme."""
        super().notify_style_update()
        self._looks.clear()

    def on_click(self, event: Click) -> None:
        """Go to the place under the mouse; choose it if the cursor is there."""
        x, y = event.x + self.scroll_offset.x, event.y + self.scroll_offset.y
        for index, spot in enumerate(self._block.spots):
            if spot.y == y and spot.x <= x < spot.x + spot.width:
                if index == self.cursor:
                    self.post_message(self.Chosen(spot))
                self.cursor = index
                return

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        left, top = self.scroll_offset
        width, line = self.size.width, y + top
        base = self._look("")
        if line >= len(self._block.lines):
            return Strip.blank(width, base)
        strip = Strip([Segment(words, self._look(name)) for words, name in self._block.lines[line]])
        spot = self.spot
        if spot and spot.y == line:
            strip = self._marked(strip, spot)
        return strip.crop(left, left + width).adjust_cell_length(width, base)

    def _marked(self, strip: Strip, spot: Spot) -> Strip:
        """Show where the cursor is, by what needs no colour."""
        end = spot.x + spot.width
        strip = strip.adjust_cell_length(max(end, strip.cell_length), self._look(""))
        before, marked, after = strip.crop(0, spot.x), strip.crop(spot.x, end), strip.crop(end)
        cursor = Segment(marked.text.translate(_UNSHADED), self._look("sheet--cursor"))
        return Strip([*before, cursor, *after])

    def _keep_in_view(self) -> None:
        """Show the current place; at the first and the last also what stands over and below all places."""
        spot, lines, height = self.spot, len(self._block.lines), self.size.height
        if spot is None:
            return
        rows = [one.y for one in self._block.spots]
        top, bottom = max(0, spot.y - _AROUND), spot.y + _AROUND + 1
        if spot.y == min(rows) and spot.y < height:
            top = 0
        if spot.y == max(rows) and lines - spot.y <= height:
            bottom = lines
        left = 0 if spot.x + spot.width <= self.size.width else spot.x
        region = Region(left, top, spot.x + spot.width - left, bottom - top)
        self.scroll_to_region(region, animate=False, force=True)

    def _look(self, name: str) -> Style:
        look = self._looks.get(name)
        if look is None:
            look = self.rich_style
            if name:
                look += self.get_component_rich_style(name, partial=True)
            self._looks[name] = look
        return look


def nearest(spots: Sequence[Spot], here: Spot, right: int, down: int) -> int | None:
    """Index of the nearest place to the right (or left with -1), or below (above with -1); None: none is."""
    best: tuple[int, int] | None = None
    for index, spot in enumerate(spots):
        across, along = spot.y - here.y, spot.x - here.x
        ahead = across * down if down else along * right
        if ahead <= 0 or (right and across and not _beside(spots, spot, here)):
            continue
        way = abs(across) * (_ASIDE if right else _LINE) + abs(along)
        if best is None or way < best[0]:
            best = way, index
    return None if best is None else best[1]


def _beside(spots: Sequence[Spot], spot: Spot, here: Spot) -> bool:
    """Whether a place is in another column of the page, since no place of the same line is on the way."""
    return not any(one.y == here.y and (one.x - here.x) * (spot.x - here.x) > 0 for one in spots)
