"""What a file of the source register holds, validated row by row, and how it is written."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.store import Finding
from annotator.store.form import UNSIGNED, FormError, Row, checksum_holds, decode, rows_of, salvage
from annotator.store.migrations import refuse_newer
from annotator.store.storage import read_limited
from schemas import SCHEMA_VERSION, Source, SourceEvent, SourceFileMeta

_REPAIR = "add or change any source in Annotator: the file is set aside and what can be recovered is"
_RECOVERED = "recovery"
"""Stands for the annotator where a damaged file was put right."""
_LONGEST_PROBLEM = 300
_MOST_PROBLEMS = 1000


@dataclass
class SourceTables:
    """The valid part of a file, and what is wrong with the rest."""

    entries: dict[str, Source] = field(default_factory=dict)
    """By id, in the order in which they were added."""
    events: dict[str, SourceEvent] = field(default_factory=dict)
    """By event id, oldest first."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Entry in the file, e.g. `sources 3`, and what is wrong with it."""

    def report(self, entry: str, problem: str) -> None:
        """Note a problem; its text may quote the file, so what a terminal would obey is made visible."""
        if len(self.problems) < _MOST_PROBLEMS:
            shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in problem[:_LONGEST_PROBLEM])
            self.problems.append((entry, shown))

    def put(self, event: SourceEvent) -> None:
        """Make one change."""
        self.entries[event.after.id] = event.after
        self.events[event.id] = event

    def written(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The tables as TinyDB keeps them; the storage puts the checksum in."""
        meta = SourceFileMeta(schema_version=SCHEMA_VERSION, checksum=UNSIGNED)
        return {
            "meta": {"1": meta.model_dump(mode="json")},
            "sources": _numbered(self.entries.values()),
            "history": _numbered(self.events.values()),
        }


def read_tables(path: Path, data: bytes | None) -> SourceTables:
    """Validate the bytes of a register; None is an empty one. Problems are collected, not raised.

    Where there are any, an entry is the newer one of its row and of what its last event left. Raises
    `AnnotatorError` only for a file of a newer version.
    """
    tables = SourceTables()
    if data is None:
        return tables
    try:
        found = decode(data)
        intact = checksum_holds(data, found)
        rows = list(rows_of(found))
    except FormError as error:
        tables.report("", str(error))
        intact, rows = True, list(salvage(data))
    meta = next((row.document for row in rows if row.table == "meta" and row.key == "1"), None)
    if isinstance(meta, dict):
        refuse_newer(path, meta.get("schema_version"))
    for row in rows:
        if problem := _add(row, tables):
            tables.report(row.entry, problem)
    if meta is None:
        tables.report("meta 1", "missing")
    elif not intact:
        tables.report("meta 1", "the checksum is wrong: changed outside Annotator or by a disk error")
    if tables.problems:
        _rebuild(tables)
    return tables


def check_register(path: Path) -> Iterator[Finding]:
    """Check a register: form, checksum, every row, entries against history."""
    try:
        tables = read_tables(path, read_limited(path))
    except AnnotatorError as error:
        yield Finding.of(path, error)
        return
    for entry, problem in tables.problems:
        yield Finding(path, entry, problem, _REPAIR)
    if tables.problems:
        return
    known = [event.after for event in tables.events.values()]
    for name, source in tables.entries.items():
        if source not in known:
            yield Finding(path, name, "no event in the history explains this entry", "look it over")


def new_event(before: Source | None, after: Source, by: str, time: datetime) -> SourceEvent:
    """Make the event of a change; raises pydantic's `ValidationError` for a name that nobody can have."""
    return SourceEvent(id=os.urandom(16).hex(), time=time, annotator=by, before=before, after=after)


def recovered(tables: SourceTables) -> SourceTables:
    """Give what could be read of a damaged file as an intact one, with events that explain its entries."""
    whole = SourceTables(dict(tables.entries), dict(tables.events))
    last = {event.after.id: event.after for event in tables.events.values()}
    for name, source in tables.entries.items():
        if source != last.get(name):
            whole.put(new_event(last.get(name), source, _RECOVERED, datetime.now(UTC)))
    return whole


def _add(row: Row, tables: SourceTables) -> str:
    """Add one row to the tables, or say what is wrong with it."""
    try:
        if row.table == "sources":
            source = Source.model_validate(row.document)
            if source.id in tables.entries:
                return f"the entry {source.id!r} is there twice"
            tables.entries[source.id] = source
        elif row.table == "history":
            event = SourceEvent.model_validate(row.document)
            tables.events[event.id] = event
        elif row.table == "meta" and row.key == "1":
            SourceFileMeta.model_validate(row.document)
        else:
            return "no document of a source register"
    except ValidationError as error:
        return describe(error)
    except (OverflowError, RecursionError) as error:
        return f"not valid: {error}"
    return ""


def _rebuild(tables: SourceTables) -> None:
    for event in tables.events.values():
        row, after = tables.entries.get(event.after.id), event.after
        if row is None or (after.updated and row.updated and after.updated > row.updated):
            tables.entries[after.id] = after


def _numbered(records: Iterable[Source | SourceEvent]) -> dict[str, dict[str, Any]]:
    documents: Mapping[int, Any] = dict(enumerate(records, start=1))
    return {
        str(number): record.model_dump(mode="json", exclude_defaults=True)
        for number, record in documents.items()
    }
