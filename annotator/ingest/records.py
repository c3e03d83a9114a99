"""JSON: an object per line, or an array of objects; an object is an article, its keys are told by name."""

from collections.abc import Iterator, Mapping
from typing import cast

from annotator.errors import AnnotatorError
from annotator.ingest.decoding import decode_lines
from annotator.ingest.document import Document, Part, Refused, refuse
from annotator.ingest.json_values import Found, JsonObject, json_values
from annotator.ingest.rows import Rows
from annotator.ingest.source import SourceFile

_LISTS = (
    "articles",
    "items",
    "results",
    "docs",
    "documents",
    "data",
    "response",
    "hits",
    "records",
    "entries",
)
"""Keys under which the programs that collect articles put them."""

_MAX_DEPTH = 4
"""Levels of objects whose keys can be named with dots, e.g. `source.name`."""

_TRIED = 20
"""Objects without a known text, before any with one, after which a file is none of articles."""


def read_json(source: SourceFile) -> Iterator[Part]:
    """Yield the articles of a JSON file, as it is read.

    It holds an array of objects, an object on each line, one object that is an article, or one with a list of
    them. Raises `AnnotatorError` when none of the first objects has a text.
    """
    with source.open() as stream:
        lines = decode_lines(source, stream)
        rows = Rows(source, lines.encoding, lines.changes)
        values = json_values(lines, _of_object)
        yield from _settle(source, rows, values)
        for found in values:
            yield _article(source, rows, found)


def _settle(source: SourceFile, rows: Rows, values: Iterator[Found]) -> Iterator[Part]:
    """Yield what comes of the values up to the first whose keys tell which of them holds the text."""
    held: list[Found] = []
    first: AnnotatorError | None = None
    for found in values:
        if found.problem or _trouble(found.value):
            yield _article(source, rows, found)
            continue
        held.append(found)
        try:
            yield rows.settle(tuple(_keys(found)))
        except AnnotatorError as error:
            first = first or error
            if len(held) == _TRIED:
                break
        else:
            yield from (_article(source, rows, one) for one in held)
            return
    if first:
        raise first


def _article(source: SourceFile, rows: Rows, found: Found) -> Document | Refused:
    if problem := found.problem or _trouble(found.value):
        return refuse(source, found.place, problem)
    record = _keys(found)
    try:
        rows.widen(tuple(record))
    except AnnotatorError as error:
        return refuse(source, found.place, str(error))
    return rows.article(found.place, record, found.raw)


def _keys(found: Found) -> dict[str, object]:
    return dict(_flat(cast(JsonObject, found.value)))


def _trouble(record: object) -> str:
    if not isinstance(record, JsonObject):
        return "is no object with the fields of an article"
    return f"the key {min(record.twice)!a} is there twice" if record.twice else ""


def _flat(record: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Give the values of an object, and those of objects inside it under names with dots."""
    for key, value in record.items():
        yield prefix + key, value
        if isinstance(value, Mapping) and prefix.count(".") < _MAX_DEPTH - 1:
            yield from _flat(value, f"{prefix}{key}.")


def _of_object(found: Found) -> Iterator[Found]:
    """Give the articles of an object: those in its list of them, else itself."""
    record = found.value
    if not isinstance(record, JsonObject):
        yield found
        return
    within = [record, *(value for value in record.values() if isinstance(value, JsonObject))]
    lists = (inside.get(name) for name in _LISTS for inside in within)
    articles = next((a for a in lists if isinstance(a, list) and a and isinstance(a[0], JsonObject)), None)
    if articles is None:
        yield found._replace(place="")
        return
    for number, article in enumerate(articles, start=1):
        yield Found(f"item {number}", article, found.raw)
