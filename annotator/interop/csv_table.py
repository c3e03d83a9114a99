"""CSV for spreadsheets and statistics: one row per article, unit and annotator.

`labels.csv`: UTF-8 without BOM, every cell quoted, lines end in CRLF. Empty cells are null or empty; booleans
are `true` and `false`; nested fields (`attributions`, `bias`, `suggestion`, `codebook`) are compact JSON.

Formula guard: a cell that a spreadsheet may run as a formula, and every cell that begins with `'`, gets a `'`
before it. So a reader takes one `'` off each cell that begins with one, and has the value back.
"""

import csv
import json
from collections import Counter
from typing import Any

from annotator.interop.folder import OutputFolder
from annotator.interop.rows import LABEL_FIELDS, label_row
from annotator.interop.writer import Exporter, FormatInfo, PlacedLabel
from schemas import Codebook, LabelledArticle

GUARD = "'"

_GUARDED = (*"=+-@\t\r\n＝＋－＠", GUARD)

ARTICLE_FIELDS = ("title", "outlet", "url", "authors", "published", "language")
UNIT_FIELDS = ("kind", "paragraph")
COLUMNS = (*LABEL_FIELDS, *UNIT_FIELDS, *ARTICLE_FIELDS)

INFO = FormatInfo(
    name="csv",
    summary="long table for spreadsheets and statistics: one row per article, unit and annotator",
    files=("labels.csv",),
    loses=("units that nobody labelled", "the articles' text outside labelled units, their provenance"),
    formula_guard=GUARD,
)


def guard(cell: str) -> str:
    """Keep a spreadsheet from running the cell as a formula."""
    return GUARD + cell if cell.startswith(_GUARDED) else cell


def unguard(cell: str) -> str:
    """Give back what `guard` was given."""
    return cell.removeprefix(GUARD)


def to_cell(value: Any) -> str:
    """Write a plain JSON value as the text of a cell, not yet guarded."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class CsvWriter:
    """Writes the long table."""

    def __init__(self, folder: OutputFolder, codebook: Codebook) -> None:
        self._file = folder.file("labels.csv", rows=0)
        self._csv = csv.writer(self._file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._csv.writerow(COLUMNS)
        self._unlabelled = 0

    def add(self, labelled: LabelledArticle, labels: list[PlacedLabel]) -> None:
        """Write the labels of one article."""
        article = labelled.article
        about = article.model_dump(mode="json", include=set(ARTICLE_FIELDS))
        for placed in labels:
            unit = placed.unit
            row = label_row(article, placed) | {"kind": unit.kind.value, "paragraph": unit.paragraph} | about
            self._csv.writerow([guard(to_cell(row[column])) for column in COLUMNS])
        self._file.rows = (self._file.rows or 0) + len(labels)
        self._unlabelled += len(article.units) - len({placed.unit.id for placed in labels})

    def dropped(self) -> Counter[str]:
        """Count the units that have no row."""
        return Counter({"unit without a label: a row is a label": self._unlabelled})


EXPORTER = Exporter(INFO, CsvWriter)
