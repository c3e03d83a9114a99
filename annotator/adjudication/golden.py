"""An adjudicator at work on one article: what each decision does to the gold label of a unit."""

from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from types import EllipsisType
from typing import Any, NamedTuple

from annotator.adjudication.consensus import SAID, consensus, majority_label, unanimous_label, votes_of
from annotator.adjudication.items import origin_of
from annotator.attributes import says_nothing, value_of
from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.store import LabelStore
from schemas import (
    GOLD,
    Adjudication,
    Annotation,
    Article,
    Cause,
    Codebook,
    DisagreementReason,
    Event,
    GoldOrigin,
    LabelledArticle,
    Unit,
    Vote,
)

_BESIDE = frozenset({"flag", "comment"})
"""What says nothing of the sentence: who says it decides nothing."""
_NOTHING: Mapping[str, Any] = {
    name: Annotation.model_fields[name].get_default() for name in (*SAID, "label", "low_confidence")
}


class Said(NamedTuple):
    """What annotators say of an article."""

    by: Mapping[str, Mapping[str, Annotation]]
    """Their records that apply, by annotator and unit id."""
    problems: tuple[str, ...] = ()
    """A line for each label file that cannot be read, whose annotator is left out."""


class GoldLabelling(Labelling):
    """Labels an article as `Labelling` does; every record also tells what it rests on.

    Whatever an adjudicator decides stays until an adjudicator decides otherwise: `accept_unanimous` and
    `accept_majority` leave it alone. A record that has neither a label nor been declined is a note: it holds
    what was said of a disagreement that nobody has settled yet.
    """

    def __init__(
        self,
        article: Article,
        codebook: Codebook,
        store: LabelStore,
        adjudicator: str,
        read: Callable[[Article], Said | None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Work on the gold labels in `store`.

        `read` gives what annotators say of the article; None: the same as when it was last called.
        """
        super().__init__(article, codebook, store, clock)
        self.adjudicator = adjudicator
        self._read = read
        self._said = read(article) or Said({})

    @property
    def problems(self) -> tuple[str, ...]:
        """A line for each label file that cannot be read: the votes in it are missing."""
        return self._said.problems

    def follow(self) -> bool:
        """Read what annotators say, if any of it has changed since; every decision does so by itself."""
        found = self._read(self.article)
        self._said = found or self._said
        return found is not None

    def revise(self, article: Article) -> None:
        """Go on with another state of the article, whose units or metadata were edited."""
        super().revise(article)
        self.follow()

    def everything(self) -> LabelledArticle:
        """The article with what annotators say of it, and the gold labels, as they are by now."""
        labels = {**self._said.by, GOLD: self.store.labels}
        return LabelledArticle.model_construct(article=self.article, labels=labels, outdated={})

    def versions(self, unit: Unit) -> Mapping[str, Annotation]:
        """What each annotator says of a unit, by name; also records without a label, for their comments."""
        return {name: records[unit.id] for name, records in self._said.by.items() if unit.id in records}

    def votes(self, unit: Unit) -> tuple[Vote, ...]:
        """The labels that annotators gave a unit, by name."""
        return votes_of(self.versions(unit))

    def decision(self, unit: Unit) -> Adjudication | None:
        """What the gold label of a unit rests on, or the note on it; None where there is neither."""
        record = self.record(unit)
        return record.adjudication if record else None

    def is_settled(self, unit: Unit) -> bool:
        """Whether an adjudicator has decided on a unit, or declined to."""
        return is_settled(self.record(unit))

    def take(self, unit: Unit, annotator: str) -> Event | None:
        """Take an annotator's version as it is: all that it says of the sentence, not comment or flag."""
        self.follow()
        version = self.versions(unit).get(annotator)
        if version is None or version.label is None:
            raise AnnotatorError("this version has no label: take another one, or give one")
        said = {name: getattr(version, name) for name in ("label", *SAID)}
        return self._change(unit, said | self._settled(unit, GoldOrigin.DECIDED, taken_from=annotator))

    def agree(self, unit: Unit, label: str) -> Event | None:
        """Decide on a label that annotators gave, with what all of these say of the sentence in common."""
        self.follow()
        if all(vote.label != label for vote in self.votes(unit)):
            raise AnnotatorError(f"nobody has given the label {label} here: take another one")
        return self._change(unit, self._in_common(unit, label, GoldOrigin.DECIDED))

    def decline(self, unit: Unit, reason: DisagreementReason | None = None) -> Event | None:
        """Say that there is no right label; a `reason` replaces the one that was given before."""
        self.follow()
        said = {"reason": reason} if reason else {}
        return self._change(unit, {**_NOTHING, **self._settled(unit, GoldOrigin.DECLINED, **said)})

    def explain(
        self,
        unit: Unit,
        *,
        reason: DisagreementReason | EllipsisType | None = ...,
        note: str | EllipsisType = ...,
        needs_change: int | EllipsisType | None = ...,
    ) -> Event | None:
        """Say why annotators disagree, and which rule of the codebook, by its number, needs a change.

        What is not given stays; None, or an empty note, takes it back. Nothing is decided by it: the gold
        label, if there is one, stays and rests on what it did.
        """
        self._refuse_while_waiting(unit)
        if isinstance(needs_change, int) and all(rule.number != needs_change for rule in self.codebook.rules):
            raise AnnotatorError(f"the codebook has no rule {needs_change}")
        given = {"reason": reason, "note": note, "needs_change": needs_change}
        said: dict[str, Any] = {name: value for name, value in given.items() if value is not ...}
        before = self._before(unit)
        if before.origin is GoldOrigin.DECIDED and not self.is_settled(unit):
            said["adjudicator"] = self.adjudicator
        return self._change(unit, {"adjudication": _with(before, **said)})

    def accept_unanimous(self) -> list[Event]:
        """Fill in the labels that all annotators gave, at least two of them.

        Takes back what was filled in so and is unanimous no more. One step for undo. What an adjudicator has
        decided stays, also where it waits to be confirmed. Raises `AnnotatorError` when a label file cannot
        be read.
        """
        return self._fill(self.article.units, self._unanimous)

    def accept_majority(self, *units: Unit) -> list[Event]:
        """Give these units, or all, the label that more than half of their annotators gave, as one step.

        What is unanimous is not filled in; otherwise as `accept_unanimous`.
        """
        return self._fill(units or self.article.units, self._majority)

    def _unanimous(self, unit: Unit) -> Annotation | None:
        """The gold record as the votes want it."""
        known, label = self.record(unit), unanimous_label(self.votes(unit))
        if label is not None:
            return self._filled(unit, label, GoldOrigin.UNANIMOUS)
        if known and known.adjudication and known.adjudication.origin is GoldOrigin.UNANIMOUS:
            return super()._decided(unit, {**_NOTHING, "adjudication": self._note(unit)})
        return known

    def _majority(self, unit: Unit) -> Annotation | None:
        votes = self.votes(unit)
        label = None if unanimous_label(votes) else majority_label(votes)
        return self._filled(unit, label, GoldOrigin.MAJORITY) if label else self.record(unit)

    def _filled(self, unit: Unit, label: str, origin: GoldOrigin) -> Annotation:
        return self._as_said(unit, self._in_common(unit, label, origin))

    def _in_common(self, unit: Unit, label: str, origin: GoldOrigin) -> dict[str, Any]:
        """The fields that change with a label that annotators gave: what these say in common."""
        agreeing = [version for version in self.versions(unit).values() if version.label == label]
        agreed = consensus(agreeing)
        said = agreed.fields | self._attributes.dropped_by(label)
        return {"label": label} | said | self._settled(unit, origin, open=agreed.open)

    def _fill(self, units: Iterable[Unit], wanted: Callable[[Unit], Annotation | None]) -> list[Event]:
        """Put the wanted records in the place of those that no adjudicator has decided on."""
        self.follow()
        if self.problems:
            raise AnnotatorError(f"{self.problems[0]}; nothing was filled in")
        events = []
        for unit in units:
            if is_settled(self._known(unit)) or _alike(self.record(unit), record := wanted(unit)):
                continue
            nothing = record is None or self._says_nothing(record)
            if event := self.store.stage(unit.id, None if nothing else record, Cause.ADJUDICATION):
                self._active.pop(unit.id, None)
                events.append(event)
        if len(events) > 1:
            self._steps |= {event.id: events[0].id for event in events}
        return events

    def _decided(self, unit: Unit, change: dict[str, Any]) -> Annotation:
        if "adjudication" in change:
            return self._as_said(unit, change)
        self.follow()
        record = super()._decided(unit, change)
        if change.keys() <= _BESIDE:
            return record.model_copy(update={"adjudication": self._before(unit)})
        still_open = _still_open(self._known(unit), record, change)
        return record.model_copy(update=self._settled(unit, GoldOrigin.DECIDED, open=still_open))

    def _as_said(self, unit: Unit, change: dict[str, Any]) -> Annotation:
        """The record after a change that tells everything, also whose voice each mark of bias is."""
        record = super()._decided(unit, change)
        return record.model_copy(update={name: change[name] for name in ("bias",) if name in change})

    def _settled(self, unit: Unit, origin: GoldOrigin, **said: Any) -> dict[str, Any]:
        """The field that tells what a decision rests on; what explains it stays."""
        fresh = {"adjudicator": self.adjudicator, "votes": self.votes(unit), "taken_from": None, "open": ()}
        return {"adjudication": _with(self._before(unit), **{"origin": origin, **fresh, **said})}

    def _before(self, unit: Unit) -> Adjudication:
        """What the record of a unit rests on so far; a note that says nothing where there is none."""
        known = self._known(unit)
        if known and known.adjudication:
            return known.adjudication
        votes = self.votes(unit)
        return Adjudication(origin=GoldOrigin.DECIDED, adjudicator=self.adjudicator, votes=votes)

    def _note(self, unit: Unit) -> Adjudication:
        """What explains a unit, without a decision."""
        votes = self.votes(unit)
        return _with(self._before(unit), origin=GoldOrigin.DECIDED, votes=votes, open=())

    def _says_nothing(self, record: Annotation) -> bool:
        one = record.adjudication
        if one and (
            one.origin is GoldOrigin.DECLINED or one.reason or one.note or one.needs_change is not None
        ):
            return False
        return says_nothing(record.model_copy(update={"adjudication": None}))


def is_settled(gold: Annotation | None) -> bool:
    """Whether an adjudicator has decided on the unit of this gold record, or declined to.

    What was filled in because all agreed, and a note without a label, is no decision.
    """
    return origin_of(gold) not in (None, GoldOrigin.UNANIMOUS)


def _with(adjudication: Adjudication, **said: Any) -> Adjudication:
    return Adjudication.model_validate({**dict(adjudication), **said})


def _still_open(known: Annotation | None, record: Annotation, change: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields on which annotators differ and which this change leaves open."""
    if known is None or known.adjudication is None or known.label != record.label:
        return ()
    return tuple(
        name
        for name in known.adjudication.open
        if name not in change and value_of(known, name) == value_of(record, name)
    )


def _alike(known: Annotation | None, wanted: Annotation | None) -> bool:
    """Whether two records say the same on the same votes, whoever let them be filled in, and when."""
    if known is None or wanted is None:
        return known is wanted
    if not (known.adjudication and wanted.adjudication):
        return known == wanted
    adjudicator = known.adjudication.adjudicator
    same: dict[str, Any] = {name: getattr(known, name) for name in ("updated", "seconds", "codebook")}
    same["adjudication"] = wanted.adjudication.model_copy(update={"adjudicator": adjudicator})
    return known == wanted.model_copy(update=same)
