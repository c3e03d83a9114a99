"""Records of labels in words, for people to read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas import Annotation

_NO_RECORD = "–"
_CIRCUMSTANCES = frozenset(
    {"unit", "label", "annotator", "created", "updated", "seconds", "codebook", "text_sha256"}
)


def label_in_words(record: "Annotation | None") -> str:
    """Give the label; a dash for no record, `declined` where an adjudicator found that none is right."""
    if record is None:
        return _NO_RECORD
    if record.adjudication and record.adjudication.origin == "declined":
        return "declined"
    return record.label or "no label"


def changed_fields(before: "Annotation | None", after: "Annotation | None") -> list[str]:
    """Name the fields beside the label that differ, or that a first record sets; none after a removal."""
    if after is None:
        return []
    names = (name for name in type(after).model_fields if name not in _CIRCUMSTANCES)
    changed = [name for name in names if getattr(after, name) != _value(before, after, name)]
    if before is not None and before.codebook != after.codebook:
        changed.append("codebook")
    return [name.replace("_", " ") for name in changed]


def _value(before: "Annotation | None", after: "Annotation", name: str) -> object:
    return type(after).model_fields[name].get_default() if before is None else getattr(before, name)
