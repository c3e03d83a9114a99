"""From ratings to the figures of one field."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.compare import coefficients
from annotator.compare.bootstrap import resample
from annotator.compare.estimates import (
    ONE_VALUE,
    estimate,
    few_warnings,
    nothing_to_compare,
    or_none,
    refuse_bootstrap,
)
from annotator.compare.fields import Level
from annotator.compare.measure_many import measure_many
from annotator.compare.ratings import Ratings
from annotator.compare.result import Confused, Estimate, FieldAgreement, LabelAgreement, PairAgreement
from annotator.compare.scale import Scale, scale_of
from annotator.compare.sums import (
    Coded,
    Counts,
    Floats,
    Sums,
    article_vectors,
    coded,
    coincidence_vectors,
    confusions,
    disagreeing_units,
    pair_tables,
    rater_pairs,
    square,
    unpack,
    width,
)

MOST_CELLS = 50_000_000
"""Sums held at once, and again as many of their resamples; each takes eight bytes."""
PAIRS_LEFT_OUT = "annotators two by two are left out: there are too many"
ONE_DECLARED = "only one value is declared"
MOST_ALONE = 100
"""Values that are compared with all others, each alone."""
MOST_IN_TABLE = 20
"""Values of which a pair's table is reported."""


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

    def estimate(self, formula: Callable[[Sums], Floats], undefined: str = ONE_VALUE) -> Estimate:
        value = float(formula(self.point)[0]) if self.nothing is None else np.nan
        replicates = formula(self.replicates)
        return estimate(value, replicates, self.articles, self.resampled, self.nothing or undefined)


def measure(ratings: Ratings, *, bootstrap: int, seed: int, resampled: str) -> FieldAgreement:
    """Compute every coefficient of one field; `resampled` names what is drawn, in the plural."""
    refuse_bootstrap(bootstrap)
    scale = scale_of(ratings)
    rows = coded(ratings)
    values, size = len(ratings.values), max(len(rows.starts), bootstrap)
    most, most_alone = _most(values, len(ratings.annotators))
    if values > MOST_ALONE or size > (most_alone if values <= MOST_IN_TABLE else most):
        return measure_many(ratings, scale, bootstrap=bootstrap, seed=seed, resampled=resampled)
    vectors = article_vectors(rows, scale.weights)
    pairs = rater_pairs(rows) if ratings.annotators and size <= most else []
    tables = pair_tables(rows, pairs)
    sums, drawn = resample([vectors, tables], bootstrap, seed, rows.copies)
    sample = _sample(ratings, rows, vectors, sums, resampled)
    point = sample.point
    return FieldAgreement(
        level=ratings.level,
        units=int(point.units[0]),
        pairable_units=int(point.pairable[0]),
        ratings=int(point.counts.sum()),
        disagreeing_units=disagreeing_units(rows),
        articles=sample.articles,
        percent_agreement=or_none(coefficients.observed_agreement(point)[0]),
        percent_agreement_items=or_none(coefficients.item_agreement(point)[0]),
        krippendorff_alpha=sample.estimate(
            lambda sums: coefficients.krippendorff_alpha(sums.coincidences, ratings.level, scale.places)
        ),
        fleiss_kappa=sample.estimate(coefficients.fleiss_kappa),
        conger_kappa=sample.estimate(coefficients.conger_kappa, _no_conger(point)),
        gwet_ac1=sample.estimate(coefficients.gwet_ac1, ONE_DECLARED),
        gwet_ac2=None if scale.places is None else sample.estimate(_ac2(scale), ONE_DECLARED),
        brennan_prediger=sample.estimate(coefficients.brennan_prediger, ONE_DECLARED),
        cohen_kappa=tuple(_pairs(ratings, scale, rows, pairs, (tables, drawn), resampled)),
        per_label=dict(_labels(ratings, sample)),
        confusion=_confusion(ratings, rows),
        mean_difference=_of_scale(coefficients.mean_difference, point, scale),
        within_one=_of_scale(coefficients.within_one, point, scale),
        n_bootstrap=bootstrap,
        seed=seed,
        resampled=resampled,
        warnings=(*_warnings(sample, bootstrap), *([PAIRS_LEFT_OUT] if size > most else [])),
    )


def measure_alpha(ratings: Ratings, *, bootstrap: int, seed: int, resampled: str) -> Estimate:
    """Compute Krippendorff's alpha alone: what `measure` gives, in a fraction of the time."""
    scale = scale_of(ratings)
    rows = coded(ratings)
    vectors = coincidence_vectors(rows)

    def alpha(sums: Floats) -> Floats:
        return coefficients.krippendorff_alpha(square(sums, rows.values), ratings.level, scale.places)

    (drawn,) = resample([vectors], bootstrap, seed, rows.copies)
    compared = vectors.any(axis=1)
    return estimate(
        float(alpha(rows.copies @ vectors[np.newaxis])[0]),
        alpha(drawn),
        int(rows.copies[compared].sum()),
        resampled,
        nothing_to_compare(len(ratings.annotators), float(compared.any())) or ONE_VALUE,
    )


