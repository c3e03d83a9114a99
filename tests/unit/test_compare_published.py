"""Worked examples as published; the expected numbers are those that the papers print."""

from math import comb

import numpy as np
import pytest

from annotator.compare import FieldAgreement, Level, ratings_agreement
from annotator.compare import coefficients as formulas
from annotator.compare.ratings import MISSING, Ratings
from annotator.compare.sums import Floats, Sums, article_vectors, coded, unpack

Table = tuple[tuple[int, ...], ...]

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections C and D. A dot is missing.
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# Gwet (2014), Handbook of Inter-Rater Reliability, raw ratings: the lone last one is another rater's.
FOUR_RATERS = ("123321412...", "1233224125..", ".33323422513", "12332441251.")

# Hayes & Krippendorff (2007), Answering the Call for a Standard Reliability Measure, p. 84: 40 articles.
FIVE_OBSERVERS = (
    "112.001122.01311211000201001111223222221",
    "1130000.21102311121000302102111122222221",
    "203000222100221123001.30.1012202.2232.21",
    ".13....0.10022...31.103021122..122...12.",
    "2..0001.2....3112..0.0..2.0..20.2.2222.1",
)

# Fleiss (1971), Measuring nominal scale agreement among many raters: diagnoses of 30 patients by 6 raters.
FLEISS_1971 = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)

# Warrens (2010), Inequalities between multi-rater kappas, p. 284.
WARRENS_2010 = (
    "N" * 16 + "A" * 14,
    "N" * 16 + "A" * 14,
    "N" * 16 + "A" * 10 + "N" * 4,
    "N" * 14 + "AN" + "A" * 14,
    "N" * 16 + "A" * 12 + "NN",
    "N" * 16 + "A" * 14,
    "N" * 16 + "A" * 13 + "N",
    "N" * 15 + "A" * 11 + "N" * 4,
)

COHEN_1960_P45 = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
COHEN_1960_P37 = ((25, 12, 3), (13, 2, 15), (12, 16, 2))
KRIPPENDORFF_2004_P246 = ((12, 9, 9), (9, 14, 9), (9, 9, 20))
AGRESTI_1992 = ((22, 2, 2, 0), (5, 7, 14, 0), (0, 2, 36, 0), (0, 1, 17, 10))
ABSTRACTORS = ((13, 0, 0), (0, 20, 7), (0, 4, 56))
DIAGNOSES = ((40, 6, 4, 15), (4, 25, 1, 5), (4, 2, 21, 9), (17, 13, 12, 45))
FOUR_POINTS = ((20, 5, 1, 0), (4, 15, 6, 1), (0, 5, 18, 4), (0, 1, 3, 12))
FIVE_POINTS = ((15, 4, 1, 0, 0), (3, 12, 4, 1, 0), (1, 3, 14, 3, 1), (0, 1, 3, 10, 2), (0, 0, 1, 2, 8))


def from_columns(
    *raters: str, level: Level = "nominal", values: tuple[str, ...] | None = None, bootstrap: int = 0
) -> FieldAgreement:
    """Each rater's ratings, one character per unit."""
    rows = [
        (f"unit {unit}", f"rater {rater}", value)
        for rater, column in enumerate(raters)
        for unit, value in enumerate(column)
        if value != "."
    ]
    return ratings_agreement(rows, level=level, values=values, bootstrap=bootstrap)[1]


def columns_of(table: Table) -> tuple[str, str]:
    """Two raters' contingency table, the first rater in rows, as each one's ratings."""
    first = "".join(str(a) * count for a, row in enumerate(table) for count in row)
    return first, "".join(str(b) * count for row in table for b, count in enumerate(row))


def from_table(*table: tuple[int, ...], level: Level = "nominal", bootstrap: int = 0) -> FieldAgreement:
    values = tuple(str(value) for value in range(len(table)))
    return from_columns(*columns_of(table), level=level, values=values, bootstrap=bootstrap)


def columns_of_counts(counts: str) -> tuple[str, ...]:
    """Units as how many raters gave each value, where all have the same number of raters."""
    units = ["".join(str(v) * int(n) for v, n in enumerate(unit)) for unit in counts.split()]
    return tuple("".join(column) for column in zip(*units, strict=True))


