"""One annotator at work on one article: what each decision does to the record of a unit."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Any, NamedTuple

from pydantic import ValidationError

from annotator.editing import why_outdated
from annotator.errors import AnnotatorError, describe
from annotator.store import LabelStore
from schemas import Annotation, Article, Attribution, Cause, Codebook, Event, Origin, Span, Unit

# The fields in which an annotator decides something, as they are while nothing is decided.
_NOTHING = {
    name: field.get_default()
    for name, field in Annotation.model_fields.items()
    if not field.is_required() and name not in ("seconds", "origin", "suggestion")
}

_LONGEST = 10_000
"""Characters of a comment."""

IDLE_CUTOFF_SECONDS = 60.0
"""A pause between two keys counts as work up to this long; what is longer was a break."""


class Waiting(NamedTuple):
    """What was decided about a unit before its words or the codebook's rules changed."""

    record: Annotation
    """As it would be now: of this unit, with the spans that still lie in it."""
    lost: int
    """How many spans do not."""
    labels: tuple[str, ...]
    """The label that the unit had, and those of units that were merged into it, each once."""
    reason: str
    """What has changed, in words."""
    confirmable: bool
    """Whether it may hold as it is: its parts had one label, which the codebook still allows."""


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
        self._merged = _merged(article)
        self.codebook = codebook
        self.store = store
        self._clock = clock
        self._touched = clock()
        self._active: dict[str, float] = {}

    def record(self, unit: Unit) -> Annotation | None:
        """The record of a unit; None while it was not seen."""
        return self.store.labels.get(unit.id)

    def waiting(self, unit: Unit) -> Waiting | None:
        """What waits to be confirmed: decided when the words or the codebook's rules were others.

        Where units were merged into this one, what was decided about them is joined: the first that has a
        label counts, and all comments.
        """
        stale = self.store.stale
        if not stale or unit.id in self.store.labels:
            return None
        found = [stale[name] for name in (unit.id, *self._merged.get(unit.id, ())) if name in stale]
        if not found:
            return None
        first = next((record for record in found if record.label), found[0])
        fitted, lost = _refitted(first, unit)
        said = dict.fromkeys(record.comment for record in found if record.comment)
        joined = {"comment": " / ".join(said)[:_LONGEST], "flag": any(record.flag for record in found)}
        labels = tuple(dict.fromkeys(record.label for record in found if record.label))
        record = fitted.model_copy(update=joined)
        confirmable = len(labels) == 1 and next(self.codebook.errors(record, unit), None) is None
        return Waiting(record, lost, labels, why_outdated(self.article, first), confirmable)

    def confirm(self, unit: Unit) -> Event | None:
        """Say that what was decided about a unit before holds for it as it is now; see `waiting`.

        Raises `AnnotatorError` when nothing waits that can be confirmed as it is.
        """
        waiting = self.waiting(unit)
        if waiting is None or not waiting.confirmable:
            raise AnnotatorError("nothing to confirm here: give the sentence a label")
        return self._change(unit, {"label": waiting.record.label})

    def revise(self, article: Article) -> None:
        """Go on with another state of the article, whose units or metadata were edited."""
        self.article = article
        self._merged = _merged(article)
        self.store.revise(article)

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
        record = self._known(unit)
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
        self._refuse_while_waiting(unit)
        record = self._known(unit)
        return self._change(unit, {"flag": not (record and record.flag)})

    def comment(self, unit: Unit, text: str) -> Event | None:
        """Set a unit's comment; an empty one removes it."""
        self._refuse_while_waiting(unit)
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

    def _known(self, unit: Unit) -> Annotation | None:
        """The record of a unit, or what would be it if what waits were confirmed."""
        waiting = self.waiting(unit)
        return waiting.record if waiting else self.record(unit)

    def _refuse_while_waiting(self, unit: Unit) -> None:
        """A flag or a comment must not confirm a label, nor take its place."""
        waiting = self.waiting(unit)
        if waiting and waiting.record.label:
            raise AnnotatorError("its label waits to be confirmed: confirm it, or give another one, first")

    def _change(self, unit: Unit, change: dict[str, Any]) -> Event | None:
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


def _merged(article: Article) -> dict[str, list[str]]:
    """By unit id, the units that were merged into it, in the order of the text."""
    into: dict[str, list[str]] = {}
    for gone, unit in article.merged_away().items():
        into.setdefault(unit, []).append(gone)
    return into


def _refitted(record: Annotation, unit: Unit) -> tuple[Annotation, int]:
    """Give a record as one of `unit`, and how many of its spans do not lie in that and are dropped."""

    def inside(span: Span | None) -> bool:
        return span is not None and unit.start <= span.start and span.end <= unit.end

    attributions = tuple(
        one.model_copy(
            update={
                "source": one.source if inside(one.source) else None,
                "cue": one.cue if inside(one.cue) else None,
                "content": tuple(span for span in one.content if inside(span)),
            }
        )
        for one in record.attributions
    )
    bias = tuple(mark for mark in record.bias if inside(mark.span))
    fitted = record.model_copy(update={"unit": unit.id, "attributions": attributions, "bias": bias})
    return fitted, len(record.spans()) - len(fitted.spans())


def _says_nothing(record: Annotation) -> bool:
    """Whether a record holds no decision: without one the unit is not seen, which is something else."""
    return record == record.model_copy(update=_NOTHING)
