"""The second pass: which sentences come again, and where their second labels are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.project import Project
from annotator.retest import due_units, is_drawn
from annotator.settings import SETTINGS_FILE
from schemas import RetestRule
from tests.unit.commandline import CommandLine
from tests.unit.labelled import NOON, article, record

LATER = NOON + timedelta(days=30)
ALL = RetestRule(share=1, after_days=7)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 99), st.text("ab", min_size=1))
def test_a_larger_share_brings_the_same_sentences_and_more(
    one: float, two: float, seed: int, who: str
) -> None:
    less, more = (RetestRule(share=share, seed=seed) for share in sorted((one, two)))
    drawn = [
        {unit for unit in range(50) if is_drawn(rule, who, "ferry-12345678", f"u{unit + 1:03}")}
        for rule in (less, more)
    ]
    assert drawn[0] <= drawn[1]


def test_the_share_is_that_of_the_sentences_drawn_and_differs_by_annotator() -> None:
    rule = RetestRule(share=0.1)
    drawn = {
        who: {unit for unit in range(5000) if is_drawn(rule, who, "ferry-12345678", f"u{unit + 1:04}")}
        for who in ("Ana", "Ben")
    }
    assert 400 < len(drawn["Ana"]) < 600
    assert len(drawn["Ana"] & drawn["Ben"]) < 120


def test_due_is_what_is_labelled_old_enough_and_not_labelled_again() -> None:
    of = article(["One.", "Two.", "Three.", "Four.", "Five."])
    one, two, three, four, _five = (unit.id for unit in of.units)
    first = {
        one: record(of, one, "Ana", "red", created=NOON, updated=NOON),
        two: record(of, two, "Ana", "red", created=NOON, updated=LATER - timedelta(days=2)),
        three: record(of, three, "Ana", None, flag=True, created=NOON, updated=NOON),
        four: record(of, four, "Ana", "blue", created=NOON, updated=NOON),
    }
    second = {four: record(of, four, "Ana", "red")}
    assert due_units(ALL, "Ana", of, first, second, LATER) == (one,)
    assert due_units(ALL, "Ana", of, first, second, LATER + timedelta(days=6)) == (one, two)
    assert due_units(RetestRule(share=0), "Ana", of, first, {}, LATER) == ()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An article that Ana has labelled, of which all sentences come again at once."""
    file = tmp_path / "ferry.txt"
    file.write_text(
        "Ferry stranded\n\nIt ran aground. Nobody was hurt, police said. Why?\n", encoding="utf-8"
    )
    project = Project.create(tmp_path / "project")
    list(project.import_files([file]))
    (project.root / SETTINGS_FILE).write_text("[retest]\nshare = 1.0\nafter_days = 0\n", encoding="utf-8")
    project = Project.open(project.root)
    of = next(project.articles)
    labelling = project.labelling(of, "Ana")
    for unit, label in zip(of.units, ("not_a_claim", "unverified", "sourced"), strict=False):
        labelling.label(unit, label)
    labelling.commit()
    labelling.store.close()
    return project


def test_second_labels_are_kept_apart_and_count_nowhere_else(project: Project) -> None:
    of = next(project.articles)
    [due] = project.retests("Ana")
    assert due.units == tuple(unit.id for unit in of.units[:3])
    second = project.retest_labelling(of, "Ana", due.units)
    second.label(of.units[1], "opinion")
    second.commit()
    second.store.close()
    [labelled] = project.labels()
    assert {unit: kept.label for unit, kept in labelled.labels["Ana"].items()} == {
        "u001": "not_a_claim",
        "u002": "unverified",
        "u003": "sourced",
    }
    assert [one.units for one in project.retests("Ana")] == [("u001", "u003")]
    assert project.annotators() == ["Ana"]
    assert list(project.check()) == []


def test_only_what_is_due_can_be_labelled_again(project: Project) -> None:
    of = next(project.articles)
    second = project.retest_labelling(of, "Ana", ["u002"])
    with pytest.raises(AnnotatorError, match="only the sentences marked"):
        second.label(of.units[0], "opinion")
    with pytest.raises(AnnotatorError, match="only the sentences marked"):
        second.remove(of.units[0])
    assert second.next_unlabelled(0) == 1
    # The sentence before is not to be seen, so what it has is not carried over.
    event = second.label(of.units[1], "sourced", same_source=True)
    assert event and event.after and event.after.same_source and not event.after.attributions
    assert (second.labelled, second.next_unlabelled(0)) == (1, None)
    second.store.close()


def test_nothing_is_due_at_once_with_a_waiting_time(project: Project) -> None:
    of = next(project.articles)
    labels = dict(project.labelled(of, "Ana").labels["Ana"])
    now = datetime.now(UTC)
    assert due_units(RetestRule(share=1, after_days=7), "Ana", of, labels, {}, now) == ()


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def test_the_command_lists_what_is_due(project: Project, annotator: CommandLine) -> None:
    done = annotator("retest", "--list", "--annotator", "Ana", "--project", str(project.root))
    assert done.code == 0
    assert "Ana: 3 sentences to label once more, in 1 article" in done.out
    everybody = annotator("retest", "--list", "--project", str(project.root))
    assert everybody.out == "Ana: 3 sentences to label once more, in 1 article\n"
    listed = annotator("retest", "--json", "--project", str(project.root)).json
    assert [len(due["units"]) for one in listed["annotators"] for due in one["due"]] == [3]
    unknown = annotator("retest", "--list", "--annotator", "Zoe", "--project", str(project.root))
    assert unknown.code == 2
    assert unknown.err == "annotator: no labels by 'Zoe'; there are labels by: Ana\n"


def test_a_project_without_a_second_pass_says_how_it_begins(project: Project, annotator: CommandLine) -> None:
    (project.root / SETTINGS_FILE).write_text("", encoding="utf-8")
    done = annotator("retest", "--annotator", "Ana", "--project", str(project.root))
    assert done.code == 2
    assert "[retest]" in done.err and "Traceback" not in done.err
