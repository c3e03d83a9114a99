"""Random sets and spans give what the packages give that others use, to 1e-9; the product imports neither."""

import warnings
from importlib import import_module
from types import ModuleType

import numpy as np
import pytest

from annotator.compare.sets import SetTable
from tests.unit.spantables import Unit, listed, span_table

MEMBERS = "abcd"


@pytest.fixture(scope="module")
def oracles() -> tuple[ModuleType, ModuleType, ModuleType]:
    """The packages; what they warn of while they are loaded is theirs."""
    names = ("krippendorff", "nltk.metrics.agreement", "nltk.metrics.distance")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        krippendorff, agreement, distance = (import_module(name) for name in names)
    return krippendorff, agreement, distance


@pytest.mark.parametrize("seed", range(15))
def test_masi_and_jaccard_alpha_are_those_of_nltk(
    oracles: tuple[ModuleType, ModuleType, ModuleType], seed: int
) -> None:
    _, agreement, distance = oracles
    random = np.random.default_rng(seed)
    raters = int(random.integers(2, 6))
    units: list[dict[int, int]] = []
    for _ in range(40):
        truth = int(random.integers(16))
        given = np.where(random.random(raters) < 0.6, truth, random.integers(0, 16, raters))
        units.append({rater: int(given[rater]) for rater in range(raters) if random.random() > 0.25})
    data = [
        (f"rater {rater}", place, frozenset(m for bit, m in enumerate(MEMBERS) if mask >> bit & 1))
        for place, unit in enumerate(units)
        for rater, mask in unit.items()
        if len(unit) > 1
    ]
    figures = SetTable(tuple(MEMBERS), listed([units], raters)).figures(bootstrap=0, seed=0)
    for found, name in (
        (figures.krippendorff_alpha, "masi_distance"),
        (figures.jaccard_alpha, "jaccard_distance"),
    ):
        apart = getattr(distance, name)
        # Of two empty sets nltk divides by zero.
        task = agreement.AnnotationTask(
            data, distance=lambda a, b, apart=apart: apart(a, b) if a != b else 0.0
        )
        assert found.value == pytest.approx(task.alpha(), abs=1e-9)


@pytest.mark.parametrize("seed", range(15))
def test_alpha_of_spans_is_krippendorff_s_on_the_character_matrix(
    oracles: tuple[ModuleType, ModuleType, ModuleType], seed: int
) -> None:
    random = np.random.default_rng(seed)
    raters = int(random.integers(2, 6))
    articles: list[list[Unit]] = []
    columns = []
    for _ in range(8):
        units: list[Unit] = []
        for start in range(0, 600, 120):
            given: list[list[tuple[int, int, str]] | None] = []
            matrix = np.full((raters, 119), np.nan)
            for rater in range(raters):
                if random.random() < 0.2:
                    given.append(None)
                    continue
                begins = random.integers(0, 100, int(random.integers(0, 3)))
                marks = [(int(start + at), int(start + at + random.integers(1, 19)), "") for at in begins]
                matrix[rater] = 0
                for first, last, _ in marks:
                    matrix[rater, first - start : last - start] = 1
                given.append(marks)
            if any(marks is not None for marks in given):
                units.append((start, start + 119, given))
                columns.append(matrix)
        articles.append(units)
    expected = oracles[0].alpha(np.concatenate(columns, axis=1), level_of_measurement="nominal")
    found = span_table(articles, raters).figures(bootstrap=0, seed=0).krippendorff_alpha.value
    assert found == pytest.approx(expected, abs=1e-9)
