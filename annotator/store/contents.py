"""What a label file holds, validated row by row: nothing of a file is believed before it passed here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from annotator.errors import describe
from annotator.store.form import FormError, Row, checksum_holds, decode, doubled_key, rows_of, salvage
from annotator.store.judging import Judge
from annotator.store.migrations import migrated_rows, migrated_tables
from annotator.store.written import WrittenTable
from schemas import GOLD, Annotation, Article, Codebook, Event, LabelFileMeta, slug

_LONGEST_PROBLEM = 300
_MOST_PROBLEMS = 1000
_MOST_BROKEN = 100_000
"""Rows; no article has so many units, and no history so many events."""
_TABLES = ("meta", "labels", "history")


class Problem(NamedTuple):
    """Something wrong with a file."""

    entry: str
    """Table and document id, e.g. `labels 3`; empty for the file as a whole."""
    problem: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.problem}" if self.entry else self.problem


@dataclass
class Contents:
    """The valid part of a label file, and what is wrong with the rest."""

    meta: LabelFileMeta | None = None
    records: dict[str, Annotation] = field(default_factory=dict)
    """By unit id, in the order of the file; also those whose sentence has changed since."""
    events: dict[int, Event] = field(default_factory=dict)
    """By document id, oldest first."""
    problems: list[Problem] = field(default_factory=list)
    foreign: bool = False
    """The file is intact, but somebody else's or another article's."""
    written: Mapping[str, WrittenTable] = field(default_factory=dict)
    """`labels` and `history` as they stand in the file, where they can be written again like that."""

    def report(self, entry: str, problem: str) -> None:
        """Note a problem; its text may quote the file, so what a terminal would obey is made visible.

        Of a file with more than anybody would read, only so many are kept.
        """
        if len(self.problems) >= _MOST_PROBLEMS:
            return
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in problem[:_LONGEST_PROBLEM])
        self.problems.append(Problem(entry, shown))

    @property
    def latest(self) -> dict[str, Annotation | None]:
        """What the history says of every unit that it mentions: the record after its last event."""
        return {event.unit: event.after for event in self.events.values()}


@dataclass
class _Earlier:
    """What the rows of the history so far have told."""

    intact: bool
    """Whether the checksum of the file holds."""
    ids: set[str] = field(default_factory=set)
    left: dict[str, Annotation | None] = field(default_factory=dict)
    """By unit id, the record that the last event left."""


@dataclass(frozen=True)
class Expected:
    """What a file must be about."""

    article: Article
    annotator: str | None
    """None: whoever the file says."""
    codebook: Codebook

    @cached_property
    def judge(self) -> Judge:
        """Says which records apply; the same for all files of the article."""
        return Judge(self.article, self.codebook)


def read_contents(path: Path, data: bytes, expected: Expected, *, history: bool = True) -> Contents:
    """Validate a label file given as bytes.

    Without `history` its events are skipped: the checksum covers them. Problems are collected, not raised;
    only a file of a newer schema version raises `AnnotatorError`, as nothing can be said of it.
    """
    contents = Contents()
    try:
        tables = decode(data)
        intact = checksum_holds(data, tables)
        tables = migrated_tables(path, tables)
    except FormError as error:
        contents.report("", str(error))
        _examine(migrated_rows(path, salvage(data)), expected, contents, history=True, intact=False)
        return contents
    _examine(rows_of(tables), expected, contents, history=history or not intact, intact=intact)
    if intact:
        contents.foreign = contents.meta is not None and _identity(contents.meta, expected) is not None
    elif contents.meta is not None:
        contents.report("meta 1", _edited(contents))
        if (key := doubled_key(data)) is not None:
            contents.report("", f"the key {key!a} is there twice; the last one was taken")
    return contents


def same_annotator(one: str, other: str) -> bool:
    """Two names with the same slug are the same annotator."""
    return one == other or (slug(one) == slug(other) != "")


def _examine(
    rows: Iterable[Row], expected: Expected, contents: Contents, *, history: bool, intact: bool
) -> None:
    later: list[Row] = []
    for row in rows:
        if row.table == "meta":
            _add_meta(row, expected, contents)
        else:
            later.append(row)
    if contents.meta is None:
        contents.report("meta 1", "missing or not valid")
    owner = expected.annotator or (contents.meta.annotator if contents.meta else None)
    expected = replace(expected, annotator=owner)
    earlier = _Earlier(intact=intact)
    broken = 0
    for row in later:
        if row.table == "history" and not history:
            continue
        if problem := _add(row, expected, contents, earlier):
            contents.report(row.entry, problem)
            broken += 1
            if broken == _MOST_BROKEN:
                contents.problems.append(Problem("", f"after {broken:,} broken rows nothing more was read"))
                break
    contents.events = dict(sorted(contents.events.items()))


def _add_meta(row: Row, expected: Expected, contents: Contents) -> None:
    problem: str | None
    try:
        meta = LabelFileMeta.model_validate(row.document)
    except ValidationError as error:
        problem = describe(error)
    else:
        contents.meta = meta
        unexpected = f"unexpected document {row.key!a}"
        problem = _identity(meta, expected) if row.key == "1" else unexpected
    if problem:
        contents.report(row.entry, problem)


def _identity(meta: LabelFileMeta, expected: Expected) -> str | None:
    if (meta.article, meta.article_sha256) != (expected.article.id, expected.article.sha256):
        return f"belongs to the article {meta.article!r}, not to {expected.article.id!r}"
    if expected.annotator and not same_annotator(meta.annotator, expected.annotator):
        return f"belongs to {meta.annotator!r}, not to {expected.annotator!r}"
    return None


def _add(row: Row, expected: Expected, contents: Contents, earlier: _Earlier) -> str | None:
    """Add one row to the contents, or say what is wrong with it."""
    if row.table not in _TABLES:
        return "no table of a label file"
    if not row.key.isascii() or not row.key.isdigit() or row.key.startswith("0") or len(row.key) > 9:
        return "the document id is not a positive whole number"
    try:
        if row.table == "labels":
            return _add_record(row, Annotation.model_validate(row.document), expected, contents, earlier)
        event = Event.model_validate(_with_before(row.document, earlier))
        return _add_event(row, event, expected, contents, earlier)
    except ValidationError as error:
        return describe(error)
    except (OverflowError, RecursionError) as error:
        return f"not valid: {error}"


def _add_record(
    row: Row, record: Annotation, expected: Expected, contents: Contents, earlier: _Earlier
) -> str | None:
    if number(record.unit) != int(row.key):
        return f"is a label of {record.unit}"
    if not by_owner(record, expected):
        return f"is a label by {record.annotator!r}, not by {expected.annotator!r}"
    known = contents.records.get(record.unit)
    if known is None or known.updated <= record.updated:
        contents.records[record.unit] = record
    # Where the checksum holds, nobody changed the record: the codebook did, also without a new version.
    return None if earlier.intact else broken_rule(record, expected)


def _with_before(document: Any, earlier: _Earlier) -> Any:
    """An event that does not say what was before it found what the unit's previous one in the file left."""
    if not isinstance(document, dict) or "before" in document:
        return document
    unit = document.get("unit")
    return {**document, "before": earlier.left.get(unit) if isinstance(unit, str) else None}


