"""Where label files are, and reading them without a lock, to compare, count and export."""

import json
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from annotator.errors import AnnotatorError
from annotator.store.contents import Expected, read_contents
from annotator.store.filecache import is_settled, signature_of
from annotator.store.form import FormError, decode, intact_tables
from annotator.store.intact import read_intact
from annotator.store.judging import Labels
from annotator.store.migrations import migrated_tables
from annotator.store.storage import read_limited
from schemas import (
    GOLD,
    RESERVED_ANNOTATORS,
    SCHEMA_VERSION,
    Annotation,
    Article,
    Codebook,
    annotator_slug,
    slug,
)

_LONGEST_SECONDS = 86_400
"""No valid record has taken longer."""

RETEST = "retest"
"""The folder in an annotator's own that holds the labels of a second pass; these count nowhere else."""

_ARTICLE_ID = re.compile(r"(?P<stem>.+)-[0-9a-f]{8}")


def label_path(root: Path, annotator: str, article_id: str) -> Path:
    """Give the label file of an annotator and an article in the project at `root`.

    Raises `AnnotatorError` for a name that no annotator can have, and for what is no article id (`../` for
    example).
    """
    return _in_folder(annotator_folder(root, annotator), article_id)


def gold_path(root: Path, article_id: str) -> Path:
    """Give the file of the adjudicated labels of an article; raises for what is no article id."""
    return _in_folder(root / "annotations" / GOLD, article_id)


def labels_path(root: Path, name: str, article_id: str) -> Path:
    """Give the file to read labels from: an annotator's, or under the name `gold` the adjudicated ones."""
    return gold_path(root, article_id) if name == GOLD else label_path(root, name, article_id)


def _in_folder(folder: Path, article_id: str) -> Path:
    if not _is_article_id(article_id):
        raise AnnotatorError(f"{article_id!r} is no article id; `annotator articles` lists them")
    return folder / f"{article_id}.json"


def retest_path(root: Path, annotator: str, article_id: str) -> Path:
    """Give the file of an annotator's second pass of an article; raises as `label_path`."""
    path = label_path(root, annotator, article_id)
    return path.parent / RETEST / path.name


def annotator_folder(root: Path, annotator: str) -> Path:
    """Give the folder of an annotator's label files; raises `AnnotatorError` for an impossible name."""
    try:
        return root / "annotations" / _folder_name(annotator)
    except ValueError as error:
        raise AnnotatorError(f"{error}; choose another one") from None


_folder_name = lru_cache(maxsize=1000)(annotator_slug)


@lru_cache(maxsize=100_000)
def _is_article_id(name: str) -> bool:
    """Asked for every file of everybody: making the slug takes longer than finding the file."""
    match = _ARTICLE_ID.fullmatch(name)
    return match is not None and match["stem"] == slug(match["stem"])


def label_files(folder: Path) -> list[Path]:
    """List the label files of an annotator's folder, without sealed history and hidden files."""
    return [folder / name for name in names_in(folder) if is_label_file(name)]


def has_label_files(folder: Path) -> bool:
    """Tell whether a folder has any label file, without a look at all of them; raises as `names_in`."""
    return any(map(is_label_file, _entries(folder)))


def names_in(folder: Path) -> list[str]:
    """List a folder's entries by name, sorted; none when it is not there.

    Raises `AnnotatorError` when it is no folder or cannot be read: that is not the same as an empty one.
    """
    return sorted(_entries(folder))


