"""Whether a noun phrase can speak, and what kind of source it is."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.suggest.lexicon import Lexicon
from annotator.suggest.nouns import Phrase
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
PLAUSIBLE = 0.5
"""A speaker below this needs a verb that only speakers have."""

_UNKNOWN = 0.35
"""A common noun that is in no list."""


class Speaker(NamedTuple):
    """What a phrase is as a source."""

    plausible: float
    """0 to 1: whether this can say something."""
    type: SourceType | None = None
    """None: not clear."""
    name: str = ""
    """Last word of the name of a person or outlet; empty for others."""
    is_writer: bool = False
    """Whether it is the writer of the article, or the reader: `I`, `we`, `you`."""


class Speakers:
    """Judges phrases in the order of an article: a surname is a person's once the full name was there."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin an article."""
        self._lexicon = lexicon
        self._surnames: dict[str, SourceType] = {}
        self._person: SourceType | None = None
        self._body: SourceType | None = None

    def judge(self, sentence: Sentence, phrase: Phrase) -> Speaker:
        """Say what a phrase is."""
        words = _without_brackets(sentence.words[phrase.first : phrase.head])
        if len(words) == 1 and words[0].low in _PRONOUNS:
            return self._pronoun(words[0].low)
        speaker = self._of_noun(sentence, phrase, words)
        named = (SourceType.NAMED_PERSON, SourceType.NAMED_ORGANISATION, SourceType.UNNAMED_GROUP)
        if speaker.type not in named and self._lexicon.anonymous.find(sentence.own_words):
            return Speaker(max(speaker.plausible, 0.8), SourceType.UNNAMED_PERSON)
        return speaker

    def remember(self, speaker: Speaker) -> None:
        """Take down who spoke, for pronouns and surnames after it."""
        if speaker.type in (SourceType.NAMED_PERSON, SourceType.UNNAMED_PERSON):
            self._person = speaker.type
        elif speaker.type is not None:
            self._body = speaker.type
        if speaker.name and speaker.type:
            self._surnames[speaker.name] = speaker.type

    def _pronoun(self, low: str) -> Speaker:
        if low in ("he", "she", "him", "her"):
            return Speaker(_PRONOUNS[low], self._person)
        if low == "it":
            known = self._body is not SourceType.UNNAMED_GROUP
            return Speaker(_PRONOUNS[low], self._body if known else None)
        if low in ("they", "them"):
            known = self._body is SourceType.UNNAMED_GROUP
            return Speaker(_PRONOUNS[low], self._body if known else None)
        return Speaker(_PRONOUNS[low], is_writer=low in ("i", "we", "you", "me", "us"))

    def _of_noun(self, sentence: Sentence, phrase: Phrase, words: Sequence[Word]) -> Speaker:
        place = self._head(words)
        head = words[place]
        if not head.is_word:
            return Speaker(0.0)
        # The first word of a sentence has its capital anyhow: `Records show`.
        common = head is sentence.words[0] and self._is_listed(head._replace(text=head.low))
        if head.is_name and not common:
            return self._named(sentence, phrase, words[: place + 1])
        return self._common(words, head)

    def _head(self, words: Sequence[Word]) -> int:
        """Place of the head: the last listed noun before the first preposition or relative clause."""
        stop = next((place for place in range(1, len(words)) if self._ends_head(words, place)), len(words))
        if stop == len(words):
            return stop - 1
        # `a person close to …`, `data collected by …`
        return next((place for place in range(stop - 1, -1, -1) if self._is_listed(words[place])), stop - 1)

    def _ends_head(self, words: Sequence[Word], place: int) -> bool:
        low, lexicon = words[place].low, self._lexicon
        if low == "of" and words[place - 1].low in lexicon.groups | lexicon.determiners:
            return False  # `some of the officials`
        return low in lexicon.prepositions or low in lexicon.relatives or low == "that"

    def _is_listed(self, word: Word) -> bool:
        if word.low in self._lexicon.determiners:
            return False
        return word.is_name or self._common((word,), word).plausible > _UNKNOWN

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
        if _is_news_agency(words):
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
        if any(word.low in lexicon.media for word in words) or _is_news_agency(words):
            return Speaker(0.95, SourceType.MEDIA_OUTLET, surname)
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
        before = words[len(words) - len(run) - 1].low if len(words) > len(run) else ""
        if len(run) in (2, 3) and run[0].low != "the" and before not in self._lexicon.determiners:
            return Speaker(0.9, SourceType.NAMED_PERSON, surname)
        return Speaker(0.85)


def _without_brackets(words: Sequence[Word]) -> Sequence[Word]:
    """The words before `(FRW)`."""
    stop = next((place for place, word in enumerate(words) if place and word.text in "(["), len(words))
    return words[:stop]


def _last_run(words: Sequence[Word]) -> list[Word]:
    """The capitalised words at the end: the name itself."""
    run: list[Word] = []
    for word in reversed(words):
        joins = word.low in ("al", "bin", "van", "von", "de", "der", "del", "la", "le") and run
        if not (word.is_name or joins) or (word.low == "the" and run):
            break
        run.append(word)
    return run[::-1]


def _is_news_agency(words: Sequence[Word]) -> bool:
    low = {word.low for word in words}
    return not low.isdisjoint(("agency", "agencies")) and not low.isdisjoint(("news", "press"))


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
