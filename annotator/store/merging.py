"""Joining two states of one annotator's work on one article: their histories, and the records these tell.

What one side knows and the other does not is *news*. The joined history holds every event of both sides
once, in order of time; the order of each side stays, so a clock that was set back reorders nobody's own
decisions. The record of a unit is the one that its last event in the joined history left.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.store.contents import Contents
from annotator.store.sealing import Sealed
from annotator.store.tables import LabelTables
from schemas import Annotation, Cause, Event, GoldOrigin

_CIRCUMSTANCES = ("annotator", "created", "updated", "seconds", "origin", "suggestion")
_BY_WHOM = ("adjudicator", "taken_from", "votes")


class Conflict(NamedTuple):
    """A unit that both sides changed after the last event that they share, to different decisions."""

    unit: str
    ours: Annotation | None
    """None: removed."""
    theirs: Annotation | None
    kept: str
    """`ours` or `theirs`: the later one, but of gold labels what an adjudicator decided."""


def whole_history(sealed: Sealed, recent: Mapping[int, Event]) -> list[Event]:
    """Give sealed and recent events as one history; an event in both has its place among the recent ones."""
    known = {event.id for event in recent.values()}
    return [*(event for event in sealed.events if event.id not in known), *recent.values()]


def merged(
    ours: LabelTables, theirs: Contents, sealed: Sealed, *, intact: bool
) -> tuple[dict[str, Annotation], dict[int, Event]]:
    """Join what is in memory with the file that another program changed; the sealed history is the same.

    Gives records by unit and events by document id. The records are what the joined history says, also where
    the file is an older one, brought back, than what was sealed since; those that no event explains are the
    intact file's. Of a file that is damaged or gone, only news counts.
    """
    here, there = whole_history(sealed, ours.events), whole_history(sealed, theirs.events)
    joined = join(here, there)
    joined += restored(here, there, joined)
    if intact:
        records = apply(joined, joined, theirs.records)
    else:
        records = apply(without(there, here), joined, ours.records)
    return records, numbered(joined, sealed)


def join(one: Sequence[Event], other: Sequence[Event]) -> list[Event]:
    """Join two histories by event id; `join(a, b)` and `join(b, a)` are the same."""
    shared = {event.id for event in one} & {event.id for event in other}
    joined: dict[str, Event] = {}
    sides = [list(reversed(one)), list(reversed(other))]
    while all(sides):
        heads = [side[-1] for side in sides]
        # News stands before the next shared event on its own side, so it does in the joined history.
        news = [head for head in heads if head.id not in shared]
        event = min(news or heads, key=lambda head: (head.time, head.id))
        joined[event.id] = event
        for side in sides:
            while side and side[-1].id in joined:
                side.pop()
    rest = sides[0] or sides[1]
    return [*joined.values(), *(event for event in reversed(rest) if event.id not in joined)]


def without(events: Iterable[Event], known: Iterable[Event]) -> list[Event]:
    """The events that are not among the known ones."""
    ids = {event.id for event in known}
    return [event for event in events if event.id not in ids]


def apply(
    news: Iterable[Event], joined: Iterable[Event], records: Mapping[str, Annotation]
) -> dict[str, Annotation]:
    """Give the records with each unit of which there is news at what the joined history says."""
    latest = {event.unit: event.after for event in joined}
    result = dict(records)
    for unit in dict.fromkeys(event.unit for event in news):
        result.pop(unit, None)
        if (record := latest[unit]) is not None:
            result[unit] = record
    return result


def numbered(joined: Sequence[Event], sealed: Sealed) -> dict[int, Event]:
    """Give the events that belong into the label file by document id: those after what is sealed.

    Where the sealed files have another order, as when news is older than sealed events, these stand in the
    label file once more, so that the order is the joined one: sealed files are never rewritten.
    """
    known = [event.id for event in sealed.events]
    first = next(
        (place for place, event in enumerate(joined) if [event.id] != known[place : place + 1]), len(joined)
    )
    return dict(enumerate(joined[first:], start=sealed.last + 1))


def conflicts(ours: Sequence[Event], theirs: Sequence[Event], joined: Iterable[Event]) -> list[Conflict]:
    """List the units that both sides decided anew and differently, in the order of their ids.

    Records are compared by what they say of the sentence; when, how fast and how it was entered is no
    difference.
    """
    shared = {event.id for event in ours} & {event.id for event in theirs}
    here, there = _decided_since(ours, shared), _decided_since(theirs, shared)
    last = {event.unit: event for event in joined}
    return [
        Conflict(unit, mine, other, "ours" if last[unit].after == mine else "theirs")
        for unit in sorted(here.keys() & there.keys())
        if not _same_decision(mine := here[unit].after, other := there[unit].after)
    ]


def restored(ours: Sequence[Event], theirs: Sequence[Event], joined: Iterable[Event]) -> list[Event]:
    """Give events that bring back what an adjudicator decided on one side and the other side's filling took.

    Gold labels are filled in where annotators agree, which must not replace a decision that it did not know.
    """
    last = {event.unit: event for event in joined}
    if all(event.cause is not Cause.ADJUDICATION for event in last.values()):
        return []
    shared = {event.id for event in ours} & {event.id for event in theirs}
    here, there = _decided_since(ours, shared), _decided_since(theirs, shared)
    found = []
    for unit in sorted(here.keys() & there.keys()):
        later = last[unit]
        earlier = there[unit] if later.id == here[unit].id else here[unit]
        if _weight(earlier) > _weight(later):
            found.append(_again(earlier, later))
    return found


def _again(earlier: Event, later: Event) -> Event:
    """Bring back what was overtaken; the same event in each copy that joins the two."""
    made_of = hashlib.sha256(f"{earlier.id} {later.id}".encode()).hexdigest()
    return Event(
        id=made_of[:32],
        time=later.time,
        annotator=later.annotator,
        unit=later.unit,
        before=later.after,
        after=earlier.after,
        cause=Cause.IMPORT,
    )


def _weight(event: Event) -> int:
    """What may replace what: 2 said by an adjudicator, 1 by the majority, 0 filled in, or taken away."""
    if event.after is None or event.after.adjudication is None:
        return 0
    if event.cause is not Cause.ADJUDICATION:
        return 2
    return int(event.after.adjudication.origin is GoldOrigin.MAJORITY)


def _decided_since(events: Iterable[Event], shared: set[str]) -> dict[str, Event]:
    """The last event of each unit that has news after its last shared event."""
    latest: dict[str, Event] = {}
    for event in events:
        if event.id in shared:
            latest.pop(event.unit, None)
        else:
            latest[event.unit] = event
    return latest


def _same_decision(one: Annotation | None, other: Annotation | None) -> bool:
    if one is None or other is None:
        return one is other
    same: dict[str, Any] = {field: getattr(one, field) for field in _CIRCUMSTANCES}
    if one.adjudication and other.adjudication:
        settled = {field: getattr(one.adjudication, field) for field in _BY_WHOM}
        same["adjudication"] = other.adjudication.model_copy(update=settled)
    return one == other.model_copy(update=same)
