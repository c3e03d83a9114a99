"""One question with a few answers, each a key; the sentence stays in sight."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotator.tui.keynames import shown_key
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.keybar import KeyBar


class ChoiceScreen(DialogScreen[str | None]):
    """Gives the key of the answer, or None when it was left with Escape."""

    CSS_PATH = "choice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "leave it as it was", key_display="esc", id="choice-leave")
    ]

    def __init__(self, question: str, answers: Mapping[str, str]) -> None:
        """Ask `question`; `answers` are what each key stands for."""
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Lay out the question above the answers and the key to leave."""
        with Vertical():
            yield Static(Content(self._question), id="question")
            yield OptionList(
                *(Option(Content(f"{key}  {answer}"), id=key) for key, answer in self._answers.items())
            )
            yield KeyBar()

    def on_key(self, event: Key) -> None:
        """Take the answer whose key was pressed."""
        for key in (event.character, shown_key(event.key)):
            if key in self._answers:
                event.stop()
                self.dismiss(key)
                return

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Take the answer that was clicked, or chosen with the arrows."""
        self.dismiss(message.option_id)
