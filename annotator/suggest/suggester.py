"""The rules of the shipped codebook, in its order, for the units of one article."""

from collections.abc import Iterator

from annotator.suggest.attribution import Attributions
from annotator.suggest.lexicon import Lexicon, english
from annotator.suggest.stance import loaded_words, slanting_phrases, stance
from annotator.suggest.structure import CarriedOver, Layout, Offer, is_quotation, lead_in_or_question
from annotator.suggest.words import Sentence, read
from schemas import Article, BiasKind, BiasMark, Span, Suggestion, Unit, Voice

SUGGESTER = "rules 0.1.0"
"""Name and version of the rules: what a record keeps of an offer it was made from."""

_ONLY_MARKS = "too little speaks for one; but there is loaded wording"

LEAST = 0.6
"""No label is offered with less confidence: a wrong offer costs more than none."""

_LEAST_UNVERIFIED = 0.7
"""Nothing shows surely that a sentence is in the outlet's own voice, so more is asked of what it states."""

_LONGEST = 400
"""A unit of more words is no sentence that the rules were made for; and so they cost a bounded time each."""

_SETTLED = 0.8
"""A judging word in so checkable a statement may stand beside a fact: that is left to the annotator."""


def suggest(article: Article) -> list[Suggestion]:
    """Offer labels for the units of an article, in order, at most one each.

    None is offered where too little speaks for one. The same text gives the same offers. English has all
    rules of the codebook that ships; other languages have structure, questions and quotations. Label names
    are those of that codebook: what another one lacks is for the caller to leave out. A suggestion without a
    label has marks only.
    """
    return list(each_suggestion(article))


def each_suggestion(article: Article) -> Iterator[Suggestion]:
    """What `suggest` offers, one by one: a long article takes a while."""
    if article.language.split("-")[0].lower() == "en":
        rules = _EnglishRules(english(), article)
        found: Iterator[Suggestion | None] = (rules.suggestion(unit) for unit in article.units)
    else:
        found = _elsewhere(article)
    return (one for one in found if one is not None)


def _elsewhere(article: Article) -> Iterator[Suggestion | None]:
    from annotator.suggest.elsewhere import OtherRules

    rules = OtherRules(article)
    return (_made(unit, rules.offer(unit)) for unit in article.units)