def from_counts(counts: str) -> FieldAgreement:
    values = tuple(str(value) for value in range(len(counts.split()[0])))
    return from_columns(*columns_of_counts(counts), values=values)


def sums_of(*raters: str, values: str, weights: Floats | None = None) -> Sums:
    ratings = Ratings(tuple(f"rater {n}" for n in range(len(raters))), tuple(values), "nominal")
    code_of = {value: code for code, value in enumerate(values)} | {".": MISSING}
    ratings.add([[code_of[value] for value in unit] for unit in zip(*raters, strict=True)])
    every = np.eye(len(values))[np.newaxis] if weights is None else weights[np.newaxis]
    return unpack(article_vectors(coded(ratings), every), len(values), len(raters), 1)


def weights_of(values: int, power: int) -> Floats:
    return formulas.agreement_weights(np.arange(float(values)), power)


def test_krippendorff_2011_section_a_two_observers_two_values() -> None:
    found = from_columns("0100000010", "1110010000")
    assert found.krippendorff_alpha.value == pytest.approx(0.095, abs=5e-4)


def test_krippendorff_2011_section_b_two_observers_five_values() -> None:
    found = from_columns("aabbdcccedda", "babbbccceddd")
    assert found.krippendorff_alpha.value == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011_sections_c_and_d_missing_ratings(level: Level, alpha: float) -> None:
    found = from_columns(*FOUR_OBSERVERS, level=level)
    assert found.krippendorff_alpha.value == pytest.approx(alpha, abs=5e-4)
    assert (found.units, found.pairable_units, found.ratings) == (12, 11, 41)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.691358), ("interval", 0.810845)])
def test_wikipedia_alpha_with_units_that_nobody_or_one_rated(level: Level, alpha: float) -> None:
    coders = (".....34121133.3", "1.213343.......", "..21344.21133.4")
    found = from_columns(*coders, level=level, values=("1", "2", "3", "4"))
    assert found.krippendorff_alpha.value == pytest.approx(alpha, abs=5e-7)


def test_hayes_krippendorff_2007_ordinal() -> None:
    found = from_columns(*FIVE_OBSERVERS, level="ordinal")
    assert found.krippendorff_alpha.value == pytest.approx(0.7598, abs=1e-4)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.642), ("interval", 0.547), ("ratio", 0.483)])
def test_krippendorff_1980_page_139(level: Level, alpha: float) -> None:
    found = from_columns("112412132", "122442232", "122442332", level=level)
    assert found.krippendorff_alpha.value == pytest.approx(alpha, abs=1e-3)
    assert found.percent_agreement == pytest.approx(0.741, abs=1e-3)
    alphas = [label.alpha for label in found.per_label.values()]
    assert alphas == pytest.approx([0.381, 0.711, 0.717, 0.764], abs=1e-3)


@pytest.mark.parametrize(
    ("raters", "values", "observed", "expected"),
    [
        (("112412132", "122442232", "122442332"), "1234", 0.259, 0.724),
        (("aabbbbbccccc", "abbbbbcccccc"), "abc", 0.1667, 0.6268),
    ],
    ids=["Krippendorff 1980, page 139", "Krippendorff 2004, page 227"],
)
def test_observed_and_expected_disagreement(
    raters: tuple[str, ...], values: str, observed: float, expected: float
) -> None:
    coincidences = sums_of(*raters, values=values).coincidences
    apart = 1 - np.eye(len(values))[np.newaxis]
    assert formulas.observed_disagreement(coincidences, apart) == pytest.approx(observed, abs=1e-3)
    assert formulas.expected_disagreement(coincidences, apart) == pytest.approx(expected, abs=1e-3)


def test_krippendorff_2004_page_227() -> None:
    found = from_columns("aabbbbbccccc", "abbbbbcccccc")
    assert found.krippendorff_alpha.value == pytest.approx(0.734, abs=1e-3)
    assert found.percent_agreement == pytest.approx(0.833, abs=1e-3)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [(KRIPPENDORFF_2004_P246, 0.186), (((12, 18, 18), (0, 14, 18), (0, 0, 20)), 0.258)],
)
def test_krippendorff_2004_page_246_kappa_rewards_raters_who_use_values_differently(
    table: Table, kappa: float
) -> None:
    found = from_table(*table)
    assert found.percent_agreement == pytest.approx(0.46)
    assert found.brennan_prediger.value == pytest.approx(0.19, abs=1e-3)  # Bennett's S, of two raters
    assert found.cohen_kappa[0].scott_pi == pytest.approx(0.186, abs=1e-3)
    assert found.cohen_kappa[0].value == pytest.approx(kappa, abs=1e-3)


