"""What can be compared: a field takes what it needs from each article, and its table computes the figures."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from schemas import Annotation, LabelledArticle

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

    def reduce(self, labelled: LabelledArticle, annotators: Sequence[str]) -> Any:
        """Take from an article what its table needs: small, to be handed from process to process.

        Only records that `applies` holds for count.
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
        met: dict[Callable[[Annotation], bool], LabelledArticle] = {always: labelled}
        alike: dict[Hashable, Any] = {}
        said = _said(labelled)
        reduced = []
        for field in self.fields:
            narrowed = met.get(field.applies)
            if narrowed is None:
                narrowed = met[field.applies] = meeting(labelled, field.applies)
            key = (field.applies, field.unsaid) if field.reads and field.reads.isdisjoint(said) else None
            found = alike.get(key) if key else None
            if found is None:
                found = field.reduce(narrowed, self.annotators)
            if key:
                alike[key] = found
            reduced.append(found)
        return reduced


def _said(labelled: LabelledArticle) -> set[str]:
    """Names of all fields that any record sets; those that it does not set have their defaults."""
    said: set[str] = set()
    for records in labelled.labels.values():
        said.update(*(record.model_fields_set for record in records.values()))
    return said


def meeting(labelled: LabelledArticle, applies: Callable[[Annotation], bool]) -> LabelledArticle:
    """Give the article with those records only that meet a condition."""
    return LabelledArticle.model_construct(
        article=labelled.article,
        labels={
            name: {unit: record for unit, record in records.items() if applies(record)}
            for name, records in labelled.labels.items()
        },
        outdated=labelled.outdated,
    )
