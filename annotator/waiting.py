"""Decisions that wait to be confirmed: the words of the sentence or the codebook's rules were others then."""

from collections.abc import Mapping
from typing import NamedTuple

from annotator.editing import why_outdated
from schemas import Annotation, Article, Codebook, Span, Unit

_LONGEST = 10_000
"""Characters of a comment."""


class Waiting(NamedTuple):
    """What was decided about a unit before its words or the codebook's rules changed."""

    record: Annotation
    """As it would be now: of this unit, with the spans that still lie in it."""
    lost: int
    """How many spans do not."""
    labels: tuple[str, ...]
    """The label that the unit had, and those of units that were merged into it, each once."""
    reason: str
    """What has changed, in words."""
    confirmable: bool
    """Whether it may hold as it is: its parts had one label, which the codebook still allows."""


def waiting_for(
    unit: Unit,
    stale: Mapping[str, Annotation],
    article: Article,
    codebook: Codebook,
    merged: Mapping[str, list[str]],
) -> Waiting | None:
    """Give what waits at a unit, from the records by unit id that do not apply; None when nothing does.

    `merged` is `merged_into` of the article. Where units were merged into this one, what was decided about
    them is joined: the first that has a label counts, and all comments.
    """
    found = [stale[name] for name in (unit.id, *merged.get(unit.id, ())) if name in stale]
    if not found:
        return None
    first = next((record for record in found if record.label), found[0])
    fitted, lost = _refitted(first, unit)
    said = dict.fromkeys(record.comment for record in found if record.comment)
    joined = {"comment": " / ".join(said)[:_LONGEST], "flag": any(record.flag for record in found)}
    labels = tuple(dict.fromkeys(record.label for record in found if record.label))
    record = fitted.model_copy(update=joined)
    confirmable = len(labels) == 1 and next(codebook.errors(record, unit), None) is None
    return Waiting(record, lost, labels, why_outdated(article, first), confirmable)


def merged_into(article: Article) -> dict[str, list[str]]:
    """By unit id, the units that were merged into it, in the order of the text."""
    into: dict[str, list[str]] = {}
    for gone, unit in article.merged_away().items():
        into.setdefault(unit, []).append(gone)
    return into


def _refitted(record: Annotation, unit: Unit) -> tuple[Annotation, int]:
    """Give a record as one of `unit`, and how many of its spans do not lie in that and are dropped."""

    def inside(span: Span | None) -> bool:
        return span is not None and unit.start <= span.start and span.end <= unit.end

    attributions = tuple(
        one.model_copy(
            update={
                "source": one.source if inside(one.source) else None,
                "cue": one.cue if inside(one.cue) else None,
                "content": tuple(span for span in one.content if inside(span)),
            }
        )
        for one in record.attributions
    )
    bias = tuple(mark for mark in record.bias if inside(mark.span))
    fitted = record.model_copy(update={"unit": unit.id, "attributions": attributions, "bias": bias})
    return fitted, len(record.spans()) - len(fitted.spans())
