"""From values that nobody declared to their figures: those that need no list of values."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from annotator.compare.bootstrap import draws
from annotator.compare.coefficients import chance_corrected, ratio
from annotator.compare.estimates import (
    ONE_VALUE,
    estimate,
    few_warnings,
    nothing_to_compare,
    or_none,
    refuse_bootstrap,
)
from annotator.compare.listed import Listed
from annotator.compare.result import Confused, Estimate, FieldAgreement, PairAgreement
from annotator.compare.sums import Floats
from annotator.compare.tallies import ListedRows, Tally, read_rows, tally

OPEN_LIST = "an open list of values"
"""Why there is no coefficient whose chance agreement counts the values."""
MOST_CONFUSED = 20
_UNITS, _PAIRABLE, _ITEM_AGREEMENT, _RATINGS, _DIFFERENT, _PAIRS = range(6)
"""Columns of `_article_sums`; from `_PAIRS` on two for each two annotators."""
_OF_RATINGS, _OF_SHARES, _OF_PAIRS = range(3)
"""Columns of products; from `_OF_PAIRS` on one for each two annotators."""
_ROUNDING = 1e-12
"""Shares of one value alone may add up to a little less than 1."""


class _Sums(NamedTuple):
    """Sums over articles, for one or more samples of them; the first axis is the sample."""

    columns: Floats
    """(samples, columns) of `_article_sums`."""
    products: Floats
    """(samples, products) of two tallies: their totals of each value, multiplied and summed over values."""


def measure_open(
    listed: Listed[Hashable], values: Sequence[str], *, bootstrap: int, seed: int, resampled: str
) -> FieldAgreement:
    """Compute percent agreement, nominal alpha, Fleiss' and Cohen's kappa, and what is confused most."""
    refuse_bootstrap(bootstrap)
    rows = read_rows(listed)
    columns, factors = _article_sums(rows), _factors(rows)
    point = _Sums(columns.sum(axis=0, keepdims=True), _products(factors)[np.newaxis])
    drawn = _drawn(columns, factors, bootstrap, seed)
    articles = int(np.count_nonzero(columns[:, _PAIRABLE]))
    nothing = nothing_to_compare(len(listed.annotators), point.columns[0, _PAIRABLE])
    open_list = Estimate(value=None, undefined=nothing or OPEN_LIST, no_interval=nothing or OPEN_LIST)

    def estimated(formula: Callable[[_Sums], Floats]) -> Estimate:
        return estimate(formula(point)[0], formula(drawn), articles, resampled, nothing or ONE_VALUE)

    return FieldAgreement(
        level="nominal",
        units=len(rows.codes),
        pairable_units=int(point.columns[0, _PAIRABLE]),
        ratings=int(rows.raters.sum()),
        disagreeing_units=rows.disagreeing(),
        articles=articles,
        percent_agreement=or_none(1 - ratio(point.columns[:, _DIFFERENT], point.columns[:, _RATINGS])[0]),
        percent_agreement_items=or_none(_item_agreement(point)[0]),
        krippendorff_alpha=estimated(_alpha),
        fleiss_kappa=estimated(_fleiss),
        conger_kappa=open_list,
        gwet_ac1=open_list,
        brennan_prediger=open_list,
        cohen_kappa=tuple(_pairs(listed.annotators, columns, factors, point, drawn, resampled)),
        per_label={},
        confusion=_confusion(rows, values),
        n_bootstrap=bootstrap,
        seed=seed,
        resampled=resampled,
        warnings=few_warnings(articles, resampled) if bootstrap and nothing is None else (),
    )


def _article_sums(rows: ListedRows) -> Floats:
    """Reduce each article to sums over its units, (articles, 5 + 2 for each two annotators).

    Units; pairable units; their shares of agreeing pairs; their ratings; ordered pairs that differ,
    divided by m - 1. For two annotators: units that both have rated, and those of them that differ.
    """
    raters = rows.raters.astype(np.float64)
    agreeing = rows.pairable.astype(np.float64)
    different = np.zeros(len(raters))
    columns = [rows.by_article(rows.raters > 0), rows.by_article(rows.pairable)]
    pairs: list[Floats] = []
    for (a, b), (units, _, _) in zip(rows.pairs(), rows.differing(), strict=True):
        different[units] += 2
        pairs += [
            rows.by_article(np.minimum(rows.codes[:, a], rows.codes[:, b]) >= 0),
            rows.by_article(units),
        ]
    agreeing -= different * rows.per_rating / np.maximum(raters, 1)
    everywhere = np.arange(len(raters))
    columns += [
        rows.by_article(everywhere, agreeing),
        rows.by_article(everywhere, raters * rows.pairable),
        rows.by_article(everywhere, different * rows.per_rating),
    ]
    return np.stack([*columns, *pairs], axis=1)


def _factors(rows: ListedRows) -> list[tuple[Tally, Tally]]:
    """Give the tallies that chance agreement multiplies: one with itself, or those of two annotators."""
    ratings = tally(rows, rows.codes, rows.pairable)
    shares = tally(rows, rows.codes, rows.raters > 0, 1 / np.maximum(rows.raters, 1))
    pairs = []
    for a, b in rows.pairs():
        both = np.minimum(rows.codes[:, a], rows.codes[:, b]) >= 0
        pairs.append((tally(rows, rows.codes[:, a], both), tally(rows, rows.codes[:, b], both)))
    return [(ratings, ratings), (shares, shares), *pairs]


def _products(factors: Sequence[tuple[Tally, Tally]], weights: Floats | None = None) -> Floats:
    products = np.empty(len(factors))
    for place, (first, second) in enumerate(factors):
        total = first.total(weights)
        products[place] = total @ (total if second is first else second.total(weights))
    return products


def _drawn(columns: Floats, factors: Sequence[tuple[Tally, Tally]], times: int, seed: int) -> _Sums:
    """Sum over resampled articles."""
    sums = _Sums(np.zeros((times, columns.shape[1])), np.zeros((times, len(factors))))
    for first, weights in draws(len(columns), times, seed):
        sums.columns[first : first + len(weights)] = weights @ columns
        for place, drawn in enumerate(weights, first):
            sums.products[place] = _products(factors, drawn)
    return sums


def _alpha(sums: _Sums) -> Floats:
    """1 - D_o / D_e, nominal (Krippendorff 2011)."""
    ratings = sums.columns[:, _RATINGS]
    by_chance = ratings**2 - sums.products[:, _OF_RATINGS]
    return 1 - ratio((ratings - 1) * sums.columns[:, _DIFFERENT], by_chance)


def _item_agreement(sums: _Sums) -> Floats:
    return ratio(sums.columns[:, _ITEM_AGREEMENT], sums.columns[:, _PAIRABLE])


def _fleiss(sums: _Sums) -> Floats:
    """Fleiss 1971, for missing ratings as Gwet (2014) generalises it."""
    expected = ratio(sums.products[:, _OF_SHARES], sums.columns[:, _UNITS] ** 2)
    expected[expected > 1 - _ROUNDING] = 1.0
    return chance_corrected(_item_agreement(sums), expected)


def _cohen(sums: _Sums, pair: int) -> Floats:
    """Cohen 1960."""
    units, different = sums.columns[:, _PAIRS + 2 * pair], sums.columns[:, _PAIRS + 2 * pair + 1]
    by_chance = ratio(sums.products[:, _OF_PAIRS + pair], units**2)
    return chance_corrected(1 - ratio(different, units), by_chance)


def _pairs(
    annotators: Sequence[str],
    columns: Floats,
    factors: Sequence[tuple[Tally, Tally]],
    point: _Sums,
    drawn: _Sums,
    resampled: str,
) -> Iterator[PairAgreement]:
    for pair, (a, b) in enumerate(combinations(annotators, 2)):
        units, different = point.columns[0, _PAIRS + 2 * pair : _PAIRS + 2 * pair + 2]
        articles = int(np.count_nonzero(columns[:, _PAIRS + 2 * pair]))
        undefined = ONE_VALUE if units else "no unit is rated by both"
        found = estimate(_cohen(point, pair)[0], _cohen(drawn, pair), articles, resampled, undefined)
        pi = _scott_pi(factors[_OF_PAIRS + pair], units, different)
        yield PairAgreement(
            a=a,
            b=b,
            units=int(units),
            percent_agreement=float(1 - different / units) if units else None,
            krippendorff_alpha=None if pi is None else 1 - (1 - pi) * (2 * units - 1) / (2 * units),
            scott_pi=pi,
            **found.model_dump(),
        )


def _scott_pi(factors: tuple[Tally, Tally], units: float, different: float) -> float | None:
    """Scott 1955: chance agreement from the ratings of both together. Alpha differs by the sample's size."""
    together = factors[0].total() + factors[1].total()
    by_chance = (2 * units) ** 2 - together @ together
    return float(1 - different / units / (by_chance / (2 * units) ** 2)) if by_chance else None


def _confusion(rows: ListedRows, values: Sequence[str]) -> tuple[Confused, ...]:
    """Give the values that stand against one another most often, over all pairs of annotators."""
    cells = [
        np.minimum(first, second).astype(np.int64) * rows.values + np.maximum(first, second)
        for _, first, second in rows.differing()
    ]
    found, counts = np.unique(np.concatenate([*cells, np.empty(0, np.int64)]), return_counts=True)
    most = np.argsort(-counts, kind="stable")[:MOST_CONFUSED]
    confused = []
    for cell, count in zip(found[most].tolist(), counts[most].tolist(), strict=True):
        a, b = sorted((values[cell // rows.values], values[cell % rows.values]))
        confused.append(Confused(a=a, b=b, count=count))
    return tuple(sorted(confused, key=lambda one: (-one.count, one.a, one.b)))
