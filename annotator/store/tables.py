"""The tables of one label file in memory, ready to be written."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.store.contents import is_current, number
from annotator.store.written import Table, WrittenTable
from schemas import Annotation, Article, Codebook, Event, LabelFileMeta, Record


class LabelTables:
    """Records and events with the documents they are written as.

    `labels` and `stale` are replaced, never changed, so whoever holds one may read it from any thread.
    """

    def __init__(
        self,
        article: Article,
        codebook: Codebook,
        records: Iterable[Annotation] = (),
        events: Mapping[int, Event] | None = None,
        *,
        last: int = 0,
    ) -> None:
        """Take over validated records and events by document id, oldest first; `last` is the highest id."""
        self._last = last
        self._article = article
        self._codebook = codebook
        self.labels: dict[str, Annotation] = {}
        self.stale: dict[str, Annotation] = {}
        for record in records:
            (self.labels if is_current(record, article, codebook) else self.stale)[record.unit] = record
        self.events: dict[int, Event] = dict(events or {})
        self._labels = WrittenTable.of(
            {str(number(record.unit)): to_document(record) for record in self.records.values()}
        )
        self._history, self._left = written_history(self.events)

    @property
    def records(self) -> dict[str, Annotation]:
        """All records by unit id, those that apply and those that do not."""
        return {**self.labels, **self.stale}

    def record(self, unit_id: str) -> Annotation | None:
        """The record of a unit, whether it applies or not."""
        return self.labels.get(unit_id) or self.stale.get(unit_id)

    def add(self, event: Event) -> None:
        """Make one change; raises `ValueError` when it cannot be written, and changes nothing then."""
        document = _event_document(event, self._left)
        self._history.put(self._last + 1, document)  # first: a text that cannot be written is refused here
        labels, stale = dict(self.labels), dict(self.stale)
        record = event.after
        applies = record is not None and is_current(record, self._article, self._codebook)
        place, other = (labels, stale) if applies else (stale, labels)
        other.pop(event.unit, None)
        if record is None:
            place.pop(event.unit, None)
            self._labels.remove(number(event.unit))
        else:
            place[event.unit] = record
            self._labels.put(number(event.unit), document["after"])
        self.labels, self.stale = labels, stale
        self._last += 1
        self.events[self._last] = event
        self._left[event.unit] = record

    def forget(self, keys: Iterable[int]) -> None:
        """Drop events that are sealed elsewhere."""
        for key in keys:
            del self.events[key]
        self._history, self._left = written_history(self.events)

    def written(self, meta: LabelFileMeta) -> dict[str, Table | WrittenTable]:
        """The tables in their written form; later changes here do not show in them."""
        return {
            "meta": {"1": meta.model_dump(mode="json")},
            "labels": self._labels.copy(),
            "history": self._history.copy(),
        }


def written_history(events: Mapping[int, Event]) -> tuple[WrittenTable, dict[str, Annotation | None]]:
    """Write the events of one file, oldest first; gives also the record that the last left, by unit id."""
    table, left = WrittenTable(), dict[str, Annotation | None]()
    for key, event in events.items():
        table.put(key, _event_document(event, left))
        left[event.unit] = event.after
    return table, left


def to_document(record: Record) -> dict[str, Any]:
    """Give a record as TinyDB keeps it: JSON values, fields at their default left out."""
    return record.model_dump(mode="json", exclude_defaults=True)


def _event_document(event: Event, left: Mapping[str, Annotation | None]) -> dict[str, Any]:
    """Give an event as its row: the record before is left out where the unit's previous event has it.

    `left` holds what the previous events of the same file left. A removal always says what it removed, so
    that each row by itself is a valid event.
    """
    document = event.model_dump(mode="json", exclude_defaults=True, exclude={"before"})
    before = left.get(event.unit)
    if event.after is None or event.before != before:
        document["before"] = event.before and to_document(event.before)
    return document
