"""A change of a label: what undo, audit and merging read."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.annotation import Annotation
from schemas.base import Name, Record, UnitId, UtcDatetime

EventId = Annotated[str, Field(pattern=r"^[0-9a-f]{16,32}$")]
"""Random hexadecimal digits, unique across machines."""


class Cause(StrEnum):
    """What made the change."""

    KEY = "key"
    SUGGESTION = "suggestion"
    UNDO = "undo"
    REDO = "redo"
    IMPORT = "import"
    ADJUDICATION = "adjudication"
    MIGRATION = "migration"


class Event(Record):
    """One change of one unit's record. Removing a label is an event too: nothing is ever deleted."""

    id: EventId
    time: UtcDatetime
    annotator: Name
    unit: UnitId
    before: Annotation | None = None
    after: Annotation | None = None
    cause: Cause
    reverts: EventId | None = None
    """The event that this undo takes back, or that this redo brings back."""

    @model_validator(mode="after")
    def _is_a_change_of_one_unit(self) -> Self:
        if self.before is None and self.after is None:
            raise ValueError("an event without a record before and after")
        for record in (self.before, self.after):
            if record is not None and record.unit != self.unit:
                raise ValueError(f"event of {self.unit} holds a record of {record.unit}")
        if (self.cause in (Cause.UNDO, Cause.REDO)) != (self.reverts is not None):
            raise ValueError("undo and redo name the event they revert, other causes do not")
        return self
