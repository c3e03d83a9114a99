"""Whether a dataset on the disk is what its manifest says, and can be read back."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from annotator.interop.folder import MANIFEST, WrittenFile
from annotator.interop.foreign import Refused
from annotator.interop.manifest import Manifest, read_manifest
from schemas import GOLD

_LISTED = 20
"""Most rows that are named one by one."""


def check_dataset(folder: Path) -> list[str]:
    """Read a dataset back and say in one line each what is not in order; nothing: all is.

    Files are held against their hashes and counts; labels are read with our own reader where there is one.

    Raises:
        AnnotatorError: there is no dataset in the folder, or a newer version wrote it.
    """
    manifest = read_manifest(folder)
    problems = [problem for file in manifest.files for problem in _file_problems(folder, file)]
    known = {MANIFEST, *(file.name for file in manifest.files)}
    there = (path for path in sorted(folder.rglob("*")) if not path.is_dir())
    strange = (name for path in there if (name := path.relative_to(folder).as_posix()) not in known)
    problems += [f"{folder / name}: does not belong to the dataset" for name in strange]
    return problems or list(_label_problems(folder, manifest))


def _file_problems(folder: Path, file: WrittenFile) -> Iterator[str]:
    path = folder / file.name
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest != file.sha256:
            yield f"{path}: is not as it was written; its hash differs"
        elif (rows := _rows(path)) is not None and file.rows is not None and rows != file.rows:
            yield f"{path}: has {rows:,} rows, not {file.rows:,}"
    except OSError as error:
        yield f"{path}: cannot be read ({error.strerror or error})"


def _rows(path: Path) -> int | None:
    """Count the records of a file; None where only its own reader can."""
    if path.suffix == ".jsonl":
        with path.open("rb") as lines:
            return sum(1 for _ in lines)
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return sum(1 for _ in csv.reader(stream)) - 1
    return None


def _label_problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Hold the labels that our reader finds against those that were written."""
    from annotator.interop.importers import IMPORTERS

    importer = IMPORTERS.get(manifest.format)
    if importer is None:
        return
    written = {GOLD: manifest.gold, **manifest.labels}
    read: Counter[str] = Counter()
    refused = 0
    for row in importer.read(folder):
        if isinstance(row, Refused):
            refused += 1
            if refused <= _LISTED:
                yield f"{folder}, {row.where}: cannot be read back ({row.reason})"
            continue
        read.update(label.annotator for label in row.labels if label.label is not None and not label.second)
    if refused > _LISTED:
        yield f"{folder}: {refused - _LISTED:,} more rows cannot be read back"
    for name in sorted({*written, *read}):
        found, expected = read[name], written.get(name, 0)
        if found != expected:
            yield f"{folder}: {found:,} labels by {name} are read back, {expected:,} were written"
