"""Joining two states of a register: entries by id, the newer one wins where both were changed."""

from datetime import UTC, datetime
from typing import NamedTuple

from annotator.sources.tables import SourceTables
from schemas import Source, SourceEvent


class SourceConflict(NamedTuple):
    """An entry that both sides changed, differently, since they were the same."""

    ours: Source
    theirs: Source
    kept: str
    """`ours` or `theirs`: the later one."""


class Joined(NamedTuple):
    """What joining brought."""

    added: int
    """Entries that were missing here."""
    changed: int
    """Entries that are as the other side has them now."""
    conflicts: tuple[SourceConflict, ...]


def join(ours: SourceTables, theirs: SourceTables) -> tuple[SourceTables, Joined]:
    """Join two states; neither is changed. An entry whose other state is known here stays as it is here."""
    joined = SourceTables(entries=dict(ours.entries))
    events = sorted({**theirs.events, **ours.events}.values(), key=lambda event: (event.time, event.id))
    joined.events = {event.id: event for event in events}
    added = changed = 0
    conflicts = []
    for name, other in theirs.entries.items():
        mine = ours.entries.get(name)
        if mine is None:
            joined.entries[name] = other
            added += 1
            continue
        if mine == other or _knows(ours, theirs, name):
            continue
        forward = _knows(theirs, ours, name)
        newer = forward or _is_later(other, mine)
        if newer:
            joined.entries[name] = other
            changed += 1
        if not forward and differing(mine, other):
            conflicts.append(SourceConflict(mine, other, "theirs" if newer else "ours"))
    return joined, Joined(added, changed, tuple(conflicts))


def differing(one: Source, other: Source) -> list[str]:
    """The fields in which two states of an entry differ."""
    return [
        field
        for field in Source.model_fields
        if field != "updated" and getattr(one, field) != getattr(other, field)
    ]


def _knows(one: SourceTables, other: SourceTables, name: str) -> bool:
    """Whether one side has the last change that the other made of an entry."""
    last = _last(other, name)
    return last is not None and last.id in one.events


def _last(tables: SourceTables, name: str) -> SourceEvent | None:
    return next((event for event in reversed(tables.events.values()) if event.after.id == name), None)


def _is_later(one: Source, other: Source) -> bool:
    never = datetime.min.replace(tzinfo=UTC)
    ranks = ((source.updated or never, source.model_dump_json()) for source in (one, other))
    return next(ranks) > next(ranks)  # the same from both sides, also when they changed at one time
