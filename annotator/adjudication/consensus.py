"""What several annotators say of one sentence in common."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from schemas import Annotation, Attribution, BiasMark, Hedge, Vote

SAID = ("same_source", "attributions", "hedge", "check_worthiness", "gap", "bias", "credibility", "mixed")
"""The fields beside the label that say something of the sentence, not of who labelled it."""

_SPELT_OUT: Mapping[str, object] = {"hedge": Hedge.CERTAIN, "check_worthiness": 1}
"""Defaults that may be spelt out: the same as None."""

_DEFAULTS: Mapping[str, Any] = {name: Annotation.model_fields[name].get_default() for name in SAID}


class Consensus(NamedTuple):
    """What all agree on beside the label."""

    fields: dict[str, Any]
    """A value for each of `SAID`; the default where they differ."""
    open: tuple[str, ...]
    """Names of the fields, of the record or of its attributions, on which they differ."""


def votes_of(versions: Mapping[str, Annotation]) -> tuple[Vote, ...]:
    """Give the votes of the annotators whose records of one unit have a label, by name."""
    return tuple(
        Vote(annotator=name, label=record.label, updated=record.updated)
        for name, record in sorted(versions.items(), key=lambda item: (item[0].casefold(), item[0]))
        if record.label
    )


def unanimous_label(votes: Sequence[Vote]) -> str | None:
    """The label that all gave, at least two of them; None where there is no such one."""
    labels = {vote.label for vote in votes}
    return votes[0].label if len(votes) > 1 and len(labels) == 1 else None


def majority_label(votes: Sequence[Vote]) -> str | None:
    """The label that more than half gave, at least two of them; None where there is no such one."""
    for label, count in Counter(vote.label for vote in votes).most_common(1):
        if count > 1 and 2 * count > len(votes):
            return label
    return None


def consensus(records: Sequence[Annotation]) -> Consensus:
    """Join records with one label: what all say is taken, what they differ on stays at its default.

    Spans agree when they are the same to the character. Of marks of bias, those that all made are taken.
    """
    fields: dict[str, Any] = {}
    differing: list[str] = []
    for name in SAID:
        if name == "attributions":
            fields[name], differ = _attributions([record.attributions for record in records])
            differing += differ
        elif name == "bias":
            fields[name] = _in_common([record.bias for record in records])
            differing += [name] * any(set(record.bias) != set(fields[name]) for record in records)
        else:
            values, default = [getattr(record, name) for record in records], _DEFAULTS[name]
            fields[name], agreed = _agreed(values, default, _SPELT_OUT.get(name))
            differing += [name] * (not agreed)
    return Consensus(fields, tuple(differing))


def _agreed(values: Sequence[Any], default: Any, spelt_out: object = None) -> tuple[Any, bool]:
    """The value that all have, else the default, and whether there is one."""
    plain = [default if value == spelt_out else value for value in values]
    return (plain[0], True) if all(value == plain[0] for value in plain) else (default, False)


def _in_common(marks: Sequence[tuple[BiasMark, ...]]) -> tuple[BiasMark, ...]:
    return tuple(mark for mark in marks[0] if all(mark in others for others in marks))


def _attributions(
    given: Sequence[tuple[Attribution, ...]],
) -> tuple[tuple[Attribution, ...], Iterable[str]]:
    """Join attributions one by one in their order; those that not all have are left out."""
    if all(one == given[0] for one in given):
        return given[0], ()
    joined: list[Attribution] = []
    differing: dict[str, None] = {}
    for together in zip(*given, strict=False):
        fields = {}
        for name, field in Attribution.model_fields.items():
            fields[name], agreed = _agreed([getattr(one, name) for one in together], field.get_default())
            differing |= {} if agreed else {name: None}
        joined.append(Attribution(**fields))
    if len({len(one) for one in given}) > 1:
        differing["attributions"] = None
    if all(one == Attribution() for one in joined):
        joined = []
    return tuple(joined), differing
