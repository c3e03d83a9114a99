"""A place where a sentence may end, with what stands around it."""

import re
from typing import NamedTuple

from annotator.segment.languages import Language

UNSPACED_MARKS = "。！？｡．।॥։።፧፨။។៕"
"""End marks that end a sentence without a blank after them, too."""

_CLOSING_QUOTES = frozenset("\"”’'»›“‘」』«‹")
QUOTE_MARKS = "\"'“”‘’«„([{\u061c\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"
"""What may stand before a word; marks of direction and blanks of no width among them."""

_OPENERS = "\"“‘'«‹„‚(\\[{¿¡「『（《〈【*_"


LOOK_BACK, LOOK_AHEAD = 60, 100
"""Characters looked at before and after a candidate; keeps long texts linear."""

_START = re.compile(
    rf"(?P<opener>(?:[«‹]\s|[{_OPENERS}]|[-–—•*]+\s?)*)(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)?(?P<whole>[^\s,;:!?\"”»)\]]*)"
)
"""How the text after a candidate begins: opening marks, a word up to its apostrophe, the rest of the word."""

_AFTER_HAN = re.compile("^.*[\u3000-\u30ff\u3400-\u9fff\uff01-\uff0f(](?=.)")


class Candidate(NamedTuple):
    """A place where a sentence may end, and what is needed to decide."""

    before: str
    """What stands before the end marks since the last cut; only its end if it is long."""
    word: str
    """Its last word, without opening marks: `Gen` in `met Gen. Hale`."""
    marks: str
    closers: str
    """Closing quote marks, brackets and note references after the marks."""
    gap: bool
    """Blanks follow."""
    opener: str
    """Opening marks and dashes that the text goes on with."""
    next: str
    """The word that follows, as far as it consists of letters; empty before a digit or a sign."""
    whole: str
    """That word up to the next blank or comma."""
    after: str
    """The text from that word on, of limited length."""

    @property
    def is_stop(self) -> bool:
        """Whether the mark is a single full stop, which may belong to an abbreviation."""
        return self.marks == "."

    @property
    def closes_quotation(self) -> bool:
        """Whether a closing quote mark follows the end marks."""
        return not _CLOSING_QUOTES.isdisjoint(self.closers)

    @property
    def has_capital(self) -> bool:
        """Whether the next word begins with a capital, or in a script without capitals."""
        return bool(self.next) and not self.next[0].islower()

    @property
    def has_digit(self) -> bool:
        """Whether a digit follows."""
        return not self.next and self.whole[:1].isdigit()


def candidate_at(match: re.Match[str], block: str, last: int, language: Language) -> Candidate:
    """Look around an end mark: `match` has groups `marks`, `closers` and `gap`, `last` is the last cut."""
    marks, closers, gap = match.group("marks", "closers", "gap")
    start, cut = match.start(), match.end()
    before = block[max(last, start - LOOK_BACK) : start].rstrip()
    word = _last_word(before, language) if before else ""
    after = block[cut : cut + LOOK_AHEAD]
    begin = _START.match(after)
    assert begin is not None  # every part of the pattern may be empty
    opener, next_word = begin["opener"], begin["word"] or ""
    after = after[len(opener) :]
    return Candidate(
        before, word, marks, closers, bool(gap), opener, next_word, next_word + begin["whole"], after
    )


def _last_word(before: str, language: Language) -> str:
    word = before.split()[-1].lstrip(QUOTE_MARKS)
    if not word.isascii():
        word = _AFTER_HAN.sub("", word)
    if language.elided:
        elided, _, rest = word.replace("’", "'").rpartition("'")
        word = rest if elided.lower() in language.elided else word
    return word
