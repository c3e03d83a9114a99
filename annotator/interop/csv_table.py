"""CSV for spreadsheets and statistics.

- `labels.csv`: long, one row per article, unit and annotator, with every field of `Annotation`.
- `gold.csv`: the adjudicated records in the same form, by annotator `gold`; empty where they are among the
  labels because somebody asked for them by that name.
- `sentences.csv`: wide, one row per unit, labelled or not, with its one label and what that rests on (see
  `sentences`), the votes, and the other fields of the record that speaks for it: gold, or the only one.
- `articles.csv`: one row per article.
- `datapackage.json`: the types, keys and values of all columns, as Frictionless Data describes them.

UTF-8 without BOM (with one for Excel), every cell quoted, lines end in CRLF. Empty cells are null or empty;
booleans are `true` and `false`; nested fields (`attributions`, `votes` …) are compact JSON.

Formula guard: a cell that a spreadsheet may run as a formula, and every cell that begins with `'`, gets a `'`
before it. So a reader takes one `'` off each cell that begins with one, and has the value back.
"""

from collections.abc import Callable, Iterable
from typing import Any

from annotator.interop.columns import TABLES, Rows
from annotator.interop.datapackage import datapackage
from annotator.interop.folder import OutputFolder
from annotator.interop.losses import BETWEEN, NEAR_DUPLICATES
from annotator.interop.rows import Encoding
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

GUARD = "'"

_GUARDED = frozenset((*"=+-@\t\r\n＝＋－＠", GUARD))

INFO = FormatInfo(
    name="csv",
    summary="tables for spreadsheets and statistics: each annotator's labels, and one row per sentence",
    files=(*(f"{table.name}.csv" for table in TABLES), "datapackage.json"),
    loses=(BETWEEN, NEAR_DUPLICATES),
    formula_guard=GUARD,
    without_text=True,
    imported=True,
)


def guard(cell: str) -> str:
    """Keep a spreadsheet from running the cell as a formula."""
    return GUARD + cell if cell[:1] in _GUARDED else cell


def unguard(cell: str) -> str:
    """Give back what `guard` was given."""
    return cell.removeprefix(GUARD)


def _escaped(text: str) -> str:
    return text.replace('"', '""')


def _guarded(text: str) -> str:
    return guard(text).replace('"', '""') if text else ""


_FLAGS = {False: "false", True: "true"}


class CsvWriter(PlainWriter):
    """Writes the tables side by side; csv.writer takes longer for the same bytes."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        words = _guarded if job.options.guard else _escaped
        self._rows = Rows(job, Encoding(words, _escaped, str, _FLAGS.__getitem__, ""))
        self._folder, self._job = folder, job
        self._files = {table.name: folder.file(f"{table.name}.csv", rows=0) for table in TABLES}
        mark = "\ufeff" if job.options.excel else ""
        for table in TABLES:
            self._files[table.name].write(f"{mark}{_row(table.columns)}")

    def add(self, item: Item) -> None:
        """Write one article, its units and its labels."""
        about = _joined(self._rows.about(item.article))
        labels: list[str] = []
        gold: list[str] = []
        wide: list[str] = []
        for rows in self._rows.units(item):
            place = f'"{_joined(rows.place)}'
            ends = f'","{_joined(rows.tail)}","{about}"\r\n'
            wide.append(f'{place}","{_joined(rows.sentence)}{ends}')
            labels += [f'{place}","{_joined(cells)}{ends}' for cells in rows.labels]
            if rows.gold is not None:
                gold.append(f'{place}","{_joined(rows.gold)}{ends}')
        self._files["labels"].write_rows(labels)
        self._files["gold"].write_rows(gold)
        self._files["sentences"].write_rows(wide)
        self._files["articles"].write_rows([_row(self._rows.article(item))])

    def finish(self) -> None:
        """Describe the tables."""
        files = {name: file.written() for name, file in self._files.items()}
        guarded = guard if self._job.options.guard else str
        self._folder.write("datapackage.json", datapackage(self._job, files, guarded))


_joined: Callable[[Iterable[Any]], str] = '","'.join
"""Cells, which are escaped already, as a part of a row."""


def _row(cells: Iterable[Any]) -> str:
    return f'"{_joined(cells)}"\r\n'


EXPORTER = Exporter(INFO, CsvWriter)
