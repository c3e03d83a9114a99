"""What importing says of each article."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from schemas import NearDuplicate


class ImportStatus(StrEnum):
    """What became of one article."""

    NEW = "new"
    VERSION = "version"
    """New, and replaces an article that is its earlier version."""
    DUPLICATE = "duplicate"
    REFUSED = "refused"


class LeftLabel(NamedTuple):
    """A label of an earlier version that the new one has no place for."""

    annotator: str
    unit: str
    """Its id in the earlier version."""
    words: str
    """The unit's words there."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one article, and why."""

    path: Path
    status: ImportStatus
    article: str = ""
    """Id of the new article, or of the one that already has this text."""
    units: int = 0
    reason: str = ""
    entry: str = ""
    """Which part of a file with several articles."""
    near_duplicates: tuple[NearDuplicate, ...] = ()
    """Articles that were there and share much of the text, most similar first."""
    replaces: str = ""
    """Id of the earlier version."""
    carried: int = 0
    """Labels of the earlier version that the new one has, too."""
    left: tuple[LeftLabel, ...] = ()
    problems: tuple[str, ...] = ()
    """Label files of the earlier version that could not be carried over, one line each."""
