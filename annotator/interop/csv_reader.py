"""Reads labels from CSV, TSV and their relatives: our own tables, and those that others make or have edited.

A row of another table needs a label and what is labelled: see `annotator.interop.label_rows`. Of a dataset of
ours the labels, the adjudicated ones and the sentences without any are read.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.ingest.source import SourceFile, file_source
from annotator.ingest.tables import Row, Table, open_table
from annotator.interop.columns import TYPES
from annotator.interop.csv_table import GUARD, unguard
from annotator.interop.folder import MANIFEST
from annotator.interop.foreign import ForeignText, Importer, Refused
from annotator.interop.json_rows import RowError, quoted
from annotator.interop.label_rows import choose_columns, foreign_text
from annotator.interop.rows import OWN_FIELDS

_FILES = ("labels.csv", "gold.csv", "sentences.csv")
_SENTENCES = "sentences.csv"
_ENDINGS = (".csv", ".tsv", ".tab")
_OURS = frozenset(("article", "unit", "start", "end", "text", "label"))
_RUN = tuple("=+-@\t\r\n＝＋－＠")
"""What no cell of words begins with where spreadsheets are kept from running it."""
_MAX_REFUSED = 1000
"""Bad rows one after another after which a table is given up: it is none."""
_NOTHING = frozenset({"nan", "none", "null", "n/a", "na", "<na>"})
"""What programs write for a label that is missing."""

Cells = Callable[[Mapping[str, str]], Mapping[str, Any]]


def read_csv(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[ForeignText | Refused]:
    """Give the labels of a table, or of the tables of an export.

    `columns` are columns by what they hold, see `ROLES`, where they are not known by themselves.
    """
    if not path.is_dir():
        yield from _texts(path, "", columns or {})
        return
    there = [path / name for name in _FILES if (path / name).is_file()]
    if not there:
        raise AnnotatorError(f"{path}: none of {', '.join(_FILES)} is in it")
    for file in there:
        yield from _texts(file, f"{file.name}, ", {})


def _texts(path: Path, inside: str, given: Mapping[str, str]) -> Iterator[ForeignText | Refused]:
    source = file_source(path)

    def known(names: Sequence[str]) -> object:
        return choose_columns(names, given)

    try:
        with source.open() as stream:
            table = open_table(source, stream, known)
            chosen = choose_columns(table.columns, given)
            read = _cells(path, source, table.columns)
            for row in _rows(table, source):
                where = f"{inside}row {row.number}"
                if row.problem:
                    yield Refused(where, f"line {row.line}: {row.problem}")
                    continue
                try:
                    cells = read(dict(zip(table.columns, row.cells, strict=True)))
                    yield _without_labels(foreign_text(cells, chosen, where), path)
                except RowError as error:
                    yield Refused(where, str(error))
    except OSError as error:
        raise AnnotatorError(f"{source.where}: cannot be read ({error.strerror or error})") from None


def _without_labels(found: ForeignText, path: Path) -> ForeignText:
    """Take from a table of sentences of ours their words only: their labels are what others say of them."""
    if path.name != _SENTENCES or not found.labels or found.labels[0].annotator:
        return found
    return ForeignText(found.where, found.text, found.article, start=found.start, about=found.about)


def _rows(table: Table, source: SourceFile) -> Iterator[Row]:
    """Give the rows, those with too many or too few cells with that problem."""
    refused, width = 0, len(table.columns)
    for row in table.rows:
        cells = row.cells
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if not row.problem and any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
            row = row._replace(problem="damaged bytes; save the table as UTF-8")
        if not row.problem and len(cells) != width:
            row = row._replace(problem=f"{len(cells)} cells, but the header has {width}")
        yield row
        refused = refused + 1 if row.problem else 0
        if refused == _MAX_REFUSED:
            raise AnnotatorError(
                f"{source.where}: {refused:,} bad rows one after another; the rest is not read: "
                "look at delimiter and quotes"
            )


def _cells(path: Path, source: SourceFile, columns: Sequence[str]) -> Cells:
    """Give what makes values of the cells of a row, by whoever wrote the table."""
    if not set(columns) >= _OURS:
        return _foreign_cells
    guarded = _is_guarded(path, source)

    def ours(row: Mapping[str, str]) -> Mapping[str, Any]:
        return {name: _value(name, unguard(cell) if guarded else cell) for name, cell in row.items()}

    return ours


def _foreign_cells(row: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        name: None if cell.strip().casefold() in _NOTHING and name not in ("text",) else _value(name, cell)
        for name, cell in row.items()
    }


def _value(name: str, cell: str) -> Any:
    """Read a cell of a column of ours; other columns hold words."""
    if name not in OWN_FIELDS or cell == "":
        return cell or None
    kind = TYPES.get(name, "")
    try:
        if kind in ("array", "object"):
            return json.loads(cell)
        if kind == "boolean":
            return {"true": True, "false": False}[cell.casefold()]
        if kind == "integer":
            return int(cell)
        return float(cell) if kind == "number" else cell
    except (ValueError, KeyError, RecursionError):
        raise RowError(f"{name} {quoted(cell)} is no {kind}") from None


def _is_guarded(path: Path, source: SourceFile) -> bool:
    """Whether cells that begin with a quote have one more: the manifest says it, or what cells begin with."""
    try:
        return bool(json.loads((path.parent / MANIFEST).read_bytes())["formula_guard"] == GUARD)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    with source.open() as stream:
        for row in open_table(source, stream, lambda _: None).rows:
            if any(cell.startswith(_RUN) for cell in row.cells):
                return False
    return True


def _sniff(path: Path, head: bytes) -> bool:
    """Whether the first line is a header that names a column of labels."""
    if not head or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b"<", b"#FORMAT=WebAnno")):
        return False
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    if b"\x00" in head[:200]:
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if path.suffix.lower() not in _ENDINGS and "\n" not in text:
        return False
    lines = [line for line in io.StringIO(text, newline="") if not line.casefold().startswith("sep=")]
    for delimiter in ",;\t|":
        with suppress(AnnotatorError, csv.Error):
            header = next(csv.reader(lines[:1], delimiter=delimiter), [])
            choose_columns([cell.strip() for cell in header])
            return True
    return path.suffix.lower() in _ENDINGS


IMPORTER = Importer(
    "csv",
    "our tables, and tables with columns such as `text`, `label`, `annotator`, `article`",
    _sniff,
    read_csv,
    of_columns=read_csv,
)
