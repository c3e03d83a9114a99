"""What each decision of an adjudicator does to the gold labels of an article."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.adjudication.consensus import consensus
from annotator.adjudication.golden import GoldLabelling
from annotator.editing import split
from annotator.errors import AnnotatorError
from annotator.project import Project
from annotator.store import gold_path, label_folders, label_path, labels_path
from schemas import (
    GOLD,
    Annotation,
    Attribution,
    BiasKind,
    BiasMark,
    Cause,
    DisagreementReason,
    GoldOrigin,
    Hedge,
    SourceType,
    Span,
    Unit,
    Voice,
)
from tests.unit.commandline import make_project
from tests.unit.labelled import record

LATER = datetime(2032, 1, 1, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Ana and Ben Ito agree on all sentences of an article but the fifth."""
    return make_project(tmp_path)


@pytest.fixture
def gold(project: Project) -> Iterator[GoldLabelling]:
    labelling = project.adjudication("Dee").labelling(project.article("council"))
    yield labelling
    labelling.store.close()


def vote(project: Project, place: int, annotator: str, label: str | None, **fields: object) -> None:
    article = project.article("council")
    unit = article.units[place].id
    said = record(article, unit, annotator, label, codebook=project.codebook.ref, updated=LATER, **fields)
    with project.store(article, annotator) as store:
        store.save(unit, said if label else None)


def labels(gold: GoldLabelling) -> list[str | None]:
    """The gold label of each unit; a question mark where it has no record."""
    found = (gold.record(unit) for unit in gold.article.units)
    return [record.label if record else "?" for record in found]


def decided(gold: GoldLabelling, unit: Unit) -> Annotation:
    record = gold.record(unit)
    assert record is not None and record.adjudication is not None and record.annotator == GOLD
    return record


def origin(gold: GoldLabelling, unit: Unit) -> GoldOrigin | None:
    decision = gold.decision(unit)
    return decision.origin if decision else None


def test_nobody_annotates_as_gold(project: Project) -> None:
    article = project.article("council")
    for name in (GOLD, "GOLD", " Gold "):
        with pytest.raises(AnnotatorError, match="reserved for adjudicated labels"):
            project.store(article, name)
        with pytest.raises(AnnotatorError, match="reserved for adjudicated labels"):
            project.labelling(article, name)
        with pytest.raises(AnnotatorError, match="reserved for adjudicated labels"):
            label_path(project.root, name, article.id)
        with pytest.raises(AnnotatorError, match="reserved for adjudicated labels"):
            project.require_folder(name)
        with pytest.raises(AnnotatorError, match="reserved for adjudicated labels"):
            project.adjudication(name)
    assert gold_path(project.root, article.id) == labels_path(project.root, GOLD, article.id)
    with pytest.raises(AnnotatorError, match="no article id"):
        gold_path(project.root, "../x-01234567")


def test_the_folder_of_gold_labels_is_the_last(project: Project) -> None:
    (project.root / "annotations" / GOLD).mkdir()
    (project.root / "annotations" / "zoe").mkdir()
    assert [*label_folders(project.root).values()] == ["Ana", "Ben Ito", "zoe", GOLD]
    assert project.annotators() == ["Ana", "Ben Ito", "zoe"]


