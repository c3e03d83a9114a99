"""doccano JSONL: a file per annotator, as doccano exports them, for each kind of project.

- `intent-detection-and-slot-filling/NAME.jsonl`: `text`, the label in `cats`, the passages in `entities`
  (`[start, end, name]`, in code points of `text`).
- `text-classification/NAME.jsonl`: `text`, the label in `label`.
- `sequence-labeling/NAME.jsonl`: `text`, the passages in `label`. The project must allow overlapping spans,
  else doccano drops those that overlap.
- `NAME` is the annotator's name as a file's, or `gold`; `unlabelled.jsonl` has the sentences that nobody has
  a record of.
- `category_labels.json` and `span_labels.json`: labels and names of passages, for doccano's import of labels.

Everything is ASCII, for doccano guesses encodings; every line has the same keys and all further values are
strings, for doccano reads lines as a table. `attributes` is JSON in a string.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from annotator.interop.context import Answer, Task, ascii_json, tasks
from annotator.interop.flat import Flat
from annotator.interop.folder import HashedFile, OutputFolder
from annotator.interop.names import Names, file_name
from annotator.interop.vocabulary import Vocabulary
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

BOTH = "intent-detection-and-slot-filling"
CLASSES = "text-classification"
SPANS = "sequence-labeling"

INFO = FormatInfo(
    name="doccano",
    summary="doccano JSONL: a file per annotator for each kind of project, and its labels",
    files=(
        f"{BOTH}/*.jsonl",
        f"{CLASSES}/*.jsonl",
        f"{SPANS}/*.jsonl",
        "category_labels.json",
        "span_labels.json",
    ),
    loses=(
        "how a label came about: suggestions, times, who adjudicated and why",
        "the articles' text outside units, their provenance",
    ),
    imported=True,
)

UNLABELLED = "unlabelled"
_COLOURS = ("#1f6feb", "#b35900", "#1a7f37", "#8250df", "#bf3989", "#57606a", "#9a6700", "#0a7ea4")
_TEXT = "#ffffff"

_FORMS: dict[str, Callable[[Flat], dict[str, Any]]] = {
    BOTH: lambda flat: {"cats": _classes(flat), "entities": _spans(flat)},
    CLASSES: lambda flat: {"label": _classes(flat)},
    SPANS: lambda flat: {"label": _spans(flat)},
}
"""The keys for the label and the passages, by kind of project."""


def _classes(flat: Flat) -> list[str]:
    return [] if flat.label is None else [flat.label]


def _spans(flat: Flat) -> list[list[int | str]]:
    return [[passage.start, passage.end, passage.name] for passage in flat.passages]


class DoccanoWriter(PlainWriter):
    """Writes each record into the files of its annotator."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._files: dict[tuple[str, str, str], HashedFile] = {}
        self._names = Names(file_name, taken=(UNLABELLED,))
        self._words = Vocabulary(job.codebook)
        self._keys = {label.name: label.key for label in job.codebook.labels}

    def add(self, item: Item) -> None:
        """Write the sentences of one article."""
        rows: dict[tuple[str, str], list[str]] = {}
        for task in tasks(item):
            about = {name: str(value) for name, value in task.about.items()}
            for given in task.answers or [Answer("", Flat(), 0.0, 0)]:
                self._words.add(given.flat)
                for form, line in _lines(task, about, given):
                    rows.setdefault((form, given.annotator), []).append(line)
        for (form, annotator), lines in rows.items():
            self._file(item.part, form, annotator).write_rows(lines)

    def finish(self) -> None:
        """Write the labels, with their keys and colours."""
        self._folder.write("category_labels.json", _label_set(self._words.labels, self._keys))
        self._folder.write("span_labels.json", _label_set(self._words.passages, {}))

    def _file(self, part: str, form: str, annotator: str) -> HashedFile:
        file = self._files.get((part, form, annotator))
        if file is None:
            under = f"{part}/" if part else ""
            name = self._names[annotator] if annotator else UNLABELLED
            file = self._folder.file(f"{under}{form}/{name}.jsonl", rows=0)
            self._files[part, form, annotator] = file
        return file


def _lines(task: Task, about: dict[str, str], given: Answer) -> Iterable[tuple[str, str]]:
    words = {**about, "annotator": given.annotator, "attributes": ascii_json(given.flat.attributes)}
    ends = f",{ascii_json(words)[1:]}\n"
    begins = f'{{"text":{ascii_json(task.text)},'
    for form, keys in _FORMS.items():
        yield form, begins + ascii_json(keys(given.flat))[1:-1] + ends


def _label_set(names: Iterable[str], keys: dict[str, str]) -> str:
    found = []
    taken = set()
    for number, name in enumerate(names):
        label = {"text": name, "backgroundColor": _COLOURS[number % len(_COLOURS)], "textColor": _TEXT}
        key = keys.get(name, "").lower()
        if key.isascii() and key.isalnum() and key not in taken:
            label["suffixKey"] = key
            taken.add(key)
        found.append(label)
    return json.dumps(found, indent=2) + "\n"


EXPORTER = Exporter(INFO, DoccanoWriter)
