"""Coefficients as formulas on sums. Each takes samples along the first axis and gives NaN where undefined."""

import numpy as np

from annotator.compare.fields import Level
from annotator.compare.sums import Floats, Sums


def observed_agreement(sums: Sums) -> Floats:
    """Share of agreeing pairs, weighted as alpha weighs them: trace of the coincidences over their sum."""
    matches = np.trace(sums.coincidences, axis1=1, axis2=2)
    return ratio(matches, sums.coincidences.sum(axis=(1, 2)))


def item_agreement(sums: Sums, weighting: int = 0) -> Floats:
    """Mean over pairable units of agreeing pairs (Fleiss 1971; Gwet 2014), or of weights."""
    return ratio(sums.item_agreement[:, weighting], sums.pairable)


def agreement_weights(scale: Floats, power: int) -> Floats:
    """Give (q, q) weights of two values: 1 - (difference / range) ^ power; linear: 1, quadratic: 2."""
    difference = np.abs(scale[:, np.newaxis] - scale)
    return 1 - (difference / max(float(difference.max(initial=0)), np.finfo(float).tiny)) ** power


def krippendorff_alpha(coincidences: Floats, level: Level, numbers: Floats | None = None) -> Floats:
    """Krippendorff's alpha at a level of measurement, missing ratings allowed (Krippendorff 2011).

    `numbers` are the values as numbers, (q,); needed for interval and ratio.
    """
    return alpha(coincidences, _distance(coincidences.sum(axis=2), level, numbers))


def alpha(coincidences: Floats, distance: Floats) -> Floats:
    """1 - D_o / D_e of coincidence matrices, (samples, q, q), by distances, (samples or 1, q, q)."""
    return 1 - ratio(
        observed_disagreement(coincidences, distance), expected_disagreement(coincidences, distance)
    )


def observed_disagreement(coincidences: Floats, distance: Floats) -> Floats:
    """Krippendorff's D_o: mean distance of two ratings of one unit."""
    return ratio((coincidences * distance).sum(axis=(1, 2)), coincidences.sum(axis=(1, 2)))


def expected_disagreement(coincidences: Floats, distance: Floats) -> Floats:
    """Krippendorff's D_e: mean distance of any two ratings, drawn without replacement."""
    marginals = coincidences.sum(axis=2)
    ratings = marginals.sum(axis=1)
    return ratio(np.einsum("si,sj,sij->s", marginals, marginals, distance), ratings * (ratings - 1))


def _distance(marginals: Floats, level: Level, numbers: Floats | None) -> Floats:
    """Squared difference of each two values, (samples or 1, q, q) (Krippendorff 2011, section E)."""
    if level == "nominal":
        return 1.0 - np.eye(marginals.shape[1])[np.newaxis]
    if level == "ordinal":
        positions = np.cumsum(marginals, axis=1) - marginals / 2
        return (positions[:, :, np.newaxis] - positions[:, np.newaxis, :]) ** 2
    if numbers is None:
        raise ValueError(f"level {level} needs the values as numbers")
    difference = numbers[:, np.newaxis] - numbers
    if level == "ratio":
        difference = np.nan_to_num(ratio(difference, numbers[:, np.newaxis] + numbers))
    return difference[np.newaxis] ** 2


def label_alpha(sums: Sums) -> Floats:
    """Alpha of each value against all others, (samples, q): the coincidence matrix collapsed to 2 x 2."""
    marginals = sums.coincidences.sum(axis=2)
    # Summed, not subtracted: exactly zero where a value was given to everything or to nothing.
    others = marginals @ (1 - np.eye(marginals.shape[1]))
    differing = (sums.coincidences * (1 - np.eye(marginals.shape[1]))).sum(axis=2)
    ratings = marginals.sum(axis=1, keepdims=True)
    return 1 - ratio((ratings - 1) * differing, marginals * others)


def positive_agreement(sums: Sums) -> Floats:
    """Specific agreement of each value, (samples, q): its share of matches among its pairable ratings."""
    return ratio(np.diagonal(sums.coincidences, axis1=1, axis2=2), sums.coincidences.sum(axis=2))


def mean_difference(sums: Sums, scale: Floats) -> Floats:
    """Mean absolute difference of two ratings of a unit, weighted as alpha weighs them."""
    difference = np.abs(scale[:, np.newaxis] - scale)[np.newaxis]
    return observed_disagreement(sums.coincidences, difference)


def within_one(sums: Sums, scale: Floats) -> Floats:
    """Share of pairs of ratings of a unit that differ by at most 1, weighted as alpha weighs them."""
    farther = (np.abs(scale[:, np.newaxis] - scale) > 1).astype(np.float64)[np.newaxis]
    return 1 - observed_disagreement(sums.coincidences, farther)


def fleiss_kappa(sums: Sums) -> Floats:
    """Fleiss 1971, for missing ratings as Gwet (2014) generalises it.

    Observed: mean share of agreeing pairs over pairable units. Expected: squared mean shares over all units.
    """
    return chance_corrected(item_agreement(sums), (mean_shares(sums) ** 2).sum(axis=1))


