"""Agreement on sets, checked against its definition over all pairs of ratings."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.compare import ratings_agreement
from annotator.compare.fields import rows_of
from annotator.compare.result import SetAgreement
from annotator.compare.rows import set_agreement
from annotator.compare.sets import SetField, SetTable
from annotator.errors import AnnotatorError
from schemas import BiasKind, BiasMark, LabelledArticle, Span
from tests.unit.labelled import article, record
from tests.unit.spantables import listed

MEMBERS = "abc"
Sets = list[frozenset[str] | None]

sets_of_units = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.none() | st.frozensets(st.sampled_from(MEMBERS)), min_size=raters, max_size=raters),
        min_size=1,
        max_size=12,
    )
)


def measured(units: list[Sets], values: str = MEMBERS, bootstrap: int = 0) -> SetAgreement:
    masks = [
        {
            rater: sum(1 << values.index(one) for one in given)
            for rater, given in enumerate(unit)
            if given is not None
        }
        for unit in units
    ]
    table = SetTable(tuple(values), listed([masks], len(units[0])))
    return table.figures(bootstrap=bootstrap, seed=0)


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    if a == b:
        return 0.0
    return 1 - len(a & b) / len(a | b) * (2 / 3 if a < b or b < a else 1 / 3)


def alpha_by_definition(units: list[Sets]) -> float | None:
    kept = [[given for given in unit if given is not None] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    pooled = [given for unit in kept for given in unit]
    expected = sum(masi(a, b) for a, b in permutations(pooled, 2))
    if expected == 0:
        return None
    observed = sum(sum(masi(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in kept)
    return 1 - (observed / len(pooled)) / (expected / (len(pooled) * (len(pooled) - 1)))


@settings(deadline=None)
@given(sets_of_units)
def test_alpha_equals_its_definition_over_pairs(units: list[Sets]) -> None:
    assert measured(units).krippendorff_alpha.value == pytest.approx(alpha_by_definition(units), abs=1e-12)


@settings(deadline=None)
@given(sets_of_units)
def test_a_member_is_a_nominal_field_of_its_own(units: list[Sets]) -> None:
    figures = measured(units)
    for member in MEMBERS:
        rows = [
            (f"{place}", f"{rater}", "there" if member in given else "-")
            for place, unit in enumerate(units)
            for rater, given in enumerate(unit)
            if given is not None
        ]
        nominal = ratings_agreement(rows, values=("-", "there"), bootstrap=0)[1].per_label["there"]
        found = figures.per_label[member]
        assert found.alpha == pytest.approx(nominal.alpha, abs=1e-12)
        assert found.prevalence == pytest.approx(nominal.prevalence, abs=1e-12)
        assert found.positive_agreement == pytest.approx(nominal.positive_agreement, abs=1e-12)


@settings(deadline=None)
@given(sets_of_units)
def test_sets_of_one_member_agree_as_nominal_values_do(units: list[Sets]) -> None:
    singles: list[Sets] = [
        [None if given is None else frozenset([min(given, default="a")]) for given in unit] for unit in units
    ]
    rows = [
        (f"{place}", f"{rater}", min(given))
        for place, unit in enumerate(singles)
        for rater, given in enumerate(unit)
        if given is not None
    ]
    nominal = ratings_agreement(rows, values=tuple(MEMBERS), bootstrap=0)[1]
    figures = measured(singles)
    assert figures.krippendorff_alpha.value == pytest.approx(nominal.krippendorff_alpha.value, abs=1e-12)
    assert figures.jaccard_alpha.value == pytest.approx(nominal.krippendorff_alpha.value, abs=1e-12)
    assert figures.percent_agreement == pytest.approx(nominal.percent_agreement, abs=1e-12)
    assert figures.disagreeing_units == nominal.disagreeing_units


@settings(deadline=None)
@given(sets_of_units, st.permutations(MEMBERS), st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_units_raters_or_members(
    units: list[Sets], members: list[str], random: Random
) -> None:
    order = random.sample(range(len(units[0])), len(units[0]))
    shuffled = [[unit[rater] for rater in order] for unit in reversed(units)]
    before, after = measured(units), measured(shuffled, "".join(members))
    assert after.krippendorff_alpha.value == pytest.approx(before.krippendorff_alpha.value, abs=1e-12)
    assert after.jaccard_alpha.value == pytest.approx(before.jaccard_alpha.value, abs=1e-12)
    assert after.mean_jaccard == pytest.approx(before.mean_jaccard, abs=1e-12)


def test_many_members_and_many_different_sets() -> None:
    rows = []
    members = [f"m{number}" for number in range(70)]
    for unit in range(600):
        given = {members[(unit * step) % 70] for step in (1, 2, 3, 5)}
        rows.append((f"{unit}", "ana", "|".join(given)))
        rows.append((f"{unit}", "ben", "|".join(sorted(given)[: 3 + unit % 2])))
    figures = set_agreement(rows, bootstrap=20)[1]
    alpha = figures.krippendorff_alpha
    assert alpha.value is not None and alpha.low is not None and alpha.high is not None
    assert 0.6 < alpha.low < alpha.value < alpha.high < 0.9
    assert len(figures.per_label) == 70


def test_all_sets_the_same_is_no_agreement_beyond_chance_but_full_agreement() -> None:
    figures = measured([[frozenset("a"), frozenset("a")]] * 3, bootstrap=10)
    assert figures.krippendorff_alpha.value is None
    assert figures.krippendorff_alpha.undefined == "all sets are the same"
    assert figures.percent_agreement == figures.mean_jaccard == 1
    assert figures.per_label["b"].undefined == "the value is not used"


def test_what_cannot_be_compared_says_why() -> None:
    alone = measured([[frozenset("a"), None], [None, frozenset("b")]])
    assert alone.krippendorff_alpha.undefined == "no unit is rated by two annotators"
    assert (alone.units, alone.pairable_units, alone.ratings) == (2, 0, 2)
    assert alone.percent_agreement is None
    with pytest.raises(AnnotatorError, match="'x' is not declared"):
        set_agreement([("1", "ana", "a|x")], values=("a", "b"))
    with pytest.raises(AnnotatorError, match="two ratings by 'ana'"):
        set_agreement([("1", "ana", "a"), ("1", "ana", "b")])
    with pytest.raises(AnnotatorError, match="-1 resamples"):
        set_agreement([("1", "ana", "a")], bootstrap=-1)
    with pytest.raises(AnnotatorError, match="100,000,000 resamples are too many: at most 1,000,000"):
        set_agreement([("1", "ana", "a"), ("1", "ben", "b")], bootstrap=100_000_000)
    every = [("1", f"annotator {number}", f"{number}") for number in range(100)]
    with pytest.raises(AnnotatorError, match="100 different sets are too many with 1,000,000 resamples: at"):
        set_agreement(every, bootstrap=1_000_000)


def test_seen_without_a_mark_is_a_rating_and_not_seen_is_none() -> None:
    field = SetField("bias", tuple(BiasKind), lambda record: [mark.kind for mark in record.bias])
    of = article(["A loaded sentence.", "A plain sentence.", "Seen by one."])
    first, second, third = of.units
    mark = BiasMark(kind=BiasKind.LOADED, span=Span(start=first.start, end=first.start + 3))
    both = {
        "ana": {
            first.id: record(of, first.id, "ana", "red", bias=(mark, mark)),
            second.id: record(of, second.id, "ana", "red"),
            third.id: record(of, third.id, "ana", "red"),
        },
        "ben": {
            first.id: record(of, first.id, "ben", "red", bias=(mark,)),
            second.id: record(of, second.id, "ben", "red"),
        },
    }
    table = field.table(("ana", "ben"))
    table.add(field.reduce(rows_of(LabelledArticle(article=of, labels=both), ("ana", "ben"))))
    figures = table.figures(bootstrap=0, seed=0)
    assert (figures.units, figures.pairable_units, figures.ratings) == (3, 2, 5)
    assert figures.krippendorff_alpha.value == 1
    assert figures.per_label["loaded"].prevalence == pytest.approx(2 / 5)
