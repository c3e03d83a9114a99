"""Worked examples as published; the expected numbers are those that the papers print."""

import pytest

from annotator.compare import FieldAgreement, Level, ratings_agreement

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections C and D; Gwet (2014), table of raw
# ratings by four raters, has the lone last rating by another rater. A dot is a missing rating.
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")

# Fleiss (1971), Measuring nominal scale agreement among many raters: diagnoses of 30 patients by 6 raters.
FLEISS_1971 = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)


def from_columns(
    *raters: str, level: Level = "nominal", values: tuple[str, ...] | None = None
) -> FieldAgreement:
    """Each rater's ratings, one character per unit."""
    rows = [
        (f"unit {unit}", f"rater {rater}", value)
        for rater, column in enumerate(raters)
        for unit, value in enumerate(column)
        if value != "."
    ]
    return ratings_agreement(rows, level=level, values=values, bootstrap=0)[1]


def from_table(*table: tuple[int, ...]) -> FieldAgreement:
    """Two raters' contingency table, the first rater in rows."""
    first = "".join(str(a) * count for a, row in enumerate(table) for count in row)
    second = "".join(str(b) * count for row in table for b, count in enumerate(row))
    return from_columns(first, second)


def from_counts(counts: str) -> FieldAgreement:
    """Each unit as how many raters gave each value, for units with the same number of raters."""
    units = ["".join(str(v) * int(n) for v, n in enumerate(unit)) for unit in counts.split()]
    return from_columns(*("".join(column) for column in zip(*units, strict=True)))


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


def test_gwet_2014_missing_ratings() -> None:
    found = from_columns(*FOUR_OBSERVERS)
    assert found.percent_agreement_items == pytest.approx(0.8181818, abs=1e-6)
    assert found.percent_agreement == pytest.approx(0.8)
    assert found.gwet_ac1.value == pytest.approx(0.77544, abs=5e-6)
    assert found.fleiss_kappa.value == pytest.approx(0.76117, abs=5e-6)
    assert found.brennan_prediger.value == pytest.approx(0.77273, abs=5e-6)


def test_gwet_ac1_counts_declared_values_that_nobody_used() -> None:
    found = from_columns(*FOUR_OBSERVERS, values=("0", "1", "2", "3", "4", "5"))
    assert found.gwet_ac1.value == pytest.approx(0.78553, abs=5e-6)
    assert found.krippendorff_alpha.value == pytest.approx(0.743, abs=5e-4)


def test_krippendorff_1980_page_139_alpha_per_value() -> None:
    found = from_columns("112412132", "122442232", "122442332")
    alphas = [label.alpha for label in found.per_label.values()]
    assert alphas == pytest.approx([0.381, 0.711, 0.717, 0.764], abs=1e-3)
    assert found.krippendorff_alpha.value == pytest.approx(0.642, abs=1e-3)
    assert found.percent_agreement == pytest.approx(0.741, abs=1e-3)


def test_cohen_1960_page_45() -> None:
    found = from_table((88, 14, 18), (10, 40, 10), (2, 6, 12))
    (pair,) = found.cohen_kappa
    assert pair.value == pytest.approx(0.492, abs=5e-4)
    assert pair.percent_agreement == found.percent_agreement == pytest.approx(0.70)
    assert pair.units == 200


def test_fleiss_1971() -> None:
    found = from_counts(FLEISS_1971)
    assert found.fleiss_kappa.value == pytest.approx(0.430, abs=5e-4)
    assert found.percent_agreement == pytest.approx(0.5556, abs=1e-4)


def test_artstein_poesio_2008_two_coders() -> None:
    found = from_table((20, 10), (20, 50))
    assert found.fleiss_kappa.value == pytest.approx(0.341, abs=5e-4)  # Scott's pi, of two coders
    assert found.cohen_kappa[0].value == pytest.approx(0.348, abs=5e-4)
    assert found.brennan_prediger.value == pytest.approx(0.4)


def test_gwet_2008_ac1_resists_the_kappa_paradox() -> None:
    found = from_table((80, 7), (8, 5))
    assert found.gwet_ac1.value == pytest.approx(0.808, abs=5e-4)
    assert found.cohen_kappa[0].value is not None
    assert found.cohen_kappa[0].value < 0.35
