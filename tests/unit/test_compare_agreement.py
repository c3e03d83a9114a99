"""Agreement of labelled articles: what is reported, and what is said when nothing can be."""

import json
import subprocess
import sys

import pytest

from annotator.compare import (
    Comparison,
    Disagreement,
    FieldAgreement,
    RatedField,
    agreement,
    disagreements,
    label_field,
    ratings_agreement,
    worst_first,
)
from annotator.compare.fields import Given
from annotator.errors import AnnotatorError
from schemas import LabelledArticle
from tests.unit.labelled import CODEBOOK, article, labelled, record

PAIR = ("Ann", "Bob")


def compared(*articles: LabelledArticle, names: tuple[str, ...] = PAIR, bootstrap: int = 200) -> Comparison:
    return agreement(iter(articles), names, CODEBOOK, bootstrap=bootstrap)


def many(number: int) -> list[LabelledArticle]:
    """Articles on which two annotators mostly agree, each in its own way."""
    patterns = [
        (["red", "green", "blue"], ["red", "green", "green"]),
        (["red", "red", "blue"], ["red", "blue", "blue"]),
        (["green", "green"], ["green", "green"]),
    ]
    return [labelled(dict(zip(PAIR, patterns[n % 3], strict=True)), f"Part {n}") for n in range(number)]


def test_a_record_without_label_and_a_unit_without_record_are_missing() -> None:
    of = article(["One.", "Two.", "Three."])
    both = LabelledArticle(
        article=of,
        labels={
            "Ann": {unit: record(of, unit, "Ann", "red") for unit in ("u001", "u002")},
            "Bob": {
                "u001": record(of, "u001", "Bob", "green"),
                "u002": record(of, "u002", "Bob", None, flag=True),
            },
        },
    )
    found = compared(both).label
    assert (found.units, found.pairable_units, found.ratings, found.articles) == (2, 1, 3, 1)
    assert found.percent_agreement == 0
    assert [confused.model_dump() for confused in found.confusion] == [{"a": "red", "b": "green", "count": 1}]


def test_json_has_the_documented_shape_and_no_nan() -> None:
    plain = json.loads(json.dumps(compared(*many(6)).to_json(), allow_nan=False))
    label = plain["fields"]["label"]
    assert plain["annotators"] == ["Ann", "Bob"]
    assert {"level", "units", "pairable_units", "ratings", "percent_agreement"} <= label.keys()
    for name in ("krippendorff_alpha", "fleiss_kappa", "gwet_ac1"):
        assert {"value", "low", "high", "undefined"} <= label[name].keys()
    assert {"a", "b", "value", "units", "undefined"} <= label["cohen_kappa"][0].keys()
    assert list(label["per_label"]) == ["red", "green", "blue"]
    assert {"alpha", "prevalence", "undefined"} <= label["per_label"]["red"].keys()


def test_intervals_hold_the_value_and_repeat_with_the_seed() -> None:
    articles = many(40)
    first, again = compared(*articles), compared(*articles)
    other = agreement(articles, PAIR, CODEBOOK, bootstrap=200, seed=1)
    alpha = first.label.krippendorff_alpha
    assert alpha.low is not None
    assert alpha.value is not None
    assert alpha.high is not None
    assert alpha.low < alpha.value < alpha.high
    assert first == again
    assert other.label.krippendorff_alpha != alpha
    assert first.label.warnings == ()


def test_intervals_resample_articles_not_units() -> None:
    """One article repeated has no spread between articles, however its units disagree."""
    same = many(1)[0]
    alpha = compared(*[same] * 8).label.krippendorff_alpha
    assert alpha.low is not None
    # A sample of equal articles differs only by the (n - 1) / n of the small-sample correction.
    assert alpha.low == pytest.approx(alpha.high)


def test_few_articles_are_warned_about_and_very_few_have_no_interval() -> None:
    some = compared(*many(6)).label
    few = compared(*many(4)).label
    assert "6 articles" in some.warnings[0]
    assert some.krippendorff_alpha.low is not None
    assert "4 articles" in few.warnings[0]
    assert few.krippendorff_alpha.value is not None
    assert few.krippendorff_alpha.low is None
    assert few.krippendorff_alpha.no_interval == "4 articles, an interval needs at least 5"


def test_one_article_is_called_an_article() -> None:
    label = compared(*many(1)).label
    assert label.warnings == ("1 article rated by two: no intervals below 5",)
    assert label.krippendorff_alpha.no_interval == "1 article, an interval needs at least 5"


