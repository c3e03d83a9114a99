"""Who stands after `according to` or an inverted verb, walked from the beginning to the end."""

from annotator.suggest.nouns import FURTHEST, MARKS_INSIDE, Nouns, Phrase, is_finite

_APPOSED = frozenset(("a", "an", "the", "his", "her", "its", "their", "another", "one", "then", "now"))
_APPOSED_WORDS = 8
"""Words of an apposition among which a role must stand."""


class Rightward(Nouns):
    """Finds phrases after a place in one sentence."""

    def after(self, first: int) -> Phrase | None:
        """The phrase that begins at a word: `Ada Brook, the mayor` after `said`."""
        if first >= len(self.words):
            return None
        if self.low(first) in self.lexicon.subject_pronouns | self.lexicon.object_pronouns:
            return Phrase(first, first + 1, first + 1)
        head = self._run(first)
        if head == first:
            return None
        return Phrase(first, self._with_appositions(first, head), head)

    def _run(self, first: int) -> int:
        """Walk right over what may belong to a phrase."""
        place = first
        while place < min(len(self.words), first + FURTHEST):
            word = self.words[place]
            if word.text in "([" and place > first and self._closing(place):
                place = self._closing(place)
            elif not word.is_word:
                if word.text not in MARKS_INSIDE or place == first:
                    break
            elif self._ends(place) if place > first else not self._may_begin(place):
                break
            place += 1
        return self._without_loose_end(first, place)

    def _without_loose_end(self, first: int, stop: int) -> int:
        while stop > first:
            word = self.words[stop - 1]
            loose = word.low == "and" or word.low in self.lexicon.linking
            if not loose and (word.is_word or word.text in ")]"):
                break
            stop -= 1
        return stop

    def _closing(self, place: int) -> int:
        """Place of the bracket that closes the one at a place, a few words on; 0 for none."""
        for at in range(place + 2, min(len(self.words), place + 6)):
            if self.words[at].text in ")]":
                return at
        return 0

    def _may_begin(self, place: int) -> bool:
        word, low, lexicon = self.words[place], self.low(place), self.lexicon
        if low in lexicon.times or low == "no":
            return False
        if word.is_name or low in lexicon.determiners:
            return True
        if low in lexicon.prepositions or low in lexicon.clause_words or low in lexicon.adverbs:
            return False
        return not (low.endswith("ed") and is_finite(self.words, place, lexicon))

    def _ends(self, place: int) -> bool:
        """Whether a word cannot belong to the phrase before it."""
        word, low, lexicon = self.words[place], self.low(place), self.lexicon
        if low in lexicon.relatives or low in lexicon.subject_pronouns or low in lexicon.clause_words:
            return True
        if not word.is_name and (low in lexicon.adverbs or low in lexicon.object_pronouns):
            return low not in ("first", "her")
        if low in lexicon.prepositions:
            return self._preposition_ends(place)
        if low.endswith("ing") and not word.is_name:
            return self._participle_ends(place)
        return low in lexicon.times or self.is_reduced(place) or is_finite(self.words, place, lexicon)

    def _preposition_ends(self, place: int) -> bool:
        low, lexicon = self.low(place), self.lexicon
        if low == "by":
            return self.low(place - 1) not in lexicon.documents
        return low not in lexicon.linking or not self.low(place + 1) or self._is_occasion(place)

    def _participle_ends(self, place: int) -> bool:
        """`the opposition representing its members`, but not `the polling average`, `a court filing`."""
        lexicon = self.lexicon
        if self.low(place - 1) in lexicon.determiners | lexicon.linking:
            return False
        if place + 1 == len(self.words) or not self.words[place + 1].is_word:
            return False
        after = self.words[place + 1]
        others = lexicon.determiners | lexicon.prepositions | lexicon.object_pronouns
        return after.is_name or after.low in others

    def _is_occasion(self, place: int) -> bool:
        """Whether a preposition begins `on Tuesday`, `in a statement`, `to reporters`."""
        if self.low(place) == "to":
            return not self.is_role(self.words[place - 1])
        for word in self.words[place + 1 : place + 6]:
            if not word.is_word or word.low in ("of", "for"):
                return False
            if word.low in self.lexicon.times or word.low in self.lexicon.occasions:
                return True
        return False

    def _with_appositions(self, first: int, head: int) -> int:
        """How far `, the mayor of Arvesk` goes after a name, or a name after a role."""
        words, end = self.words, head
        if not words[first].is_name and not words[head - 1].is_name:
            return self._with_name(first, head)
        while end + 2 < len(words) and words[end].text == "," and self._is_apposition(end + 1):
            stop = end + 2 if self.low(end + 1).isdigit() else self._run(end + 1)
            if stop <= end + 1 or not (stop == len(words) or not words[stop].is_word or self._ends(stop)):
                break
            end = stop
        return end

    def _with_name(self, first: int, head: int) -> int:
        """The end of `another user, Johanna Bayer`, given where the role ends."""
        words = self.words
        if self.low(head) != "," or not self.has_role(first, head):
            return head
        stop = head + 1
        while stop < len(words) and words[stop].is_name:
            stop += 1
        alone = stop == len(words) or not words[stop].is_word
        return stop if alone and stop - head > 2 else head

    def _is_apposition(self, place: int) -> bool:
        if self.is_relative(place):
            return False
        if self.low(place).isdigit() or self.is_party(place):
            return True
        stop = place
        while stop < min(len(self.words), place + _APPOSED_WORDS) and self.words[stop].is_word:
            stop += 1
        if self.low(place) in _APPOSED:
            return any(self.is_role(word) for word in self.words[place:stop])
        return not self.words[place].is_name and any(
            map(self.is_role, self.words[place : min(stop, place + 3)])
        )
