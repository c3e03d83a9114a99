"""Prodigy: one line per sentence and annotator, as `prodigy db-out` writes them.

`annotations.jsonl`: `text`, `tokens` (`id`, `start`, `end`, `text`, `ws`), `spans` with the passages
(`start`, `end`, `label`; `token_start` and `token_end`, which is inclusive, where they meet the tokens'
borders), `options` with the labels and `accept` with the one given, `answer` (`accept`; `ignore` without a
label), `_session_id` and `_annotator_id` (gold as `gold`), `attributes`, and where the sentence stands.
Prodigy makes its hashes itself.
`unlabelled.jsonl`: the sentences that nobody has a record of, to be asked about.
"""

from collections.abc import Mapping

from annotator.interop.context import Answer, ascii_json, members, quote, tasks
from annotator.interop.flat import Passage
from annotator.interop.folder import HashedFile, OutputFolder
from annotator.interop.losses import BETWEEN, EMPTY, HISTORY, LAYOUT, VERSIONS
from annotator.interop.tokens import tokens
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

INFO = FormatInfo(
    name="prodigy",
    summary="Prodigy JSONL: a line per sentence and annotator, to be loaded with `prodigy db-in`",
    files=("annotations.jsonl", "unlabelled.jsonl"),
    loses=(
        HISTORY,
        LAYOUT,
        EMPTY,
        VERSIONS,
        BETWEEN,
    ),
    imported=True,
)


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
        options = [{"id": label.name, "text": label.title} for label in job.codebook.labels]
        shown = {"options": options, "_view_id": "choice", "config": {"choice_style": "single"}}
        self._ends = ascii_json(shown)[1:-1]

    def add(self, item: Item) -> None:
        """Write the sentences of one article."""
        article = item.article
        meta = members(title=article.title, outlet=article.outlet, published=article.published or "")
        labelled: list[str] = []
        unlabelled: list[str] = []
        for task in tasks(item):
            words = tokens(task.text)
            begins = (
                f'{{"text":{task.quoted},"meta":{{{meta}}},"start":{task.start},{task.members},'
                f'"tokens":[{_tokens(task.text, words)}],{self._ends}'
            )
            if not task.answers:
                unlabelled.append(begins + "}\n")
                continue
            starts = {start: number for number, (start, _) in enumerate(words)}
            ends = {end: number for number, (_, end) in enumerate(words)}
            labelled += [f"{begins},{_answer(given, starts, ends)}}}\n" for given in task.answers]
        files = self._files[item.part]
        files[0].write_rows(labelled)
        files[1].write_rows(unlabelled)


def _tokens(text: str, words: list[tuple[int, int]]) -> str:
    """Write tokens; `ws` says that a blank follows."""
    return ",".join(
        f'{{"text":{quote(text[start:end])},"start":{start},"end":{end},"id":{number},'
        f'"ws":{"true" if text[end : end + 1].isspace() else "false"}}}'
        for number, (start, end) in enumerate(words)
    )


def _answer(given: Answer, starts: Mapping[int, int], ends: Mapping[int, int]) -> str:
    flat, name = given.flat, quote(given.annotator)
    spans = ",".join(_span(passage, starts, ends) for passage in flat.passages)
    accept, answer = ("", "ignore") if flat.label is None else (quote(flat.label), "accept")
    return (
        f'"spans":[{spans}],"accept":[{accept}],"answer":"{answer}",'
        f'"attributes":{ascii_json(flat.attributes)},"_session_id":{name},"_annotator_id":{name},'
        f'"_timestamp":{int(given.record.updated.timestamp())}'
    )


def _span(passage: Passage, starts: Mapping[int, int], ends: Mapping[int, int]) -> str:
    first, last = starts.get(passage.start), ends.get(passage.end)
    met = "" if first is None or last is None else f',"token_start":{first},"token_end":{last}'
    return f'{{"start":{passage.start},"end":{passage.end},"label":{quote(passage.name)}{met}}}'


EXPORTER = Exporter(INFO, ProdigyWriter)
