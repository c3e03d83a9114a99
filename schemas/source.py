"""An entry of the source register: one person, body, document or outlet across all articles."""

from enum import StrEnum

from schemas.annotation import SourceType
from schemas.base import Name, Record


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

    id: str
    name: Name
    aliases: tuple[str, ...] = ()
    """Wordings that mean this source inside source spans, and nowhere else."""
    source_type: SourceType | None = None
    reliability: Reliability | None = None
    note: str = ""