def conger_kappa(sums: Sums) -> Floats:
    """Conger 1980, Cohen's kappa for several raters; for missing ratings as Gwet (2014) generalises it.

    Expected: two different raters agree by chance, each with their own shares of the values.
    """
    own = ratio(sums.by_rater, sums.by_rater.sum(axis=2, keepdims=True))
    raters = own.shape[1]
    if raters < 2:
        return np.full(len(own), np.nan)
    # A rater without ratings in a resample has no shares: the sample is undefined, and counted as such.
    both = own.sum(axis=1) ** 2 - (own**2).sum(axis=1)
    return chance_corrected(item_agreement(sums), both.sum(axis=1) / (raters * (raters - 1)))


def gwet_ac1(sums: Sums) -> Floats:
    """Gwet 2008; its chance agreement counts all declared values, also those that nobody used."""
    return gwet_ac2(sums, 0, np.eye(sums.shares.shape[1]))


def gwet_ac2(sums: Sums, weighting: int, weights: Floats) -> Floats:
    """Gwet 2014 with weights, (q, q); `weighting` is their place among those of the article vectors."""
    return chance_corrected(item_agreement(sums, weighting), gwet_expected(sums, weights))


def gwet_expected(sums: Sums, weights: Floats) -> Floats:
    """Chance agreement of AC1 (weights: identity) and AC2; undefined with fewer than two declared values."""
    shares = mean_shares(sums)
    values = shares.shape[1]
    if values < 2:
        return np.full(len(shares), np.nan)
    expected: Floats = weights.sum() / (values * (values - 1)) * (shares * (1 - shares)).sum(axis=1)
    return expected


def brennan_prediger(sums: Sums) -> Floats:
    """Brennan and Prediger 1981: all declared values are equally likely; of two raters Bennett's S."""
    observed = item_agreement(sums)
    return chance_corrected(observed, np.full_like(observed, 1 / max(sums.shares.shape[1], 1)))


def cohen_kappa(tables: Floats, weights: Floats | None = None) -> Floats:
    """Cohen 1960, with agreement weights (q, q) Cohen 1968, of two raters' tables, (samples, q, q)."""
    apart = 1 - (np.eye(tables.shape[1]) if weights is None else weights)
    by_chance = np.einsum("si,sj,ij->s", tables.sum(axis=2), tables.sum(axis=1), apart)
    return 1 - ratio((tables * apart).sum(axis=(1, 2)) * tables.sum(axis=(1, 2)), by_chance)


def cohen_kappa_error(tables: Floats) -> Floats:
    """Standard error of Cohen's kappa for many, independent units (Fleiss, Cohen & Everitt 1969)."""
    units = tables.sum(axis=(1, 2))
    shares = ratio(tables, units[:, np.newaxis, np.newaxis])
    rows, columns = shares.sum(axis=2), shares.sum(axis=1)
    kappa = cohen_kappa(tables)
    differs = (1 - kappa)[:, np.newaxis, np.newaxis]
    # Of a cell (i, j): the column share of i and the row share of j.
    margins = columns[:, :, np.newaxis] + rows[:, np.newaxis, :]
    agreeing = np.eye(tables.shape[1])
    spread = (shares * (agreeing - margins * differs) ** 2).sum(axis=(1, 2))
    by_chance = (rows * columns).sum(axis=1)
    variance = ratio(spread - (kappa - by_chance * (1 - kappa)) ** 2, (1 - by_chance) ** 2 * units)
    return np.sqrt(np.maximum(variance, 0))


def cohen_kappa_maximum(tables: Floats) -> Floats:
    """Largest kappa that two raters' own shares of the values allow (Cohen 1960)."""
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    by_chance = (rows * columns).sum(axis=1)
    units = tables.sum(axis=(1, 2))
    return ratio(np.minimum(rows, columns).sum(axis=1) * units - by_chance, units**2 - by_chance)


def scott_pi(tables: Floats) -> Floats:
    """Scott 1955 of two raters' tables, (samples, q, q): chance agreement from their pooled shares."""
    pooled = tables.sum(axis=2) + tables.sum(axis=1)
    apart = 1 - np.eye(tables.shape[1])
    by_chance = np.einsum("si,sj,ij->s", pooled, pooled, apart)
    return 1 - ratio(4 * (tables * apart).sum(axis=(1, 2)) * tables.sum(axis=(1, 2)), by_chance)


def mean_shares(sums: Sums) -> Floats:
    """Give each value's share of a unit's ratings, (samples, q), mean over all units."""
    return ratio(sums.shares, sums.units[:, np.newaxis])


def chance_corrected(observed: Floats, expected: Floats) -> Floats:
    """Give the share of the agreement beyond chance that there is."""
    return ratio(observed - expected, 1 - expected)


def ratio(above: Floats, below: Floats) -> Floats:
    """Divide where possible; NaN where the divisor is zero or unknown."""
    quotient: Floats = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient
