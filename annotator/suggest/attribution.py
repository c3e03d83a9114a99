"""Rule 2: who says so, in this sentence? The speaker, the saying word and what was said."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.suggest.content import Complement, Contents
from annotator.suggest.cues import Cue, cues
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.phrases import Phrase, Phrases
from annotator.suggest.speakers import Speaker, Speakers
from annotator.suggest.words import Sentence
from schemas import Attribution, Directness, SourceType, Span

_PLAUSIBLE = 0.5
"""A speaker below this needs a verb that only speakers have."""


class Found(NamedTuple):
    """An attribution with what speaks for it."""

    confidence: float
    attribution: Attribution
    speaker: Speaker
    verb: str
    """Base form of the cue."""
    cue: str
    """As it stands there."""


class Attributions:
    """Finds the attribution of each sentence of an article, in order."""

    def __init__(self, lexicon: Lexicon, outlet: str) -> None:
        """Begin an article of an outlet."""
        self._lexicon = lexicon
        self._speakers = Speakers(lexicon)
        self._outlet = outlet.casefold()

    def find(self, sentence: Sentence) -> Found | None:
        """Give the best attribution of a sentence; None where nobody says anything."""
        reading = _Reading(sentence, self._lexicon, self._speakers, self._outlet)
        found = max(reading.all(), key=lambda one: one.confidence, default=None)
        if found is not None:
            self._speakers.remember(found.speaker)
        return found


class _Reading:
    """One sentence while its attributions are looked for."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon, speakers: Speakers, outlet: str) -> None:
        self._sentence = sentence
        self._lexicon = lexicon
        self._speakers = speakers
        self._outlet = outlet
        self._phrases = Phrases(sentence, lexicon)
        self._contents = Contents(sentence, lexicon)

    def all(self) -> Iterator[Found]:
        """Give all that are there."""
        yield from self._according()
        for cue in cues(self._sentence, self._lexicon):
            found = self._with_verb(cue)
            if found is not None:
                yield found

    def _with_verb(self, cue: Cue) -> Found | None:
        if cue.participle:
            return self._participle(cue)
        inverted = self._inverted(cue)
        if inverted is not None:
            return inverted
        phrase = self._phrases.before(cue.subject_stop)
        if phrase is None:
            return None
        relayed = self._relayed(cue, phrase)
        if relayed is not None:
            return relayed
        complement = self._contents.after(cue.stop, cue.form.verb)
        speaker = self._speakers.judge(self._sentence, phrase)
        before = self._said_before(phrase.first) if not complement.sure else None
        confidence = self._confidence(cue, complement, speaker, before is not None)
        if confidence == 0:
            return None
        if self._sentence.words[cue.subject_stop - 1].low in self._lexicon.relatives:
            confidence *= 0.85
        content = self._content(complement, before)
        return self._found(confidence, phrase, (cue.first, cue.stop), content, speaker, cue, complement)

    def _confidence(self, cue: Cue, complement: Complement, speaker: Speaker, said_before: bool) -> float:
        """0 when the verb does not have beside it what it needs."""
        needs, kind = cue.form.needs, complement.kind
        quotation = kind == "quotation" or (said_before and self._contents.quotation_ends(cue.subject_stop))
        if "certain" in needs and (kind or said_before):
            return 0.97 if speaker.plausible >= _PLAUSIBLE else 0.75
        if ("clause" in needs or "quotation" in needs) and quotation:
            return 0.95 if speaker.plausible >= _PLAUSIBLE else 0.6
        if "clause" in needs and kind == "clause":
            if speaker.plausible < _PLAUSIBLE:
                return 0.0
            return 0.93 if complement.sure else 0.8
        if "clause" in needs and said_before and not kind:
            return 0.85 if speaker.plausible > _PLAUSIBLE else 0.0
        if kind == "infinitive" and "infinitive" in needs and speaker.plausible > 0.8:
            return 0.75
        if "object" in needs and speaker.plausible > 0.8:
            return 0.85 if len(cue.form.rest) > 1 else 0.7 * bool(kind)
        return 0.0

    def _said_before(self, first: int) -> tuple[int, int] | None:
        """Places of the words before the speaker that look like what was said."""
        return (0, first) if self._contents.ends_before(first) else None

    def _content(self, complement: Complement, before: tuple[int, int] | None) -> tuple[Span, ...]:
        contents = self._contents
        spans = []
        if before is not None and (not complement.kind or self._sentence.inside[before[1] - 1]):
            spans.append(contents.span(*before))
        if complement.kind:
            spans.append(contents.span(complement.first, contents.stop_after(complement.first)))
        elif before is not None:
            spans.append(self._second_part(complement.first))
        return tuple(span for span in spans if span is not None)

    def _second_part(self, place: int) -> Span | None:
        """The quotation that goes on after the speaker, as in `“Yes,” she said. “We did.”`, if any."""
        for quoted in self._sentence.quoted:
            if quoted.first >= place and quoted.is_whole:
                return self._contents.span(quoted.first, quoted.stop)
        return None

    def _inverted(self, cue: Cue) -> Found | None:
        """The speaker after the verb, as in `…, said Ada Brook`."""
        words, place = self._sentence.words, cue.verb
        if cue.first != place or not set(cue.form.kinds) & {"s", "d"} or cue.form.rest or place < 2:
            return None
        if words[place - 1].is_word or not self._contents.ends_before(place):
            return None
        if not cue.form.needs & {"certain", "quotation"} and not self._contents.quotation_ends(place):
            return None
        phrase = self._phrases.after(cue.stop)
        if phrase is None or words[phrase.first].low in ("that", "there", "it"):
            return None
        speaker = self._speakers.judge(self._sentence, phrase)
        if speaker.plausible < _PLAUSIBLE and not self._contents.quotation_ends(place):
            return None
        confidence = 0.95 if speaker.plausible >= _PLAUSIBLE else 0.7
        content = self._content(Complement("", phrase.stop), (0, place))
        return self._found(confidence, phrase, (place, cue.stop), content, speaker, cue, None)

    def _participle(self, cue: Cue) -> Found | None:
        """`The ministry went to court, arguing that …`: the subject of the sentence speaks."""
        before = self._sentence.words[cue.verb - 1] if cue.verb else None
        complement = self._contents.after(cue.stop, cue.form.verb)
        if before is None or complement.kind not in ("clause", "quotation"):
            return None
        if not (before.text in ',–—”"' or before.low in ("and", "as", "by", "while", "of")):
            return None
        if not (cue.form.needs & {"certain", "clause"} and (complement.sure or "certain" in cue.form.needs)):
            return None
        phrase = self._main_subject(cue.verb)
        if phrase is None:
            return None
        speaker = self._speakers.judge(self._sentence, phrase)
        if speaker.plausible <= _PLAUSIBLE:
            return None
        content = self._content(complement, None)
        return self._found(0.75, phrase, (cue.verb, cue.stop), content, speaker, cue, complement)

    def _main_subject(self, stop: int) -> Phrase | None:
        """The subject before the first verb of the sentence."""
        from annotator.suggest.phrases import is_finite

        for place in range(1, stop):
            if is_finite(self._phrases.words, place, self._lexicon) and not self._sentence.inside[place]:
                return self._phrases.before(place)
        return None

    def _relayed(self, cue: Cue, relay: Phrase) -> Found | None:
        """`The agency quoted the minister as saying …`: the minister is the source, the agency a relay."""
        words = self._sentence.words
        if cue.form.verb not in self._lexicon.relaying:
            return None
        as_ = next(
            (
                at
                for at in range(cue.stop + 1, min(len(words) - 1, cue.stop + 25))
                if words[at].low == "as"
                and words[at + 1].low in ("saying", "telling", "stating", "expecting", "adding")
            ),
            None,
        )
        if as_ is None:
            return None
        phrase = self._phrases.after(cue.stop)
        if phrase is None or phrase.head > as_:
            return None
        phrase = phrase._replace(stop=min(phrase.stop, as_))
        speaker = self._speakers.judge(self._sentence, phrase)
        complement = self._contents.after(as_ + 2, "say")
        before = self._said_before(relay.first)
        content = self._content(complement, before)
        if not content:
            return None
        found = self._found(0.93, phrase, (cue.first, cue.stop), content, speaker, cue, None)
        return found._replace(attribution=found.attribution.model_copy(update={"chain_length": 2}))

    def _according(self) -> Iterator[Found]:
        """`According to the mayor, …` and `…, according to the mayor`."""
        words = self._sentence.words
        low = [word.low for word in words]
        for place in range(len(words)):
            count = self._lexicon.before_speaker.at(low, place) if not self._sentence.inside[place] else 0
            if not count:
                continue
            phrase = self._phrases.after(place + count)
            if phrase is None:
                continue
            speaker = self._speakers.judge(self._sentence, phrase)
            content = self._around(place, phrase)
            confidence = 0.95 if speaker.plausible >= _PLAUSIBLE else 0.8
            if content:
                cue = (place, place + count)
                verb = " ".join(low[place : place + count])
                yield self._make(confidence, phrase, cue, content, speaker, verb, 1)

    def _around(self, place: int, phrase: Phrase) -> tuple[Span, ...]:
        """What was said, of which `according to …` is no part."""
        contents = self._contents
        stop = phrase.stop
        words = self._sentence.words
        while stop < contents.end and words[stop].text != ",":
            stop += 1
        if place <= 1:
            spans = [contents.span(stop, contents.stop_after(stop))] if stop < contents.end else []
        else:
            spans = [contents.span(0, place)]
        return tuple(span for span in spans if span is not None)

    def _found(
        self,
        confidence: float,
        phrase: Phrase,
        places: tuple[int, int],
        content: tuple[Span, ...],
        speaker: Speaker,
        cue: Cue,
        complement: Complement | None,
    ) -> Found:
        chain = 2 if complement and complement.addressee and self._is_medium(*complement.addressee) else 1
        return self._make(confidence, phrase, places, content, speaker, cue.form.verb, chain)

    def _make(
        self,
        confidence: float,
        phrase: Phrase,
        places: tuple[int, int],
        content: tuple[Span, ...],
        speaker: Speaker,
        verb: str,
        chain: int,
    ) -> Found:
        words = self._sentence.words
        source = self._contents.span(phrase.first, phrase.stop)
        cue = Span(start=words[places[0]].start, end=words[places[1] - 1].end)
        attribution = Attribution(
            source=source,
            cue=cue,
            content=content,
            source_type=speaker.type,
            chain_length=chain,
            directness=self._directness(content),
        )
        begin = self._sentence.start
        return Found(
            confidence, attribution, speaker, verb, self._sentence.text[cue.start - begin : cue.end - begin]
        )

    def _is_medium(self, first: int, stop: int) -> bool:
        """Whether somebody was told who is another outlet: then that one is a relay."""
        words, lexicon = self._sentence.words[first:stop], self._lexicon
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
        sentence = self._sentence
        quoted = [
            (sentence.words[one.first].start, sentence.words[one.stop - 1].end) for one in sentence.quoted
        ]
        within = [any(a <= span.start and span.end <= b for a, b in quoted) for span in content]
        if content and all(within):
            return Directness.DIRECT
        touched = any(a < span.end and span.start < b for span in content for a, b in quoted)
        return Directness.MIXED if touched else Directness.INDIRECT


__all__ = ["Attributions", "Found", "SourceType"]
