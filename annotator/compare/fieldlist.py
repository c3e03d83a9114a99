"""Every field that is compared, in the order of the report, with the condition that the codebook sets."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.compare.fields import Field, Given, Level
from annotator.compare.opened import OpenField
from annotator.compare.ratings import RatedField, label_field
from annotator.compare.sets import SetField
from annotator.compare.spans import Marked, SpanField
from schemas import (
    Annotation,
    Article,
    Attribution,
    BiasKind,
    Codebook,
    Directness,
    Hedge,
    SourceType,
    Voice,
)

Identities = Callable[[Article, Mapping[str, Annotation]], Mapping[str, str]]
"""Gives by unit who is the source of one annotator's records; see `annotator.identity`."""

LONGEST_CHAIN = 5
"""Chains of this many links or more are one value."""
CANNOT_BE_JUDGED = 6
"""Of the NATO Admiralty code's ratings of information: no place on the scale of the others."""

_NO_YES = ("no", "yes")
_WORTHS = ("0", "1", "2")
_CHAINS = (*map(str, range(1, LONGEST_CHAIN)), f"{LONGEST_CHAIN} or more")


def fields_of(codebook: Codebook, identities: Identities) -> tuple[Field, ...]:
    """Give the label and what the codebook lets annotators say beside it.

    An attribute is compared where both annotators gave a label that may carry it. Of several attributions of
    a sentence the first counts; the passages of all do.
    """
    when = {attribute.field: _when(codebook, attribute.field) for attribute in codebook.attributes}
    return (label_field(codebook), *_others(when, identities))


def _others(when: "Mapping[str, _When]", identities: Identities) -> Iterator[Field]:
    if "attributions" in when:
        yield OpenField("source", identities, *when["attributions"])
        yield from _of_the_source(when["attributions"])
    if "same_source" in when:
        yield _flag("same_source", lambda record: record.same_source, when["same_source"])
    if "attributions" in when:
        yield from _passages(when["attributions"])
    if "hedge" in when:
        yield _rated("hedge", Hedge, _hedge, when["hedge"], default=Hedge.CERTAIN)
    if "check_worthiness" in when:
        yield _rated("check_worthiness", _WORTHS, _worth, when["check_worthiness"], "ordinal", default="1")
    if "credibility" in when:
        yield from _credibility(when["credibility"])
    if "bias" in when:
        yield from _bias(when["bias"])
    yield _flag("mixed", lambda record: record.mixed, _ANY_LABEL)
    if "gap" in when:
        yield _flag("gap", lambda record: record.gap, when["gap"])


def _has_label(record: Annotation) -> bool:
    """Whether a record says anything: a sentence with a flag or a comment alone is still to be labelled."""
    return record.label is not None


class _When(NamedTuple):
    """The records that say something of a field."""

    condition: str
    applies: Callable[[Annotation], bool]


_ANY_LABEL = _When("", _has_label)


def _when(codebook: Codebook, field: str) -> _When:
    """Say which labels carry a field; who said it, only those that somebody is expected to have said."""
    attribute = next(one for one in codebook.attributes if one.field == field)
    labels = [one for one in codebook.labels if one.name in attribute.labels or not attribute.labels]
    if field in ("attributions", "same_source"):
        labels = [one for one in labels if one.source_expected] or labels
    if len(labels) == len(codebook.labels) and not attribute.labels:
        return _ANY_LABEL
    words = " or ".join(label.title for label in labels)
    return _When(f"both say {words}", Given(frozenset(label.name for label in labels)))


def _rated(
    name: str,
    values: Iterable[str],
    value: Callable[[Annotation], str | None],
    when: _When,
    level: Level = "nominal",
    *,
    reads: str = "",
    default: str | None = None,
) -> RatedField:
    """Give a field of one value, which stands in the record's field of the same name if it is not said."""
    declared = tuple(str(one) for one in values)
    return RatedField(name, level, declared, value, *when, frozenset({reads or name}), default)


