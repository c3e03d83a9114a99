"""What a suggester offers for the units of an article, and what a decision keeps of it."""

from collections.abc import Iterable, Iterator, Mapping

from schemas import Annotation, Article, Codebook, OfferedSuggestion, Origin, Suggestion, Unit


class WrittenOffers(Mapping[str, Suggestion]):
    """Suggestions by unit id, as they are written: read, those of a long article take ten times as much."""

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        """Take them one by one."""
        self._written = {one.unit: one.model_dump_json(exclude_defaults=True).encode() for one in suggestions}

    def __getitem__(self, unit_id: str) -> Suggestion:
        return Suggestion.model_validate_json(self._written[unit_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


class Offers:
    """The suggestions for one article, by unit; none until they are given."""

    def __init__(self) -> None:
        self._by_unit: Mapping[str, Suggestion] = {}
        self._units: frozenset[str] = frozenset()
        """Ids of the units that are still as they were then."""
        self._names: frozenset[str | None] = frozenset()
        self._version = ""

    def put(self, suggestions: Mapping[str, Suggestion], version: str, codebook: Codebook) -> None:
        """Offer these, by unit id, instead of all others; a label that the codebook lacks is not offered."""
        self._by_unit, self._units = suggestions, frozenset(suggestions)
        self._names = frozenset({*codebook.label_names, None})
        self._version = version

    def keep_unchanged(self, before: Article, after: Article) -> None:
        """Drop what was offered for units that are not as they were."""
        old = {unit.id: unit for unit in before.units}
        self._units &= {unit.id for unit in after.units if unit == old.get(unit.id)}

    def of(self, unit: Unit) -> Suggestion | None:
        """What is offered for a unit, whatever was decided about it."""
        offer = self._by_unit[unit.id] if unit.id in self._units else None
        return offer if offer and offer.label in self._names else None

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
