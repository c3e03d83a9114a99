"""Label Studio: a task per sentence, and the labelling configuration that goes with them.

`tasks.json`: an array, to be imported as a file. `data` has the sentence (`text`), where it stands
(`article`, `unit`, `start`, in code points), what stands around it, and `state`, what its label rests on.
Gold is an annotation with `ground_truth`; other annotators' records are predictions whose `model_version` is
the annotator, for Label Studio refuses users that it does not know. Where their users are told they are
annotations `completed_by` them, and `data.users` says whose. Offsets of passages are code points of `text`.

`label_config.xml`: the configuration of the project: every label, name of a passage and attribute.
"""

from collections.abc import Iterator
from hashlib import blake2b

from annotator.interop.context import Task, ascii_json, quote, tasks
from annotator.interop.flat import Flat
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
        self._digests: dict[str, str] = {}
        users = job.options.users
        self._users = {name: _user(user) for name, user in users.items()}
        whose = ascii_json({user: name for name, user in users.items()})
        self._whose = f',"users":{whose}' if users else ""
        self._files = {part: _array(folder, part) for part in job.parts or ("",)}

    def add(self, item: Item) -> None:
        """Write the sentences of one article."""
        file = self._files[item.part]
        between = ",\n" if file.rows else ""
        rows = []
        for task in tasks(item):
            rows.append(between + self._task(task))
            between = ",\n"
        file.write_rows(rows)

    def finish(self) -> None:
        """Close the arrays, and declare the words that came."""
        for file in self._files.values():
            file.write("\n]\n")
        self._folder.write("label_config.xml", label_config(self._codebook, self._words))

    def _task(self, task: Task) -> str:
        annotations, predictions = [], []
        for annotator, flat, record in task.answers:
            self._words.add(flat)
            result = f'"result":[{",".join(self._regions(task, annotator, flat))}]}}'
            user = self._users.get(annotator)
            if user is None and annotator != GOLD:
                predictions.append(f'{{"model_version":{quote(annotator)},{result}')
                continue
            truth = "true" if annotator == GOLD else "false"
            by = "" if user is None else f'"completed_by":{user},'
            annotations.append(
                f'{{{by}"ground_truth":{truth},"was_cancelled":false,"lead_time":{record.seconds!r},{result}'
            )
        return (
            f'{{"data":{{"text":{task.quoted},"start":{task.start},{task.members}{self._whose}}},'
            f'"annotations":[{",".join(annotations)}],"predictions":[{",".join(predictions)}]}}'
        )

    def _regions(self, task: Task, annotator: str, flat: Flat) -> Iterator[str]:
        """Give the regions of an annotation; ids follow from what they belong to."""
        begins = f'{{"id":"{task.unit}-{self._digest(annotator)}'
        for number, (name, kind, value) in enumerate(_values(task.text, flat), start=1):
            yield (
                f'{begins}-{number}","from_name":"{name}","to_name":"{TEXT}","type":"{kind}",'
                f'"value":{{{value}}}}}'
            )

    def _digest(self, annotator: str) -> str:
        if annotator not in self._digests:
            self._digests[annotator] = blake2b(annotator.encode(), digest_size=4).hexdigest()
        return self._digests[annotator]


def _array(folder: OutputFolder, part: str) -> HashedFile:
    file = folder.file(f"{part}/tasks.json" if part else "tasks.json", rows=0)
    file.write("[\n")
    return file


def _user(user: str) -> str:
    """Write a user as Label Studio looks it up: by number, else by mail address."""
    return str(int(user)) if user.isascii() and user.isdigit() else f'{{"email":{quote(user)}}}'


def _values(text: str, flat: Flat) -> Iterator[tuple[str, str, str]]:
    """Give control, type and value of each region."""
    if flat.label is not None:
        yield LABEL, "choices", f'"choices":[{quote(flat.label)}]'
    for start, end, name in flat.passages:
        words = f'"start":{start},"end":{end},"text":{quote(text[start:end])},"labels":[{quote(name)}]'
        yield PASSAGE, "labels", words
    for name, word in flat.attributes.items():
        if is_choice(name):
            yield control(name), "choices", f'"choices":[{quote(word)}]'
        else:
            yield control(name), "textarea", f'"text":[{quote(word)}]'


EXPORTER = Exporter(INFO, LabelStudioWriter)
