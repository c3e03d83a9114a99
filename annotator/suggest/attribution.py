"""Rule 2: who says so, in this sentence? The speaker, the saying word and what was said."""

from collections.abc import Iterator

from annotator.suggest.content import TELLING, Complement, Contents
from annotator.suggest.cues import Cue, cues
from annotator.suggest.evidence import confidence
from annotator.suggest.found import Found, Maker
from annotator.suggest.leftward import Leftward
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.nouns import Phrase, is_finite
from annotator.suggest.rightward import Rightward
from annotator.suggest.speakers import PLAUSIBLE, Speakers
from annotator.suggest.words import Sentence
from schemas import Span

_FIRST_VERB = 60
"""Words within which the first verb of a sentence is looked for."""

_RELAYED_WITHIN = 25
"""Words within which `as saying` follows `quoted the mayor`."""

_NOTHING = frozenset(("nothing", "so", "little", "enough", "much", "more", "it", "this", "that", "no more"))


class Attributions:
    """Finds the attribution of each sentence of an article, in order."""

    def __init__(self, lexicon: Lexicon, outlet: str) -> None:
        """Begin an article of an outlet."""
        self._lexicon = lexicon
        self._speakers = Speakers(lexicon)
        self._outlet = outlet.casefold()

    def find(self, sentence: Sentence) -> Found | None:
        """Give the best attribution of a sentence; None where none can be seen."""
        reading = _Reading(sentence, self._lexicon, self._speakers, self._outlet)
        found = max(reading.all(), key=lambda one: one.confidence, default=None)
        if found is not None:
            self._speakers.remember(found.speaker)
        return found

    def has_cue(self, sentence: Sentence) -> bool:
        """Whether there is a verb of saying, though perhaps no speaker was found."""
        saying = {"certain", "clause"}
        return any(saying & cue.form.needs for cue in cues(sentence, self._lexicon))


