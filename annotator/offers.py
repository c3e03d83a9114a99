"""What a suggester offers for the units of an article, and what a decision keeps of it."""

from collections.abc import Mapping

from schemas import Annotation, Article, Codebook, OfferedSuggestion, Origin, Suggestion, Unit


class Offers:
    """The suggestions for one article, by unit; none until they are given."""

    def __init__(self) -> None:
        self._by_unit: dict[str, Suggestion] = {}
        self._version = ""

    def put(self, suggestions: Mapping[str, Suggestion], version: str, codebook: Codebook) -> None:
        """Offer these, by unit id, instead of all others; a label that the codebook lacks is not offered."""
        names = {*codebook.label_names, None}
        self._by_unit = {name: offer for name, offer in suggestions.items() if offer.label in names}
        self._version = version

    def keep_unchanged(self, before: Article, after: Article) -> None:
        """Drop what was offered for units that are not as they were."""
        old = {unit.id: unit for unit in before.units}
        same = {unit.id for unit in after.units if unit == old.get(unit.id)}
        self._by_unit = {name: offer for name, offer in self._by_unit.items() if name in same}

    def of(self, unit: Unit) -> Suggestion | None:
        """What is offered for a unit, whatever was decided about it."""
        return self._by_unit.get(unit.id)

    def kept(self, unit: Unit) -> OfferedSuggestion | None:
        """What the record of a unit keeps of the label that was offered for it."""
        offer = self.of(unit)
        if offer is None or offer.label is None:
            return None
        return OfferedSuggestion(label=offer.label, version=self._version)


def with_origin(record: Annotation, before: Annotation | None) -> Annotation:
    """Give a record, made of the one `before`, as an edited suggestion where that was an accepted one."""
    if before is None or before.origin is not Origin.SUGGESTION_ACCEPTED or _said(record) == _said(before):
        return record
    return record.model_copy(update={"origin": Origin.SUGGESTION_EDITED})


def _said(record: Annotation) -> tuple[object, ...]:
    """What of a record a suggestion says; where the source is carried over, only passages are offered."""
    said: tuple[object, ...] = record.attributions
    if record.same_source:
        said = tuple(span for one in record.attributions for span in one.spans())
    return record.label, record.same_source, record.bias, said
