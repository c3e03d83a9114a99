"""Fields with one value a record, kept as two bytes a rating: all that remains of the stream of articles."""

from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.compare.fields import Level, always
from annotator.errors import AnnotatorError
from schemas import Annotation, Codebook, LabelledArticle

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
        return RatedField, MISSING if self.default is None else self._codes[self.default]

    def reduce(self, labelled: LabelledArticle, annotators: Sequence[str]) -> bytes:
        """Give the units of an article as `packed` codes; records outside the condition are missing.

        Raises:
            AnnotatorError: a record holds a value that is not declared.
        """
        columns = [self._column(labelled, name) for name in annotators]
        if not any(columns):
            return b""
        units = labelled.article.units
        return packed([column.get(unit.id, MISSING) for column in columns] for unit in units)

    def table(self, annotators: Sequence[str]) -> RatingTable:
        """Begin the table of these annotators."""
        return RatingTable(Ratings(tuple(annotators), self.values, self.level))

    @cached_property
    def _codes(self) -> Mapping[str, int]:
        return {value: code for code, value in enumerate(self.values)}

    def _column(self, labelled: LabelledArticle, annotator: str) -> dict[str, int]:
        codes, value_of, applies = self._codes, self.value, self.applies
        records = labelled.labels.get(annotator, {})
        said = {unit: value_of(record) for unit, record in records.items() if applies(record)}
        try:
            return {unit: codes[value] for unit, value in said.items() if value is not None}
        except KeyError:
            unit, value = next(one for one in said.items() if one[1] is not None and one[1] not in codes)
            raise AnnotatorError(
                f"{labelled.article.id} {unit}: {annotator} has {self.name} {value!r}, not declared "
                f"({', '.join(codes)}); run `annotator check`"
            ) from None


def label_field(codebook: Codebook) -> RatedField:
    """Give the primary label."""
    return RatedField("label", "nominal", codebook.label_names, lambda record: record.label)
