"""How a gold label came about: what `annotations/gold/` says beside the label."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Identifier, LabelName, Name, Record, UtcDatetime


class GoldOrigin(StrEnum):
    """What the gold label of a unit rests on."""

    UNANIMOUS = "unanimous"
    """All who labelled it, at least two, gave this label."""
    MAJORITY = "majority"
    """More than half of those who labelled it gave this label, and an adjudicator wanted that to count."""
    DECIDED = "decided"
    """An adjudicator decided."""
    DECLINED = "declined"
    """An adjudicator looked at it and found that there is no right label; the record has none."""


class DisagreementReason(StrEnum):
    """Why annotators disagreed, as the adjudicator sees it."""

    AMBIGUOUS_TEXT = "ambiguous_text"
    CODEBOOK_GAP = "codebook_gap"
    SLIP = "slip"
    SUBJECTIVE = "subjective"
    """Both readings are legitimate."""


class Vote(Record):
    """What one annotator had said of the unit when its gold label was given."""

    annotator: Name
    label: LabelName
    updated: UtcDatetime
    """Of the annotator's record: a later one was changed since."""


class Adjudication(Record):
    """What a gold label rests on."""

    origin: GoldOrigin
    adjudicator: Name
    """Who decided, or let the agreeing labels be filled in."""
    taken_from: Name | None = None
    """Whose version was taken, if it was taken as it is."""
    reason: DisagreementReason | None = None
    note: Annotated[str, Field(max_length=10_000)] = ""
    needs_change: Annotated[int, Field(ge=0)] | None = None
    """Number of the codebook's rule that needs a change; None: none does."""
    votes: tuple[Vote, ...] = ()
    open: tuple[Identifier, ...] = ()
    """Attributes on which the annotators differ and nobody decided; they are at their defaults."""
