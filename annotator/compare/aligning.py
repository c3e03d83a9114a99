"""The alignment of several annotators' spans with the least disorder (Mathet, Widlöcher & Métivier 2015)."""

from collections.abc import Sequence
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.compare.sums import Floats
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Tuples = NDArray[np.int64]

_MOST_CANDIDATES = 2_000_000
"""Tuples of spans that may be aligned, of one article; each takes some hundred bytes while it is solved."""
_TIE = 1e-6
"""Cost of a tuple in itself: little, but more than what the solver takes for equal."""

_WHOLE = 1e-6
_FIRST_SLACK = 0.002
_CELLS = 4_000_000
"""Dissimilarities held at once."""


class Parameters(NamedTuple):
    """How dissimilar two spans are: alpha times their positions, plus beta times their kinds."""

    alpha: float = 1.0
    beta: float = 1.0
    empty: float = 1.0
    """Of a span and of none."""


class Spans(NamedTuple):
    """What one annotator marked."""

    starts: Floats
    ends: Floats
    kinds: NDArray[np.int64]


class Alignment(NamedTuple):
    """A division of all spans into tuples with at most one of each annotator."""

    cost: float
    """Mean dissimilarity of two annotators in a tuple, summed over tuples."""
    tuples: Tuples
    """(tuples, annotators) which span of each, -1 where none."""


def require_scipy() -> None:
    """Raise `AnnotatorError` where scipy is not installed."""
    try:
        import scipy.optimize  # noqa: F401
    except ImportError:
        raise AnnotatorError(
            "gamma needs scipy, which is not installed: pip install 'credibility-annotator[gamma]'"
        ) from None


def positional(one: Spans, other: Spans) -> Floats:
    """Give (|differences of the ends| / lengths of both)² of each two spans, (one, other)."""
    apart = abs(np.subtract.outer(one.starts, other.starts)) + abs(np.subtract.outer(one.ends, other.ends))
    lengths = np.add.outer(one.ends - one.starts, other.ends - other.starts)
    found: Floats = (apart / lengths) ** 2
    return found


def dissimilarity(one: Spans, other: Spans, parameters: Parameters) -> Floats:
    """Give the dissimilarity of each two spans, (one, other)."""
    kinds = np.not_equal.outer(one.kinds, other.kinds)
    return parameters.empty * (parameters.alpha * positional(one, other) + parameters.beta * kinds)


def best_alignment(annotators: Sequence[Spans], parameters: Parameters) -> Alignment:
    """Find the alignment with the least cost; of equal ones that with the fewest tuples.

    Raises `AnnotatorError` without scipy, and for too many spans.
    """
    require_scipy()
    if len(annotators) == 2:
        return _of_two(annotators[0], annotators[1], parameters)
    return _of_many(annotators, parameters)


def _of_two(one: Spans, other: Spans, parameters: Parameters) -> Alignment:
    from scipy.optimize import linear_sum_assignment

    m, n = len(one.starts), len(other.starts)
    costs = np.full((m + n, n + m), float(parameters.empty))
    costs[:m, :n] = dissimilarity(one, other, parameters)
    costs[m:, n:] = 0.0
    rows, columns = linear_sum_assignment(costs)
    tuples = np.stack([np.where(rows < m, rows, -1), np.where(columns < n, columns, -1)], axis=1)
    return Alignment(float(costs[rows, columns].sum()), tuples[tuples.max(axis=1, initial=-1) >= 0])


def _of_many(annotators: Sequence[Spans], parameters: Parameters) -> Alignment:
    """Choose among all tuples that can be worth it so that every span is in one."""
    from scipy.sparse import csc_array

    tuples, costs = _candidates(annotators, parameters)
    if not len(tuples):
        return Alignment(0.0, tuples)
    sizes = [len(spans.starts) for spans in annotators]
    spans = tuples + np.cumsum([0, *sizes[:-1]])
    there = tuples >= 0
    columns = np.nonzero(there)[0]
    each = csc_array((np.ones(len(columns)), (spans[there], columns)), shape=(sum(sizes), len(tuples)))
    chosen = _cheapest_cover(each, costs + _TIE)
    return Alignment(float(costs[chosen].sum()), tuples[chosen])


