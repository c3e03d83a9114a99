"""The attributes beside the label: which the codebook lets stand with which, and what a key makes of them.

The functions are pure: each gives the fields of a record that change, by name.
"""

from collections.abc import Mapping
from typing import Any

from annotator.errors import AnnotatorError
from schemas import Annotation, Attribution, Codebook, Directness, Hedge, Suggestion

# The fields in which an annotator decides something, as they are while nothing is decided.
_NOTHING = {
    name: field.get_default()
    for name, field in Annotation.model_fields.items()
    if not field.is_required() and name not in ("seconds", "origin", "suggestion")
}
_OF_ATTRIBUTION = frozenset(Attribution.model_fields)

# Asked of every sentence, whatever the codebook; the first two say something of the label.
_OF_A_LABEL = frozenset({"mixed", "low_confidence"})
_OF_ANYTHING = frozenset({"flag", "comment"})

_ROUNDS: Mapping[str, tuple[object, ...]] = {
    "hedge": (None, Hedge.HEDGED, Hedge.DENIED),
    "check_worthiness": (None, 2, 0),
    "directness": (Directness.INDIRECT, Directness.DIRECT, Directness.MIXED),
}
"""The values that a key goes through, default first; where a default is spelt out, it is the same as None."""
_SPELT_OUT: Mapping[str, object] = {"hedge": Hedge.CERTAIN, "check_worthiness": 1}

_NOWHERE: Mapping[str, Any] = {"source": None, "cue": None, "content": ()}

_WORDS: Mapping[str, str] = {"source_id": "a source", "chain_length": "a relay"}
"""Fields whose names are not those that people know."""

_LONGEST_CHAIN = 20
UNLABELLED = "give the sentence a label first"


class Attributes:
    """What may stand with each label of a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        """Read the table of attributes; one that is not in it does not belong to this codebook."""
        self._codebook = codebook
        self._listed = {attribute.field: attribute for attribute in codebook.attributes}
        self.source_label = self._source_label()
        """The label that attributions stand with; None in a codebook that does not ask for sources."""

    def why_not(self, field: str, label: str | None) -> str:
        """Say in one line why a field of the record, or of its attribution, cannot be set; empty: it can."""
        if field in _OF_ANYTHING:
            return ""
        listed = self._listed.get("attributions" if field in _OF_ATTRIBUTION else field)
        words = _WORDS.get(field, field.replace("_", " "))
        title = listed.title if listed and listed.field == field else words
        if listed is None and field not in _OF_A_LABEL:
            return f"{title} does not belong to this codebook"
        if listed and not listed.labels and field not in _OF_A_LABEL:
            return ""
        if label is None:
            return UNLABELLED
        if listed and listed.labels and label not in listed.labels:
            known = label in self._codebook.label_names
            return f"{title} does not apply to {self._codebook.label(label).title if known else label}"
        return ""

    def dropped_by(self, label: str) -> dict[str, Any]:
        """The fields that do not stand with a label, as they are where nothing is said."""
        return {
            attribute.field: _NOTHING[attribute.field]
            for attribute in self._listed.values()
            if attribute.labels and label not in attribute.labels
        }

    def _source_label(self) -> str | None:
        listed = self._listed.get("attributions")
        if listed is None:
            return None
        allowed = listed.labels or self._codebook.label_names
        expecting = (label.name for label in self._codebook.labels if label.source_expected)
        first = allowed[0] if listed.labels else None
        return next((name for name in expecting if name in allowed), first)


def says_nothing(record: Annotation) -> bool:
    """Whether a record holds no decision: without one the unit is not seen, which is something else."""
    return record == record.model_copy(update=_NOTHING)


def value_of(record: Annotation | Suggestion | None, field: str) -> Any:
    """What a record, or an offer, says in one of its fields, or in one of its first attribution's."""
    if field in _OF_ATTRIBUTION:
        attributions = record.attributions if record else ()
        return getattr(attributions[0] if attributions else Attribution(), field)
    return getattr(record, field, _NOTHING[field])


def with_values(record: Annotation | None, **values: Any) -> dict[str, Any]:
    """Set fields of the record and of its first attribution, which is made where there is none."""
    inner = {field: value for field, value in values.items() if field in _OF_ATTRIBUTION}
    change = {field: value for field, value in values.items() if field not in inner}
    if inner:
        first, *others = (record.attributions if record else ()) or (Attribution(),)
        attributions = (first.model_copy(update=inner), *others)
        empty = all(one == Attribution() for one in attributions)
        change["attributions"] = () if empty else attributions
    return change


def cycled(record: Annotation | None, field: str, step: int = 1) -> dict[str, Any]:
    """Go on to the next value of `hedge`, `check_worthiness` or `directness`, and round to the default.

    The default is stored as the schema has it where nothing is said: None, or indirect.
    """
    values = _ROUNDS[field]
    value = value_of(record, field)
    place = 0 if value == _SPELT_OUT.get(field, values[0]) else values.index(value)
    return with_values(record, **{field: values[(place + step) % len(values)]})


def relayed(record: Annotation | None, step: int) -> dict[str, Any]:
    """Make the chain from the source to the outlet longer or shorter by so many relays, never below 1.

    Raises `AnnotatorError` when it would be shorter than the relays named, or absurdly long.
    """
    length = max(1, value_of(record, "chain_length") + step)
    named = len(value_of(record, "via"))
    if length <= named:
        relays = "1 relay is" if named == 1 else f"{named} relays are"
        raise AnnotatorError(f"{relays} named: take a name out first")
    if length > _LONGEST_CHAIN:
        raise AnnotatorError(f"a chain has at most {_LONGEST_CHAIN} links")
    return with_values(record, chain_length=length)


def named_relays(record: Annotation | None, via: tuple[str, ...]) -> dict[str, Any]:
    """The values of an attribution with these relays, nearest to the source first, and as long a chain.

    Relays that were counted but not named before stay counted; those taken out do not.
    """
    taken_out = max(0, len(value_of(record, "via")) - len(via))
    length = max(1 + len(via), value_of(record, "chain_length") - taken_out)
    return {"via": via, "chain_length": length}


def bare(attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Give attributions without their spans, for another sentence: source, type, chain and manner."""
    stripped = tuple(one.model_copy(update=_NOWHERE) for one in attributions)
    return () if all(one == Attribution() for one in stripped) else stripped


def with_source_of(
    attributions: tuple[Attribution, ...], source: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Give the attributions of a sentence with the source of another, and with the spans they have."""
    if not any(one.spans() for one in attributions):
        return source
    first, *others = attributions
    spans = {name: getattr(first, name) for name in _NOWHERE}
    changed = (source[0] if source else Attribution()).model_copy(update=spans)
    return () if changed == Attribution() and not others else (changed, *others)
