"""Ratings whose values are listed as they come: sets, and names that no codebook declares."""

from array import array
from collections.abc import Hashable, Sequence
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


def reduced(given: Sequence[V | None], width: int) -> Reduced[V]:
    """Reduce what is given of an article, row after row of so many annotators; None is no rating."""
    values = tuple(value for value in dict.fromkeys(given) if value is not None)
    places: dict[V | None, int] = {None: MISSING}
    places.update((value, place) for place, value in enumerate(values))
    codes = array("i", [places[value] for value in given])
    if None in given:
        nobody = array("i", [MISSING] * width)
        rows = (codes[start : start + width] for start in range(0, len(codes), width))
        codes = array("i", [code for row in rows if row != nobody for code in row])
    return Reduced(values, codes.tobytes())
