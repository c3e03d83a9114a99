"""CSV for spreadsheets and statistics: one row per article, unit and annotator.

`labels.csv`: UTF-8 without BOM, every cell quoted, lines end in CRLF. Empty cells are null or empty; booleans
are `true` and `false`; nested fields (`attributions`, `bias`, `suggestion`, `codebook`, and `adjudication` of
gold labels) are compact JSON.

Formula guard: a cell that a spreadsheet may run as a formula, and every cell that begins with `'`, gets a `'`
before it. So a reader takes one `'` off each cell that begins with one, and has the value back.
"""

import csv
from collections import Counter
from typing import Any

from annotator.interop.folder import OutputFolder
from annotator.interop.rows import LABEL_FIELDS, compact_json, label_row
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

GUARD = "'"

_GUARDED = (*"=+-@\t\r\n＝＋－＠", GUARD)

ARTICLE_FIELDS = ("title", "outlet", "url", "authors", "published", "language")
UNIT_FIELDS = ("kind", "paragraph", "quotation")
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
    return value if isinstance(value, str) else compact_json(value)


class CsvWriter(PlainWriter):
    """Writes the long table."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._file = folder.file("labels.csv", rows=0)
        self._csv = csv.writer(self._file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._csv.writerow(COLUMNS)
        self._unlabelled = 0

    def add(self, item: Item) -> None:
        """Write the labels of one article."""
        article, labels = item.article, item.labels
        about = article.model_dump(mode="json", include=set(ARTICLE_FIELDS))
        article_cells = [guard(to_cell(about[name])) for name in ARTICLE_FIELDS]
        for placed in labels:
            cells = [guard(to_cell(value)) for value in label_row(article, placed).values()]
            unit = placed.unit.model_dump(mode="json", include=set(UNIT_FIELDS))
            unit_cells = [to_cell(unit[name]) for name in UNIT_FIELDS]
            self._csv.writerow(cells + unit_cells + article_cells)
        self._file.rows = (self._file.rows or 0) + len(labels)
        self._unlabelled += len(article.units) - len({placed.unit.id for placed in labels})

    def dropped(self) -> Counter[str]:
        """Count the units that have no row."""
        return Counter({"sentence without a label": self._unlabelled})


EXPORTER = Exporter(INFO, CsvWriter)
