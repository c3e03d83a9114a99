"""Laws of alpha, checked on random ratings with missing ones."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.compare import FieldAgreement, Level, agreement
from annotator.compare.measure import measure, measure_alpha
from annotator.compare.ratings import MISSING, Ratings
from tests.unit.labelled import CODEBOOK, labelled

VALUES = "abcd"
Unit = list[str | None]

ratings_of_units = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.sampled_from([None, *VALUES]), min_size=raters, max_size=raters), min_size=1, max_size=12
    )
)


def measured(units: list[Unit], values: str = VALUES) -> FieldAgreement:
    ratings = Ratings(tuple(f"rater {n}" for n in range(len(units[0]))), tuple(values), "nominal")
    for unit in units:
        ratings.add([[MISSING if value is None else values.index(value) for value in unit]])
    return measure(ratings, bootstrap=0, seed=0, resampled="units")


def alpha_by_definition(units: list[Unit]) -> float | None:
    """Krippendorff's alpha over pairs of ratings: within units (weight 1 / (m - 1)) and across all."""
    kept = [[value for value in unit if value is not None] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    pooled = [value for unit in kept for value in unit]
    different = sum(a != b for a, b in permutations(pooled, 2))
    if different == 0:
        return None
    observed = sum(sum(a != b for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in kept)
    return 1 - (observed / len(pooled)) / (different / (len(pooled) * (len(pooled) - 1)))


@settings(deadline=None)
@given(ratings_of_units)
def test_alpha_equals_its_definition_over_pairs(units: list[Unit]) -> None:
    assert measured(units).krippendorff_alpha.value == pytest.approx(alpha_by_definition(units), abs=1e-12)


@settings(deadline=None)
@given(ratings_of_units)
def test_alpha_of_a_value_is_alpha_of_the_ratings_reduced_to_it(units: list[Unit]) -> None:
    per_value = measured(units).per_label
    for value in VALUES:
        reduced: list[Unit] = [
            [given and ("a" if given == value else "b") for given in unit] for unit in units
        ]
        assert per_value[value].alpha == pytest.approx(alpha_by_definition(reduced), abs=1e-12)


@settings(deadline=None)
@given(ratings_of_units, st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_units_raters_or_values(units: list[Unit], random: Random) -> None:
    order = random.sample(range(len(units[0])), len(units[0]))
    shuffled = [[unit[rater] for rater in order] for unit in random.sample(units, len(units))]
    values = "".join(random.sample(VALUES, len(VALUES)))
    before, after = measured(units), measured(shuffled, values)
    for name in ("krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "brennan_prediger"):
        assert getattr(after, name).value == pytest.approx(getattr(before, name).value, abs=1e-12)
    assert after.percent_agreement == pytest.approx(before.percent_agreement, abs=1e-12)


@settings(deadline=None)
@given(ratings_of_units, st.permutations(VALUES))
def test_alpha_does_not_depend_on_the_names_of_values(units: list[Unit], names: list[str]) -> None:
    renamed: list[Unit] = [[given and names[VALUES.index(given)] for given in unit] for unit in units]
    expected = measured(units).krippendorff_alpha.value
    assert measured(renamed).krippendorff_alpha.value == pytest.approx(expected, abs=1e-12)


@settings(deadline=None)
@given(st.lists(st.sampled_from(VALUES), min_size=2, max_size=12), st.integers(2, 4))
def test_perfect_agreement_is_one_where_two_values_are_used(column: list[str], raters: int) -> None:
    assume(len(set(column)) > 1)
    found = measured([[value] * raters for value in column])
    assert found.krippendorff_alpha.value == pytest.approx(1)
    assert found.fleiss_kappa.value == pytest.approx(1)
    assert [pair.value for pair in found.cohen_kappa] == pytest.approx([1] * len(found.cohen_kappa))
    assert found.confusion == ()


@settings(deadline=None)
@given(st.lists(ratings_of_units.filter(lambda units: len(units[0]) == 3), min_size=1, max_size=4))
def test_figures_do_not_depend_on_how_units_are_spread_over_articles(articles: list[list[Unit]]) -> None:
    names = {"a": "red", "b": "green", "c": "blue", "d": None, None: None}
    columns = [
        {f"rater {rater}": [names[unit[rater]] for unit in units] for rater in range(3)} for units in articles
    ]
    joined = {name: [label for column in columns for label in column[name]] for name in columns[0]}
    apart = [labelled(column, f"Part {number}") for number, column in enumerate(columns)]
    raters = list(joined)
    one = agreement([labelled(joined)], raters, CODEBOOK, bootstrap=0).label
    many = agreement(apart, raters, CODEBOOK, bootstrap=0).label
    assert many.krippendorff_alpha.value == pytest.approx(one.krippendorff_alpha.value, abs=1e-12)
    assert many.confusion == one.confusion
    assert (many.units, many.pairable_units, many.ratings) == (one.units, one.pairable_units, one.ratings)


@settings(deadline=None, max_examples=40)
@given(ratings_of_units, st.sampled_from(["nominal", "ordinal"]), st.booleans())
def test_alpha_alone_is_the_alpha_of_the_report(units: list[Unit], level: Level, by_unit: bool) -> None:
    ratings = Ratings(tuple(f"rater {n}" for n in range(len(units[0]))), tuple(VALUES), level)
    codes = [[MISSING if value is None else VALUES.index(value) for value in unit] for unit in units]
    for article in [[row] for row in codes] if by_unit else [codes[place::5] for place in range(5)]:
        ratings.add(article)
    alone = measure_alpha(ratings, bootstrap=30, seed=7, resampled="articles")
    reported = measure(ratings, bootstrap=30, seed=7, resampled="articles").krippendorff_alpha
    assert alone.undefined == reported.undefined
    assert alone.no_interval == reported.no_interval
    assert alone.undefined_replicates == reported.undefined_replicates
    assert (alone.value, alone.low, alone.high) == pytest.approx(
        (reported.value, reported.low, reported.high), abs=1e-9
    )
