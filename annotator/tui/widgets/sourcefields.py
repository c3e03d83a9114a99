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
from annotator.tui.widgets.line import Line
from annotator.tui.widgets.wrapping import shown


@dataclass
class Chosen(Message):
    """Something else is chosen in a line, or may be."""

    line: "NameLine | KeyLine"

    @property
    def control(self) -> Widget:
        """The line."""
        return self.line


class NameLine(Line):
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
        self._seen = ("", 0)
        """The line as it was looked at last, and where the name at the cursor began."""
        self._choices: list[Choice] = []
        self._index = 0
        self.problem = ""
        """Why the register cannot be asked, in one line."""
        self._look(text, len(text), or_else)

    @property
    def chosen(self) -> Choice:
        """What the name at the cursor means."""
        self._catch_up()
        return self._choices[self._index] if self._choices else Choice(self.value.strip())

    @property
    def index(self) -> int:
        """Of the choice that counts."""
        self._catch_up()
        return self._index

    @property
    def rows(self) -> list[str]:
        """The choices in words."""
        self._catch_up()
        return [self._in_words(choice) for choice in self._choices]

    def choose(self, index: int) -> None:
        """Write one of the choices into the line."""
        self._catch_up()
        if not self._choices:
            return
        self._index = index % len(self._choices)
        line, begin, end = self._typed
        name = self._choices[self._index].name if self._index else line[begin:end].strip()
        before = f"{line[:begin].rstrip()} " if line[:begin].strip() else ""
        with self.prevent(Input.Changed):
            self.value = f"{before}{name}{line[end:]}"
            self.cursor_position = len(before) + len(name)
        self._seen = (self.value, self._name_at(self.value, self.cursor_position)[0])
        self.post_message(Chosen(self))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what was typed may mean."""
        message.stop()
        self.post_message(Chosen(self))

    def _catch_up(self) -> None:
        """Look what was typed may mean, if that is not known yet."""
        if self._seen != (self.value, self._name_at(self.value, self.cursor_position)[0]):
            self._look(self.value, self.cursor_position)

    def _look(self, line: str, cursor: int, or_else: str = "") -> None:
        begin, end = self._name_at(line, cursor)
        self._typed, self._seen, self._index = (line, begin, end), (line, begin), 0
        try:
            self._choices, self.problem = choices(self._register, line[begin:end], or_else), ""
        except AnnotatorError as error:
            self._choices, self.problem = [], str(error)

    def _name_at(self, line: str, cursor: int) -> tuple[int, int]:
        """Where the name at the cursor begins and ends."""
        if not self._several:
            return 0, len(line)
        end = line.find(BETWEEN_NAMES, cursor)
        return line.rfind(BETWEEN_NAMES, 0, cursor) + 1, len(line) if end < 0 else end

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
