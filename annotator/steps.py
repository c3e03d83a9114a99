"""The steps in which a passage is chosen: words, characters and clauses of a unit's text.

All are [start, end) ranges of code points in the text, in its order, not empty, apart from one another.
"""

import re
import unicodedata
from enum import StrEnum

Range = tuple[int, int]


class _Part(StrEnum):
    """What a character is to the words around it."""

    BLANK = "blank"
    ALONE = "alone"
    DASH = "dash"
    IN_WORD = "in word"


_JOINER = "\u200d"
_INVISIBLE = "\u00ad\u200b\u200c\u2060\ufeff"
"""Soft hyphen and its like: no step of their own."""
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")
"""Two of them are one flag."""
_HANGUL_VOWELS_AND_TAILS = ("\u1160", "\u11ff")

# Scripts that put no blanks between words: what a word is there takes a dictionary, so a character is a step.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
_DASHES = "‒–—―…⸺⸻"
_DOUBLED = ("--", "..")
"""In plain text, a dash and an ellipsis."""
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
"""U.S, a.m: a full stop after it is part of the word."""
_SIGNS = "%‰°$€£¥₽₺₴₹₩#@&§"
"""What belongs to the number or name beside it."""
_ENDS_CLAUSE = re.compile(
    r"[,;:!?…—–()\[\]{}\"“”„«»‹›‘、。，；：？！「」『』（）《》〈〉،؛؟।॥]|\s-+\s|--|\.\."
)
"""No full stop: within a sentence it ends an abbreviation."""


def characters(text: str) -> list[Range]:
    """Give what is drawn as one character each (grapheme clusters, as in UAX #29); they cover the text."""
    if text.isascii():
        return [(place, place + 1) for place in range(len(text))]
    starts = [place for place in range(len(text)) if place == 0 or not _joined(text, place)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def words(text: str) -> list[Range]:
    """Give the words, without the punctuation around them; every letter and digit is in one."""
    found: list[Range] = []
    run: list[Range] = []
    for start, end in characters(text):
        part = _part(text, start, end)
        if part is _Part.IN_WORD:
            run.append((start, end))
            continue
        found += _trimmed(text, run)
        run = []
        if part is _Part.ALONE:
            found.append((start, end))
    return found + _trimmed(text, run)


def clauses(text: str) -> list[Range]:
    """Give the runs of words between marks that end a clause, each from its first word to its last."""
    found: list[Range] = []
    for start, end in words(text):
        if found and not _ENDS_CLAUSE.search(text, found[-1][1], start):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _joined(text: str, place: int) -> bool:
    """Whether the character at `place` is drawn as one with what is before it."""
    character, before = text[place], text[place - 1]
    if character == _JOINER or before == _JOINER or character in _INVISIBLE:
        return True
    if unicodedata.category(character)[0] == "M":
        return not before.isspace()
    if _FLAG_LETTERS[0] <= character <= _FLAG_LETTERS[1]:
        return _flag_letters_before(text, place) % 2 == 1
    return any(first <= character <= last for first, last in (_SKIN_TONES, _HANGUL_VOWELS_AND_TAILS))


def _flag_letters_before(text: str, place: int) -> int:
    begin = place
    while begin and _FLAG_LETTERS[0] <= text[begin - 1] <= _FLAG_LETTERS[1]:
        begin -= 1
    return place - begin


def _part(text: str, start: int, end: int) -> _Part:
    seen = text[start:end].strip(_INVISIBLE)
    if not seen or seen.isspace():
        return _Part.BLANK
    if _says_something(seen):
        return _Part.ALONE if _UNSPACED.match(seen) else _Part.IN_WORD
    doubled = text[start : start + 2] in _DOUBLED or text[max(0, start - 1) : start + 1] in _DOUBLED
    return _Part.DASH if seen[0] in _DASHES or doubled else _Part.IN_WORD


def _says_something(drawn: str) -> bool:
    return any(one.isalnum() or one in _SIGNS or unicodedata.category(one) == "So" for one in drawn)


def _trimmed(text: str, run: list[Range]) -> list[Range]:
    """Give a run of characters without the punctuation at its ends, if anything is left."""
    saying = [(start, end) for start, end in run if _says_something(text[start:end])]
    if not saying:
        return []
    start, end = saying[0][0], saying[-1][1]
    if (end, end + 1) in run and text[end] == "." and _ABBREVIATION.fullmatch(text, start, end):
        end += 1
    return [(start, end)]
