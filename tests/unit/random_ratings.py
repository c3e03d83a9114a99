"""Random tables of ratings, for the tests of comparison."""

import numpy as np
from numpy.typing import NDArray

from annotator.compare import Level
from annotator.compare.ratings import MISSING, Ratings

Table = NDArray[np.int64]
"""(units, raters) codes of values, -1 where missing."""


def random_table(seed: int, *, missing: float) -> tuple[Table, int]:
    """Ratings that agree more often than by chance, of 2 to 6 raters, with 2 to 7 values; one is rare."""
    random = np.random.default_rng(seed)
    units, raters, values = (int(random.integers(*span)) for span in ((8, 120), (2, 7), (2, 8)))
    shares = random.dirichlet(np.linspace(0.3, 3, values))
    truth = random.choice(values, units, p=shares)
    given = random.choice(values, (units, raters), p=shares)
    table = np.where(random.random((units, raters)) < random.uniform(0.2, 0.9), truth[:, np.newaxis], given)
    table[0], table[1] = 0, values - 1  # never one value alone
    table[2:][random.random((units - 2, raters)) < missing] = MISSING
    return table, values


def ratings_of(table: Table, values: int, level: Level, *, articles: int) -> Ratings:
    """The table cut into articles of about the same length."""
    ratings = Ratings(tuple("abcdef"[: table.shape[1]]), tuple(map(str, range(values))), level)
    for article in np.array_split(table, articles):
        ratings.add(article.tolist())
    return ratings
