"""The fields of a record as values of a table, and the adjudicated records as labels."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from annotator.interop.writer import Item, Job, PlacedLabel
from schemas import GOLD, Annotation, Attribution, BiasMark, CodebookRef, Hedge, Origin, Record, UnitKind

OWN_FIELDS = tuple(name for name in Annotation.model_fields if name not in ("unit", "label", "annotator"))
"""The fields of a record that follow `article, unit, start, end, text, label, annotator`."""

LABEL_FIELDS = ("article", "unit", "start", "end", "text", "label", "annotator", *OWN_FIELDS)

Cell = str | int | float | bool | None
"""A value of a table. Dates are ISO 8601 in UTC; what has fields or items of its own is compact JSON."""

compact_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""JSON without blanks, characters as they are; NaN is an error."""

Encoder = Callable[[Any], Cell]


class Encoding(NamedTuple):
    """How values become cells; ids, dates, hashes and the words of the schemas are cells as they are."""

    words: Encoder
    """Of text that people wrote."""
    json: Encoder
    """Of JSON."""
    number: Encoder
    """Of a number."""
    flag: Encoder
    """Of a boolean."""
    nothing: Cell
    """The empty cell."""

    def fields(self, names: Sequence[str]) -> list[Encoder]:
        """Give what makes cells of these fields of annotations, units and articles."""
        made: Mapping[str, Encoder] = {
            **dict.fromkeys(_FLAGS, self.flag),
            **dict.fromkeys(_NUMBERS, self.number),
            **dict.fromkeys(_WORDS, self.words),
            **{name: self._one_of({value: value.value for value in of}) for name, of in _CHOICES.items()},
            **dict.fromkeys(_SCALES, self._one_of({value: self.number(value) for value in range(7)})),
            **dict.fromkeys(("created", "updated"), in_utc),
            **dict.fromkeys(_RECORDS, self._record),
            "codebook": self._codebook(),
            "attributions": self._list(TypeAdapter(tuple[Attribution, ...])),
            "bias": self._list(TypeAdapter(tuple[BiasMark, ...])),
            "authors": lambda authors: self.json(compact_json(authors)),
            "quotation": lambda number: self.nothing if number is None else self.number(number),
            "published": lambda date: date or self.nothing,
            "text_sha256": str,
            "language": str,
        }
        return [made[name] for name in names]

    def _record(self, value: Record | None) -> Cell:
        return self.nothing if value is None else self.json(value.model_dump_json())

    def _one_of(self, cells: Mapping[Any, Cell]) -> Encoder:
        """Look the cell of one of few values up, or of None, instead of making it each time."""
        return {None: self.nothing, **cells}.__getitem__

    def _codebook(self) -> Encoder:
        """Look up what most records have in common."""
        known: dict[tuple[str, str], Cell] = {}

        def cell(codebook: CodebookRef) -> Cell:
            key = codebook.name, codebook.version
            if key not in known:
                known[key] = self.json(codebook.model_dump_json())
            return known[key]

        return cell

    def _list(self, adapter: TypeAdapter[Any]) -> Encoder:
        nothing = self.json("[]")
        dump = adapter.serializer.to_json  # what `dump_json` calls, which takes as long again
        return lambda items: self.json(dump(items).decode()) if items else nothing


_FLAGS = ("same_source", "gap", "mixed", "low_confidence", "flag")
_NUMBERS = ("seconds", "paragraph")
_SCALES = ("check_worthiness", "credibility")
_WORDS = ("comment", "title", "outlet", "url")
_RECORDS = ("suggestion", "adjudication")
_CHOICES: Mapping[str, type[Enum]] = {"hedge": Hedge, "origin": Origin, "kind": UnitKind}


def in_utc(moment: datetime) -> str:
    """Write a moment, which the schemas keep in UTC, as ISO 8601 with a Z."""
    return f"{moment.isoformat()[:-6]}Z"


def gold_labels(item: Item, job: Job) -> Iterator[PlacedLabel]:
    """Give the adjudicated records of an article, by annotator `gold`, unless they are among the labels."""
    if job.annotators is not None and GOLD in job.annotators:
        return
    for unit in item.article.units:
        if record := item.gold.get(unit.id):
            yield PlacedLabel(unit, GOLD, record)


def to_cell(value: Any) -> Cell:
    """Write the value of a record's field as one value of a table, words as they are."""
    if isinstance(value, datetime):
        return in_utc(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Record):
        return value.model_dump_json()
    if isinstance(value, tuple):
        return f"[{','.join(_item(one) for one in value)}]"
    return value  # type: ignore[no-any-return]


def _item(value: Any) -> str:
    return value.model_dump_json() if isinstance(value, Record) else compact_json(value)
