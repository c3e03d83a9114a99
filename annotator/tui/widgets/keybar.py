"""The keys that work now, on the last lines of the screen; a click does what the key does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from annotator.tui.widgets.chips import CHIP_CLASSES

_GAP = 2


@dataclass(frozen=True, slots=True)
class _Item:
    """A key and what it does; `width` counts the gap behind it."""

    binding: Binding
    key: str
    width: int


class KeyBar(Widget):
    """Shows the active bindings that want to be shown, in their order, labels on lines of their own.

    It reads the screen's real bindings, so that it cannot promise a key that does nothing. Labels are always
    all there; of the other keys, what does not fit is left to the help screen.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--text", *CHIP_CLASSES}

    def __init__(self, chips: Mapping[str, str] | None = None) -> None:
        """Draw the bindings whose ids are in `chips` as labels, in the component classes it names."""
        super().__init__()
        self._chips = chips or {}

    def on_mount(self) -> None:
        """Draw anew when the keys that work change."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """Draw the lines that fit."""
        lines = [Content("").join(self._drawn(item) for item in line) for line in self._lines()]
        return Content("\n").join(lines)

    async def on_click(self, event: Click) -> None:
        """Do what the key under the mouse does."""
        lines = self._lines()
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= len(lines):
            return
        left = 0
        for item in lines[offset.y]:
            if left <= offset.x < left + item.width - _GAP:
                await self.screen.run_action(item.binding.action)
                return
            left += item.width

    def _lines(self) -> list[list[_Item]]:
        """The items of each line: label keys first, then the others."""
        labels: list[_Item] = []
        others: list[_Item] = []
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            key = self.app.get_key_display(binding)
            if binding.id in self._chips:
                labels.append(
                    _Item(binding, f" {key} ", cell_len(key) + 3 + cell_len(binding.description) + _GAP)
                )
            else:
                others.append(_Item(binding, key, cell_len(key) + 1 + cell_len(binding.description) + _GAP))
        width = self.content_size.width
        lines = [*_wrapped(labels, width), _fit(others, width)]
        return [line for line in lines if line]

    def _drawn(self, item: _Item) -> Content:
        key_style = self.get_visual_style(self._chips.get(item.binding.id or "", "keybar--key"))
        text_style = self.get_visual_style("keybar--text")
        gap = " " * _GAP
        return Content.assemble((item.key, key_style), (f" {item.binding.description}{gap}", text_style))


def _wrapped(items: list[_Item], width: int) -> list[list[_Item]]:
    """Put items on as many lines as they need."""
    lines: list[list[_Item]] = [[]]
    for item in items:
        if lines[-1] and sum(other.width for other in lines[-1]) + item.width - _GAP > width:
            lines.append([])
        lines[-1].append(item)
    return lines


def _fit(items: list[_Item], width: int) -> list[_Item]:
    """Drop items from the end, but the last one, until the line fits."""
    kept = list(items)
    while len(kept) > 1 and sum(item.width for item in kept) - _GAP > width:
        del kept[-2]
    return kept
