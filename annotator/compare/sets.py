"""Fields with a set of values a record, such as the kinds of bias; that there are none is a rating."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from annotator.compare.fields import always
from annotator.compare.listed import Listed, Reduced, reduced
from annotator.errors import AnnotatorError
from schemas import Annotation, LabelledArticle

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

    def reduce(self, labelled: LabelledArticle, annotators: Sequence[str]) -> Reduced[int]:
        """Give the sets of an article; a record outside the condition is missing.

        Raises:
            AnnotatorError: a record holds a value that is not declared.
        """
        given = [
            {
                unit: self._mask(record, f"{labelled.article.id} {unit}: {name}")
                for unit, record in labelled.labels.get(name, {}).items()
                if self.applies(record)
            }
            for name in annotators
        ]
        return reduced((unit.id for unit in labelled.article.units), given)

    def table(self, annotators: Sequence[str]) -> SetTable:
        """Begin the table of these annotators."""
        return SetTable(self.values, Listed(tuple(annotators)))

    @cached_property
    def _bits(self) -> dict[str, int]:
        return {value: 1 << place for place, value in enumerate(self.values)}

    def _mask(self, record: Annotation, where: str) -> int:
        mask = 0
        for value in self.members(record):
            if value not in self._bits:
                raise AnnotatorError(
                    f"{where} has {self.name} {value!r}, not declared ({', '.join(self.values)}); "
                    "run `annotator check`"
                )
            mask |= self._bits[value]
        return mask


SEPARATOR = "|"
"""Between the members of a set in a table of ratings."""


def set_agreement(
    rows: Iterable[tuple[str, str, str]],
    *,
    values: Sequence[str] | None = None,
    bootstrap: int = 1000,
    seed: int = 0,
) -> tuple[tuple[str, ...], "SetAgreement"]:
    """Compute the figures of any sets `(unit, annotator, "a|b")`; gives the annotators with them.

    "" is the empty set. `values` declares all members; without it they are those that occur. Units take the
    place of articles in the resampling.

    Raises:
        AnnotatorError: a rating given twice, or a member that is not declared.
    """
    units: dict[str, dict[str, frozenset[str]]] = {}
    for unit, annotator, value in rows:
        given = units.setdefault(unit, {})
        if annotator in given:
            raise AnnotatorError(f"unit {unit!r} has two ratings by {annotator!r}; keep one")
        given[annotator] = frozenset(filter(None, (member.strip() for member in value.split(SEPARATOR))))
    names = tuple(sorted({annotator for given in units.values() for annotator in given}))
    used = {member for given in units.values() for members in given.values() for member in members}
    declared = tuple(sorted(used) if values is None else values)
    if undeclared := sorted(used.difference(declared)):
        raise AnnotatorError(f"value {undeclared[0]!r} is not declared ({', '.join(declared)})")
    bits = {value: 1 << place for place, value in enumerate(declared)}
    table = SetTable(declared, Listed(names))
    for unit, given in units.items():
        masks = [
            {unit: sum(bits[member] for member in given[name])} if name in given else {} for name in names
        ]
        table.add(reduced([unit], masks))
    return names, table.figures(bootstrap=bootstrap, seed=seed, resampled="units")
