"""Rows of a table as they are written, kept in blocks, so that a save writes and hashes little anew.

A row is one line, `"<document id>": <document>,` with its line end; only in the file the last one of a table
lacks the comma. A block is the rows whose document ids give the same whole number when divided by 32, in
their order. Its hash is the SHA-256, in hexadecimal, of its rows.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import groupby
from typing import Any, Self

Table = Mapping[str, Mapping[str, Any]]
"""Documents by document id (as a string)."""

_ROWS_PER_BLOCK = 32
_ROW_ENDS = b",\n"
_NEAR = 64 * 1024

_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class _Block:
    """Some rows of a table; never changed."""

    def __init__(self, rows: Mapping[int, bytes]) -> None:
        self.rows = rows

    @cached_property
    def written(self) -> bytes:
        return b"".join([self.rows[key] for key in sorted(self.rows)])

    @cached_property
    def digest(self) -> bytes:
        return _digest(self.written)


class WrittenTable:
    """A table in its written form, changed row by row, so that a save writes and hashes little anew."""

    def __init__(self, blocks: Mapping[int, _Block] | None = None) -> None:
        """Begin without rows; the class methods and `copy` make tables with them."""
        self._blocks = dict(blocks or {})

    @classmethod
    def of(cls, table: Table) -> Self:
        """Write a table of documents; raises `ValueError` or `TypeError` for what cannot be written."""
        return cls.of_lines((_key(key), _row(_key(key), to_json(row))) for key, row in table.items())

    @classmethod
    def of_lines(cls, rows: Iterable[tuple[int, bytes]]) -> Self:
        """Take over rows that are written: document id, and line with a comma and a line end."""
        blocks: dict[int, dict[int, bytes]] = {}
        for number, block in groupby(rows, lambda row: row[0] // _ROWS_PER_BLOCK):
            blocks.setdefault(number, {}).update(block)
        return cls({number: _Block(block) for number, block in blocks.items()})

    def copy(self) -> Self:
        """Give a table that later changes of this one do not reach; costs little."""
        return type(self)(self._blocks)

    def put(self, key: int, document: Mapping[str, Any]) -> None:
        """Add or replace a row; raises `ValueError`, and changes nothing, when it cannot be written."""
        self.put_json(key, to_json(document))

    def put_json(self, key: int, document: bytes) -> None:
        """Add or replace a row whose document was written by `to_json`."""
        number = key // _ROWS_PER_BLOCK
        self._blocks[number] = _Block({**self._rows(number), key: _row(key, document)})

    def remove(self, key: int) -> None:
        """Take a row out, if it is there."""
        number = key // _ROWS_PER_BLOCK
        rows = {other: row for other, row in self._rows(number).items() if other != key}
        self._blocks[number] = _Block(rows)
        if not rows:
            del self._blocks[number]

    def pieces(self) -> list[bytes]:
        """All rows as they are written, in several pieces; the last row without its comma."""
        pieces = [self._blocks[number].written for number in sorted(self._blocks)]
        pieces[-1:] = [piece.removesuffix(_ROW_ENDS) + b"\n" for piece in pieces[-1:]]
        return pieces

    def digests(self) -> list[bytes]:
        """The SHA-256 of each block, in hexadecimal."""
        return [self._blocks[number].digest for number in sorted(self._blocks)]

    def _rows(self, number: int) -> Mapping[int, bytes]:
        block = self._blocks.get(number)
        return block.rows if block else {}


def to_json(value: object) -> bytes:
    """Write JSON on one line; U+2028 and U+2029, which some programs take for line ends, are escaped.

    Raises `ValueError` for NaN, infinity and lone surrogates, `TypeError` for what JSON does not have.
    """
    text = _dumps(value)
    if not text.isascii():
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text.encode()


def block_digests(data: bytes, place: int, end: int) -> list[bytes]:
    """Hash the blocks of a table whose rows stand in `data[place:end]`.

    `place` is the line end before its first row, `end` the one after its last. Whatever else stands there
    gives wrong hashes or `ValueError`.
    """
    digests = []
    last = data.rfind(b'\n"', place, end)
    while place < end:
        begin, place = place + 1, _block_end(data, place, end, last)
        digests.append(_digest(data[begin:place] + (_ROW_ENDS if place == end else b"\n")))
    return digests


def _block_end(data: bytes, place: int, end: int, last: int) -> int:
    """Where the block ends whose first row follows the line end at `place`.

    The last row of the table follows the line end at `last`; the table ends at `end`.
    """
    number = _key_at(data, place) // _ROWS_PER_BLOCK
    if _key_at(data, last) // _ROWS_PER_BLOCK == number:
        return end
    next_block = data.find(b'\n"%d": {' % ((number + 1) * _ROWS_PER_BLOCK), place, min(end, place + _NEAR))
    if next_block >= 0:
        return next_block
    # Its first id is not in the table: go from row to row.
    while place < end and _key_at(data, place) // _ROWS_PER_BLOCK == number:
        place = data.find(b"\n", place + 1, end)
        if place < 0:
            return end
    return place


def _key_at(data: bytes, place: int) -> int:
    """The document id of the row after a line end."""
    return int(data[place + 2 : data.index(b'"', place + 2)])


def _digest(rows: bytes) -> bytes:
    return hashlib.sha256(rows).hexdigest().encode()


def _row(key: int, document: bytes) -> bytes:
    return b'"%d": %b%b' % (key, document, _ROW_ENDS)


def _key(key: str) -> int:
    if str(number := int(key)) != key:
        raise ValueError(f"{key!a} is no document id")
    return number
