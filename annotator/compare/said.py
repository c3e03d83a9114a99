"""What annotators say of single units: to tell whether they differ, and to show it in words."""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import cast

from annotator.compare.fields import Field
from annotator.compare.opened import OpenField
from annotator.compare.ratings import RatedField
from annotator.compare.sets import SetField
from annotator.compare.spans import Marked, SpanField
from schemas import Annotation, Article

NOTHING = "nothing"
"""A sentence that was seen, and in which nothing was marked."""


def said(
    field: Field,
    article: Article,
    records: Mapping[str, Annotation],
    units: Collection[str] | None = None,
) -> Mapping[str, Hashable]:
    """Give by unit what one annotator's records of an article say; two annotators differ where this does.

    Only of `units`, if they are given; the records should be all of the article, since a source is carried
    over from one to another. A missing rating is left out. Raises `TypeError` for an unknown kind of field.
    """
    asked = records if units is None else [unit for unit in units if unit in records]
    if isinstance(field, OpenField):
        met = {unit: record for unit, record in records.items() if field.applies(record)}
        values = field.values(article, met)
        return {unit: values[unit] for unit in asked if unit in values}
    value_of = _reader(field)
    met = {unit: records[unit] for unit in asked if field.applies(records[unit])}
    return {unit: value for unit, record in met.items() if (value := value_of(record)) is not None}


def in_words(field: Field, article: Article, value: Hashable) -> str:
    """Show what `said` gives: of passages their words, not where they are."""
    if isinstance(field, SetField):
        there = cast(frozenset[str], value)
        return ", ".join(one for one in field.values if one in there) or NOTHING
    if isinstance(field, SpanField):
        marks = cast(tuple[Marked, ...], value)
        return ", ".join(_quoted(article, mark) for mark in marks) or NOTHING
    return str(value)


def _reader(field: Field) -> Callable[[Annotation], Hashable]:
    """Make what reads one record; it gives None for a missing rating."""
    if isinstance(field, RatedField):
        return field.value
    if isinstance(field, SetField):
        members = field.members
        return lambda record: frozenset(members(record))
    if isinstance(field, SpanField):
        marks = field.marks
        return lambda record: tuple(sorted(set(marks(record))))
    raise TypeError(f"{type(field).__name__} cannot be read unit by unit")


def _quoted(article: Article, mark: Marked) -> str:
    start, end, kind = mark
    words = " ".join(article.text[start:end].split())
    return f"{kind}: “{words}”" if kind else f"“{words}”"
