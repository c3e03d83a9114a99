"""The words of a unit and its quoted stretches, with offsets into the article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_WORD = re.compile(
    r"(?:[A-Z]\.)+(?=[\s,’'A-Z]|$)"  # initials, and acronyms with stops
    r"|[ap]\.m\.|(?:Mr|Mrs|Ms|Dr|Lt|Col|Gen|Gov|Sen|Rep|Prof|Sgt|Maj|Capt|Cmdr|Adm|Brig|St|Jr|Sr|No|Rev|Hon)\."
    r"|[^\W_]+(?:(?:[’'&-]|(?<=\d)[.,:](?=\d))[^\W_]+)*"
    r"|''|``|\S"
)
_CLOSED_BY = {
    "“": '”"',
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‘": "’",
    "'": "'",
    '"': '"”',
    "''": "''",
    "``": "''",
}
_SINGLE = frozenset("‘’'")
_NEVER_OPENS = frozenset("”’」』")
_EITHER = frozenset(('"', "'", "''", "»"))
_WHOLE = 5
"""A quotation of fewer words may be a single word held at arm's length, in scare quotes."""


class Word(NamedTuple):
    """One word, number or mark."""

    text: str
    low: str
    """In small letters, apostrophes straight."""
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number, no mark."""
        return self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


class Quoted(NamedTuple):
    """A quoted stretch as places of words, from the opening mark to one past the closing one.

    Where a mark is missing, the quotation goes on in a unit before or after.
    """

    first: int
    stop: int
    words: int
    """How many words it has."""

    @property
    def is_whole(self) -> bool:
        """Whether it is long enough to be what somebody said."""
        return self.words >= _WHOLE


@dataclass(frozen=True)
class Sentence:
    """A unit, read."""

    text: str
    start: int
    """First code point of the unit in the article."""
    words: Sequence[Word]
    quoted: Sequence[Quoted]

    @cached_property
    def low(self) -> list[str]:
        """All words and marks in small letters."""
        return [word.low for word in self.words]

    @cached_property
    def own_words(self) -> str:
        """The same on one line with a blank around each, without what is quoted at length."""
        kept = list(self.words)
        for quoted in reversed(self.quoted):
            if quoted.is_whole:
                kept[quoted.first : quoted.stop] = []
        return f" {' '.join([word.low for word in kept])} "

    @cached_property
    def inside(self) -> Sequence[bool]:
        """For each word whether it is quoted."""
        flags = [False] * len(self.words)
        for first, stop, _ in self.quoted:
            flags[first:stop] = [True] * (stop - first)
        return flags


def read(text: str, start: int) -> Sentence:
    """Read the text of a unit that begins at the offset `start` of its article."""
    words = [
        Word(found[0], found[0].lower().replace("’", "'"), start + found.start(), start + found.end())
        for found in _WORD.finditer(text)
    ]
    return Sentence(text, start, words, _quoted(text, start, words))


def _quoted(text: str, start: int, words: Sequence[Word]) -> list[Quoted]:
    found: list[Quoted] = []
    opened: int | None = None
    closers = ""
    for place, word in enumerate(words):
        mark = word.text
        if mark not in _CLOSED_BY and mark not in _NEVER_OPENS:
            continue
        before, after = _around(text, word.start - start, word.end - start)
        if opened is not None:
            if _closes(mark, closers) and not (mark in _SINGLE and after.isalnum()):
                found.append(_stretch(words, opened, place + 1))
                opened = None
        elif _opens(mark, before, after):
            opened, closers = place, _CLOSED_BY[mark]
        elif not found and place and mark not in _SINGLE and not before.isspace():
            found.append(_stretch(words, 0, place + 1))
    if opened is not None and words[opened].text not in _SINGLE:
        found.append(_stretch(words, opened, len(words)))
    return found


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in _NEVER_OPENS:
        return False
    return mark not in _EITHER or not (before.isalnum() or before in ".,!?…" or after.isspace())


def _closes(mark: str, closers: str) -> bool:
    return mark == closers or (len(mark) == 1 and mark in closers and closers != "''")


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and after a mark; a blank beyond the ends."""
    return text[start - 1] if start else " ", text[end] if end < len(text) else " "


def _stretch(words: Sequence[Word], first: int, stop: int) -> Quoted:
    return Quoted(first, stop, sum(word.is_word for word in words[first:stop]))
