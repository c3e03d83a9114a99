"""Reads labels from JSON Lines: our own, of a whole export or a single file, and plain rows that others make.

A row needs `label` and something that tells what is labelled: `text`, or `article` with `unit` or `start` and
`end`. Names that others give these are understood, e.g. `sentence` and `class`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.interop.foreign import ForeignText, Importer, Refused
from annotator.interop.json_rows import RowError, json_rows, sniff
from annotator.interop.label_rows import choose_columns, foreign_text

_OTHERS = frozenset(
    (
        *("_input_hash", "_task_hash", "annotation_id", "answer", "annotations", "cats", "completions"),
        *("data", "entities", "predictions", "spans", "tokens"),
    )
)
"""Keys of rows that other formats have."""

_FILES = ("labels.jsonl", "gold.jsonl", "retest.jsonl")
_SECOND = "retest.jsonl"


def _test(first: Mapping[str, Any]) -> bool:
    """Whether a row holds one label, in words or as a number."""
    if _OTHERS & first.keys():
        return False
    try:
        chosen = choose_columns(list(first))
    except AnnotatorError:
        return False
    return isinstance(first[chosen["label"]], str | int | None)


def read_jsonl(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[ForeignText | Refused]:
    """Give the labels of a file of rows, or of the row files of an export.

    `columns` are keys of the rows by what they hold, see `ROLES`, where they are not known by themselves.
    """
    given = tuple(sorted((columns or {}).items()))
    if not path.is_dir():
        yield from _texts(path, "", given)
        return
    there = [path / name for name in _FILES if (path / name).is_file()]
    if not there:
        raise AnnotatorError(f"{path}: none of {', '.join(_FILES)} is in it")
    for file in there:
        if file.stat().st_size:
            yield from _texts(file, f"{file.name}, ", given)


def _texts(path: Path, inside: str, given: tuple[tuple[str, str], ...]) -> Iterator[ForeignText | Refused]:
    for row in json_rows(path, _test):
        where = inside + row.where
        if isinstance(row, Refused):
            yield Refused(where, row.reason)
            continue
        try:
            found = foreign_text(row.value, _columns(tuple(row.value), given), where)
        except (RowError, AnnotatorError) as error:
            yield Refused(where, str(error))
            continue
        if path.name == _SECOND:
            found = replace(found, labels=tuple(replace(label, second=True) for label in found.labels))
        yield found


@lru_cache(maxsize=1000)
def _columns(keys: tuple[str, ...], given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return choose_columns(keys, dict(given))


def _sniff(path: Path, head: bytes) -> bool:
    return bool(head) and sniff(path, head, _test)


IMPORTER = Importer(
    "jsonl",
    "native JSON Lines, and rows with `text`, `label`, `annotator`, `article`",
    _sniff,
    read_jsonl,
    of_columns=read_jsonl,
)
