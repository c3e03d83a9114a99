"""`manifest.json`: what stands in every dataset about itself."""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from annotator import __version__
from annotator.errors import AnnotatorError, describe
from annotator.interop.folder import MANIFEST, TOOL, WrittenFile
from annotator.interop.writer import ExportOptions
from schemas import CodebookRef, Record

VERSION = 1
"""Of the manifest; newer ones are refused."""
CARD = "README.md"
"""The dataset card, in every export."""


class Tool(Record):
    """The program that wrote an export."""

    name: str = TOOL
    version: str = __version__


class Dropped(Record):
    """What could not be written."""

    count: int
    reason: str
    """What one of it is; its first word is a noun."""

    def __str__(self) -> str:
        noun, _, rest = self.reason.partition(" ")
        return f"{self.count:,} {noun}{'s' * (self.count != 1)} {rest}"


class Manifest(Record):
    """`manifest.json`: what an export holds, checkable, and equal for equal input (so it has no time)."""

    manifest_version: int = VERSION
    format: str
    tool: Tool = Tool()
    codebook: CodebookRef
    codebook_sha256: str
    """Of the codebook as JSON: labels, rules and attributes."""
    labels_declared: tuple[str, ...]
    """All labels of the codebook, used or not, in its order."""
    articles: int
    units: int
    content_sha256: str
    """Of what the dataset says: the same in every format, for the same articles, labels, names and parts."""
    annotators: tuple[str, ...] | None = None
    """Whose labels were asked for, by the names that are written; null: everybody's."""
    labels: Mapping[str, int]
    """Labels written, by annotator; a row with only a flag or a comment is none."""
    gold: int = 0
    """Adjudicated labels written, beside the annotators' or as theirs."""
    pseudonyms: bool = False
    """Whether people have other names here than in their project."""
    offset_unit: str
    formula_guard: str | None
    """Take this prefix off every cell that begins with it; null: there is none."""
    options: ExportOptions = ExportOptions()
    split: Mapping[str, object] = {}
    """How the articles were dealt into parts; empty: they were not."""
    parts: Mapping[str, int] = {}
    """Articles in each part of the split."""
    files: tuple[WrittenFile, ...]
    dropped: tuple[Dropped, ...]
    loses: tuple[str, ...]
    """What this format can never hold."""


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a dataset.

    Raises:
        AnnotatorError: there is no dataset in the folder, or a newer version wrote it.
    """
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_bytes())
        ours, version = told["tool"]["name"] == TOOL, told["manifest_version"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise AnnotatorError(
            f"{folder}: holds no dataset that annotator wrote ({MANIFEST} is missing or damaged); "
            "name a dataset"
        ) from None
    if not ours:
        raise AnnotatorError(f"{folder}: holds no dataset that annotator wrote; name a dataset")
    if version != VERSION:
        raise AnnotatorError(f"{path}: was written by a newer version; read it with that")
    try:
        return Manifest.model_validate(told)
    except ValidationError as error:
        raise AnnotatorError(f"{path}: is damaged ({describe(error)}); export the dataset again") from None
