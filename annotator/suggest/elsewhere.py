"""Languages other than English: structure, questions and quotations, which need few words."""

import re

from annotator.segment.languages import Language, language_of
from annotator.suggest.structure import CarriedOver, Layout, Offer, lead_in_or_question
from annotator.suggest.words import Sentence, read
from schemas import Article, Attribution, Directness, Span, Unit

_CHARACTERS = 6
"""A quotation of fewer may be a single word held at arm's length."""


class OtherRules:
    """One article in another language while its units are read in order."""

    def __init__(self, article: Article) -> None:
        """Begin an article."""
        self._article = article
        self._language = language_of(article.language)
        self._layout = Layout(article)
        self._carried_over = CarriedOver()

    def offer(self, unit: Unit) -> Offer | None:
        """Offer for the next unit."""
        offer = self._layout.offer(unit)
        if offer is None:
            sentence = read(self._article.unit_text(unit), unit.start)
            offer = (
                _quoting(sentence, self._language)
                or lead_in_or_question(sentence, unit)
                or self._carried_over.offer(sentence, unit)
            )
        self._carried_over.note(unit, offer)
        return offer


def _quoting(sentence: Sentence, language: Language) -> Offer | None:
    """A quotation and, outside of it, a form of a verb of saying."""
    for quoted in sentence.quoted:
        said = [word for word in sentence.words[quoted.first : quoted.stop] if word.is_word]
        if not said or said[-1].end - said[0].start < _CHARACTERS:
            continue
        content = (Span(start=said[0].start, end=said[-1].end),)
        for place, word in enumerate(sentence.words):
            if word.low in language.says and not sentence.inside[place]:
                cue = Span(start=word.start, end=word.end)
                told = Attribution(cue=cue, content=content, directness=Directness.DIRECT)
                return Offer("sourced", 0.85, f"quoted, with “{word.text}”", attribution=told)
        after = sentence.text[sentence.words[quoted.stop - 1].end - sentence.start :].lstrip(",，、 ")
        if language.speakers and re.match(language.speakers, after):
            told = Attribution(content=content, directness=Directness.DIRECT)
            return Offer("sourced", 0.75, "quoted, with who says it after it", attribution=told)
    return None
