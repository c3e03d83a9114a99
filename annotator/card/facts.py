"""What a dataset card tells, as figures: the shape of `annotator card --json`."""

from collections.abc import Mapping

from annotator.compare import FieldAgreement
from schemas import Record


class PartFacts(Record):
    """One part of the split, or everything."""

    articles: int
    sentences: int
    labels: Mapping[str, int]
    """Sentences by their one label, in the order of the codebook; without those that have none."""
    states: Mapping[str, int]
    """Sentences by what their label rests on; see `annotator.interop.sentences.LabelState`."""


class OfferFacts(Record):
    """What became of suggestions, over the labels of annotators."""

    labels: int
    """Labels that annotators gave themselves, so not imported ones."""
    offered: int
    """With a suggestion in sight."""
    accepted: int
    """Taken over by the key for it, as it was."""
    edited: int
    """Taken over, then changed."""
    same: int
    """Given by hand, and the same as what was offered."""
    overruled: int
    """Given by hand, and another than what was offered."""


class CardFacts(Record):
    """What is counted while the articles pass."""

    whole: PartFacts
    parts: Mapping[str, PartFacts]
    """By part of the split, in its order; empty: no split."""
    characters: int
    """Of all texts, in code points."""
    annotators: Mapping[str, Mapping[str, int]]
    """By annotator as written, labels in the order of the codebook."""
    origins: Mapping[str, int]
    """Labels of annotators by how they came about; see `schemas.Origin`."""
    gold: Mapping[str, int]
    """Adjudicated sentences by origin; see `schemas.GoldOrigin`."""
    adjudicators: int
    """How many people settled disagreements."""
    reasons: Mapping[str, int]
    """Why annotators disagreed, as adjudicators saw it."""
    comments: int
    """Records with a comment, which is free text, and notes of adjudicators."""
    offers: OfferFacts
    second_passes: int
    """Sentences that an annotator labelled once more."""
    outlets: Mapping[str, int]
    """Articles by outlet, most first; an empty name: not known."""
    months: Mapping[str, int]
    """Articles by month of publication, e.g. `2031-03`; an empty one: not known."""
    languages: Mapping[str, int]
    kinds: Mapping[str, int]
    """Sentences by what they are in the layout; see `schemas.UnitKind`."""
    near_duplicates: int
    """Articles that share much of their words with one that was imported before them."""
    replaced: int
    """Articles left out since a newer version of them is there."""
    edited: int
    """Articles whose units or metadata were changed by hand after the import."""
    formats: Mapping[str, int]
    """Articles by the kind of file that they were read from."""
    segmenters: Mapping[str, int]
    """Articles by what found their sentences."""
    changes: Mapping[str, int]
    """What was made canonical at import, in words, by the number of articles."""
    agreement: FieldAgreement | None = None
    """Of the annotators' labels; None with fewer than two annotators."""
