"""From ratings with very many values to their figures: no table has as many cells as values squared."""

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.compare.bootstrap import draws
from annotator.compare.estimates import ONE_VALUE, estimate, nothing_to_compare, or_none
from annotator.compare.fields import Level
from annotator.compare.listed import Listed
from annotator.compare.measure_open import measure_open
from annotator.compare.ratings import Ratings
from annotator.compare.result import Estimate, FieldAgreement, PairAgreement
from annotator.compare.scale import Scale
from annotator.compare.sums import Floats
from annotator.compare.tallies import ListedRows, Tally, read_rows, tally
from annotator.errors import AnnotatorError

MOST_OF_RATIO = 3_000
"""Values at the ratio level, whose distances have no sum that is simpler than all of them."""
MOST_OF_PAIRS = 50_000_000
"""Articles and resamples times pairs of annotators; each takes some 40 bytes."""
_ROUNDING = 1e-12
"""Shares of one value alone may add up to a little less than 1."""


class _Figures(NamedTuple):
    """The coefficients of one sample of articles; NaN where undefined."""

    krippendorff_alpha: float
    conger_kappa: float
    gwet_ac1: float
    gwet_ac2: float
    brennan_prediger: float


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
    rows = _Many(read_rows(listed), ratings.level, scale)
    point = rows.figures(np.ones(rows.rows.articles))
    drawn = np.empty((bootstrap, len(point)))
    for first, weights in draws(rows.rows.articles, bootstrap, seed):
        drawn[first : first + len(weights)] = [rows.figures(times) for times in weights]
    nothing = nothing_to_compare(len(ratings.annotators), found.pairable_units)

    def reported(name: str) -> Estimate:
        place = _Figures._fields.index(name)
        value = float("nan") if nothing else point[place]
        return estimate(value, drawn[:, place], found.articles, resampled, nothing or ONE_VALUE)

    ordered = scale.places is not None
    names = [name for name in _Figures._fields if ordered or name != "gwet_ac2"]
    left_out = f"{scale.values:,} different values: each alone, and tables of pairs, are left out"
    return found.model_copy(
        update={name: reported(name) for name in names}
        | {
            "level": ratings.level,
            "cohen_kappa": tuple(rows.ordered_pairs(found.cohen_kappa)) if ordered else found.cohen_kappa,
            "mean_difference": rows.mean_difference(),
            "within_one": rows.within_one(),
            "warnings": (*found.warnings, left_out),
        }
    )


class _Differing(NamedTuple):
    """Each two ratings of a unit that differ."""

    article: NDArray[np.int64]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    """Code of the value, as `first`."""
    weight: Floats
    """Of both orders together, as alpha weighs them: 2 / (m - 1)."""
    of_unit: Floats
    """Share of the unit's ordered pairs: 2 / (m (m - 1))."""


