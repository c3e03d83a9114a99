"""What a terminal too small to read in is told."""

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Static

from annotator.tui.screens.answering_screen import DialogScreen

LEAST = Size(60, 16)
"""Columns and rows that the screens need."""


class TooSmallScreen(DialogScreen[None]):
    """Covers the app until the terminal is large enough; nothing is lost meanwhile."""

    CSS = """
    TooSmallScreen { align: center middle; background: $background; }
    TooSmallScreen Static { width: auto; max-width: 100%; text-align: center; }
    """

    def compose(self) -> ComposeResult:
        """Say what is needed."""
        yield Static()

    def on_resize(self, event: Resize) -> None:
        """Say what there is."""
        size = event.size
        self.query_one(Static).update(
            Content(
                f"Annotator needs {LEAST.width}×{LEAST.height}; this terminal is {size.width}×{size.height}."
            )
        )
