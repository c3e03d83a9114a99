"""Fields with a set of values a record, such as the kinds of bias; that there are none is a rating."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from annotator.compare.fields import Rows, always
from annotator.compare.listed import Listed, Reduced, reduced
from annotator.errors import AnnotatorError
from schemas import Annotation

if TYPE_CHECKING:
    from annotator.compare.result import SetAgreement


@dataclass(frozen=True)
class SetTable:
    """The sets of one field, each as a whole number with a bit for each of `values`, and its figures."""

    values: tuple[str, ...]
    listed: Listed[int]

    def add(self, reduced: Reduced[int]) -> None:
        """Take one article as `SetField.reduce` gives it."""
        self.listed.add(reduced)

    def figures(self, *, bootstrap: int, seed: int, resampled: str = "articles") -> "SetAgreement":
        """Compute everything; intervals resample articles."""
        from annotator.compare.measure_sets import measure_sets

        return measure_sets(
            cast(Listed[Hashable], self.listed),
            tuple(self.listed.places),
            self.values,
            bootstrap=bootstrap,
            seed=seed,
            resampled=resampled,
        )


@dataclass(frozen=True)
class SetField:
    """A field with a set of values a record."""

    name: str
    values: tuple[str, ...]
    """All members that a set may have, used or not."""
    members: Callable[[Annotation], Iterable[str]]
    """What the record says; nothing is the empty set."""
    condition: str = ""
    applies: Callable[[Annotation], bool] = always
    reads: frozenset[str] = frozenset()

    @property
    def unsaid(self) -> Hashable:
        """Of records that say nothing all fields with sets take the same: empty ones."""
        return SetField

    def reduce(self, rows: Rows) -> Reduced[int]:
        """Give the sets of an article.

        Raises:
            AnnotatorError: a record holds a value that is not declared.
        """
        members_of = self.members
        masks: list[int | None] = []
        for place, record in enumerate(rows.records):
            members = () if record is None else members_of(record)
            mask = self._mask(members, rows, place) if members else 0
            masks.append(None if record is None else mask)
        return reduced(masks, len(rows.annotators))

    def table(self, annotators: Sequence[str]) -> SetTable:
        """Begin the table of these annotators."""
        return SetTable(self.values, Listed(tuple(annotators)))

    @cached_property
    def _bits(self) -> dict[str, int]:
        return {value: 1 << place for place, value in enumerate(self.values)}

    def _mask(self, members: Iterable[str], rows: Rows, place: int) -> int:
        mask = 0
        for value in members:
            if value not in self._bits:
                raise AnnotatorError(
                    f"{rows.where(place)} has {self.name} {value!r}, not declared "
                    f"({', '.join(self.values)}); run `annotator check`"
                )
            mask |= self._bits[value]
        return mask
