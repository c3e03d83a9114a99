"""Joining what is in memory with a file that was changed by another program meanwhile."""

from annotator.store.contents import Contents
from annotator.store.sealing import Sealed
from annotator.store.tables import LabelTables
from schemas import Annotation, Event


def merged(
    ours: LabelTables, theirs: Contents, sealed: Sealed, *, intact: bool
) -> tuple[dict[str, Annotation], dict[int, Event]]:
    """Give records by unit and events by document id: all events of both sides, joined by their ids.

    Each side's order stays where only one side has news; otherwise time decides. The records are those of
    the intact file (of ours, if it is damaged or gone), with the other side's news applied.
    """
    old = {event.id for event in sealed.events}
    disk = [event for event in theirs.events.values() if event.id not in old]
    mine = [event for event in ours.events.values() if event.id not in old]
    on_disk, in_memory = {event.id for event in disk}, {event.id for event in mine}
    news_here = [event for event in mine if event.id not in on_disk]
    news_there = [event for event in disk if event.id not in in_memory]
    if news_here and news_there:
        events = sorted([*disk, *news_here], key=lambda event: event.time)
    else:
        events = disk if news_there else mine
    latest = {event.unit: event.after for event in events}
    records = dict(theirs.records if intact else ours.records)
    for event in news_here if intact else news_there:
        record = latest[event.unit]
        records.pop(event.unit, None)
        if record is not None:
            records[event.unit] = record
    return records, dict(enumerate(events, start=sealed.last + 1))
