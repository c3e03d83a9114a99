"""Worked examples of sets, of units on a continuum and of gamma, with the numbers that were published."""

import numpy as np
import pytest

from annotator.compare import ratings_agreement
from annotator.compare.aligning import Parameters, Spans, best_alignment, positional
from annotator.compare.distances import as_words, set_distances, set_similarities
from annotator.compare.gamma import Continuum, disorders
from annotator.compare.rows import set_agreement
from annotator.compare.unitizing import Disagreement, alpha_u, disagreement
from tests.unit.spantables import span_table

# Passonneau (2006), Measuring agreement on set-valued items: MASI; with the distances that follow from it.
MASI: tuple[tuple[str, str, float], ...] = (
    ("a", "a", 0),
    ("a", "ab", 2 / 3),
    ("ab", "abcd", 2 / 3),
    ("ab", "bc", 8 / 9),
    ("a", "b", 1),
)

# Meyer et al. (2014), DKPro Agreement: nine items, two raters, sets that may be empty.
SET_STUDY = (" , ", "A, ", "A,A", "A,B", "AB,A", "AB,AC", "ABC,ABC", "C,AC", "C,AC")

# Krippendorff (1995), On the reliability of unitizing continuous data, p. 57: units of two observers on a
# continuum of 24, by begin and length.
UNITIZED_1995 = (
    ("2+8 14+6", "4+4 15+2"),
    ("0+18", "0+2 2+1 3+1 4+1 5+1 6+3 9+1"),
    ("2+6 10+2 14+4 20+2", "0+2 4+4 10+4 16+2 20+2"),
    ("0+2 2+8 10+4 14+6 20+4", "0+4 4+4 8+7 15+2 17+7"),
)

# Krippendorff (2004), Content analysis, p. 254: two kinds of units on a continuum from 150 to 450.
UNITIZED_2004 = (("225+70 370+30", "220+80 355+20 400+20"), ("180+60 300+50", "180+60 300+50"))

# Gamma Software's example (Mathet, Widlöcher & Métivier 2015): kind, start and end.
ALEX = ((1, 2, 9), (2, 11, 17), (5, 24, 30), (6, 32, 36), (6, 36, 44), (7, 44, 60))
PAUL = ((1, 2, 9), (3, 11, 17), (5, 19, 25), (6, 32, 44))
SUZAN = ((1, 2, 9), (4, 11, 17), (5, 21, 27), (6, 32, 36), (6, 36, 40), (6, 40, 44))

A, B, C = 1, 2, 3
PLAIN = Parameters(alpha=1, beta=1, empty=1)


def masks(sets: list[str]) -> list[int]:
    return [sum(1 << "abcd".index(member) for member in members) for members in sets]


def test_masi_distance() -> None:
    words = [as_words(masks([str(row[side]) for row in MASI]), 4) for side in (0, 1)]
    assert set_distances(*words)[1] == pytest.approx([distance for *_, distance in MASI], abs=1e-12)


def test_jaccard_distance_and_no_distance_of_two_empty_sets() -> None:
    words = [as_words(masks(sets), 4) for sets in (["a", "ab", "abc", ""], ["ab", "bc", "ab", ""])]
    jaccard, masi = set_distances(*words)
    assert jaccard == pytest.approx([1 / 2, 2 / 3, 1 / 3, 0], abs=1e-12)
    assert masi[2] == pytest.approx(5 / 9, abs=1e-12)
    assert masi[3] == 0


def test_set_study() -> None:
    rows = [
        (f"item {item}", rater, "|".join(members.strip()))
        for item, both in enumerate(SET_STUDY)
        for rater, members in zip("xy", both.split(","), strict=True)
    ]
    figures = set_agreement(rows, bootstrap=0)[1]
    assert figures.krippendorff_alpha.value == pytest.approx(0.27308066083576277, abs=1e-9)
    assert figures.jaccard_alpha.value == pytest.approx(0.3156199677938808, abs=1e-9)
    assert figures.percent_agreement == pytest.approx(3 / 9)


def test_set_study_with_the_distance_of_2004() -> None:
    """Whether one set holds the other, or they share something, and nothing else: Passonneau (2004)."""
    both = [[masks([part.strip().lower()])[0] for part in item.split(",")] for item in SET_STUDY]
    pooled = as_words([mask for item in both for mask in item], 4)
    jaccard, monotonicity = set_similarities(pooled[:, np.newaxis], pooled)
    empty = pooled[:, 0] == 0
    # DKPro's own: J and M apart, and M alone where one of the two is empty.
    dkpro = np.where(empty[:, np.newaxis] != empty, 1 - monotonicity, (1 - jaccard) * (1 - monotonicity))
    alphas = []
    for distance in (1 - monotonicity, dkpro):
        observed = np.mean([distance[2 * item, 2 * item + 1] for item in range(len(both))])
        expected = distance.sum() / (len(pooled) * (len(pooled) - 1))
        alphas.append(1 - observed / expected)
        if len(alphas) == 1:
            assert (observed, expected) == pytest.approx((0.333, 0.409), abs=0.001)
    assert alphas == pytest.approx([0.186, 0.252], abs=0.001)


def unitized(kinds: tuple[tuple[str, str], ...], start: int, end: int, scale: int = 1) -> list[Disagreement]:
    """Give the disagreement on each kind, on a continuum that is `scale` times as fine."""

    def units(written: str) -> list[tuple[float, float]]:
        parts = [tuple(map(int, unit.split("+"))) for unit in written.split()]
        return [(begin * scale, (begin + length) * scale) for begin, length in parts]

    return [disagreement([units(one), units(other)], start * scale, end * scale) for one, other in kinds]


