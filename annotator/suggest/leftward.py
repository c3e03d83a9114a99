"""Who stands before a verb: the subject with its appositions, walked from its end to its beginning."""

from annotator.suggest.nouns import FURTHEST, MARKS_INSIDE, Nouns, Phrase, is_finite, is_manner
from annotator.suggest.words import Word

_APPOSED_ARTICLES = frozenset(("a", "an", "the", "one", "his", "her", "its", "their", "another"))
_APPOSED_WORDS = frozenset(("of", "also", "now", "then", "himself", "herself", "jr.", "sr."))
_APPOSITIONS = 4
"""So many at most: `Ada Brook, 54, the mayor, who …,`."""


class Leftward(Nouns):
    """Finds subjects in one sentence."""

    def before(self, stop: int) -> Phrase | None:
        """The subject that ends right before the word at `stop`; None where there is none to see."""
        if not stop:
            return None
        last = self.words[stop - 1]
        if last.low in self.lexicon.relatives:
            return self._core(stop - 2 if self.low(stop - 2) == "," else stop - 1)
        if last.text in ",–—":
            return self._with_appositions(stop - 1)
        if last.text == "]":
            return self._core(stop - 1)
        core = self._core(self._before_brackets(stop))
        return core and core._replace(stop=stop)

    def _before_brackets(self, stop: int) -> int:
        """Where a phrase stops before `(FRW)`; `stop` without such an end."""
        if self.words[stop - 1].text == ")":
            for place in range(stop - 2, max(0, stop - 8), -1):
                if self.words[place].text == "(":
                    return place
        return stop

    def _core(self, stop: int) -> Phrase | None:
        """The phrase that ends at `stop`, without appositions."""
        if stop <= 0:
            return None
        last, lexicon = self.words[stop - 1], self.lexicon
        if last.low in lexicon.subject_pronouns:
            return Phrase(stop - 1, stop, stop)
        if not last.is_word or last.low in ("and", "or", "but"):
            return None
        if last.low in lexicon.adverbs or last.low in lexicon.prepositions:
            return None
        first = self._trimmed(self._run(stop), stop)
        if first == stop or (first == stop - 1 and last.low in lexicon.object_pronouns | lexicon.times):
            return None
        return Phrase(first, stop, stop)

    def _run(self, stop: int) -> int:
        """Walk left over what may belong to a phrase."""
        place, joined = stop, 0
        while place > max(0, stop - FURTHEST):
            relative = self._relative_before(place - 1)
            if relative:
                place = relative
                continue
            if self.low(place - 1) == "and":
                joined = place
            elif not self._belongs(place - 1):
                # What stands before `and` is another clause when it has a verb.
                return joined if joined and is_finite(self.words, place - 1, self.lexicon) else place
            place -= 1
        return place

    def _relative_before(self, place: int) -> int:
        """Place of `who` in `officials who recently spoke`, given that of the verb; 0 for none."""
        if not is_finite(self.words, place, self.lexicon):
            return 0
        before = place - 1
        while before > 0 and (
            self.low(before) in self.lexicon.adverbs or self.low(before) in self.lexicon.auxiliaries
        ):
            before -= 1
        if before < 1 or self.low(before) not in ("who", "which", "that"):
            return 0
        return before if self.words[before - 1].is_word and not self._is_preposition(before - 1) else 0

    def _is_preposition(self, place: int) -> bool:
        return self.low(place) in self.lexicon.prepositions

    def _belongs(self, place: int) -> bool:
        word, lexicon = self.words[place], self.lexicon
        if not word.is_word:
            return word.text in MARKS_INSIDE or (word.text == "%" and place > 0)
        low = word.low
        if low == "who":
            return place > 0 and self.words[place - 1].is_word
        if low in lexicon.clause_words or low in lexicon.relatives:
            return False
        if low in lexicon.subject_pronouns and low not in ("those", "none"):
            return False
        return not is_finite(self.words, place, lexicon) or self._is_participle(place)

    def _is_participle(self, place: int) -> bool:
        """A verb in -ed after a noun and before a preposition: `the man arrested on Monday`."""
        before = self.words[place - 1] if place else None
        if before is None or not before.is_word or before.is_name or not self.low(place).endswith("ed"):
            return False
        if self.low(place + 1) not in ("with", "in", "on", "at", "from", "out", "to"):
            return False
        return place == 1 or self.low(place - 2) in self.lexicon.determiners or self.words[place - 2].is_name

    def _trimmed(self, first: int, stop: int) -> int:
        """Take adverbs, conjunctions and a leading `On Tuesday` off the beginning."""
        while first < stop:
            low = self.low(first)
            if low in self.lexicon.prepositions and low not in ("between", "like"):
                first = self._past_adverbial(first, stop)
            elif first + 1 < stop and self._leads_in(first):
                first += 1
            else:
                break
        return first

    def _leads_in(self, place: int) -> bool:
        """Whether a word before a phrase is none of it: `But`, `Meanwhile`, `Tuesday`, `17:10`."""
        word, low, lexicon = self.words[place], self.low(place), self.lexicon
        if not word.is_word or low in ("and", "but", "or", "so", "yet") or low in lexicon.times:
            return True
        if place == 0 and low[0].isdigit() and not low.isdigit():
            return ":" in low or "." in low
        return is_manner(low) or (low in lexicon.adverbs and low not in ("both", "all", "first"))

    def _past_adverbial(self, first: int, stop: int) -> int:
        """Where the subject begins after `On Tuesday`, `In a separate development`; `stop` when nowhere.

        It begins at the last determiner or name that does not itself stand after a preposition.
        """
        for place in range(stop - 1, first, -1):
            if self._is_preposition(place - 1) or self.low(place - 1) == "and":
                continue
            if self.low(place) in self.lexicon.determiners and self.low(place) != "one":
                return place if place - first > 1 else stop
            if self._begins_subject(self.words[place - 1], self.words[place]):
                return place
        return stop

    def _begins_subject(self, before: Word, word: Word) -> bool:
        lexicon = self.lexicon
        if word.is_name and not before.is_name and before.low not in lexicon.determiners:
            return not self.is_role(before)
        if word.low in lexicon.groups:
            return True
        return before.low in lexicon.times and not word.is_name and self.is_role(word)

    def _with_appositions(self, comma: int) -> Phrase | None:
        """The head and its appositions, up to the comma at a place: `Ada Brook, 54, the mayor,`."""
        stop = end = comma
        for _ in range(_APPOSITIONS):
            before = self._mark_before(stop)
            first = before + 1
            if first >= stop:
                return None
            if before < 0 or not self._is_apposition(first, stop, self.words[before].text):
                core = self._core(stop)
                return core and Phrase(self._with_role_before(core.first), max(stop, end), stop)
            if self.is_relative(first) or self.is_reduced(first) or self.has_verb(first, stop):
                end = before
            stop = before
        return None

    def _mark_before(self, stop: int) -> int:
        """Place of the nearest comma, quotation mark or other mark before; -1 when the sentence begins."""
        depth = 0
        for place in range(stop - 1, max(-1, stop - 1 - FURTHEST), -1):
            word = self.words[place]
            depth += (word.text == ")") - (word.text == "(")
            if not word.is_word and word.text not in "()" and word.text not in MARKS_INSIDE and depth <= 0:
                return place
        return -1 if stop - 1 < FURTHEST else stop - 1

    def _is_apposition(self, first: int, stop: int, mark: str) -> bool:
        """Whether the words between two marks tell more of the name before them."""
        word, low = self.words[first], self.low(first)
        if mark not in ",–—" or not word.is_word:
            return False
        if low.isdigit() or low in _APPOSED_WORDS or self.is_relative(first) or self.is_reduced(first):
            return True
        if low in _APPOSED_ARTICLES:
            return low in ("a", "an") or not self.has_verb(first, min(stop, first + 5))
        if self.has_verb(first, stop):
            return False
        if word.is_name:
            named = first > 1 and self.words[first - 2].is_name
            return named and (self.is_party(first) or self.has_role(first, stop))
        return any(self.is_role(near) for near in self.words[first : min(stop, first + 5)])

    def _with_role_before(self, first: int) -> int:
        """Take in `the mayor of Arvesk,` before a name: `the mayor of Arvesk, Ada Brook, said`."""
        if first < 3 or self.low(first - 1) != "," or not self.words[first].is_name:
            return first
        core = self._core(first - 1)
        if core is None or core.stop - core.first < 2 or self.has_verb(core.first, core.stop):
            return first
        last = self.words[core.stop - 1]
        ends_so = self.is_role(last) and not last.is_name
        of = any(
            self.low(place + 1) == "of" and self.is_role(self.words[place])
            for place in range(core.first, core.stop - 1)
        )
        return core.first if ends_so or of else first
