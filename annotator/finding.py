"""Sentences of a kind in an article: the next flagged one, the one before with the same source, and so on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.labelling import Labelling
from schemas import Annotation, Attribution, Unit


class Kind(StrEnum):
    """What sentences can be gone to; the value says it of one."""

    FLAGGED = "flagged sentence"
    DISAGREEING = "sentence that others labelled otherwise"
    SAME_SOURCE = "sentence with the same source"
    COMMENTED = "commented sentence"
    WAITING = "sentence to be confirmed"
    UNLABELLED = "sentence without a label"
    NOT_SURE = "sentence marked not sure"
    WORDS = "sentence with these words"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is gone to, one after another."""

    kind: Kind = Kind.FLAGGED
    words: tuple[str, ...] = ()
    """Folded, for sentences with words."""


def places_of_kind(
    labelling: Labelling, sought: Sought, place: int, disagreeing: Collection[str] = ()
) -> list[int]:
    """Give the indexes of the units that are sought, in the order of the text.

    `place` is the index of the unit whose source others may have; `disagreeing` are ids of units that others
    labelled otherwise, see `labelled_otherwise`.
    """
    units = labelling.article.units
    if sought.kind is Kind.WORDS:
        from annotator.search import hits_in  # here: the app starts without it

        return [hit.place for hit in hits_in(labelling.article, sought.words)]
    if sought.kind is Kind.SAME_SOURCE:
        sources = _sources(labelling)
        return [index for index, source in enumerate(sources) if source & sources[place]]
    return [index for index, unit in enumerate(units) if _is_of(sought.kind, labelling, unit, disagreeing)]


def nearest(places: Sequence[int], place: int, step: int) -> tuple[int, bool] | None:
    """Give the next of these indexes after `place`, before it with step -1, and whether round the end.

    The places are in order. None when there are none; `place` itself only when it is the only one.
    """
    if not places:
        return None
    beyond = [index for index in places if (index > place if step > 0 else index < place)]
    among = beyond or places
    return among[0 if step > 0 else -1], not beyond


def labelled_otherwise(
    own: Mapping[str, Annotation], others: Mapping[str, Mapping[str, Annotation]]
) -> frozenset[str]:
    """Ids of the units that `own` has a label for and somebody of `others` another one."""
    return frozenset(
        unit
        for records in others.values()
        for unit, record in records.items()
        if record.label and unit in own and own[unit].label and record.label != own[unit].label
    )


def _is_of(kind: Kind, labelling: Labelling, unit: Unit, disagreeing: Collection[str]) -> bool:
    if kind is Kind.UNLABELLED:
        return not labelling.is_labelled(unit)
    if kind is Kind.DISAGREEING:
        return unit.id in disagreeing
    waiting = labelling.waiting(unit)
    if kind is Kind.WAITING:
        return waiting is not None
    record = waiting.record if waiting else labelling.record(unit)
    if record is None:
        return False
    if kind is Kind.FLAGGED:
        return record.flag
    return bool(record.comment) if kind is Kind.COMMENTED else record.low_confidence


def _sources(labelling: Labelling) -> list[frozenset[str]]:
    """What names the sources of each unit: entries of the register, words, and the run it goes on with.

    Two units have a source in common when they share a name. A run begins at a sentence with a source; those
    after it that carry that source over are of the same run.
    """
    text = labelling.article.text
    found: list[frozenset[str]] = []
    last: dict[str | None, frozenset[str]] = {}
    for index, unit in enumerate(labelling.article.units):
        record = labelling.record(unit)
        if record is None or not (record.attributions or record.same_source):
            found.append(frozenset())
            continue
        run = last.get(record.label, frozenset()) if record.same_source else {f"run {index}"}
        found.append(frozenset(name for one in record.attributions for name in _names(one, text)).union(run))
        last[record.label] = found[-1]
    return found


def _names(attribution: Attribution, text: str) -> Iterator[str]:
    from annotator.folding import folded  # here: the app starts without it

    if attribution.source_id:
        yield f"id {attribution.source_id}"
    if span := attribution.source:
        yield f"words {' '.join(folded(text[span.start : span.end]).split())}"
