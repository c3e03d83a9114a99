"""Labels from Label Studio: our own export, its full JSON export (also of versions before 1.0), and JSON-MIN.

Of an annotation the control called `label` has the label, or else the only one with choices in the file; the
other controls are attributes by their names. Regions with labels are passages. Whoever completed an
annotation is its annotator; an annotation that is the ground truth is gold's. Of predictions only those that
we wrote are read: others are a model's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from annotator.interop.flat import OF_SOURCES, SAID, Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Importer, Refused
from annotator.interop.foreign_tasks import TaskPlace, labels_of, only_text, place_of, texts_told
from annotator.interop.json_rows import (
    Row,
    RowError,
    json_rows,
    number,
    one_label,
    passage,
    quoted,
    sniff,
)
from annotator.interop.label_studio import INFO
from annotator.interop.label_studio_config import LABEL, attribute
from schemas import GOLD

_ANNOTATIONS = ("annotations", "completions")
_MIN = frozenset({"id", "annotator", "annotation_id"})
_REGIONS = frozenset({"labels", "hypertextlabels"})
_VALUES = frozenset({"textarea", "rating", "number", "datetime"})
_LABELS_OF_MIN = (LABEL, "labels", "choice", "choices", "class", "category", "sentiment")
_OURS = frozenset((*SAID, *OF_SOURCES))


@dataclass
class _Said:
    """What an annotation says, by its controls."""

    choices: dict[str, list[Any]] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    stretches: list[tuple[int, int, list[Any]]] = field(default_factory=list)
    """Choices that stand for a region: start, end, the choices."""
    unused: Counter[str] = field(default_factory=Counter)


def read(path: Path) -> Iterator[ForeignText | Refused]:
    """Read a file, or the files of a folder or ZIP archive."""
    controls = cache(lambda: _controls(path))

    def task(row: Row) -> Iterator[ForeignText | Refused]:
        if isinstance(row.value.get("data"), dict):
            yield from _Task(row, controls).read()
        elif row.value.keys() >= _MIN:
            yield _flat_task(row)
        else:
            yield Refused(row.where, "is no task: it has no data")

    yield from texts_told(json_rows(path, _is_task), task)


def _is_task(first: Mapping[str, Any]) -> bool:
    return isinstance(first.get("data"), dict) or first.keys() >= _MIN


def _controls(path: Path) -> frozenset[str]:
    """Find the controls with choices of whole texts in all annotations of a file."""
    names: set[str] = set()
    for row in json_rows(path, _is_task):
        if isinstance(row, Row):
            for _, annotation in _entries(row.value, _ANNOTATIONS):
                names.update(_choice_names(annotation.get("result")))
    return frozenset(names)


def _choice_names(result: object) -> Iterator[str]:
    for region in result if isinstance(result, list) else ():
        if isinstance(region, dict) and region.get("type") == "choices":
            value, name = region.get("value"), region.get("from_name")
            if isinstance(name, str) and isinstance(value, dict) and "start" not in value:
                yield name


def _entries(value: Mapping[str, Any], names: tuple[str, ...]) -> list[tuple[str, Mapping[str, Any]]]:
    """Give the annotations or predictions under any of the names, with what to call them."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    for name in names:
        entries = value.get(name)
        if not isinstance(entries, list):
            continue
        what = name.removesuffix("s")
        # Exports have predictions as bare numbers.
        found += [(f"{what} {n}", entry) for n, entry in enumerate(entries, 1) if isinstance(entry, dict)]
    return found


class _Task:
    """One task with its annotations."""

    def __init__(self, row: Row, controls: Any) -> None:
        self._row = row
        self._controls = controls
        data = row.value["data"]
        annotations = [annotation for _, annotation in _entries(row.value, _ANNOTATIONS)]
        self._place: TaskPlace = place_of(row.where, data, only_text(data, *_named_texts(annotations)))
        users = data.get("users") if self._place.ours else None
        self._users = users if isinstance(users, dict) else {}

    def read(self) -> Iterator[ForeignText | Refused]:
        """Give the text with its labels, and what of them cannot be used."""
        labels: list[ForeignLabel] = []
        for name, entry in _entries(self._row.value, (*_ANNOTATIONS, "predictions")):
            where = f"{self._row.where}, {name}"
            try:
                said = self._said(entry)
                labels += self._labels(where, self._annotator(entry, name), said)
            except RowError as error:
                yield Refused(where, str(error))
                continue
            for what, count in sorted(said.unused.items()):
                yield Refused(where, f"there is no place for {what} ({count:,})")
        yield self._place.labelled(iter(labels))

    def _annotator(self, entry: Mapping[str, Any], name: str) -> str:
        if name.startswith("prediction"):
            version = entry.get("model_version")
            if not self._place.ours or not isinstance(version, str) or not version:
                raise RowError(f"prediction of {quoted(version)}: a model's, no annotator's")
            return version
        if entry.get("was_cancelled") is True or entry.get("skipped") is True:
            raise RowError("skipped by its annotator: no label")
        if entry.get("ground_truth") is True:
            return GOLD
        user = _user(entry)
        whose = self._users.get(user)
        return whose if isinstance(whose, str) and whose else user

    def _said(self, entry: Mapping[str, Any]) -> _Said:
        result = entry.get("result")
        if not isinstance(result, list):
            raise RowError(f"result {quoted(result)} is no list")
        said = _Said()
        for region in result:
            if not isinstance(region, dict):
                raise RowError(f"region {quoted(region)} is no object")
            _take(said, region, self._place.text)
        return said

    def _labels(self, where: str, annotator: str, said: _Said) -> Iterator[ForeignLabel]:
        name = self._label_control(said)
        label = one_label(said.choices.pop(name, []))
        attributes = dict(said.attributes)
        for control, words in said.choices.items():
            attributes[attribute(control)] = " ".join(map(str, words))
        if label is not None or said.passages or attributes or self._place.ours:
            yield from labels_of(self._place, where, annotator, label, said.passages, attributes)
        for start, end, choices in said.stretches:
            found = one_label(choices)
            if found is not None:
                yield ForeignLabel(where=where, label=found, annotator=annotator, start=start, end=end)

    def _label_control(self, said: _Said) -> str:
        """Tell which control has the label; raises `RowError` where several may."""
        if self._place.ours or LABEL in said.choices or not said.choices:
            return LABEL
        controls = self._controls()
        if LABEL in controls:
            return LABEL
        if len(controls) > 1:
            names = ", ".join(map(quoted, sorted(controls)[:5]))
            raise RowError(f"the label is one of {names}; name its control `{LABEL}`")
        return next(iter(said.choices))


