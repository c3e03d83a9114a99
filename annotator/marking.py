"""Marked passages of a sentence: how they are read from a record, added, changed and taken away.

A record stores them as attributions and bias marks; here they are one list of `Mark`s. Functions that change
something give the fields of the record that change, with their new values; an empty dict when none does.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.errors import AnnotatorError
from schemas import Annotation, Attribution, BiasKind, BiasMark, Mark, Role, Span, Suggestion, Unit, Voice

_ROLES = tuple(Role)


def marks_of(record: Annotation | Suggestion | None) -> tuple[Mark, ...]:
    """Give the marked passages of a record or suggestion in the order of the text."""
    if record is None:
        return ()
    marks = [mark for index, one in enumerate(record.attributions) for mark in _parts(one, index)]
    marks += [Mark(role=Role(mark.kind), span=mark.span, technique=mark.technique) for mark in record.bias]
    return tuple(sorted(marks, key=_place))


def with_marks(
    record: Annotation | None, marks: Iterable[Mark], unit: Unit, *, instead_of: Mark | None = None
) -> dict[str, Any]:
    """Give the fields that change when `marks` are added to the record of `unit`.

    A source or cue takes the place of that of its attribution. A content joins those of its attribution that
    it overlaps. An attribution that is not there yet is the next one. `instead_of` is taken away first.
    Raises `AnnotatorError` for a passage that is not inside the unit.
    """
    attributions, bias = _passages(record)
    if instead_of:
        attributions, bias = _without(attributions, bias, instead_of)
    for mark in marks:
        if not unit.start <= mark.span.start < mark.span.end <= unit.end:
            raise AnnotatorError(f"{unit.id}: a passage outside the sentence cannot be marked")
        if mark.role.is_bias:
            bias = _with_bias(bias, mark)
        else:
            attributions = _with_part(attributions, mark)
    return _changed(record, attributions, bias, unit)


def without_marks(record: Annotation | None, marks: Iterable[Mark], unit: Unit) -> dict[str, Any]:
    """Give the fields that change when `marks` are taken from the record of `unit`.

    An attribution of which nothing is left goes with it; those after it count one less.
    """
    attributions, bias = _passages(record)
    for mark in marks:
        attributions, bias = _without(attributions, bias, mark)
    return _changed(record, attributions, bias, unit)


def voice_of(span: Span, attributions: Sequence[Attribution], unit: Unit) -> Voice:
    """Whose wording a passage is: the source's inside a content, or where all of the unit is quoted."""
    contents = (content for one in attributions for content in one.content)
    quoted = unit.quotation is not None or any(
        content.start <= span.start and span.end <= content.end for content in contents
    )
    return Voice.SOURCE if quoted else Voice.AUTHOR


def with_voices(
    bias: Iterable[BiasMark], attributions: Sequence[Attribution], before: Annotation | None, unit: Unit
) -> tuple[BiasMark, ...]:
    """Give bias marks the voice that these attributions tell; one corrected in the record `before` stays."""
    old_attributions, old_bias = _passages(before)
    corrected = [one for one in old_bias if one.voice is not voice_of(one.span, old_attributions, unit)]
    return tuple(
        one if one in corrected else one.model_copy(update={"voice": voice_of(one.span, attributions, unit)})
        for one in bias
    )


def _passages(record: Annotation | None) -> tuple[list[Attribution], list[BiasMark]]:
    return (list(record.attributions), list(record.bias)) if record else ([], [])


def _parts(attribution: Attribution, index: int) -> list[Mark]:
    named = [(Role.SOURCE, attribution.source), (Role.CUE, attribution.cue)]
    named += [(Role.CONTENT, span) for span in attribution.content]
    return [Mark(role=role, span=span, attribution=index) for role, span in named if span]


def _place(mark: Mark) -> tuple[int, int, int, int, str]:
    return (
        mark.span.start,
        mark.span.end,
        _ROLES.index(mark.role),
        mark.attribution,
        mark.technique or "",
    )


def _with_bias(bias: list[BiasMark], mark: Mark) -> list[BiasMark]:
    if any(_is(one, mark) for one in bias):
        return bias
    return [*bias, BiasMark(kind=BiasKind(mark.role), span=mark.span, technique=mark.technique)]


def _with_part(attributions: list[Attribution], mark: Mark) -> list[Attribution]:
    index = min(mark.attribution, len(attributions))
    old = attributions[index] if index < len(attributions) else Attribution()
    change: dict[str, Any] = {mark.role.value: mark.span}
    if mark.role is Role.CONTENT:
        change = {"content": _joined(old.content, mark.span)}
    new = old.model_copy(update=change)
    return [*attributions[:index], new, *attributions[index + 1 :]]


def _joined(spans: Sequence[Span], added: Span) -> tuple[Span, ...]:
    """Add a span, as one with those that it overlaps; in the order of the text."""
    met = [span for span in spans if span.start < added.end and added.start < span.end]
    ends = [added, *met]
    whole = Span(start=min(span.start for span in ends), end=max(span.end for span in ends))
    return tuple(sorted([whole, *(span for span in spans if span not in met)], key=lambda span: span.start))


def _without(
    attributions: list[Attribution], bias: list[BiasMark], mark: Mark
) -> tuple[list[Attribution], list[BiasMark]]:
    if mark.role.is_bias:
        return attributions, [one for one in bias if not _is(one, mark)]
    taken = [
        _without_part(one, mark) if index == mark.attribution else one
        for index, one in enumerate(attributions)
    ]
    return taken, bias


def _without_part(attribution: Attribution, mark: Mark) -> Attribution:
    if mark.role is Role.CONTENT:
        rest = tuple(span for span in attribution.content if span != mark.span)
        return attribution.model_copy(update={"content": rest})
    held = attribution.source if mark.role is Role.SOURCE else attribution.cue
    return attribution.model_copy(update={mark.role.value: None}) if held == mark.span else attribution


def _is(bias_mark: BiasMark, mark: Mark) -> bool:
    alike = (bias_mark.span, bias_mark.technique) == (mark.span, mark.technique)
    return alike and bias_mark.kind.value == mark.role.value


def _changed(
    record: Annotation | None, attributions: Sequence[Attribution], bias: Sequence[BiasMark], unit: Unit
) -> dict[str, Any]:
    """Give the fields that differ from the record, with emptied attributions gone and voices derived."""
    old_attributions, old_bias = _passages(record)
    empty = Attribution()
    kept = [
        one
        for index, one in enumerate(attributions)
        if one != empty or (index < len(old_attributions) and old_attributions[index] == empty)
    ]
    voiced = with_voices(bias, kept, record, unit)
    change: dict[str, Any] = {}
    if kept != old_attributions:
        change["attributions"] = tuple(kept)
    if voiced != tuple(old_bias):
        change["bias"] = voiced
    return change
