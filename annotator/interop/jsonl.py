"""Native JSON Lines: everything, for exchange between people and programs.

- `labels.jsonl`: one row per article, unit and annotator: `article`, `unit`, `start`, `end`, `text`, `label`,
  `annotator` and every other field of `Annotation`, all keys on every line. A record with only a flag or a
  comment has `label` null.
- `units.jsonl`: one row per unit, labelled or not: `article` and every field of `Unit`, and `text`.
- `articles.jsonl`: one row per article: every field of `Article` but `units`.
- `codebook.json`: the codebook that the labels belong to.

All offsets, those of spans too, are code points into the article's text. UTF-8 without BOM, lines end in LF;
characters that some readers take for line ends (U+0085, U+2028, U+2029) are escaped.
"""

import re
from typing import Any

from annotator.interop.folder import OutputFolder
from annotator.interop.rows import compact_json, label_row
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

INFO = FormatInfo(
    name="jsonl",
    summary="native JSON Lines: every field of every record, the units and articles they belong to",
    files=("labels.jsonl", "units.jsonl", "articles.jsonl", "codebook.json"),
    exchange=True,
    imported=True,
)

# C1 controls and line separators, and surrogates, which UTF-8 cannot hold; JSON escapes the other controls.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_line(row: dict[str, Any]) -> str:
    """Write one row as a line of JSON that every reader takes for exactly one line."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", compact_json(row)) + "\n"


class JsonlWriter(PlainWriter):
    """Writes the three row files side by side."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._labels = folder.file("labels.jsonl", rows=0)
        self._units = folder.file("units.jsonl", rows=0)
        self._articles = folder.file("articles.jsonl", rows=0)
        folder.file("codebook.json").write(job.codebook.model_dump_json(indent=2) + "\n")

    def add(self, item: Item) -> None:
        """Write one article, its units and its labels."""
        article = item.article
        self._articles.write_rows([to_line(article.model_dump(mode="json", exclude={"units"}))])
        self._units.write_rows(
            to_line({"article": article.id, **unit.model_dump(mode="json"), "text": article.unit_text(unit)})
            for unit in article.units
        )
        self._labels.write_rows(to_line(label_row(article, placed)) for placed in item.labels)


EXPORTER = Exporter(INFO, JsonlWriter)
