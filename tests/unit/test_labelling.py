"""What each decision does to a record, without any screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.project import Project
from schemas import (
    Annotation,
    Attribution,
    Cause,
    CodebookRef,
    Hedge,
    OfferedSuggestion,
    Origin,
    SourceType,
    Span,
)

TEXT = """\
Well runs dry

The well ran dry on Monday, the mayor said. It had never happened before. Farmers are angry.
"""


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def labelling(tmp_path: Path, clock: Clock) -> Iterator[Labelling]:
    (tmp_path / "well.txt").write_text(TEXT)
    project = Project.create(tmp_path / "project")
    list(project.import_files([tmp_path / "well.txt"]))
    article = next(iter(project.articles))
    with project.store(article, "Ana") as store:
        yield Labelling(article, project.codebook, store, clock)


def record_of(labelling: Labelling, index: int) -> Annotation:
    record = labelling.record(labelling.article.units[index])
    assert record is not None
    return record


def put(labelling: Labelling, index: int, **fields: object) -> None:
    """Import a record, as another program would."""
    unit = labelling.article.units[index]
    labelling.label(unit, "sourced")
    record = record_of(labelling, index).model_copy(update=fields)
    labelling.store.stage(unit.id, record, Cause.IMPORT)


def test_relabelling_drops_what_does_not_apply_and_keeps_flag_and_comment(labelling: Labelling) -> None:
    unit = labelling.article.units[1]
    attribution = Attribution(source=Span(start=unit.start, end=unit.start + 3))
    put(labelling, 1, attributions=(attribution,), hedge=Hedge.DENIED, comment="who?", flag=True)
    labelling.label(unit, "opinion")
    record = record_of(labelling, 1)
    assert (record.label, record.attributions, record.hedge) == ("opinion", (), None)
    assert (record.comment, record.flag) == ("who?", True)


def test_same_source_carries_over_source_type_and_chain_but_no_spans(labelling: Labelling) -> None:
    unit = labelling.article.units[1]
    attribution = Attribution(
        source=Span(start=unit.start, end=unit.start + 3),
        source_id="mayor",
        source_type=SourceType.NAMED_PERSON,
        chain_length=2,
    )
    put(labelling, 1, attributions=(attribution,))
    labelling.label(labelling.article.units[2], "sourced", same_source=True)
    (carried,) = record_of(labelling, 2).attributions
    assert carried.spans() == ()
    assert (carried.source_id, carried.source_type, carried.chain_length) == (
        "mayor",
        SourceType.NAMED_PERSON,
        2,
    )


def test_same_source_without_a_source_before_is_refused(labelling: Labelling) -> None:
    with pytest.raises(AnnotatorError, match="no sourced sentence before"):
        labelling.label(labelling.article.units[0], "sourced", same_source=True)
    assert labelling.labelled == 0


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ({"origin": Origin.IMPORTED}, Origin.MANUAL),
        (
            {
                "origin": Origin.SUGGESTION_ACCEPTED,
                "suggestion": OfferedSuggestion(label="sourced", version="1"),
            },
            Origin.SUGGESTION_EDITED,
        ),
    ],
)
def test_a_decision_by_hand_is_known_as_one(
    labelling: Labelling, fields: dict[str, object], origin: Origin
) -> None:
    put(labelling, 1, **fields)
    labelling.label(labelling.article.units[1], "opinion")
    assert record_of(labelling, 1).origin is origin


def test_a_flag_taken_back_leaves_the_unit_not_seen(labelling: Labelling) -> None:
    unit = labelling.article.units[1]
    labelling.toggle(unit, "flag")
    assert record_of(labelling, 1).label is None
    labelling.toggle(unit, "flag")
    labelling.comment(unit, "x")
    labelling.comment(unit, "")
    assert labelling.record(unit) is None
    assert [event.after is None for event in labelling.store.history] == [False, True, False, True]


def test_active_time_is_counted_without_breaks_and_survives_undo(labelling: Labelling, clock: Clock) -> None:
    unit = labelling.article.units[1]
    clock.now += 30
    labelling.attend(unit)
    clock.now += 3_600
    labelling.attend(unit)
    labelling.label(unit, "sourced")
    assert record_of(labelling, 1).seconds == 90
    labelling.undo()
    clock.now += 2
    labelling.attend(unit)
    labelling.label(unit, "opinion")
    assert record_of(labelling, 1).seconds == 92


def test_what_cannot_be_a_record_is_one_clear_line(labelling: Labelling) -> None:
    unit = labelling.article.units[1]
    for text in ("x" * 10_001, "\ud800"):
        with pytest.raises(AnnotatorError, match="nothing was saved"):
            labelling.comment(unit, text)
    with pytest.raises(AnnotatorError, match="nothing was saved"):
        labelling.label(unit, "Not A Label")
    with pytest.raises(AnnotatorError, match="not in the codebook"):
        labelling.label(unit, "hearsay")
    assert labelling.record(unit) is None


def test_next_unlabelled_goes_round(labelling: Labelling) -> None:
    units = labelling.article.units
    for index in (0, 2):
        labelling.label(units[index], "opinion")
    assert labelling.next_unlabelled(-1) == 1
    assert labelling.next_unlabelled(1) == 3
    assert labelling.next_unlabelled(3) == 1
    assert labelling.next_unlabelled(1, step=-1) == 3
    for index in (1, 3):
        labelling.label(units[index], "opinion")
    assert labelling.next_unlabelled(0) is None


def test_every_record_says_under_which_codebook(labelling: Labelling) -> None:
    labelling.label(labelling.article.units[1], "opinion")
    assert record_of(labelling, 1).codebook == CodebookRef(name="credibility", version="1.0")


def test_a_word_of_the_wrong_form_is_named_with_what_is_allowed(labelling: Labelling) -> None:
    with pytest.raises(AnnotatorError, match="label: 'not/a/label' is not allowed: a label has no"):
        labelling.label(labelling.article.units[1], "not/a/label")
