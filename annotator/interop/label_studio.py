"""Label Studio: a task per sentence, and the labelling configuration that goes with them.

`tasks.json`: an array, to be imported as a file. `data` has the sentence (`text`), where it stands
(`article`, `unit`, `start`, in code points), what stands around it, and `state`, what its label rests on.
Gold is an annotation with `ground_truth`; other annotators' records are predictions whose `model_version` is
the annotator, for Label Studio refuses users that it does not know. Where their users are told they are
annotations `completed_by` them, and `data.users` says whose. Offsets of passages are code points of `text`.

`label_config.xml`: the configuration of the project: every label, name of a passage and attribute.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from annotator.interop.context import Answer, Task, ascii_json, tasks
from annotator.interop.folder import HashedFile, OutputFolder
from annotator.interop.label_studio_config import LABEL, PASSAGE, TEXT, control, is_choice, label_config
from annotator.interop.vocabulary import Vocabulary
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter
from schemas import GOLD

INFO = FormatInfo(
    name="label-studio",
    summary="Label Studio tasks with annotations and predictions, and the labelling configuration",
    files=("tasks.json", "label_config.xml"),
    loses=(
        "how a label came about: suggestions, times, who adjudicated and why",
        "the articles' text outside units, their provenance",
    ),
    imported=True,
)


class LabelStudioWriter(PlainWriter):
    """Writes one array of tasks, for each part of the split."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._codebook = job.codebook
        self._words = Vocabulary(job.codebook)
        self._users = {name: _user(user) for name, user in job.options.users.items()}
        self._files = {part: _array(folder, part) for part in job.parts or ("",)}

    def add(self, item: Item) -> None:
        """Write the sentences of one article."""
        file = self._files[item.part]
        between = ",\n" if file.rows else ""
        rows = []
        for task in tasks(item):
            for given in task.answers:
                self._words.add(given.flat)
            rows.append(between + ascii_json(self._task(task)))
            between = ",\n"
        file.write_rows(rows)

    def finish(self) -> None:
        """Close the arrays, and declare the words that came."""
        for file in self._files.values():
            file.write("\n]\n")
        self._folder.write("label_config.xml", label_config(self._codebook, self._words))

    def _task(self, task: Task) -> dict[str, Any]:
        data: dict[str, Any] = {"text": task.text, **task.about}
        if self._users:
            data["users"] = {_name(user): name for name, user in self._users.items()}
        annotations, predictions = [], []
        for given in task.answers:
            result = list(_result(task, given))
            user = self._users.get(given.annotator)
            if user is None and given.annotator != GOLD:
                predictions.append({"model_version": given.annotator, "result": result})
                continue
            annotation = {
                "ground_truth": given.annotator == GOLD,
                "was_cancelled": False,
                "lead_time": given.seconds,
                "result": result,
            }
            annotations.append(annotation if user is None else {"completed_by": user, **annotation})
        return {"data": data, "annotations": annotations, "predictions": predictions}


def _array(folder: OutputFolder, part: str) -> HashedFile:
    file = folder.file(f"{part}/tasks.json" if part else "tasks.json", rows=0)
    file.write("[\n")
    return file


def _user(user: str) -> int | dict[str, str]:
    """Write a user as Label Studio looks it up: by number, else by mail address."""
    return int(user) if user.isascii() and user.isdigit() else {"email": user}


def _name(user: int | Mapping[str, str]) -> str:
    return user["email"] if isinstance(user, Mapping) else str(user)


def _result(task: Task, given: Answer) -> Iterator[dict[str, Any]]:
    """Give the regions of an annotation; ids follow from what they belong to."""
    whose = f"{task.about['article']}\0{task.about['unit']}\0{given.annotator}"
    begins = blake2b(whose.encode(), digest_size=5).hexdigest()
    for number, (name, kind, value) in enumerate(_regions(task.text, given), start=1):
        yield {"id": f"{begins}-{number}", "from_name": name, "to_name": TEXT, "type": kind, "value": value}


def _regions(text: str, given: Answer) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if given.flat.label is not None:
        yield LABEL, "choices", {"choices": [given.flat.label]}
    for start, end, name in given.flat.passages:
        yield PASSAGE, "labels", {"start": start, "end": end, "text": text[start:end], "labels": [name]}
    for name, word in given.flat.attributes.items():
        if is_choice(name):
            yield control(name), "choices", {"choices": [word]}
        else:
            yield control(name), "textarea", {"text": [word]}


EXPORTER = Exporter(INFO, LabelStudioWriter)