def _cheapest_cover(each: "csc_array", costs: Floats) -> NDArray[np.intp]:
    """Give the columns with the least cost that have a 1 in each row exactly once between them.

    Fractions of columns cost `bound` at least, and each column by itself raises that by its reduced cost. So
    what whole columns within `slack` of it cost is the least of all, if that is at most bound + slack.
    """
    from scipy.optimize import LinearConstraint, linprog, milp

    rows = np.ones(each.shape[0])
    relaxed = linprog(costs, A_eq=each, b_eq=rows, method="highs")
    if relaxed.x is None:
        raise AnnotatorError(f"gamma cannot be computed for {len(rows):,} spans: {relaxed.message}")
    if (abs(relaxed.x - np.rint(relaxed.x)) < _WHOLE).all():
        return np.flatnonzero(relaxed.x > 0.5)
    bound = float(relaxed.fun)
    reduced = costs - each.T @ relaxed.eqlin.marginals
    slack = bound * _FIRST_SLACK
    while True:
        near = np.flatnonzero((reduced <= slack) | (each.sum(axis=0) == 1))
        found = milp(
            costs[near],
            constraints=LinearConstraint(each[:, near], rows, rows),
            integrality=1,
            bounds=(0, 1),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise AnnotatorError(f"gamma cannot be computed for {len(rows):,} spans: {found.message}")
        if found.fun <= bound + slack + _TIE:
            chosen: NDArray[np.intp] = near[found.x > 0.5]
            return chosen
        slack = float(found.fun) - bound


def _candidates(annotators: Sequence[Spans], parameters: Parameters) -> tuple[Tuples, Floats]:
    """Give all tuples that may be in the best alignment, and their costs.

    A tuple is not where parting it in two costs less. Of n annotators a tuple costs C(n, 2) times the empty
    dissimilarity for each part alone, so spans too dissimilar from those already in it need no further look.
    """
    pairs = comb(len(annotators), 2)
    apart = {
        (a, b): dissimilarity(annotators[a], annotators[b], parameters)
        for a, b in combinations(range(len(annotators)), 2)
    }
    farthest = parameters.empty * (pairs + len(annotators) - 1)
    tuples, within = np.zeros((1, 0), dtype=np.int64), np.zeros(1)
    for place, spans in enumerate(annotators):
        before = [apart[earlier, place] for earlier in range(place)]
        rows = max(1, _CELLS // (len(spans.starts) + 1))
        parts = [
            _lengthened(tuples[first : first + rows], within[first : first + rows], before, spans, farthest)
            for first in range(0, len(tuples), rows)
        ]
        tuples, within = (np.concatenate(part) for part in zip(*parts, strict=True))
        if len(tuples) > _MOST_CANDIDATES:
            raise AnnotatorError(
                f"gamma cannot be computed: {len(tuples):,} or more possible alignments in one article; "
                "compare fewer annotators"
            )
    size = (tuples >= 0).sum(axis=1)
    costs = (within + parameters.empty * (pairs - size * (size - 1) / 2)) / pairs
    worth_it = (size > 0) & (costs <= parameters.empty * size)
    return tuples[worth_it], costs[worth_it]


def _lengthened(
    tuples: Tuples, within: Floats, apart: Sequence[Floats], spans: Spans, farthest: float
) -> tuple[Tuples, Floats]:
    """Add to tuples none or one of the next annotator's spans, `farthest` from those in it at most.

    `within` is the dissimilarity of all spans of a tuple to one another; `apart` that of the earlier
    annotators' spans to these.
    """
    across = np.zeros((len(tuples), len(spans.starts) + 1))
    for column, costs in zip(tuples.T, apart, strict=True):
        across[column >= 0, 1:] += costs[column[column >= 0]]
    row, choice = np.nonzero(across <= farthest)
    return np.column_stack([tuples[row], choice - 1]), within[row] + across[row, choice]
