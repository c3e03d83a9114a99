"""Random ratings give what the packages give that others use, to 1e-9. The product never imports those."""

import warnings
from itertools import combinations
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from annotator.compare import FieldAgreement, Level, ratings_agreement
from annotator.compare.bootstrap import draws
from annotator.compare.coefficients import krippendorff_alpha
from annotator.compare.ratings import MISSING, Ratings
from annotator.compare.sums import article_vectors, coded, unpack
from tests.unit.random_ratings import Table, random_table

SEEDS = range(25)
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")


@pytest.fixture(scope="module")
def oracles() -> dict[str, ModuleType]:
    """The packages; what they warn of while they are loaded is theirs."""
    from importlib import import_module

    names = ("krippendorff", "sklearn.metrics", "statsmodels.stats.inter_rater", "nltk.metrics.agreement")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {name.partition(".")[0]: import_module(name) for name in names}


def computed(table: Table, values: int, level: Level = "nominal") -> FieldAgreement:
    rows = [
        (f"unit {unit}", f"rater {rater}", str(table[unit, rater]))
        for unit, rater in zip(*np.nonzero(table != MISSING), strict=True)
    ]
    declared = [str(value) for value in range(values)]
    return ratings_agreement(rows, level=level, values=declared, bootstrap=0)[1]


def with_gaps(table: Table) -> NDArray[np.float64]:
    """Raters in rows, NaN where missing."""
    return np.where(table == MISSING, np.nan, table.astype(np.float64)).T


def triples(table: Table) -> list[tuple[str, int, int]]:
    """What nltk takes: rater, unit, value."""
    given = zip(*np.nonzero(table != MISSING), strict=True)
    return [(f"rater {rater}", int(unit), int(table[unit, rater])) for unit, rater in given]


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_equals_krippendorff(oracles: dict[str, Any], level: Level) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0.4)
        found = computed(table, values, level)
        expected = oracles["krippendorff"].alpha(
            with_gaps(table), level_of_measurement=level, value_domain=list(range(values))
        )
        assert found.krippendorff_alpha.value == pytest.approx(expected, abs=1e-9)
        for pair, (a, b) in zip(found.cohen_kappa, combinations(range(table.shape[1]), 2), strict=True):
            expected = oracles["krippendorff"].alpha(
                with_gaps(table[:, [a, b]]), level_of_measurement=level, value_domain=list(range(values))
            )
            assert pair.krippendorff_alpha == pytest.approx(expected, abs=1e-9)


def test_alpha_of_a_value_equals_krippendorff_on_the_ratings_reduced_to_it(oracles: dict[str, Any]) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0.4)
        alphas = computed(table, values).per_label
        for value in (0, values - 1):  # those that surely occur
            reduced = np.where(table == MISSING, MISSING, table == value)
            expected = oracles["krippendorff"].alpha(with_gaps(reduced), level_of_measurement="nominal")
            assert alphas[str(value)].alpha == pytest.approx(expected, abs=1e-9)


def test_a_resample_equals_krippendorff_on_the_articles_that_were_drawn(oracles: dict[str, Any]) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0.4)
        articles = np.array_split(table[(table != MISSING).any(axis=1)], 7)
        ratings = Ratings(tuple("abcdef"[: table.shape[1]]), tuple(map(str, range(values))), "ordinal")
        for article in articles:
            ratings.add(article.tolist())
        weights = np.eye(values)[np.newaxis]
        vectors = article_vectors(coded(ratings), weights)
        for _, drawn in draws(7, 3, seed):
            sums = unpack(drawn @ vectors, values, table.shape[1], 1)
            alphas = krippendorff_alpha(sums.coincidences, "ordinal")
            for times, alpha in zip(drawn.astype(int), alphas, strict=True):
                resampled = np.concatenate(
                    [a for a, n in zip(articles, times, strict=True) for _ in range(n)]
                )
                if len(np.unique(resampled[(resampled != MISSING).sum(axis=1) > 1])) < 3:
                    continue  # perhaps one value alone, which krippendorff refuses
                expected = oracles["krippendorff"].alpha(
                    with_gaps(resampled), level_of_measurement="ordinal", value_domain=list(range(values))
                )
                assert alpha == pytest.approx(expected, abs=1e-9)


def test_kappa_of_each_pair_equals_scikit_learn(oracles: dict[str, Any]) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0.4)
        pairs = computed(table, values, "ordinal").cohen_kappa
        for pair, (a, b) in zip(pairs, combinations(range(table.shape[1]), 2), strict=True):
            both = table[(table[:, [a, b]] != MISSING).all(axis=1)]
            assert pair.units == len(both)
            for name, found in (
                (None, pair.value),
                ("linear", pair.linear_kappa),
                ("quadratic", pair.quadratic_kappa),
            ):
                expected = oracles["sklearn"].cohen_kappa_score(
                    both[:, a], both[:, b], labels=list(range(values)), weights=name
                )
                assert found == pytest.approx(expected, abs=1e-9)


def test_fleiss_kappa_equals_statsmodels_where_nothing_is_missing(oracles: dict[str, Any]) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0)
        counts = np.stack([(table == value).sum(axis=1) for value in range(values)], axis=1)
        found, given = computed(table, values), oracles["statsmodels"]
        assert found.fleiss_kappa.value == pytest.approx(given.fleiss_kappa(counts), abs=1e-9)
        expected = given.fleiss_kappa(counts, method="randolph")
        assert found.brennan_prediger.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.filterwarnings("ignore:invalid value encountered in sqrt")  # theirs, of a variance of -1e-17
def test_kappas_error_and_maximum_equal_statsmodels(oracles: dict[str, Any]) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0.4)
        for pair in computed(table, values).cohen_kappa:
            expected = oracles["statsmodels"].cohens_kappa(np.array(pair.table))
            assert pair.value == pytest.approx(expected.kappa, abs=1e-9)
            assert pair.standard_error is not None
            assert pair.standard_error**2 == pytest.approx(expected.var_kappa, abs=1e-9)
            assert pair.maximum == pytest.approx(expected.kappa_max, abs=1e-9)


def test_alpha_equals_nltk(oracles: dict[str, Any]) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0.4)
        expected = oracles["nltk"].AnnotationTask(data=triples(table)).alpha()
        assert computed(table, values).krippendorff_alpha.value == pytest.approx(expected, abs=1e-9)


def test_kappa_pi_and_s_equal_nltk_where_nothing_is_missing(oracles: dict[str, Any]) -> None:
    for seed in SEEDS:
        table, values = random_table(seed, missing=0)
        used = len(np.unique(table))
        found = computed(table, values)
        task = oracles["nltk"].AnnotationTask(data=triples(table))
        mean_kappa = np.mean([pair.value for pair in found.cohen_kappa])
        assert mean_kappa == pytest.approx(task.kappa(), abs=1e-9)
        assert found.fleiss_kappa.value == pytest.approx(task.pi(), abs=1e-9)
        if used == values:  # nltk knows of the values that occur only
            assert found.brennan_prediger.value == pytest.approx(task.S(), abs=1e-9)
        first = oracles["nltk"].AnnotationTask(data=triples(table[:, :2]))
        assert found.cohen_kappa[0].scott_pi == pytest.approx(first.pi(), abs=1e-9)
