"""One annotator at work on one article: what each decision does to the record of a unit."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.store import LabelStore
from schemas import Annotation, Article, Attribution, Cause, Codebook, Event, Origin, Unit

# The fields in which an annotator decides something, as they are while nothing is decided.
_NOTHING = {
    name: field.get_default()
    for name, field in Annotation.model_fields.items()
    if not field.is_required() and name not in ("seconds", "origin", "suggestion")
}

IDLE_CUTOFF_SECONDS = 60.0
"""A pause between two keys counts as work up to this long; what is longer was a break."""


class Labelling:
    """Turns decisions into validated records and stages them; `commit` puts them on the disk.

    Every method that changes something gives the event, or None when nothing changed, and raises
    `AnnotatorError` when the file is read-only or the decision is impossible.
    """

    def __init__(
        self, article: Article, codebook: Codebook, store: LabelStore, clock: Callable[[], float] = monotonic
    ) -> None:
        """Work on `article` with the labels in `store`; `clock` gives seconds and never goes back."""
        self.article = article
        self.codebook = codebook
        self.store = store
        self._clock = clock
        self._touched = clock()
        self._active: dict[str, float] = {}

    def record(self, unit: Unit) -> Annotation | None:
        """The record of a unit; None while it was not seen."""
        return self.store.labels.get(unit.id)

    def outdated(self, unit: Unit) -> Annotation | None:
        """A record that does not apply any more: the unit's words or the codebook's rules were others."""
        return self.store.stale.get(unit.id)

    def attend(self, unit: Unit) -> None:
        """Count the time since the last call as spent on `unit`, without the idle part."""
        now = self._clock()
        self._active[unit.id] = self._active.get(unit.id, 0.0) + min(now - self._touched, IDLE_CUTOFF_SECONDS)
        self._touched = now

    def resume(self) -> None:
        """Count no time since the last call: it was spent elsewhere."""
        self._touched = self._clock()

    def label(self, unit: Unit, name: str, *, same_source: bool = False) -> Event | None:
        """Give a unit a label; attributes that do not apply to it are dropped, flag and comment stay.

        With `same_source`, source, type and chain come from the nearest sourced sentence before it
        (codebook, rule 3); without such a sentence that is an error.
        """
        change: dict[str, Any] = {"label": name, "same_source": same_source}
        record = self.record(unit)
        if same_source:
            change["attributions"] = self._carried_over(unit, name)
        elif record and record.same_source:
            change["attributions"] = ()
        for attribute in self.codebook.attributes:
            if attribute.labels and name not in attribute.labels:
                change[attribute.field] = Annotation.model_fields[attribute.field].get_default()
        suggested = record is not None and record.suggestion is not None
        change["origin"] = Origin.SUGGESTION_EDITED if suggested else Origin.MANUAL
        return self._change(unit, change)

    def remove(self, unit: Unit) -> Event | None:
        """Take a unit's record away; the history keeps it."""
        return self._with_time_back(self.store.stage(unit.id, None, Cause.KEY))

    def toggle_flag(self, unit: Unit) -> Event | None:
        """Flag a unit for later, or take the flag back."""
        record = self.record(unit)
        return self._change(unit, {"flag": not (record and record.flag)})

    def comment(self, unit: Unit, text: str) -> Event | None:
        """Set a unit's comment; an empty one removes it."""
        return self._change(unit, {"comment": text})

    def undo(self) -> Event | None:
        """Take back the latest decision that is not taken back yet, of this or an earlier session."""
        return self._with_time_back(self.store.undo())

    def redo(self) -> Event | None:
        """Bring back what the last undo took."""
        return self._with_time_back(self.store.redo())

    def commit(self) -> None:
        """Put everything staged on the disk; returns when it is there."""
        self.store.commit()

    @property
    def labelled(self) -> int:
        """How many units have a label."""
        return sum(record.label is not None for record in self.store.labels.values())

    def is_labelled(self, unit: Unit) -> bool:
        """Whether a unit has a label: a flag or a comment alone is not one."""
        record = self.record(unit)
        return record is not None and record.label is not None

    def next_unlabelled(self, index: int, step: int = 1) -> int | None:
        """Index of the nearest unit without a label after `index` (with step -1 before it), round the end."""
        count = len(self.article.units)
        order = ((index + step * distance) % count for distance in range(1, count + 1))
        return next((place for place in order if not self.is_labelled(self.article.units[place])), None)

    def _carried_over(self, unit: Unit, name: str) -> tuple[Attribution, ...]:
        """The attribution of the nearest unit before with this label, without spans: those are elsewhere."""
        for earlier in reversed(self.article.units[: self.article.place(unit.id)]):
            record = self.record(earlier)
            if record and record.label == name:
                bare = {"source": None, "cue": None, "content": ()}
                return tuple(attribution.model_copy(update=bare) for attribution in record.attributions)
        title = self.codebook.label(name).title
        raise AnnotatorError(f"no {title} sentence before this one: label that first, or give {title} here")

    def _change(self, unit: Unit, change: dict[str, Any]) -> Event | None:
        now = datetime.now(UTC)
        known = self.record(unit)
        fields: dict[str, Any] = dict(known) if known else {"unit": unit.id, "created": now}
        fields |= {
            "annotator": self.store.annotator,
            "codebook": self.codebook.ref,
            "text_sha256": self.article.unit_sha256(unit),
            "updated": max(now, known.created) if known else now,
            "seconds": round((known.seconds if known else 0.0) + self._active.get(unit.id, 0.0), 1),
        }
        try:
            record = Annotation(**(fields | change))
        except ValidationError as error:
            raise AnnotatorError(f"{unit.id}: {describe(error)}; nothing was saved") from error
        event = self.store.stage(unit.id, None if _says_nothing(record) else record, Cause.KEY)
        if event:
            self._active.pop(unit.id, None)
        return event

    def _with_time_back(self, event: Event | None) -> Event | None:
        """Keep the active time of a record that was taken away for the next one of its unit."""
        if event:
            before, after = (record.seconds if record else 0.0 for record in (event.before, event.after))
            self._active[event.unit] = max(0.0, self._active.get(event.unit, 0.0) + before - after)
        return event


def _says_nothing(record: Annotation) -> bool:
    """Whether a record holds no decision: without one the unit is not seen, which is something else."""
    return record == record.model_copy(update=_NOTHING)
