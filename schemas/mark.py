"""One marked passage of a sentence: what span mode, reader and inspector show of a record's spans."""

from enum import StrEnum

from schemas.annotation import PropagandaTechnique, Span
from schemas.base import Record


class Role(StrEnum):
    """What a passage is: a part of an attribution, or a bias mark of one of its kinds."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"
    LOADED = "loaded"
    EPISTEMOLOGICAL = "epistemological"
    INFORMATIONAL = "informational"
    PROPAGANDA = "propaganda"

    @property
    def is_bias(self) -> bool:
        """Whether it is a bias mark rather than a part of an attribution."""
        return self not in (Role.SOURCE, Role.CUE, Role.CONTENT)


class Mark(Record):
    """A passage in a role; an `Annotation` stores the same as attributions and bias marks."""

    role: Role
    span: Span
    attribution: int = 0
    """Which of the record's attributions a source, cue or content belongs to, from 0; 0 for a bias mark."""
    technique: PropagandaTechnique | None = None
