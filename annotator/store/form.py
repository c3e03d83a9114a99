"""The written form of a label file: ordinary TinyDB JSON, one document per line, with a checksum in `meta`.

    {
    "meta": {
    "1": {"schema_version": 1, …, "checksum": "…"}
    },
    "labels": {
    "1": {"unit": "u001", …},
    "2": {"unit": "u002", …}
    },
    "history": {
    …
    }
    }

Rows stand in the order of their document ids. The checksum is the SHA-256 of these lines, each with a line
end: the `meta` table without the checksum, as written above but without a comma at its end; then for every
other table, in the order of the file, its name in quotes and a colon, and the SHA-256 in hexadecimal of each
of its blocks. A block is the rows whose document ids, divided by 32, give the same whole number, in the form
above and each ending in a comma and a line end. So the checksum depends on documents and keys only, not on
how a program laid them out, and after a change only one block of a table is to be hashed anew.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, Self

Table = Mapping[str, Mapping[str, Any]]
"""Documents by document id (as a string)."""

Tables = Mapping[str, Table]
"""What TinyDB keeps in a file: documents by table name and document id (as a string)."""

MAX_BYTES = 64 * 1024 * 1024
"""No label file of one article and annotator comes near; a bigger one is refused unread."""

_ROWS_PER_BLOCK = 32
_ROW_ENDS = b",\n"
_FILE_ENDS = b"\n}\n"
_TABLE_LINE = re.compile(r'"([a-z_]{1,40})": \{')
_ROW_LINE = re.compile(r'"([0-9]{1,9})": (\{.*\}),?')
_CONFLICT = re.compile(rb"^(<<<<<<<|=======|>>>>>>>)", re.MULTILINE)

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
        return cls.of_lines((_key(key), _row(_key(key), document)) for key, document in table.items())

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
        number, row = key // _ROWS_PER_BLOCK, _row(key, document)
        self._blocks[number] = _Block({**self._rows(number), key: row})

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


class Row(NamedTuple):
    """One document as found in a file, and where."""

    table: str
    key: str
    document: Any

    @property
    def entry(self) -> str:
        """How messages name it."""
        return f"{ascii(self.table)[1:-1][:60]} {ascii(self.key)[1:-1][:60]}"


class FormError(ValueError):
    """The bytes are no TinyDB JSON; the text says why, in one line."""


def to_json(value: object) -> bytes:
    """Write JSON on one line; U+2028 and U+2029, which some programs take for line ends, are escaped.

    Raises `ValueError` for NaN, infinity and lone surrogates, `TypeError` for what JSON does not have.
    """
    text = _dumps(value)
    if not text.isascii():
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text.encode()


def encode(tables: Mapping[str, Table | WrittenTable]) -> bytes:
    """Write tables in the form of this module; `meta`, which comes first, receives the checksum.

    Raises `ValueError` or `TypeError` when something in them cannot be written.
    """
    found = tables.get("meta", {})
    assert not isinstance(found, WrittenTable), "what is written receives no checksum"
    meta = {key: dict(document) for key, document in found.items()}
    written = {
        name: table if isinstance(table, WrittenTable) else WrittenTable.of(table)
        for name, table in tables.items()
        if name != "meta"
    }
    meta.setdefault("1", {})["checksum"] = _checksum(meta, _digests(written))
    pieces = [b"{\n", *_table("meta", WrittenTable.of(meta))]
    for name, table in written.items():
        pieces += [_ROW_ENDS, *_table(name, table)]
    return b"".join([*pieces, _FILE_ENDS])  # once: copying is much of what a save costs


def decode(data: bytes) -> dict[str, dict[str, dict[str, Any]]]:
    """Read TinyDB JSON; raises `FormError` for anything that is not tables of documents."""
    if not data:
        raise FormError("the file is empty")
    try:
        tables = json.loads(data.decode(), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise FormError(f"byte {error.start} is not UTF-8") from error
    except RecursionError as error:
        raise FormError("nested too deeply") from error
    except ValueError as error:
        if conflict := _CONFLICT.search(data):
            line = data.count(b"\n", 0, conflict.start()) + 1
            raise FormError(f"line {line}: git conflict markers") from error
        raise FormError(f"not JSON: {error}") from error
    if not isinstance(tables, dict):
        raise FormError(f"holds a JSON {type(tables).__name__}, not an object of tables")
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise FormError(f"{name!a} is a JSON {type(table).__name__}, not a table of documents")
    return tables


def rows_of(tables: Tables) -> Iterator[Row]:
    """Go through all documents of all tables."""
    for name, table in tables.items():
        for key, document in table.items():
            yield Row(name, key, document)


def salvage(data: bytes) -> Iterator[Row]:
    """Find the documents in bytes that are no longer JSON as a whole: each line that still is one."""
    table = ""
    for written in data.decode(errors="replace").split("\n"):
        line = written.rstrip("\r")
        if begins := _TABLE_LINE.fullmatch(line):
            table = begins[1]
        elif (row := _ROW_LINE.fullmatch(line)) and table:
            try:
                yield Row(table, row[1], json.loads(row[2], parse_constant=_refuse_constant))
            except (ValueError, RecursionError):
                continue


def checksum_holds(data: bytes, tables: Tables) -> bool:
    """Whether the checksum in `tables`, read from `data`, is right.

    Of a file that is laid out as here, only `meta` need be in `tables`.
    """
    try:
        meta = tables["meta"]
        given = meta["1"]["checksum"]
        if given == _checksum(meta, _written_digests(data, meta)):
            return True
        written = {name: WrittenTable.of(table) for name, table in tables.items() if name != "meta"}
        return bool(given == _checksum(meta, _digests(written)))
    except (LookupError, TypeError, ValueError, RecursionError):
        return False


def _written_digests(data: bytes, meta: Table) -> dict[str, list[bytes]]:
    """The hashes of the blocks as they stand in the file; none if it is not laid out as here."""
    head = b"".join([b"{\n", *_table("meta", WrittenTable.of(meta))])
    if not (data.startswith(head) and data.endswith(_FILE_ENDS)):
        return {}
    lines = (data[len(head) : -len(_FILE_ENDS)] + b",").split(b"\n")
    found: dict[str, list[bytes]] = {}
    if lines[0] != b",":
        return found
    place = 1
    while place < len(lines):
        begins = _TABLE_LINE.fullmatch(lines[place].decode())
        if not begins or begins[1] in found:
            return {}
        end = lines.index(b"},", place)
        found[begins[1]] = list(_line_digests(lines[place + 1 : end]))
        place = end + 1
    return found


def _line_digests(lines: list[bytes]) -> Iterator[bytes]:
    """The hashes of the blocks of a table of these lines; raises `ValueError` when they are no rows."""
    lines[-1:] = [line + b"," for line in lines[-1:]]
    place = 0
    while place < len(lines):
        key = _line_key(lines[place])
        end = min(place + _ROWS_PER_BLOCK - key % _ROWS_PER_BLOCK, len(lines))
        while _line_key(lines[end - 1]) // _ROWS_PER_BLOCK != key // _ROWS_PER_BLOCK:
            end -= 1
        yield _digest(b"\n".join([*lines[place:end], b""]))
        place = end


def _line_key(line: bytes) -> int:
    return int(line[1 : line.index(b'"', 1)])


def _digests(tables: Mapping[str, WrittenTable]) -> dict[str, list[bytes]]:
    return {name: table.digests() for name, table in tables.items()}


def _digest(written: bytes) -> bytes:
    return hashlib.sha256(written).hexdigest().encode()


def _checksum(meta: Table, digests: Mapping[str, list[bytes]]) -> str:
    signed = {key: dict(document) for key, document in meta.items()}
    signed.setdefault("1", {}).pop("checksum", None)
    lines = [b"".join(_table("meta", WrittenTable.of(signed)))]
    for name, blocks in digests.items():
        lines += [to_json(name) + b":", *blocks]
    return hashlib.sha256(b"\n".join([*lines, b""])).hexdigest()


def _table(name: str, table: WrittenTable) -> list[bytes]:
    return [to_json(name) + b": {\n", *table.pieces(), b"}"]


def _row(key: int, document: Mapping[str, Any]) -> bytes:
    return b'"%d": %b%b' % (key, to_json(document), _ROW_ENDS)


def _key(key: str) -> int:
    if str(number := int(key)) != key:
        raise ValueError(f"{key!a} is no document id")
    return number


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")
