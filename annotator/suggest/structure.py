"""What layout and marks tell in any language: structure, lead-ins, questions, quotations going on."""

from typing import NamedTuple

from annotator.suggest.words import Sentence
from schemas import Attribution, Unit, UnitKind

_OF_KIND = {
    UnitKind.HEADING: 0.95,
    UnitKind.CAPTION: 0.7,
    UnitKind.DATELINE: 0.97,
    UnitKind.BYLINE: 0.97,
    UnitKind.BOILERPLATE: 0.97,
}
"""How sure a kind of unit makes `not_a_claim`: a caption may state an event that stands nowhere else."""

_QUESTION_MARKS = frozenset("?؟？;՞")
_NEAR = 2
"""Paragraphs after a sourced sentence within which a quotation is taken for the same speaker's."""


class Offer(NamedTuple):
    """A label with its reason."""

    label: str
    confidence: float
    reason: str
    same_source: bool = False
    attribution: Attribution | None = None
    verb: str = ""
    """Base form of the cue."""


def of_kind(unit: Unit) -> Offer | None:
    """Rule 0 for what is no sentence."""
    if unit.kind not in _OF_KIND:
        return None
    return Offer("not_a_claim", _OF_KIND[unit.kind], f"{unit.kind}, no sentence of the article")


def lead_in_or_question(sentence: Sentence, unit: Unit) -> Offer | None:
    """Rules 0 and 1 as far as the last mark tells."""
    last = sentence.words[-1].text
    if is_quotation(sentence, unit):
        return None
    if last in ":：":
        return Offer("not_a_claim", 0.85, "ends in a colon: leads in what follows")
    if last in _QUESTION_MARKS and (last != ";" or "Ͱ" <= sentence.text[0] <= "Ͽ"):
        return Offer("not_a_claim", 0.9, "asks")
    return None


def is_quotation(sentence: Sentence, unit: Unit) -> bool:
    """Whether all of a unit is quoted."""
    if unit.quotation is not None or unit.kind is UnitKind.QUOTE:
        return True
    if len(sentence.quoted) != 1:
        return False
    first, stop, count = sentence.quoted[0]
    return first == 0 and count > 0 and not any(word.is_word for word in sentence.words[stop:])


class CarriedOver:
    """Rule 3: whether a quotation goes on, told from the offers before it."""

    def __init__(self) -> None:
        """Begin an article."""
        self.paragraph = -_NEAR - 1
        """Of the last sentence offered as sourced."""
        self._led_in = False

    def offer(self, sentence: Sentence, unit: Unit) -> Offer | None:
        """Offer for a unit that is all quoted."""
        if not is_quotation(sentence, unit):
            return None
        if unit.paragraph - self.paragraph <= _NEAR and not self._led_in:
            return Offer("sourced", 0.9, "the quotation goes on", same_source=True)
        confidence = 0.75 if self._led_in else 0.65
        return Offer("sourced", confidence, "quoted; who says it stands before")

    def note(self, unit: Unit, offer: Offer | None) -> None:
        """Take down what was offered for a unit."""
        self._led_in = offer is not None and offer.reason.startswith("ends in a colon")
        if offer is not None and offer.label == "sourced":
            self.paragraph = unit.paragraph