def _add_event(
    row: Row, event: Event, expected: Expected, contents: Contents, earlier: _Earlier
) -> str | None:
    place = int(row.key)
    earlier.left[event.unit] = event.after
    if event.id in earlier.ids:
        return f"the event {event.id} is there twice"
    if expected.annotator and not same_annotator(event.annotator, expected.annotator):
        return f"is an event of {event.annotator!r}, not of {expected.annotator!r}"
    earlier.ids.add(event.id)
    while place in contents.events:  # both sides of a conflict gave the same number
        place += 1
    contents.events[place] = event
    return None


def by_owner(record: Annotation, expected: Expected) -> bool:
    """Whether a record is by the annotator whose file it is in."""
    return expected.annotator is None or same_annotator(record.annotator, expected.annotator)


def misplaced(record: Annotation) -> str | None:
    """Say what is wrong where a gold label does not tell what it rests on, or another one does."""
    is_gold = record.annotator == GOLD
    if is_gold == (record.adjudication is not None):
        return None
    return "a gold label without its adjudication" if is_gold else "an adjudication in an annotator's label"


def broken_rule(record: Annotation, expected: Expected) -> str | None:
    """Say which rule of its own version of the codebook a record breaks, if its sentence is as it was."""
    codebook, unit = expected.codebook, expected.judge.unit(record)
    if unit is None or record.codebook != codebook.ref:
        return None
    return next(codebook.errors(record, unit), None)


def number(unit_id: str) -> int:
    """The document id of a unit's label, also of a unit that the article no longer has."""
    return int(unit_id[1:])


def _edited(contents: Contents) -> str:
    """Say that the checksum is wrong, and which labels show it."""
    latest = contents.latest
    units = [unit for unit, record in latest.items() if contents.records.get(unit) != record]
    units += [unit for unit in contents.records if unit not in latest]
    named = ", ".join(sorted(units)[:5]) + (" and others" if len(units) > 5 else "")
    where = f"; labels and history differ at {named}" if units else ""
    return f"the checksum is wrong: changed outside Annotator or by a disk error{where}"