def _take(said: _Said, region: Mapping[str, Any], text: str) -> None:
    """Take a region into what is said; raises `RowError`."""
    kind, name, value = region.get("type"), region.get("from_name"), region.get("value")
    if not isinstance(kind, str) or not isinstance(value, dict):
        unfit = {"relation": "relations"}.get(str(kind)[:40])
        if unfit is None:
            raise RowError(f"region of type {quoted(kind)} has no value")
        said.unused[unfit] += 1
    elif not isinstance(name, str):
        raise RowError(f"region of type {quoted(kind)} has no control")
    elif kind in _REGIONS:
        said.passages += _regions(value, kind, text)
    elif kind == "choices" and isinstance(value.get("choices"), list):
        if "start" in value:
            first = passage(text, value["start"], value.get("end"), name)
            said.stretches.append((first.start, first.end, value["choices"]))
        else:
            said.choices.setdefault(name, []).extend(value["choices"])
    elif kind in _VALUES and "start" not in value:
        said.attributes[attribute(name)] = _words(value.get("text" if kind == "textarea" else kind))
    else:
        said.unused[f"regions of type {quoted(kind)}"] += 1


def _regions(value: Mapping[str, Any], kind: str, text: str) -> Iterator[Passage]:
    names = value.get(kind, value.get("labels"))
    if not isinstance(names, list) or not names:
        raise RowError(f"region with the labels {quoted(names)}")
    start, end = number(value.get("start"), "start"), number(value.get("end"), "end")
    for name in names:
        found = passage(text, start, end, name)
        quote = value.get("text")
        # Old versions write line ends as two characters.
        if isinstance(quote, str) and text[start:end] not in (quote, quote.replace("\\n", "\n")):
            raise RowError(f"the text has {quoted(text[start:end])} at {start}, not {quoted(quote)}")
        yield found


def _words(value: object) -> str:
    """Write the value of a control as words."""
    if isinstance(value, list):
        return "\n".join(map(_words, value))
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise RowError(f"{quoted(value)} is no value of a control")


def _user(entry: Mapping[str, Any]) -> str:
    """Name whoever completed an annotation: by mail address, else number; old versions have both in one."""
    by = entry.get("completed_by")
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    if by is None and isinstance(name := entry.get("created_username"), str):
        by = name.rpartition(",")[0].strip() or name.strip()
    return str(by) if isinstance(by, str | int) and not isinstance(by, bool) else ""


def _named_texts(annotations: list[Mapping[str, Any]]) -> Iterator[str]:
    """Give the names of what the regions belong to, which is often the name of the text, too."""
    for annotation in annotations:
        result = annotation.get("result")
        for region in result if isinstance(result, list) else ():
            if isinstance(region, dict) and isinstance(name := region.get("to_name"), str):
                yield name


def _flat_task(row: Row) -> ForeignText:
    """Read a row of JSON-MIN, which has the data and the controls of one annotation side by side."""
    value = row.value
    place = place_of(row.where, value, only_text(value))
    if value["annotation_id"] is None:
        return place.labelled(iter(()))  # nobody has annotated the task
    passages: list[Passage] = []
    for regions in value.values():
        for region in regions if isinstance(regions, list) else ():
            if isinstance(region, dict) and "start" in region and "labels" in region:
                passages += _regions(region, "labels", place.text)
    found = next((value[name] for name in _LABELS_OF_MIN if isinstance(value.get(name), str | dict)), None)
    if found is None and not passages and not place.ours:
        raise RowError("no label is found; export as JSON, not as JSON-MIN")
    label = one_label(_chosen(found))
    attributes = {
        attribute(name): " ".join(map(str, _chosen(given)))
        for name, given in value.items()
        if place.ours and attribute(name).partition("#")[0] in _OURS
    }
    user = _user({"completed_by": value["annotator"]})
    return place.labelled(labels_of(place, row.where, user, label, passages, attributes))


def _chosen(given: object) -> list[Any]:
    if isinstance(given, dict):
        given = given.get("choices", given.get("text"))
    if isinstance(given, list):
        return given
    return [] if given is None else [given]


IMPORTER = Importer(
    name=INFO.name,
    summary="Label Studio: its JSON export (JSON-MIN too), or tasks with annotations",
    sniff=lambda path, head: sniff(path, head, _is_task),
    read=read,
)
