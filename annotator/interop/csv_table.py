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

from annotator.interop.columns import TABLES, Rows
from annotator.interop.datapackage import datapackage
from annotator.interop.folder import OutputFolder
from annotator.interop.rows import Cell
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


def to_text(cell: Cell) -> str:
    """Write a value as the text of a cell, not yet guarded."""
    if type(cell) is str:
        return cell
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


class CsvWriter(PlainWriter):
    """Writes the tables side by side; csv.writer takes longer for the same bytes."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder, self._job, self._rows = folder, job, Rows(job)
        self._joined = _guarded if job.options.guard else _bare
        self._files = {table.name: folder.file(f"{table.name}.csv", rows=0) for table in TABLES}
        for table in TABLES:
            mark = "\ufeff" if job.options.excel else ""
            self._files[table.name].write(f"{mark}{_line(_bare(table.columns))}")

    def add(self, item: Item) -> None:
        """Write one article, its units and its labels."""
        joined = self._joined
        about = joined(self._rows.about(item.article))
        labels: list[str] = []
        gold: list[str] = []
        wide: list[str] = []
        for rows in self._rows.units(item):
            place, tail = joined(rows.place), f"{joined(rows.tail)}{_BETWEEN}{about}"
            wide.append(_line(f"{place}{_BETWEEN}{joined(rows.sentence)}{_BETWEEN}{tail}"))
            for cells, lines in ((rows.labels, labels), (rows.gold, gold)):
                lines += [_line(f"{place}{_BETWEEN}{joined(row)}{_BETWEEN}{tail}") for row in cells]
        self._files["labels"].write_rows(labels)
        self._files["gold"].write_rows(gold)
        self._files["sentences"].write_rows(wide)
        self._files["articles"].write_rows([_line(joined(self._rows.article(item)))])

    def finish(self) -> None:
        """Describe the tables."""
        files = {name: file.written() for name, file in self._files.items()}
        guarded = guard if self._job.options.guard else str
        self._folder.write("datapackage.json", datapackage(self._job, files, guarded))


_BETWEEN = '","'


def _line(cells: str) -> str:
    return f'"{cells}"\r\n'


def _bare(cells: Iterable[Cell]) -> str:
    """Join cells as CSV, all but the quotes at either end."""
    return _BETWEEN.join([_escaped(to_text(cell)) for cell in cells])


def _guarded(cells: Iterable[Cell]) -> str:
    """Do as `_bare`, with the formula guard."""
    return _BETWEEN.join([_escaped(guard(to_text(cell))) for cell in cells])


def _escaped(text: str) -> str:
    return text.replace('"', '""') if '"' in text else text


EXPORTER = Exporter(INFO, CsvWriter)
