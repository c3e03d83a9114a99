"""Labels from doccano: our own export, and what doccano exports and exported.

The label of a text is in `label`, `cats` or `labels`, passages in `label`, `labels` or `entities`, either as
`[start, end, name]` or with `start_offset` and `end_offset`; old versions have both in `annotations`, with
numbers instead of names. Whose they are tells the name of the file in doccano's folder or ZIP archive.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.interop.doccano import BOTH, CLASSES, INFO, SPANS, UNLABELLED
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Importer, Refused
from annotator.interop.foreign_tasks import TaskPlace, labels_of, place_of, texts_told
from annotator.interop.json_rows import (
    Row,
    RowError,
    attributes_of,
    inner_names,
    json_rows,
    one_label,
    passage,
    quoted,
    sniff,
)

_ANSWERS = ("label", "cats", "labels", "entities", "annotations")
_NOBODY = ("all", UNLABELLED)
"""Names of files that are no annotator's."""


def read(path: Path) -> Iterator[ForeignText | Refused]:
    """Read a file, or the files of a folder or ZIP archive."""
    again = frozenset({CLASSES, SPANS}) if any(BOTH in _folders(name) for name in inner_names(path)) else ()
    yield from texts_told(json_rows(path, _is_row, lambda name: _folders(name).isdisjoint(again)), _task)


def _folders(name: str) -> frozenset[str]:
    return frozenset(name.split("/")[:-1])


def _is_row(first: Mapping[str, Any]) -> bool:
    if not isinstance(first.get("text", first.get("data")), str) or "answer" in first:
        return False
    return any(isinstance(first.get(name), list) for name in _ANSWERS)


def _task(row: Row) -> Iterator[ForeignText | Refused]:
    value = row.value
    text = value.get("text") or value.get("data")
    if not isinstance(text, str) or not text:
        raise RowError("has no text")
    place = place_of(row.where, value, text)
    if value.get("relations"):
        yield Refused(row.where, "there is no place for relations")
    try:
        labels = list(_labels(row, place))
    except RowError as error:
        yield Refused(row.where, str(error))
        labels = []
    yield place.labelled(iter(labels))


def _labels(row: Row, place: TaskPlace) -> Iterator[ForeignLabel]:
    untouched = place.ours and "id" not in row.value  # doccano gives every text a number
    by_user: dict[str, tuple[list[Any], list[Passage]]] = defaultdict(lambda: ([], []))
    for answer in _answers(row.value):
        classes, passages = by_user[_user(answer)]
        found = _passage(answer, place.text)
        if found is None:
            classes.append(answer.get("label") if isinstance(answer, dict) else answer)
        else:
            passages.append(found)
    if untouched:
        annotator = row.value.get("annotator")
        if not isinstance(annotator, str):
            raise RowError(f"annotator {quoted(annotator)} is no name")
        attributes = attributes_of(row.value.get("attributes"))
        if not annotator:
            return
    else:
        annotator = "" if row.file in _NOBODY else row.file
        attributes = _comments(row.value)
    if untouched or attributes:
        by_user[""]  # what was said without any label
    for user, (classes, passages) in by_user.items():
        said = {} if user else attributes
        yield from labels_of(place, place.where, user or annotator, one_label(classes), passages, said)


def _answers(value: Mapping[str, Any]) -> Iterator[Any]:
    for name in _ANSWERS:
        found = value.get(name)
        if isinstance(found, list):
            yield from found
        elif isinstance(found, str) and found:
            yield found
        elif found not in (None, ""):
            raise RowError(f"{name} {quoted(found)} is no list")


def _passage(answer: Any, text: str) -> Passage | None:
    """Read a passage; None: this is a label of the text."""
    if isinstance(answer, list):
        if len(answer) != 3:
            raise RowError(f"passage {quoted(answer)} is not [start, end, name]")
        return passage(text, *answer)
    if isinstance(answer, dict) and "start_offset" in answer:
        return passage(text, answer["start_offset"], answer.get("end_offset"), answer.get("label"))
    return None


def _user(answer: Any) -> str:
    user = answer.get("user") if isinstance(answer, dict) else None
    return str(user) if isinstance(user, int | str) and not isinstance(user, bool) else ""


def _comments(value: Mapping[str, Any]) -> dict[str, str]:
    comments = value.get("Comments")
    if not isinstance(comments, list):
        return {}
    words = [one.get("comment") if isinstance(one, dict) else one for one in comments]
    comment = "\n".join(word for word in words if isinstance(word, str) and word)
    return {"comment": comment} if comment else {}


IMPORTER = Importer(
    name=INFO.name,
    summary="doccano JSONL: a file, or the folder or ZIP archive with a file per user",
    sniff=lambda path, head: sniff(path, head, _is_row),
    read=read,
)
