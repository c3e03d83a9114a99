"""Sums over articles of ratings with very many values: no table has articles times values cells."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotator.compare.listed import Listed
from annotator.compare.sums import Floats

Codes = NDArray[np.int32]
Places = NDArray[np.int64]

_MOST_CELLS = 20_000_000


@dataclass(frozen=True)
class ListedRows:
    """The ratings of a `Listed` table as arrays, with what every coefficient asks of a unit."""

    codes: Codes
    """(units, annotators), below zero where missing."""
    article: Places
    """(units,) place of the unit's article."""
    articles: int
    values: int
    raters: Places
    """(units,) ratings of the unit."""

    @cached_property
    def pairable(self) -> NDArray[np.bool_]:
        """(units,) whether at least two have rated the unit."""
        return self.raters >= 2

    @cached_property
    def per_rating(self) -> Floats:
        """(units,) 1 / (m - 1), the weight of a pair of ratings in a coincidence; 0 where not pairable."""
        weight = np.zeros(len(self.raters))
        return np.divide(1.0, self.raters - 1, out=weight, where=self.pairable)

    def by_article(
        self, units: NDArray[np.intp] | NDArray[np.bool_], weights: Floats | None = None
    ) -> Floats:
        """Sum over some of the units, (articles,): how many they are, or their weights."""
        found = np.bincount(self.article[units], weights=weights, minlength=self.articles)
        return found.astype(np.float64)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Give each two annotators, in the order of all results by pair."""
        return combinations(range(self.codes.shape[1]), 2)

    def differing(self) -> Iterator[tuple[NDArray[np.intp], Codes, Codes]]:
        """Give for each two annotators the units where both ratings are there and differ, and those."""
        for a, b in self.pairs():
            first, second = self.codes[:, a], self.codes[:, b]
            units = np.flatnonzero((first != second) & (np.minimum(first, second) >= 0))
            yield units, first[units], second[units]

    def disagreeing(self) -> int:
        """Count the units with at least two different ratings."""
        lowest = np.where(self.codes >= 0, self.codes, np.iinfo(np.int32).max).min(axis=1)
        return int(np.count_nonzero(self.codes.max(axis=1) > lowest)) if self.codes.size else 0


def read_rows(listed: Listed[Hashable]) -> ListedRows:
    """Read a table."""
    codes = np.frombuffer(listed.codes, dtype=np.int32).reshape(-1, max(len(listed.annotators), 1))
    starts = np.frombuffer(listed.starts, dtype=np.int64)
    lengths = np.diff(np.append(starts, len(codes)))
    return ListedRows(
        codes=codes,
        article=np.repeat(np.arange(len(starts)), lengths),
        articles=len(starts),
        values=len(listed.places),
        raters=np.count_nonzero(codes >= 0, axis=1),
    )


@dataclass(frozen=True)
class Tally:
    """How often each value was given in each article; only what was given takes memory."""

    articles: Places
    """(entries,) place of the article."""
    codes: Places
    """(entries,) code of the value."""
    amounts: Floats
    """(entries,) how often, or another amount of the value."""
    values: int

    def total(self, weights: Floats | None = None) -> Floats:
        """Sum over articles, (values,), each article as often as `weights`, (articles,), says."""
        amounts = self.amounts if weights is None else self.amounts * weights[self.articles]
        return np.bincount(self.codes, weights=amounts, minlength=self.values).astype(np.float64, copy=False)


def tally(rows: ListedRows, codes: Codes, units: NDArray[np.bool_], weights: Floats | None = None) -> Tally:
    """Count the ratings of some units, (units, annotators) or (units,); `weights` is the worth of one each.

    Codes below zero are no ratings.
    """
    given = (codes >= 0) & (units if codes.ndim == 1 else units[:, np.newaxis])
    where = np.nonzero(given)[0]
    cells = rows.article[where] * rows.values + codes[given]
    worth = None if weights is None else weights[where]
    if rows.articles * rows.values <= _MOST_CELLS:
        amounts = np.bincount(cells, weights=worth, minlength=rows.articles * rows.values)
        used = np.flatnonzero(amounts)
        amounts = amounts[used]
    else:
        used, entry = np.unique(cells, return_inverse=True)
        amounts = np.bincount(entry, weights=worth, minlength=len(used))
    return Tally(
        used // max(rows.values, 1), used % max(rows.values, 1), amounts.astype(np.float64), rows.values
    )


def given_in_total(rows: ListedRows) -> Floats:
    """Count all ratings of each value, (values,)."""
    return np.bincount(rows.codes[rows.codes >= 0], minlength=rows.values).astype(np.float64)
