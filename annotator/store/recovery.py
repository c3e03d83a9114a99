"""Setting a damaged label file aside and rebuilding what its rows and its history still tell."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store.contents import Contents, Expected, by_owner
from annotator.store.durable import is_there, reason, write_durably
from schemas import Annotation, Cause, Event

_SHOWN = 10


def set_aside(path: Path, data: bytes) -> Path:
    """Keep the bytes of a damaged file under another name; raises `AnnotatorError` when that fails.

    A copy rather than a renaming: the file itself stays until its rebuilt state replaces it, so a crash in
    between leaves everything to be done again, and nothing missing. What a link leads to is not copied: it
    may be anything on this machine, and the project's folder may be shared.
    """
    try:
        is_link = path.is_symlink()
    except OSError as error:
        raise AnnotatorError(f"{path} cannot be read: {reason(error)}") from error
    if is_link:
        raise AnnotatorError(f"{path}: damaged, and a link to another file; put a label file there, or none")
    name = f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside, copy = path.with_name(name), 1
    while is_there(aside):
        copy += 1
        aside = path.with_name(f"{name}-{copy}")
    write_durably(aside, data)
    return aside


def rebuild(contents: Contents, sealed: Iterable[Event], expected: Expected, annotator: str) -> list[Event]:
    """Decide what every unit's record is, in `contents`; gives the events that make history agree.

    The newest wins of the row in `labels` and the record after the last event; at the same time the one that
    applies, else the row. Nothing is taken from an intact file of somebody else or of another article.
    """
    if contents.foreign:
        contents.records, contents.events = {}, {}
        return []
    last = {event.unit: event for event in (*sealed, *contents.events.values())}
    added = []
    for unit in sorted({*last, *contents.records}):
        event, row = last.get(unit), contents.records.pop(unit, None)
        record = _newest(row, event, expected)
        if record is not None:
            contents.records[unit] = record
        before = event.after if event else None
        if record != before:
            added.append(new_event(annotator, unit, before, record, Cause.IMPORT))
    return added


def new_event(
    annotator: str,
    unit: str,
    before: Annotation | None,
    after: Annotation | None,
    cause: Cause,
    reverts: str | None = None,
) -> Event:
    """Make an event that happens now."""
    return Event(
        id=os.urandom(16).hex(),
        time=datetime.now(UTC),
        annotator=annotator,
        unit=unit,
        before=before,
        after=after,
        cause=cause,
        reverts=reverts,
    )


def notices(path: Path, contents: Contents, aside: Path | None) -> Iterator[str]:
    """Tell a person what was wrong with a file and what became of it."""
    kept = f"{len(contents.records)} labels could be recovered; look them over, a backup may have more"
    done = f"it was set aside as {aside.name}" if aside else "it was left as it is"
    problems = contents.problems
    yield f"{path}: {problems[0]}; {done}; {kept}"
    yield from (f"{path}: {problem}" for problem in problems[1:_SHOWN])
    if len(problems) > _SHOWN:
        yield f"{path}: and {len(problems) - _SHOWN} problems more"


def _newest(row: Annotation | None, event: Event | None, expected: Expected) -> Annotation | None:
    after = event.after if event else None
    if after is not None and not by_owner(after, expected):
        return row
    if row is None or event is None:
        return row or after
    if after is None:
        return row if row.updated > event.time else None
    if row.updated == after.updated and _applies(after, expected) and not _applies(row, expected):
        return after  # a damaged bit made the row one of other words or rules
    return row if row.updated >= after.updated else after


def _applies(record: Annotation, expected: Expected) -> bool:
    return expected.judge.applies(record)