def test_krippendorff_1995_one_pair_as_24_positions() -> None:
    found = from_columns("001111111100001111110000", "000011110000000110000000")
    assert found.krippendorff_alpha.value == pytest.approx(0.329, abs=1e-3)
    assert found.cohen_kappa[0].scott_pi == pytest.approx(0.314, abs=1e-3)
    assert found.cohen_kappa[0].value == pytest.approx(0.385, abs=1e-3)


def test_a_lone_rating_does_not_matter_to_alpha() -> None:
    for raters in (("YY.", "NN.", "N.N"), ("YY", "NN", "N.")):
        assert from_columns(*raters).krippendorff_alpha.value == pytest.approx(-1 / 3, abs=1e-7)


def test_gwet_2014_missing_ratings() -> None:
    found = from_columns(*FOUR_RATERS)
    assert found.percent_agreement_items == pytest.approx(0.8181818, abs=1e-6)
    assert found.percent_agreement == pytest.approx(0.8)
    assert found.gwet_ac1.value == pytest.approx(0.77544, abs=5e-6)
    assert found.fleiss_kappa.value == pytest.approx(0.76117, abs=5e-6)
    assert found.conger_kappa.value == pytest.approx(0.76282, abs=5e-6)
    assert found.brennan_prediger.value == pytest.approx(0.77273, abs=5e-6)
    assert found.krippendorff_alpha.value == pytest.approx(0.74342, abs=5e-6)


def test_whose_a_lone_rating_is_matters_to_conger_only() -> None:
    one, other = from_columns(*FOUR_OBSERVERS), from_columns(*FOUR_RATERS)
    assert one.conger_kappa.value == pytest.approx(0.76207, abs=5e-6)
    assert other.conger_kappa.value == pytest.approx(0.76282, abs=5e-6)
    for name in ("krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "brennan_prediger"):
        assert getattr(one, name).value == pytest.approx(getattr(other, name).value)


def test_gwet_ac1_counts_declared_values_that_nobody_used() -> None:
    found = from_columns(*FOUR_RATERS, values=("0", "1", "2", "3", "4", "5"))
    assert found.gwet_ac1.value == pytest.approx(0.78553, abs=5e-6)
    assert found.krippendorff_alpha.value == pytest.approx(0.743, abs=5e-4)


def test_gwet_2014_three_numbers_are_called_ordinal() -> None:
    found = from_columns(*FOUR_RATERS, level="ordinal")
    assert found.krippendorff_alpha.value == pytest.approx(0.815, abs=5e-4)
    assert found.gwet_ac2 is not None
    assert found.gwet_ac2.value == pytest.approx(0.914, abs=5e-4)  # quadratic weights
    linear = weights_of(5, 1)
    ac2 = formulas.gwet_ac2(sums_of(*FOUR_RATERS, values="12345", weights=linear), 0, linear)
    assert ac2 == pytest.approx(0.859, abs=5e-4)
    ordinal = np.array([[comb(abs(a - b) + 1, 2) / comb(5, 2) for a in range(5)] for b in range(5)])
    coincidences = sums_of(*FOUR_RATERS, values="12345").coincidences
    assert formulas.alpha(coincidences, ordinal[np.newaxis]) == pytest.approx(0.834, abs=5e-4)
    by_number = formulas.krippendorff_alpha(coincidences, "interval", np.arange(5.0))
    assert by_number == pytest.approx(0.849, abs=5e-4)


def test_gwet_2014_five_observers() -> None:
    found = from_columns(*(column[:15] for column in FIVE_OBSERVERS))
    assert found.gwet_ac1.value == pytest.approx(0.497, abs=5e-4)
    assert found.fleiss_kappa.value == pytest.approx(0.458, abs=5e-4)
    assert found.krippendorff_alpha.value == pytest.approx(0.481, abs=5e-4)


def test_cohen_1960_page_45() -> None:
    found = from_table(*COHEN_1960_P45)
    (pair,) = found.cohen_kappa
    assert pair.value == pytest.approx(0.492, abs=5e-4)
    assert pair.percent_agreement == found.percent_agreement == pytest.approx(0.70)
    assert pair.maximum == pytest.approx(0.831, abs=5e-4)
    assert (pair.units, pair.table) == (200, COHEN_1960_P45)


def test_cohen_1960_page_37() -> None:
    (pair,) = from_table(*COHEN_1960_P37).cohen_kappa
    assert pair.percent_agreement == pytest.approx(0.29)
    assert pair.value == pytest.approx((0.29 - 0.35) / (1 - 0.35))


def test_cohen_1968_weights_of_ones_own() -> None:
    apart = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])
    table = np.array([COHEN_1960_P45], dtype=np.float64)
    assert formulas.cohen_kappa(table, 1 - apart) == pytest.approx(0.348, abs=5e-4)


