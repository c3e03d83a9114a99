"""What was said: which words before and after a cue the speaker vouches for."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.suggest.lexicon import Lexicon
from annotator.suggest.nouns import is_finite
from annotator.suggest.words import Sentence, Word
from schemas import Span

_TRIMMED = frozenset(",.:;–—-")
_QUOTE_MARKS = frozenset((*"“”\"„«»‘’'「」『』", "''", "``"))
_CONTRASTS = frozenset(("but", "while", "although", "though", "whereas", "even", "according"))
_STOPS_CLAUSE = frozenset(",;:–—()")
_LEADS_CLAUSE = frozenset(
    ("and", "who", "which", "that", "because", "after", "when", "as", "before", "while")
)
_FURTHEST = 30
_ENDS_ADDRESSEE = frozenset(["that", "to", "in", "on", "at", "during", "how", "why", "whether", "what"])
_LONGEST_ADDRESSEE = 8
TELLING = frozenset(("tell", "assure", "inform", "remind", "notify", "warn", "urge", "ask", "advise"))
"""Verbs that name whom they are said to."""


class Complement(NamedTuple):
    """What follows a cue."""

    kind: str
    """`clause`, `quotation`, `infinitive`, `object`, or empty when nothing does."""
    first: int
    """Place of its first word, after `that`, a colon, the addressee and the occasion."""
    addressee: tuple[int, int] | None = None
    """Places of the words that name whom it was said to."""
    sure: bool = False
    """Whether `that`, a colon or a quotation mark leads it in."""
    ends_with_clause: bool = False
    """Whether it ends with the clause that it stands in: `the mayor, who said it was late, left`."""


class Contents:
    """Finds the complement of a cue in one sentence, and makes spans of words."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        """Look at a sentence."""
        self.sentence = sentence
        self.words = sentence.words
        self.lexicon = lexicon
        self.end = _without_marks(self.words)
        """One past the last word."""

    def after(self, place: int, verb: str) -> Complement:
        """What stands after the cue that ends at a place."""
        addressee = None
        if verb.split()[0] in TELLING:
            stop = self._past_addressee(place)
            addressee = (place, stop) if stop > place else None
            place = stop
        place = self._past_occasions(place)
        return self._led_in(place)._replace(addressee=addressee)

    def span(self, first: int, stop: int) -> Span | None:
        """The words between two places without the marks around them; None when there are none."""
        words = self.words
        while first < stop and words[first].text in _TRIMMED:
            first += 1
        while first < stop and words[stop - 1].text in _TRIMMED:
            stop -= 1
        opens, closes = self._quoted_around(first, stop)
        if opens or closes:
            return self.span(first + opens, stop - closes)
        if not any(word.is_word for word in words[first:stop]):
            return None
        return Span(start=words[first].start, end=words[stop - 1].end)

    def _quoted_around(self, first: int, stop: int) -> tuple[bool, bool]:
        """Whether a mark opens, or closes, a quotation of all the words, or one that goes on beyond them."""
        if stop - first < 2:
            return False, False
        opens, closes = (self.words[place].text in _QUOTE_MARKS for place in (first, stop - 1))
        for quoted in self.sentence.quoted:
            if opens and quoted.first == first and quoted.stop < stop:
                opens = False
            if closes and quoted.stop == stop and quoted.first > first:
                closes = False
        return opens, closes

    def stop_after(self, first: int, ends_with_clause: bool = False) -> int:
        """Where what was said stops: at the end, or before `, but`, `, according to` and the like."""
        for place in range(first + 1, self.end - 1):
            text = self.words[place].text
            if self.sentence.inside[place] or text not in ";,":
                continue
            if text == ";" or ends_with_clause or self.words[place + 1].low in _CONTRASTS:
                return place
        return self.end

    def next_quotation(self, place: int) -> Span | None:
        """The quotation that goes on after the speaker, as in `“Yes,” she said. “We did.”`, if any."""
        for quoted in self.sentence.quoted:
            if quoted.first >= place and quoted.is_whole:
                return self.span(quoted.first, quoted.stop)
        return None

    def ends_before(self, place: int) -> bool:
        """Whether what stands before a place looks said: a comma or closing mark after some words."""
        if place < 2:
            return False
        before = self.words[place - 1].text
        if before in _QUOTE_MARKS and self.sentence.inside[place - 1]:
            return True
        return before in ",–—?!" and place >= 4

    def quotation_ends(self, place: int) -> bool:
        """Whether a quotation ends right before a place, perhaps with a comma between."""
        while place and self.words[place - 1].text in ",–—":
            place -= 1
        return place > 0 and self.sentence.inside[place - 1] and self.words[place - 1].text in _QUOTE_MARKS

    def quoted_at(self, place: int) -> bool:
        """Whether a quotation begins here."""
        return any(quoted.first == place for quoted in self.sentence.quoted)

    def _led_in(self, place: int) -> Complement:
        words, end = self.words, self.end
        if place >= end:
            return Complement("", place)
        text = words[place].text
        if text in ",:" and place + 1 < end and self.quoted_at(place + 1):
            return Complement("quotation", place + 1, sure=True)
        if text == ":":
            return Complement("clause", place + 1, sure=True)
        if self.quoted_at(place):
            return Complement("quotation", place, sure=True)
        if text == "," or not words[place].is_word:
            return Complement("", place)
        low = words[place].low
        if low == "that":
            return Complement("clause" if place + 1 < end else "", place + 1, sure=True)
        if low in ("whether", "why", "how", "what", "who", "when", "where"):
            return Complement("clause", place, sure=True)
        if low == "to":
            return Complement("infinitive", place)
        if low in ("as", "when", "while", "after", "before", "because", "if"):
            return Complement("", place)
        return Complement("clause" if self._has_clause(place) else "object", place)

    def _has_clause(self, place: int) -> bool:
        """Whether a subject follows and then, before any mark or `and`, a verb."""
        if self.words[place].low in self.lexicon.subject_pronouns or self.words[place].low == "there":
            return True
        for at in range(place + 1, min(self.end, place + _FURTHEST)):
            if self.words[at].text in _STOPS_CLAUSE or self.words[at].low in _LEADS_CLAUSE:
                return False
            if is_finite(self.words, at, self.lexicon) and not self.sentence.inside[at]:
                return True
        return False

    def _past_addressee(self, place: int) -> int:
        """Past `the newspaper`, `reporters`, `him`."""
        lexicon, first = self.lexicon, place
        if place < self.end and self.words[place].low in lexicon.object_pronouns:
            return place + 1
        while place < min(self.end, first + _LONGEST_ADDRESSEE):
            word = self.words[place]
            low = word.low
            if not word.is_word or low in _ENDS_ADDRESSEE:
                break
            begins = low in lexicon.determiners or low in lexicon.subject_pronouns or low == "there"
            if place > first and (begins or is_finite(self.words, place, lexicon)):
                break
            place += 1
            if low in lexicon.press:
                break
        return place

    def _past_occasions(self, place: int) -> int:
        """Past `on Tuesday`, `in a statement`, `earlier this week`, `to reporters`."""
        for _ in range(4):
            stop = self._occasion(place)
            if stop == place:
                break
            place = stop
        return place

    def _occasion(self, place: int) -> int:
        words, lexicon = self.words, self.lexicon
        if place >= self.end:
            return place
        low = words[place].low
        if low in lexicon.times or low in (
            "earlier",
            "later",
            "late",
            "early",
            "recently",
            "again",
            "also",
            "then",
        ):
            return place + 1
        if low in ("this", "last", "next") and place + 1 < self.end and words[place + 1].low in lexicon.times:
            return place + 2
        if low not in lexicon.prepositions:
            return self._before_that(place)
        for at in range(place + 1, min(self.end, place + 7)):
            word = words[at]
            if word.low in lexicon.times or word.low in lexicon.occasions or word.low in lexicon.press:
                more = at + 1
                while more < self.end and (words[more].low.isdigit() or words[more].low in lexicon.times):
                    more += 1
                return more
            if not word.is_word and word.text not in "’'":
                break
        return self._before_that(place)

    def _before_that(self, place: int) -> int:
        """To a `that` that follows within a few words: `said after the talks in Geneva that`."""
        for at in range(place, min(self.end, place + 12)):
            if self.words[at].low == "that":
                return at if at > place + 1 and self.words[place].low in self.lexicon.prepositions else place
            if not self.words[at].is_word or is_finite(self.words, at, self.lexicon):
                break
        return place


def _without_marks(words: Sequence[Word]) -> int:
    end = len(words)
    while end and words[end - 1].text in ".!?…:":
        end -= 1
    return end
