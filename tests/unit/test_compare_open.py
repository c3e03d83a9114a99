"""Agreement on values that nobody declared: the same as on declared ones, where that can be."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.compare import FieldAgreement, ratings_agreement
from annotator.compare.fields import rows_of
from annotator.compare.opened import OpenField, OpenTable
from schemas import Annotation, Article, LabelledArticle
from tests.unit.labelled import article, record
from tests.unit.spantables import listed

NAMES = ("Aune", "Brask", "Celle", "Dorn")
Unit = list[str | None]

names_of_units = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.sampled_from([None, *NAMES]), min_size=raters, max_size=raters), min_size=1, max_size=12
    )
)


def measured(units: list[Unit], bootstrap: int = 0, articles: int = 1) -> FieldAgreement:
    rows = [
        [{n: one for n, one in enumerate(unit) if one is not None} for unit in units[first::articles]]
        for first in range(articles)
    ]
    return OpenTable(listed(rows, len(units[0]))).figures(bootstrap=bootstrap, seed=0)


def declared(units: list[Unit]) -> FieldAgreement:
    rows = [
        (f"{place}", f"rater {rater}", value)
        for place, unit in enumerate(units)
        for rater, value in enumerate(unit)
        if value is not None
    ]
    return ratings_agreement(rows, values=NAMES, bootstrap=0)[1]


@settings(deadline=None)
@given(names_of_units)
@example([[None, "Aune", "Aune", "Aune"]])  # thirds that add up to a little less than 1
def test_figures_are_those_of_declared_values(units: list[Unit]) -> None:
    found, known = measured(units), declared(units)
    for name in ("krippendorff_alpha", "fleiss_kappa"):
        assert getattr(found, name).value == pytest.approx(getattr(known, name).value, abs=1e-12)
    for name in ("percent_agreement", "percent_agreement_items"):
        assert getattr(found, name) == pytest.approx(getattr(known, name), abs=1e-12)
    for name in ("units", "pairable_units", "ratings", "disagreeing_units"):
        assert getattr(found, name) == getattr(known, name)
    expected = {(pair.a, pair.b): pair for pair in known.cohen_kappa}
    for pair in found.cohen_kappa:
        other = expected.get((pair.a, pair.b))
        if other is None:  # one of the two has rated nothing at all
            assert pair.units == 0
            continue
        assert pair.units == other.units
        for name in ("value", "percent_agreement", "scott_pi", "krippendorff_alpha"):
            assert getattr(pair, name) == pytest.approx(getattr(other, name), abs=1e-12)
    assert {(one.a, one.b, one.count) for one in found.confusion} == {
        (one.a, one.b, one.count) for one in known.confusion
    }


@settings(deadline=None)
@given(names_of_units, st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_raters_and_units(units: list[Unit], random: Random) -> None:
    order = random.sample(range(len(units[0])), len(units[0]))
    shuffled = [[unit[rater] for rater in order] for unit in random.sample(units, len(units))]
    before, after = measured(units), measured(shuffled)
    assert after.krippendorff_alpha.value == pytest.approx(before.krippendorff_alpha.value, abs=1e-12)
    assert after.fleiss_kappa.value == pytest.approx(before.fleiss_kappa.value, abs=1e-12)
    assert after.confusion == before.confusion


def test_what_counts_the_values_is_undefined_and_says_so() -> None:
    units: list[Unit] = [["Aune", "Aune"], ["Brask", "Aune"], ["Brask", "Brask"]]
    figures = measured(units)
    for estimate in (figures.gwet_ac1, figures.brennan_prediger, figures.conger_kappa):
        assert estimate.value is None
        assert estimate.undefined == "an open list of values"
    assert figures.per_label == {}
    assert measured([["Aune", None]]).gwet_ac1.undefined == "no unit is rated by two annotators"


def test_thousands_of_values_with_an_interval() -> None:
    random = Random(5)
    units: list[Unit] = []
    for _ in range(3000):
        name = f"Name {random.randrange(5000)}"
        units.append([name, name if random.random() < 0.8 else f"Name {random.randrange(5000)}"])
    figures = measured(units, bootstrap=50, articles=60)
    alpha = figures.krippendorff_alpha
    assert alpha.value is not None and alpha.low is not None and alpha.high is not None
    assert alpha.low < alpha.value < alpha.high
    assert alpha.value == pytest.approx(0.8, abs=0.03)
    assert figures.articles == 60
    assert len(figures.confusion) == 20


def test_the_field_asks_for_all_records_of_an_annotator_at_once() -> None:
    def first_words(given: Article, records: Mapping[str, Annotation]) -> dict[str, str]:
        return {
            unit: given.unit_text(given.unit(unit)).split()[0] for unit, one in records.items() if one.flag
        }

    of = article(["Aune says so.", "Brask denies it.", "Celle is silent."])
    first, second, third = of.units
    labels = {
        "ana": {unit.id: record(of, unit.id, "ana", "red", flag=True) for unit in of.units},
        "ben": {
            first.id: record(of, first.id, "ben", "red", flag=True),
            second.id: record(of, second.id, "ben", "red", flag=True),
            third.id: record(of, third.id, "ben", "red"),
        },
    }
    field = OpenField("who", first_words)
    table = field.table(("ana", "ben"))
    table.add(field.reduce(rows_of(LabelledArticle(article=of, labels=labels), ("ana", "ben"))))
    figures = table.figures(bootstrap=0, seed=0)
    assert (figures.units, figures.pairable_units) == (3, 2)
    assert figures.krippendorff_alpha.value == 1
