"""What the summary of a session says, from histories as they are stored."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelling import Labelling
from annotator.pace import WorkSession, judgements, summary, time_in_words
from annotator.project import Project
from schemas import Article, Cause, Event
from tests.unit.labelled import CODEBOOK, NOON, article, record

TEXT = "Bridge shut\n\nThe bridge shut at noon. Nobody saw it. It was a scandal. Who paid for it?\n"
PAINT = article(["Paint one.", "Paint two.", "Paint three."])


class Clock:
    """A clock that the test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def labelling(tmp_path: Path, clock: Clock) -> Iterator[Labelling]:
    (tmp_path / "bridge.txt").write_text(TEXT)
    project = Project.create(tmp_path / "project")
    list(project.import_files([tmp_path / "bridge.txt"]))
    of = next(iter(project.articles))
    with project.store(of, "Ana") as store:
        yield Labelling(of, project.codebook, store, clock)


def decide(labelling: Labelling, clock: Clock, index: int, label: str, seconds: float) -> None:
    """Look at a sentence for some seconds and label it."""
    unit = labelling.article.units[index]
    clock.now += seconds
    labelling.attend(unit)
    labelling.label(unit, label)


def event(number: int, minute: float, unit: str, before: str, after: str, of: Article = PAINT) -> Event:
    """A change of a unit's label by key, some minutes after noon; an empty label is no record."""
    sides = [record(of, unit, "Ana", label) if label else None for label in (before, after)]
    time = NOON + timedelta(minutes=minute)
    return Event(
        id=f"{number:016x}",
        time=time,
        annotator="Ana",
        unit=unit,
        before=sides[0],
        after=sides[1],
        cause=Cause.KEY,
    )


def test_a_session_counts_sentences_and_their_active_time(labelling: Labelling, clock: Clock) -> None:
    for index, (label, seconds) in enumerate((("not_a_claim", 2), ("unverified", 8), ("unverified", 500))):
        decide(labelling, clock, index, label, seconds)
    session = WorkSession(datetime.now(UTC) - timedelta(hours=1))
    session.look("bridge", labelling.store.history)
    pace = session.pace()
    assert (pace.decided, pace.median_seconds) == (3, 8.0)
    assert pace.worked_seconds == 2 + 8 + 60  # a pause counts up to the cut-off only
    assert [(one.label, one.decided, one.median_seconds) for one in pace.labels] == [
        ("unverified", 2, 34.0),
        ("not_a_claim", 1, 2.0),
    ]
    assert summary(pace, labelling.codebook) == [
        "3 sentences labelled in 70 seconds, 8.0 seconds each (median).",
        "unverified 2, not a claim 1.",
        "Agreement with yourself: not known, as no sentence was labelled a second time.",
    ]


def test_what_was_decided_before_the_session_does_not_count(labelling: Labelling, clock: Clock) -> None:
    decide(labelling, clock, 0, "opinion", 5)
    session = WorkSession()
    labelling.toggle(labelling.article.units[0], "flag")
    decide(labelling, clock, 1, "opinion", 7)
    session.look("bridge", labelling.store.history)
    assert (session.pace().decided, session.pace().median_seconds) == (1, 7.0)


def test_what_was_undone_or_removed_does_not_count(labelling: Labelling, clock: Clock) -> None:
    session = WorkSession()
    decide(labelling, clock, 0, "opinion", 3)
    decide(labelling, clock, 1, "opinion", 3)
    labelling.undo()
    decide(labelling, clock, 2, "opinion", 3)
    labelling.remove(labelling.article.units[2])
    session.look("bridge", labelling.store.history)
    assert session.pace().decided == 1
    assert summary(WorkSession().pace(), labelling.codebook) == ["No sentence was labelled in this session."]


def test_labels_given_together_have_no_time_of_their_own(labelling: Labelling, clock: Clock) -> None:
    session = WorkSession()
    decide(labelling, clock, 0, "opinion", 6)
    for unit in labelling.article.units[1:4]:
        labelling.label(unit, "opinion")
    session.look("bridge", labelling.store.history)
    assert (session.pace().decided, session.pace().median_seconds) == (4, 6.0)


def test_agreement_with_oneself_is_about_labels_that_were_given_again() -> None:
    history = [
        event(1, 0, "u001", "", "red"),
        event(2, 1, "u002", "", "red"),
        event(3, 2, "u003", "", "red"),
        event(4, 20, "u001", "red", ""),
        event(5, 25, "u001", "", "red"),
        event(6, 30, "u002", "red", "blue"),
    ]
    assert judgements(history) == {"u001": ["red", "red"], "u002": ["red", "blue"]}
    session = WorkSession(NOON)
    session.look("paint", history)
    assert summary(session.pace(), CODEBOOK)[-1] == (
        "Agreement with yourself: 1 of 2 sentences labelled again got the same label."
    )


def test_a_slip_of_the_finger_is_no_judgement() -> None:
    assert judgements([event(1, 0, "u001", "", "red"), event(2, 0.2, "u001", "red", "blue")]) == {}


def test_a_label_that_undo_took_back_is_no_judgement() -> None:
    first, second = event(1, 0, "u001", "", "red"), event(2, 9, "u001", "red", "blue")
    undo = second.model_copy(
        update={
            "id": "f" * 16,
            "cause": Cause.UNDO,
            "reverts": second.id,
            "before": second.after,
            "after": second.before,
        }
    )
    assert judgements([first, second, undo]) == {}
    redo = second.model_copy(update={"id": "e" * 16, "cause": Cause.REDO, "reverts": second.id})
    assert judgements([first, second, undo, redo]) == {"u001": ["red", "blue"]}


def test_a_sentence_whose_words_changed_begins_anew() -> None:
    other = article(["Other words.", "Paint two.", "Paint three."])
    history = [event(1, 0, "u001", "", "red"), event(2, 9, "u001", "red", "blue", of=other)]
    history[1] = history[1].model_copy(update={"before": history[0].after})
    assert judgements(history) == {}


@given(
    st.lists(
        st.tuples(st.sampled_from(["u001", "u002"]), st.sampled_from(["red", "blue", ""]), st.floats(0, 9)),
        max_size=30,
    )
)
def test_any_history_has_a_pace(steps: list[tuple[str, str, float]]) -> None:
    now, minute, history = {"u001": "", "u002": ""}, 0.0, []
    for number, (unit, label, pause) in enumerate(steps):
        minute += pause
        if now[unit] or label:
            history.append(event(number, minute, unit, now[unit], label))
            now[unit] = label
    session = WorkSession(NOON)
    session.look("paint", history)
    pace = session.pace()
    assert pace.decided == sum(map(bool, now.values())) == sum(one.decided for one in pace.labels)
    assert 0 <= pace.unchanged <= pace.judged_again <= 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (89, "89 seconds"),
        (91, "2 minutes"),
        (60 * 60, "1 hour"),
        (65 * 60, "1 hour 5 minutes"),
    ],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert time_in_words(seconds) == words
