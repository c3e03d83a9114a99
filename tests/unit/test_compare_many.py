"""Ratings with very many values, and articles of one unit: other ways to the same figures."""

from typing import Any

import numpy as np
import pytest

from annotator.compare import Level, ratings_agreement
from annotator.compare.measure import measure
from annotator.compare.measure_many import measure_many
from annotator.compare.scale import scale_of
from annotator.compare.sums import coded
from tests.unit.random_ratings import random_table, ratings_of

SEEDS = range(12)
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
OF_TABLES = ("per_label", "warnings", ".table", "standard_error", "maximum", "confusion")
"""What is left out where values are very many, or not in the same order."""


def flat(value: Any, name: str = "") -> dict[str, Any]:
    """All of a report by its place."""
    if isinstance(value, dict):
        items: Any = value.items()
    elif isinstance(value, list | tuple):
        items = enumerate(value)
    else:
        return {name: value}
    return {place: number for key, one in items for place, number in flat(one, f"{name}.{key}").items()}


def assert_same(one: dict[str, Any], other: dict[str, Any], without: tuple[str, ...]) -> None:
    first, second = (
        {place: value for place, value in flat(report).items() if not any(name in place for name in without)}
        for report in (one, other)
    )
    assert first.keys() == second.keys()
    for place, value in first.items():
        assert second[place] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), place


@pytest.mark.parametrize("level", LEVELS)
def test_very_many_values_give_the_same_figures_another_way(level: Level) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0.4)
        ratings = ratings_of(table, values, level, articles=8)
        options = {"bootstrap": 40, "seed": seed, "resampled": "articles"}
        dense = measure(ratings, **options)  # type: ignore[arg-type]
        sparse = measure_many(ratings, scale_of(ratings), **options)  # type: ignore[arg-type]
        assert_same(dense.to_json(), sparse.to_json(), OF_TABLES)
        assert sparse.warnings[-1].startswith(f"{values} different values")


@pytest.mark.parametrize("level", LEVELS)
def test_articles_of_one_unit_are_summed_once_if_equal_and_give_the_same_figures(level: Level) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0.4)
        table = np.tile(table, (3, 1))
        alone = ratings_of(table, values, level, articles=len(table))
        assert len(coded(alone).starts) < len(alone.starts)
        together = ratings_of(table, values, level, articles=1)
        one, other = (
            measure(ratings, bootstrap=0, seed=0, resampled="units").to_json()
            for ratings in (alone, together)
        )
        assert_same(one, other, (".articles",))


def test_a_resample_of_equal_units_draws_as_many_as_there_are() -> None:
    table, values = random_table(3, missing=0.4)
    table = np.tile(table, (20, 1))
    alone = ratings_of(table, values, "nominal", articles=len(table))
    together = measure_many(
        alone, scale_of(alone), bootstrap=600, seed=1, resampled="units"
    ).krippendorff_alpha
    found = measure(alone, bootstrap=600, seed=2, resampled="units").krippendorff_alpha
    assert found.value == pytest.approx(together.value, abs=1e-9)
    assert found.low is not None
    assert found.high is not None
    assert together.low is not None
    assert together.high is not None
    # Other draws of the same kind: the ends differ by their noise only.
    width = together.high - together.low
    assert found.low == pytest.approx(together.low, abs=0.15 * width)
    assert found.high == pytest.approx(together.high, abs=0.15 * width)


def test_measurements_with_thousands_of_values() -> None:
    random = np.random.default_rng(8)
    true = random.normal(50, 10, 4000).round(1)
    rows = [
        (str(unit), rater, str(value))
        for rater in ("Ana", "Ben", "Cleo")
        for unit, value in enumerate((true + random.normal(0, 5, 4000)).round(1).tolist())
        if random.random() < 0.7
    ]
    found = ratings_agreement(rows, level="interval", bootstrap=50)[1]
    alpha = found.krippendorff_alpha
    assert alpha.value is not None
    assert alpha.low is not None
    assert alpha.high is not None
    # Of independent errors, alpha is the share of the variance that is the units' own.
    assert alpha.value == pytest.approx(100 / 125, abs=0.02)
    assert alpha.low < alpha.value < alpha.high
    assert found.mean_difference == pytest.approx(2 * 5 / np.sqrt(np.pi), abs=0.2)
    assert found.per_label == {}
    assert "different values" in found.warnings[-1]
