"""What can be compared: a field takes what it needs from each article, and its table computes the figures."""

from array import array
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

from schemas import Annotation, Article, LabelledArticle, Unit

if TYPE_CHECKING:
    from annotator.compare.result import AnyAgreement

Level = Literal["nominal", "ordinal", "interval", "ratio"]
"""Level of measurement; it decides how far apart two values are (Krippendorff 2011)."""


def always(annotation: Annotation) -> bool:
    """Every record is compared."""
    return True


@dataclass(frozen=True)
class Given:
    """Records with one of some labels: what is said of sources, for example, is said of `sourced` only."""

    labels: frozenset[str]

    def __call__(self, annotation: Annotation) -> bool:
        """Whether the record has one of the labels."""
        return annotation.label in self.labels


@dataclass(frozen=True)
class Rows:
    """The records of an article that meet a condition: units in rows, annotators in columns."""

    article: Article
    annotators: tuple[str, ...]
    units: Sequence[Unit]
    """Those with at least one such record, in the order of the text."""
    records: Sequence[Annotation | None]
    """Row after row, one for each annotator; None: not seen, or the condition is not met."""

    @cached_property
    def seen(self) -> bytes:
        """A byte for each unit and annotator: 1 where there is a record."""
        seen = bytearray(len(self.records))
        for place, _ in self.given:
            seen[place] = 1
        return bytes(seen)

    @cached_property
    def given(self) -> "list[tuple[int, Annotation]]":
        """The records that there are, each with its place in `records`."""
        return [(place, record) for place, record in enumerate(self.records) if record is not None]

    @cached_property
    def ends(self) -> bytes:
        """Start and end of each unit, eight bytes each."""
        return array("q", [end for unit in self.units for end in (unit.start, unit.end)]).tobytes()

    def of(self, place: int) -> dict[str, Annotation]:
        """Give the records of the annotator in this column, by unit id."""
        column = self.records[place :: len(self.annotators)]
        return {unit.id: one for unit, one in zip(self.units, column, strict=True) if one is not None}

    def meeting(self, applies: Callable[[Annotation], bool]) -> "Rows":
        """Give those that meet one condition more."""
        met = [one if one is not None and applies(one) else None for one in self.records]
        seen = bytes([one is not None for one in met])
        width = len(self.annotators)
        rows = [row for row in range(len(self.units)) if 1 in seen[row * width : (row + 1) * width]]
        if len(rows) < len(self.units):
            met = [one for row in rows for one in met[row * width : (row + 1) * width]]
        return Rows(self.article, self.annotators, [self.units[row] for row in rows], met)

    def where(self, place: int) -> str:
        """Say which record is at this place of `records`."""
        row, column = divmod(place, len(self.annotators))
        return f"{self.article.id} {self.units[row].id}: {self.annotators[column]}"


def rows_of(labelled: LabelledArticle, annotators: Sequence[str]) -> Rows:
    """Lay out what these annotators have said of an article."""
    by = [labelled.labels.get(name, {}) for name in annotators]
    units = labelled.article.units
    records = [records.get(unit.id) for unit in units for records in by]
    return Rows(labelled.article, tuple(annotators), units, records).meeting(always)


class Table(Protocol):
    """What remains of a field while articles stream by."""

    def add(self, reduced: Any) -> None:
        """Take one article, as the field's `reduce` gives it."""

    def figures(self, *, bootstrap: int, seed: int, resampled: str = "articles") -> "AnyAgreement":
        """Compute everything; intervals resample articles."""


class Field(Protocol):
    """One thing that annotators say of a unit. Its values are those of the codebook, used or not."""

    @property
    def name(self) -> str:
        """As in reports, e.g. `source_type`."""

    @property
    def condition(self) -> str:
        """When two annotators are compared at all, in words, e.g. `both say sourced`; empty: always."""

    @property
    def applies(self) -> Callable[[Annotation], bool]:
        """The same for one record: one outside the condition counts as missing."""

    @property
    def reads(self) -> frozenset[str]:
        """The fields of a record that it looks at; empty: also at others, or at the article."""

    @property
    def unsaid(self) -> Hashable:
        """Fields with the same condition and the same `unsaid` take the same from records without `reads`."""

    def reduce(self, rows: Rows) -> Any:
        """Take from an article what its table needs: small, to be handed from process to process.

        The rows hold only records that `applies` holds for.
        """

    def table(self, annotators: Sequence[str]) -> Table:
        """Begin a table for these annotators."""


@dataclass(frozen=True)
class Reducer:
    """Takes from an article what every field needs.

    It looks once for the records that a condition leaves, and once where no record says what a field reads:
    most sentences have a label, and nothing besides.
    """

    annotators: tuple[str, ...]
    fields: tuple[Field, ...]

    def __call__(self, labelled: LabelledArticle) -> list[Any]:
        """Give what each field's table takes; raises `AnnotatorError` for a value that is not declared."""
        rows = rows_of(labelled, self.annotators)
        met: dict[Callable[[Annotation], bool], Rows] = {always: rows}
        alike: dict[Hashable, Any] = {}
        said = set[str]().union(*(one.model_fields_set for one in rows.records if one is not None))
        reduced = []
        for field in self.fields:
            narrowed = met.get(field.applies)
            if narrowed is None:
                narrowed = met[field.applies] = rows.meeting(field.applies)
            if not field.reads or not field.reads.isdisjoint(said):
                reduced.append(field.reduce(narrowed))
                continue
            key = field.applies, field.unsaid
            if key not in alike:
                alike[key] = field.reduce(narrowed)
            reduced.append(alike[key])
        return reduced
