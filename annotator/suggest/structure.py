"""What layout and marks tell in any language: structure, lead-ins, questions, quotations going on."""

import re
from functools import cached_property
from typing import NamedTuple

from annotator.suggest.words import Sentence
from schemas import Article, Attribution, Unit, UnitKind

_OF_KIND = {
    UnitKind.HEADING: 0.95,
    UnitKind.CAPTION: 0.85,
    UnitKind.DATELINE: 0.97,
    UnitKind.BYLINE: 0.97,
    UnitKind.BOILERPLATE: 0.97,
}
"""How sure a kind of unit makes `not_a_claim`."""

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
"""Words that tell what a caption is about, in languages that part them by blanks."""

_NEWS = {UnitKind.CAPTION: 0.5, UnitKind.HEADING: 0.9}
"""Share of long words that stand in no sentence of the article, above which these tell news of their own."""

_FEW = 4
"""What has fewer long words tells no event."""

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


class Layout:
    """Rule 0 for what is no sentence of the article."""

    def __init__(self, article: Article) -> None:
        """Look at an article."""
        self._article = article

    def offer(self, unit: Unit) -> Offer | None:
        """Offer for a heading, a caption and the like; None for a sentence.

        One that tells what the article does not is treated as a sentence, so nothing is offered for it: its
        confidence is 0.
        """
        if unit.kind not in _OF_KIND:
            return None
        sure = 0.0 if self._is_news(unit) else _OF_KIND[unit.kind]
        return Offer("not_a_claim", sure, f"{unit.kind}, no sentence of the article")

    def _is_news(self, unit: Unit) -> bool:
        if unit.kind not in _NEWS or not self._body:
            return False
        words = _LONG_WORD.findall(self._article.unit_text(unit).lower())
        nowhere = sum(word not in self._body for word in words)
        return len(words) >= _FEW and nowhere > _NEWS[unit.kind] * len(words)

    @cached_property
    def _body(self) -> frozenset[str]:
        article = self._article
        texts = (article.unit_text(unit).lower() for unit in article.units if unit.kind not in _OF_KIND)
        return frozenset(word for text in texts for word in _LONG_WORD.findall(text))


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
