"""What an article is reduced to: sums over its units, from which every coefficient is computed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotator.compare.ratings import Ratings

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Sums:
    """Sums over units, for one or more samples of articles; the first axis is the sample.

    With `q` values, `C[u, a]` the ratings of value a on unit u, and `m[u]` all ratings of u.
    """

    units: Floats
    """(samples,) units with at least one rating."""
    pairable: Floats
    """(samples,) units with m >= 2."""
    item_agreement: Floats
    """(samples,) over pairable units: agreeing pairs / pairs."""
    counts: Floats
    """(samples, q) ratings of each value: C."""
    shares: Floats
    """(samples, q) C / m over all units."""
    coincidences: Floats
    """(samples, q, q) Krippendorff's coincidence matrix: C[a] (C[b] - [a = b]) / (m - 1), pairable units."""


def unpack(vectors: Floats, values: int) -> Sums:
    """Read vectors of `article_vectors`, or sums of them, (samples, 3 + 2q + q²)."""
    counts, shares, coincidences = np.split(vectors[:, 3:], [values, 2 * values], axis=1)
    return Sums(
        units=vectors[:, 0],
        pairable=vectors[:, 1],
        item_agreement=vectors[:, 2],
        counts=counts,
        shares=shares,
        coincidences=coincidences.reshape(len(vectors), values, values),
    )


def article_vectors(ratings: Ratings) -> Floats:
    """Reduce every article to its vector of sums, (articles, 3 + 2q + q²)."""
    starts = np.frombuffer(ratings.starts, dtype=np.int64)
    size = len(ratings.values)
    vectors = np.zeros((len(starts), 3 + 2 * size + size * size))
    if len(starts):
        for column, per_unit in enumerate(_unit_columns(_codes(ratings), size)):
            vectors[:, column] = np.add.reduceat(per_unit, starts)
    return vectors


def _unit_columns(codes: NDArray[np.int16], size: int) -> Iterator[Floats]:
    """Give the contributions of each unit, one column of the article vector after the other."""
    counts: list[Floats] = [np.sum(codes == value, axis=1, dtype=np.float64) for value in range(size)]
    raters: Floats = np.sum(codes >= 0, axis=1, dtype=np.float64)
    pairable = raters >= 2
    per_rating = np.divide(1.0, raters - 1, out=np.zeros_like(raters), where=pairable)
    yield np.ones_like(raters)
    yield pairable.astype(np.float64)
    yield sum((count * (count - 1) for count in counts), np.zeros_like(raters)) * per_rating / raters
    yield from counts
    for count in counts:
        yield count / raters
    for a, first in enumerate(counts):
        for b, second in enumerate(counts):
            yield first * (second - (a == b)) * per_rating


def pair_tables(ratings: Ratings) -> Iterator[tuple[int, int, Counts]]:
    """Give for each two annotators the table of their ratings per article, (articles, q²), a's in rows."""
    codes = _codes(ratings)
    size = len(ratings.values)
    articles = len(ratings.starts)
    starts = np.frombuffer(ratings.starts, dtype=np.int64)
    article = np.searchsorted(starts, np.arange(len(codes)), side="right") - 1
    for a, b in combinations(range(len(ratings.annotators)), 2):
        both = (codes[:, a] >= 0) & (codes[:, b] >= 0)
        cells = article[both] * size**2 + codes[both, a] * size + codes[both, b].astype(np.int64)
        yield a, b, np.bincount(cells, minlength=articles * size**2).reshape(articles, size**2)


def disagreeing_units(ratings: Ratings) -> int:
    """Count the units with at least two different ratings."""
    codes = _codes(ratings)
    lowest = np.where(codes >= 0, codes, np.iinfo(np.int16).max).min(axis=1)
    return int(np.count_nonzero(codes.max(axis=1) > lowest))


def _codes(ratings: Ratings) -> NDArray[np.int16]:
    return np.frombuffer(ratings.codes, dtype=np.int16).reshape(-1, max(len(ratings.annotators), 1))
