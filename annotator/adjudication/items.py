"""Units that an adjudicator may have to settle."""

from collections.abc import Mapping
from typing import NamedTuple

from annotator.compare.states import State, size_of, state_of
from annotator.compare.wanted import Wanted
from schemas import GOLD, Annotation, DisagreementReason, GoldOrigin, UnitKind

__all__ = ["UNSETTLED", "Item", "State", "Votes", "changes", "settled_state", "size_of", "state_of"]

UNSETTLED = frozenset({State.MAJORITY, State.TIE})
"""What waits for an adjudicator."""

Votes = tuple[tuple[str, str], ...]
"""Annotator and label, in the order of the annotators, of those who gave one."""


class Item(NamedTuple):
    """One unit of the queue, small enough to hold tens of thousands."""

    article: str
    """Id of the article."""
    unit: str
    place: int
    """Index of the unit in its article."""
    title: str
    outlet: str
    kind: UnitKind
    text: str
    """The words of the unit."""
    votes: Votes
    state: State
    size: float
    """Share of disagreeing pairs of votes times voters; 0 where the labels agree."""
    rule: int | None = None
    """Number of the rule at which the annotators parted, derived from their labels."""
    fields: tuple[str, ...] = ()
    """What the annotators say differently although all gave the same label."""
    commented: bool = False
    """Whether an annotator says something of it."""
    gold: str | None = None
    """The gold label, None where there is none yet or the adjudicator declined."""
    origin: GoldOrigin | None = None
    """What the gold label rests on; None while nothing is decided, also beside a note."""
    reason: DisagreementReason | None = None
    needs_change: int | None = None
    """Number of the rule that needs a change, as the adjudicator says."""
    changed: tuple[str, ...] = ()
    """What changed under the decision since, a line for each annotator."""
    suggestion: tuple[str, float] | None = None
    """The label that is more probable than all others together, and its probability (Dawid & Skene). Such
    probabilities are too sure of themselves: they order the queue and are an offer, never a decision."""
    entropy: float = 0.0
    """In nats, of the probabilities of all labels."""

    def is_wanted(self, wanted: Wanted) -> bool:
        """Whether it has all that is asked for."""
        return (
            (not wanted.states or self.state in wanted.states)
            and (not wanted.field or wanted.field in (("label",) if self.size else self.fields))
            and (wanted.reason is None or self.reason is wanted.reason)
            and (wanted.needs_change is None or (self.needs_change is not None) is wanted.needs_change)
            and (wanted.changed is None or bool(self.changed) is wanted.changed)
            and wanted.fits(self, self._said(wanted))
        )

    def _said(self, wanted: Wanted) -> dict[str, str]:
        said = dict(self.votes)
        if self.gold is not None and GOLD in wanted.pair:
            said[GOLD] = self.gold
        return said


def settled_state(votes: Votes, gold: Annotation | None) -> State:
    """Tell the state of a unit from its votes and its gold record, if it has one.

    What was filled in since all agreed is a state of the votes: it stays `unanimous` only while they agree.
    """
    origin = origin_of(gold)
    if origin is GoldOrigin.DECLINED:
        return State.DECLINED
    if origin in (GoldOrigin.DECIDED, GoldOrigin.MAJORITY):
        return State.ADJUDICATED
    return state_of([label for _, label in votes])


def origin_of(gold: Annotation | None) -> GoldOrigin | None:
    """What the gold label of a unit rests on, or that there is no right one; of a note alone None."""
    if gold is None:
        return None
    origin = gold.adjudication.origin if gold.adjudication else GoldOrigin.DECIDED
    return None if gold.label is None and origin is not GoldOrigin.DECLINED else origin


def changes(
    gold: Annotation | None, records: Mapping[str, Annotation], shown: Mapping[str, str]
) -> tuple[str, ...]:
    """Say what changed under a gold label since it was given, a line for each annotator.

    `records` are those of the unit by annotator, `shown` the names to show, where these are others. Of what
    was filled in since all agreed nothing is said while all still do: it is filled in anew by itself.
    """
    origin = origin_of(gold)
    if gold is None or gold.adjudication is None or origin is None:
        return ()
    labels = [record.label for record in records.values() if record.label is not None]
    filled = origin is GoldOrigin.UNANIMOUS
    if filled and state_of(labels) is State.UNANIMOUS and gold.label in labels:
        return ()
    lines = []
    then = {vote.annotator: vote for vote in gold.adjudication.votes}
    for name, vote in then.items():
        who, record = shown.get(name, name), records.get(name)
        if record is None or record.label is None:
            lines.append(f"{who}: {vote.label} is no more")
        elif record.label != vote.label:
            lines.append(f"{who}: {vote.label} is now {record.label}")
        elif record.updated > vote.updated:
            lines.append(f"{who} has changed it since, not the label")
    new = [name for name, record in records.items() if record.label is not None and name not in then]
    return (*lines, *(f"{shown.get(name, name)} has labelled it since" for name in new))
