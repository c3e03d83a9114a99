"""Ratings of one field, kept as two bytes each: all that remains of the stream of articles."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.compare.fields import FieldSpec, Level
from annotator.errors import AnnotatorError
from schemas import LabelledArticle

MISSING = -1
"""Code of a rating that was not given."""
MOST_VALUES = 2**15
"""Different values that have a code of two bytes; far fewer can be compared."""

Rated = list[list[tuple[int, ...]]]
"""What an article is to agreement: by field and unit, one code per annotator."""


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
        before = len(self.codes)
        for codes in units:
            if max(codes, default=MISSING) != MISSING:
                self.codes.extend(codes)
        if len(self.codes) > before:
            self.starts.append(before // len(self.annotators))


@dataclass(frozen=True)
class Rater:
    """Reduces an article to its ratings: small enough to hand from process to process."""

    annotators: tuple[str, ...]
    fields: tuple[tuple[FieldSpec, tuple[str, ...]], ...]
    """Each with all its declared values in their order."""

    def __call__(self, labelled: LabelledArticle) -> Rated:
        """Give for each field the units as one code per annotator; none where nobody gave a rating.

        Raises:
            AnnotatorError: a record holds a value that is not declared.
        """
        return [self._units(spec, values, labelled) for spec, values in self.fields]

    def _units(
        self, spec: FieldSpec, values: tuple[str, ...], labelled: LabelledArticle
    ) -> list[tuple[int, ...]]:
        code_of = {value: code for code, value in enumerate(values)}
        columns = [_column(spec, labelled, name, code_of) for name in self.annotators]
        if not any(columns):
            return []
        return [tuple(column.get(unit.id, MISSING) for column in columns) for unit in labelled.article.units]


def _column(
    spec: FieldSpec, labelled: LabelledArticle, annotator: str, code_of: Mapping[str, int]
) -> dict[str, int]:
    codes: dict[str, int] = {}
    for unit, record in labelled.labels.get(annotator, {}).items():
        rating = spec.rating(record)
        if rating is None:
            continue
        if rating not in code_of:
            raise AnnotatorError(
                f"{labelled.article.id} {unit}: {annotator} has {spec.name} {rating!r}, not declared "
                f"({', '.join(code_of)}); run `annotator check`"
            )
        codes[unit] = code_of[rating]
    return codes
