"""Label Studio: a task per sentence, and the labelling configuration that goes with them.

`tasks.json`: an array, to be imported as a file. `data` has the sentence (`text`), where it stands
(`article`, `unit`, `start`, in code points), what stands around it, and `state`, what its label rests on.
Gold is an annotation with `ground_truth`; other annotators' records are predictions whose `model_version` is
the annotator, for Label Studio refuses users that it does not know. Where their users are told they are
annotations `completed_by` them, and `data.users` says whose. Offsets of passages are code points of `text`.

`label_config.xml`: the configuration of the project: every label, name of a passage and attribute.
"""

from functools import cache
from hashlib import blake2b

from annotator.interop.context import Task, ascii_json, quote, tasks
from annotator.interop.flat import Flat
from annotator.interop.folder import HashedFile, OutputFolder
from annotator.interop.label_studio_config import LABEL, PASSAGE, TEXT, control, is_choice, label_config
from annotator.interop.losses import BETWEEN, EMPTY, HISTORY, LAYOUT, VERSIONS
from annotator.interop.vocabulary import Vocabulary
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter
from schemas import GOLD

INFO = FormatInfo(
    name="label-studio",
    summary="Label Studio tasks with annotations and predictions, and the labelling configuration",
    files=("tasks.json", "label_config.xml"),
    loses=(
        HISTORY,
        LAYOUT,
        EMPTY,
        VERSIONS,
        BETWEEN,
    ),
    imported=True,
)

_LONGEST_NUMBER = 19


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
            ids = f"{task.unit}-{self._digest(annotator)}"
            result = f'"result":[{_regions(ids, task.text, flat)}]}}'
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

    def _digest(self, annotator: str) -> str:
        """Give what tells the annotator's regions of a task from others'."""
        if annotator not in self._digests:
            self._digests[annotator] = blake2b(annotator.encode(), digest_size=4).hexdigest()
        return self._digests[annotator]


def _array(folder: OutputFolder, part: str) -> HashedFile:
    file = folder.file(f"{part}/tasks.json" if part else "tasks.json", rows=0)
    file.write("[\n")
    return file


def _user(user: str) -> str:
    """Write a user as Label Studio looks it up: by number, else by mail address."""
    if user.isascii() and user.isdigit() and len(user) < _LONGEST_NUMBER:
        return str(int(user))
    return f'{{"email":{quote(user)}}}'


def _regions(ids: str, text: str, flat: Flat) -> str:
    """Write the regions of an annotation; their ids begin alike and are numbered."""
    found = [] if flat.label is None else [f'{_LABELLED}"choices":[{quote(flat.label)}]']
    for start, end, name in flat.passages:
        words = quote(text[start:end])
        found.append(f'{_MARKED}"start":{start},"end":{end},"text":{words},"labels":[{quote(name)}]')
    found += [f"{_begin_of(name)}[{quote(word)}]" for name, word in flat.attributes.items()]
    return ",".join(f'{{"id":"{ids}-{number}",{region}}}}}' for number, region in enumerate(found, start=1))


@cache
def _begin_of(attribute: str) -> str:
    if is_choice(attribute):
        return f'{_begin(control(attribute), "choices")}"choices":'
    return f'{_begin(control(attribute), "textarea")}"text":'


def _begin(control: str, kind: str) -> str:
    return f'"from_name":"{control}","to_name":"{TEXT}","type":"{kind}","value":{{'


_LABELLED = _begin(LABEL, "choices")
_MARKED = _begin(PASSAGE, "labels")

EXPORTER = Exporter(INFO, LabelStudioWriter)
