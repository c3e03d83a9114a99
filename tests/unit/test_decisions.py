"""Attributes, ranges, repeated and suggested labels: what each key makes of a record, and what is refused."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.attributes import Attributes, value_of
from annotator.editing import split_at_words
from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.project import Project
from annotator.store import LabelStore, label_path
from benchmarks.samples import make_article
from schemas import (
    Annotation,
    Article,
    Attribute,
    Attribution,
    BiasKind,
    BiasMark,
    Cause,
    Codebook,
    CodebookLabel,
    Directness,
    Hedge,
    Mark,
    OfferedSuggestion,
    Origin,
    Role,
    SourceType,
    Span,
    Suggestion,
    Unit,
    Voice,
)

ARTICLE = make_article(6)
CODEBOOK = Project(Path("nowhere")).codebook
NAMED, GROUP = SourceType.NAMED_PERSON, SourceType.UNNAMED_GROUP


@pytest.fixture
def labelling(tmp_path: Path) -> Iterator[Labelling]:
    with opened(tmp_path) as store:
        yield Labelling(ARTICLE, CODEBOOK, store)


def opened(folder: Path, article: Article = ARTICLE, codebook: Codebook = CODEBOOK) -> LabelStore:
    return LabelStore(label_path(folder, "Ana", article.id), article, "Ana", codebook)


def record_of(labelling: Labelling, index: int) -> Annotation:
    record = labelling.record(labelling.article.units[index])
    assert record is not None
    return record


def part(unit: Unit, start: int, end: int) -> Span:
    return Span(start=unit.start + start, end=unit.start + end)


def mark(unit: Unit, role: Role, start: int, end: int) -> Mark:
    return Mark(role=role, span=part(unit, start, end))


def suggested(unit: Unit, label: str | None = "sourced", **fields: object) -> Suggestion:
    said = Attribution(source=part(unit, 0, 21), cue=part(unit, 22, 26), source_type=NAMED)
    known = {"unit": unit.id, "label": label, "reason": "said", "confidence": 0.9, "attributions": (said,)}
    return Suggestion.model_validate(known | fields)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("hedge", [Hedge.HEDGED, Hedge.DENIED, None]),
        ("check_worthiness", [2, 0, None]),
        ("directness", [Directness.DIRECT, Directness.MIXED, Directness.INDIRECT]),
    ],
)
def test_a_key_goes_round_the_values_and_ends_where_nothing_is_said(
    labelling: Labelling, field: str, values: list[object]
) -> None:
    unit = ARTICLE.units[1]
    labelling.label(unit, "sourced")
    seen = []
    for _ in values:
        labelling.cycle(unit, field)
        seen.append(value_of(labelling.record(unit), field))
    assert seen == values
    assert record_of(labelling, 1).attributions == ()
    labelling.cycle(unit, field, -1)
    assert value_of(labelling.record(unit), field) == values[-2]


def test_a_default_that_is_spelt_out_is_the_default(labelling: Labelling) -> None:
    unit = ARTICLE.units[1]
    labelling.label(unit, "unverified")
    spelt = record_of(labelling, 1).model_copy(update={"hedge": Hedge.CERTAIN, "check_worthiness": 1})
    labelling.store.stage(unit.id, spelt, Cause.IMPORT)
    labelling.cycle(unit, "hedge")
    labelling.cycle(unit, "check_worthiness", -1)
    assert (record_of(labelling, 1).hedge, record_of(labelling, 1).check_worthiness) == (Hedge.HEDGED, 0)


@pytest.mark.parametrize(
    ("label", "field", "line"),
    [
        ("opinion", "hedge", "hedge does not apply to opinion"),
        ("opinion", "check_worthiness", "check-worthiness does not apply to opinion"),
        ("not_a_claim", "directness", "directness does not apply to not a claim"),
        ("sourced", "gap", "gap does not apply to sourced"),
        ("unverified", "source_view", "source view does not apply to unverified"),
        (None, "mixed", "give the sentence a label first"),
        (None, "low_confidence", "give the sentence a label first"),
        (None, "directness", "give the sentence a label first"),
    ],
)
def test_what_does_not_apply_is_refused_in_one_line(
    labelling: Labelling, label: str | None, field: str, line: str
) -> None:
    unit = ARTICLE.units[1]
    if label:
        labelling.label(unit, label)
    before = labelling.record(unit)
    decide = labelling.cycle if field in ("hedge", "check_worthiness", "directness") else labelling.toggle
    with pytest.raises(AnnotatorError) as refused:
        decide(unit, field)
    assert str(refused.value) == line
    assert not labelling.applies(unit, field)
    assert labelling.record(unit) is before


def test_switches_are_set_and_taken_back(labelling: Labelling) -> None:
    unit = ARTICLE.units[1]
    labelling.label(unit, "sourced")
    for field in ("mixed", "low_confidence", "source_view", "flag"):
        assert labelling.applies(unit, field)
        labelling.toggle(unit, field)
        assert value_of(labelling.record(unit), field) is True
        labelling.toggle(unit, field)
        assert value_of(labelling.record(unit), field) is False
    labelling.label(unit, "not_a_claim")
    labelling.toggle(unit, "gap")
    assert record_of(labelling, 1).gap


def test_credibility_is_rated_from_1_to_6_and_warns_at_1(labelling: Labelling) -> None:
    unit = ARTICLE.units[1]
    labelling.label(unit, "unverified")
    for credibility in (1, 6, None):
        labelling.rate(unit, credibility)
        assert record_of(labelling, 1).credibility == credibility
    with pytest.raises(AnnotatorError, match="credibility: should be less than or equal to 6"):
        labelling.rate(unit, 7)
    labelling.rate(unit, 1)
    assert labelling.warnings(unit) == (
        "credibility 1 (confirmed) without an independent corroborating claim",
    )


def test_a_type_labels_a_sentence_without_a_label_in_one_step(labelling: Labelling) -> None:
    unit = ARTICLE.units[1]
    assert labelling.applies(unit, "source_type")
    labelling.toggle(unit, "flag")
    labelling.set_source_type(unit, GROUP)
    record = record_of(labelling, 1)
    assert (record.label, record.flag, record.attributions) == (
        "sourced",
        True,
        (Attribution(source_type=GROUP),),
    )
    assert labelling.warnings(unit) == ()
    labelling.undo()
    assert record_of(labelling, 1).label is None
    labelling.label(unit, "opinion")
    assert not labelling.applies(unit, "source_type")
    with pytest.raises(AnnotatorError, match="source type does not apply to opinion"):
        labelling.set_source_type(unit, NAMED)


def test_a_sentence_without_a_source_warns_and_one_that_carries_on_does_not(labelling: Labelling) -> None:
    first, second = ARTICLE.units[:2]
    assert labelling.warnings(first) == ()
    labelling.label(first, "sourced")
    labelling.label(second, "sourced", same_source=True)
    assert labelling.warnings(first) == ("sourced without a source",)
    assert labelling.warnings(second) == ()


def test_relays_are_counted_and_named(labelling: Labelling) -> None:
    unit = ARTICLE.units[1]
    labelling.label(unit, "sourced")

    def chain() -> tuple[int, tuple[str, ...]]:
        record = labelling.record(unit)
        return value_of(record, "chain_length"), value_of(record, "via")

    assert labelling.relay(unit, -1) is None
    labelling.relay(unit, 1)
    labelling.relay(unit, 1)
    assert chain() == (3, ())
    labelling.set_source(unit, "colonel-1a2b", ["agency-3c4d"], GROUP)
    assert chain() == (3, ("agency-3c4d",))
    assert value_of(labelling.record(unit), "source_type") is GROUP
    labelling.relay(unit, -1)
    with pytest.raises(AnnotatorError, match="1 relay is named"):
        labelling.relay(unit, -1)
    labelling.set_source(unit, "colonel-1a2b")
    assert chain() == (1, ())
    assert value_of(labelling.record(unit), "source_type") is GROUP  # what the annotator said stays
    labelling.set_source(unit, "colonel-1a2b", source_type=NAMED)
    assert value_of(labelling.record(unit), "source_type") is NAMED
    with pytest.raises(AnnotatorError, match="at most 20"):
        labelling.relay(unit, 20)


def test_what_is_said_of_a_source_later_goes_on_to_the_sentences_that_carry_it(labelling: Labelling) -> None:
    units = ARTICLE.units
    labelling.offer({units[2].id: suggested(units[2], same_source=True, attributions=())}, "rules 1")
    labelling.label(units[0], "sourced")
    labelling.label(units[1], "sourced", same_source=True)
    labelling.accept(units[2])
    labelling.mark(units[1], mark(units[1], Role.CONTENT, 0, 30))
    labelling.label(units[3], "opinion")
    labelling.label(units[4], "sourced", same_source=True)
    labelling.label(units[5], "sourced")
    event = labelling.set_source(units[0], "mayor-12ab34cd", ["agency-3c4d"], GROUP)
    assert event is not None
    assert event.unit == "u001"
    ids = [value_of(labelling.record(unit), "source_id") for unit in units]
    assert ids == ["mayor-12ab34cd", "mayor-12ab34cd", "mayor-12ab34cd", None, "mayor-12ab34cd", None]
    assert value_of(record_of(labelling, 1), "content") == (part(units[1], 0, 30),)
    assert (value_of(record_of(labelling, 4), "chain_length"), record_of(labelling, 4).same_source) == (
        2,
        True,
    )
    assert record_of(labelling, 2).origin is Origin.SUGGESTION_ACCEPTED
    labelling.undo()
    assert [value_of(record, "via") for record in labelling.store.labels.values()] == [()] * 6
    labelling.redo()
    labelling.set_source_type(units[1], NAMED)
    types = [value_of(labelling.record(unit), "source_type") for unit in units]
    assert types == [GROUP, NAMED, NAMED, None, NAMED, None]
    labelling.set_source_type(units[0], NAMED)
    labelling.repeat(units[5])
    assert not record_of(labelling, 5).same_source  # as the first one: the others only followed


def test_a_range_is_one_step_back_and_forth(labelling: Labelling) -> None:
    units = ARTICLE.units
    labelling.label(units[2], "opinion")
    events = labelling.label_range(units[1:5], "not_a_claim")
    assert [event.unit for event in events] == ["u002", "u003", "u004", "u005"]
    back = labelling.undo()
    assert back is not None
    assert back.unit == "u002"
    assert sorted(labelling.store.labels) == ["u003"]
    assert record_of(labelling, 2).label == "opinion"
    forth = labelling.redo()
    assert forth is not None
    assert forth.unit == "u005"
    assert {record.label for record in labelling.store.labels.values()} == {"not_a_claim"}
    assert labelling.redo() is None
    labelling.undo()
    labelling.undo()
    assert not labelling.store.labels
    assert labelling.label_range((), "opinion") == []


def test_a_range_that_is_refused_changes_nothing(labelling: Labelling) -> None:
    for name, same_source in (("hearsay", False), ("sourced", True)):
        with pytest.raises(AnnotatorError):
            labelling.label_range(ARTICLE.units, name, same_source)
    assert not labelling.store.history


def test_a_quotation_has_the_source_of_its_first_sentence_or_of_the_one_before(labelling: Labelling) -> None:
    units = ARTICLE.units
    labelling.mark(units[1], mark(units[1], Role.SOURCE, 0, 21))
    labelling.set_source(units[1], "mayor-12ab34cd")
    labelling.label_range(units[1:4], "sourced", same_source=True)
    assert [record_of(labelling, index).same_source for index in (1, 2, 3)] == [False, True, True]
    carried = (Attribution(source_id="mayor-12ab34cd"),)
    assert record_of(labelling, 3).attributions == carried
    assert record_of(labelling, 1).attributions[0].source is not None
    labelling.label_range(units[4:], "sourced", same_source=True)
    assert [record_of(labelling, index).attributions for index in (4, 5)] == [carried, carried]


@pytest.mark.parametrize("give", ["same source", "repeat", "quotation"])
def test_the_source_of_another_sentence_leaves_ones_own_passages(labelling: Labelling, give: str) -> None:
    first, second = ARTICLE.units[:2]
    labelling.mark(second, mark(second, Role.CONTENT, 0, 9))
    labelling.set_source(first, "mayor-12ab34cd")
    if give == "repeat":
        labelling.repeat(second)
    elif give == "quotation":
        labelling.label_range([first, second], "sourced", same_source=True)
    else:
        labelling.label(second, "sourced", same_source=True)
    kept = Attribution(source_id="mayor-12ab34cd", content=(part(second, 0, 9),))
    assert record_of(labelling, 1).attributions == (kept,)
    labelling.label(second, "sourced")
    carried = give != "repeat"
    assert record_of(labelling, 1).attributions == (
        (Attribution(content=kept.content),) if carried else (kept,)
    )


def test_repeat_gives_label_and_attributes_but_nothing_of_the_sentence_itself(labelling: Labelling) -> None:
    first, second, third = ARTICLE.units[:3]
    with pytest.raises(AnnotatorError, match="nothing to repeat"):
        labelling.repeat(first)
    labelling.mark(first, mark(first, Role.SOURCE, 0, 21), mark(first, Role.LOADED, 5, 9))
    labelling.set_source_type(first, GROUP)
    labelling.cycle(first, "hedge")
    labelling.toggle(first, "mixed")
    labelling.rate(first, 3)
    labelling.toggle(first, "flag")
    labelling.comment(first, "who?")
    labelling.toggle(second, "flag")
    labelling.repeat(second)
    record = record_of(labelling, 1)
    assert (record.label, record.hedge, record.mixed, record.flag) == ("sourced", Hedge.HEDGED, True, True)
    assert record.attributions == (Attribution(source_type=GROUP),)
    assert (record.comment, record.credibility, record.bias) == ("", None, ())
    labelling.label(second, "sourced", same_source=True)
    labelling.repeat(third)
    assert record_of(labelling, 2).same_source
    labelling.remove(second)
    labelling.remove(third)
    labelling.repeat(third)
    assert record_of(labelling, 2).hedge is Hedge.HEDGED  # of the first: what is gone is not repeated


def test_what_was_offered_is_kept_whatever_is_decided(labelling: Labelling) -> None:
    first, second, third = ARTICLE.units[:3]
    offers = {unit.id: suggested(unit) for unit in ARTICLE.units}
    labelling.offer(offers, "rules 1")
    offered = OfferedSuggestion(label="sourced", version="rules 1")
    assert labelling.suggestion(first) == offers[first.id]
    labelling.accept(first)
    record = record_of(labelling, 0)
    assert (record.origin, record.suggestion) == (Origin.SUGGESTION_ACCEPTED, offered)
    assert record.attributions == offers[first.id].attributions
    assert labelling.store.history[-1].cause is Cause.SUGGESTION
    assert labelling.suggestion(first) is None
    labelling.label(second, "opinion")
    assert (record_of(labelling, 1).origin, record_of(labelling, 1).suggestion) == (Origin.MANUAL, offered)
    labelling.label(second, "unverified")
    assert record_of(labelling, 1).origin is Origin.MANUAL
    labelling.toggle(third, "flag")
    assert record_of(labelling, 2).suggestion is None
    assert labelling.suggestion(third) == offers[third.id]


@pytest.mark.parametrize("edit", ["label", "type", "mark"])
def test_an_accepted_suggestion_that_is_changed_is_an_edited_one(labelling: Labelling, edit: str) -> None:
    unit = ARTICLE.units[0]
    labelling.offer({unit.id: suggested(unit)}, "rules 1")
    labelling.accept(unit)
    for harmless in ("hedge", "check_worthiness"):
        labelling.cycle(unit, harmless)
    labelling.label(unit, "sourced")
    labelling.comment(unit, "sure")
    assert record_of(labelling, 0).origin is Origin.SUGGESTION_ACCEPTED
    if edit == "label":
        labelling.label(unit, "unverified")
    elif edit == "type":
        labelling.set_source_type(unit, GROUP)
    else:
        labelling.mark(unit, mark(unit, Role.CONTENT, 27, 40))
    assert record_of(labelling, 0).origin is Origin.SUGGESTION_EDITED
    labelling.undo()
    assert record_of(labelling, 0).origin is Origin.SUGGESTION_ACCEPTED


def test_accepting_keeps_ones_own_marks_and_comes_back_after_undo(labelling: Labelling) -> None:
    unit = ARTICLE.units[0]
    content = Attribution(source=part(unit, 0, 21), content=(part(unit, 27, 60),))
    loaded = BiasMark(kind=BiasKind.LOADED, span=part(unit, 4, 9))
    offer = suggested(unit, attributions=(content,), bias=(loaded,))
    labelling.mark(unit, mark(unit, Role.LOADED, 30, 35))
    labelling.offer({unit.id: offer}, "rules 1")
    labelling.accept(unit)
    assert [(one.span, one.voice) for one in record_of(labelling, 0).bias] == [
        (part(unit, 30, 35), Voice.SOURCE),  # inside what the source says, as is known now
        (part(unit, 4, 9), Voice.AUTHOR),
    ]
    labelling.label(unit, "opinion")
    assert [one.voice for one in record_of(labelling, 0).bias] == [Voice.AUTHOR, Voice.AUTHOR]
    labelling.undo()
    labelling.undo()
    assert labelling.suggestion(unit) == offer


@pytest.mark.parametrize("say", ["type", "hedge", "source", "not sure", "relay", "rate"])
def test_what_is_said_of_an_offered_label_takes_it_in_the_same_step(labelling: Labelling, say: str) -> None:
    unit = ARTICLE.units[0]
    offer = suggested(unit)
    labelling.offer({unit.id: offer}, "rules 1")
    assert labelling.applies(unit, "hedge") and not labelling.applies(unit, "gap")
    {
        "type": lambda: labelling.set_source_type(unit, GROUP),
        "hedge": lambda: labelling.cycle(unit, "hedge"),
        "source": lambda: labelling.set_source(unit, "harbour-office"),
        "not sure": lambda: labelling.toggle(unit, "low_confidence"),
        "relay": lambda: labelling.relay(unit, 1),
        "rate": lambda: labelling.rate(unit, 3),
    }[say]()
    record = record_of(labelling, 0)
    assert (record.label, record.attributions[0].source) == ("sourced", part(unit, 0, 21))
    edited = say in ("type", "source", "relay")
    assert record.origin is (Origin.SUGGESTION_EDITED if edited else Origin.SUGGESTION_ACCEPTED)
    labelling.undo()
    assert labelling.record(unit) is None
    labelling.redo()
    assert record_of(labelling, 0).attributions == record.attributions


def test_what_is_refused_takes_no_offer(labelling: Labelling) -> None:
    unit = ARTICLE.units[0]
    labelling.offer({unit.id: suggested(unit)}, "rules 1")
    with pytest.raises(AnnotatorError, match="at most 20 links"):
        labelling.relay(unit, 99)
    with pytest.raises(AnnotatorError, match="credibility"):
        labelling.rate(unit, 9)
    assert labelling.record(unit) is None
    assert labelling.suggestion(unit) == suggested(unit)


def test_what_an_offer_says_is_told_as_what_would_be_said(labelling: Labelling) -> None:
    first, second = ARTICLE.units[:2]
    said = Attribution(cue=part(first, 22, 26), directness=Directness.DIRECT, chain_length=3)
    going_on = suggested(second, attributions=(), same_source=True)
    labelling.offer({first.id: suggested(first, attributions=(said,)), second.id: going_on}, "rules 1")
    fields = ("directness", "chain_length", "hedge", "flag")
    assert [labelling.value(first, field) for field in fields] == [Directness.DIRECT, 3, None, False]
    labelling.toggle(first, "flag")
    assert labelling.value(first, "flag") is True
    labelling.accept(first)
    assert labelling.value(second, "chain_length") == 3


def test_no_more_is_taken_of_an_offer_than_the_codebook_asks(tmp_path: Path) -> None:
    asked = tuple(one for one in CODEBOOK.attributes if one.field not in ("attributions", "bias"))
    codebook = CODEBOOK.model_copy(update={"attributes": asked})
    unit = ARTICLE.units[0]
    loaded = BiasMark(kind=BiasKind.LOADED, span=part(unit, 5, 9))
    with opened(tmp_path, codebook=codebook) as store:
        labelling = Labelling(ARTICLE, codebook, store)
        labelling.offer({unit.id: suggested(unit, bias=(loaded,))}, "rules 1")
        labelling.accept(unit)
        assert record_of(labelling, 0).label == "sourced"
        assert record_of(labelling, 0).spans() == ()


def test_what_says_nothing_of_the_label_leaves_the_offer_open(labelling: Labelling) -> None:
    unit = ARTICLE.units[0]
    labelling.offer({unit.id: suggested(unit)}, "rules 1")
    labelling.toggle(unit, "flag")
    with pytest.raises(AnnotatorError, match="give the sentence a label first"):
        labelling.toggle(unit, "gap")
    assert labelling.suggestion(unit) == suggested(unit)


def test_a_label_by_hand_takes_nothing_that_is_offered(labelling: Labelling) -> None:
    first, second = ARTICLE.units[:2]
    labelling.offer({first.id: suggested(first), second.id: suggested(second, "opinion")}, "rules 1")
    labelling.label(first, "sourced")
    assert record_of(labelling, 0).attributions == ()
    assert record_of(labelling, 0).origin is Origin.MANUAL
    assert record_of(labelling, 0).suggestion == OfferedSuggestion(label="sourced", version="rules 1")
    assert labelling.store.history[-1].cause is Cause.KEY
    labelling.set_source_type(second, GROUP)  # another label was offered: nothing of it is taken
    assert record_of(labelling, 1).attributions == (Attribution(source_type=GROUP),)
    assert record_of(labelling, 1).origin is Origin.MANUAL


def test_who_was_named_last_before_a_sentence_is_known(labelling: Labelling) -> None:
    first, second, third = ARTICLE.units[:3]
    labelling.set_source(first, "harbour-office")
    labelling.set_source(third, "council")
    assert [labelling.named_before(unit) for unit in (first, second, third)] == [
        None,
        "harbour-office",
        "harbour-office",
    ]


def test_to_name_the_source_labels_a_sentence(labelling: Labelling) -> None:
    unit = ARTICLE.units[0]
    labelling.set_source(unit, "harbour-office", source_type=GROUP)
    assert record_of(labelling, 0).label == "sourced"
    assert record_of(labelling, 0).attributions == (
        Attribution(source_id="harbour-office", source_type=GROUP),
    )


def test_nothing_is_accepted_where_no_label_is_offered(labelling: Labelling) -> None:
    first, second, third = ARTICLE.units[:3]
    unsure = suggested(first, None, attributions=())
    foreign = suggested(second, "hearsay", attributions=())
    carried = suggested(third, same_source=True, attributions=())
    labelling.offer({one.unit: one for one in (unsure, foreign, carried)}, "rules 1")
    assert (labelling.suggestion(first), labelling.suggestion(second)) == (unsure, None)
    for unit in (first, second, ARTICLE.units[4]):
        with pytest.raises(AnnotatorError, match="no label is offered here"):
            labelling.accept(unit)
    with pytest.raises(AnnotatorError, match="no sourced sentence before"):
        labelling.accept(third)
    labelling.set_source_type(second, GROUP)
    labelling.accept(third)
    assert record_of(labelling, 2).attributions == (Attribution(source_type=GROUP),)
    assert record_of(labelling, 2).same_source


def test_marks_label_a_sentence_and_are_refused_where_sources_do_not_apply(labelling: Labelling) -> None:
    unit = ARTICLE.units[1]
    loaded = mark(unit, Role.LOADED, 4, 9)
    labelling.mark(unit, loaded)
    assert record_of(labelling, 1).label is None
    source, cue = mark(unit, Role.SOURCE, 0, 21), mark(unit, Role.CUE, 22, 26)
    labelling.mark(unit, source)
    assert record_of(labelling, 1).label == "sourced"
    labelling.mark(unit, cue, instead_of=source)
    (attribution,) = record_of(labelling, 1).attributions
    assert (attribution.source, attribution.cue) == (None, cue.span)
    labelling.unmark(unit, loaded)
    assert record_of(labelling, 1).bias == ()
    labelling.label(unit, "opinion")
    with pytest.raises(AnnotatorError, match="source, cue, content does not apply to opinion"):
        labelling.mark(unit, source)
    with pytest.raises(AnnotatorError, match="outside"):
        labelling.mark(unit, mark(ARTICLE.units[2], Role.LOADED, 0, 4))
    labelling.mark(unit, loaded)
    assert len(record_of(labelling, 1).bias) == 1


def test_while_a_label_waits_nothing_else_is_said_of_the_sentence(tmp_path: Path) -> None:
    (tmp_path / "well.txt").write_text("The well ran dry on Monday, the mayor said. Farmers are angry.\n")
    project = Project.create(tmp_path / "project")
    list(project.import_files([tmp_path / "well.txt"]))
    work = project.labelling(next(iter(project.articles)), "Ana")
    unit = work.article.units[0]
    work.label(unit, "sourced")
    work.commit()
    revised = project.revise(
        work.article.id, [lambda of: [split_at_words(of, unit, "the mayor")]], "Lea", force=True
    )
    work.offer({unit.id: suggested(unit, attributions=())}, "rules 1")
    work.revise(revised.article)
    unit = work.article.units[0]
    assert work.suggestion(unit) is None
    refused: list[Callable[[], object]] = [
        lambda: work.cycle(unit, "hedge"),
        lambda: work.toggle(unit, "mixed"),
        lambda: work.rate(unit, 2),
        lambda: work.relay(unit, 1),
        lambda: work.set_source(unit, "mayor"),
        lambda: work.set_source_type(unit, NAMED),
        lambda: work.mark(unit, mark(unit, Role.LOADED, 0, 3)),
        lambda: work.comment(unit, "x"),
    ]
    for decision in refused:
        with pytest.raises(AnnotatorError, match="waits to be confirmed"):
            decision()
    assert not work.applies(unit, "hedge")
    work.confirm(unit)
    work.cycle(unit, "hedge")
    assert record_of(work, 0).hedge is Hedge.HEDGED
    work.store.close()


def test_a_codebook_of_ones_own_says_what_belongs_to_it() -> None:
    labels = (
        CodebookLabel(name="red", title="Red", key="r", definition="Like a tomato."),
        CodebookLabel(name="blue", title="Blue", key="b", definition="Like the sea.", source_expected=True),
    )
    plain = Codebook(name="own", version="1", question="Which?", labels=labels)
    assert Attributes(plain).source_label is None
    assert Attributes(plain).why_not("hedge", "red") == "hedge does not belong to this codebook"
    assert Attributes(plain).why_not("mixed", "red") == ""
    for allowed, expected in (((), "blue"), (("red",), "red"), (("red", "blue"), "blue")):
        attribute = Attribute(field="attributions", title="who", labels=allowed)
        asking = Attributes(plain.model_copy(update={"attributes": (attribute,)}))
        assert asking.source_label == expected
    assert asking.why_not("via", "blue") == ""


units = st.sampled_from(ARTICLE.units)
labels = st.sampled_from(CODEBOOK.label_names)
roles = st.sampled_from(Role)
places = st.integers(0, 60)
decisions = st.one_of(
    st.tuples(st.just("label"), units, labels, st.booleans()),
    st.tuples(st.just("label_range"), units, labels, st.booleans()),
    st.tuples(st.just("set_source_type"), units, st.sampled_from(SourceType)),
    st.tuples(st.just("cycle"), units, st.sampled_from(["hedge", "check_worthiness", "directness"])),
    st.tuples(
        st.just("toggle"), units, st.sampled_from(["mixed", "low_confidence", "gap", "source_view", "flag"])
    ),
    st.tuples(st.just("rate"), units, st.sampled_from([None, 1, 6])),
    st.tuples(st.just("relay"), units, st.sampled_from([1, -1])),
    st.tuples(
        st.just("set_source"), units, st.sampled_from([None, "mayor"]), st.sampled_from([(), ("a", "b")])
    ),
    st.tuples(st.just("mark"), units, roles, places, places),
    st.tuples(st.just("unmark"), units, roles, places, places),
    st.tuples(st.sampled_from(["accept", "repeat", "remove"]), units),
    st.tuples(st.just("comment"), units, st.sampled_from(["", "who?"])),
    st.tuples(st.sampled_from(["undo", "redo"])),
)


def decide(labelling: Labelling, name: str, *given: object) -> None:
    """Make one decision; one that does not apply is refused in one line."""
    with suppress(AnnotatorError):
        match name, given:
            case "undo" | "redo", _:
                getattr(labelling, name)()
            case "label", (unit, label, same):
                labelling.label(unit, label, same_source=same)  # type: ignore[arg-type]
            case "label_range", (Unit() as unit, label, same):
                labelling.label_range(ARTICLE.units[ARTICLE.place(unit.id) :][:3], label, same)  # type: ignore[arg-type]
            case "mark" | "unmark", (Unit() as unit, Role() as role, int() as start, int() as end):
                passage = mark(unit, role, min(start, end), max(start, end) + 1)
                getattr(labelling, name)(unit, passage)
            case _:
                getattr(labelling, name)(*given)


@settings(max_examples=60)
@given(st.lists(decisions, max_size=25), st.booleans())
def test_whatever_is_decided_is_valid_and_can_be_taken_back(
    steps: list[tuple[str, ...]], offered: bool
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder)) as store:
        labelling = Labelling(ARTICLE, CODEBOOK, store)
        if offered:
            labelling.offer({unit.id: suggested(unit) for unit in ARTICLE.units}, "rules 1")
        for name, *rest in steps:
            decide(labelling, name, *rest)
            for unit in ARTICLE.units:
                record = labelling.record(unit)
                assert record is None or list(CODEBOOK.errors(record, unit)) == []
                assert record is None or record.spans() == () or record.label or record.bias
        end = dict(store.labels)
        back = 0
        while labelling.undo():
            back += 1
        assert not store.labels
        for _ in range(back):
            labelling.redo()
        assert store.labels == end
        labelling.commit()
        assert store.verify() == []
