"""The floor for the app: a Textual app of one line that keys change: `python -m benchmarks.emptyapp`."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static

MARKER = "Quillfeather"
"""One word, so that no line break or colour can stand inside it."""


class EmptyApp(App[None]):
    """Shows the word; every key shows it in the other spelling."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Static { margin-top: 1; }"

    def compose(self) -> ComposeResult:
        """Show the word."""
        yield Static(MARKER)

    def on_key(self, event: Key) -> None:
        """Show the other spelling."""
        line = self.query_one(Static)
        line.update(MARKER.upper() if str(line.content) == MARKER else MARKER, layout=False)


if __name__ == "__main__":
    EmptyApp().run()