def test_articles_of_one_annotator_do_not_count_towards_an_interval() -> None:
    alone = [labelled({"Ann": ["red", "blue"]}, f"Alone {n}") for n in range(20)]
    found = compared(*many(4), *alone).label
    assert found.articles == 4
    assert found.krippendorff_alpha.low is None


@pytest.mark.parametrize(
    ("labels", "names", "reason"),
    [
        ({"Ann": ["red", "blue"]}, ("Ann",), "only one annotator"),
        ({}, (), "no annotators"),
        ({"Ann": ["red", "blue"]}, PAIR, "no unit is rated by two annotators"),
        ({"Ann": ["red", "red"], "Bob": ["red", "red"]}, PAIR, "only one value is used"),
    ],
)
def test_what_cannot_be_computed_is_null_with_its_reason(
    labels: dict[str, list[str | None]], names: tuple[str, ...], reason: str
) -> None:
    found = compared(labelled(labels), names=names).label
    for estimate in (found.krippendorff_alpha, found.fleiss_kappa):
        assert (estimate.value, estimate.low, estimate.undefined) == (None, None, reason)


def test_no_articles_at_all() -> None:
    found = compared().label
    assert (found.units, found.percent_agreement) == (0, None)
    assert found.cohen_kappa[0].undefined == "no unit is rated by both"
    assert found.per_label["red"].prevalence is None


def test_percent_agreement_stands_where_only_one_value_is_used() -> None:
    found = compared(labelled({"Ann": ["red", "red"], "Bob": ["red", "red"]})).label
    assert found.percent_agreement == 1
    assert found.per_label["red"].undefined == "only one value is used"
    assert found.per_label["blue"].undefined == "the value is not used"
    assert found.per_label["red"].prevalence == 1


def test_three_annotators_give_three_pairs() -> None:
    found = compared(
        labelled({"Ann": ["red", "blue"], "Bob": ["red", "red"], "Cem": ["blue"]}), names=(*PAIR, "Cem")
    ).label
    assert [(pair.a, pair.b, pair.units) for pair in found.cohen_kappa] == [
        ("Ann", "Bob", 2),
        ("Ann", "Cem", 1),
        ("Bob", "Cem", 1),
    ]
    assert [(confused.a, confused.b, confused.count) for confused in found.confusion] == [("red", "blue", 3)]


def test_a_further_field_is_data() -> None:
    """An ordinal field that applies to red units only: others are missing, also where they have a value."""
    worth = RatedField(
        "check_worthiness",
        "ordinal",
        ("0", "1", "2"),
        lambda annotation: str(1 if annotation.check_worthiness is None else annotation.check_worthiness),
        "both say red",
        Given(frozenset({"red"})),
    )
    of = article(["One.", "Two.", "Three.", "Four."])
    given: dict[str, list[int | None]] = {"Ann": [0, 1, 2, None], "Bob": [0, 2, 2, 1]}
    labels = {
        name: {
            unit.id: record(
                of,
                unit.id,
                name,
                "blue" if (name, unit.id) == ("Bob", "u003") else "red",
                check_worthiness=value,
            )
            for unit, value in zip(of.units, values, strict=True)
        }
        for name, values in given.items()
    }
    found = agreement(
        [LabelledArticle(article=of, labels=labels)],
        PAIR,
        CODEBOOK,
        fields=(label_field(CODEBOOK), worth),
        bootstrap=0,
    )
    assert list(found.fields) == ["label", "check_worthiness"]
    field = found.fields["check_worthiness"]
    assert (field.level, field.units, field.pairable_units) == ("ordinal", 4, 3)
    expected = ratings_agreement(
        [(str(u), n, v) for n, row in (("a", "011"), ("b", "021")) for u, v in enumerate(row)],
        level="ordinal",
        values=("0", "1", "2"),
        bootstrap=0,
    )[1]
    assert field.krippendorff_alpha == expected.krippendorff_alpha
    assert field.condition == "both say red"


def test_an_undeclared_label_is_refused_with_its_place() -> None:
    odd = labelled({"Ann": ["red"], "Bob": ["purple"]})
    with pytest.raises(AnnotatorError, match=rf"{odd.article.id} u001: Bob has label 'purple'"):
        compared(odd)


def test_an_annotator_named_twice_is_refused() -> None:
    with pytest.raises(AnnotatorError, match="'Ann' is named twice"):
        compared(names=("Ann", "Ann"))


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        ([("1", "a", "x"), ("1", "a", "y")], {}, "two ratings by 'a'"),
        ([("1", "a", "x")], {"values": ("y",)}, "'x' is not declared"),
        ([("1", "a", "x")], {"level": "interval"}, "needs numbers"),
        ([("1", "a", "-1")], {"level": "ratio"}, "none below 0"),
        ([("1", "a", "x")], {"bootstrap": -1}, "-1 resamples"),
    ],
)
def test_bad_ratings_are_refused(
    rows: list[tuple[str, str, str]], options: dict[str, object], message: str
) -> None:
    with pytest.raises(AnnotatorError, match=message):
        ratings_agreement(rows, **options)  # type: ignore[arg-type]


