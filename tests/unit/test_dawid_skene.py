"""Dawid & Skene's estimates: the published example, a plain way to compute them, what must always hold."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.compare.dawid_skene import DawidSkene, dawid_skene, entropy

# Dawid & Skene (1979), "Maximum likelihood estimation of observer error-rates using the EM algorithm",
# Applied Statistics 28, table 1: 45 patients in 4 classes, by observer 1 (three times) and observers 2 to 5.
PATIENTS = """
111 1 1 1 1, 333 4 3 3 4, 112 2 1 2 2, 222 3 1 2 1, 222 3 2 2 2, 222 3 3 2 2, 122 2 1 1 1, 333 3 4 3 3,
222 2 2 2 3, 232 2 2 2 3, 444 4 4 4 4, 222 3 3 4 3, 111 1 1 1 1, 222 3 2 1 2, 121 1 1 1 1, 111 2 1 1 1,
111 1 1 1 1, 111 1 1 1 1, 222 2 2 2 1, 222 1 3 2 2, 222 2 2 2 2, 222 2 2 2 1, 222 3 2 2 2, 221 2 2 2 2,
111 1 1 1 1, 111 1 1 1 1, 232 2 2 2 2, 111 1 1 1 1, 111 1 1 1 1, 112 1 1 2 1, 111 1 1 1 1, 333 3 2 3 3,
111 1 1 1 1, 222 2 2 2 2, 222 3 2 3 2, 433 4 3 4 3, 221 2 2 3 2, 232 3 2 3 3, 333 3 4 3 2, 111 1 1 1 1,
111 1 1 1 1, 121 2 1 1 1, 232 2 2 2 2, 121 1 1 1 1, 222 2 2 2 2
"""
OBSERVERS = (0, 0, 0, 1, 2, 3, 4)
# Table 3 of the same: prevalence, and the error rates of observers 1 to 5.
PREVALENCE = [0.40, 0.42, 0.11, 0.07]
ERRORS = [
    [[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0], [0, 0.34, 0.66, 0], [0, 0, 0.56, 0.44]],
    [[0.83, 0.17, 0, 0], [0.05, 0.63, 0.31, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
    [[1, 0, 0, 0], [0.11, 0.79, 0.11, 0], [0, 0.40, 0.20, 0.40], [0, 0, 0.67, 0.33]],
    [[0.94, 0.06, 0, 0], [0.05, 0.84, 0.10, 0], [0, 0, 0.80, 0.20], [0, 0, 0.33, 0.67]],
    [[1, 0, 0, 0], [0.16, 0.73, 0.11, 0], [0, 0.21, 0.79, 0], [0, 0, 0.33, 0.67]],
]
# Table 4: the patients that remain uncertain, and some whose class differs from what most observers said.
UNCERTAIN = {3: [0, 1, 0, 0], 7: [0.98, 0.02, 0, 0], 35: [0, 0.95, 0.05, 0], 38: [0, 0.02, 0.98, 0]}
MOST_PROBABLE = {2: 4, 3: 2, 12: 3, 36: 4}

Pattern = tuple[int, ...]


def patients() -> list[Pattern]:
    rows = PATIENTS.replace("\n", " ").split(",")
    return [tuple(int(digit) - 1 for digit in row if digit.isdigit()) for row in rows]


def test_the_published_example_is_reproduced() -> None:
    rows = patients()
    assert len(rows) == 45
    counts = Counter(rows)
    fit = dawid_skene(counts, 4, raters=OBSERVERS, smoothing=0)
    assert fit.converged
    assert fit.prevalence == pytest.approx(PREVALENCE, abs=0.01)
    assert fit.errors == pytest.approx(np.array(ERRORS), abs=0.01)
    of = dict(zip(counts, fit.probabilities, strict=True))
    for patient, probabilities in UNCERTAIN.items():
        assert of[rows[patient - 1]] == pytest.approx(probabilities, abs=0.01)
    for patient, label in MOST_PROBABLE.items():
        assert of[rows[patient - 1]].argmax() + 1 == label


def direct(rows: Sequence[Pattern], values: int, smoothing: float, turns: int = 3000) -> list[list[float]]:
    """The same, unit by unit and without logarithms or arrays."""
    raters = range(len(rows[0]))
    probable = []
    for row in rows:
        votes = [sum(code == value for code in row) for value in range(values)]
        probable.append([count / sum(votes) for count in votes])
    for _ in range(turns):
        before = probable
        prevalence = [smoothing + sum(each[true] for each in probable) for true in range(values)]
        prevalence = [count / sum(prevalence) for count in prevalence]
        errors = []
        for rater in raters:
            table = [
                [smoothing * (1 + values * (said == true)) for said in range(values)]
                for true in range(values)
            ]
            for row, each in zip(rows, probable, strict=True):
                if row[rater] >= 0:
                    for true in range(values):
                        table[true][row[rater]] += each[true]
            errors.append([[count / sum(line) for count in line] for line in table])
        probable = []
        for row in rows:
            odds = [
                prevalence[true]
                * math.prod(errors[rater][true][row[rater]] for rater in raters if row[rater] >= 0)
                for true in range(values)
            ]
            probable.append([one / sum(odds) for one in odds])
        if all(
            abs(a - b) < 1e-8
            for old, new in zip(before, probable, strict=True)
            for a, b in zip(old, new, strict=True)
        ):
            break
    return probable


ROWS = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.tuples(*[st.integers(-1, 2)] * raters).filter(lambda row: max(row) >= 0), min_size=1, max_size=25
    )
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from([0.5, 1.0]))
def test_patterns_give_what_unit_by_unit_gives(rows: list[Pattern], smoothing: float) -> None:
    counts = Counter(rows)
    fit = dawid_skene(counts, 3, smoothing=smoothing)
    if not fit.converged:
        return
    of = dict(zip(counts, fit.probabilities, strict=True))
    for row, expected in zip(rows, direct(rows, 3, smoothing), strict=True):
        assert of[row] == pytest.approx(expected, abs=1e-6)


@settings(deadline=None)
@given(ROWS, st.permutations(range(3)))
def test_other_names_of_the_labels_change_nothing_else(rows: list[Pattern], names: list[int]) -> None:
    renamed = [tuple(names[code] if code >= 0 else code for code in row) for row in rows]
    one, other = fitted(rows), fitted(renamed)
    for row, again in zip(rows, renamed, strict=True):
        assert [other[again][names[value]] for value in range(3)] == pytest.approx(one[row], abs=1e-5)


@settings(deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_neither_the_order_of_units_nor_units_that_nobody_rated_count(
    rows: list[Pattern], random: Random
) -> None:
    mixed = rows[:]
    random.shuffle(mixed)
    unseen = (-1,) * len(rows[0])
    one, other = fitted(rows), fitted([unseen, *mixed, unseen])
    for row in rows:
        assert other[row] == pytest.approx(one[row], abs=1e-5)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sets(st.integers(0, 3), min_size=2)), min_size=1, max_size=30)
)
def test_what_all_agree_on_everywhere_stays(units: list[tuple[int, set[int]]]) -> None:
    rows = [tuple(label if rater in raters else -1 for rater in range(4)) for label, raters in units]
    found = fitted(rows)
    for row in rows:
        assert int(np.argmax(found[row])) == max(row)


@settings(deadline=None)
@given(ROWS)
def test_probabilities_are_probabilities(rows: list[Pattern]) -> None:
    for smoothing in (0.0, 0.5):
        fit = dawid_skene(Counter(rows), 3, smoothing=smoothing)
        assert fit.probabilities.sum(axis=1) == pytest.approx(np.ones(len(fit.probabilities)))
        assert fit.errors.sum(axis=2) == pytest.approx(np.ones(fit.errors.shape[:2]))
        assert fit.prevalence.sum() == pytest.approx(1)
        assert (fit.probabilities >= 0).all()


def test_a_careless_annotator_is_found_out_and_counts_for_less() -> None:
    """Two who mostly agree and one who always says the first label: their two votes outweigh the third."""
    rows = [(0, 0, 0)] * 30 + [(1, 1, 0)] * 30 + [(0, 1, 0)] * 3 + [(1, -1, 0)] * 4
    fit = dawid_skene(Counter(rows), 2)
    assert fit.errors[2, 1, 0] > 0.9
    assert fit.of([(1, -1, 0)])[0].argmax() == 1
    assert fit.of([(1, 1, 0)])[0][1] > 0.9


@pytest.mark.parametrize("smoothing", [0.0, 0.5])
@pytest.mark.parametrize(
    ("patterns", "raters"),
    [
        ({}, 3),
        ({(-1, -1): 7}, 2),
        ({(1,): 5}, 1),
        ({(0,): 5, (1,): 2, (-1,): 3}, 1),
        ({(1, 1): 5, (1, -1): 3}, 2),
        ({(0, 1): 5, (1, 0): 5}, 2),
    ],
)
def test_little_data_is_no_error(patterns: Mapping[Pattern, int], raters: int, smoothing: float) -> None:
    fit = dawid_skene(patterns, 2, raters=range(raters), smoothing=smoothing)
    assert fit.probabilities.shape == (len(patterns), 2)
    assert np.isfinite(fit.probabilities).all()
    assert fit.of([(-1,) * raters])[0] == pytest.approx(fit.prevalence)


def test_a_tie_of_two_who_err_alike_stays_a_tie() -> None:
    fit = dawid_skene({(0, 1): 5, (1, 0): 5, (0, 0): 40, (1, 1): 40}, 2)
    assert fit.of([(0, 1)])[0] == pytest.approx([0.5, 0.5], abs=1e-6)


def test_a_hundred_annotators_do_not_underflow() -> None:
    rows = list(permutations((0, 1, 2)))
    fit = dawid_skene({row * 70: 3 for row in rows} | {(1,) * 210: 4}, 3)
    assert np.isfinite(fit.probabilities).all()
    assert fit.of([(1,) * 210])[0].argmax() == 1


def test_entropy_is_largest_where_nothing_is_known() -> None:
    found = entropy(np.array([[1.0, 0, 0, 0], [0.5, 0.5, 0, 0], [0.25] * 4]))
    assert found == pytest.approx([0, math.log(2), math.log(4)])


def fitted(rows: Sequence[Pattern]) -> dict[Pattern, list[float]]:
    counts = Counter(rows)
    fit: DawidSkene = dawid_skene(counts, 3)
    return {row: list(map(float, each)) for row, each in zip(counts, fit.probabilities, strict=True)}
