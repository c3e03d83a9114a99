"""The dataset card: what is known of a dataset, counted while it is written, and what its makers told."""

from annotator.card.answers import HEADINGS, keep_answers, unanswered
from annotator.card.datasetcard import DatasetCard
from annotator.card.facts import CardFacts
from annotator.card.writing import WITH_TEXT, WITHOUT_TEXT, some_text

__all__ = [
    "HEADINGS",
    "WITHOUT_TEXT",
    "WITH_TEXT",
    "CardFacts",
    "DatasetCard",
    "keep_answers",
    "some_text",
    "unanswered",
]