def test_agresti_1992_per_value() -> None:
    found = from_table(*AGRESTI_1992)
    assert found.cohen_kappa[0].value == pytest.approx(0.493, abs=5e-4)
    assert found.cohen_kappa[0].standard_error == pytest.approx(0.057, abs=5e-4)
    pis, kappas = [], []
    for value in "0123":
        (pair,) = from_columns(*(reduced(column, value) for column in columns_of(AGRESTI_1992))).cohen_kappa
        pis.append(pair.scott_pi)
        kappas.append(pair.value)
    assert pis == pytest.approx([0.781, 0.247, 0.402, 0.435], abs=1e-3)
    assert kappas == pytest.approx([0.781, 0.2663, 0.4405, 0.4587], abs=5e-4)


def reduced(column: str, value: str) -> str:
    return "".join("1" if rating == value else "0" for rating in column)


def test_fleiss_1971() -> None:
    found = from_counts(FLEISS_1971)
    assert found.fleiss_kappa.value == pytest.approx(0.430, abs=5e-4)
    assert found.percent_agreement == pytest.approx(0.5556, abs=1e-4)
    per_value = [
        from_columns(
            *(reduced(column, value) for column in columns_of_counts(FLEISS_1971))
        ).fleiss_kappa.value
        for value in "01234"
    ]
    assert per_value == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=6e-4)
    per_unit = [from_counts(unit).percent_agreement_items for unit in FLEISS_1971.split()[:8]]
    assert per_unit == pytest.approx([1, 0.4, 0.4, 1, 0.4, 0.467, 0.467, 0.267], abs=1e-3)


def test_gwet_2014_the_first_fifteen_patients_of_fleiss() -> None:
    found = from_counts(" ".join(FLEISS_1971.split()[:15]))
    assert found.gwet_ac1.value == pytest.approx(0.4448007, abs=1e-6)
    assert found.fleiss_kappa.value == pytest.approx(0.4139265, abs=1e-6)
    assert found.krippendorff_alpha.value == pytest.approx(0.4204384, abs=1e-6)
    assert found.brennan_prediger.value == pytest.approx(0.4388889, abs=1e-6)


def test_wikipedia_fleiss_fourteen_raters() -> None:
    counts = "02642 00356 03920 22811 77000 32630 25322 65210 02237"
    columns = columns_of_counts(counts)
    found = from_columns(*(f"4{column}" for column in columns))  # the first unit: all fourteen gave the last
    assert found.fleiss_kappa.value == pytest.approx(0.210, abs=5e-4)


def test_randolph_2005_free_and_fixed_marginals() -> None:
    found = from_counts("30 21 21 30")
    assert found.fleiss_kappa.value == pytest.approx(-0.20, abs=0.01)
    assert found.brennan_prediger.value == pytest.approx(0.33, abs=5e-3)


def test_warrens_2010_four_kappas_of_eight_raters() -> None:
    found = from_columns(*WARRENS_2010)
    assert found.brennan_prediger.value == pytest.approx(0.8358, abs=1e-4)
    assert found.fleiss_kappa.value == pytest.approx(0.8324, abs=1e-4)
    assert found.conger_kappa.value == pytest.approx(0.8326, abs=1e-4)  # Hubert's, without missing ratings
    kappas = [pair.value for pair in found.cohen_kappa if pair.value is not None]
    assert len(kappas) == 28
    assert sum(kappas) / 28 == pytest.approx(0.8325, abs=1e-4)  # Light's


