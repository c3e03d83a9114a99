"""What is asked of words when noun phrases are looked for: may this be a verb, a role, a relative clause?

There is no parser behind it. A phrase is walked word by word up to what cannot belong to it, never further
than `FURTHEST` words, so that it costs the same however long the sentence is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.suggest.lexicon import Lexicon
from annotator.suggest.words import Sentence, Word

FURTHEST = 30
MARKS_INSIDE = frozenset("-&/’'[]")
"""Marks that may stand inside a phrase."""

_PARTICIPLES = frozenset(
    ("seen", "written", "given", "known", "shown", "taken", "held", "led", "run", "based")
)
_ROLES_IN_CAPITALS = frozenset(("republican", "democrat", "independent"))
_NO_ADVERBS = frozenset(("family", "assembly", "italy", "daily", "weekly", "supply", "reply"))


class Phrase(NamedTuple):
    """Words `[first, stop)` of a sentence."""

    first: int
    stop: int
    head: int
    """Where the words without appositions end: `Ada Brook` in `Ada Brook, the mayor`."""


def is_finite(words: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether a word is, by its form and its neighbours, a verb that has a subject."""
    word = words[place]
    low = word.low
    if low in lexicon.auxiliaries:
        # Inside a sentence a capital makes it a name: `Will Smith`.
        return place == 0 or not word.is_name
    if word.is_name:
        return False
    if low in lexicon.past:
        return True
    if not low.endswith("ed") or len(low) < 5:
        return False
    before = words[place - 1].low if place else ""
    after = words[place + 1].low if place + 1 < len(words) else ""
    return not (
        after == "by" or before == "-" or before in lexicon.determiners or before in lexicon.prepositions
    )


def is_manner(low: str) -> bool:
    """Whether a word looks like an adverb in -ly."""
    return low.endswith("ly") and len(low) > 5 and low not in _NO_ADVERBS


class Nouns:
    """The words of one sentence, and what both directions of the search ask of them."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        """Look at a sentence."""
        self.sentence = sentence
        self.words = sentence.words
        self.lexicon = lexicon

    def has_verb(self, first: int, stop: int) -> bool:
        """Whether a finite verb stands between two places."""
        return any(is_finite(self.words, place, self.lexicon) for place in range(first, stop))

    def is_role(self, word: Word) -> bool:
        """Whether a word says what somebody is: `mayor`, `agency`; in the plural, too."""
        low, lexicon = word.low, self.lexicon
        single = low[:-1] if low.endswith("s") else low
        return (
            low in lexicon.persons
            or low in lexicon.organisations
            or (single in lexicon.persons or single in lexicon.organisations)
        )

    def has_role(self, first: int, stop: int) -> bool:
        """Whether a role stands between two places, in small letters."""
        return any(self.is_role(word) and not word.is_name for word in self.words[first:stop])

    def is_relative(self, first: int) -> bool:
        """Whether a relative clause begins: `who runs it`, `in which …`, `and whose …`."""
        low = [word.low for word in self.words[first : first + 2]]
        if low[0] in self.lexicon.relatives:
            return True
        leads = low[0] in self.lexicon.prepositions or low[0] == "and"
        return leads and len(low) > 1 and low[1] in self.lexicon.relatives

    def is_reduced(self, first: int) -> bool:
        """Whether a participle with what belongs to it begins: `leaked to the press`, `speaking at noon`."""
        if first + 1 >= len(self.words):
            return False
        low = self.words[first].low
        participle = low.endswith(("ed", "ing")) or low in _PARTICIPLES
        return participle and self.words[first + 1].low in self.lexicon.prepositions

    def is_party(self, place: int) -> bool:
        """Whether `Republican of …` begins."""
        return self.words[place].low in _ROLES_IN_CAPITALS

    def low(self, place: int) -> str:
        """The word at a place in small letters; empty beyond the ends."""
        return self.words[place].low if 0 <= place < len(self.words) else ""
