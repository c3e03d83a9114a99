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

The checksum is the SHA-256 of everything else in this form: the `meta` table without it, a line end, and
the other tables. It depends on documents and keys only, not on how a program laid them out.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tinydb.table import Document

Tables = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""What TinyDB keeps in a file: documents by table name and document id (as a string)."""

MAX_BYTES = 64 * 1024 * 1024
"""No label file of one article and annotator comes near; a bigger one is refused unread."""

_META_BEGINS = b'{\n"meta": {\n'
_META_ENDS = b"\n},\n"
_FILE_ENDS = b"\n}\n"
_ROW_ENDS = b",\n"
_TABLE_LINE = re.compile(r'"([a-z_]{1,40})": \{')
_ROW_LINE = re.compile(r'"([0-9]{1,9})": (\{.*\}),?')
_CONFLICT = re.compile(rb"^(<<<<<<<|=======|>>>>>>>)", re.MULTILINE)

_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class WrittenDocument(Document):
    """A TinyDB document that keeps the line it is written as, so that a save does not write it anew.

    It must never be changed after `line` was read; put another one in its place.
    """

    _line: bytes | None = None

    @property
    def line(self) -> bytes:
        """The row with comma and line end; raises `ValueError` when it cannot be written."""
        if self._line is None:
            self._line = _row(self.doc_id, self)
        return self._line


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


def encode(tables: Tables) -> bytes:
    """Write tables in the form of this module; `meta` comes first and receives the checksum."""
    meta = _without_checksum(tables)
    body = _body(tables)
    meta["1"]["checksum"] = _digest(meta, body)
    return b"".join([b"{\n", *_table("meta", meta), *([b",\n"] if body else []), *body, _FILE_ENDS])


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
    """Whether the checksum in `tables`, read from `data`, is right."""
    try:
        meta = _without_checksum(tables)
        given = tables["meta"]["1"]["checksum"]
        return bool(given == _digest(meta, [_written_body(data)]) or given == _digest(meta, _body(tables)))
    except (LookupError, TypeError, ValueError, RecursionError):
        return False


def _written_body(data: bytes) -> bytes:
    """The tables after `meta` as they stand in the file: spares writing them anew to compare."""
    begins = data.find(_META_ENDS)
    if begins < 0 or not (data.startswith(_META_BEGINS) and data.endswith(_FILE_ENDS)):
        return b""
    return data[begins + len(_META_ENDS) : -len(_FILE_ENDS)]


def _without_checksum(tables: Tables) -> dict[str, dict[str, Any]]:
    meta = {key: dict(document) for key, document in tables.get("meta", {}).items()}
    meta.setdefault("1", {}).pop("checksum", None)
    return meta


def _digest(meta: Mapping[str, Mapping[str, Any]], body: Iterable[bytes]) -> str:
    digest = hashlib.sha256(b"".join(_table("meta", meta)) + b"\n")
    for piece in body:
        digest.update(piece)
    return digest.hexdigest()


def _body(tables: Tables) -> list[bytes]:
    pieces: list[bytes] = []
    for name, table in tables.items():
        if name != "meta":
            pieces += [b",\n", *_table(name, table)]
    return pieces[1:]


def _table(name: str, table: Mapping[str, Mapping[str, Any]]) -> list[bytes]:
    """Write a table in pieces; they are joined once, for the whole file: copying is what a save costs."""
    lines = [
        document.line if isinstance(document := table[key], WrittenDocument) else _row(int(key), document)
        for key in sorted(table, key=int)
    ]
    if lines:
        lines[-1] = lines[-1].removesuffix(_ROW_ENDS) + b"\n"
    return [to_json(name) + b": {\n", *lines, b"}"]


def _row(key: int, document: Mapping[str, Any]) -> bytes:
    return b'"%d": %b%b' % (key, to_json(document), _ROW_ENDS)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")
