"""Fields whose values no codebook declares, such as who the source is: any number of different ones."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from annotator.compare.fields import Rows, always
from annotator.compare.listed import Listed, Reduced, reduced
from schemas import Annotation, Article

if TYPE_CHECKING:
    from annotator.compare.result import FieldAgreement


@dataclass(frozen=True)
class OpenTable:
    """The values of one field, and its figures."""

    listed: Listed[str]

    def add(self, reduced: Reduced[str]) -> None:
        """Take one article as `OpenField.reduce` gives it."""
        self.listed.add(reduced)

    def figures(self, *, bootstrap: int, seed: int, resampled: str = "articles") -> "FieldAgreement":
        """Compute everything that needs no list of values; intervals resample articles."""
        from annotator.compare.measure_open import measure_open

        return measure_open(
            cast(Listed[Hashable], self.listed),
            tuple(self.listed.places),
            bootstrap=bootstrap,
            seed=seed,
            resampled=resampled,
        )


@dataclass(frozen=True)
class OpenField:
    """A nominal field with an open list of values."""

    name: str
    values: Callable[[Article, Mapping[str, Annotation]], Mapping[str, str]]
    """What one annotator's records of an article say, by unit; a unit that is not in it is missing."""
    condition: str = ""
    applies: Callable[[Annotation], bool] = always
    reads: frozenset[str] = frozenset()

    @property
    def unsaid(self) -> Hashable:
        """Of records that say nothing, nothing is known but by the field itself."""
        return self.name

    def reduce(self, rows: Rows) -> Reduced[str]:
        """Give the values of an article."""
        said = [self.values(rows.article, rows.of(place)) for place in range(len(rows.annotators))]
        return reduced([by.get(unit.id) for unit in rows.units for by in said], len(rows.annotators))

    def table(self, annotators: Sequence[str]) -> OpenTable:
        """Begin the table of these annotators."""
        return OpenTable(Listed(tuple(annotators)))
