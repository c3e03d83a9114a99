"""The first line: which article, how far, and whether everything is on the disk."""

import math
from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from annotator.tui.widgets.linepane import Line, LinePane, cells
from annotator.tui.widgets.wrapping import shortened, shown

_BAR_CELLS = 12


class SaveState(StrEnum):
    """What the screen says about saving, in words."""

    SAVED = "saved"
    SAVING = "saving…"
    FAILED = "NOT SAVED"
    READ_ONLY = "READ ONLY"


class TitleBar(LinePane):
    """State of saving and progress, then title and origin; on the right who annotates."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "titlebar--title",
        "titlebar--quiet",
        "titlebar--done",
        "titlebar--alarm",
    }

    labelled: reactive[int] = reactive(0, repaint=False)
    """Units with a label."""
    saving: reactive[SaveState] = reactive(SaveState.SAVED, repaint=False)

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
        self.show_lines()

    def watch_labelled(self) -> None:
        """Show the progress."""
        self.show_lines()

    def watch_saving(self) -> None:
        """Show what is on the disk."""
        self.show_lines()

    @property
    def progress(self) -> str:
        """How far one is, in a few cells."""
        return f"{self.labelled}/{self._units}"

    def lines(self, width: int, height: int) -> Iterator[Line]:
        """Give the one line.

        What matters stands left: a title that a terminal draws wider than expected cannot push it out.
        """
        done = math.ceil(self.labelled * _BAR_CELLS / max(1, self._units))
        alarm = self.saving in (SaveState.FAILED, SaveState.READ_ONLY)
        left = (
            (f"{self.saving:9}", "titlebar--alarm" if alarm else "titlebar--quiet"),
            (f" {self.progress} ", "titlebar--quiet"),
            ("━" * done, "titlebar--done"),
            ("╌" * (_BAR_CELLS - done), "titlebar--quiet"),
            ("  ", "titlebar--quiet"),
        )
        annotator = shortened(self._annotator, 20)
        room = width - cells(left) - cell_len(annotator) - 2
        origin = f"  {self._origin}" if room - cell_len(self._origin) > 30 else ""
        title = shortened(self._title, room - cell_len(origin))
        gap = " " * (room + 2 - cell_len(title) - cell_len(origin))
        right = ((title, "titlebar--title"), (origin + gap + annotator, "titlebar--quiet"))
        yield left + right
