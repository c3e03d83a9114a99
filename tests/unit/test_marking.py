"""Marks of a record: what is added can be read, what is read can be taken away."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.marking import marks_of, with_marks, without_marks
from schemas import (
    Annotation,
    Attribution,
    BiasKind,
    BiasMark,
    CodebookRef,
    Mark,
    PropagandaTechnique,
    Role,
    SourceType,
    Span,
    Unit,
    Voice,
)

UNIT = Unit(id="u001", start=100, end=160, paragraph=1)
QUOTED = UNIT.model_copy(update={"quotation": 1})
NOW = datetime(2031, 3, 4, tzinfo=UTC)
EMPTY = Annotation(
    unit="u001",
    label="sourced",
    annotator="Ana",
    created=NOW,
    updated=NOW,
    codebook=CodebookRef(name="default", version="1.0"),
    text_sha256="0" * 64,
)


def mark(role: Role, start: int, end: int, attribution: int = 0, technique: Any = None) -> Mark:
    return Mark(role=role, span=Span(start=start, end=end), attribution=attribution, technique=technique)


def changed(record: Annotation, change: dict[str, Any]) -> Annotation:
    """The record as it is stored and read again."""
    return Annotation.model_validate_json(record.model_copy(update=change).model_dump_json())


def marked(*marks: Mark) -> Annotation:
    return changed(EMPTY, with_marks(EMPTY, marks, UNIT))


spans = st.tuples(st.integers(100, 159), st.integers(101, 160)).filter(lambda ends: ends[0] < ends[1])


@st.composite
def any_mark(draw: st.DrawFn) -> Mark:
    role = draw(st.sampled_from(Role))
    technique = draw(st.none() | st.sampled_from(PropagandaTechnique)) if role is Role.PROPAGANDA else None
    attribution = 0 if role.is_bias else draw(st.integers(0, 2))
    return mark(role, *draw(spans), attribution, technique)


records = st.lists(any_mark(), max_size=8).map(lambda marks: marked(*marks))


@given(records, any_mark())
def test_a_mark_that_is_added_can_be_read_and_taken_away(record: Annotation, new: Mark) -> None:
    count = len(record.attributions)
    if not new.role.is_bias:
        new = new.model_copy(update={"attribution": min(new.attribution, count)})
    after = changed(record, with_marks(record, (new,), UNIT))
    held = [one for one in marks_of(after) if one.role is new.role and one.attribution == new.attribution]
    assert any(one.span.start <= new.span.start and new.span.end <= one.span.end for one in held)
    if set(marks_of(after)) - set(marks_of(record)) == {new} and set(marks_of(record)) < set(marks_of(after)):
        assert changed(after, without_marks(after, (new,), UNIT)) == record


@given(records, any_mark())
def test_the_same_mark_twice_changes_nothing(record: Annotation, new: Mark) -> None:
    if not new.role.is_bias:
        new = new.model_copy(update={"attribution": min(new.attribution, len(record.attributions))})
    after = changed(record, with_marks(record, (new,), UNIT))
    assert with_marks(after, (new,), UNIT) == {}


@given(records)
def test_a_record_is_bare_when_all_its_marks_are_taken_away(record: Annotation) -> None:
    for one in reversed(marks_of(record)):
        record = changed(record, without_marks(record, (one,), UNIT))
    rest = marks_of(record)
    while rest:  # attributions that went made those after them count one less
        record = changed(record, without_marks(record, (rest[-1],), UNIT))
        rest = marks_of(record)
    assert record == EMPTY


@given(records)
def test_marks_are_given_in_the_order_of_the_text(record: Annotation) -> None:
    starts = [one.span.start for one in marks_of(record)]
    assert starts == sorted(starts)
    assert {one.span for one in marks_of(record)} == set(record.spans())


@given(records, any_mark())
def test_several_marks_at_once_are_as_one_after_another(record: Annotation, new: Mark) -> None:
    first = mark(Role.CUE, 100, 105)
    one_by_one = changed(record, with_marks(record, (first,), UNIT))
    one_by_one = changed(one_by_one, with_marks(one_by_one, (new,), UNIT))
    assert changed(record, with_marks(record, [first, new], UNIT)) == one_by_one


def test_a_source_takes_the_place_of_the_one_before() -> None:
    record = marked(mark(Role.SOURCE, 100, 105), mark(Role.SOURCE, 110, 120))
    assert marks_of(record) == (mark(Role.SOURCE, 110, 120),)


def test_a_content_joins_the_ones_that_it_overlaps_and_no_other() -> None:
    record = marked(
        mark(Role.CONTENT, 100, 105),
        mark(Role.CONTENT, 110, 115),
        mark(Role.CONTENT, 120, 125),
        mark(Role.CONTENT, 104, 111),
        mark(Role.CONTENT, 124, 126, attribution=1),
    )
    assert record.attributions[0].content == (Span(start=100, end=115), Span(start=120, end=125))
    assert record.attributions[1].content == (Span(start=124, end=126),)


def test_an_edited_mark_takes_the_place_of_the_old_one() -> None:
    long, short = mark(Role.CONTENT, 100, 150), mark(Role.CONTENT, 100, 120)
    record = marked(long)
    assert marks_of(changed(record, with_marks(record, [short], UNIT, instead_of=long))) == (short,)
    loaded = mark(Role.LOADED, 100, 105)
    record = marked(loaded)
    moved = mark(Role.LOADED, 100, 104)
    assert marks_of(changed(record, with_marks(record, [moved], UNIT, instead_of=loaded))) == (moved,)


def test_what_else_an_attribution_says_stays_when_its_marks_go() -> None:
    record = EMPTY.model_copy(update={"attributions": (Attribution(source_type=SourceType.DOCUMENT),)})
    source = mark(Role.SOURCE, 100, 105)
    after = changed(record, with_marks(record, (source,), UNIT))
    assert after.attributions[0].source_type is SourceType.DOCUMENT
    assert changed(after, without_marks(after, (source,), UNIT)) == record


def test_the_voice_follows_the_content() -> None:
    loaded, content = mark(Role.LOADED, 110, 115), mark(Role.CONTENT, 105, 120)
    record = marked(loaded)
    assert record.bias[0].voice is Voice.AUTHOR
    record = changed(record, with_marks(record, (content,), UNIT))
    assert record.bias[0].voice is Voice.SOURCE
    record = changed(record, without_marks(record, (content,), UNIT))
    assert record.bias[0].voice is Voice.AUTHOR


def test_a_corrected_voice_stays() -> None:
    wrong = BiasMark(kind=BiasKind.LOADED, span=Span(start=110, end=115), voice=Voice.SOURCE)
    record = EMPTY.model_copy(update={"bias": (wrong,)})
    after = changed(record, with_marks(record, (mark(Role.CONTENT, 130, 140),), UNIT))
    assert after.bias == (wrong,)


def test_in_a_unit_that_is_all_quoted_the_voice_is_the_sources() -> None:
    assert with_marks(None, (mark(Role.LOADED, 110, 115),), QUOTED)["bias"][0].voice is Voice.SOURCE


@pytest.mark.parametrize(("start", "end"), [(99, 105), (150, 161), (0, 5)])
def test_a_passage_outside_the_sentence_is_refused(start: int, end: int) -> None:
    with pytest.raises(AnnotatorError, match=r"u001: a passage outside the sentence"):
        with_marks(None, (mark(Role.LOADED, start, end),), UNIT)
