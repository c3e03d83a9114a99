"""Prodigy: one line per sentence and annotator, as `prodigy db-out` writes them.

`annotations.jsonl`: `text`, `tokens` (`id`, `start`, `end`, `text`, `ws`), `spans` with the passages
(`start`, `end`, `label`; `token_start` and `token_end`, which is inclusive, where they meet the tokens'
borders), `options` with the labels and `accept` with the one given, `answer` (`accept`; `ignore` without a
label), `_session_id` and `_annotator_id` (gold as `gold`), `attributes`, and where the sentence stands.
Prodigy makes its hashes itself.
`unlabelled.jsonl`: the sentences that nobody has a record of, to be asked about.
"""

from typing import Any

from annotator.interop.context import Answer, Task, ascii_json, tasks
from annotator.interop.flat import Passage
from annotator.interop.folder import HashedFile, OutputFolder
from annotator.interop.tokens import tokens
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

INFO = FormatInfo(
    name="prodigy",
    summary="Prodigy JSONL: a line per sentence and annotator, to be loaded with `prodigy db-in`",
    files=("annotations.jsonl", "unlabelled.jsonl"),
    loses=(
        "how a label came about: suggestions, times but the last, who adjudicated and why",
        "the articles' text outside units, their provenance",
    ),
    imported=True,
)


def cut(text: str) -> list[dict[str, Any]]:
    """Give the tokens of a text; `ws` says that a blank follows."""
    return [
        {
            "text": text[start:end],
            "start": start,
            "end": end,
            "id": number,
            "ws": text[end : end + 1].isspace(),
        }
        for number, (start, end) in enumerate(tokens(text))
    ]


class ProdigyWriter(PlainWriter):
    """Writes a line for each record, and one for each sentence without any."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._files: dict[str, tuple[HashedFile, HashedFile]] = {}
        for part in job.parts or ("",):
            under = f"{part}/" if part else ""
            self._files[part] = (
                folder.file(f"{under}annotations.jsonl", rows=0),
                folder.file(f"{under}unlabelled.jsonl", rows=0),
            )
        self._options = [{"id": label.name, "text": label.title} for label in job.codebook.labels]

    def add(self, item: Item) -> None:
        """Write the sentences of one article."""
        labelled, unlabelled = self._files[item.part]
        lines: list[str] = []
        bare: list[str] = []
        for task in tasks(item):
            words = cut(task.text)
            begun = ascii_json(self._task(task, words))[:-1]
            if not task.answers:
                bare.append(begun + "}\n")
            starts = {token["start"]: token["id"] for token in words}
            ends = {token["end"]: token["id"] for token in words}
            lines += [f"{begun},{ascii_json(_answer(given, starts, ends))[1:]}\n" for given in task.answers]
        labelled.write_rows(lines)
        unlabelled.write_rows(bare)

    def _task(self, task: Task, words: list[dict[str, Any]]) -> dict[str, Any]:
        meta = {name: task.about[name] for name in ("title", "outlet", "published", "unit")}
        return {
            "text": task.text,
            "meta": meta,
            **task.about,
            "tokens": words,
            "options": self._options,
            "_view_id": "choice",
            "config": {"choice_style": "single"},
        }


def _answer(given: Answer, starts: dict[int, int], ends: dict[int, int]) -> dict[str, Any]:
    label = given.flat.label
    return {
        "spans": [_span(passage, starts, ends) for passage in given.flat.passages],
        "accept": [] if label is None else [label],
        "answer": "ignore" if label is None else "accept",
        "attributes": given.flat.attributes,
        "_session_id": given.annotator,
        "_annotator_id": given.annotator,
        "_timestamp": given.updated,
    }


def _span(passage: Passage, starts: dict[int, int], ends: dict[int, int]) -> dict[str, Any]:
    span = {"start": passage.start, "end": passage.end, "label": passage.name}
    if passage.start in starts and passage.end in ends:
        span |= {"token_start": starts[passage.start], "token_end": ends[passage.end]}
    return span


EXPORTER = Exporter(INFO, ProdigyWriter)
