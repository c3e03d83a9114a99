"""What annotators say of single units: to tell whether they differ, and to show it in words."""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import NamedTuple

from annotator.compare.fields import Field
from annotator.compare.opened import OpenField
from annotator.compare.ratings import RatedField
from annotator.compare.sets import SetField
from annotator.compare.spans import SpanField
from schemas import Annotation, Article

NOTHING = "nothing"
"""A sentence that was seen, and in which nothing was marked."""


class Said(NamedTuple):
    """What one annotator says of one unit in one field."""

    value: Hashable
    """Two annotators differ where this does."""
    words: str
    """To show: the words of passages, not where they are."""


def said(
    field: Field,
    article: Article,
    records: Mapping[str, Annotation],
    units: Collection[str] | None = None,
) -> Mapping[str, Said]:
    """Give by unit what one annotator's records of an article say; a missing rating is left out.

    Only of `units`, if they are given; the records should be all of the article, since a source is carried
    over from one to another. Raises `TypeError` for a kind of field that it does not know.
    """
    asked = records if units is None else [unit for unit in units if unit in records]
    if isinstance(field, OpenField):
        met = {unit: record for unit, record in records.items() if field.applies(record)}
        values = field.values(article, met)
        return {unit: Said(values[unit], values[unit]) for unit in asked if unit in values}
    one = _reader(field, article)
    found = {unit: one(records[unit]) for unit in asked if field.applies(records[unit])}
    return {unit: says for unit, says in found.items() if says is not None}


def _reader(field: Field, article: Article) -> Callable[[Annotation], Said | None]:
    """Make what reads one record."""
    if isinstance(field, RatedField):
        value_of = field.value

        def rated(record: Annotation) -> Said | None:
            value = value_of(record)
            return None if value is None else Said(value, value)

        return rated
    if isinstance(field, SetField):
        members_of, order = field.members, field.values

        def members(record: Annotation) -> Said:
            there = frozenset(members_of(record))
            return Said(there, ", ".join(one for one in order if one in there) or NOTHING)

        return members
    if isinstance(field, SpanField):
        return lambda record: _marked(field, article, record)
    raise TypeError(f"{type(field).__name__} cannot be read unit by unit")


def _marked(field: SpanField, article: Article, record: Annotation) -> Said:
    marks = sorted(set(field.marks(record)))
    words = (
        f"{f'{kind}: ' if kind else ''}“{' '.join(article.text[start:end].split())}”"
        for start, end, kind in marks
    )
    return Said(tuple(marks), ", ".join(words) or NOTHING)
