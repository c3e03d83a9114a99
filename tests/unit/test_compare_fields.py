"""Every field under its condition, on small projects on the disk, with figures worked out by hand."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.codebook import load_codebook
from annotator.compare import FieldAgreement, Reducer, agreement
from annotator.compare.fieldlist import fields_of
from annotator.compare.fields import rows_of
from annotator.compare.result import AnyAgreement, SetAgreement, SpanAgreement
from annotator.errors import AnnotatorError
from annotator.identity import identities
from annotator.project import Project
from schemas import (
    Annotation,
    Article,
    Attribution,
    BiasKind,
    BiasMark,
    Codebook,
    Directness,
    Hedge,
    LabelledArticle,
    SourceType,
    Span,
    Voice,
)
from tests.unit.labelled import CODEBOOK, article, record

SHIPPED = load_codebook()
NOBODY = identities(())
PAIR = ("Ana", "Ben")
SENTENCES = [
    "Ada Brook said the dam would hold.",
    "The mayor said it would cost four million.",
    "The council met on Tuesday.",
    "The boldest plan in years.",
    "Nobody knows who paid.",
    "Boats were seen, Ada Brook said.",
]
Fields = Mapping[str, Any]


@pytest.fixture
def of() -> Article:
    return article(SENTENCES, "Dam")


@pytest.fixture
def project(tmp_path: Path, of: Article) -> Project:
    project = Project.create(tmp_path / "project")
    project.add(of)
    return project


@pytest.fixture
def say(project: Project, of: Article) -> Callable[..., None]:
    """Save what an annotator says of the sentences, in their order: a label, or fields; None: not seen."""

    def save(name: str, *said: str | Fields | None) -> None:
        for unit, one in zip(of.units, said, strict=False):
            if one is not None:
                fields = {"label": one} if isinstance(one, str) else dict(one)
                label = fields.pop("label", "sourced")
                project.save(of, record(of, unit.id, name, label, codebook=project.codebook.ref, **fields))

    return save


def by(source_type: str | None = None, **fields: Any) -> Fields:
    """Sourced, with one attribution."""
    return {"attributions": (Attribution(source_type=source_type and SourceType(source_type), **fields),)}


def words(of: Article, text: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = of.text.index(text, start + 1)
    return Span(start=start, end=start + len(text))


def rated(found: AnyAgreement) -> FieldAgreement:
    assert isinstance(found, FieldAgreement)
    return found


def fields(project: Project, *names: str) -> Mapping[str, AnyAgreement]:
    return project.compare(bootstrap=0, fields=names).fields


def test_the_report_has_the_fields_of_the_shipped_codebook_in_this_order(project: Project) -> None:
    assert [field.name for field in project.fields()] == [
        *("label", "source", "source_type", "chain_length", "directness", "source_view", "same_source"),
        *("source_spans", "cue_spans", "content_spans", "hedge", "check_worthiness", "credibility"),
        *("credibility_judged", "bias", "bias_author", "bias_source", "bias_spans", "loaded_spans"),
        *("epistemological_spans", "informational_spans", "propaganda_spans", "mixed", "gap"),
    ]
    assert list(project.compare(bootstrap=0).fields) == [field.name for field in project.fields()]
    assert {field.condition for field in project.fields()} == {
        "",
        "both say sourced",
        "both say sourced or unverified",
        "both say not a claim",
    }


def test_the_source_is_compared_where_both_say_sourced(project: Project, say: Callable[..., None]) -> None:
    person, group = by("named_person"), by("unnamed_group")
    say("Ana", person, person, person, person, "opinion", by())
    say("Ben", person, group, "unverified", {}, person, person)
    found = rated(fields(project, "source_type")["source_type"])
    # Both sourced with a type: the first two. Not: one unverified, one without attribution, one without type.
    assert (found.pairable_units, found.percent_agreement, found.disagreeing_units) == (2, 0.5, 1)
    assert (found.level, found.condition) == ("nominal", "both say sourced")
    assert list(found.per_label) == [kind.value for kind in SourceType]
    assert [confused.count for confused in found.confusion] == [1]


def test_long_chains_are_one_value(project: Project, say: Callable[..., None]) -> None:
    say("Ana", *(by(chain_length=length) for length in (1, 2, 5, 6)))
    say("Ben", *(by(chain_length=length) for length in (1, 3, 9, 20)))
    found = rated(fields(project, "chain_length")["chain_length"])
    assert (found.level, found.percent_agreement, found.within_one) == ("ordinal", 0.75, 1)
    assert list(found.per_label) == ["1", "2", "3", "4", "5 or more"]


def test_directness_view_and_carried_over_sources(project: Project, say: Callable[..., None]) -> None:
    say("Ana", by(directness=Directness.DIRECT), by(source_view=True), {"same_source": True})
    say("Ben", by(directness=Directness.DIRECT), by(), {"same_source": True})
    found = fields(project, "directness", "source_view", "same_source")
    assert rated(found["directness"]).percent_agreement == 1
    assert rated(found["source_view"]).percent_agreement == 0.5
    # The third has no attribution: nothing is said of its directness, but that it is carried over.
    assert [found[name].pairable_units for name in found] == [2, 2, 3]
    assert rated(found["same_source"]).per_label["yes"].alpha == 1


def test_sources_are_the_same_by_register_or_by_words(
    project: Project, of: Article, say: Callable[..., None]
) -> None:
    ada = project.sources.add("Ada Brook", "Ana", aliases=["the mayor"])
    say("Ana", by(source_id=ada.id), by(source_id=ada.id), None, None, None, by(source=words(of, "Boats")))
    say(
        "Ben",
        by(source=words(of, "Ada Brook")),
        by(source=words(of, "The mayor")),
        *(None, None, None),
        by(source=words(of, "Ada Brook", 1)),
    )
    found = rated(fields(project, "source")["source"])
    assert (found.pairable_units, found.disagreeing_units) == (3, 1)
    assert found.gwet_ac1.undefined == "an open list of values"
    assert {found.confusion[0].a, found.confusion[0].b} == {"Ada Brook", "boats"}


def test_a_hedge_that_is_not_said_is_certain(project: Project, say: Callable[..., None]) -> None:
    say("Ana", {"hedge": Hedge.CERTAIN}, {"hedge": Hedge.HEDGED}, "unverified", "opinion")
    say("Ben", {}, {}, {"label": "unverified", "hedge": Hedge.DENIED}, "unverified")
    found = rated(fields(project, "hedge")["hedge"])
    assert found.condition == "both say sourced or unverified"
    assert (found.pairable_units, found.ratings) == (3, 7)
    assert found.percent_agreement == pytest.approx(1 / 3)


def test_check_worthiness_is_ordinary_unless_said(project: Project, say: Callable[..., None]) -> None:
    say("Ana", {"check_worthiness": 2}, {"check_worthiness": 0}, {})
    say("Ben", {}, {"check_worthiness": 2}, {"check_worthiness": 1})
    found = rated(fields(project, "check_worthiness")["check_worthiness"])
    assert list(found.per_label) == ["0", "1", "2"]
    assert found.mean_difference == 1
    assert found.within_one == pytest.approx(2 / 3)


def test_credibility_that_is_blank_is_missing_and_what_cannot_be_judged_has_no_place_on_the_scale(
    project: Project, say: Callable[..., None]
) -> None:
    say("Ana", *({"credibility": one} for one in (1, 5, 6, 6)), {})
    say("Ben", *({"credibility": one} for one in (2, 5, 6, 5)), {"credibility": 3})
    found = fields(project, "credibility", "credibility_judged")
    assert [found[name].pairable_units for name in found] == [4, 2]
    assert rated(found["credibility"]).percent_agreement == 0.5
    assert list(rated(found["credibility_judged"]).per_label) == ["1", "2", "3", "4", "5"]


def test_nothing_marked_is_a_rating_and_not_seen_is_none(
    project: Project, of: Article, say: Callable[..., None]
) -> None:
    loaded = BiasMark(kind=BiasKind.LOADED, span=words(of, "boldest"))
    says = BiasMark(kind=BiasKind.EPISTEMOLOGICAL, span=words(of, "said"), voice=Voice.SOURCE)
    say("Ana", {"bias": (says,)}, "sourced", "unverified", {"label": "opinion", "bias": (loaded,)})
    say("Ben", "sourced", "sourced", "unverified", {"label": "opinion", "bias": (loaded,)}, "opinion")
    found = project.compare(bootstrap=0).fields
    sets = {name: found[name] for name in ("bias", "bias_author", "bias_source")}
    assert all(isinstance(one, SetAgreement) for one in sets.values())
    assert [one.pairable_units for one in sets.values()] == [4, 4, 4]
    assert [one.percent_agreement for one in sets.values() if isinstance(one, SetAgreement)] == [
        0.75,
        1,
        0.75,
    ]
    marks = found["bias_spans"]
    assert isinstance(marks, SpanAgreement)
    assert (marks.pairable_units, dict(marks.spans)) == (4, {"Ana": 2, "Ben": 1})
    assert marks.exact_f1.value == pytest.approx(2 / 3)
    assert found["loaded_spans"].krippendorff_alpha.value == 1
    assert found["epistemological_spans"].disagreeing_units == 1


def test_spans_of_sources_count_where_both_say_sourced(
    project: Project, of: Article, say: Callable[..., None]
) -> None:
    ada, mayor = words(of, "Ada Brook"), words(of, "The mayor")
    say("Ana", by(source=ada), by(source=mayor), "sourced")
    say("Ben", by(source=ada), "unverified", "sourced")
    found = fields(project, "source_spans")["source_spans"]
    assert isinstance(found, SpanAgreement)
    assert (found.pairable_units, found.exact_f1.value) == (2, 1)
    assert found.condition == "both say sourced"


def test_gaps_are_compared_where_both_say_that_nothing_is_claimed(
    project: Project, say: Callable[..., None]
) -> None:
    gap = {"label": "not_a_claim", "gap": True}
    say("Ana", gap, gap, "not_a_claim", "opinion")
    say("Ben", gap, "not_a_claim", "not_a_claim", gap)
    found = rated(fields(project, "gap")["gap"])
    assert found.pairable_units == 3
    assert found.percent_agreement == pytest.approx(2 / 3)


def test_a_sentence_that_is_only_flagged_is_still_to_be_labelled(
    project: Project, of: Article, say: Callable[..., None]
) -> None:
    say("Ana", {"label": "sourced", "mixed": True}, {"label": None, "flag": True})
    say("Ben", {"label": "sourced", "mixed": True}, "sourced")
    found = fields(project, "mixed", "bias", "bias_spans")
    assert {name: one.pairable_units for name, one in found.items()} == dict.fromkeys(found, 1)
    assert list(found) == ["bias", "bias_spans", "mixed"]


def test_a_field_alone_is_what_it_is_among_all(project: Project, say: Callable[..., None]) -> None:
    say("Ana", {"hedge": Hedge.HEDGED}, "sourced", "unverified")
    say("Ben", {"hedge": Hedge.HEDGED}, {"hedge": Hedge.DENIED}, "sourced")
    everything = project.compare(bootstrap=20)
    alone = project.compare(bootstrap=20, fields=("hedge",))
    assert dict(alone.fields) == {"hedge": everything.fields["hedge"]}
    with pytest.raises(AnnotatorError, match="no field 'hedges'; this codebook has: label, source, "):
        project.compare(fields=("hedges",))


def test_a_codebook_without_attributes_compares_the_label_and_what_any_label_has() -> None:
    assert [field.name for field in fields_of(CODEBOOK, NOBODY)] == ["label", "mixed"]


def test_conditions_are_those_of_the_codebook() -> None:
    own = Codebook.model_validate(
        CODEBOOK.model_dump()
        | {
            "attributes": [
                {"field": "attributions", "title": "who", "labels": ["red", "blue"]},
                {"field": "hedge", "title": "hedge"},
                {"field": "gap", "title": "gap", "labels": ["red", "green", "blue"]},
            ]
        }
    )
    conditions = {field.name: field.condition for field in fields_of(own, NOBODY)}
    assert conditions["source_type"] == "both say Red or Blue"
    assert conditions["hedge"] == ""
    assert conditions["gap"] == "both say Red or Green or Blue"
    assert {"bias", "same_source", "credibility"}.isdisjoint(conditions)


LABELS = st.sampled_from([*SHIPPED.label_names, None])
OF = article(SENTENCES[:4], "Dam")


@st.composite
def records(draw: st.DrawFn, annotator: str) -> dict[str, Annotation]:
    """What one annotator says of four sentences; any of them may be not seen."""
    found = {}
    for unit in OF.units:
        if not draw(st.booleans()):
            continue
        label = draw(LABELS)
        span = Span(start=unit.start, end=draw(st.integers(unit.start + 1, unit.end)))
        said: dict[str, Any] = {}
        if label == "sourced" and draw(st.booleans()):
            kind = draw(st.sampled_from(SourceType))
            said["attributions"] = (
                Attribution(source=span, source_type=kind, chain_length=draw(st.integers(1, 9))),
            )
        if label in ("sourced", "unverified"):
            said["hedge"] = draw(st.sampled_from([*Hedge, None]))
            said["credibility"] = draw(st.sampled_from([1, 5, 6, None]))
        if draw(st.booleans()):
            said["bias"] = (BiasMark(kind=draw(st.sampled_from(BiasKind)), span=span),)
        said = {name: value for name, value in said.items() if value is not None}
        found[unit.id] = record(OF, unit.id, annotator, label, **said)
    return found


def compared(said: Sequence[Mapping[str, Annotation]]) -> Mapping[str, AnyAgreement]:
    labelled = LabelledArticle(article=OF, labels=dict(zip(PAIR, said, strict=True)))
    return agreement([labelled], PAIR, SHIPPED, fields=fields_of(SHIPPED, NOBODY), bootstrap=0).fields


@settings(max_examples=30)
@given(records("Ana"))
def test_who_says_the_same_of_everything_agrees_completely_on_every_field(
    said: Mapping[str, Annotation],
) -> None:
    for name, figures in compared([said, said]).items():
        assert figures.krippendorff_alpha.value in (None, pytest.approx(1)), name
        assert figures.disagreeing_units == 0, name
        assert figures.pairable_units == figures.units, name


@settings(max_examples=30)
@given(records("Ana"), records("Ben"))
def test_a_condition_only_removes_ratings(
    ana: Mapping[str, Annotation], ben: Mapping[str, Annotation]
) -> None:
    found = compared([ana, ben])
    for field in fields_of(SHIPPED, NOBODY):
        figures = found[field.name]
        both = sum(field.applies(ana[unit]) and field.applies(ben[unit]) for unit in ana.keys() & ben.keys())
        assert figures.pairable_units <= both, field.name
        assert figures.ratings <= sum(map(field.applies, [*ana.values(), *ben.values()])), field.name


@given(records("Ana"), records("Ben"))
def test_looking_once_for_what_nobody_says_changes_nothing(
    ana: Mapping[str, Annotation], ben: Mapping[str, Annotation]
) -> None:
    labelled = LabelledArticle(article=OF, labels={"Ana": ana, "Ben": ben})
    every = fields_of(SHIPPED, NOBODY)
    assert Reducer(PAIR, every)(labelled) == [
        field.reduce(rows_of(labelled, PAIR).meeting(field.applies)) for field in every
    ]
