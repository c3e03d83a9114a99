"""A file in `annotations/` that everybody shares: one table of rows by key, and when it was written last."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.store.form import (
    UNSIGNED,
    FormError,
    Row,
    checksum_holds,
    decode,
    intact_tables,
    rows_of,
    salvage,
)
from annotator.store.locking import locked
from annotator.store.migrations import refuse_newer
from annotator.store.recovery import set_aside
from annotator.store.storage import DurableJSONStorage
from schemas import SCHEMA_VERSION, SharedFileMeta

K = TypeVar("K", str, tuple[str, ...])
V = TypeVar("V")

NEVER = datetime.min.replace(tzinfo=UTC)
"""When a file that is not there was written."""

_MOST_PROBLEMS = 100


class _Read(NamedTuple, Generic[K, V]):
    rows: dict[K, V]
    dealt: datetime
    problems: tuple[tuple[str, str], ...] = ()


class SharedFile(Generic[K, V]):
    """Rows by their key, read when they are asked for, and again when the file has changed.

    Reading takes no lock. A damaged file is never overwritten: what can be read of it counts, `problems`
    tells so, and it is set aside by the next writing. A class that derives from it says what a row is.
    """

    table: ClassVar[str]
    """Name of the table, which `annotator.store.form` must know to salvage it."""
    what: ClassVar[str]
    """What the file is, for those who wait for it, e.g. `the assignment`."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, in `annotations/`, which need not exist yet."""
        self.path = path
        self.problems: tuple[tuple[str, str], ...] = ()
        """Entry in the file, e.g. `assignment 3`, and what is wrong with it."""
        self._storage = DurableJSONStorage(path)
        self._rows: dict[K, V] = {}
        self._dealt = NEVER

    @property
    def rows(self) -> Mapping[K, V]:
        """The rows as the file has them now; raises `AnnotatorError` when it cannot be read."""
        self._read_if_changed()
        return MappingProxyType(self._rows)

    @property
    def damage(self) -> str:
        """What is wrong with the file and where, in one line; empty where nothing is."""
        self._read_if_changed()
        if not self.problems:
            return ""
        entry, problem = self.problems[0]
        where = f"{self.path}, {entry}" if entry else f"{self.path}"
        more = len(self.problems) - 1
        return f"{where}: {problem}{f' (and {more} more)' if more else ''}"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer for a while; raises `AnnotatorError` when another program goes on writing."""
        with locked(self.path, self.what):
            self._read_if_changed()
            yield

    def write(self, rows: Mapping[K, V]) -> None:
        """Put new rows on the disk, while `writing`."""
        if rows != self._rows or self.problems or not self.path.exists():
            self._write(rows, datetime.now(UTC))

    @property
    def dealt(self) -> datetime:
        """When the file was written; `NEVER` where there is none."""
        self._read_if_changed()
        return self._dealt

    def rows_to_join(self, other: "SharedFile[K, V]") -> Mapping[K, V]:
        """Give the rows of another copy, which is only read; raises `AnnotatorError` when it is damaged."""
        rows = other.rows
        if other.damage:
            raise AnnotatorError(f"{other.damage}; mend it there, then merge again")
        return rows

    def take_over(self, joined: Mapping[K, V], other: "SharedFile[K, V]") -> int:
        """Write, while `writing`, the rows of both copies; gives how many are new here or others now."""
        news = sum(self._rows.get(key) != value for key, value in joined.items())
        if news:
            self._write(joined, max(self._dealt, other.dealt))
        return news

    def row_of(self, document: Any) -> tuple[K, V]:
        """Validate one document; raises `ValueError`."""
        raise NotImplementedError

    def document_of(self, key: K, value: V) -> dict[str, Any]:
        """Write one row."""
        raise NotImplementedError

    def rows_in(self, documents: Iterable[Any]) -> dict[K, V]:
        """Read all rows of an intact file; raises `ValueError` when one is wrong or there twice."""
        rows: dict[K, V] = {}
        for document in documents:
            key, value = self.row_of(document)
            if key in rows:
                raise ValueError(f"{_said(key)} is there twice")
            rows[key] = value
        return rows

    def _write(self, rows: Mapping[K, V], dealt: datetime) -> None:
        data = self._storage.read_bytes() if self.problems else None
        if data is not None:
            set_aside(self.path, data)
        meta = SharedFileMeta(schema_version=SCHEMA_VERSION, dealt=dealt, checksum=UNSIGNED)
        ordered = {key: rows[key] for key in self._in_order(rows)}
        table = {
            str(number): self.document_of(key, value)
            for number, (key, value) in enumerate(ordered.items(), start=1)
        }
        self._storage.write_tables({"meta": {"1": meta.model_dump(mode="json")}, self.table: table})
        self._take(_Read(ordered, dealt))

    def _in_order(self, rows: Mapping[K, V]) -> Iterator[K]:
        """What is there stays where it stands, so that git shows what is new."""
        yield from (key for key in self._rows if key in rows)
        yield from sorted(key for key in rows if key not in self._rows)

    def _read_if_changed(self) -> None:
        if not self._storage.changed():
            return
        try:
            data = self._storage.read_bytes()
            if data is None:
                self._take(_Read({}, NEVER))
            else:
                self._take(self._read_intact(data) or self._read_damaged(data))
        except BaseException:
            self._storage.forget()
            raise

    def _take(self, read: _Read[K, V]) -> None:
        self._rows, self._dealt, self.problems = read

    def _read_intact(self, data: bytes) -> _Read[K, V] | None:
        """Read a file as it was written; None when anything about it is otherwise."""
        try:
            tables = intact_tables(data) or {}
            if tables.keys() != {"meta", self.table}:
                return None
            meta = SharedFileMeta.model_validate(json.loads(tables["meta"])["1"])
            if meta.schema_version != SCHEMA_VERSION:
                return None
            rows = self.rows_in(json.loads(tables[self.table]).values())
        except (ValueError, LookupError, TypeError, RecursionError):
            return None
        return _Read(rows, meta.dealt)

    def _read_damaged(self, data: bytes) -> _Read[K, V]:
        """Read what can be read, with what is wrong; raises `AnnotatorError` for a newer version's file."""
        problems: list[tuple[str, str]] = []
        try:
            tables = decode(data)
            found = list(rows_of(tables))
            intact = checksum_holds(data, tables)
        except FormError as error:
            problems.append(("", str(error)))
            found, intact = list(salvage(data)), True
        rows: dict[K, V] = {}
        dealt = NEVER
        for row in found:
            if row.table == "meta" and isinstance(row.document, dict):
                refuse_newer(self.path, row.document.get("schema_version"))
            try:
                if row.table == "meta":
                    dealt = SharedFileMeta.model_validate(row.document).dealt
                else:
                    self._add(rows, row)
            except (ValueError, RecursionError, OverflowError) as error:
                what = describe(error) if isinstance(error, ValidationError) else str(error)
                problems.append((row.entry, "".join(c for c in what[:300] if c.isprintable())))
        if not intact:
            problems.append(("meta 1", "the checksum is wrong: changed outside Annotator or by a disk error"))
        return _Read(rows, dealt, tuple(problems[:_MOST_PROBLEMS]))

    def _add(self, rows: dict[K, V], row: Row) -> None:
        if row.table != self.table:
            raise ValueError(f"no document of {self.what}")
        key, value = self.row_of(row.document)
        if key in rows:
            raise ValueError(f"{_said(key)} is there twice")
        rows[key] = value


def _said(key: str | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else ", ".join(key)
