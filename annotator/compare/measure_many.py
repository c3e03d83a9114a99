"""From ratings with very many values to their figures."""

import math
from collections.abc import Hashable, Iterator

import numpy as np

from annotator.compare.bootstrap import draws
from annotator.compare.estimates import ONE_VALUE, estimate, nothing_to_compare, or_none
from annotator.compare.listed import Listed
from annotator.compare.manysums import ManyFigures, ManyRatings
from annotator.compare.measure_open import measure_open
from annotator.compare.ratings import Ratings
from annotator.compare.result import Estimate, FieldAgreement, PairAgreement
from annotator.compare.scale import Scale
from annotator.compare.sums import Floats
from annotator.compare.tallies import ListedRows, read_rows
from annotator.errors import AnnotatorError

MOST_OF_RATIO = 3_000
"""Values at the ratio level, whose distances have no sum that is simpler than all of them."""
MOST_OF_PAIRS = 50_000_000
"""Articles and resamples times pairs of annotators; each takes some 40 bytes."""


def measure_many(
    ratings: Ratings, scale: Scale, *, bootstrap: int, seed: int, resampled: str
) -> FieldAgreement:
    """Compute what `measure` does, without the figures of each value and the tables of pairs."""
    if ratings.level == "ratio" and scale.values > MOST_OF_RATIO:
        raise AnnotatorError(
            f"{scale.values:,} different values are too many for level ratio: at most {MOST_OF_RATIO:,}"
        )
    pairs = math.comb(len(ratings.annotators), 2)
    if (len(ratings.starts) + bootstrap) * pairs > MOST_OF_PAIRS:
        raise AnnotatorError(
            f"{scale.values:,} different values by {len(ratings.annotators)} annotators are too many for a "
            "comparison of this size; group the values, or compare fewer annotators at a time"
        )
    listed = Listed[Hashable](ratings.annotators, {value: n for n, value in enumerate(ratings.values)})
    listed.codes.frombytes(np.asarray(ratings.codes).astype(np.int32).tobytes())
    listed.starts.extend(ratings.starts)
    found = measure_open(listed, ratings.values, bootstrap=bootstrap, seed=seed, resampled=resampled)
    many = ManyRatings(read_rows(listed), ratings.level, scale)
    point = many.figures(np.ones(many.rows.articles))
    drawn = np.empty((bootstrap, len(point)))
    for first, weights in draws(many.rows.articles, bootstrap, seed):
        drawn[first : first + len(weights)] = [many.figures(times) for times in weights]
    nothing = nothing_to_compare(len(ratings.annotators), found.pairable_units)

    def reported(name: str) -> Estimate:
        place = ManyFigures._fields.index(name)
        value = float("nan") if nothing else point[place]
        return estimate(value, drawn[:, place], found.articles, resampled, nothing or ONE_VALUE)

    ordered = scale.places is not None
    names = [name for name in ManyFigures._fields if ordered or name != "gwet_ac2"]
    left_out = f"{scale.values:,} different values: each alone, and tables of pairs, are left out"
    return found.model_copy(
        update={name: reported(name) for name in names}
        | {
            "level": ratings.level,
            "cohen_kappa": tuple(_ordered_pairs(many, found.cohen_kappa)) if ordered else found.cohen_kappa,
            "mean_difference": many.mean_difference(),
            "within_one": many.within_one(),
            "warnings": (*found.warnings, left_out),
        }
    )


def _ordered_pairs(many: ManyRatings, pairs: tuple[PairAgreement, ...]) -> Iterator[PairAgreement]:
    """Give the pairs with what they have where values have an order."""
    for pair, (a, b) in zip(pairs, many.rows.pairs(), strict=True):
        both = np.flatnonzero(np.minimum(many.rows.codes[:, a], many.rows.codes[:, b]) >= 0)
        codes = many.rows.codes[both][:, [a, b]]
        two = ListedRows(codes, np.zeros(len(both), np.int64), 1, many.rows.values, np.full(len(both), 2))
        first, second = many.places[codes.T]
        yield pair.model_copy(
            update={
                "krippendorff_alpha": or_none(ManyRatings(two, many.level, many.scale).alpha(np.ones(1))),
                "linear_kappa": _kappa(np.abs(first - second), _mean_apart(first, second)),
                "quadratic_kappa": _kappa((first - second) ** 2, _mean_square_apart(first, second)),
            }
        )


def _kappa(apart: Floats, by_chance: float) -> float | None:
    """Weighted kappa (Cohen 1968) from how far ratings are apart, and how far by chance."""
    return float(1 - apart.mean() / by_chance) if by_chance else None


def _mean_square_apart(first: Floats, second: Floats) -> float:
    if not len(first):
        return 0.0
    return float(first.var() + second.var() + (first.mean() - second.mean()) ** 2)


def _mean_apart(first: Floats, second: Floats) -> float:
    """Mean absolute difference of any two, one of each: where one is below a place and the other is not."""
    if not len(first):
        return 0.0
    places = np.unique(np.concatenate([first, second]))
    below, below_too = (
        np.searchsorted(np.sort(given), places[:-1], side="right") / len(given) for given in (first, second)
    )
    return float((below * (1 - below_too) + below_too * (1 - below)) @ np.diff(places))