@pytest.mark.parametrize("seconds", [-1000.0, 1000.0], ids=["settled", "just changed"])
def test_a_name_is_the_one_in_the_files_as_they_are_now(
    project: Project, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr("annotator.store.filecache.SETTLED_SECONDS", seconds)
    article = project.article("council")
    file = label_path(project.root, "Ana", article.id)
    assert project.annotators() == ["Ana", "Ben Ito"]
    file.unlink()
    os.utime(file.parent, (1, 1))  # as a clock that is fine enough would
    assert project.annotators() == ["ana", "Ben Ito"], "the folder's, while there is no file"
    vote(project, 0, "ANA", "opinion")
    os.utime(file.parent, (2, 2))
    assert project.annotators() == ["ANA", "Ben Ito"]
    assert project.labelled(article, "Ana").labels["ANA"][article.units[0].id].label == "opinion"


def test_an_annotators_file_takes_no_gold_label_and_the_other_way_round(project: Project) -> None:
    article = project.article("council")
    unit = article.units[0]
    with project.adjudication("Dee").labelling(article).store as store:
        bare = record(article, unit.id, GOLD, "opinion", codebook=project.codebook.ref)
        with pytest.raises(AnnotatorError, match="a gold label without its adjudication"):
            store.stage(unit.id, bare, Cause.KEY)
    gold = project.adjudication("Dee").labelling(article)
    gold.label(unit, "opinion")
    moved = decided(gold, unit).model_copy(update={"annotator": "Ana"})
    with project.store(article, "Ana") as store, pytest.raises(AnnotatorError, match="an adjudication in an"):
        store.stage(unit.id, moved, Cause.KEY)
    gold.store.close()


def test_a_decision_tells_who_made_it_and_on_which_votes(gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    gold.label(unit, "unverified")
    adjudication = decided(gold, unit).adjudication
    assert adjudication is not None
    assert (adjudication.origin, adjudication.adjudicator) == (GoldOrigin.DECIDED, "Dee")
    assert [(one.annotator, one.label) for one in adjudication.votes] == [
        ("Ana", "not_a_claim"),
        ("Ben Ito", "unverified"),
    ]
    assert adjudication.taken_from is None


def test_votes_are_those_at_the_time_of_the_decision(project: Project, gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    gold.label(unit, "unverified")
    vote(project, 4, "Ben Ito", "opinion")
    vote(project, 4, "Cleo", "opinion")
    assert [one.label for one in gold.votes(unit)] == ["not_a_claim", "unverified"], "not read again yet"
    assert gold.follow() and not gold.follow()
    assert [one.label for one in gold.votes(unit)] == ["not_a_claim", "opinion", "opinion"]
    before = gold.decision(unit)
    assert before and [one.label for one in before.votes] == ["not_a_claim", "unverified"]
    gold.label(unit, "unverified")
    after = gold.decision(unit)
    assert after and [one.label for one in after.votes] == ["not_a_claim", "opinion", "opinion"]


def test_what_all_agree_on_is_filled_in_and_follows_the_votes(project: Project, gold: GoldLabelling) -> None:
    events = gold.accept_unanimous()
    assert labels(gold) == ["not_a_claim", "unverified", "sourced", "opinion", "?"]
    assert {event.cause for event in events} == {Cause.ADJUDICATION} and len(events) == 4
    assert gold.accept_unanimous() == []
    vote(project, 1, "Ben Ito", "opinion")
    vote(project, 4, "Ben Ito", "not_a_claim")
    [back, new] = gold.accept_unanimous()
    assert (back.unit, back.after, new.unit) == ("u002", None, "u005")
    assert labels(gold) == ["not_a_claim", "?", "sourced", "opinion", "not_a_claim"]
    vote(project, 0, "Ana", None)
    gold.accept_unanimous()
    assert labels(gold)[0] == "?", "one vote is not unanimous"


def test_filling_in_never_touches_a_decision(project: Project, gold: GoldLabelling) -> None:
    first, second, third, fourth, fifth = gold.article.units
    gold.label(first, "opinion")
    gold.decline(second)
    gold.take(third, "Ana")
    gold.label(fifth, "opinion")
    kept = [gold.record(unit) for unit in (first, second, third, fifth)]
    gold.accept_unanimous()
    gold.accept_majority()
    vote(project, 4, "Ana", "unverified")
    gold.accept_unanimous()
    assert [gold.record(unit) for unit in (first, second, third, fifth)] == kept
    assert origin(gold, fourth) is GoldOrigin.UNANIMOUS


def test_an_adjudicator_may_decide_otherwise_than_all(gold: GoldLabelling) -> None:
    unit = gold.article.units[3]
    gold.accept_unanimous()
    assert not gold.is_settled(unit)
    gold.label(unit, "opinion")
    assert (origin(gold, unit), gold.is_settled(unit)) == (GoldOrigin.DECIDED, True), (
        "the same label, by hand"
    )
    gold.label(unit, "unverified")
    gold.accept_unanimous()
    assert labels(gold)[3] == "unverified"
    gold.remove(unit)
    assert labels(gold)[3] == "?"
    gold.accept_unanimous()
    assert (labels(gold)[3], origin(gold, unit)) == ("opinion", GoldOrigin.UNANIMOUS)


def test_a_majority_counts_only_when_asked_and_then_stays(project: Project, gold: GoldLabelling) -> None:
    vote(project, 4, "Cleo", "unverified")
    vote(project, 3, "Cleo", "unverified")
    gold.accept_unanimous()
    assert labels(gold)[3:] == ["?", "?"]
    [event] = gold.accept_majority(gold.article.units[4])
    assert (event.unit, event.cause, labels(gold)[3:]) == ("u005", Cause.ADJUDICATION, ["?", "unverified"])
    gold.accept_majority()
    assert labels(gold)[3:] == ["opinion", "unverified"]
    vote(project, 4, "Cleo", "not_a_claim")
    gold.accept_majority()
    gold.accept_unanimous()
    assert (labels(gold)[4], origin(gold, gold.article.units[4])) == ("unverified", GoldOrigin.MAJORITY)


def test_nothing_breaks_a_tie(gold: GoldLabelling) -> None:
    gold.accept_unanimous()
    assert gold.accept_majority() == []
    assert labels(gold)[4] == "?"


def test_a_version_is_taken_with_all_that_it_says_of_the_sentence(
    project: Project, gold: GoldLabelling
) -> None:
    unit = gold.article.units[4]
    source, word = Span(start=unit.start, end=unit.start + 6), Span(start=unit.end - 7, end=unit.end)
    said = {
        "attributions": (Attribution(source=source, source_type=SourceType.UNNAMED_GROUP, chain_length=2),),
        "bias": (BiasMark(kind=BiasKind.LOADED, span=word, voice=Voice.SOURCE),),
        "hedge": Hedge.DENIED,
        "check_worthiness": 2,
        "credibility": 4,
        "mixed": True,
    }
    vote(project, 4, "Ana", "sourced", **said, flag=True, comment="sure?", seconds=9.0, low_confidence=True)
    gold.take(unit, "Ana")
    taken = decided(gold, unit)
    assert {name: getattr(taken, name) for name in said} == said
    assert (taken.flag, taken.comment, taken.low_confidence, taken.suggestion) == (False, "", False, None)
    assert taken.seconds < 9
    assert taken.adjudication and taken.adjudication.taken_from == "Ana"
    assert gold.take(unit, "Ana") is None, "nothing changes"


def test_what_is_changed_afterwards_is_taken_from_nobody(gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    gold.take(unit, "Ben Ito")
    gold.toggle(unit, "flag")
    gold.comment(unit, "see the survey")
    gold.explain(unit, note="as the rule says")
    decision = gold.decision(unit)
    assert decision and decision.taken_from == "Ben Ito", "that says nothing of the sentence"
    gold.cycle(unit, "hedge")
    decision = gold.decision(unit)
    assert decision and (decision.taken_from, decision.note) == (None, "as the rule says")
    gold.undo()
    decision = gold.decision(unit)
    assert decision and decision.taken_from == "Ben Ito"


def test_only_a_version_with_a_label_can_be_taken(project: Project, gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    with pytest.raises(AnnotatorError, match="this version has no label"):
        gold.take(unit, "Zoe")
    article = project.article("council")
    project.save(article, record(article, unit.id, "Cleo", None, comment="?", codebook=project.codebook.ref))
    with pytest.raises(AnnotatorError, match="this version has no label"):
        gold.take(unit, "Cleo")
    assert gold.versions(unit)["Cleo"].comment == "?"
    assert [one.annotator for one in gold.votes(unit)] == ["Ana", "Ben Ito"]


def test_declining_leaves_no_label_and_says_why(gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    gold.take(unit, "Ben Ito")
    gold.cycle(unit, "hedge")
    gold.decline(unit, DisagreementReason.SUBJECTIVE)
    declined = decided(gold, unit)
    assert (declined.label, declined.hedge) == (None, None)
    assert declined.adjudication and declined.adjudication.origin is GoldOrigin.DECLINED
    assert declined.adjudication.reason is DisagreementReason.SUBJECTIVE
    assert gold.is_settled(unit) and gold.labelled == 0
    gold.decline(unit)
    assert gold.decision(unit) == declined.adjudication, "the reason stays"
    gold.label(unit, "opinion")
    assert (labels(gold)[4], origin(gold, unit)) == ("opinion", GoldOrigin.DECIDED)


def test_a_note_on_what_nobody_has_settled_is_no_decision(project: Project, gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    rule = project.codebook.rules[1].number
    gold.explain(unit, reason=DisagreementReason.CODEBOOK_GAP, needs_change=rule)
    noted = gold.decision(unit)
    assert noted and (noted.reason, noted.needs_change) == (DisagreementReason.CODEBOOK_GAP, rule)
    assert not gold.is_settled(unit) and labels(gold)[4] is None
    vote(project, 4, "Ben Ito", "not_a_claim")
    gold.accept_unanimous()
    filled = gold.decision(unit)
    assert filled and (filled.origin, filled.needs_change) == (GoldOrigin.UNANIMOUS, rule)
    vote(project, 4, "Ben Ito", "unverified")
    gold.accept_unanimous()
    assert labels(gold)[4] is None
    left = gold.decision(unit)
    assert left and (left.reason, left.needs_change) == (noted.reason, rule), "the note stays"
    gold.label(unit, "unverified")
    assert decided(gold, unit).adjudication == left.model_copy(update={"votes": gold.votes(unit)})
    gold.explain(unit, reason=None, needs_change=None)
    assert (labels(gold)[4], gold.is_settled(unit)) == ("unverified", True)


def test_a_note_that_is_taken_back_leaves_nothing(gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    gold.explain(unit, note="discuss")
    gold.explain(unit, note="")
    assert gold.record(unit) is None
    gold.toggle(unit, "flag")
    assert decided(gold, unit).flag and not gold.is_settled(unit)
    gold.toggle(unit, "flag")
    assert gold.record(unit) is None


def test_a_rule_that_needs_a_change_is_one_of_the_codebook(gold: GoldLabelling) -> None:
    with pytest.raises(AnnotatorError, match="the codebook has no rule 77"):
        gold.explain(gold.article.units[4], needs_change=77)


def test_everything_can_be_undone_and_redone(gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    gold.accept_unanimous()
    steps = [labels(gold)]
    decisions: list[Callable[[], object]] = [
        lambda: gold.explain(unit, note="hm"),
        lambda: gold.take(unit, "Ana"),
        lambda: gold.decline(unit),
        lambda: gold.label(unit, "sourced"),
        lambda: gold.remove(unit),
    ]
    for decide in decisions:
        decide()
        steps.append(labels(gold))
    for expected in reversed(steps[:-1]):
        gold.undo()
        assert labels(gold) == expected
    gold.undo()
    assert labels(gold) == ["?"] * 5, "what was filled in together goes together"
    for expected in steps:
        gold.redo()
        assert labels(gold) == expected


def test_to_agree_with_those_who_gave_a_label_is_a_decision(project: Project, gold: GoldLabelling) -> None:
    unit = gold.article.units[4]
    vote(project, 4, "Cleo", "unverified", hedge=Hedge.HEDGED, mixed=True)
    vote(project, 4, "Ben Ito", "unverified", hedge=Hedge.DENIED, mixed=True)
    gold.agree(unit, "unverified")
    agreed = decided(gold, unit)
    assert (agreed.label, agreed.hedge, agreed.mixed) == ("unverified", None, True)
    assert agreed.adjudication and agreed.adjudication.origin is GoldOrigin.DECIDED
    assert agreed.adjudication.open == ("hedge",)
    gold.cycle(unit, "hedge")
    settled = gold.decision(unit)
    assert settled and settled.open == ()
    with pytest.raises(AnnotatorError, match="nobody has given the label opinion here"):
        gold.agree(unit, "opinion")


def test_attributes_that_differ_under_one_label_are_left_open(project: Project, gold: GoldLabelling) -> None:
    unit = gold.article.units[3]
    word = Span(start=unit.start, end=unit.start + 2)
    mark = BiasMark(kind=BiasKind.LOADED, span=word)
    vote(project, 3, "Ana", "opinion", bias=(mark,), mixed=True)
    vote(project, 3, "Ben Ito", "opinion", mixed=True)
    gold.accept_unanimous()
    filled = decided(gold, unit)
    assert (filled.label, filled.bias, filled.mixed) == ("opinion", (), True)
    assert filled.adjudication and filled.adjudication.open == ("bias",)
    vote(project, 3, "Ben Ito", "opinion", mixed=True, bias=(mark,))
    gold.accept_unanimous()
    filled = decided(gold, unit)
    assert filled.bias == (mark,)
    assert filled.adjudication and filled.adjudication.open == ()


def test_an_adjudicator_who_also_annotates_is_recorded(project: Project) -> None:
    gold = project.adjudication("Ana").labelling(project.article("council"))
    gold.take(gold.article.units[4], "Ana")
    decision = gold.decision(gold.article.units[4])
    assert decision and (decision.adjudicator, decision.taken_from) == ("Ana", "Ana")
    assert "Ana" in [one.annotator for one in decision.votes]
    gold.store.close()


def test_a_second_adjudicator_reads_only_and_is_told_who_writes(
    project: Project, gold: GoldLabelling
) -> None:
    gold.accept_unanimous()
    gold.commit()
    second = project.adjudication("Eve").labelling(gold.article)
    assert second.store.read_only and labels(second) == labels(gold)
    assert second.store.holder and second.store.holder.startswith("Dee on ")
    first, *_, last = second.article.units
    decisions: list[Callable[[], object]] = [
        lambda: second.label(last, "opinion"),
        lambda: second.decline(last),
        lambda: second.remove(first),
    ]
    for decide in decisions:
        with pytest.raises(AnnotatorError, match="cannot be changed: Dee on "):
            decide()
    second.store.close()
    gold.store.close()
    third = project.adjudication("Eve").labelling(gold.article)
    assert not third.store.read_only
    third.store.close()


def test_a_damaged_label_file_is_told_and_nothing_is_filled_in(project: Project) -> None:
    article = project.article("council")
    path = label_path(project.root, "Ben Ito", article.id)
    path.write_bytes(path.read_bytes()[:-300])
    gold = project.adjudication("Dee").labelling(article)
    assert len(gold.problems) == 1 and str(path) in gold.problems[0]
    for fill in (gold.accept_unanimous, gold.accept_majority):
        with pytest.raises(AnnotatorError, match="nothing was filled in"):
            fill()
    gold.label(article.units[4], "opinion")
    decision = gold.decision(article.units[4])
    assert decision and [one.annotator for one in decision.votes] == ["Ana"]
    gold.store.close()


def test_a_decision_on_other_words_waits_and_is_not_filled_over(project: Project) -> None:
    article = project.article("council")
    gold = project.adjudication("Dee").labelling(article)
    gold.accept_unanimous()
    unit = article.units[2]
    gold.label(unit, "opinion")
    gold.commit()
    place = article.text.index("said", unit.start)
    edited = project.revise(
        article.id, [lambda now: [split(now, now.unit(unit.id), place)]], "Dee", force=True
    )
    assert edited.touched.here == {"Ana": 1, "Ben Ito": 1, GOLD: 1}
    gold.revise(edited.article)
    part = edited.article.unit(unit.id)
    waiting = gold.waiting(part)
    assert waiting and waiting.record.label == "opinion"
    gold.accept_unanimous()
    assert gold.record(part) is None
    gold.confirm(part)
    assert (decided(gold, part).label, origin(gold, part)) == ("opinion", GoldOrigin.DECIDED)
    gold.store.close()


def test_records_agree_field_by_field(project: Project) -> None:
    article = project.article("council")
    unit = article.units[2]
    one = record(article, unit.id, "Ana", "sourced", codebook=project.codebook.ref)
    source = Span(start=unit.start, end=unit.start + 9)
    said = Attribution(source=source, source_type=SourceType.NAMED_PERSON, chain_length=2)
    mine = one.model_copy(update={"attributions": (said,), "hedge": Hedge.CERTAIN})
    wider = said.model_copy(update={"source": Span(start=unit.start, end=unit.start + 10)})
    theirs = one.model_copy(update={"attributions": (wider,), "gap": True})
    fields, differing = consensus([mine, theirs])
    assert fields["attributions"] == (said.model_copy(update={"source": None}),)
    assert (fields["hedge"], fields["gap"]) == (None, False)
    assert differing == ("source", "gap")
    assert consensus([mine, mine]) == ({**fields, "attributions": (said,)}, ())
    assert consensus([mine, one]).open == ("attributions",)


def test_letters_stand_for_names_where_adjudication_is_blind(project: Project) -> None:
    for name in ("Cleo", "Dora", "Emil", "Fay"):
        vote(project, 0, name, "opinion")
    names = project.annotators()
    assert project.adjudication("Dee").names == {name: name for name in names}
    (project.root / "annotator.toml").write_text("blind_adjudication = true\n")
    blind = Project.open(project.root).adjudication("Dee").names
    assert sorted(blind.values()) == ["A", "B", "C", "D", "E", "F"]
    assert sorted(blind) == sorted(names) != sorted(blind, key=lambda name: blind[name])
    assert Project.open(project.root).adjudication("Eve").names == blind
