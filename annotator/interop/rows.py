"""The flat row of a label: the same fields in every format that holds whole records."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import Enum
from operator import attrgetter
from typing import Any

from annotator.interop.writer import Item, Job, PlacedLabel
from schemas import GOLD, Annotation, Record

OWN_FIELDS = tuple(name for name in Annotation.model_fields if name not in ("unit", "label", "annotator"))
"""The fields of a record that follow `article, unit, start, end, text, label, annotator`."""

LABEL_FIELDS = ("article", "unit", "start", "end", "text", "label", "annotator", *OWN_FIELDS)

Cell = str | int | float | bool | None
"""A value of a table. Dates are ISO 8601 in UTC; what has fields or items of its own is compact JSON."""

compact_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""JSON without blanks, characters as they are; NaN is an error."""

_PLAIN = frozenset((str, int, float, bool, type(None)))


def cells_of(names: tuple[str, ...]) -> Callable[[Any], list[Cell]]:
    """Give what reads these fields of a record, two or more, as cells."""
    fields = attrgetter(*names)

    def cells(record: Any) -> list[Cell]:
        return [value if type(value) in _PLAIN else to_cell(value) for value in fields(record)]

    return cells


def to_cell(value: Any) -> Cell:
    """Write the value of a record's field as one value of a table."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Record):
        return value.model_dump_json()
    if isinstance(value, tuple):
        return f"[{','.join(_item(one) for one in value)}]"
    return compact_json(value) if isinstance(value, dict) else value


def gold_labels(item: Item, job: Job) -> Iterator[PlacedLabel]:
    """Give the adjudicated records of an article, by annotator `gold`, unless they are among the labels."""
    if job.annotators is not None and GOLD in job.annotators:
        return
    for unit in item.article.units:
        if record := item.gold.get(unit.id):
            yield PlacedLabel(unit, GOLD, record)


def _item(value: Any) -> str:
    return value.model_dump_json() if isinstance(value, Record) else compact_json(value)
