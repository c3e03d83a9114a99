"""From ratings to the figures of one field."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.compare import coefficients
from annotator.compare.bootstrap import FEW_ARTICLES, FEWEST_ARTICLES, counted, interval, resample
from annotator.compare.ratings import Ratings
from annotator.compare.result import Confused, Estimate, FieldAgreement, LabelAgreement, PairAgreement
from annotator.compare.sums import (
    Counts,
    Floats,
    Sums,
    article_vectors,
    disagreeing_units,
    pair_tables,
    unpack,
)
from annotator.errors import AnnotatorError

ONE_VALUE = "only one value is used"
MOST_CELLS = 150_000_000
"""Sums held at once; each takes eight bytes."""


@dataclass(frozen=True)
class _Sample:
    """The sums of all articles, those of the resamples, and what holds for every coefficient."""

    point: Sums
    replicates: Sums
    articles: int
    """With at least one pairable unit."""
    resampled: str
    nothing: str | None
    """Why no coefficient can be computed, if none can."""

    def estimate(self, formula: Callable[[Sums], Floats]) -> Estimate:
        value = formula(self.point)[0]
        return _estimate(float(value), formula(self.replicates), self.articles, self.resampled, self.nothing)


def measure(ratings: Ratings, *, bootstrap: int, seed: int, resampled: str) -> FieldAgreement:
    """Compute every coefficient of one field; `resampled` names what is drawn, in the plural."""
    if bootstrap < 0:
        raise AnnotatorError(f"{bootstrap} resamples; give 0 for no intervals, or e.g. 1000")
    _refuse_too_much(ratings, bootstrap)
    numbers = _numbers(ratings)
    vectors = article_vectors(ratings)
    pairs = list(pair_tables(ratings))
    sums, *tables = resample([vectors, *(table for _, _, table in pairs)], bootstrap, seed)
    size = len(ratings.values)
    point = unpack(vectors.sum(axis=0, keepdims=True), size)
    articles = int(np.count_nonzero(vectors[:, 1]))
    sample = _Sample(point, unpack(sums, size), articles, resampled, _nothing(ratings, point))
    return FieldAgreement(
        level=ratings.level,
        units=int(point.units[0]),
        pairable_units=int(point.pairable[0]),
        ratings=int(point.counts.sum()),
        disagreeing_units=disagreeing_units(ratings),
        articles=articles,
        percent_agreement=_or_none(coefficients.observed_agreement(point)[0]),
        percent_agreement_items=_or_none(coefficients.item_agreement(point)[0]),
        krippendorff_alpha=sample.estimate(
            lambda sums: coefficients.krippendorff_alpha(sums, ratings.level, numbers)
        ),
        fleiss_kappa=sample.estimate(coefficients.fleiss_kappa),
        gwet_ac1=sample.estimate(coefficients.gwet_ac1),
        brennan_prediger=sample.estimate(coefficients.brennan_prediger),
        cohen_kappa=tuple(
            _pair(ratings, a, b, table, drawn, resampled)
            for (a, b, table), drawn in zip(pairs, tables, strict=True)
        ),
        per_label=dict(_labels(ratings, sample)),
        confusion=_confusion(ratings, [table for _, _, table in pairs]),
        n_bootstrap=bootstrap,
        seed=seed,
        resampled=resampled,
        warnings=_warnings(sample),
    )


def _refuse_too_much(ratings: Ratings, bootstrap: int) -> None:
    """Raise before memory runs out: each article and each resample takes one row of sums."""
    values, annotators = len(ratings.values), len(ratings.annotators)
    rows = MOST_CELLS // (3 + 2 * values + values**2 * (1 + math.comb(annotators, 2)))
    if len(ratings.starts) > rows or (bootstrap and not rows):
        raise AnnotatorError(
            f"{values:,} different values by {annotators} annotators are too many for a comparison of this "
            "size; group the values, or compare fewer annotators at a time"
        )
    if bootstrap > rows:
        raise AnnotatorError(
            f"{bootstrap:,} resamples are too many: at most {rows:,} with {values:,} different values by "
            f"{annotators} annotators"
        )


def _numbers(ratings: Ratings) -> Floats | None:
    """Give the values as numbers where the level needs them."""
    if ratings.level not in ("interval", "ratio"):
        return None
    try:
        numbers = np.array([float(value) for value in ratings.values])
    except ValueError as error:
        raise AnnotatorError(f"level {ratings.level} needs numbers: {error}") from None
    if not np.isfinite(numbers).all() or (ratings.level == "ratio" and (numbers < 0).any()):
        raise AnnotatorError(f"level {ratings.level} needs finite numbers (for ratio: none below 0)")
    return numbers


def _nothing(ratings: Ratings, point: Sums) -> str | None:
    if len(ratings.annotators) < 2:
        return "only one annotator" if ratings.annotators else "no annotators"
    return None if point.pairable[0] else "no unit is rated by two annotators"


def _estimate(value: float, replicates: Floats, articles: int, unit: str, nothing: str | None) -> Estimate:
    if np.isnan(value):
        reason = nothing or ONE_VALUE
        return Estimate(value=None, undefined=reason, no_interval=reason)
    found = interval(replicates, articles, unit)
    return Estimate(
        value=value,
        low=found.low,
        high=found.high,
        no_interval=found.reason,
        undefined_replicates=found.undefined,
    )


def _pair(ratings: Ratings, a: int, b: int, table: Counts, drawn: Floats, unit: str) -> PairAgreement:
    size = len(ratings.values)
    total = table.sum(axis=0)
    units = int(total.sum())
    nothing = None if units else "no unit is rated by both"
    value = float(coefficients.cohen_kappa(total.astype(np.float64)[np.newaxis], size)[0])
    shared = int(np.count_nonzero(table.sum(axis=1)))
    estimate = _estimate(value, coefficients.cohen_kappa(drawn, size), shared, unit, nothing)
    return PairAgreement(
        a=ratings.annotators[a],
        b=ratings.annotators[b],
        units=units,
        percent_agreement=int(total[:: size + 1].sum()) / units if units else None,
        **estimate.model_dump(),
    )


def _labels(ratings: Ratings, sample: _Sample) -> Iterator[tuple[str, LabelAgreement]]:
    alphas = coefficients.label_alpha(sample.point)[0]
    replicates = coefficients.label_alpha(sample.replicates)
    matches = coefficients.positive_agreement(sample.point)[0]
    counts = sample.point.counts[0]
    for code, name in enumerate(ratings.values):
        unused = None if counts[code] else "the value is not used"
        estimate = _estimate(
            float(alphas[code]),
            replicates[:, code],
            sample.articles,
            sample.resampled,
            sample.nothing or unused or _no_contrast(sample.point, code),
        )
        yield (
            name,
            LabelAgreement(
                alpha=estimate.value,
                low=estimate.low,
                high=estimate.high,
                prevalence=float(counts[code] / counts.sum()) if counts.sum() else None,
                positive_agreement=_or_none(matches[code]),
                undefined=estimate.undefined,
                no_interval=estimate.no_interval,
            ),
        )


def _no_contrast(point: Sums, code: int) -> str:
    if point.coincidences[0, code].sum() == 0:
        return "the value is not used on any unit rated by two annotators"
    return ONE_VALUE


def _confusion(ratings: Ratings, tables: list[Counts]) -> tuple[Confused, ...]:
    size = len(ratings.values)
    total: NDArray[np.int64] = np.zeros((size, size), dtype=np.int64)
    for table in tables:
        total += table.sum(axis=0).reshape(size, size)
    found = [
        Confused(a=ratings.values[a], b=ratings.values[b], count=int(total[a, b] + total[b, a]))
        for a in range(size)
        for b in range(a + 1, size)
        if total[a, b] + total[b, a]
    ]
    return tuple(sorted(found, key=lambda confused: -confused.count))


def _warnings(sample: _Sample) -> tuple[str, ...]:
    few, them = sample.articles, counted(sample.articles, sample.resampled)
    if sample.nothing or few >= FEW_ARTICLES or not len(sample.replicates.units):
        return ()
    if few < FEWEST_ARTICLES:
        return (f"{them} rated by two: no intervals below {FEWEST_ARTICLES}",)
    return (f"{them} rated by two: intervals are too narrow below {FEW_ARTICLES}",)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
