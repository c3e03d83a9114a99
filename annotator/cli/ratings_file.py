"""Reading a table of ratings: CSV, TSV or what a spreadsheet makes of it, one rating or one unit a row."""

import codecs
import csv
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple, cast

from annotator.compare import RatingRows
from annotator.errors import AnnotatorError

NAMES = {
    "unit": ("unit", "unit_id", "item", "item_id", "subject", "sentence", "id"),
    "annotator": ("annotator", "annotator_id", "rater", "rater_id", "coder", "worker", "worker_id", "user"),
    "value": ("value", "rating", "label", "code", "category", "score", "answer"),
    "article": ("article", "article_id", "document", "document_id", "doc", "doc_id"),
}
"""What each column may be called in the header, the first found counts."""
_SEPARATORS = ",;\t|"


class _Columns(NamedTuple):
    """Where a long table has what it says."""

    unit: int
    annotator: int
    value: int
    article: int | None


class RatingsRead(NamedTuple):
    """A table that is read."""

    ratings: RatingRows
    by_article: bool
    """Whether a column says which article each unit is from."""


def read_ratings(
    path: str, *, wide: bool = False, value: str | None = None, sets: bool = False
) -> RatingsRead:
    """Read a table of ratings; `-` is standard input.

    Long: one rating a row, with columns named as in `NAMES`; `value` names another column for the values.
    Wide: one unit a row, its name in the first column, then a column per annotator. Empty values are missing;
    but in a long table of `sets` they are the empty set, since the row says that the unit was seen.

    Raises:
        AnnotatorError: no table of ratings; says the line.
    """
    name = "standard input" if path == "-" else path
    with _opened(path, name) as file:
        first = file.readline()
        if not first.strip():
            raise AnnotatorError(f"{name}: nothing in the first line, where the names of the columns belong")
        reader = _Reader(chain([first], file), _separator(first, wide=wide), name)
        return _wide(reader) if wide else _long(reader, value, sets=sets)


class _Reader:
    """The rows of a table, each with the line it begins on."""

    def __init__(self, lines: Iterator[str], separator: str, name: str) -> None:
        self.name = name
        self.separator = separator
        self._csv = csv.reader(lines, delimiter=separator, strict=True)
        self.header = [cell.strip() for cell in next(self._rows())[1]]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give the rows that are not blank, each with as many cells as the header."""
        for line, row in self._rows():
            if not any(map(str.strip, row)):
                continue
            if len(row) != len(self.header):
                raise self.error(f"{len(row)} cells, and the header has {len(self.header)}", line)
            yield line, row

    def error(self, problem: str, line: int) -> AnnotatorError:
        return AnnotatorError(f"{self.name}, line {line}: {problem}")

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        line = self._csv.line_num + 1
        try:
            for row in self._csv:
                yield line, row
                line = self._csv.line_num + 1
        except csv.Error as error:
            raise self.error(f"{error}; are all quotes closed?", line) from None


def _long(reader: _Reader, value: str | None, *, sets: bool) -> RatingsRead:
    columns = _columns(reader, value)
    ratings = RatingRows(reader.name)
    for line, row in reader.rows():
        unit, annotator = row[columns.unit].strip(), row[columns.annotator].strip()
        if not unit or not annotator:
            raise reader.error(f"no {'annotator' if unit else 'unit'}", line)
        if (given := row[columns.value].strip()) or sets:
            article = "" if columns.article is None else row[columns.article].strip()
            ratings.add(unit, annotator, given, article, line)
        else:
            ratings.know(annotator)
    return RatingsRead(ratings, columns.article is not None)


def _wide(reader: _Reader) -> RatingsRead:
    article = _place(reader.header, "article")
    unit = 1 if article == 0 else 0
    annotators = {
        place: name for place, name in enumerate(reader.header) if place not in (unit, article) and name
    }
    if len(set(annotators.values())) < len(annotators):
        raise reader.error("two columns have the same name", 1)
    ratings = RatingRows(reader.name)
    for name in annotators.values():
        ratings.know(name)
    for line, row in reader.rows():
        within = "" if article is None else row[article].strip()
        name_of_unit = row[unit].strip()
        if not name_of_unit:
            raise reader.error("no unit", line)
        for place, name in annotators.items():
            if given := row[place].strip():
                ratings.add(name_of_unit, name, given, within, line)
    return RatingsRead(ratings, article is not None)


def _columns(reader: _Reader, value: str | None) -> _Columns:
    header = reader.header
    unit, annotator, article = (_place(header, role) for role in ("unit", "annotator", "article"))
    if value is not None and value not in header:
        raise reader.error(f"no column {value!r}; there are {', '.join(header)}", 1)
    given = _place(header, "value") if value is None else header.index(value)
    if unit is None or annotator is None or given is None:
        found = {"unit": unit, "annotator": annotator, "value": given}
        missing = " and ".join(repr(role) for role, place in found.items() if place is None)
        raise reader.error(
            f"no column {missing}; there are {', '.join(header)} (with one column per annotator: --wide)", 1
        )
    return _Columns(unit, annotator, given, article)


def _place(header: Sequence[str], role: str) -> int | None:
    names = [cell.casefold().replace(" ", "_").replace("-", "_") for cell in header]
    return next((names.index(name) for name in NAMES[role] if name in names), None)


def _separator(first: str, *, wide: bool) -> str:
    """Give the separator with which the header names most of what is needed, or has most columns."""

    def fitting(separator: str) -> tuple[int, int]:
        try:
            header = [cell.strip() for cell in next(csv.reader([first], delimiter=separator), [])]
        except csv.Error:
            return 0, 0
        return 0 if wide else sum(_place(header, role) is not None for role in NAMES), len(header)

    return max(_SEPARATORS, key=fitting)


@contextmanager
def _opened(path: str, name: str) -> Iterator[IO[str]]:
    """Open a file of text in UTF-8, or in UTF-16 where it says so, its ends of lines as they are."""
    with (
        nullcontext(cast(io.BufferedReader, sys.stdin.buffer))
        if path == "-"
        else Path(path).open("rb") as raw
    ):
        start = raw.peek(2)[:2]
        encoding = "utf-16" if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
        text = io.TextIOWrapper(raw, encoding=encoding, newline="")
        try:
            yield text
        except UnicodeDecodeError:
            where = name if path == "-" else f"{path}, line {_undecodable(Path(path))}"
            raise AnnotatorError(
                f"{where}: no {encoding.upper().removesuffix('-SIG')}; save it as UTF-8"
            ) from None
        finally:
            text.detach()


def _undecodable(path: Path) -> int:
    """Give the first line that is no UTF-8."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1
