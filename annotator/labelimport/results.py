"""What importing labels is asked for, and what it says."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from annotator.labelimport.mapping import LabelMapping


@dataclass(frozen=True, slots=True)
class LabelImportOptions:
    """How labels are imported."""

    annotator: str = ""
    """Who gave them, instead of what the files say."""
    only: str = ""
    """Import the labels of this annotator of the files only."""
    format: str = ""
    """Of the files; empty: told by what is in them."""
    mapping: LabelMapping = field(default_factory=LabelMapping)
    columns: Mapping[str, str] = field(default_factory=dict)
    """Columns of tables by what they hold: see `annotator.interop.label_rows.ROLES`."""
    replace: bool = False
    """Let what the files say replace a label that is there and differs; its history keeps both."""
    texts: bool = False
    """Put texts that are not in the corpus into it."""
    new_codebook: bool = False
    """Make the project's codebook of the labels that are found."""
    pseudonyms: bool = False
    """Take the project's own pseudonyms for those who have them: the files come of an export of it."""
    dry_run: bool = False
    """Change nothing."""


class ProblemKind(StrEnum):
    """What is the matter with a row."""

    REFUSED = "refused"
    """It cannot be used."""
    CONFLICT = "conflict"
    """Another label of the sentence by the same annotator is there."""


class RowProblem(NamedTuple):
    """A row that was not imported as it is."""

    kind: ProblemKind
    file: str
    row: str
    reason: str
    article: str = ""
    unit: str = ""
    annotator: str = ""
    label: str | None = None
    there: str | None = None
    """The label that is there, of a conflict."""

    def __str__(self) -> str:
        return f"{self.file}: {self.row}: {self.reason}" if self.row else f"{self.file}: {self.reason}"


@dataclass(slots=True)
class LabelImport:
    """What came of importing labels."""

    saved: int = 0
    """Labels that are on the disk since, also those that replaced others."""
    there: int = 0
    """Labels that were there already."""
    replaced: int = 0
    """Labels saved in the place of others."""
    conflicts: int = 0
    """Labels that differ from what is there, which is kept unless `replaced`."""
    refused: int = 0
    """Rows that could not be used."""
    unreadable: int = 0
    """Files that are refused as a whole."""
    articles: int = 0
    """Articles that are new."""
    sources: int = 0
    """Entries of the source register that are new."""
    annotators: Counter[str] = field(default_factory=Counter)
    """Labels saved, by annotator."""
    notes: list[str] = field(default_factory=list)
    """What else is worth saying, one line each."""
    codebook: Path | None = None
    """The codebook that was made, if any."""

    @property
    def exit_code(self) -> int:
        """0 all is in, 1 there are conflicts, 2 nothing could be used, 3 a part could not."""
        bad = self.refused + self.unreadable
        if bad:
            return 3 if self.saved or self.there or self.articles or self.conflicts else 2
        return 1 if self.conflicts > self.replaced else 0


Tell = Callable[[RowProblem], None]
"""Called with each row that was not imported as it is."""
