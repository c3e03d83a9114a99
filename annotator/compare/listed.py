"""Ratings whose values are listed as they come: sets, and names that no codebook declares."""

from array import array
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

MISSING = -1

V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True)
class Reduced(Generic[V]):
    """The ratings of one article: its different values, and a code of four bytes for each rating."""

    values: tuple[V, ...]
    codes: bytes
    """Row after row, one code per annotator; only units with at least one rating."""


@dataclass
class Listed(Generic[V]):
    """Units in rows, annotators in columns, those of one article together; a value's code is its place."""

    annotators: tuple[str, ...]
    places: dict[V, int] = field(default_factory=dict)
    """Every value that was given, with its code."""
    codes: "array[int]" = field(default_factory=lambda: array("i"))
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    """Row with which each article begins; only articles with at least one row."""

    def add(self, reduced: Reduced[V]) -> None:
        """Append the units of one article."""
        if not reduced.codes:
            return
        codes = array("i")
        codes.frombytes(reduced.codes)
        self.starts.append(len(self.codes) // len(self.annotators))
        places = [self.places.setdefault(value, len(self.places)) for value in reduced.values]
        places.append(MISSING)  # which is what the code -1 looks up
        self.codes.extend([places[code] for code in codes])


def reduced(units: Iterable[str], given: Sequence[Mapping[str, V]]) -> Reduced[V]:
    """Reduce an article with `units` to what each annotator has `given`, by unit; no entry is no rating."""
    places: dict[V, int] = {}
    codes = array("i")
    if any(given):
        for unit in units:
            if any(unit in values for values in given):
                codes.extend(
                    places.setdefault(values[unit], len(places)) if unit in values else MISSING
                    for values in given
                )
    return Reduced(tuple(places), codes.tobytes())
