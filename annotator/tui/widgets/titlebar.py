"""The first line: which article, how far, and whether everything is on the disk."""

import math
from enum import StrEnum
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotator.tui.widgets.wrapping import shortened, shown

_BAR_CELLS = 12


class SaveState(StrEnum):
    """What the screen says about saving, in words."""

    SAVED = "saved"
    SAVING = "saving…"
    FAILED = "NOT SAVED"
    READ_ONLY = "READ ONLY"


class TitleBar(Widget):
    """State of saving and progress, then title and origin; on the right who annotates."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "titlebar--title",
        "titlebar--quiet",
        "titlebar--done",
        "titlebar--alarm",
    }

    labelled: reactive[int] = reactive(0)
    """Units with a label."""
    saving: reactive[SaveState] = reactive(SaveState.SAVED)

    def __init__(self, title: str, origin: str, annotator: str, units: int) -> None:
        """Show an article of so many units; `origin` is outlet and date, as far as known."""
        super().__init__()
        self._annotator = shown(annotator)
        self.show_article(title, origin, units)

    def show_article(self, title: str, origin: str, units: int) -> None:
        """Show another article, or the same one after it was edited."""
        self._title = shown(" ".join(title.split()))
        self._origin = shown(origin)
        self._units = units
        self.refresh()

    def render(self) -> Content:
        """Draw the line.

        What matters stands left: a title that a terminal draws wider than expected cannot push it out.
        """
        done = math.ceil(self.labelled * _BAR_CELLS / max(1, self._units))
        style = {
            name: self.get_visual_style(f"titlebar--{name}") for name in ("title", "quiet", "done", "alarm")
        }
        alarm = self.saving in (SaveState.FAILED, SaveState.READ_ONLY)
        left = Content.assemble(
            (f"{self.saving:9}", style["alarm" if alarm else "quiet"]),
            (f" {self.labelled}/{self._units} ", style["quiet"]),
            ("━" * done, style["done"]),
            ("╌" * (_BAR_CELLS - done) + "  ", style["quiet"]),
        )
        width = self.content_size.width - left.cell_length
        annotator = shortened(self._annotator, 20)
        room = width - cell_len(annotator) - 2
        origin = f"  {self._origin}" if room - cell_len(self._origin) > 30 else ""
        title = shortened(self._title, room - cell_len(origin))
        gap = " " * (room + 2 - cell_len(title) - cell_len(origin))
        return left + Content.assemble(
            (title, style["title"]), (origin, style["quiet"]), gap, (annotator, style["quiet"])
        )
