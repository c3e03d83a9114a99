"""Native JSON Lines: everything, for exchange between people and programs.

- `labels.jsonl`: one row per article, unit and annotator: `article`, `unit`, `start`, `end`, `text`, `label`,
  `annotator`, every other field of `Annotation`, and `split`, all keys on every line. A record with only a
  flag or a comment has `label` null.
- `gold.jsonl`: the adjudicated records in the same form, by annotator `gold`; empty where they are among the
  labels because somebody asked for them by that name.
- `retest.jsonl`: in the same form what annotators said when they labelled a sentence once more.
- `units.jsonl`: one row per unit, labelled or not: `article`, every field of `Unit`, `text`, `text_sha256`,
  and of its one label `label`, `state`, `votes` and `distribution` (see `sentences`), and `split`.
- `articles.jsonl`: one row per article: every field of `Article` but `units`, and `split` and `group`.
- `sources.jsonl`: one row per entry of the source register.
- `codebook.json`: the codebook that the labels belong to.

All offsets, those of spans too, are code points into the article's text. UTF-8 without BOM, lines end in LF;
characters that some readers take for line ends (U+0085, U+2028, U+2029) are escaped. Without text, `text` is
null everywhere, and the hashes stay.
"""

import re
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring

from annotator.interop.folder import OutputFolder
from annotator.interop.rows import compact_json, gold_labels
from annotator.interop.sentences import Sentence, sentences
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlacedLabel, PlainWriter

INFO = FormatInfo(
    name="jsonl",
    summary="native JSON Lines: every field of every record, the units and articles they belong to",
    files=(
        "labels.jsonl",
        "gold.jsonl",
        "retest.jsonl",
        "units.jsonl",
        "articles.jsonl",
        "sources.jsonl",
        "codebook.json",
    ),
    without_text=True,
    exchange=True,
    imported=True,
    second_passes=True,
)

ADDED_TO_LABELS = ("article", "start", "end", "text", "split")
"""Keys of a row of labels beside the fields of `Annotation`."""

ADDED_TO_UNITS = ("article", "text", "text_sha256", "label", "state", "votes", "distribution", "split")
"""Keys of a row of units beside the fields of `Unit`."""

ADDED_TO_ARTICLES = ("split", "group")
"""Keys of a row of articles beside the fields of `Article` but `units`."""

# C1 controls and line separators, and surrogates, which UTF-8 cannot hold; JSON escapes the other controls.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BEFORE = frozenset({"unit", "label", "annotator"})


def as_line(json: str) -> str:
    """Make of one JSON value a line that every reader takes for exactly one line."""
    if json.isascii() and "\x7f" not in json:
        return json + "\n"
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json) + "\n"


class JsonlWriter(PlainWriter):
    """Writes the row files side by side."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._job = job
        self._labels = folder.file("labels.jsonl", rows=0)
        self._gold = folder.file("gold.jsonl", rows=0)
        self._retest = folder.file("retest.jsonl", rows=0)
        self._units = folder.file("units.jsonl", rows=0)
        self._articles = folder.file("articles.jsonl", rows=0)
        self._ballots: dict[tuple[tuple[str, int], ...], str] = {}
        sources = folder.file("sources.jsonl", rows=0)
        sources.write_rows(as_line(entry.model_dump_json()) for _, entry in sorted(job.sources.items()))
        folder.file("codebook.json").write(job.codebook.model_dump_json(indent=2) + "\n")

    def add(self, item: Item) -> None:
        """Write one article, its units and its labels."""
        article = item.article
        about = article.model_dump_json(exclude={"units"} if self._job.options.text else {"units", "text"})
        text = "" if self._job.options.text else '"text":null,'
        ends = f',{text}"split":{_or_null(item.part)},"group":{_or_null(item.group)}}}'
        self._articles.write_rows([as_line(about[:-1] + ends)])
        self._units.write_rows(map(as_line, self._unit_rows(item)))
        for file, labels in (
            (self._labels, item.labels),
            (self._gold, gold_labels(item, self._job)),
            (self._retest, item.second_passes),
        ):
            file.write_rows(self._label_lines(item, labels))

    def _label_lines(self, item: Item, labels: Iterable[PlacedLabel]) -> Iterator[str]:
        """Give the row of each label, in the order of the text: what says the place is put together once."""
        head, unit_id, text_of = "", "", item.article.text
        article, split = compact_json(item.article.id), _or_null(item.part)
        for placed in labels:
            unit = placed.unit
            if unit.id != unit_id:
                unit_id = unit.id
                words = (
                    encode_basestring(text_of[unit.start : unit.end]) if self._job.options.text else "null"
                )
                head = (
                    f'{{"article":{article},"unit":"{unit_id}","start":{unit.start},"end":{unit.end},'
                    f'"text":{words},"label":'
                )
            record = placed.record
            rest = record.model_dump_json(exclude=_BEFORE)  # type: ignore[arg-type]
            # The words of an article are canonical: only the record's own may have to be escaped.
            yield head + as_line(
                f'{_or_null(record.label)},"annotator":{encode_basestring(placed.annotator)},'
                f'{rest[1:-1]},"split":{split}}}'
            )

    def _unit_rows(self, item: Item) -> Iterator[str]:
        article, before, split = (
            item.article,
            f'{{"article":{compact_json(item.article.id)},',
            _or_null(item.part),
        )
        for sentence in sentences(item):
            unit = sentence.unit
            words = encode_basestring(article.unit_text(unit)) if self._job.options.text else "null"
            yield (
                f'{before}{unit.model_dump_json()[1:-1]},"text":{words},'
                f'"text_sha256":"{sentence.text_sha256 or article.unit_sha256(unit)}",'
                f'"label":{_or_null(sentence.label)},"state":"{sentence.state.value}",'
                f'{self._ballot(sentence)},"split":{split}}}'
            )

    def _ballot(self, sentence: Sentence) -> str:
        """Give `votes` and `distribution`, with every label of the codebook; most sentences have few."""
        votes = tuple(sentence.votes.items())
        found = self._ballots.get(votes)
        if found is None:
            names = self._job.codebook.label_names
            counts = compact_json({name: sentence.votes.get(name, 0) for name in names})
            found = f'"votes":{counts},"distribution":{compact_json(sentence.distribution(names))}'
            self._ballots[votes] = found
        return found


def _or_null(text: str | None) -> str:
    return encode_basestring(text) if text else "null"


EXPORTER = Exporter(INFO, JsonlWriter)
