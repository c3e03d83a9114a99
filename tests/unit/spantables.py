"""Tables of spans and of listed values, written in tests as plain lists."""

from array import array
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from annotator.compare.listed import Listed, reduced
from annotator.compare.spans import ReducedSpans, SpanTable

Given = Sequence[tuple[int, int, str]] | None
"""Start, end and kind of what one annotator marks in a unit; None: not seen."""
Unit = tuple[int, int, Sequence[Given]]
"""Start and end of a unit, and what each annotator marks."""

V = TypeVar("V", bound=Hashable)


def names(number: int) -> tuple[str, ...]:
    return tuple(f"rater {one}" for one in range(number))


def span_table(articles: Sequence[Sequence[Unit]], raters: int) -> SpanTable:
    table = SpanTable(names(raters))
    for units in articles:
        bounds, marks, seen, kinds = array("q"), array("q"), bytearray(), dict[str, int]()
        for place, (start, end, given) in enumerate(units):
            bounds.extend((start, end))
            seen.extend(spans is not None for spans in given)
            for rater, spans in enumerate(given):
                for first, last, kind in sorted(set(spans or ())):
                    marks.extend((place, rater, first, last, kinds.setdefault(kind, len(kinds))))
        table.add(ReducedSpans(bounds.tobytes(), bytes(seen), marks.tobytes(), tuple(kinds)))
    return table


def listed(articles: Sequence[Sequence[Mapping[int, V]]], raters: int) -> Listed[V]:
    """Each unit as the value by rater; no entry: missing."""
    table: Listed[V] = Listed(names(raters))
    for units in articles:
        table.add(reduced([unit.get(rater) for unit in units for rater in range(raters)], raters))
    return table
