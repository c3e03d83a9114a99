"""Noun phrases by rule: who stands before or after a word of saying.

There is no parser behind it. A phrase is walked word by word up to what cannot belong to it, never further
than `_FURTHEST` words, so that it costs the same however long the sentence is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.suggest.lexicon import Lexicon
from annotator.suggest.words import Sentence, Word

_FURTHEST = 30
_MARKS_INSIDE = frozenset("-&/’'")
_CLOSING = frozenset("”\"»’'")


class Phrase(NamedTuple):
    """Words `[first, stop)` of a sentence."""

    first: int
    stop: int
    head: int
    """Where the words without appositions end: `Ada Brook` in `Ada Brook, the mayor`."""


def is_finite(words: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether a word is, by its form and the word before it, a verb that has a subject."""
    word = words[place]
    low = word.low
    if low in lexicon.auxiliaries:
        # `May 3`, `Will Smith`: inside a sentence a capital makes it a name.
        return place == 0 or not word.is_name
    if low in lexicon.past:
        return not word.is_name
    if not low.endswith("ed") or word.is_name or len(low) < 5:
        return False
    before = words[place - 1].low if place else ""
    return not (before in lexicon.determiners or before in lexicon.prepositions or before == "-")


class Phrases:
    """Finds noun phrases in one sentence."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        """Look at a sentence."""
        self.sentence = sentence
        self.words = tuple(sentence.words)
        self.lexicon = lexicon

    def before(self, stop: int) -> Phrase | None:
        """The subject that ends right before the word at `stop`."""
        if not stop:
            return None
        last = self.words[stop - 1]
        if last.low in self.lexicon.relatives:
            return self._before_relative(stop - 1)
        if last.text in ",–—)":
            return self._with_appositions(stop - 1)
        return self._core(stop)

    def after(self, first: int) -> Phrase | None:
        """The phrase that begins at a word: `said Ada Brook, the mayor, on Monday`."""
        if first >= len(self.words):
            return None
        if self.words[first].low in self.lexicon.subject_pronouns | self.lexicon.object_pronouns:
            return Phrase(first, first + 1, first + 1)
        head = self._run_right(first)
        if head == first:
            return None
        return Phrase(first, self._appositions_right(first, head), head)

    def _before_relative(self, place: int) -> Phrase | None:
        stop = place - 1 if place and self.words[place - 1].text == "," else place
        return self._core(stop) if stop else None

    def _core(self, stop: int) -> Phrase | None:
        """The phrase that ends at `stop`, with no comma in it."""
        last = self.words[stop - 1]
        if last.low in self.lexicon.subject_pronouns:
            return Phrase(stop - 1, stop, stop)
        if not last.is_word or last.low in self.lexicon.adverbs or last.low in self.lexicon.prepositions:
            return None
        first = self._trimmed(self._run_left(stop), stop)
        return Phrase(first, stop, stop) if first < stop else None

    def _run_left(self, stop: int) -> int:
        """Walk left over what may belong to a phrase."""
        place, joined = stop, 0
        while place > max(0, stop - _FURTHEST):
            word = self.words[place - 1]
            low = word.low
            if low == "and":
                joined = place
            elif low in ("who", "which") and place > 1 and self.words[place - 2].is_word:
                pass
            elif not self._belongs(place - 1):
                # What stands before `and` is another clause when it has a verb.
                verb = word.is_word and is_finite(self.words, place - 1, self.lexicon)
                return joined if verb and joined else place
            place -= 1
        return place

    def _belongs(self, place: int) -> bool:
        word = self.words[place]
        if not word.is_word:
            return word.text in _MARKS_INSIDE or (word.text == "%" and place > 0)
        low = word.low
        if low in self.lexicon.clause_words and not (low == "as" or low == "that"):
            return False
        if low in ("as", "that") or (low in self.lexicon.subject_pronouns and low not in ("those", "none")):
            return False
        return not is_finite(self.words, place, self.lexicon) or self._is_participle(place)

    def _is_participle(self, place: int) -> bool:
        """A verb in -ed after a noun and before a preposition: `the man arrested on Monday`."""
        words = self.words
        return (
            words[place].low.endswith("ed")
            and 0 < place < len(words) - 1
            and words[place + 1].low in ("by", "with", "in", "on", "at", "from")
            and words[place - 1].is_word
            and not words[place - 1].is_name
            and place > 1
            and words[place - 2].low in self.lexicon.determiners
        )

    def _trimmed(self, first: int, stop: int) -> int:
        """Take adverbs, conjunctions and a leading `On Tuesday` off the beginning."""
        words, lexicon = self.words, self.lexicon
        while first < stop:
            word = words[first]
            low = word.low
            if low in lexicon.prepositions and low not in ("between", "like"):
                first = self._past_adverbial(first, stop)
            elif self._leads_in(word) and first + 1 < stop:
                first += 1
            else:
                return first
        return first

    def _leads_in(self, word: Word) -> bool:
        low, lexicon = word.low, self.lexicon
        if not word.is_word or low in ("and", "but", "or", "so", "yet"):
            return True
        if low in lexicon.times:
            return True
        return (low in lexicon.adverbs and low not in ("both", "all", "first")) or (
            low.endswith("ly")
            and len(low) > 5
            and low not in ("family", "assembly", "italy", "daily", "weekly")
        )

    def _past_adverbial(self, first: int, stop: int) -> int:
        """Where the subject begins after `On Tuesday`, `In a separate development`; `stop` when nowhere.

        It begins at the last determiner, pronoun or name that does not itself stand after a preposition.
        """
        words, lexicon = self.words, self.lexicon
        for place in range(stop - 1, first, -1):
            before = words[place - 1]
            if before.low in lexicon.prepositions or before.low == "and":
                continue
            word = words[place]
            if word.low in lexicon.determiners and word.low != "one":
                return place if place - first > 1 else stop
            starts_name = word.is_name and not before.is_name and before.low not in lexicon.determiners
            if starts_name and not self._is_role(before):
                return place
            if word.low in lexicon.groups or (self._plural_role(word.low) and before.low in lexicon.times):
                return place
        return stop

    def _is_role(self, word: Word) -> bool:
        return word.low in self.lexicon.persons or word.low in self.lexicon.organisations

    def _plural_role(self, low: str) -> bool:
        return low.endswith("s") and low[:-1] in self.lexicon.persons

    def _with_appositions(self, comma: int) -> Phrase | None:
        """The head and its appositions, up to the comma at a place: `Ada Brook, 54, the mayor,`."""
        stop, end = comma, comma
        for _ in range(4):
            before = self._mark_before(stop)
            first = before + 1
            if first >= stop:
                return None
            if before >= 0 and self._is_apposition(first, stop, self.words[before].text):
                if self.words[first].low in self.lexicon.relatives or self._has_verb(first, stop):
                    end = before
                stop = before
                continue
            core = self._core(stop)
            return None if core is None else Phrase(self._named_after(core.first), max(stop, end), stop)
        return None

    def _named_after(self, first: int) -> int:
        """Take `the mayor of Arvesk,` before a name with it: `the mayor of Arvesk, Ada Brook, said`."""
        words, lexicon = self.words, self.lexicon
        if first < 3 or words[first - 1].text != "," or not words[first].is_name:
            return first
        core = self._core(first - 1)
        if core is None or core.stop - core.first < 2 or self._has_verb(core.first, core.stop):
            return first
        begins = words[core.first].low in lexicon.determiners or self._is_role(words[core.first])
        role = any(words[place].low in lexicon.persons for place in range(core.first, core.stop))
        return core.first if begins and role else first

    def _mark_before(self, stop: int) -> int:
        """Place of the nearest comma, quotation mark or other mark before; -1 when the sentence begins."""
        depth = 0
        for place in range(stop - 1, max(-1, stop - 1 - _FURTHEST), -1):
            text = self.words[place].text
            depth += (text == ")") - (text == "(")
            if not self.words[place].is_word and text not in _MARKS_INSIDE | {"(", ")"} and depth <= 0:
                return place
        return -1 if stop - 1 < _FURTHEST else stop - 1

    def _is_apposition(self, first: int, stop: int, mark: str) -> bool:
        if mark not in ",–—":
            return False
        word, lexicon = self.words[first], self.lexicon
        low = word.low
        if (
            low in lexicon.relatives
            or low.isdigit()
            or low in ("also", "now", "himself", "herself", "jr.", "sr.")
        ):
            return True
        if low in ("a", "an", "the", "one", "his", "her", "its", "their"):
            return not self._has_verb(first, min(stop, first + 5)) or low in ("a", "an")
        return not word.is_name and word.is_word and (self._is_role(word) or self._role_within(first, stop))

    def _role_within(self, first: int, stop: int) -> bool:
        """`deputy head of …`, `speaking to reporters`."""
        if self.words[first].low.endswith("ing"):
            return True
        return any(self._is_role(self.words[place]) for place in range(first, min(stop, first + 4)))

    def _has_verb(self, first: int, stop: int) -> bool:
        return any(is_finite(self.words, place, self.lexicon) for place in range(first, stop))

    def _run_right(self, first: int) -> int:
        place = first
        while place < min(len(self.words), first + _FURTHEST):
            word = self.words[place]
            if not word.is_word:
                if word.text not in _MARKS_INSIDE or place == first:
                    break
            elif self._ends(place, first) if place > first else not self._may_begin(place):
                break
            place += 1
        while place > first and (
            not self.words[place - 1].is_word
            or self.words[place - 1].low in self.lexicon.linking
            or self.words[place - 1].low == "and"
        ):
            place -= 1
        return place

    def _may_begin(self, place: int) -> bool:
        word, lexicon = self.words[place], self.lexicon
        low = word.low
        if word.is_name or low in lexicon.determiners:
            return low not in ("no",)
        if low in lexicon.prepositions or low in lexicon.clause_words or low in lexicon.adverbs:
            return False
        return not is_finite(self.words, place, lexicon) if low.endswith("ed") else True

    def _ends(self, place: int, first: int) -> bool:
        word, lexicon = self.words[place], self.lexicon
        low = word.low
        if low in lexicon.relatives or low in lexicon.subject_pronouns or low in lexicon.clause_words:
            return True
        if low in lexicon.adverbs or low in lexicon.object_pronouns:
            return True
        if low in lexicon.prepositions:
            follows = self.words[place + 1] if place + 1 < len(self.words) else None
            return low not in lexicon.linking or follows is None or self._is_occasion(place)
        if low.endswith("ing") and not word.is_name and self.words[place - 1].is_word:
            return self.words[place - 1].low not in lexicon.determiners | lexicon.linking
        return is_finite(self.words, place, lexicon) or (low in lexicon.times and place - first > 0)

    def _is_occasion(self, place: int) -> bool:
        """Whether a preposition begins `on Tuesday`, `in a statement`, `to reporters`."""
        lexicon = self.lexicon
        if self.words[place].low == "to":
            return True
        for word in self.words[place + 1 : place + 6]:
            if not word.is_word or word.low in ("of", "for"):
                return False
            if word.low in lexicon.times or word.low in lexicon.occasions:
                return True
        return False

    def _appositions_right(self, first: int, head: int) -> int:
        """How far `, the mayor of Arvesk` goes after a name."""
        words = self.words
        end = head
        if not words[first].is_name and not words[head - 1].is_name:
            return end
        while end + 2 < len(words) and words[end].text == "," and self._is_apposition_right(end + 1):
            stop = end + 2 if words[end + 1].low.isdigit() else self._run_right(end + 1)
            if stop <= end + 1 or not (
                stop == len(words) or not words[stop].is_word or self._ends(stop, first)
            ):
                break
            end = stop
        return end

    def _is_apposition_right(self, place: int) -> bool:
        word = self.words[place]
        if word.low.isdigit():
            return True
        if word.low in ("a", "an", "the", "his", "her", "its", "their"):
            return any(self._is_role(near) for near in words_near(self.words, place))
        return not word.is_name and any(self._is_role(near) for near in words_near(self.words, place)[:3])


def words_near(words: Sequence[Word], place: int) -> Sequence[Word]:
    """The words from a place on up to the next mark, at most eight."""
    stop = place
    while stop < min(len(words), place + 8) and words[stop].is_word:
        stop += 1
    return words[place:stop]
