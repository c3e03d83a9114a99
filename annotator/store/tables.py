"""The tables of one label file in memory, ready to be written."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.store.contents import is_current, number
from annotator.store.form import WrittenDocument
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
        self._labels: dict[str, WrittenDocument] = {}
        for record in self.records.values():
            self._put(self._labels, number(record.unit), record)
        self._history: dict[str, WrittenDocument] = {}
        for key, event in self.events.items():
            self._put(self._history, key, event)

    @property
    def records(self) -> dict[str, Annotation]:
        """All records by unit id, those that apply and those that do not."""
        return {**self.labels, **self.stale}

    def record(self, unit_id: str) -> Annotation | None:
        """The record of a unit, whether it applies or not."""
        return self.labels.get(unit_id) or self.stale.get(unit_id)

    def add(self, event: Event) -> None:
        """Make one change; raises `ValueError` when it cannot be written, and changes nothing then."""
        document = to_document(event, self._last + 1)
        _ = document.line  # now, so that a text that cannot be written is refused while it can be mended
        labels, stale = dict(self.labels), dict(self.stale)
        record = event.after
        applies = record is not None and is_current(record, self._article, self._codebook)
        place, other = (labels, stale) if applies else (stale, labels)
        other.pop(event.unit, None)
        if record is None:
            place.pop(event.unit, None)
            self._labels.pop(str(number(event.unit)), None)
        else:
            place[event.unit] = record
            self._put(self._labels, number(event.unit), record)
        self.labels, self.stale = labels, stale
        self._last += 1
        self.events[self._last] = event
        self._history[str(self._last)] = document

    def forget(self, keys: Iterable[int]) -> None:
        """Drop events that are sealed elsewhere."""
        for key in keys:
            del self.events[key]
            del self._history[str(key)]

    def data(self, meta: LabelFileMeta) -> dict[str, dict[str, Any]]:
        """The tables as TinyDB stores them; later changes here do not show in them."""
        return {
            "meta": {"1": meta.model_dump(mode="json")},
            "labels": dict(self._labels),
            "history": dict(self._history),
        }

    @staticmethod
    def _put(table: dict[str, WrittenDocument], key: int, record: Record) -> None:
        table[str(key)] = to_document(record, key)


def to_document(record: Record, key: int) -> WrittenDocument:
    """Give a record as TinyDB keeps it: JSON values, fields at their default left out."""
    return WrittenDocument(record.model_dump(mode="json", exclude_defaults=True), key)
