"""A workbook for spreadsheets: the tables of CSV as sheets, every cell inert.

`dataset.xlsx` has the sheets `labels`, `gold`, `sentences` and `articles` with the columns of the CSV files.
Words are words whatever they look like: nothing is taken for a formula, an address or a number. Numbers and
booleans are such; times are words (ISO 8601, UTC); nested fields are compact JSON. An empty cell is null or
empty.

A sheet that is full (1,048,576 rows) goes on in another of its name with a number, each with the header. A
cell of more than 32,767 characters does not fit into a spreadsheet: it is left empty and counted.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from annotator.interop.columns import TABLES, Rows
from annotator.interop.folder import OutputFolder
from annotator.interop.losses import BETWEEN, NEAR_DUPLICATES
from annotator.interop.rows import Cell, Encoding
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

FILE = "dataset.xlsx"
MOST_ROWS = 1_048_576
"""Of a sheet, with its header."""
LONGEST = 32_767
"""Of a cell, in UTF-16 code units."""

TOO_LONG = "cell that is longer than a spreadsheet holds"

INFO = FormatInfo(
    name="xlsx",
    summary="workbook for spreadsheets: the tables of csv as sheets, safe to open",
    files=(FILE,),
    loses=(
        BETWEEN,
        NEAR_DUPLICATES,
        "cells of more than 32,767 characters, digits of a number after the 16th",
    ),
    extra="xlsx",
    needs=("xlsxwriter",),
    imported=False,
)


def _as_it_is(value: Any) -> Cell:
    return value  # type: ignore[no-any-return]


_CELLS = Encoding(_as_it_is, _as_it_is, _as_it_is, _as_it_is, None)


class XlsxWriter(PlainWriter):
    """Writes the sheets side by side, a row of each in memory."""

    def __init__(self, folder: OutputFolder, job: Job, most_rows: int = MOST_ROWS) -> None:
        from xlsxwriter import Workbook

        self._folder, self._rows = folder, Rows(job, _CELLS)
        path = folder.path(FILE)
        # Its temporary files go into the export's own folder, which is removed should anything go wrong.
        self._book = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
        folder.at_the_end(self._close_temporaries)
        self._book.set_properties({"title": job.title, "created": datetime(1980, 1, 1)})
        self._sheets = {
            table.name: _Sheet(self._book, table.name, table.columns, most_rows) for table in TABLES
        }

    def add(self, item: Item) -> None:
        """Write one article, its units and its labels."""
        with self._folder.writing(FILE):
            self._add(item)

    def _add(self, item: Item) -> None:
        about = self._rows.about(item.article)
        sheets = self._sheets
        for rows in self._rows.units(item):
            end = [*rows.tail, *about]
            sheets["sentences"].add([*rows.place, *rows.sentence, *end])
            for cells in rows.labels:
                sheets["labels"].add([*rows.place, *cells, *end])
            if rows.gold is not None:
                sheets["gold"].add([*rows.place, *rows.gold, *end])
        sheets["articles"].add(self._rows.article(item))

    def finish(self) -> None:
        """Put the workbook together."""
        with self._folder.writing(FILE):
            self._book.close()
        self._folder.take(FILE, rows=self._sheets["labels"].rows)

    def _close_temporaries(self) -> None:
        """Close what the library leaves open when it cannot put the workbook together."""
        for sheet in self._book.worksheets():
            if sheet.row_data_fh is not None:
                with suppress(OSError):  # a full disk
                    sheet.row_data_fh.close()

    def dropped(self) -> Counter[str]:
        """Count the cells that are left empty."""
        return Counter({TOO_LONG: sum(sheet.too_long for sheet in self._sheets.values())})


class _Sheet:
    """One table, on as many sheets as it needs."""

    def __init__(self, book: Any, name: str, columns: Sequence[str], most_rows: int) -> None:
        self.rows = 0
        """Without headers."""
        self.too_long = 0
        self._book, self._name, self._columns = book, name, columns
        self._most_rows, self._number = most_rows, 0
        self._plain = book.add_format()
        self._begin()

    def add(self, cells: Sequence[Cell]) -> None:
        if self._row == self._most_rows:
            self._begin()
        self._write(cells)
        self.rows += 1

    def _begin(self) -> None:
        self._number += 1
        number = f" {self._number}" if self._number > 1 else ""
        self._sheet = self._book.add_worksheet(f"{self._name}{number}")
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        self._write(self._columns)

    def _write(self, cells: Sequence[Cell]) -> None:
        sheet, row = self._sheet, self._row
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if type(cell) is str:
                self._write_words(column, cell)
            elif type(cell) is bool:
                sheet.write_boolean(row, column, cell)
            else:
                sheet.write_number(row, column, cell)
        self._row += 1

    def _write_words(self, column: int, words: str) -> None:
        if len(words) > LONGEST // 2 and len(words.encode("utf-16-le")) > 2 * LONGEST:
            self.too_long += 1
        elif words.startswith("<r>") and words.endswith("</r>"):
            # The library takes this for the markup of rich text, unless it makes that of it itself.
            self._sheet.write_rich_string(self._row, column, self._plain, words[:1], words[1:])
        else:
            self._sheet.write_string(self._row, column, words)


EXPORTER = Exporter(INFO, XlsxWriter)