def _sample(ratings: Ratings, rows: Coded, vectors: Floats, sums: Floats, resampled: str) -> _Sample:
    raters = len(rows.codes)
    weights = vectors.shape[1] - width(rows.values, raters, 0)
    point = unpack(rows.copies @ vectors[np.newaxis], rows.values, raters, weights)
    return _Sample(
        point=point,
        replicates=unpack(sums, rows.values, raters, weights),
        articles=int(rows.copies[vectors[:, 1] > 0].sum()),
        resampled=resampled,
        nothing=nothing_to_compare(len(ratings.annotators), point.pairable[0]),
    )


def _most(values: int, annotators: int) -> tuple[int, int]:
    """Give how many articles, or resamples, fit into memory: with the tables of all pairs, and without."""
    alone = width(values, annotators, 3)
    return MOST_CELLS // (alone + values**2 * math.comb(annotators, 2)), MOST_CELLS // alone


def _warnings(sample: _Sample, bootstrap: int) -> tuple[str, ...]:
    return few_warnings(sample.articles, sample.resampled) if bootstrap and sample.nothing is None else ()


def _ac2(scale: Scale) -> Callable[[Sums], Floats]:
    return lambda sums: coefficients.gwet_ac2(sums, 2, scale.quadratic)


def _of_scale(formula: Callable[[Sums, Floats], Floats], point: Sums, scale: Scale) -> float | None:
    return None if scale.places is None else or_none(formula(point, scale.places)[0])


def _no_conger(point: Sums) -> str:
    if (point.by_rater.sum(axis=2) == 0).any():
        return "an annotator has no ratings"
    return ONE_VALUE


def _pairs(
    ratings: Ratings,
    scale: Scale,
    rows: Coded,
    pairs: Sequence[tuple[int, int]],
    tables: tuple[Counts, Floats],
    unit: str,
) -> Iterator[PairAgreement]:
    """Give the figures of each two annotators from the tables of the articles and of the resamples."""
    size = rows.values
    for place, (a, b) in enumerate(pairs):
        columns = slice(place * size**2, (place + 1) * size**2)
        counts, drawn = tables[0][:, columns], tables[1][:, columns]
        table = (rows.copies @ counts).reshape(1, size, size).astype(np.float64)
        kappa = estimate(
            float(coefficients.cohen_kappa(table)[0]),
            coefficients.cohen_kappa(drawn.reshape(len(drawn), size, size)),
            int(rows.copies[counts.any(axis=1)].sum()),
            unit,
            ONE_VALUE if table.sum() else "no unit is rated by both",
        )
        yield PairAgreement(
            a=ratings.annotators[a],
            b=ratings.annotators[b],
            **kappa.model_dump(),
            **_of_table(table, ratings.level, scale),
        )


def _of_table(table: Floats, level: Level, scale: Scale) -> dict[str, Any]:
    """Give the figures of two annotators that have no interval, from their table, (1, q, q)."""
    weighted = [or_none(coefficients.cohen_kappa(table, weights)[0]) for weights in scale.weights[1:]]
    units = table.sum()
    both_ways = table + table.transpose(0, 2, 1)
    few = table.shape[1] <= MOST_IN_TABLE
    return {
        "units": int(units),
        "percent_agreement": float(np.trace(table[0]) / units) if units else None,
        "krippendorff_alpha": or_none(coefficients.krippendorff_alpha(both_ways, level, scale.places)[0]),
        "scott_pi": or_none(coefficients.scott_pi(table)[0]),
        "linear_kappa": weighted[0] if weighted else None,
        "quadratic_kappa": weighted[1] if weighted else None,
        "standard_error": or_none(coefficients.cohen_kappa_error(table)[0]),
        "maximum": or_none(coefficients.cohen_kappa_maximum(table)[0]),
        "table": tuple(map(tuple, table[0].astype(int).tolist())) if few else (),
    }


def _labels(ratings: Ratings, sample: _Sample) -> Iterator[tuple[str, LabelAgreement]]:
    alphas = coefficients.label_alpha(sample.point)[0]
    replicates = coefficients.label_alpha(sample.replicates)
    matches = coefficients.positive_agreement(sample.point)[0]
    counts = sample.point.counts[0]
    for code, name in enumerate(ratings.values):
        unused = None if counts[code] else "the value is not used"
        found = estimate(
            float(alphas[code]) if sample.nothing is None else np.nan,
            replicates[:, code],
            sample.articles,
            sample.resampled,
            sample.nothing or unused or _no_contrast(sample.point, code),
        )
        yield (
            name,
            LabelAgreement(
                alpha=found.value,
                low=found.low,
                high=found.high,
                prevalence=float(counts[code] / counts.sum()) if counts.sum() else None,
                positive_agreement=or_none(matches[code]),
                undefined=found.undefined,
                no_interval=found.no_interval,
            ),
        )


def _no_contrast(point: Sums, code: int) -> str:
    if point.coincidences[0, code].sum() == 0:
        return "the value is not used on any unit rated by two annotators"
    return ONE_VALUE


def _confusion(ratings: Ratings, rows: Coded) -> tuple[Confused, ...]:
    total = confusions(rows)
    found = [
        Confused(a=ratings.values[a], b=ratings.values[b], count=int(total[a, b]))
        for a in range(rows.values)
        for b in range(a + 1, rows.values)
        if total[a, b]
    ]
    return tuple(sorted(found, key=lambda confused: -confused.count))
