"""What a suggester offers for one unit: never a decision, always with its reason."""

from typing import Annotated

from pydantic import Field

from schemas.annotation import Attribution, BiasMark
from schemas.base import LabelName, Record, UnitId


class Suggestion(Record):
    """An offer; what the annotator makes of it is recorded as the `origin` of the annotation."""

    unit: UnitId
    label: LabelName | None = None
    """None: too uncertain to offer one."""
    same_source: bool = False
    """The source is that of the sourced sentence before it."""
    reason: str
    """In one line, for the annotator: which words led to it."""
    confidence: Annotated[float, Field(ge=0, le=1)]
    attributions: tuple[Attribution, ...] = ()
    bias: tuple[BiasMark, ...] = ()
