"""What an article is reduced to: sums over its units, from which every coefficient is computed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.compare.ratings import Ratings

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]
Codes = NDArray[np.signedinteger[Any]]

_MOST_SHORT = 2**7


@dataclass(frozen=True)
class Coded:
    """Ratings as arrays, articles in the order of `starts`."""

    codes: Codes
    """(raters, units), -1 where missing."""
    starts: NDArray[np.int64]
    """(articles,) column with which each article begins."""
    copies: NDArray[np.int64]
    """(articles,) how many equal articles each stands for."""
    values: int


def coded(ratings: Ratings) -> Coded:
    """Lay ratings out for summing; where every article has one unit, equal ones are kept once."""
    size, raters = len(ratings.values), max(len(ratings.annotators), 1)
    rows = np.frombuffer(ratings.codes, dtype=np.int16).reshape(-1, raters)
    starts = np.frombuffer(ratings.starts, dtype=np.int64)
    copies = np.ones(len(starts), dtype=np.int64)
    if len(starts) == len(rows) and (size + 1) ** raters < 2**62:
        places = (size + 1) ** np.arange(raters, dtype=np.int64)
        _, first, copies = np.unique((rows + 1) @ places, return_index=True, return_counts=True)
        rows, starts = rows[first], np.arange(len(first))
    short = np.int8 if size < _MOST_SHORT else np.int16
    return Coded(np.ascontiguousarray(rows.T, dtype=short), starts, copies, size)


@dataclass(frozen=True)
class Sums:
    """Sums over units, for one or more samples of articles; the first axis is the sample.

    With `q` values and `r` raters, `C[u, a]` the ratings of value a on unit u, `m[u]` all ratings of u.
    """

    units: Floats
    """(samples,) units with at least one rating."""
    pairable: Floats
    """(samples,) units with m >= 2."""
    item_agreement: Floats
    """(samples, weights) over pairable units: mean weight of its pairs of ratings; first: agreeing or not."""
    by_rater: Floats
    """(samples, r, q) ratings by rater and value."""
    shares: Floats
    """(samples, q) C / m over all units."""
    coincidences: Floats
    """(samples, q, q) Krippendorff's coincidence matrix: C[a] (C[b] - [a = b]) / (m - 1), pairable units."""

    @property
    def counts(self) -> Floats:
        """(samples, q) ratings of each value: C."""
        counts: Floats = self.by_rater.sum(axis=1)
        return counts


def width(values: int, raters: int, weights: int) -> int:
    """Give the length of an article's vector."""
    return 2 + weights + raters * values + values + values * (values + 1) // 2


def article_vectors(ratings: Coded, weights: Floats) -> Floats:
    """Reduce every article to its vector of sums, (articles, width).

    `weights`, (weights, q, q), symmetric, are those that the units' agreement is wanted with.
    """
    vectors = np.zeros((len(ratings.starts), width(ratings.values, len(ratings.codes), len(weights))))
    if len(ratings.starts):
        for column, per_unit in enumerate(_unit_columns(ratings, weights)):
            vectors[:, column] = np.add.reduceat(per_unit, ratings.starts, dtype=np.float64)
    return vectors


def unpack(vectors: Floats, values: int, raters: int, weights: int) -> Sums:
    """Read vectors of `article_vectors`, or sums of them, (samples, width)."""
    ends = np.cumsum([1, 1, weights, raters * values, values])
    units, pairable, agreement, by_rater, shares, triangle = np.split(vectors, ends, axis=1)
    return Sums(
        units=units[:, 0],
        pairable=pairable[:, 0],
        item_agreement=agreement,
        by_rater=by_rater.reshape(len(vectors), raters, values),
        shares=shares,
        coincidences=square(triangle, values),
    )