def test_sas_standard_error_and_interval() -> None:
    (pair,) = from_table((0, 4, 1), (0, 8, 0), (0, 1, 5), bootstrap=2000).cohen_kappa
    assert pair.value is not None
    assert pair.standard_error is not None
    assert pair.low is not None
    assert pair.high is not None
    assert pair.value == pytest.approx(0.4842, abs=5e-5)
    assert pair.standard_error == pytest.approx(0.138, abs=5e-4)
    ends = (pair.value - 1.96 * pair.standard_error, pair.value + 1.96 * pair.standard_error)
    assert ends == pytest.approx((0.2137, 0.7547), abs=1e-4)
    assert (pair.low, pair.high) == pytest.approx(ends, abs=0.05)  # resampled, of 19 units


def test_artstein_poesio_2008_two_values() -> None:
    found = from_table((20, 10), (20, 50))
    assert found.fleiss_kappa.value == pytest.approx(0.341, abs=5e-4)  # Scott's pi, of two coders
    assert found.cohen_kappa[0].scott_pi == pytest.approx(0.341, abs=5e-4)
    assert found.cohen_kappa[0].value == pytest.approx(0.348, abs=5e-4)
    assert found.brennan_prediger.value == pytest.approx(0.4)


def test_artstein_poesio_2008_three_values_and_distances() -> None:
    table = ((46, 0, 0), (6, 32, 6), (0, 0, 10))
    found = from_table(*table)
    assert found.percent_agreement == pytest.approx(0.88)
    assert found.brennan_prediger.value == pytest.approx(0.82)
    assert found.cohen_kappa[0].scott_pi == pytest.approx(0.7995, abs=1e-4)
    assert found.cohen_kappa[0].value == pytest.approx(0.8013, abs=1e-4)
    assert found.krippendorff_alpha.value == pytest.approx(0.8, abs=1e-3)
    apart = np.array([[0, 1, 0.5], [1, 0, 0.5], [0.5, 0.5, 0]])
    counts = np.array([table], dtype=np.float64)
    assert formulas.cohen_kappa(counts, 1 - apart) == pytest.approx(0.8163, abs=1e-4)
    both_ways = counts + counts.transpose(0, 2, 1)
    assert formulas.alpha(both_ways, apart[np.newaxis]) == pytest.approx(0.8156, abs=1e-4)


@pytest.mark.parametrize(
    ("table", "pi", "kappa"),
    [
        (((20, 0, 0, 5), (0, 10, 15, 0), (0, 15, 10, 0), (5, 0, 0, 20)), 0.467, 0.467),
        (((20, 10, 10, 0), (10, 10, 0, 0), (10, 0, 10, 0), (0, 0, 0, 20)), 0.444, 0.444),
        (((20, 5, 5, 10), (0, 10, 5, 5), (0, 5, 10, 5), (0, 0, 0, 20)), 0.460, 0.474),
    ],
)
def test_zwick_1988_page_376_margins(table: Table, pi: float, kappa: float) -> None:
    found = from_table(*table)
    assert found.percent_agreement == pytest.approx(0.6)
    assert found.brennan_prediger.value == pytest.approx(0.467, abs=1e-3)
    assert found.cohen_kappa[0].scott_pi == pytest.approx(pi, abs=1e-3)
    assert found.cohen_kappa[0].value == pytest.approx(kappa, abs=1e-3)


@pytest.mark.parametrize(("table", "kappa"), [(((40, 9), (6, 45)), 0.70), (((80, 10), (5, 5)), 0.32)])
def test_feinstein_cicchetti_1990_high_agreement_low_kappa(table: Table, kappa: float) -> None:
    found = from_table(*table)
    assert found.percent_agreement == pytest.approx(0.85)
    assert found.cohen_kappa[0].value == pytest.approx(kappa, abs=5e-3)


def test_gwet_2008_ac1_resists_the_kappa_paradox() -> None:
    found = from_table((80, 7), (8, 5))
    assert found.gwet_ac1.value == pytest.approx(0.808, abs=5e-4)
    assert found.cohen_kappa[0].value is not None
    assert found.cohen_kappa[0].value < 0.35
    found = from_table((8, 1), (0, 1))
    assert found.gwet_ac1.value == pytest.approx(0.8658, abs=1e-4)
    assert found.cohen_kappa[0].scott_pi == pytest.approx(0.6078, abs=1e-4)


