"""The pages of a screen on one line, with their keys; the current one stands out without colour too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from annotator.tui.widgets.linepane import Line, LinePane

_GAP = 2


class TabLine(LinePane):
    """Shows the pages' names with digits before them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabline--current", "tabline--key", "tabline--text"}

    current: reactive[int] = reactive(0, repaint=False)
    """Index of the page that is shown."""

    @dataclass
    class Clicked(Message):
        """A page was clicked."""

        page: int

    def __init__(self, names: Sequence[str]) -> None:
        """Show pages of these names."""
        super().__init__()
        self._names = names

    def watch_current(self) -> None:
        """Show which one it is."""
        self.show_lines()

    def lines(self, width: int, height: int) -> Iterator[Line]:
        """Give the one line; without names but the current one's where there is no room."""
        roomy = sum(cell_len(name) + 3 + _GAP for name in self._names) <= width
        line: list[tuple[str, str]] = []
        self._ends: list[int] = []
        used = 0
        for place, name in enumerate(self._names):
            here = place == self.current
            key, words = f" {place + 1}", f" {name} " if here or roomy else " "
            line += [
                (key, "tabline--current" if here else "tabline--key"),
                (words, "tabline--current" if here else "tabline--text"),
                (" " * (_GAP - 1), ""),
            ]
            used += cell_len(key + words) + _GAP - 1
            self._ends.append(used)
        yield tuple(line)

    def on_click(self, event: Click) -> None:
        """Ask for the page under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        page = next((place for place, end in enumerate(self._ends) if offset.x < end), None)
        if page is not None:
            self.post_message(self.Clicked(page))
