"""From what a foreign label says to a record that the project takes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from annotator.errors import describe
from annotator.interop.flat import SAID, Flat, Passage, flatten, understood, unflatten
from annotator.interop.foreign import ForeignLabel
from annotator.labelimport.mapping import LabelMapping
from annotator.labelimport.placing import Placed, Unusable
from schemas import GOLD, Adjudication, Annotation, Article, Codebook, GoldOrigin, Origin

STATE = "state"
"""The attribute of a gold label that says what it rests on, where a format has no room for more."""

_ABOUT_IT = frozenset({"text_sha256", "codebook", "seconds", "origin"})

_ADJUDICATOR = "imported"
"""Stands for the adjudicator of gold labels of which nobody says who gave them."""


class Wanted(NamedTuple):
    """A record as the file wants it."""

    record: Annotation
    whole: bool
    """Whether the file gives all of it, its times too."""
    file: str
    row: str
    second: bool
    """Whether it belongs to the annotator's second pass."""
    lost: tuple[str, ...] = ()
    """What else the file says of it that has no place in a record, and why."""


def says_nothing(label: ForeignLabel) -> bool:
    """Whether a row has neither a label nor anything else that could be kept."""
    return label.label in (None, "") and not (label.passages or label.attributes or label.fields)


class Records:
    """Makes records under one codebook and mapping."""

    def __init__(self, codebook: Codebook, mapping: LabelMapping, now: datetime) -> None:
        """Make records; what does not say when it was given was given `now`."""
        self._codebook = codebook
        self._mapping = mapping
        self._now = now

    def make(self, article: Article, placed: Placed, annotator: str, file: str) -> Wanted | None:
        """Give the record of a placed label, None where the mapping leaves nothing of it.

        Raises `Unusable` with the reason when the project cannot take it.
        """
        label, unit = placed.label, placed.unit
        said, lost = self._said(placed)
        fields = {**said, **label.fields}
        whole = "created" in label.fields and "updated" in label.fields
        if not whole and _empty(fields) and not (annotator == GOLD and label.attributes.get(STATE)):
            if lost:
                raise Unusable(lost[0])
            return None
        for name in ("created", "updated"):
            if not isinstance(fields.get(name), str | datetime | None):
                raise Unusable(f"{name} {str(fields[name])[:40]!a} is no time")
        created = fields.get("created") or fields.get("updated") or self._now
        document = {
            "created": created,
            "updated": fields.get("updated") or created,
            "origin": Origin.IMPORTED,
            "codebook": self._codebook.ref,
            **{name: value for name, value in fields.items() if value is not None},
            "unit": unit.id,
            "label": fields["label"],
            "annotator": annotator,
            "text_sha256": article.unit_sha256(unit),
            "adjudication": self._adjudication(label, annotator),
        }
        try:
            record = Annotation.model_validate(document)
        except ValidationError as error:
            raise Unusable(describe(error)) from None
        if problem := next(self._codebook.errors(record, unit), None):
            hint = "; map it with --map" if "is not in the codebook" in problem else ""
            raise Unusable(problem + hint)
        return Wanted(record, whole, file, label.where, label.second, lost)

    def _said(self, placed: Placed) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Give the fields of a record, and why what has no place in one is left out."""
        label, mapping = placed.label, self._mapping
        passages = [_renamed(passage, mapping.passages) for passage in placed.passages]
        attributes = {mapping.attributes.get(key, key): word for key, word in label.attributes.items()}
        attributes.pop(STATE, None)
        flat, unknown = understood(
            Flat(
                (mapping.label(label.label) if label.label else None) or None,
                {key: word for key, word in attributes.items() if key},
                tuple(passage for passage in passages if passage.name),
            )
        )
        lost = tuple(f"{reason}; it is left out, map it with --map" for reason in unknown)
        try:
            return unflatten(flat), lost
        except ValidationError as error:
            raise Unusable(describe(error)) from None
        except ValueError as error:
            raise Unusable(str(error)) from None

    @staticmethod
    def _adjudication(label: ForeignLabel, annotator: str) -> object:
        if annotator != GOLD:
            return None
        if given := label.fields.get("adjudication"):
            return given
        state = label.attributes.get(STATE, "")
        declined = GoldOrigin.DECIDED if label.label else GoldOrigin.DECLINED
        origin = GoldOrigin(state) if state in {one.value for one in GoldOrigin} else declined
        return Adjudication(origin=origin, adjudicator=_ADJUDICATOR)


def agrees(there: Annotation, wanted: Wanted) -> bool:
    """Whether what is there says all that the file says, and no more where the file has the whole record."""
    label = wanted.record.label
    if label != there.label and (label is not None or wanted.whole):
        return False
    mine, other = flatten(there), flatten(wanted.record)
    if wanted.whole or wanted.record.adjudication is not None:
        one, two = there.adjudication, wanted.record.adjudication
        return mine == other and (one and one.origin) == (two and two.origin)
    if any(mine.attributes.get(key) != word for key, word in other.attributes.items()):
        return False
    return set(other.passages) <= set(mine.passages)


def joined(there: Annotation, wanted: Annotation) -> Annotation:
    """Give a record without a label, only with a flag or comment, together with the one that has a label."""
    kept = {
        name: getattr(there, name)
        for name in SAID
        if getattr(wanted, name) == Annotation.model_fields[name].get_default()
    }
    return wanted.model_copy(update={"created": min(there.created, wanted.created), **kept})


def _renamed(passage: Passage, names: Mapping[str, str]) -> Passage:
    return passage._replace(name=names.get(passage.name, passage.name))


def _empty(fields: Mapping[str, Any]) -> bool:
    return not any(
        value
        for name, value in fields.items()
        if name not in ("text_sha256", "codebook", "seconds", "origin")
    )
