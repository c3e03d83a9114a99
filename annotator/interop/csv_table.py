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

from collections.abc import Iterable
from typing import Any

from annotator.interop.columns import TABLES, Rows
from annotator.interop.datapackage import datapackage
from annotator.interop.folder import OutputFolder
from annotator.interop.rows import Encoding
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

GUARD = "'"

_GUARDED = frozenset((*"=+-@\t\r\n＝＋－＠", GUARD))

INFO = FormatInfo(
    name="csv",
    summary="tables for spreadsheets and statistics: each annotator's labels, and one row per sentence",
    files=(*(f"{table.name}.csv" for table in TABLES), "datapackage.json"),
    loses=("the articles' text between sentences", "their provenance and edits", "the source register"),
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


def _escaped(text: str | None) -> str:
    return text.replace('"', '""') if text else ""


def _guarded(text: str | None) -> str:
    return _escaped(guard(text)) if text else ""


def _plain(text: str | None) -> str:
    return text or ""


def _number(number: float | None) -> str:
    return "" if number is None else str(number)


_FLAGS = {False: "false", True: "true"}


class CsvWriter(PlainWriter):
    """Writes the tables side by side; csv.writer takes longer for the same bytes."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        words = _guarded if job.options.guard else _escaped
        self._rows = Rows(job, Encoding(words, _plain, _escaped, _number, _FLAGS.__getitem__))
        self._folder, self._job = folder, job
        self._files = {table.name: folder.file(f"{table.name}.csv", rows=0) for table in TABLES}
        mark = "\ufeff" if job.options.excel else ""
        for table in TABLES:
            self._files[table.name].write(f"{mark}{_line(table.columns)}")

    def add(self, item: Item) -> None:
        """Write one article, its units and its labels."""
        about = self._rows.about(item.article)
        labels: list[str] = []
        gold: list[str] = []
        wide: list[str] = []
        for rows in self._rows.units(item):
            end = rows.tail + about
            wide.append(_line(rows.place + rows.sentence + end))
            labels += [_line(rows.place + cells + end) for cells in rows.labels]
            if rows.gold is not None:
                gold.append(_line(rows.place + rows.gold + end))
        self._files["labels"].write_rows(labels)
        self._files["gold"].write_rows(gold)
        self._files["sentences"].write_rows(wide)
        self._files["articles"].write_rows([_line(self._rows.article(item))])

    def finish(self) -> None:
        """Describe the tables."""
        files = {name: file.written() for name, file in self._files.items()}
        guarded = guard if self._job.options.guard else str
        self._folder.write("datapackage.json", datapackage(self._job, files, guarded))


def _line(cells: Iterable[Any]) -> str:
    """Give a row of cells that are escaped already."""
    return '"' + '","'.join(cells) + '"\r\n'


EXPORTER = Exporter(INFO, CsvWriter)
