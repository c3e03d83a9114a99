"""doccano JSONL: a file per annotator, as doccano exports them, for each kind of project.

- `intent-detection-and-slot-filling/NAME.jsonl`: `text`, the label in `cats`, the passages in `entities`
  (`[start, end, name]`, in code points of `text`).
- `text-classification/NAME.jsonl`: `text`, the label in `label`.
- `sequence-labeling/NAME.jsonl`: `text`, the passages in `label`.
- `NAME` is the annotator's name as a file's, or `gold`; `unlabelled.jsonl` has the sentences that nobody has
  a record of.
- `category_labels.json` and `span_labels.json`: labels and names of passages, for doccano's import of labels.

doccano itself drops spans that overlap, but in a project for sequence labeling that allows them to.

Everything is ASCII, for doccano guesses encodings; every line has the same keys and all further values are
strings, for doccano reads lines as a table. `attributes` is JSON in a string.
"""

import json
from collections.abc import Iterable

from annotator.interop.context import ascii_json, quote, tasks
from annotator.interop.flat import Flat
from annotator.interop.folder import HashedFile, OutputFolder
from annotator.interop.losses import BETWEEN, EMPTY, HISTORY, LAYOUT, VERSIONS
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
        HISTORY,
        LAYOUT,
        EMPTY,
        VERSIONS,
        BETWEEN,
        "passages that overlap, in doccano itself: only sequence labeling can allow them",
    ),
    imported=True,
)

UNLABELLED = "unlabelled"
_COLOURS = ("#1f6feb", "#b35900", "#1a7f37", "#8250df", "#bf3989", "#57606a", "#9a6700", "#0a7ea4")
_TEXT = "#ffffff"
_NOBODY = (("", Flat(), None),)
"""Stands for the answers to what nobody answered."""


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
        rows: dict[str, tuple[list[str], list[str], list[str]]] = {}
        for task in tasks(item):
            begins = f'{{"text":{task.quoted},'
            told = f'"start":"{task.start}",{task.members}'
            for annotator, flat, _ in task.answers or _NOBODY:
                self._words.add(flat)
                classes = "" if flat.label is None else quote(flat.label)
                spans = ",".join(f"[{start},{end},{quote(name)}]" for start, end, name in flat.passages)
                ends = (
                    f'{told},"annotator":{quote(annotator)},'
                    f'"attributes":{quote(ascii_json(flat.attributes))}}}\n'
                )
                both, of_classes, of_spans = rows.setdefault(annotator, ([], [], []))
                both.append(f'{begins}"cats":[{classes}],"entities":[{spans}],{ends}')
                of_classes.append(f'{begins}"label":[{classes}],{ends}')
                of_spans.append(f'{begins}"label":[{spans}],{ends}')
        for annotator, by_form in rows.items():
            for form, lines in zip((BOTH, CLASSES, SPANS), by_form, strict=True):
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
