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
end: the `meta` table as written above, without a comma at its end and with 64 zeros for the checksum; then
for every other table, in the order of the file, its name in quotes and a colon, and the SHA-256 in
hexadecimal of each of its blocks (see `annotator.store.written`). It depends on documents and keys only, not
on how a program laid them out.
"""

import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from annotator.store.written import Table, WrittenTable, block_digests, to_json

Tables = Mapping[str, Table]
"""What TinyDB keeps in a file: documents by table name and document id (as a string)."""

MAX_BYTES = 64 * 1024 * 1024
"""No label file of one article and annotator comes near; a bigger one is refused unread."""

_FILE_BEGINS = b'{\n"meta": {\n'
_FILE_ENDS = b"\n}\n"
UNSIGNED = "0" * 64
"""Stands in the place of the checksum while that is computed."""
_TABLE_ENDS = b"\n}"
_NEXT_TABLE = re.compile(rb',\n"([a-z_]{1,40})": \{(?=\n)')
_CHECKSUM = re.compile(rb'"checksum": "([0-9a-f]{64})"')
_SALVAGED = re.compile(
    r'"(?:(?P<table>meta|labels|history|sources|assignment|splits|pseudonyms)|(?P<key>[0-9]{1,9}))"\s*:\s*(?=\{)'
)
_CONFLICT = re.compile(rb"^(<<<<<<<|=======|>>>>>>>)", re.MULTILINE)


class Row(NamedTuple):
    """One document as found in a file, and where."""

    table: str
    key: str
    document: Any

    @property
    def entry(self) -> str:
        """How messages name it."""
        return f"{ascii(self.table)[1:-1][:60]} {ascii(self.key)[1:-1][:60]}"


class _Walked(NamedTuple):
    """What a file says that is laid out as Annotator lays it out."""

    checksum: str
    """Of the file by its lines as they stand."""
    tables: dict[str, bytes]
    """By name, the rows of each table: JSON but for the braces around them."""


class FormError(ValueError):
    """The bytes are no TinyDB JSON; the text says why, in one line."""


def encode(tables: Mapping[str, Table | WrittenTable]) -> bytes:
    """Write tables in the form of this module; `meta`, which comes first, receives the checksum.

    A `meta` that is written already has `UNSIGNED` in the place of the checksum. Raises `ValueError` or
    `TypeError` when something in them cannot be written.
    """
    meta = tables.get("meta", {})
    written = {
        name: table if isinstance(table, WrittenTable) else WrittenTable.of(table)
        for name, table in tables.items()
        if name != "meta"
    }
    unsigned = _table("meta", meta) if isinstance(meta, WrittenTable) else _meta(meta, UNSIGNED)
    pieces = [b"{\n", _signed(meta, unsigned, _checksum(unsigned, written))]
    for name, table in written.items():
        pieces += [b",\n", *_pieces(name, table)]
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
    """Find the documents in bytes that are no JSON as a whole: each that still is one, however laid out."""
    text = data.decode(errors="replace")
    table = ""
    ends = itertools.chain(_SALVAGED.finditer(text), [None])
    for begin, end in itertools.pairwise(ends):
        assert begin is not None
        if begin["table"]:
            table = begin["table"]
        elif table:
            # No document has such a key in it. Only what stands between is parsed: each byte once.
            written = text[begin.end() : end.start() if end else len(text)]
            try:
                yield Row(table, begin["key"], _DECODER.raw_decode(written)[0])
            except (ValueError, RecursionError):
                continue


def checksum_holds(data: bytes, tables: Tables) -> bool:
    """Whether the checksum in `tables`, read from `data`, is right.

    Of a file that is laid out as here, only `meta` need be in `tables`. It is wrong where a key is there
    twice, even if the last one, which is what JSON readers take, is as it was.
    """
    try:
        given = tables["meta"]["1"]["checksum"]
        walked = _walk(data, given)
        if walked and walked.checksum == given:
            return True
        written = {name: WrittenTable.of(table) for name, table in tables.items() if name != "meta"}
        computed = _checksum(_meta(tables["meta"], UNSIGNED), written)
        return bool(given == computed) and doubled_key(data) is None
    except (LookupError, TypeError, ValueError, RecursionError):
        return False


def intact_tables(data: bytes) -> dict[str, bytes] | None:
    """Give each table of a file as JSON that is not parsed, by name.

    None for a file that is not laid out as here, or whose checksum is wrong.
    """
    found = _CHECKSUM.search(data, 0, data.find(_TABLE_ENDS))
    try:
        walked = _walk(data, found[1].decode()) if found else None
    except ValueError:
        return None
    if found is None or walked is None or walked.checksum != found[1].decode():
        return None
    return {name: b"{%b}" % rows for name, rows in walked.tables.items()}


def doubled_key(data: bytes) -> str | None:
    """Find a key that is twice in one object of a JSON file; None if there is none."""
    doubled: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                doubled.append(key)
            found[key] = value
        return found

    try:
        json.loads(data, object_pairs_hook=note)
    except (ValueError, RecursionError):
        return None
    return doubled[0] if doubled else None


def _walk(data: bytes, given: str) -> _Walked | None:
    """Go through a file that is laid out as here by its lines as they stand; None if it is not.

    `given` is the checksum that stands in its `meta` table.
    """
    if not data.startswith(_FILE_BEGINS):
        return None
    end = data.find(_TABLE_ENDS)
    tables = {"meta": data[len(_FILE_BEGINS) : end]}
    place = end + len(_TABLE_ENDS)
    lines = [data[2:place].replace(_signature(given), _signature(UNSIGNED))]
    while table := _NEXT_TABLE.match(data, place):
        begin, end = table.end(), data.index(_TABLE_ENDS, table.end())
        name, place = table[1].decode(), end + len(_TABLE_ENDS)
        if name in tables:
            return None
        lines += [b'"%b":' % table[1], *block_digests(data, begin, end)]
        tables[name] = data[begin:end]
    return _Walked(_hash(lines), tables) if data[place:] == _FILE_ENDS else None


def _signature(checksum: str) -> bytes:
    return b'"checksum": %b' % to_json(checksum)


def _checksum(unsigned: bytes, tables: Mapping[str, WrittenTable]) -> str:
    lines = [unsigned]
    for name, table in tables.items():
        lines += [to_json(name) + b":", *table.digests()]
    return _hash(lines)


def _hash(lines: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\n".join([*lines, b""])).hexdigest()


def _meta(meta: Table, checksum: str) -> bytes:
    signed = {**meta, "1": {**meta.get("1", {}), "checksum": checksum}}
    return _table("meta", WrittenTable.of(signed))


def _signed(meta: Table | WrittenTable, unsigned: bytes, checksum: str) -> bytes:
    """The `meta` table as it is written, made from its form without a checksum where that is certain."""
    place = _signature(UNSIGNED)
    if unsigned.count(place) == 1:
        return unsigned.replace(place, _signature(checksum))
    if isinstance(meta, WrittenTable):
        raise ValueError("there is not one place for the checksum")
    return _meta(meta, checksum)


def _table(name: str, table: WrittenTable) -> bytes:
    return b"".join(_pieces(name, table))


def _pieces(name: str, table: WrittenTable) -> list[bytes]:
    return [to_json(name) + b": {\n", *table.pieces(), b"}"]


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