class _Reading:
    """One sentence while its attributions are looked for."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon, speakers: Speakers, outlet: str) -> None:
        self._sentence = sentence
        self._words = sentence.words
        self._lexicon = lexicon
        self._speakers = speakers
        self._left = Leftward(sentence, lexicon)
        self._right = Rightward(sentence, lexicon)
        self._contents = Contents(sentence, lexicon)
        self._make = Maker(self._contents, outlet)

    def all(self) -> Iterator[Found]:
        """Give all that are there."""
        yield from self._according()
        for cue in cues(self._sentence, self._lexicon):
            found = self._participle(cue) if cue.participle else self._inverted(cue) or self._plain(cue)
            if found is not None:
                yield found

    def _plain(self, cue: Cue) -> Found | None:
        """The speaker before the verb."""
        phrase = self._left.before(cue.subject_stop) or self._shared_subject(cue)
        if phrase is None or not self._agrees(cue, phrase):
            return None
        relayed = self._relayed(cue, phrase)
        if relayed is not None:
            return relayed
        complement = self._contents.after(cue.stop, cue.form.verb)
        relative = self._left.low(cue.subject_stop - 1) in self._lexicon.relatives
        complement = complement._replace(ends_with_clause=relative)
        speaker = self._speakers.judge(self._sentence, phrase)
        before = self._said_before(cue, complement, phrase.first)
        quoted = complement.kind == "quotation" or (
            bool(before) and self._contents.quotation_ends(before or 0)
        )
        sure = confidence(cue, complement, speaker, before is not None, quoted)
        content = self._content(complement, before)
        if not sure or self._says_nothing(content):
            return None
        sure *= 0.85 if relative else 1
        leads_in = self._left.low(phrase.first - 1)
        sure *= 0.7 if leads_in == "that" else 0.85 if leads_in in self._lexicon.relatives else 1
        return self._make.found(sure, phrase, cue, content, speaker, complement)

    def _agrees(self, cue: Cue, phrase: Phrase) -> bool:
        """Whether a bare form has a subject in the plural: `officials say`, not `a draft report`."""
        if cue.form.kinds != "b" or cue.first != cue.verb:
            return True
        low = [word.low for word in self._words[phrase.first : phrase.head]]
        if low[-1] in ("i", "you", "we", "they", "who", "which", "that") or low[-1] in self._lexicon.groups:
            return True
        return "and" in low or any(word.endswith("s") and not word.endswith(("ss", "'s")) for word in low)

    def _shared_subject(self, cue: Cue) -> Phrase | None:
        """The speaker of the second of two verbs: `The mayor left the hall and said …`."""
        if self._left.low(cue.subject_stop - 1) not in ("and", "but") or cue.form.kinds == "b":
            return None
        return self._main_subject(cue.verb) if {"certain", "clause"} & cue.form.needs else None

    def _main_subject(self, stop: int) -> Phrase | None:
        """The subject before the first verb of the sentence."""
        for place in range(1, min(stop, _FIRST_VERB)):
            if is_finite(self._words, place, self._lexicon) and not self._sentence.inside[place]:
                return self._left.before(place)
        return None

    def _said_before(self, cue: Cue, complement: Complement, first: int) -> int | None:
        """Where the words stop that stand before the speaker and look like what was said; None for none.

        A few are enough where the sentence goes on after the verb: `The plan, he said, is …`. None at all are
        needed in `As he said, the plan is …`.
        """
        if complement.sure and not (complement.kind == "quotation" and self._contents.quotation_ends(first)):
            return None
        goes_on = self._goes_on(cue.stop) and not complement.kind
        if first and self._left.low(first - 1) == "as" and (goes_on or first > 3):
            return first - 1
        if self._contents.ends_before(first) or (goes_on and first > 1 and self._left.low(first - 1) == ","):
            return first
        return None

    def _goes_on(self, place: int) -> bool:
        """Whether what was said goes on after a comma, rather than the outlet: `, referring to`."""
        return (
            self._left.low(place) == ","
            and place + 1 < self._contents.end
            and not self._left.low(place + 1).endswith("ing")
        )

    def _content(self, complement: Complement, before: int | None) -> tuple[Span, ...]:
        contents, first = self._contents, complement.first
        spans: list[Span | None] = []
        if before and (not complement.kind or self._sentence.inside[before - 1]):
            spans.append(contents.span(0, before))
        closed = before is not None and contents.quotation_ends(before) and not contents.quoted_at(first + 1)
        if complement.kind or (before is not None and self._goes_on(first) and not closed):
            spans.append(contents.span(first, contents.stop_after(first, complement.ends_with_clause)))
        elif before is not None:
            spans.append(contents.next_quotation(first))
        return tuple(span for span in spans if span is not None)

    def _says_nothing(self, content: tuple[Span, ...]) -> bool:
        """Whether nothing is told of what was said, as in `The firm said nothing`."""
        begin = self._sentence.start
        return (
            len(content) == 1
            and self._sentence.text[content[0].start - begin : content[0].end - begin] in _NOTHING
        )

    def _inverted(self, cue: Cue) -> Found | None:
        """The speaker after the verb, as in `…, said Ada Brook`."""
        place, quoted = cue.verb, self._contents.quotation_ends(cue.verb)
        if cue.first != place or place < 2 or cue.form.rest or cue.form.verb in TELLING:
            return None
        if not {"s", "d"} & set(cue.form.kinds) or not (quoted or "certain" in cue.form.needs):
            return None
        if self._words[place - 1].is_word or not self._contents.ends_before(place):
            return None
        phrase = self._right.after(cue.stop)
        if phrase is None or not self._stands_alone(phrase):
            return None
        speaker = self._speakers.judge(self._sentence, phrase)
        if speaker.plausible < PLAUSIBLE and not quoted:
            return None
        content = self._content(Complement("", phrase.stop), place)
        sure = 0.95 if speaker.plausible >= PLAUSIBLE else 0.7
        return self._make.found(sure, phrase, cue, content, speaker)

    def _stands_alone(self, phrase: Phrase) -> bool:
        """Whether a phrase after a verb is its subject: it has no verb of its own."""
        lexicon, first, after = self._lexicon, self._left.low(phrase.first), self._left.low(phrase.stop)
        if first in lexicon.object_pronouns or first in ("that", "there", "it") or first in lexicon.times:
            return False
        if not after or not after[0].isalnum() or after.endswith("ing"):
            return True
        return after in lexicon.relatives | lexicon.prepositions | lexicon.times

    def _participle(self, cue: Cue) -> Found | None:
        """`The ministry went to court, arguing that …`: the subject of the sentence speaks."""
        before = self._left.low(cue.verb - 1)
        complement = self._contents.after(cue.stop, cue.form.verb)
        if not before or complement.kind not in ("clause", "quotation"):
            return None
        if not (before in ",–—”\"''" or before in ("and", "as", "by", "while", "of")):
            return None
        if "certain" not in cue.form.needs and not (complement.sure and "clause" in cue.form.needs):
            return None
        phrase = self._main_subject(cue.verb)
        speaker = phrase and self._speakers.judge(self._sentence, phrase)
        if phrase is None or speaker is None or speaker.plausible <= PLAUSIBLE:
            return None
        return self._make.found(0.75, phrase, cue, self._content(complement, None), speaker, complement)

    def _relayed(self, cue: Cue, relay: Phrase) -> Found | None:
        """`The agency quoted the minister as saying …`: the minister is the source, the agency a relay."""
        if cue.form.verb not in self._lexicon.relaying:
            return None
        far = min(len(self._words) - 1, cue.stop + _RELAYED_WITHIN)
        as_ = next((at for at in range(cue.stop + 1, far) if self._is_as_saying(at)), None)
        phrase = self._right.after(cue.stop)
        if as_ is None or phrase is None or phrase.head > as_:
            return None
        phrase = phrase._replace(stop=min(phrase.stop, as_))
        complement = self._contents.after(as_ + 2, "say")
        before = relay.first if self._contents.ends_before(relay.first) else None
        content = self._content(complement, before)
        speaker = self._speakers.judge(self._sentence, phrase)
        return self._make.found(0.93, phrase, cue, content, speaker, chain_length=2) if content else None

    def _is_as_saying(self, place: int) -> bool:
        return self._left.low(place) == "as" and self._left.low(place + 1).endswith("ing")

    def _according(self) -> Iterator[Found]:
        """`According to the mayor, …` and `…, according to the mayor`."""
        for place, stop in self._lexicon.before_speaker.places(self._sentence.low):
            phrase = None if self._sentence.inside[place] else self._right.after(stop)
            content = self._around(place, phrase.stop) if phrase else ()
            if phrase and content:
                speaker = self._speakers.judge(self._sentence, phrase)
                sure = 0.95 if speaker.plausible >= PLAUSIBLE else 0.8
                cue = Span(start=self._words[place].start, end=self._words[stop - 1].end)
                yield self._make.made(sure, phrase, cue, content, speaker)

    def _around(self, place: int, stop: int) -> tuple[Span, ...]:
        """What was said, of which `according to …` is no part."""
        contents = self._contents
        if place > 1:
            said = contents.span(0, place)
        else:
            while stop < contents.end and self._words[stop].text != ",":
                stop += 1
            said = contents.span(stop, contents.stop_after(stop))
        return () if said is None else (said,)
