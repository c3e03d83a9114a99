"""An attribution put together from the phrase, the cue and the content that were found."""

from typing import NamedTuple

from annotator.suggest.content import Complement, Contents
from annotator.suggest.cues import Cue
from annotator.suggest.nouns import Phrase
from annotator.suggest.speakers import Speaker
from schemas import Attribution, Directness, Span


class Found(NamedTuple):
    """An attribution with what speaks for it."""

    confidence: float
    attribution: Attribution
    speaker: Speaker
    verb: str
    """Base form of the cue."""


class Maker:
    """Makes the attributions of one sentence."""

    def __init__(self, contents: Contents, outlet: str) -> None:
        """Work on the sentence of `contents`, in an article of an outlet (in small letters)."""
        self._contents = contents
        self._sentence = contents.sentence
        self._words = contents.words
        self._lexicon = contents.lexicon
        self._outlet = outlet

    def found(
        self,
        sure: float,
        phrase: Phrase,
        cue: Cue,
        content: tuple[Span, ...],
        speaker: Speaker,
        complement: Complement | None = None,
        chain_length: int = 1,
    ) -> Found:
        """Put an attribution with a verb together; who told another outlet is one relay away."""
        if complement and complement.addressee and self._is_outlet(*complement.addressee):
            chain_length = 2
        span = Span(start=self._words[cue.first].start, end=self._words[cue.stop - 1].end)
        return self.made(sure, phrase, span, content, speaker, cue.form.verb, chain_length)

    def made(
        self,
        sure: float,
        phrase: Phrase,
        cue: Span,
        content: tuple[Span, ...],
        speaker: Speaker,
        verb: str = "",
        chain_length: int = 1,
    ) -> Found:
        """Put any attribution together."""
        attribution = Attribution(
            source=self._contents.span(phrase.first, phrase.stop),
            cue=cue,
            content=content,
            source_type=speaker.type,
            chain_length=chain_length,
            directness=self._directness(content),
        )
        return Found(sure, attribution, speaker, verb)

    def _is_outlet(self, first: int, stop: int) -> bool:
        """Whether somebody was told who is another outlet: then that one is a relay."""
        words, lexicon = self._words[first:stop], self._lexicon
        if any(word.low in lexicon.press or word.low in lexicon.object_pronouns for word in words):
            return False
        if self._outlet and any(word.is_name and word.low in self._outlet for word in words):
            return False
        return any(
            word.text in lexicon.media_names or word.low in lexicon.media or word.low == "agency"
            for word in words
        )

    def _directness(self, content: tuple[Span, ...]) -> Directness:
        """Direct when all that was said is quoted, mixed when a part is."""
        quoted = [
            (self._words[one.first].start, self._words[one.stop - 1].end) for one in self._sentence.quoted
        ]
        if content and all(any(a <= span.start and span.end <= b for a, b in quoted) for span in content):
            return Directness.DIRECT
        touched = any(a < span.end and span.start < b for span in content for a, b in quoted)
        return Directness.MIXED if touched else Directness.INDIRECT