def _entries(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:  # a Path for each of 30,000 would take a second
            yield from (entry.name for entry in entries)
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise AnnotatorError(f"{folder} is a file, a folder is needed; move the file away") from error
    except OSError as error:
        raise AnnotatorError(f"{folder} cannot be read: {error.strerror}; make it readable") from error


def _is_folder(path: Path) -> bool:
    """Tell whether there is a folder; files may lie beside one. Raises when nobody can tell."""
    try:
        return path.is_dir()
    except OSError as error:
        raise AnnotatorError(f"{path} cannot be read: {error.strerror}; make it readable") from error


def is_label_file(name: str) -> bool:
    """Tell a label file by its name from sealed history, hidden files and what was set aside."""
    return name.endswith(".json") and name.count(".") == 1 and len(name) > len(".json")


def annotator_folders(root: Path) -> dict[Path, str]:
    """List the annotators' folders of the project at `root` with each name as typed.

    The name is in the files; a folder without a readable one is called by its own name. The folder of the
    adjudicated labels is not among them. Raises `AnnotatorError` when `annotations` is no folder.
    """
    annotations = root / "annotations"
    names = (name for name in names_in(annotations) if name[0] != "." and name not in RESERVED_ANNOTATORS)
    return {folder: _name(folder) for name in names if _is_folder(folder := annotations / name)}


def label_folders(root: Path) -> dict[Path, str]:
    """List the folders that hold labels: the annotators', and last that of the adjudicated labels, if any."""
    gold = root / "annotations" / GOLD
    return annotator_folders(root) | ({gold: GOLD} if _is_folder(gold) else {})


def read_labels(path: Path, article: Article, codebook: Codebook) -> dict[str, Annotation]:
    """Read the labels of a file that apply; see `read_all_labels`."""
    return read_all_labels(path, Expected(article, None, codebook)).records


def read_all_labels(path: Path, expected: Expected) -> Labels:
    """Read the labels of a file by unit id, and count the outdated ones; none when there is no file.

    A label applies when the sentence has the words it had when labelled and the codebook allows it.
    Everything is validated; raises `AnnotatorError` naming file and entry when anything is wrong.
    """
    data = read_limited(path)
    return Labels({}) if data is None else labels_in(path, data, expected)


def labels_in(path: Path, data: bytes, expected: Expected) -> Labels:
    """Do as `read_all_labels` with what the file at `path` holds."""
    found = read_intact(data, expected)
    if found is not None:
        return found
    contents = read_contents(path, data, expected, history=False)
    if contents.problems:
        more = f" (and {len(contents.problems) - 1} more)" if len(contents.problems) > 1 else ""
        remedy = "open the article in Annotator to have it set aside and repaired"
        raise AnnotatorError(f"{path}: {contents.problems[0]}{more}; {remedy}")
    return expected.judge.labels(contents.records.values())


class Tally(NamedTuple):
    """What progress counts of a label file."""

    labelled: int = 0
    """Units with a label."""
    seconds: tuple[float, ...] = ()
    """Active seconds of each unit that took any."""
    flagged: int = 0
    """Units with a flag."""


def tally(path: Path) -> Tally:
    """Count the labels of a file without validating it; nothing when there is none.

    Raises `AnnotatorError` when it cannot be read.
    """
    data = read_limited(path)
    if data is None:
        return Tally()
    try:
        rows = _label_rows(path, data)
        labelled = sum(row.get("label") is not None for row in rows.values())
        given = (row.get("seconds", 0) for row in rows.values())
        seconds = tuple(float(spent) for spent in given if 0 < spent <= _LONGEST_SECONDS)
        return Tally(labelled, seconds, sum(row.get("flag") is True for row in rows.values()))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise AnnotatorError(f"{path}: no valid label file; see `annotator check`") from error


def _label_rows(path: Path, data: bytes) -> dict[str, Any]:
    """The documents of the labels in the present version, not validated."""
    tables = intact_tables(data)
    if tables and json.loads(tables["meta"])["1"]["schema_version"] == SCHEMA_VERSION:
        rows: dict[str, Any] = json.loads(tables["labels"])
        return rows
    return migrated_tables(path, decode(data))["labels"]


def _name(folder: Path) -> str:
    try:
        status = folder.stat()
    except OSError:
        return folder.name
    return _name_in(folder, signature_of(status)) if is_settled(status) else _read_name(folder)


@lru_cache(maxsize=1000)
def _name_in(folder: Path, state: str) -> str:
    """Find the name in a folder in this state: files are replaced, never written in place, so it changes."""
    return _read_name(folder)


def _read_name(folder: Path) -> str:
    for path in label_files(folder):
        try:
            name = migrated_tables(path, decode(read_limited(path) or b""))["meta"]["1"]["annotator"]
        except (AnnotatorError, FormError, LookupError, TypeError):
            continue
        if isinstance(name, str) and name.isprintable() and slug(name) == folder.name:
            return name
    return folder.name