def coincidence_vectors(ratings: Coded) -> Floats:
    """Reduce every article to its coincidences alone, of a <= b, (articles, q (q + 1) / 2)."""
    vectors = np.zeros((len(ratings.starts), ratings.values * (ratings.values + 1) // 2))
    if len(ratings.starts):
        counts, given = _counts(ratings), _given(ratings)
        for column, per_unit in enumerate(_coincidences(counts, _per_rating(given))):
            vectors[:, column] = np.add.reduceat(per_unit, ratings.starts)
    return vectors


def square(triangle: Floats, values: int) -> Floats:
    """Give coincidence matrices, (samples, q, q), from the coincidences of a <= b."""
    coincidences = np.empty((len(triangle), values, values))
    above = np.triu_indices(values)
    coincidences[:, above[0], above[1]] = triangle
    coincidences[:, above[1], above[0]] = triangle
    return coincidences


def _unit_columns(ratings: Coded, weights: Floats) -> Iterator[NDArray[Any]]:
    """Give the contributions of each unit, one column of the article vector after the other."""
    counts = _counts(ratings)
    given = _given(ratings)
    per_rating = _per_rating(given)
    yield np.ones_like(given)
    yield given >= 2
    for weight in weights:
        yield _weighted_pairs(counts, weight) * per_rating / given
    for rater in ratings.codes:
        for value in range(ratings.values):
            yield rater == value
    for count in counts:
        yield count / given
    yield from _coincidences(counts, per_rating)


def _coincidences(counts: list[Codes], per_rating: Floats) -> Iterator[Floats]:
    for a, b in _triangle(len(counts)):
        yield _pairs(counts, a, b).astype(np.float64) * per_rating


def _given(ratings: Coded) -> Floats:
    """Count each unit's ratings: m."""
    return np.asarray(np.sum(ratings.codes >= 0, axis=0, dtype=np.int16), dtype=np.float64)


def _per_rating(given: Floats) -> Floats:
    """What each pair of a unit's ratings weighs: 1 / (m - 1), nothing where there is no pair."""
    return np.divide(1.0, given - 1, out=np.zeros_like(given), where=given >= 2)


def _weighted_pairs(counts: list[Codes], weight: Floats) -> Floats:
    """Add up the weights of each unit's ordered pairs of ratings."""
    total = np.zeros(counts[0].shape if counts else 0)
    for a, b in _triangle(len(counts)):
        if weight[a, b]:
            total += float(weight[a, b] * (1 if a == b else 2)) * _pairs(counts, a, b).astype(np.float64)
    return total


def _triangle(values: int) -> Iterator[tuple[int, int]]:
    return combinations_with_replacement(range(values), 2)


def _counts(ratings: Coded) -> list[Codes]:
    """Count each unit's ratings of each value, in numbers that hold the square of all raters."""
    number = np.int8 if len(ratings.codes) ** 2 < _MOST_SHORT else np.int32
    return [np.sum(ratings.codes == value, axis=0, dtype=number) for value in range(ratings.values)]


def _pairs(counts: list[Codes], a: int, b: int) -> Codes:
    """Count each unit's ordered pairs of ratings with the values a and b."""
    return counts[a] * (counts[b] - (1 if a == b else 0))


def confusions(ratings: Coded) -> NDArray[np.int64]:
    """Count the pairs of ratings of one unit by their two values, (q, q), over all raters and articles."""
    counts = _counts(ratings)
    copies = _unit_copies(ratings)
    total = np.zeros((ratings.values, ratings.values), dtype=np.int64)
    for a, b in combinations(range(ratings.values), 2):
        total[a, b] = total[b, a] = copies @ _pairs(counts, a, b)
    return total


def disagreeing_units(ratings: Coded) -> int:
    """Count the units with at least two different ratings."""
    codes = ratings.codes
    lowest = np.where(codes >= 0, codes, np.iinfo(codes.dtype).max).min(axis=0)
    return int(_unit_copies(ratings)[codes.max(axis=0) > lowest].sum())


def rater_pairs(ratings: Coded) -> list[tuple[int, int]]:
    """Give each two raters."""
    return list(combinations(range(len(ratings.codes)), 2))


def pair_tables(ratings: Coded, pairs: Sequence[tuple[int, int]]) -> Counts:
    """Count in each article the units by the ratings of some two raters, (articles, pairs * q²).

    Of a pair's q² columns the first rater's value is the row of the table, the second's the column.
    """
    codes, cells = ratings.codes, ratings.values**2
    articles = len(ratings.starts)
    tables = np.empty((articles, len(pairs) * cells), dtype=np.int32)
    first_cell = _articles(ratings) * cells
    for place, (a, b) in enumerate(pairs):
        both = (codes[a] >= 0) & (codes[b] >= 0)
        cell = first_cell[both] + codes[a][both].astype(np.int64) * ratings.values + codes[b][both]
        found = np.bincount(cell, minlength=articles * cells)
        tables[:, place * cells : (place + 1) * cells] = found.reshape(articles, cells)
    return tables


def _articles(ratings: Coded) -> NDArray[np.int64]:
    """Give the article of each unit."""
    lengths = np.diff(ratings.starts, append=ratings.codes.shape[1])
    return np.repeat(np.arange(len(ratings.starts)), lengths)


def _unit_copies(ratings: Coded) -> NDArray[np.int64]:
    return ratings.copies[_articles(ratings)]
