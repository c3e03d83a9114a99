"""Labels from Prodigy: our own export, or what `prodigy db-out` writes.

The label is the option in `accept`, or `label` where the answer is `accept`; `spans` are passages. A text
that was rejected has no label: the answer says only which one is wrong. One that was ignored has none either.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Importer, Refused
from annotator.interop.foreign_tasks import TaskPlace, labels_of, place_of, texts_told
from annotator.interop.json_rows import (
    Row,
    RowError,
    attributes_of,
    json_rows,
    one_label,
    passage,
    quoted,
    sniff,
)
from annotator.interop.prodigy import INFO

_MARKS = frozenset({"_input_hash", "_task_hash", "_session_id", "_annotator_id", "_view_id"})
_ANSWERS = frozenset({"accept", "reject", "ignore"})
_UNUSED = ("relations", "image", "audio", "video")


def read(path: Path) -> Iterator[ForeignText | Refused]:
    """Read a file, or the files of a folder or ZIP archive."""
    yield from texts_told(json_rows(path, _is_row), _task)


def _is_row(first: Mapping[str, Any]) -> bool:
    return not _MARKS.isdisjoint(first) or ("text" in first and str(first.get("answer")) in _ANSWERS)


def _task(row: Row) -> Iterator[ForeignText | Refused]:
    value = row.value
    text = value.get("text")
    if not isinstance(text, str) or not text:
        raise RowError("has no text")
    place = place_of(row.where, value, text)
    for name in _UNUSED:
        if value.get(name):
            yield Refused(row.where, f"there is no place for {name}")
    passages = _passages(value.get("spans"), text)
    try:
        labels = list(_labels(place, value, passages))
    except RowError as error:
        yield Refused(row.where, str(error))
        labels = []
    yield place.labelled(iter(labels))


def _labels(place: TaskPlace, value: Mapping[str, Any], passages: list[Passage]) -> Iterator[ForeignLabel]:
    answer = value.get("answer", "accept" if "accept" in value else None)
    if answer is None:
        return
    label = _label(value)
    if answer == "reject":
        raise RowError(f"rejected: says only that {quoted(label)} is wrong, which is no label")
    if answer == "ignore" and not place.ours:
        raise RowError("ignored by its annotator: no label")
    if str(answer) not in _ANSWERS:
        raise RowError(f"there is no answer {quoted(answer)}")
    attributes = attributes_of(value.get("attributes")) if place.ours else {}
    yield from labels_of(place, place.where, _annotator(value), label, passages, attributes)


def _label(value: Mapping[str, Any]) -> str | None:
    accepted = value.get("accept")
    if accepted is None:
        label = value.get("label")
        return None if label is None else one_label([label])
    if not isinstance(accepted, list):
        raise RowError(f"accept {quoted(accepted)} is no list")
    return one_label(accepted)


def _annotator(value: Mapping[str, Any]) -> str:
    for key in ("_annotator_id", "_session_id"):
        if isinstance(name := value.get(key), str) and name:
            return name
    return ""


def _passages(spans: object, text: str) -> list[Passage]:
    if spans is None:
        return []
    if not isinstance(spans, list) or not all(isinstance(span, dict) for span in spans):
        raise RowError(f"spans {quoted(spans)} are no list of objects")
    return [passage(text, span.get("start"), span.get("end"), span.get("label")) for span in spans]


IMPORTER = Importer(
    name=INFO.name,
    summary="Prodigy JSONL: what `prodigy db-out` writes",
    sniff=lambda path, head: sniff(path, head, _is_row),
    read=read,
)
