"""The spans of many articles as arrays, and how much of their text they mark."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.compare.spans import SpanTable
from annotator.compare.sums import Floats

Places = NDArray[np.int64]

_POSITION_BITS = 32


@dataclass(frozen=True)
class SpanArrays:
    """A `SpanTable`; spans are in the order of units, then of where they start and end."""

    unit: Places
    """(spans,) row of `seen`; so are the next four."""
    annotator: Places
    start: Places
    end: Places
    kind: Places
    seen: NDArray[np.bool_]
    """(units, annotators) whether the annotator saw the unit, which is a rating."""
    begins: Places
    """(units,) where it starts in its article."""
    lengths: Places
    """(units,) in characters."""
    article: Places
    """(units,) place of the unit's article."""
    articles: int

    @cached_property
    def raters(self) -> Places:
        """(units,) annotators who saw it."""
        raters: Places = self.seen.sum(axis=1, dtype=np.int64)
        return raters

    def by_article(self, units: Places, weights: Floats | None = None) -> Floats:
        """Sum over units, (articles,): how many are given, or their weights."""
        found = np.bincount(self.article[units], weights=weights, minlength=self.articles)
        return found.astype(np.float64)


def span_arrays(table: SpanTable) -> SpanArrays:
    """Read a table."""
    marks = np.frombuffer(table.marks, dtype=np.int64).reshape(-1, 5)
    unit, annotator, start, end, kind = marks[np.lexsort((marks[:, 4], marks[:, 3], _key(marks)))].T
    bounds = np.frombuffer(table.units, dtype=np.int64).reshape(-1, 2)
    starts = np.frombuffer(table.starts, dtype=np.int64)
    return SpanArrays(
        unit=unit,
        annotator=annotator,
        start=start,
        end=end,
        kind=kind,
        seen=np.frombuffer(table.seen, dtype=np.bool_).reshape(len(bounds), len(table.annotators)),
        begins=bounds[:, 0],
        lengths=bounds[:, 1] - bounds[:, 0],
        article=np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(bounds)))),
        articles=len(starts),
    )


def _key(marks: Places) -> Places:
    return position(marks[:, 0], marks[:, 2])


def position(unit: Places, character: Places) -> Places:
    """Give one number that sorts by unit, then by place in the text."""
    found: Places = (unit << _POSITION_BITS) | character
    return found


def character_sums(spans: SpanArrays) -> tuple[Floats, Floats, Floats]:
    """Sum over the characters of units that two annotators saw, each (articles,).

    Ratings: each annotator rates each character. Ratings that mark it. Ordered pairs of ratings that differ,
    divided by m - 1. Stretches between the ends of spans count by their length, so no character is looked at.
    """
    pairable = spans.raters >= 2
    per_rating = np.divide(1.0, spans.raters - 1, out=np.zeros(len(spans.raters)), where=pairable)
    units = np.flatnonzero(pairable)
    ratings = spans.by_article(units, (spans.raters * spans.lengths)[units].astype(np.float64))
    unit, length, marking = _stretches(*_runs(spans))
    marked = length * marking * pairable[unit]
    differing = 2.0 * length * marking * (spans.raters[unit] - marking) * per_rating[unit]
    return ratings, spans.by_article(unit, marked.astype(np.float64)), spans.by_article(unit, differing)


def _runs(spans: SpanArrays) -> tuple[Places, Places, Places]:
    """Give unit, start and end of what each annotator marks: spans that overlap or touch are one."""
    annotators = max(spans.seen.shape[1], 1)
    row = spans.unit * annotators + spans.annotator
    ends = np.concatenate([position(row, spans.start), position(row, spans.end)])
    step = np.repeat([1, -1], len(row))
    order = np.argsort(ends, kind="stable")  # so that a start comes before an end at the same place
    depth = np.cumsum(step[order])
    before = depth - step[order]
    opened, closed = ends[order[before == 0]], ends[order[depth == 0]]
    mask = (1 << _POSITION_BITS) - 1
    return (opened >> _POSITION_BITS) // annotators, opened & mask, closed & mask


def _stretches(unit: Places, start: Places, end: Places) -> tuple[Places, Places, Places]:
    """Give unit, length and number of annotators of every stretch that the same annotators mark."""
    ends = np.concatenate([position(unit, start), position(unit, end)])
    order = np.argsort(ends, kind="stable")
    marking = np.cumsum(np.repeat([1, -1], len(unit))[order])
    # After the last end of a unit nobody marks anything, so the step to the next unit counts nothing.
    return (ends[order] >> _POSITION_BITS)[:-1], np.diff(ends[order]) * (marking[:-1] > 0), marking[:-1]
