"""Records of labels in words, for people to read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas import Annotation

_NO_RECORD = "–"
_CIRCUMSTANCES = frozenset(
    {"unit", "label", "annotator", "created", "updated", "seconds", "codebook", "text_sha256"}
)
_SAID = ("taken_from", "reason", "note", "needs_change")


def label_in_words(record: "Annotation | None") -> str:
    """Give the label; a dash for no record, `declined` where an adjudicator found that none is right."""
    if record is None:
        return _NO_RECORD
    if record.adjudication and record.adjudication.origin == "declined":
        return "declined"
    return record.label or "no label"


def changed_fields(before: "Annotation | None", after: "Annotation | None") -> list[str]:
    """Name the fields beside the label that differ, or that a first record sets; none after a removal.

    Of an adjudication what the adjudicator says is named, where that differs: reason, note …
    """
    if after is None:
        return []
    names = (name for name in type(after).model_fields if name not in _CIRCUMSTANCES)
    changed = [name for name in names if getattr(after, name) != _value(before, after, name)]
    if before is not None and before.codebook != after.codebook:
        changed.append("codebook")
    if "adjudication" in changed and (said := _said(before, after)):
        changed.remove("adjudication")
        changed += said
    return [name.replace("_", " ") for name in changed]


def _said(before: "Annotation | None", after: "Annotation") -> list[str]:
    """What an adjudicator says otherwise than before, beside the label."""
    now = after.adjudication
    if now is None:
        return []
    then = (
        before.adjudication
        if before and before.adjudication
        else type(now)(origin=now.origin, adjudicator="-")
    )
    return [name for name in _SAID if getattr(now, name) != getattr(then, name)]


def _value(before: "Annotation | None", after: "Annotation", name: str) -> object:
    return type(after).model_fields[name].get_default() if before is None else getattr(before, name)
