"""How a decision about a unit becomes a valid record, an event of the history, and a step of undo."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from pydantic import ValidationError

from annotator.attributes import says_nothing
from annotator.errors import AnnotatorError, describe
from annotator.marking import with_voices
from annotator.offers import Offers, with_origin
from annotator.store import LabelStore
from annotator.waiting import Waiting, merged_into, waiting_for
from schemas import Annotation, Article, Cause, Codebook, Event, Unit

IDLE_CUTOFF_SECONDS = 60.0
"""A pause between two keys counts as work up to this long; what is longer was a break."""

_BESIDE = frozenset({"flag", "comment"})
"""What says nothing of the sentence itself."""


class Deciding:
    """The records of one annotator and article while they are worked on; `commit` puts them on the disk."""

    def __init__(
        self, article: Article, codebook: Codebook, store: LabelStore, clock: Callable[[], float] = monotonic
    ) -> None:
        """Work on `article` with the labels in `store`; `clock` gives seconds and never goes back."""
        self.article = article
        self.codebook = codebook
        self.store = store
        self._offers = Offers()
        self._merged = merged_into(article)
        self._decided_here: dict[str, None] = {}
        """Ids of the units that something was decided about in this session, latest last."""
        self._steps: dict[str, str] = {}
        """By event id, the first event of those that were one step; of this session."""
        self._clock = clock
        self._touched = clock()
        self._active: dict[str, float] = {}

    def record(self, unit: Unit) -> Annotation | None:
        """The record of a unit; None while it was not seen."""
        return self.store.labels.get(unit.id)

    def waiting(self, unit: Unit) -> Waiting | None:
        """What waits to be confirmed: decided when the words or the codebook's rules were others."""
        stale = self.store.stale
        if not stale or unit.id in self.store.labels:
            return None
        return waiting_for(unit, stale, self.article, self.codebook, self._merged)

    def revise(self, article: Article) -> None:
        """Go on with another state of the article, whose units or metadata were edited.

        What was offered for other words is not offered any more.
        """
        self._offers.keep_unchanged(self.article, article)
        self.article = article
        self._merged = merged_into(article)
        self.store.revise(article)

    def attend(self, unit: Unit) -> None:
        """Count the time since the last call as spent on `unit`, without the idle part."""
        now = self._clock()
        self._active[unit.id] = self._active.get(unit.id, 0.0) + min(now - self._touched, IDLE_CUTOFF_SECONDS)
        self._touched = now

    def resume(self) -> None:
        """Count no time since the last call: it was spent elsewhere."""
        self._touched = self._clock()

    def remove(self, unit: Unit) -> Event | None:
        """Take a unit's record away; the history keeps it."""
        return self._with_time_back(self.store.stage(unit.id, None, Cause.KEY))

    def undo(self) -> Event | None:
        """Take back the latest decision that is not taken back yet, of this or an earlier session.

        What was one step in this session is taken back together; the event is that of its first unit.
        """
        return self._revert(self.store.undo, lambda: self.store.undoable)

    def redo(self) -> Event | None:
        """Bring back what the last undo took; the event is that of the last unit of it."""
        return self._revert(self.store.redo, lambda: self.store.redoable)

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

    def _known(self, unit: Unit) -> Annotation | None:
        """The record of a unit, or what would be it if what waits were confirmed."""
        waiting = self.waiting(unit)
        return waiting.record if waiting else self.record(unit)

    def _change(self, unit: Unit, change: dict[str, Any], cause: Cause = Cause.KEY) -> Event | None:
        """Set these fields of a unit's record, which is made where there is none."""
        events = self._change_all({unit.id: (unit, change)}, cause)
        return events[0] if events else None

    def _change_all(
        self, changes: dict[str, tuple[Unit, dict[str, Any]]], cause: Cause = Cause.KEY
    ) -> list[Event]:
        """Set fields of the records of units, by id, as one step; where one is refused, none."""
        decided = [(unit, change, self._decided(unit, change)) for unit, change in changes.values()]
        events: list[Event] = []
        for unit, change, record in decided:
            event = self.store.stage(unit.id, None if self._says_nothing(record) else record, cause)
            if not event:
                continue
            events.append(event)
            self._active.pop(unit.id, None)
            if not change.keys() <= _BESIDE:
                self._note_decided(unit)
        if len(events) > 1:
            self._steps |= {event.id: events[0].id for event in events}
        return events

    def _says_nothing(self, record: Annotation) -> bool:
        """Whether a record holds no decision, so that none is kept."""
        return says_nothing(record)

    def _join_steps(self, first: Event | None, then: Event | None) -> None:
        """Make two decisions one step for undo and redo; `then` may be the first of several."""
        if first and then:
            self._steps |= {first.id: then.id, then.id: then.id}

    def _note_decided(self, unit: Unit) -> None:
        self._decided_here.pop(unit.id, None)
        self._decided_here[unit.id] = None

    def _decided(self, unit: Unit, change: dict[str, Any]) -> Annotation:
        """The record of a unit after a decision; raises `AnnotatorError` when it would not be valid."""
        now = datetime.now(UTC)
        known = self._known(unit)
        fields: dict[str, Any] = dict(known) if known else {"unit": unit.id, "created": now}
        fields |= {
            "annotator": self.store.annotator,
            "codebook": self.codebook.ref,
            "text_sha256": self.article.unit_sha256(unit),
            "updated": max(now, known.created) if known else now,
            "seconds": round((known.seconds if known else 0.0) + self._active.get(unit.id, 0.0), 1),
        }
        if "label" in change and not (known and known.label):
            fields["suggestion"] = self._offers.kept(unit)
        try:
            record = Annotation(**(fields | change))
            problem = next(self.codebook.errors(record, unit), "")
        except ValidationError as error:
            problem = describe(error)
        if problem:
            raise AnnotatorError(f"{unit.id}: {problem}; nothing was saved")
        if record.bias and record.attributions != (known.attributions if known else ()):
            voiced = with_voices(record.bias, record.attributions, known, unit)
            record = record.model_copy(update={"bias": voiced})
        return with_origin(record, known)

    def _revert(
        self, revert: Callable[[], Event | None], following: Callable[[], Event | None]
    ) -> Event | None:
        """Undo or redo one decision, and the `following` ones as long as they are of the same step."""
        event = self._with_time_back(revert())
        step = self._steps.get(event.reverts) if event and event.reverts else None
        while step and (after := following()) and self._steps.get(after.id) == step:
            event = self._with_time_back(revert())
        return event

    def _with_time_back(self, event: Event | None) -> Event | None:
        """Keep the active time of a record that was taken away for the next one of its unit."""
        if event:
            before, after = (record.seconds if record else 0.0 for record in (event.before, event.after))
            self._active[event.unit] = max(0.0, self._active.get(event.unit, 0.0) + before - after)
        return event
