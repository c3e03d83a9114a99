"""Everything of a label file that is exactly as Annotator writes it, in one pass: to go on writing it.

A file with anything unusual about it goes through `read_contents`, which names what is wrong.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from annotator.store.contents import Contents, Expected, number, read_contents, same_annotator
from annotator.store.form import intact_tables
from annotator.store.intact import meta_in
from annotator.store.written import WrittenTable
from schemas import Annotation, Event, LabelFileMeta
from schemas.bulk import annotations_by_key

_MOST_ROWS = 10**9
_TABLES = ("meta", "labels", "history")


def read_whole(path: Path, data: bytes, expected: Expected) -> Contents:
    """Give what `read_contents` gives of a file, and its rows as they stand if they can be kept like that."""
    try:
        found = _read(data, expected)
    except (ValueError, RecursionError, OverflowError):  # pydantic's errors and those of JSON are ValueErrors
        found = None
    return found or read_contents(path, data, expected)


def _read(data: bytes, expected: Expected) -> Contents | None:
    tables = intact_tables(data)
    if tables is None or not {"meta", "history"} <= tables.keys() <= set(_TABLES):
        return None
    meta = meta_in(tables["meta"], expected)
    if meta is None:
        return None
    labels = tables.get("labels", b"{}")
    records: dict[str, Annotation] = annotations_by_key().validate_json(labels)
    events = _events().validate_json(tables["history"])
    if not all(_belongs(int(key), record, meta) for key, record in records.items()):
        return None
    found = Contents(meta, {record.unit: record for record in records.values()})
    if not _add_events(events, meta, found):
        return None
    found.written = {
        "labels": WrittenTable.of_lines(_rows(labels, records)),
        "history": WrittenTable.of_lines(_rows(tables["history"], events)),
    }
    return found


def _belongs(key: int, record: Annotation, meta: LabelFileMeta) -> bool:
    """Whether a record is in its place and its owner's, and keeps the rules of `schemas.bulk.LEFT_OUT`."""
    return (
        number(record.unit) == key
        and same_annotator(record.annotator, meta.annotator)
        and record.created <= record.updated
        and all(span.start < span.end for span in record.spans())
    )


def _add_events(events: Mapping[str, Event], meta: LabelFileMeta, found: Contents) -> bool:
    """Take the events over, each with the record before it; False when one is not what it should be."""
    left: dict[str, Annotation | None] = {}
    for key, event in events.items():
        if not same_annotator(event.annotator, meta.annotator):
            return False
        before = left.get(event.unit)
        if before is not None and "before" not in event.model_fields_set:
            event = event.model_copy(update={"before": before})
        left[event.unit] = event.after
        found.events[int(key)] = event
    return len({event.id for event in found.events.values()}) == len(events)


def _rows(table: bytes, keys: Mapping[str, object]) -> Iterator[tuple[int, bytes]]:
    """The rows as they stand, one on each line in the order of their ids; `ValueError` if they do not."""
    last = 0
    for key, line in zip(keys, table[1:-1].split(b"\n")[1:], strict=True):
        if not (last < int(key) < _MOST_ROWS and line.startswith(b'"%d": {' % int(key))):
            raise ValueError("not one row a line")
        last = int(key)
        yield last, line.removesuffix(b",") + b",\n"


@cache
def _events() -> TypeAdapter[dict[str, Event]]:
    return TypeAdapter(dict[str, Event])
