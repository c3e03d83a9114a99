"""Krippendorff's alpha_U, for comparison with other tools: agreement on where units of a continuum are."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Section(NamedTuple):
    """A stretch of the continuum that an observer marked, or left unmarked between marks."""

    start: float
    end: float
    marked: bool

    @property
    def length(self) -> float:
        """In units of the continuum."""
        return self.end - self.start


class Disagreement(NamedTuple):
    """Of the units of one kind."""

    observed: float
    expected: float


def alpha_u(disagreements: Sequence[Disagreement]) -> float | None:
    """1 - D_o / D_e over all kinds of units together; None where no disagreement can be expected."""
    expected = sum(one.expected for one in disagreements)
    return 1 - sum(one.observed for one in disagreements) / expected if expected else None


def disagreement(marked: Sequence[Sequence[tuple[float, float]]], start: float, end: float) -> Disagreement:
    """Give the disagreement on units of one kind: `marked` by each observer, on a continuum [start, end).

    Units of one observer must not overlap. Krippendorff 1995, with D_e as corrected in Krippendorff 2004
    (p. 253).
    """
    length = end - start
    observers = [list(_sections(units, start, end)) for units in marked]
    pairs = len(observers) * (len(observers) - 1)
    observed = sum(
        _between(one, other)
        for i, sections in enumerate(observers)
        for j, others in enumerate(observers)
        if i != j
        for one in sections
        for other in others
    )
    return Disagreement(
        observed / (pairs * length**2) if pairs and length else 0.0, _expected(observers, length)
    )


def _sections(units: Sequence[tuple[float, float]], start: float, end: float) -> Iterator[Section]:
    """Divide the continuum into units and the gaps between them."""
    at = start
    for first, last in sorted(units):
        if first > at:
            yield Section(at, first, False)
        yield Section(first, last, True)
        at = last
    if end > at:
        yield Section(at, end, False)


def _between(one: Section, other: Section) -> float:
    """Squared difference of two sections: of units that overlap, and of a unit in a gap."""
    if one.marked and other.marked:
        if one.start < other.end and other.start < one.end:
            return (one.start - other.start) ** 2 + (one.end - other.end) ** 2
    elif one.marked and other.start <= one.start and one.end <= other.end:
        return one.length**2
    elif other.marked and one.start <= other.start and other.end <= one.end:
        return other.length**2
    return 0.0


def _expected(observers: Sequence[Sequence[Section]], length: float) -> float:
    units = [one.length for sections in observers for one in sections if one.marked]
    gaps = [one.length for sections in observers for one in sections if not one.marked]
    total = len(observers) * length
    pairs = total * (total - 1) - sum(unit * (unit - 1) for unit in units)
    if not pairs or not length:
        return 0.0
    by_chance = sum(
        (len(units) - 1) / 3 * (2 * unit**3 - 3 * unit**2 + unit)
        + unit**2 * sum(gap - unit + 1 for gap in gaps if gap >= unit)
        for unit in units
    )
    return 2 / length * by_chance / pairs