@pytest.mark.parametrize(
    ("table", "ac1", "ac2", "observed", "expected"),
    [
        (COHEN_1960_P45, 0.57597, 0.63855, 0.85, 0.585),
        (COHEN_1960_P37, -0.04797, 0.18310, 0.71, 0.645),
        (FOUR_POINTS, 0.58046, 0.84028, 0.95438596491228, 0.714406484046373),
        (FIVE_POINTS, 0.57997, 0.87005, 0.966292134831461, 0.740614347935867),
    ],
)
def test_gwet_2014_ac1_and_quadratic_ac2(
    table: Table, ac1: float, ac2: float, observed: float, expected: float
) -> None:
    found = from_table(*table, level="ordinal")
    assert found.gwet_ac1.value == pytest.approx(ac1, abs=1e-5)
    assert found.gwet_ac2 is not None
    assert found.gwet_ac2.value == pytest.approx(ac2, abs=1e-5)
    weights = weights_of(len(table), 2)
    sums = sums_of(*columns_of(table), values="01234"[: len(table)], weights=weights)
    assert formulas.item_agreement(sums) == pytest.approx(observed, abs=1e-9)
    assert formulas.gwet_expected(sums, weights) == pytest.approx(expected, abs=1e-9)


def test_gwet_2014_two_abstractors() -> None:
    found = from_table(*ABSTRACTORS, level="ordinal")
    (pair,) = found.cohen_kappa
    assert found.percent_agreement == pytest.approx(0.89)
    assert pair.value == pytest.approx(0.7964094, abs=1e-6)
    assert pair.scott_pi == pytest.approx(0.7962397, abs=1e-6)
    assert found.gwet_ac1.value == pytest.approx(0.8493305, abs=1e-6)
    assert found.brennan_prediger.value == pytest.approx(0.835, abs=1e-6)
    assert from_table(*ABSTRACTORS).krippendorff_alpha.value == pytest.approx(0.7972585, abs=1e-6)
    assert pair.quadratic_kappa == pytest.approx(0.892, abs=5e-4)
    assert _ac2(ABSTRACTORS, 2) == pytest.approx(0.940, abs=5e-4)
    assert _ac2(ABSTRACTORS, 1) == pytest.approx(0.900, abs=5e-4)


def test_gwet_2014_four_diagnoses() -> None:
    found = from_table(*DIAGNOSES, level="ordinal")
    (pair,) = found.cohen_kappa
    assert pair.value == pytest.approx(0.432, abs=5e-4)
    assert pair.linear_kappa == pytest.approx(0.407, abs=5e-4)
    assert pair.quadratic_kappa == pytest.approx(0.383, abs=5e-4)
    assert found.gwet_ac1.value == pytest.approx(0.456, abs=5e-4)
    assert _ac2(DIAGNOSES, 1) == pytest.approx(0.377, abs=5e-4)
    assert _ac2(DIAGNOSES, 2) == pytest.approx(0.299, abs=5e-4)


def _ac2(table: Table, power: int) -> Floats:
    weights = weights_of(len(table), power)
    sums = sums_of(*columns_of(table), values="0123"[: len(table)], weights=weights)
    return formulas.gwet_ac2(sums, 0, weights)


@pytest.mark.parametrize(
    ("table", "expected"), [(COHEN_1960_P45, 0.41), (COHEN_1960_P37, 0.35), (((20, 10), (20, 50)), 0.54)]
)
def test_agreement_by_chance_of_kappa(table: Table, expected: float) -> None:
    (pair,) = from_table(*table).cohen_kappa
    assert pair.percent_agreement is not None
    assert pair.value is not None
    by_chance = (pair.percent_agreement - pair.value) / (1 - pair.value)
    assert by_chance == pytest.approx(expected, abs=5e-3)


def test_one_value_everywhere_is_full_agreement_and_no_coefficient() -> None:
    found = from_columns("YY", "YY", values=("N", "Y"))
    assert (found.percent_agreement, found.percent_agreement_items) == (1, 1)
    for estimate in (found.krippendorff_alpha, found.fleiss_kappa, found.conger_kappa, found.cohen_kappa[0]):
        assert (estimate.value, estimate.undefined) == (None, "only one value is used")
    assert found.gwet_ac1.value == 1
