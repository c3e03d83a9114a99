"""Rows of CSV files: the cell of the words is filled."""

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from annotator.rehydrating.texts import Texts

_NEEDED = ("article", "start", "end", "text", "text_sha256")


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def know_articles(stream: TextIO, texts: Texts) -> None:
    """Learn of the articles from their table."""
    rows = _rows(stream)
    head = next(rows, [])
    name, sha256 = head.index("article"), head.index("sha256")
    for row in rows:
        texts.know(row[name], row[sha256])


def filled_csv(stream: TextIO, texts: Texts, guarded: Callable[[str], str]) -> Iterator[list[str]]:
    """Give the header and every row with its words; `guarded` writes them as their cell.

    Raises `ValueError` for what is no table of a dataset without text.
    """
    rows = _rows(stream)
    head = next(rows, [])
    yield head
    if not set(_NEEDED) <= set(head):
        yield from rows
        return
    article, start, end, text, sha256 = (head.index(name) for name in _NEEDED)
    for row in rows:
        if len(row) != len(head) or row[text]:
            raise ValueError("is no row of a dataset without text")
        words = texts.words(row[article], int(row[start]), int(row[end]), row[sha256])
        if words is not None:
            row[text] = guarded(words)
        yield row


def csv_line(row: Sequence[str]) -> str:
    """Write a row as the export does: every cell quoted, CRLF at the end."""
    cells = '","'.join(cell.replace('"', '""') for cell in row)
    return f'"{cells}"\r\n'


def _rows(stream: TextIO) -> Iterator[list[str]]:
    with _long_cells():
        try:
            yield from csv.reader(stream, strict=True)
        except csv.Error as error:
            raise ValueError(str(error)) from error
