"""Whether a noun phrase can speak, and what kind of source it is."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.suggest.lexicon import Lexicon
from annotator.suggest.phrases import Phrase
from annotator.suggest.words import Sentence, Word
from schemas import SourceType

_PRONOUNS = {
    "he": 0.95,
    "she": 0.95,
    "him": 0.95,
    "her": 0.9,
    "i": 0.8,
    "we": 0.8,
    "they": 0.85,
    "them": 0.85,
    "who": 0.7,
    "it": 0.6,
    "me": 0.6,
    "us": 0.6,
    "you": 0.5,
    "those": 0.4,
    "everyone": 0.4,
    "everybody": 0.4,
    "someone": 0.5,
    "somebody": 0.5,
    "none": 0.2,
    "nobody": 0.2,
    "neither": 0.3,
}
_UNKNOWN = 0.35
"""A common noun that is in no list."""


class Speaker(NamedTuple):
    """What a phrase is as a source."""

    plausible: float
    """0 to 1: whether this can say something."""
    type: SourceType | None = None
    """None: not clear."""
    name: str = ""
    """Last word of a person's name; empty for others."""


class Speakers:
    """Judges phrases in the order of an article: a surname is a person's once the full name was there."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin an article."""
        self._lexicon = lexicon
        self._surnames: dict[str, SourceType] = {}
        self._last: SourceType | None = None

    def judge(self, sentence: Sentence, phrase: Phrase) -> Speaker:
        """Say what a phrase is."""
        words = sentence.words[phrase.first : phrase.head]
        if len(words) == 1 and words[0].low in _PRONOUNS:
            return self._pronoun(words[0].low)
        speaker = self._of_noun(sentence, phrase, words)
        if self._lexicon.anonymous & {word.low for word in sentence.words[phrase.first : phrase.stop]}:
            return Speaker(max(speaker.plausible, 0.8), SourceType.UNNAMED_PERSON)
        return speaker

    def remember(self, speaker: Speaker) -> None:
        """Take down who spoke, for pronouns and surnames after it."""
        self._last = speaker.type
        if speaker.name and speaker.type:
            self._surnames[speaker.name] = speaker.type

    def _pronoun(self, low: str) -> Speaker:
        people = (SourceType.NAMED_PERSON, SourceType.UNNAMED_PERSON)
        if low in ("he", "she", "him", "her"):
            return Speaker(_PRONOUNS[low], self._last if self._last in people else None)
        if low == "it":
            bodies = (SourceType.NAMED_ORGANISATION, SourceType.MEDIA_OUTLET, SourceType.DOCUMENT)
            return Speaker(_PRONOUNS[low], self._last if self._last in bodies else None)
        if low in ("they", "them"):
            return Speaker(_PRONOUNS[low], self._last if self._last is SourceType.UNNAMED_GROUP else None)
        return Speaker(_PRONOUNS[low])

    def _of_noun(self, sentence: Sentence, phrase: Phrase, words: Sequence[Word]) -> Speaker:
        place = self._head(words)
        head = words[place]
        if not head.is_word:
            return Speaker(0.0)
        if head.is_name:
            return self._named(sentence, phrase, words[: place + 1])
        return self._common(words, head)

    def _head(self, words: Sequence[Word]) -> int:
        """Place of the head: the last word before a preposition or a relative clause."""
        lexicon = self._lexicon
        for place in range(1, len(words)):
            low = words[place].low
            if low in lexicon.prepositions or low in lexicon.relatives or low == "that":
                # `some of the officials`, `two of them`
                if low == "of" and words[place - 1].low in lexicon.groups | lexicon.determiners:
                    continue
                return place - 1
        return len(words) - 1

    def _common(self, words: Sequence[Word], head: Word) -> Speaker:
        lexicon, low = self._lexicon, head.low
        if low in lexicon.persons:
            vague = words[0].low in ("a", "an", "one", "another", "some")
            return Speaker(0.95, SourceType.UNNAMED_PERSON if vague else None)
        if low == "police":
            return Speaker(0.95, SourceType.NAMED_ORGANISATION)
        if low in lexicon.groups:
            return Speaker(0.9, SourceType.UNNAMED_GROUP)
        if _singulars(low) & lexicon.persons:
            return Speaker(0.95, SourceType.UNNAMED_GROUP)
        if low == "agency" and any(word.low in ("news", "press") for word in words):
            return Speaker(0.95, SourceType.MEDIA_OUTLET)
        if low in lexicon.organisations:
            vague = words[0].low in ("a", "an", "one", "another", "some")
            return Speaker(0.9, SourceType.UNNAMED_GROUP if vague else SourceType.NAMED_ORGANISATION)
        for listed, type_ in (
            (lexicon.media, SourceType.MEDIA_OUTLET),
            (lexicon.documents, SourceType.DOCUMENT),
            (lexicon.footage, SourceType.UNACCOUNTABLE_FOOTAGE),
        ):
            if low in listed:
                return Speaker(0.8, type_)
        if _singulars(low) & lexicon.organisations:
            return Speaker(0.85, SourceType.UNNAMED_GROUP)
        return Speaker(_UNKNOWN)

    def _named(self, sentence: Sentence, phrase: Phrase, words: Sequence[Word]) -> Speaker:
        """A phrase that ends in a name."""
        lexicon = self._lexicon
        run = _last_run(words)
        surname = run[-1].text.removesuffix("’s").removesuffix("'s")
        apposition = sentence.words[phrase.head : phrase.stop]
        named = {word.text for word in run}
        before = words[len(words) - len(run) - 1] if len(words) > len(run) else None
        titled = run[0].text.rstrip(".") in lexicon.titles or (
            before is not None and before.low in lexicon.persons
        )
        if titled or any(word.low in lexicon.persons or word.low.isdigit() for word in apposition):
            return Speaker(1.0, SourceType.NAMED_PERSON, surname)
        if surname in self._surnames and len(run) <= 2:
            return Speaker(1.0, self._surnames[surname], surname)
        if named & lexicon.states and len(run) == 1:
            return Speaker(0.9, SourceType.NAMED_ORGANISATION)
        if named & lexicon.organisation_names:
            return Speaker(0.95, SourceType.NAMED_ORGANISATION)
        if named & lexicon.media_names:
            return Speaker(0.95, SourceType.MEDIA_OUTLET)
        return self._unlisted(words, run, surname)

    def _unlisted(self, words: Sequence[Word], run: list[Word], surname: str) -> Speaker:
        if len(surname) > 1 and surname.isupper():
            return Speaker(0.9, SourceType.NAMED_ORGANISATION)
        singles = _singulars(run[-1].low)
        if run[-1].low in self._lexicon.persons or run[-1].low in self._lexicon.organisations:
            return Speaker(0.9)
        if singles & self._lexicon.persons:
            return Speaker(0.9, SourceType.UNNAMED_GROUP)
        if len(run) in (2, 3) and words[0].low != "the":
            return Speaker(0.9, SourceType.NAMED_PERSON, surname)
        return Speaker(0.85)


def _last_run(words: Sequence[Word]) -> list[Word]:
    """The capitalised words at the end: the name itself."""
    run: list[Word] = []
    for word in reversed(words):
        joins = word.low in ("al", "bin", "van", "von", "de", "der", "del", "la", "le") and run
        if not (word.is_name or joins) or (word.low == "the" and run):
            break
        run.append(word)
    return run[::-1]


def _singulars(low: str) -> set[str]:
    """What a plural may be the plural of; empty for what does not end like one."""
    found = set()
    if low.endswith("s"):
        found.add(low[:-1])
    if low.endswith("es"):
        found.add(low[:-2])
    if low.endswith("ies"):
        found.add(low[:-3] + "y")
    if low.endswith("men"):
        found.add(low[:-3] + "man")
    if low.endswith("women"):
        found.add(low[:-5] + "woman")
    return found
