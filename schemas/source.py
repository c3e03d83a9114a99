"""An entry of the source register: one person, body, document or outlet across all articles."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.annotation import SourceType
from schemas.base import SCHEMA_VERSION, Name, Record, SchemaVersion, Sha256, UtcDatetime
from schemas.event import EventId


class Reliability(StrEnum):
    """Reliability of a source, NATO Admiralty code; rated once per source, never per claim."""

    COMPLETELY = "A"
    USUALLY = "B"
    FAIRLY = "C"
    NOT_USUALLY = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class Source(Record):
    """A source and the names it goes by."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    """What records name it by; stays when the name changes."""
    name: Name
    aliases: tuple[Name, ...] = ()
    """Wordings that mean this source inside source spans, and nowhere else."""
    source_type: SourceType | None = None
    reliability: Reliability | None = None
    note: Annotated[str, Field(max_length=10_000)] = ""
    updated: UtcDatetime | None = None
    """When it was last changed; None: not known."""


class SourceEvent(Record):
    """One change of one entry of the register."""

    id: EventId
    time: UtcDatetime
    annotator: Name
    """Who made it."""
    before: Source | None = None
    """None: the entry is new."""
    after: Source

    @model_validator(mode="after")
    def _is_about_one_entry(self) -> Self:
        if self.before is not None and self.before.id != self.after.id:
            raise ValueError(f"an event of {self.before.id} and of {self.after.id}")
        return self


class SourceFileMeta(Record):
    """The `meta` table of `annotations/sources.json`."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    checksum: Sha256
    """Over the keys and documents of all tables, without this field itself."""
