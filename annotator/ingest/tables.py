"""CSV, TSV and their relatives: a row is an article, its columns are told by the header."""

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from annotator.errors import AnnotatorError
from annotator.ingest.columns import choose_columns
from annotator.ingest.decoding import MAX_LINE, decode_lines
from annotator.ingest.document import Document, Note, Part, Refused, refuse
from annotator.ingest.rows import Rows
from annotator.ingest.source import SourceFile

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 50
_LONGEST_SAMPLE = 200_000
_MAX_REFUSED = 1000
"""Bad rows one after another after which a table is given up: it is none."""

_MAX_UNCLOSED = 100
"""Quotes that never close after which a table is given up, for each is looked for up to the end."""


class Row(NamedTuple):
    """A row as it was cut into cells."""

    number: int
    """From 1, without the header."""
    line: int
    """Of the file, where it begins."""
    cells: list[str]
    raw: str
    problem: str = ""
    """Why it is no row, in words."""


class Table(NamedTuple):
    """A table as it is read."""

    columns: list[str]
    rows: Iterator[Row]
    encoding: str
    changes: tuple[str, ...]
    """As in `annotator.ingest.decoding.Decoded`."""


def read_table(source: SourceFile) -> Iterator[Part]:
    """Yield the articles of a table, as it is read; its header says what the columns are."""

    def known(columns: Sequence[str]) -> object:
        return choose_columns(columns, source.options.columns)

    with source.open() as stream:
        found = open_table(source, stream, known)
        table = Rows(source, found.encoding, found.changes)
        yield table.settle(tuple(found.columns))
        yield from _articles(source, table, found.columns, found.rows)


def open_table(source: SourceFile, stream: BinaryIO, known: Callable[[Sequence[str]], object]) -> Table:
    """Read the header of a table; of several ways to cut it, one gives columns that `known` knows.

    `known` raises `AnnotatorError` where it does not; and so does this where there are no rows.
    """
    csv.field_size_limit(MAX_LINE)
    encoding, changes, lines, _ = decode_lines(source, stream)
    sample = _sample(lines)
    skipped, delimiter = _dialect(sample, known)
    rows = _rows(chain(sample[skipped:], lines), delimiter, _escapes(sample), skipped)
    header = next(rows, None)
    if header is None or header.problem:
        problem = header.problem if header else "there are no rows in this table"
        raise AnnotatorError(f"{source.where}: {problem}")
    return Table(_columns(header.cells), rows, encoding, changes)


def _articles(
    source: SourceFile, table: Rows, columns: Sequence[str], rows: Iterator[Row]
) -> Iterator[Document | Refused | Note]:
    refused = 0
    for row in rows:
        place = f"row {row.number}"
        cells = row.cells
        while len(cells) > len(columns) and not cells[-1].strip():
            cells.pop()
        problem = row.problem
        if not problem and len(cells) != len(columns):
            problem = f"{len(cells)} cells, but the header has {len(columns)}"
        if problem:
            part: Document | Refused = refuse(source, place, f"line {row.line}: {problem}")
        else:
            part = table.article(place, dict(zip(columns, cells, strict=True)), row.raw)
        yield part
        refused = refused + 1 if isinstance(part, Refused) else 0
        if refused == _MAX_REFUSED:
            raise AnnotatorError(
                f"{source.where}: {refused} bad rows one after another; the rest is not read: "
                "look at delimiter and quotes"
            )


def _sample(lines: Iterator[str]) -> list[str]:
    sample: list[str] = []
    for line in islice(lines, _SAMPLE_LINES):
        sample.append(line)
        if sum(map(len, sample)) > _LONGEST_SAMPLE:
            break
    return sample


def _columns(header: Sequence[str]) -> list[str]:
    """Name the columns: those without a name by their number, repeated ones apart."""
    columns: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = " ".join(cell.split()) or f"column {number}"
        columns.append(name if name not in columns else f"{name} ({number})")
    while len(columns) > 1 and not header[len(columns) - 1].strip():
        columns.pop()
    return columns


def _dialect(sample: Sequence[str], known: Callable[[Sequence[str]], object]) -> tuple[int, str]:
    """Tell how many lines come before the header, and what stands between cells."""
    first = sample[0].strip() if sample else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return 1, first[4]
    if first.lower() == "sep=":
        return 1, "\t"
    best = max(_DELIMITERS, key=lambda delimiter: _fit(sample, delimiter, known))
    return 0, best


def _fit(
    sample: Sequence[str], delimiter: str, known: Callable[[Sequence[str]], object]
) -> tuple[bool, float, int]:
    """Say how well a delimiter fits: columns that are known, rows as long as the header, columns."""
    rows = [row.cells for row in _rows(iter(sample), delimiter, _escapes(sample), 0) if not row.problem]
    if not rows:
        return False, 0.0, 0
    header = _columns(rows[0])
    try:
        known(header)
        fits = True
    except AnnotatorError:
        fits = False
    same = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
    return fits, same if len(header) > 1 else 0.0, len(header)


def _escapes(sample: Sequence[str]) -> bool:
    r"""Say whether quotes inside cells are written `\"` instead of `""`."""
    text = "".join(sample)
    return '\\"' in text and '""' not in text.replace(',""', "").replace('"",', "")


def _rows(lines: Iterator[str], delimiter: str, escapes: bool, skipped: int) -> Iterator[Row]:
    """Cut lines into rows. After a quote that never closes, the next line begins a new row."""
    feed = _Feed(lines, skipped)
    number = -1
    while True:
        reader = csv.reader(feed, delimiter=delimiter, escapechar="\\" if escapes else None, strict=True)
        try:
            for cells in reader:
                begun, raw = feed.take()
                if any(cell.strip() for cell in cells):
                    number += 1
                    yield Row(number, begun, cells, raw)
        except csv.Error as error:
            begun, raw = feed.begun, "".join(feed.taken)
            number += 1
            unclosed = feed.ended or "limit" in str(error)
            if unclosed and feed.returned < _MAX_UNCLOSED:
                feed.push_back()
            else:
                feed.take()
            yield Row(number, begun, [], raw, _in_words(str(error), unclosed))
        else:
            return


class _Feed:
    """Gives lines to the parser and remembers those of the row under way."""

    def __init__(self, lines: Iterator[str], skipped: int) -> None:
        self._lines = lines
        self._again: list[str] = []
        self._line = skipped
        self.begun = skipped + 1
        self.taken: list[str] = []
        self.ended = False
        self.returned = 0
        """How often lines were given once more."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines, "")
        if not line:
            self.ended = True
            raise StopIteration
        self._line += 1
        self.taken.append(line)
        return line

    def take(self) -> tuple[int, str]:
        """End a row; gives the line that it began at, and its text."""
        begun, raw = self.begun, "".join(self.taken)
        self.begun, self.taken = self._line + 1, []
        return begun, raw

    def push_back(self) -> None:
        """End a row with its first line, and give the others once more."""
        self.returned += 1
        self._again += reversed(self.taken[1:])
        self._line = self.begun
        self.begun, self.taken, self.ended = self._line + 1, [], False


def _in_words(error: str, unclosed: bool) -> str:
    if unclosed:
        return "a quotation mark opens a cell and never closes it"
    if "expected after" in error:
        return "a quotation mark inside a cell is not written twice"
    return error