def _flag(name: str, value: Callable[[Annotation], bool], when: _When) -> RatedField:
    return _rated(name, _NO_YES, lambda record: _NO_YES[value(record)], when, default="no")


def _of_the_source(when: _When) -> Iterator[Field]:
    """What is said of the first source; nothing where none is named."""

    def of_first(
        name: str, values: Iterable[str], value: Callable[[Attribution], str | None], level: Level = "nominal"
    ) -> Field:
        def said(record: Annotation) -> str | None:
            return value(record.attributions[0]) if record.attributions else None

        return _rated(name, values, said, when, level, reads="attributions")

    yield of_first("source_type", SourceType, lambda one: one.source_type)
    yield of_first(
        "chain_length", _CHAINS, lambda one: _CHAINS[min(one.chain_length, LONGEST_CHAIN) - 1], "ordinal"
    )
    yield of_first("directness", Directness, lambda one: one.directness)
    yield of_first("source_view", _NO_YES, lambda one: _NO_YES[one.source_view])


def _passages(when: _When) -> Iterator[Field]:
    """The words for the source, of saying, and of what was said."""
    reads = frozenset({"attributions"})

    def sources(record: Annotation) -> Sequence[Marked]:
        spans = [said.source for said in record.attributions]
        return [(span.start, span.end, "") for span in spans if span is not None]

    def cues(record: Annotation) -> Sequence[Marked]:
        spans = [said.cue for said in record.attributions]
        return [(span.start, span.end, "") for span in spans if span is not None]

    def contents(record: Annotation) -> Sequence[Marked]:
        return [(span.start, span.end, "") for said in record.attributions for span in said.content]

    yield SpanField("source_spans", sources, *when, reads)
    yield SpanField("cue_spans", cues, *when, reads)
    yield SpanField("content_spans", contents, *when, reads)


def _hedge(record: Annotation) -> str:
    return record.hedge or Hedge.CERTAIN


def _worth(record: Annotation) -> str:
    return str(1 if record.check_worthiness is None else record.check_worthiness)


def _credibility(when: _When) -> Iterator[Field]:
    """Ratings of the information, and those of them that judge it."""
    values = tuple(map(str, range(1, CANNOT_BE_JUDGED + 1)))

    def rating(record: Annotation) -> str | None:
        return None if record.credibility is None else str(record.credibility)

    def judged(record: Annotation) -> str | None:
        return None if record.credibility == CANNOT_BE_JUDGED else rating(record)

    yield _rated("credibility", values, rating, when, "ordinal")
    yield _rated("credibility_judged", values[:-1], judged, when, "ordinal", reads="credibility")


def _bias(when: _When) -> Iterator[Field]:
    """Kinds of bias marks, also by whose voice it is, and their passages, also of each kind."""
    kinds = tuple(kind.value for kind in BiasKind)
    reads = frozenset({"bias"})

    def of_kind(kind: BiasKind) -> Callable[[Annotation], Sequence[Marked]]:
        return lambda record: [
            (mark.span.start, mark.span.end, "") for mark in record.bias if mark.kind is kind
        ]

    def of_voice(voice: Voice) -> Callable[[Annotation], Iterable[str]]:
        return lambda record: [mark.kind.value for mark in record.bias if mark.voice is voice]

    def all_marks(record: Annotation) -> Sequence[Marked]:
        return [(mark.span.start, mark.span.end, mark.kind.value) for mark in record.bias]

    yield SetField("bias", kinds, lambda record: [mark.kind.value for mark in record.bias], *when, reads)
    yield SetField("bias_author", kinds, of_voice(Voice.AUTHOR), *when, reads)
    yield SetField("bias_source", kinds, of_voice(Voice.SOURCE), *when, reads)
    yield SpanField("bias_spans", all_marks, *when, reads)
    for kind in BiasKind:
        yield SpanField(f"{kind.value}_spans", of_kind(kind), *when, reads)
