"""Coefficients as formulas on sums. Each takes samples along the first axis and gives NaN where undefined."""

import numpy as np
from numpy.typing import NDArray

from annotator.compare.fields import Level
from annotator.compare.sums import Floats, Sums


def observed_agreement(sums: Sums) -> Floats:
    """Share of agreeing pairs, weighted as alpha weighs them: trace of the coincidences over their sum."""
    matches = np.trace(sums.coincidences, axis1=1, axis2=2)
    return _ratio(matches, sums.coincidences.sum(axis=(1, 2)))


def item_agreement(sums: Sums) -> Floats:
    """Mean over pairable units of the share of agreeing pairs (Fleiss 1971; Gwet 2014)."""
    return _ratio(sums.item_agreement, sums.pairable)


def krippendorff_alpha(sums: Sums, level: Level, numbers: Floats | None = None) -> Floats:
    """1 - D_o / D_e from the coincidence matrix, missing ratings allowed (Krippendorff 2011).

    `numbers` are the values as numbers, (q,); needed for interval and ratio.
    """
    marginals = sums.coincidences.sum(axis=2)
    distance = _distance(marginals, level, numbers)
    observed = (sums.coincidences * distance).sum(axis=(1, 2))
    expected = np.einsum("si,sj,sij->s", marginals, marginals, distance)
    return 1 - _ratio((marginals.sum(axis=1) - 1) * observed, expected)


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
        difference = np.nan_to_num(_ratio(difference, numbers[:, np.newaxis] + numbers))
    return difference[np.newaxis] ** 2


def label_alpha(sums: Sums) -> Floats:
    """Alpha of each value against all others, (samples, q): the coincidence matrix collapsed to 2 x 2."""
    marginals = sums.coincidences.sum(axis=2)
    # Summed, not subtracted: exactly zero where a value was given to everything or to nothing.
    others = marginals @ (1 - np.eye(marginals.shape[1]))
    differing = (sums.coincidences * (1 - np.eye(marginals.shape[1]))).sum(axis=2)
    ratings = marginals.sum(axis=1, keepdims=True)
    return 1 - _ratio((ratings - 1) * differing, marginals * others)


def positive_agreement(sums: Sums) -> Floats:
    """Specific agreement of each value, (samples, q): its share of matches among its pairable ratings."""
    return _ratio(np.diagonal(sums.coincidences, axis1=1, axis2=2), sums.coincidences.sum(axis=2))


def fleiss_kappa(sums: Sums) -> Floats:
    """Fleiss 1971, for missing ratings as Gwet (2014) generalises it.

    Observed: mean share of agreeing pairs over pairable units. Expected: squared mean shares over all units.
    """
    return _chance_corrected(item_agreement(sums), (_mean_shares(sums) ** 2).sum(axis=1))


def gwet_ac1(sums: Sums) -> Floats:
    """Gwet 2008; its chance agreement counts all declared values, also those that nobody used."""
    shares = _mean_shares(sums)
    values = shares.shape[1]
    if values < 2:
        return np.full(len(shares), np.nan)
    return _chance_corrected(item_agreement(sums), (shares * (1 - shares)).sum(axis=1) / (values - 1))


def brennan_prediger(sums: Sums) -> Floats:
    """Brennan and Prediger 1981: every declared value is equally likely by chance."""
    observed = item_agreement(sums)
    return _chance_corrected(observed, np.full_like(observed, 1 / max(sums.shares.shape[1], 1)))


def cohen_kappa(tables: NDArray[np.float64], values: int) -> Floats:
    """Cohen 1960 for tables of two annotators, (samples, q²)."""
    table = tables.reshape(len(tables), values, values)
    total = table.sum(axis=(1, 2))
    by_chance = (table.sum(axis=1) * table.sum(axis=2)).sum(axis=1)
    return _chance_corrected(_ratio(np.trace(table, axis1=1, axis2=2), total), _ratio(by_chance, total**2))


def _mean_shares(sums: Sums) -> Floats:
    return _ratio(sums.shares, sums.units[:, np.newaxis])


def _chance_corrected(observed: Floats, expected: Floats) -> Floats:
    return _ratio(observed - expected, 1 - expected)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide where possible; NaN where the divisor is zero or unknown."""
    quotient: Floats = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient
