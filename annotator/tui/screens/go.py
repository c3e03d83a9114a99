"""One line to say where to go: the number of a sentence, or a letter for what kind of sentence."""

from string import digits
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from annotator.finding import Kind
from annotator.tui.jumps import LETTERS
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.keybar import KeyBar

_MOST_DIGITS = 6
_SHORT = {
    Kind.FLAGGED: "flagged",
    Kind.DISAGREEING: "disagreeing",
    Kind.SAME_SOURCE: "same source",
    Kind.COMMENTED: "commented",
    Kind.WAITING: "to confirm",
    Kind.UNLABELLED: "unlabelled",
    Kind.NOT_SURE: "not sure",
}


class Goal(NamedTuple):
    """Where to go."""

    number: int = 0
    """Of a sentence, as shown before it; 0: a kind is meant."""
    kind: Kind = Kind.FLAGGED
    step: int = 1
    """-1: backwards."""


def _bindings() -> list[BindingType]:
    bindings: list[BindingType] = [Binding("enter", "number", "go", key_display="enter", id="go-number")]
    for letter, kind in LETTERS.items():
        name = kind.name.lower().replace("_", "-")
        forward, backward = f"kind({kind.name!r}, 1)", f"kind({kind.name!r}, -1)"
        bindings.append(Binding(letter, forward, _SHORT[kind], id=f"go-{name}"))
        bindings.append(
            Binding(letter.upper(), backward, f"{_SHORT[kind]}, back", show=False, id=f"go-{name}-back")
        )
    # Keys of their own, so that none is lost that is typed before the line is there.
    bindings += [
        Binding(digit, f"digit({digit!r})", "a digit", show=False, id=f"go-digit-{digit}") for digit in digits
    ]
    bindings.append(Binding("backspace", "rub_out", "rub out", show=False, id="go-rub-out"))
    bindings.append(Binding("escape", "dismiss(None)", "stay", key_display="esc", id="go-stay"))
    return bindings


class GoScreen(DialogScreen[Goal | None]):
    """Gives where to go, or None when it was left with Escape."""

    CSS_PATH = "go.tcss"
    BINDINGS: ClassVar[list[BindingType]] = _bindings()

    def __init__(self) -> None:
        """Ask; nothing is typed yet."""
        super().__init__()
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Lay out what is typed above the keys."""
        with Vertical():
            yield Static(id="typed")
            yield KeyBar()

    def on_mount(self) -> None:
        """Show that a number can be typed."""
        self._show()

    def action_digit(self, digit: str) -> None:
        """Take a digit."""
        if len(self._typed) < _MOST_DIGITS:
            self._typed += digit
            self._show()

    def action_rub_out(self) -> None:
        """Take the last digit back."""
        self._typed = self._typed[:-1]
        self._show()

    def action_number(self) -> None:
        """Go to the sentence with the number that was typed; nowhere without one."""
        self.dismiss(Goal(int(self._typed)) if self._typed.strip("0") else None)

    def action_kind(self, name: str, step: int) -> None:
        """Go to the next sentence of a kind, or the one before."""
        self.dismiss(Goal(kind=Kind[name], step=step))

    def _show(self) -> None:
        asked = (
            f"Go to sentence {self._typed}▏"
            if self._typed
            else "Go to: a number, or a letter (capital: back)"
        )
        if self.is_mounted:
            self.query_one("#typed", Static).update(Content(asked), layout=False)