class _EnglishRules:
    """One article while its units are read in order."""

    def __init__(self, lexicon: Lexicon, article: Article) -> None:
        self._lexicon = lexicon
        self._article = article
        self._attributions = Attributions(lexicon, article.outlet)
        self._layout = Layout(article)
        self._carried_over = CarriedOver()

    def suggestion(self, unit: Unit) -> Suggestion | None:
        """Offer for the next unit."""
        offer = self._layout.offer(unit)
        bias: tuple[BiasMark, ...] = ()
        if offer is None:
            sentence = read(self._article.unit_text(unit), unit.start)
            offer = self._decide(sentence, unit) if len(sentence.words) <= _LONGEST else None
            bias = self._bias(sentence, offer)
        if offer is not None and offer.confidence < LEAST:
            offer = None
        self._carried_over.note(unit, offer)
        return _made(unit, offer, bias)

    def _decide(self, sentence: Sentence, unit: Unit) -> Offer | None:
        """Try the rules in the codebook's order."""
        sourced = self._sourced(sentence)
        return (
            sourced
            or lead_in_or_question(sentence, unit)
            or self._gap(sentence, unit)
            or self._carried_over.offer(sentence, unit)
            or self._own_voice(sentence, unit)
        )

    def _sourced(self, sentence: Sentence) -> Offer | None:
        """Rule 2; before rules 0 and 1, which hold for what nobody says."""
        found = self._attributions.find(sentence)
        if found is None or found.confidence < LEAST:
            return None
        said = found.attribution
        type_ = f" ({said.source_type.replace('_', ' ')})" if said.source_type else ""
        relayed = ", through another outlet" if said.chain_length > 1 else ""
        reason = f"“{_text(sentence, said.cue)}” says who said it{type_}{relayed}"
        return Offer("sourced", found.confidence, reason, attribution=said, verb=found.verb)

    def _gap(self, sentence: Sentence, unit: Unit) -> Offer | None:
        """Rules 0 and 1 as far as words tell."""
        if is_quotation(sentence, unit):
            return None
        own = sentence.own_words
        phrase = self._lexicon.lead_ins.find(own)
        if phrase and own.startswith(f" {phrase} "):
            return Offer("not_a_claim", 0.65, f"leads in what follows: “{phrase}”")
        phrase = self._lexicon.gaps.find(own)
        if phrase and _is_the_point(own, phrase):
            return Offer("not_a_claim", 0.85, f"says that something is not known: “{phrase}”")
        return None

    def _own_voice(self, sentence: Sentence, unit: Unit) -> Offer | None:
        """Rules 4 and 5."""
        if phrase := self._lexicon.agentless.find(sentence.own_words):
            return Offer("unverified", 0.7, f"does not say who says so: “{phrase}”")
        if self._lexicon.speaks_without_content.find(sentence.own_words):
            return None
        if self._attributions.has_cue(sentence):
            return None
        judged = stance(sentence, self._lexicon)
        if judged.judging >= LEAST:
            mixed = judged.settling >= _SETTLED
            return (
                None
                if mixed
                else Offer("opinion", min(0.9, judged.judging), f"judges or supposes: “{judged.words}”")
            )
        confidence = judged.settling - 0.15 * (unit.paragraph == self._carried_over.paragraph)
        if judged.judging > 0.2 or confidence < _LEAST_UNVERIFIED:
            return None
        return Offer("unverified", min(0.9, confidence), "states what could be checked; nobody says it")

    def _bias(self, sentence: Sentence, offer: Offer | None) -> tuple[BiasMark, ...]:
        """Loaded words, and the verb of saying where it tells how the outlet takes what is said."""
        said = offer.attribution if offer else None
        carried = offer is not None and offer.label == "sourced" and said is None
        content = said.content if said else ()
        marks = [
            BiasMark(kind=BiasKind.LOADED, span=span, voice=_voice(span, content, carried))
            for span in loaded_words(sentence, self._lexicon)
        ]
        if offer and said and said.cue and offer.verb in self._lexicon.epistemological:
            marks.append(BiasMark(kind=BiasKind.EPISTEMOLOGICAL, span=said.cue))
        marks += [
            BiasMark(kind=BiasKind.EPISTEMOLOGICAL, span=span)
            for span in slanting_phrases(sentence, self._lexicon)
            if not (said and said.cue and span.start < said.cue.end and said.cue.start < span.end)
        ]
        return tuple(sorted(marks, key=lambda mark: mark.span.start))


def _made(unit: Unit, offer: Offer | None, bias: tuple[BiasMark, ...] = ()) -> Suggestion | None:
    if offer is None or offer.confidence < LEAST:
        if not bias:
            return None
        return Suggestion(unit=unit.id, reason=_ONLY_MARKS, confidence=LEAST, bias=bias)
    return Suggestion(
        unit=unit.id,
        label=offer.label,
        same_source=offer.same_source,
        reason=offer.reason,
        confidence=round(offer.confidence, 2),
        attributions=(offer.attribution,) if offer.attribution else (),
        bias=bias,
    )


def _text(sentence: Sentence, span: Span | None) -> str:
    return "" if span is None else sentence.text[span.start - sentence.start : span.end - sentence.start]


def _voice(span: Span, content: tuple[Span, ...], carried: bool) -> Voice:
    inside = any(one.start <= span.start and span.end <= one.end for one in content)
    return Voice.SOURCE if carried or inside else Voice.AUTHOR


def _is_the_point(own: str, phrase: str) -> bool:
    """Whether a phrase is what the sentence says, rather than an aside: it begins or ends it."""
    before, _, after = own.partition(f" {phrase} ")
    return len(before.split()) <= 2 or not any(word[0].isalnum() for word in after.split())
