"""The tables of one label file in memory, ready to be written."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.store.contents import number
from annotator.store.judging import Judge
from annotator.store.written import Table, WrittenTable, to_json
from schemas import Annotation, Article, Codebook, Event, Record


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
        written: Mapping[str, WrittenTable] | None = None,
    ) -> None:
        """Take over validated records and events by document id, oldest first; `last` is the highest id.

        `written` may have exactly these records and events as `labels` and `history` in their written form.
        """
        self._last = last
        self._judge = Judge(article, codebook)
        self.labels: dict[str, Annotation] = {}
        self.stale: dict[str, Annotation] = {}
        for record in records:
            (self.labels if self._judge.applies(record) else self.stale)[record.unit] = record
        self.events: dict[int, Event] = dict(events or {})
        if written:
            self._labels, self._history = written["labels"], written["history"]
            self._left = {event.unit: event.after for event in self.events.values()}
        else:
            rows = {str(number(record.unit)): to_document(record) for record in self.records.values()}
            self._labels = WrittenTable.of(rows)
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
        record = event.after
        document = b"" if record is None else to_json(to_document(record))
        # First: a text that cannot be written is refused here.
        self._history.put_json(self._last + 1, _event_json(event, document, self._left))
        labels, stale = dict(self.labels), dict(self.stale)
        applies = record is not None and self._judge.applies(record)
        place, other = (labels, stale) if applies else (stale, labels)
        other.pop(event.unit, None)
        if record is None:
            place.pop(event.unit, None)
            self._labels.remove(number(event.unit))
        else:
            place[event.unit] = record
            self._labels.put_json(number(event.unit), document)
        self.labels, self.stale = labels, stale
        self._last += 1
        self.events[self._last] = event
        self._left[event.unit] = record

    def revise(self, article: Article) -> None:
        """Hold the records against another state of the article; none is lost, some may apply no more."""
        self._judge = Judge(article, self._judge.codebook)
        labels: dict[str, Annotation] = {}
        stale: dict[str, Annotation] = {}
        for record in self.records.values():
            (labels if self._judge.applies(record) else stale)[record.unit] = record
        self.labels, self.stale = labels, stale

    def forget(self, keys: Iterable[int]) -> None:
        """Drop events that are sealed elsewhere."""
        for key in keys:
            del self.events[key]
        self._history, self._left = written_history(self.events)

    def written(self, meta: WrittenTable) -> dict[str, Table | WrittenTable]:
        """The tables in their written form, with `meta`; later changes here do not show in them."""
        return {
            "meta": meta,
            "labels": self._labels.copy(),
            "history": self._history.copy(),
        }


def written_history(events: Mapping[int, Event]) -> tuple[WrittenTable, dict[str, Annotation | None]]:
    """Write the events of one file, oldest first; gives also the record that the last left, by unit id."""
    table, left = WrittenTable(), dict[str, Annotation | None]()
    for key, event in events.items():
        after = b"" if event.after is None else to_json(to_document(event.after))
        table.put_json(key, _event_json(event, after, left))
        left[event.unit] = event.after
    return table, left


def to_document(record: Record) -> dict[str, Any]:
    """Give a record as TinyDB keeps it: JSON values, fields at their default left out."""
    return record.model_dump(mode="json", exclude_defaults=True)


def _event_json(event: Event, after: bytes, left: Mapping[str, Annotation | None]) -> bytes:
    """Write an event: the record before is left out where the unit's previous event has it.

    `after` is the record after it as it is written, which costs most and is known already. `left` holds what
    the previous events of the same file left. A removal always says what it removed, so that each row by
    itself is a valid event.
    """
    document = event.model_dump(mode="json", exclude_defaults=True, exclude={"before", "after"})
    if event.after is None or event.before != left.get(event.unit):
        document["before"] = event.before and to_document(event.before)
    written = to_json(document)
    return written[:-1] + b', "after": ' + after + b"}" if after else written