def test_alpha_u_1995_in_the_limit_of_a_continuous_line() -> None:
    found = unitized(UNITIZED_1995, 0, 24, scale=50_000)
    observed, expected = zip(*found, strict=True)
    assert observed == pytest.approx([0.03125, 2.26736, 0.02777, 0.38715], abs=1e-5)
    assert expected == pytest.approx([0.0699, 1.17731, 0.08642, 0.41445], abs=0.005)
    alphas = [alpha_u([one]) for one in found]
    assert alphas == pytest.approx([0.553, -0.926, 0.679, 0.066], abs=0.02)


def test_alpha_u_2004() -> None:
    found = unitized(UNITIZED_2004, 150, 450)
    assert [one.observed for one in found] == pytest.approx([0.0144, 0], abs=1e-4)
    assert [one.expected for one in found] == pytest.approx([0.0532, 0.0490], abs=1e-4)
    assert [alpha_u([one]) for one in found] == pytest.approx([0.7286, 1], abs=1e-4)
    assert alpha_u(found) == pytest.approx(0.8591, abs=5e-4)


def test_pair_a_of_1995_character_by_character() -> None:
    first, second = [(2, 10, ""), (14, 20, "")], [(4, 8, ""), (15, 17, "")]
    digits = [
        "".join("01"[any(s <= n < e for s, e, _ in spans)] for n in range(24)) for spans in (first, second)
    ]
    rows = [
        (f"{n}", rater, digit)
        for rater, line in zip("xy", digits, strict=True)
        for n, digit in enumerate(line)
    ]
    digitised = ratings_agreement(rows, bootstrap=0)[1]
    assert digitised.cohen_kappa[0].value == pytest.approx(0.385, abs=0.001)
    assert digitised.cohen_kappa[0].scott_pi == pytest.approx(0.314, abs=0.001)
    assert digitised.krippendorff_alpha.value == pytest.approx(0.329, abs=0.001)
    figures = span_table([[(0, 24, [first, second])]], 2).figures(bootstrap=0, seed=0)
    assert figures.krippendorff_alpha.value == pytest.approx(0.3285714285714286, abs=1e-12)


def spans(*units: tuple[int, int, int]) -> Spans:
    kinds, starts, ends = zip(*units, strict=True)
    return Spans(np.array(starts, dtype=float), np.array(ends, dtype=float), np.array(kinds))


def test_gamma_figure_10() -> None:
    pairs = (
        ((4, 14), (40, 44), 22.2),
        ((4, 14), (4, 14), 0),
        ((4, 14), (20, 25), 3.2),
        ((4, 14), (14, 24), 1.0),
        ((20, 30), (20, 25), 0.11),
        ((20, 25), (14, 24), 0.22),
    )
    for one, other, published in pairs:
        assert positional(spans((0, *one)), spans((0, *other)))[0, 0] == pytest.approx(published, abs=0.05)


@pytest.mark.parametrize(
    ("annotators", "parameters", "published"),
    [
        (
            (spans((A, 1, 5), (B, 6, 10), (A, 11, 15)), spans((A, 2, 6), (B, 7, 11), (A, 12, 16))),
            PLAIN,
            0.0625,
        ),
        (
            (spans((A, 1, 5), (B, 6, 10), (A, 20, 24), (B, 30, 34)), spans((A, 2, 6), (B, 31, 35))),
            PLAIN,
            0.7083333134651184,
        ),
        (
            (spans((A, 1, 5), (B, 10, 14)), spans((A, 2, 6), (B, 11, 15)), spans((A, 1, 4), (C, 9, 14))),
            PLAIN,
            0.40875643491744995,
        ),
        (
            (spans((A, 1, 5), (B, 6, 10), (C, 11, 15)), spans((A, 2, 7), (B, 8, 12), (A, 11, 15))),
            Parameters(alpha=3, beta=2, empty=1),
            1.0277777910232544,
        ),
        ((spans(*ALEX), spans(*PAUL), spans(*SUZAN)), Parameters(alpha=3, beta=1, empty=1), 0.960625),
    ],
    ids=["two", "unequal counts", "three", "weighted", "Alex, Paul, Suzan"],
)
def test_disorder_of_the_best_alignment(
    annotators: tuple[Spans, ...], parameters: Parameters, published: float
) -> None:
    alignment = best_alignment(annotators, parameters)
    continuum = Continuum(60, annotators)
    assert alignment.cost / continuum.mean_spans == pytest.approx(published, abs=1e-6)


def test_gamma_of_alex_paul_and_suzan() -> None:
    continuum = Continuum(60, (spans(*ALEX), spans(*PAUL), spans(*SUZAN)))
    parameters = Parameters(alpha=3, beta=1, empty=1)
    assert len(best_alignment(continuum.annotators, parameters).tuples) == 6
    found = [disorders(continuum, np.random.default_rng(seed), parameters) for seed in range(5)]
    assert np.mean([1 - one.observed / one.expected for one in found]) == pytest.approx(0.455, abs=0.015)
    of_kinds = [1 - one.observed_kinds / one.expected_kinds for one in found]
    assert np.mean(of_kinds) == pytest.approx(0.40, abs=0.02)
