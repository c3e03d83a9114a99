"""How far those who labelled a unit agree. Nothing here breaks a tie."""

from collections import Counter
from collections.abc import Collection, Hashable
from enum import StrEnum


class State(StrEnum):
    """Where a unit stands between its first label and its gold label."""

    UNANIMOUS = "unanimous"
    """At least two labelled it, all alike."""
    MAJORITY = "majority"
    """One label has more than half of the votes, and not all."""
    TIE = "tie"
    """No label has more than half of the votes."""
    SINGLE = "single"
    """One has labelled it."""
    NONE = "none"
    """Nobody has."""
    ADJUDICATED = "adjudicated"
    """An adjudicator decided, or let the majority count."""
    DECLINED = "declined"
    """An adjudicator found that there is no right label."""


def state_of(values: Collection[Hashable]) -> State:
    """Tell the state of a unit from what each of its annotators said."""
    if len(values) < 2:
        return State.SINGLE if values else State.NONE
    most = max(Counter(values).values())
    if most == len(values):
        return State.UNANIMOUS
    return State.MAJORITY if 2 * most > len(values) else State.TIE


def size_of(values: Collection[Hashable]) -> float:
    """Share of disagreeing pairs times raters: a three-way split of three outweighs one against one."""
    raters = len(values)
    if raters < 2:
        return 0.0
    agreeing = sum(count * (count - 1) for count in Counter(values).values())
    return (1 - agreeing / (raters * (raters - 1))) * raters
