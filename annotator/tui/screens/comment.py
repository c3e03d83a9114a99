"""A comment on one sentence, typed in a box over the text."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotator.tui.screens.typing_screen import TypingScreen
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.line import Line
from annotator.tui.widgets.wrapping import shown


class CommentLine(Line):
    """The line to type in; it takes enter, after everything typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "keep it", key_display="enter", id="comment-keep")
    ]


class CommentScreen(TypingScreen[str | None], ModalScreen[str | None]):
    """Gives the comment, or None when it was left with Escape."""

    CSS_PATH = "comment.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "leave it as it was", key_display="esc", id="comment-leave")
    ]

    def __init__(self, sentence: str, comment: str, what: str = "comment") -> None:
        """Ask about `sentence`, beginning with the comment it has, or with `what` else it is."""
        super().__init__()
        self._what = what
        self._sentence = sentence
        self._comment = comment

    def compose(self) -> ComposeResult:
        """Show the sentence, the line to type in and its two keys."""
        with Vertical():
            yield Static(Content(shown(self._sentence)), id="sentence")
            yield CommentLine(self._comment, placeholder=self._what, max_length=10_000, select_on_focus=False)
            yield Static(Content(f"An empty line removes the {self._what}."), id="keys")
            yield KeyBar()

    def on_mount(self) -> None:
        """Go on where the comment ends."""
        self.begin_typing()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Give the comment."""
        self.dismiss(message.value.strip())
