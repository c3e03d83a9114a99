"""What is typed to filter a list of articles: words, and a few tokens such as `is:unfinished`."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from annotator.folding import folded


class State(StrEnum):
    """How far an article is, what it has, or whose it is, after `is:`."""

    UNFINISHED = "unfinished"
    FINISHED = "finished"
    NEW = "new"
    FLAGGED = "flagged"
    DAMAGED = "damaged"
    MINE = "mine"


_DATE = re.compile(r"(?:date:)?(?P<sign>[<>]=?|)(?P<day>\d[\d-]{0,9})")
_SIGNS: dict[str, Callable[[str, str], bool]] = {
    "": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """What an article must have, all of it, to be listed."""

    words: tuple[str, ...] = ()
    """Folded; each stands somewhere in title, outlet, date or id."""
    outlets: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    """A sign of comparison, empty for being equal, and the beginning of a date."""
    text: tuple[str, ...] = ()
    """Folded; each stands somewhere in the text."""
    unclear: str = ""
    """What is not understood, and what could be meant, in words; it filters nothing."""

    def on_date(self, published: str) -> bool:
        """Whether a date of publication is meant; an article without one is not, where dates are."""
        return all(published != "" and _SIGNS[sign](published[: len(day)], day) for sign, day in self.dates)


def hint(*, outlets: bool = True, assigned: bool = False) -> str:
    """What can be typed, with an example of each; `assigned`: some articles are the annotator's own."""
    words = "words of title, outlet, date" if outlets else "words of title, date"
    state = State.MINE if assigned else State.UNFINISHED
    return f"{words}   is:{state}   >2031-03   text:words"


def parse_filter(typed: str) -> ArticleFilter:
    """Read what was typed, also when the last word is not typed to its end."""
    words: list[str] = []
    named: dict[str, list[str]] = {"outlet": [], "text": []}
    states: list[State] = []
    dates: list[tuple[str, str]] = []
    unclear = ""
    for word in typed.split():
        token, colon, rest = word.partition(":")
        if word[0] in "<>" or (token == "date" and colon):
            if match := _DATE.fullmatch(word):
                dates.append((match["sign"], match["day"]))
            else:
                unclear = "a date is like 2031, 2031-03 or 2031-03-05"
        elif token == "is" and colon:
            if meant := _state(rest):
                states.append(meant)
            else:
                unclear = "is: " + ", ".join(State)
        elif token in named and colon:
            named[token] += [folded(rest)] if rest else []
        else:
            words.append(folded(word))
    outlets, text = (tuple(named[token]) for token in ("outlet", "text"))
    return ArticleFilter(tuple(words), outlets, tuple(states), tuple(dates), text, unclear)


def _state(typed: str) -> State | None:
    """Give the one state that begins as typed; None when none does, or several do."""
    meant = [state for state in State if state.startswith(typed.lower())]
    return meant[0] if len(meant) == 1 else None
