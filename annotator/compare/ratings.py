"""Fields with one value a record, kept as two bytes a rating: all that remains of the stream of articles."""

from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.compare.fields import Level, Rows, always
from annotator.errors import AnnotatorError
from schemas import Annotation, Codebook

if TYPE_CHECKING:
    from annotator.compare.result import FieldAgreement

MISSING = -1
"""Code of a rating that was not given."""
MOST_VALUES = 2**15
"""Different values that have a code of two bytes; far fewer can be compared."""


@dataclass
class Ratings:
    """Units in rows, annotators in columns, rows of one article together."""

    annotators: tuple[str, ...]
    values: tuple[str, ...]
    """All declared values in their order; the code of a value is its place."""
    level: Level
    codes: "array[int]" = field(default_factory=lambda: array("h"))
    """Row after row, one code per annotator; only units with at least one rating."""
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    """Row with which each article begins; only articles with at least one row."""

    def __post_init__(self) -> None:
        """Refuse what has no codes."""
        if len(self.values) > MOST_VALUES:
            raise AnnotatorError(f"{len(self.values):,} different values are too many; group the values")

    def add(self, units: Iterable[Sequence[int]]) -> None:
        """Append the units of one article, each as one code per annotator."""
        self.append(packed(units))

    def append(self, article: bytes) -> None:
        """Append the units of one article, as `packed` gives them."""
        if article:
            self.starts.append(len(self.codes) // len(self.annotators))
            self.codes.frombytes(article)


def packed(units: Iterable[Sequence[int]]) -> bytes:
    """Give the codes of an article's units as bytes, without units that nobody rated."""
    codes = array("h")
    for row in units:
        if max(row, default=MISSING) != MISSING:
            codes.extend(row)
    return codes.tobytes()


@dataclass(frozen=True)
class RatingTable:
    """The ratings of one field, and its figures."""

    ratings: Ratings

    def add(self, reduced: bytes) -> None:
        """Take one article as `RatedField.reduce` gives it."""
        self.ratings.append(reduced)

    def figures(self, *, bootstrap: int, seed: int, resampled: str = "articles") -> "FieldAgreement":
        """Compute every coefficient; see `annotator.compare.measure`."""
        from annotator.compare.measure import measure

        return measure(self.ratings, bootstrap=bootstrap, seed=seed, resampled=resampled)


@dataclass(frozen=True)
class RatedField:
    """A field with one value a record."""

    name: str
    level: Level
    values: tuple[str, ...]
    """All values that may be given, used or not, in their order (numbers, for interval and ratio)."""
    value: Callable[[Annotation], str | None]
    """What the record says; None is a missing rating."""
    condition: str = ""
    applies: Callable[[Annotation], bool] = always
    reads: frozenset[str] = frozenset()
    default: str | None = None
    """What a record says that sets none of what is read."""

    @property
    def unsaid(self) -> Hashable:
        """Fields take the same codes from records that say nothing if their defaults have the same place."""
        return RatedField, self._codes[self.default]

    def reduce(self, rows: Rows) -> bytes:
        """Give the units of an article as `packed` codes.

        Raises:
            AnnotatorError: a record holds a value that is not declared.
        """
        codes, value_of = self._codes, self.value
        said = [None if record is None else value_of(record) for record in rows.records]
        try:
            found = array("h", [codes[value] for value in said])
        except KeyError as error:
            place = said.index(error.args[0])
            raise AnnotatorError(
                f"{rows.where(place)} has {self.name} {said[place]!r}, not declared "
                f"({', '.join(self.values)}); run `annotator check`"
            ) from None
        if said.count(None) == rows.seen.count(0):
            return found.tobytes()
        width = len(rows.annotators)
        return packed(found[row : row + width] for row in range(0, len(found), width))

    def table(self, annotators: Sequence[str]) -> RatingTable:
        """Begin the table of these annotators."""
        return RatingTable(Ratings(tuple(annotators), self.values, self.level))

    @cached_property
    def _codes(self) -> Mapping[str | None, int]:
        return {value: code for code, value in enumerate(self.values)} | {None: MISSING}


def label_field(codebook: Codebook) -> RatedField:
    """Give the primary label."""
    return RatedField("label", "nominal", codebook.label_names, lambda record: record.label)
