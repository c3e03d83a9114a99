"""Whether records apply to an article as it is now, under the codebook as it is now."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from annotator.store.waiting import waiting
from schemas import Annotation, Article, Codebook, Unit

_WITH_SPANS = frozenset({"attributions", "bias"})
"""The fields of a record that hold spans."""


class _Known(NamedTuple):
    """A unit, and what every record of it is held against."""

    place: int
    start: int
    end: int
    sha256: str


class Labels(NamedTuple):
    """The records of a label file."""

    records: dict[str, Annotation]
    """Those that apply, by unit id, in the article's order."""
    waiting: Mapping[str, Annotation] = MappingProxyType({})
    """Labels that do not, by unit id: given under other rules or to other words, and not replaced yet."""

    plain: bool = False
    """Whether the file is intact and holds these records only, in this order: see `read_again`."""

    @property
    def outdated(self) -> int:
        """How many labels wait to be confirmed or replaced."""
        return len(self.waiting)


class Judge:
    """Judges records of one article; made once for all of its label files.

    A record applies when its sentence has the words it was given to and the codebook's rules hold. One that
    was given when the codebook said something else may break the rules of today: kept, not applied.
    """

    def __init__(self, article: Article, codebook: Codebook) -> None:
        """Judge by this article and this codebook."""
        self.article = article
        self.codebook = codebook

    def unit(self, record: Annotation) -> Unit | None:
        """The unit that a record is of, if the article has it and its words are those that were labelled."""
        known = self._units.get(record.unit)
        return self.article.units[known.place] if known and known.sha256 == record.text_sha256 else None

    def labels(self, records: Iterable[Annotation]) -> Labels:
        """Tell the records that apply from those that do not; raises `ValueError` for an empty span."""
        current: list[Annotation] = []
        stale: list[Annotation] = []
        for record in records:
            if self._surely_applies(record):
                current.append(record)
            elif any(span.start >= span.end for span in record.spans()):
                raise ValueError(f"{record.unit}: an empty span")
            elif self.why_stale(record) is None:
                current.append(record)
            else:
                stale.append(record)
        current.sort(key=lambda record: self._units[record.unit].place)
        applying = {record.unit: record for record in current}
        return Labels(applying, waiting(stale, applying, self.article) if stale else {})

    def applies(self, record: Annotation) -> bool:
        """Whether a record applies: what `why_stale` says, but faster for all that do."""
        return self._surely_applies(record) or self.why_stale(record) is None

    def why_stale(self, record: Annotation) -> str | None:
        """Say why a record is kept but not applied; None when it is."""
        if record.unit not in self._units:
            return f"the article has no unit {record.unit}"
        unit = self.unit(record)
        if unit is None:
            return "the words of the sentence have changed since it was labelled"
        problem = next(self.codebook.errors(record, unit), None)
        return problem and f"{problem}, in version {self.codebook.version} of the codebook"

    def _surely_applies(self, record: Annotation) -> bool:
        """Enough for a record to apply, and true of nearly all: no field is set that its label forbids.

        Fields that are not set have their defaults, which no rule forbids.
        """
        known = self._units.get(record.unit)
        if known is None or known.sha256 != record.text_sha256:
            return False
        given = record.model_fields_set
        forbidden = self._forbidden.get(record.label)
        if forbidden is None or not given.isdisjoint(forbidden):
            return False
        return given.isdisjoint(_WITH_SPANS) or _spans_are_inside(record, known.start, known.end)

    @cached_property
    def _units(self) -> Mapping[str, _Known]:
        article = self.article
        return {
            unit.id: _Known(place, unit.start, unit.end, article.unit_sha256(unit))
            for place, unit in enumerate(article.units)
        }

    @cached_property
    def _forbidden(self) -> Mapping[str | None, frozenset[str]]:
        """By label, and for a record without one: the fields that must be at their defaults."""
        return {
            label: frozenset(
                attribute.field
                for attribute in self.codebook.attributes
                if attribute.labels and label not in attribute.labels
            )
            for label in (None, *self.codebook.label_names)
        }


def _spans_are_inside(record: Annotation, start: int, end: int) -> bool:
    """Whether all spans are in the unit [start, end) and not empty."""
    for attribution in record.attributions:
        for span in (attribution.source, attribution.cue, *attribution.content):
            if span is not None and not start <= span.start < span.end <= end:
                return False
    return all(start <= mark.span.start < mark.span.end <= end for mark in record.bias)
