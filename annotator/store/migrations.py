"""Files of an older schema version, brought to the present one step by step whenever they are read.

The file itself stays as it is until something is saved into it. A step gets the whole file as parsed from
JSON, a label file (or its sealed history) as documents by table and document id, an article as one
document, and gives it in the form of the next version; `schema_version` is set for it. A step that changes
what a record says, and not only how it is written, changes it in `labels` and adds an event of the cause
`migration` to `history`, with an id that every copy of the file would give it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.store.form import FormError, Row, rows_of
from schemas import SCHEMA_VERSION

Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""From one schema version to the next; may change what it is given."""

LABEL_FILES: dict[int, Migration] = {}
"""Steps for label files and their sealed histories, by the version that each starts from."""

ARTICLES: dict[int, Migration] = {}
"""Steps for articles, by the version that each starts from."""

_FAILURES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def migrated_tables(path: Path, tables: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give the tables of a label file in the present version; those of the present version as they are.

    Raises `AnnotatorError` for a newer version, `FormError` when a step cannot read what it finds.
    """
    version = _oldest(path, rows_of(tables))
    if version not in LABEL_FILES:
        return tables
    tables = _migrated(tables, version, LABEL_FILES)
    for row in rows_of(tables):
        _stamp(row)
    return tables


def migrated_rows(path: Path, rows: Iterable[Row]) -> Iterator[Row]:
    """Give what was salvaged of a damaged label file in the present version, each row on its own.

    A row that no step can read is given as it is: validation says what is wrong with it. Raises
    `AnnotatorError` for a newer version.
    """
    rows = list(rows)
    version = _oldest(path, rows)
    if version not in LABEL_FILES:
        yield from rows
        return
    for row in rows:
        try:
            changed = _migrated({row.table: {row.key: row.document}}, version, LABEL_FILES)
        except FormError:
            yield row
            continue
        for found in rows_of(changed):
            _stamp(found)
            yield found


def migrated_article(path: Path, document: dict[str, Any]) -> dict[str, Any]:
    """Give an article's document in the present version.

    Raises `AnnotatorError` for a newer version, `FormError` (a `ValueError`) when a step cannot read what it
    finds.
    """
    version = document.get("schema_version")
    refuse_newer(path, version)
    if not isinstance(version, int) or version not in ARTICLES:
        return document
    return _migrated(document, version, ARTICLES) | {"schema_version": SCHEMA_VERSION}


def refuse_newer(path: Path, version: object) -> None:
    """Raise `AnnotatorError` for what only a newer program can read."""
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise AnnotatorError(
            f"{path}: made by a newer Annotator (schema {version}); update this one to read it"
        )


def _oldest(path: Path, rows: Iterable[Row]) -> int:
    """The version of a label file; the older one where both sides of a conflict are in it."""
    versions = [SCHEMA_VERSION]
    for row in rows:
        if row.table == "meta" and isinstance(row.document, dict):
            version = row.document.get("schema_version")
            refuse_newer(path, version)
            if isinstance(version, int):
                versions.append(version)
    return min(versions)


def _migrated(document: dict[str, Any], version: int, steps: Mapping[int, Migration]) -> dict[str, Any]:
    while version < SCHEMA_VERSION:
        try:
            document = steps[version](document)
        except _FAILURES as error:
            raise FormError(
                f"cannot be brought from schema {version} to {version + 1}: {type(error).__name__}: {error}"
            ) from error
        version += 1
    return document


def _stamp(row: Row) -> None:
    if row.table == "meta" and isinstance(row.document, dict):
        row.document["schema_version"] = SCHEMA_VERSION