@dataclass(frozen=True)
class _Many:
    """Ratings, and what each sample of articles needs of them."""

    rows: ListedRows
    level: Level
    scale: Scale

    @cached_property
    def differing(self) -> _Differing:
        found = [(units, first, second) for units, first, second in self.rows.differing()]
        none = np.empty(0, dtype=np.int64)
        units = np.concatenate([none, *(units for units, _, _ in found)])
        codes = np.int32
        return _Differing(
            self.rows.article[units],
            np.concatenate([none, *(first for _, first, _ in found)]).astype(codes),
            np.concatenate([none, *(second for _, _, second in found)]).astype(codes),
            2 * self.rows.per_rating[units],
            2 * self.rows.per_rating[units] / self.rows.raters[units],
        )

    @cached_property
    def units(self) -> Floats:
        return self.rows.by_article(self.rows.raters > 0)

    @cached_property
    def pairable(self) -> Floats:
        return self.rows.by_article(self.rows.pairable)

    @cached_property
    def given(self) -> Tally:
        return tally(self.rows, self.rows.codes, self.rows.pairable)

    @cached_property
    def shares(self) -> Tally:
        return tally(self.rows, self.rows.codes, self.rows.raters > 0, 1 / np.maximum(self.rows.raters, 1))

    @cached_property
    def by_rater(self) -> list[Tally]:
        everywhere = self.rows.raters > 0
        return [tally(self.rows, codes, everywhere) for codes in self.rows.codes.T]

    @cached_property
    def apart(self) -> Floats:
        """(differing,) distance of the two at the level, where it is the same in each sample."""
        if self.level == "nominal":
            return np.ones(len(self.differing.weight))
        if self.level == "ratio":
            return _ratios(self.places[self.differing.first], self.places[self.differing.second])
        return self.difference**2

    @cached_property
    def difference(self) -> Floats:
        return np.abs(self.places[self.differing.first] - self.places[self.differing.second])

    @property
    def places(self) -> Floats:
        return np.zeros(self.scale.values) if self.scale.places is None else self.scale.places

    @cached_property
    def disagreement(self) -> Floats:
        """(articles,) sums of distances, as alpha weighs them."""
        return self._by_article(self.apart * self.differing.weight)

    @cached_property
    def item_disagreement(self) -> tuple[Floats, Floats]:
        """(articles,) sums over units of their pairs that differ: each counts 1, or its quadratic weight."""
        of_unit = self.differing.of_unit
        widest = float(np.ptp(self.places)) or 1.0
        return self._by_article(of_unit), self._by_article(of_unit * (self.difference / widest) ** 2)

    @cached_property
    def weight_of_all(self) -> float:
        """Sum of the quadratic weights of each two values."""
        values, widest = self.scale.values, float(np.ptp(self.places)) or 1.0
        return float(values**2 - 2 * values**2 * np.var(self.places / widest))

    def _by_article(self, amounts: Floats) -> Floats:
        return np.bincount(self.differing.article, amounts, self.rows.articles).astype(np.float64)

    def figures(self, weights: Floats) -> _Figures:
        """Compute the coefficients of the articles, (articles,) times each."""
        pairable = float(weights @ self.pairable)
        if not pairable:
            return _Figures(*[float("nan")] * len(_Figures._fields))
        agreeing, quadratic = (1 - float(weights @ item) / pairable for item in self.item_disagreement)
        shares = self.shares.total(weights) / float(weights @ self.units)
        values = self.scale.values
        spread = (1 - float(shares @ shares)) / (values - 1)
        return _Figures(
            krippendorff_alpha=self.alpha(weights),
            conger_kappa=_corrected(agreeing, self._agreement_of_two(weights)),
            gwet_ac1=_corrected(agreeing, spread),
            gwet_ac2=_corrected(quadratic, self.weight_of_all / values * spread),
            brennan_prediger=_corrected(agreeing, 1 / values),
        )

    def alpha(self, weights: Floats) -> float:
        """Krippendorff's alpha at the level, of the articles, (articles,) times each."""
        given = self.given.total(weights)
        if np.count_nonzero(given) < 2:
            return float("nan")
        ratings = float(given.sum())
        observed = float(weights @ self.disagreement)
        if self.level == "nominal":
            expected = ratings**2 - float(given @ given)
        elif self.level == "ratio":
            expected = float(given @ self._ratios_of_all @ given)
        else:
            places = self.places
            if self.level == "ordinal":
                places = np.cumsum(given) - given / 2
                apart = (places[self.differing.first] - places[self.differing.second]) ** 2
                observed = float((apart * self.differing.weight) @ weights[self.differing.article])
            mean = float(given @ places) / ratings
            expected = 2 * ratings * float(given @ (places - mean) ** 2)
        return 1 - (ratings - 1) * observed / expected

    @cached_property
    def _ratios_of_all(self) -> Floats:
        return _ratios(self.places[:, np.newaxis], self.places)

    def _agreement_of_two(self, weights: Floats) -> float:
        """Chance that two different raters agree, each with their own shares (Conger 1980)."""
        totals = np.stack([rater.total(weights) for rater in self.by_rater])
        given = totals.sum(axis=1, keepdims=True)
        if len(totals) < 2 or not given.all():
            return float("nan")
        own = totals / given
        return float((own.sum(axis=0) ** 2).sum() - (own**2).sum()) / (len(own) * (len(own) - 1))

    def mean_difference(self) -> float | None:
        """Mean absolute difference of two ratings of a unit, weighted as alpha weighs them."""
        return self._mean(self.difference)

    def within_one(self) -> float | None:
        """Share of pairs of ratings of a unit that differ by at most 1, weighted as alpha weighs them."""
        farther = self._mean((self.difference > 1).astype(np.float64))
        return None if farther is None else 1 - farther

    def _mean(self, amounts: Floats) -> float | None:
        ratings = self.rows.raters[self.rows.pairable].sum()
        if self.scale.places is None or not ratings:
            return None
        return float(amounts @ self.differing.weight / ratings)

    def ordered_pairs(self, pairs: tuple[PairAgreement, ...]) -> Iterator[PairAgreement]:
        """Give the pairs with what they have where values have an order."""
        for pair, (a, b) in zip(pairs, self.rows.pairs(), strict=True):
            both = np.flatnonzero(np.minimum(self.rows.codes[:, a], self.rows.codes[:, b]) >= 0)
            codes = self.rows.codes[both][:, [a, b]]
            two = ListedRows(codes, np.zeros(len(both), np.int64), 1, self.rows.values, np.full(len(both), 2))
            first, second = self.places[codes.T]
            yield pair.model_copy(
                update={
                    "krippendorff_alpha": or_none(_Many(two, self.level, self.scale).alpha(np.ones(1))),
                    "linear_kappa": _kappa(np.abs(first - second), _mean_apart(first, second)),
                    "quadratic_kappa": _kappa((first - second) ** 2, _mean_square_apart(first, second)),
                }
            )


def _ratios(first: Floats, second: Floats) -> Floats:
    """Squared difference at the ratio level (Krippendorff 2011)."""
    both = first + second
    return np.divide(first - second, both, out=np.zeros(np.shape(both)), where=both != 0) ** 2


def _corrected(observed: float, expected: float) -> float:
    return (observed - expected) / (1 - expected) if expected <= 1 - _ROUNDING else float("nan")


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