def test_too_many_values_are_refused_before_memory_runs_out() -> None:
    rows = [(str(unit), rater, str(unit * 2 + (rater == "b"))) for unit in range(1600) for rater in "ab"]
    with pytest.raises(AnnotatorError, match="3,200 different values are too many for level ratio"):
        ratings_agreement(rows, level="ratio")
    crowd = [(str(unit), f"worker {n}", str(unit)) for unit in range(30) for n in range(600)]
    with pytest.raises(AnnotatorError, match="30 different values by 600 annotators are too many"):
        ratings_agreement(crowd, bootstrap=1000)


def test_of_very_many_annotators_pairs_are_left_out() -> None:
    crowd = [(str(unit), f"worker {n}", "ab"[unit % 2]) for unit in range(10) for n in range(300)]
    found = ratings_agreement(crowd, bootstrap=1000)[1]
    assert found.krippendorff_alpha.value == 1
    assert (found.cohen_kappa, found.warnings[-1]) == (
        (),
        "annotators two by two are left out: there are too many",
    )


def test_more_values_than_codes_are_refused() -> None:
    rows = ((str(n), name, str(2 * n + code)) for n in range(20_000) for code, name in enumerate(PAIR))
    with pytest.raises(AnnotatorError, match="40,000 different values are too many; group the values"):
        ratings_agreement(rows, bootstrap=0)


def test_too_many_resamples_are_refused_with_the_most_that_is_possible() -> None:
    rows = [("1", "Ann", "a"), ("1", "Bob", "b"), ("2", "Ann", "a"), ("2", "Bob", "a")]
    with pytest.raises(AnnotatorError, match="100,000,000,000 resamples are too many: at most 1,000,000"):
        ratings_agreement(rows, bootstrap=100_000_000_000)


@pytest.mark.parametrize("values", [None, (), ("a", "b")])
@pytest.mark.parametrize("bootstrap", [0, 20])
def test_no_ratings_give_undefined_figures(values: tuple[str, ...] | None, bootstrap: int) -> None:
    names, found = ratings_agreement((), values=values, bootstrap=bootstrap)
    assert (names, found.units, found.ratings, found.cohen_kappa) == ((), 0, 0, ())
    for estimate in (found.krippendorff_alpha, found.fleiss_kappa, found.gwet_ac1, found.brennan_prediger):
        assert (estimate.value, estimate.undefined) == (None, "no annotators")


def test_a_field_without_values_gives_undefined_figures() -> None:
    empty = RatedField("empty", "nominal", (), lambda record: None)
    found = agreement(many(6), PAIR, CODEBOOK, fields=(empty,), bootstrap=20).fields["empty"]
    assert isinstance(found, FieldAgreement)
    assert found.cohen_kappa[0].undefined == "no unit is rated by both"
    assert found.brennan_prediger.undefined == "no unit is rated by two annotators"


def test_disagreements_are_found_in_order_and_sorted_worst_first() -> None:
    names = (*PAIR, "Cem")
    mixed = labelled(
        {
            "Ann": ["red", "red", "red", "red"],
            "Bob": ["red", "blue", "blue", "red"],
            "Cem": ["red", None, "green", "blue"],
        }
    )
    assert compared(mixed, names=names).label.disagreeing_units == 3
    found = list(disagreements(iter([mixed]), names, CODEBOOK))
    assert [one.unit for one in found] == ["u002", "u003", "u004"]
    assert found[0].labels == {"Ann": "red", "Bob": "blue"}
    assert found[0].text == "Paint sentence 2."
    assert [one.unit for one in worst_first(found)] == ["u003", "u002", "u004"]
    assert [one.size for one in worst_first(found)] == pytest.approx([3, 2, 2])


def test_disagreements_look_only_at_the_annotators_named() -> None:
    mixed = labelled({"Ann": ["red"], "Bob": ["red"], "Cem": ["blue"]})
    assert list(disagreements([mixed], PAIR, CODEBOOK)) == []
    assert isinstance(next(disagreements([mixed], ("Bob", "Cem"), CODEBOOK)), Disagreement)


def test_importing_the_package_does_not_import_numpy() -> None:
    code = "import sys, annotator.compare; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
