"""The first start: under which name to annotate."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.line import Line
from schemas import annotator_slug

_QUESTION = "Under which name do you annotate?"
_WHY = (
    "It stands with every label you give and names your folder in annotations/. It is asked only once and "
    "kept in your settings; --annotator and ANNOTATOR_NAME go before it."
)


class NameLine(Line):
    """The line to type in; it takes enter, after everything typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "keep it", key_display="enter", id="name-keep")
    ]


class NameScreen(DialogScreen[str | None]):
    """Gives a name that a folder can have, or None when it was left with Escape."""

    CSS_PATH = "name.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "quit", key_display="esc", id="name-quit"),
    ]

    def __init__(self, suggested: str) -> None:
        """Ask, beginning with a name that only needs to be kept."""
        super().__init__()
        self._suggested = suggested

    def compose(self) -> ComposeResult:
        """Lay out question, reason, the line to type in, what is wrong with it, keys."""
        with Vertical():
            yield Static(Content(_QUESTION), id="question")
            yield Static(Content(_WHY), id="why")
            yield NameLine(self._suggested, placeholder="your name")
            yield Static(id="wrong")
            yield KeyBar()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Give the name, if it can be one."""
        name = " ".join(message.value.split())
        try:
            annotator_slug(name)
        except ValueError as error:
            self.query_one("#wrong", Static).update(Content(f"{error}; choose another one"))
            return
        self.dismiss(name)

    def action_leave(self) -> None:
        """Give none."""
        self.dismiss(None)
