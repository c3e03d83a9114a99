"""Lines of the source screen: each knows what may be chosen in it, and what is."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.events import Key
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from annotator.errors import AnnotatorError
from annotator.sources import Choice, SourceRegister, choices
from annotator.sources.choosing import BETWEEN_NAMES
from annotator.tui.widgets.wrapping import shown


@dataclass
class Chosen(Message):
    """Something else is chosen in a line, or may be."""

    line: "NameLine | KeyLine"

    @property
    def control(self) -> Widget:
        """The line."""
        return self.line


class NameLine(Input):
    """A line for the name of a source, or for several; what is written counts, the arrows complete it."""

    def __init__(
        self, register: SourceRegister, text: str, *, or_else: str = "", several: bool = False, id: str
    ) -> None:
        """Begin with `text`, which `or_else` may take the place of.

        With `several`, names stand with `;` between them and each is completed.
        """
        super().__init__(text, compact=True, select_on_focus=not several, id=id)
        self._register = register
        self._several = several
        self._typed: tuple[str, int, int] = ("", 0, 0)
        """The line as it was typed, and where in it the name begins and ends that is completed."""
        self.choices: list[Choice] = []
        self.index = 0
        """Of the choice that counts."""
        self.problem = ""
        """Why the register cannot be asked, in one line."""
        self._look(text, len(text), or_else)

    @property
    def chosen(self) -> Choice:
        """What the name at the cursor means."""
        return self.choices[self.index] if self.choices else Choice(self.value.strip())

    @property
    def rows(self) -> list[str]:
        """The choices in words."""
        return [self._in_words(choice) for choice in self.choices]

    def choose(self, index: int) -> None:
        """Write one of the choices into the line."""
        if not self.choices:
            return
        self.index = index % len(self.choices)
        line, begin, end = self._typed
        name = self.choices[self.index].name if self.index else line[begin:end].strip()
        before = f"{line[:begin].rstrip()} " if line[:begin].strip() else ""
        with self.prevent(Input.Changed):
            self.value = f"{before}{name}{line[end:]}"
            self.cursor_position = len(before) + len(name)
        self.post_message(Chosen(self))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Look what was typed may mean."""
        message.stop()
        if message.value == self._typed[0]:
            return  # the line as it began
        self._look(message.value, self.cursor_position)
        self.post_message(Chosen(self))

    def _look(self, line: str, cursor: int, or_else: str = "") -> None:
        begin, end = 0, len(line)
        if self._several:
            begin = line.rfind(BETWEEN_NAMES, 0, cursor) + 1
            end = line.find(BETWEEN_NAMES, cursor) % (len(line) + 1)
        self._typed = (line, begin, end)
        self.index = 0
        try:
            self.choices, self.problem = choices(self._register, line[begin:end], or_else), ""
        except AnnotatorError as error:
            self.choices, self.problem = [], str(error)

    def _in_words(self, choice: Choice) -> str:
        if not choice.name:
            return "nobody" if not self._several else "nobody more"
        if choice.source is None:
            return f"a new source: {shown(choice.name)}"
        also = ", ".join(choice.source.aliases)
        return shown(choice.name + f"   also: {also}" * bool(also))


class KeyLine(Static, can_focus=True):
    """A line for one of a few answers, each a key; without one it is not said."""

    def __init__(self, answers: Mapping[str, str], otherwise: str = "not said", *, id: str) -> None:
        """Offer `answers` by their keys; the empty key, with which it begins, is for what is `otherwise`."""
        super().__init__(id=id, markup=False)
        self._answers = {"": otherwise, **answers}
        self.key = ""

    def on_mount(self) -> None:
        """Show what is chosen."""
        self.answer(self.key)

    @property
    def index(self) -> int:
        """Of the answer that counts."""
        return [*self._answers].index(self.key)

    @property
    def rows(self) -> list[str]:
        """The answers in words, each with its key."""
        return [f"{key or '0'}  {words}" for key, words in self._answers.items()]

    def choose(self, index: int) -> None:
        """Take an answer by its place."""
        self.answer([*self._answers][index % len(self._answers)])

    def answer(self, key: str) -> None:
        """Take the answer of a key."""
        self.key = key
        self.update(f"{key} {self._answers[key]}".strip())
        self.post_message(Chosen(self))

    def on_key(self, event: Key) -> None:
        """Take the answer whose key was pressed; 0, delete and backspace take it back."""
        typed = (event.character or "").upper()
        if event.key in ("backspace", "delete") or typed == "0":
            typed = ""
        elif not typed or typed not in self._answers:
            return
        event.stop()
        self.answer(typed)
