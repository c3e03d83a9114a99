"""The user's settings as the settings screen and the palette offer them: stepped through, or typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.tui.themes import all_themes
from schemas import Advance, Density, RightToLeft, UserSettings


def _as_is(value: object) -> str:
    return str(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting that can be changed on the screen."""

    name: str
    """Of the field of `UserSettings`."""
    title: str
    values: Sequence[object] = ()
    """To step through, round and round; empty: a number, or a text to be typed."""
    step: float = 0
    """Of a number; its bounds are those of the field."""
    least: float = 0
    most: float = 0
    shown: Callable[[object], str] = _as_is
    at_next_start: bool = False
    """Whether it has no effect before."""

    def stepped(self, settings: UserSettings, step: int) -> object:
        """The value so many steps further; a text stays as it is."""
        value = getattr(settings, self.name)
        if self.step:
            moved = min(self.most, max(self.least, value + step * self.step))
            return type(value)(round(moved, 2))
        if self.values:
            place = self.values.index(value) if value in self.values else -1 if step > 0 else 0
            return self.values[(place + step) % len(self.values)]
        return value

    def read(self, text: str) -> object:
        """Read what was typed; raises `ValueError` with what is wrong with it."""
        if not self.step:
            return " ".join(text.split())
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            raise ValueError(f"{text!r} is no number") from None
        if not self.least <= number <= self.most:
            raise ValueError(f"between {self.least:g} and {self.most:g}, please")
        return int(number) if isinstance(self.step, int) else number

    @property
    def typed(self) -> bool:
        """Whether its value can be typed."""
        return bool(self.step) or not self.values


def _yes_or_no(value: object) -> str:
    return "yes" if value else "no"


def _seconds(value: object) -> str:
    return f"{value:g} seconds" if value else "off"


_ADVANCE = {
    Advance.NEXT: "the next sentence",
    Advance.UNLABELLED: "the next sentence without a label",
    Advance.STAY: "nowhere",
}
_FROM_RIGHT = {
    RightToLeft.TERMINAL: "ordered by the terminal",
    RightToLeft.WORDS: "words ordered by the app",
    RightToLeft.LETTERS: "words and letters ordered by the app",
}

CHOICES = (
    Choice("theme", "Theme", ("", *all_themes()), shown=lambda value: str(value) or "by the terminal"),
    Choice(
        "advance", "After a label go to", tuple(Advance), shown=lambda value: _ADVANCE[Advance(str(value))]
    ),
    Choice("density", "Room between paragraphs", tuple(Density)),
    Choice("measure", "Longest line", step=4, least=40, most=160, shown=lambda value: f"{value} columns"),
    Choice(
        "right_to_left",
        "Text from the right",
        tuple(RightToLeft),
        shown=lambda value: _FROM_RIGHT[RightToLeft(str(value))],
    ),
    Choice("repeat_guard", "Guard against pressing twice", step=0.05, most=2, shown=_seconds),
    Choice("mouse", "Mouse", (True, False), shown=_yes_or_no, at_next_start=True),
    Choice("tour_seen", "Tour seen", (True, False), shown=_yes_or_no, at_next_start=True),
    Choice("annotator", "Name", shown=lambda value: str(value) or "asked for", at_next_start=True),
)


def choice_of(name: str) -> Choice:
    """Find the choice of a field; raises `KeyError`."""
    return next(choice for choice in CHOICES if choice.name == name)
