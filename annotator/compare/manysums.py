"""Coefficients of ratings with very many values: no table has as many cells as values squared."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.compare.fields import Level
from annotator.compare.scale import Scale
from annotator.compare.sums import Floats
from annotator.compare.tallies import ListedRows, Tally, tally

_ROUNDING = 1e-12
"""Shares of one value alone may add up to a little less than 1."""


class ManyFigures(NamedTuple):
    """The coefficients of one sample of articles; NaN where undefined."""

    krippendorff_alpha: float
    conger_kappa: float
    gwet_ac1: float
    gwet_ac2: float
    brennan_prediger: float


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
class ManyRatings:
    """Ratings, and what the coefficients of each sample of articles need of them."""

    rows: ListedRows
    level: Level
    scale: Scale

    @cached_property
    def _differing(self) -> _Differing:
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
    def _units(self) -> Floats:
        return self.rows.by_article(self.rows.raters > 0)

    @cached_property
    def _pairable(self) -> Floats:
        return self.rows.by_article(self.rows.pairable)

    @cached_property
    def _given(self) -> Tally:
        return tally(self.rows, self.rows.codes, self.rows.pairable)

    @cached_property
    def _shares(self) -> Tally:
        return tally(self.rows, self.rows.codes, self.rows.raters > 0, 1 / np.maximum(self.rows.raters, 1))

    @cached_property
    def _by_rater(self) -> list[Tally]:
        everywhere = self.rows.raters > 0
        return [tally(self.rows, codes, everywhere) for codes in self.rows.codes.T]

    @cached_property
    def _apart(self) -> Floats:
        """(differing,) distance of the two at the level, where it is the same in each sample."""
        if self.level == "nominal":
            return np.ones(len(self._differing.weight))
        if self.level == "ratio":
            return _ratios(self.places[self._differing.first], self.places[self._differing.second])
        return self._difference**2

    @cached_property
    def _difference(self) -> Floats:
        return np.abs(self.places[self._differing.first] - self.places[self._differing.second])

    @property
    def places(self) -> Floats:
        """(q,) the places of the values; where they have no order, all the same."""
        return np.zeros(self.scale.values) if self.scale.places is None else self.scale.places

    @cached_property
    def _disagreement(self) -> Floats:
        """(articles,) sums of distances, as alpha weighs them."""
        return self._by_article(self._apart * self._differing.weight)

    @cached_property
    def _item_disagreement(self) -> tuple[Floats, Floats]:
        """(articles,) sums over units of their pairs that differ: each counts 1, or its quadratic weight."""
        of_unit = self._differing.of_unit
        widest = float(np.ptp(self.places)) or 1.0
        return self._by_article(of_unit), self._by_article(of_unit * (self._difference / widest) ** 2)

    @cached_property
    def _weight_of_all(self) -> float:
        """Sum of the quadratic weights of each two values."""
        values, widest = self.scale.values, float(np.ptp(self.places)) or 1.0
        return float(values**2 - 2 * values**2 * np.var(self.places / widest))

    def _by_article(self, amounts: Floats) -> Floats:
        return np.bincount(self._differing.article, amounts, self.rows.articles).astype(np.float64)

    def figures(self, weights: Floats) -> ManyFigures:
        """Compute the coefficients of the articles, (articles,) times each."""
        pairable = float(weights @ self._pairable)
        if not pairable:
            return ManyFigures(*[float("nan")] * len(ManyFigures._fields))
        agreeing, quadratic = (1 - float(weights @ item) / pairable for item in self._item_disagreement)
        shares = self._shares.total(weights) / float(weights @ self._units)
        values = self.scale.values
        spread = (1 - float(shares @ shares)) / (values - 1)
        return ManyFigures(
            krippendorff_alpha=self.alpha(weights),
            conger_kappa=_corrected(agreeing, self._agreement_of_two(weights)),
            gwet_ac1=_corrected(agreeing, spread),
            gwet_ac2=_corrected(quadratic, self._weight_of_all / values * spread),
            brennan_prediger=_corrected(agreeing, 1 / values),
        )

    def alpha(self, weights: Floats) -> float:
        """Krippendorff's alpha at the level, of the articles, (articles,) times each."""
        given = self._given.total(weights)
        if np.count_nonzero(given) < 2:
            return float("nan")
        ratings = float(given.sum())
        observed = float(weights @ self._disagreement)
        if self.level == "nominal":
            expected = ratings**2 - float(given @ given)
        elif self.level == "ratio":
            expected = float(given @ self._ratios_of_all @ given)
        else:
            places = self.places
            if self.level == "ordinal":
                places = np.cumsum(given) - given / 2
                apart = (places[self._differing.first] - places[self._differing.second]) ** 2
                observed = float((apart * self._differing.weight) @ weights[self._differing.article])
            mean = float(given @ places) / ratings
            expected = 2 * ratings * float(given @ (places - mean) ** 2)
        return 1 - (ratings - 1) * observed / expected

    @cached_property
    def _ratios_of_all(self) -> Floats:
        return _ratios(self.places[:, np.newaxis], self.places)

    def _agreement_of_two(self, weights: Floats) -> float:
        """Chance that two different raters agree, each with their own shares (Conger 1980)."""
        totals = np.stack([rater.total(weights) for rater in self._by_rater])
        given = totals.sum(axis=1, keepdims=True)
        if len(totals) < 2 or not given.all():
            return float("nan")
        own = totals / given
        return float((own.sum(axis=0) ** 2).sum() - (own**2).sum()) / (len(own) * (len(own) - 1))

    def mean_difference(self) -> float | None:
        """Mean absolute difference of two ratings of a unit, weighted as alpha weighs them."""
        return self._mean(self._difference)

    def within_one(self) -> float | None:
        """Share of pairs of ratings of a unit that differ by at most 1, weighted as alpha weighs them."""
        farther = self._mean((self._difference > 1).astype(np.float64))
        return None if farther is None else 1 - farther

    def _mean(self, amounts: Floats) -> float | None:
        ratings = self.rows.raters[self.rows.pairable].sum()
        if self.scale.places is None or not ratings:
            return None
        return float(amounts @ self._differing.weight / ratings)


def _ratios(first: Floats, second: Floats) -> Floats:
    """Squared difference at the ratio level (Krippendorff 2011)."""
    both = first + second
    return np.divide(first - second, both, out=np.zeros(np.shape(both)), where=both != 0) ** 2


def _corrected(observed: float, expected: float) -> float:
    return (observed - expected) / (1 - expected) if expected <= 1 - _ROUNDING else float("nan")
