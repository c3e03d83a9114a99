"""Every field that is compared, in the order of the report, with the condition that the codebook sets."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.compare.fields import Field, Given, Level, always
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
_KINDS = tuple(kind.value for kind in BiasKind)


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
        yield _rated("same_source", _NO_YES, lambda record: _yes(record.same_source), when["same_source"])
    if "attributions" in when:
        yield SpanField("source_spans", _sources, *when["attributions"])
        yield SpanField("cue_spans", _cues, *when["attributions"])
        yield SpanField("content_spans", _contents, *when["attributions"])
    if "hedge" in when:
        yield _rated("hedge", tuple(Hedge), lambda record: record.hedge or Hedge.CERTAIN, when["hedge"])
    if "check_worthiness" in when:
        yield _rated("check_worthiness", ("0", "1", "2"), _worth, when["check_worthiness"], "ordinal")
    if "credibility" in when:
        yield from _credibility(when["credibility"])
    if "bias" in when:
        yield from _bias(when["bias"])
    yield _rated("mixed", _NO_YES, lambda record: _yes(record.mixed) if record.label else None, _When())
    if "gap" in when:
        yield _rated("gap", _NO_YES, lambda record: _yes(record.gap), when["gap"])


class _When(NamedTuple):
    """The records that say something of a field."""

    condition: str = ""
    applies: Callable[[Annotation], bool] = always


def _when(codebook: Codebook, field: str) -> _When:
    """Say which labels carry a field; who said it, only those that somebody is expected to have said."""
    attribute = next(one for one in codebook.attributes if one.field == field)
    labels = [one for one in codebook.labels if one.name in attribute.labels or not attribute.labels]
    if field in ("attributions", "same_source"):
        labels = [one for one in labels if one.source_expected] or labels
    if len(labels) == len(codebook.labels) and not attribute.labels:
        return _When()
    words = " or ".join(label.title for label in labels)
    return _When(f"both say {words}", Given(frozenset(label.name for label in labels)))


def _rated(
    name: str,
    values: tuple[str, ...],
    value: Callable[[Annotation], str | None],
    when: _When,
    level: Level = "nominal",
) -> RatedField:
    return RatedField(name, level, tuple(str(one) for one in values), value, *when)


def _yes(flag: bool) -> str:
    return _NO_YES[flag]


def _of_the_source(when: _When) -> Iterator[Field]:
    """What is said of the first source; nothing where none is named."""
    chains = (*map(str, range(1, LONGEST_CHAIN)), f"{LONGEST_CHAIN} or more")

    def of_first(value: Callable[[Attribution], str | None]) -> Callable[[Annotation], str | None]:
        return lambda record: value(record.attributions[0]) if record.attributions else None

    def chain(said: Attribution) -> str:
        return chains[min(said.chain_length, LONGEST_CHAIN) - 1]

    yield _rated("source_type", tuple(SourceType), of_first(lambda said: said.source_type), when)
    yield _rated("chain_length", chains, of_first(chain), when, "ordinal")
    yield _rated("directness", tuple(Directness), of_first(lambda said: said.directness), when)
    yield _rated("source_view", _NO_YES, of_first(lambda said: _yes(said.source_view)), when)


def _sources(record: Annotation) -> Iterable[Marked]:
    return [Marked(said.source.start, said.source.end) for said in record.attributions if said.source]


def _cues(record: Annotation) -> Iterable[Marked]:
    return [Marked(said.cue.start, said.cue.end) for said in record.attributions if said.cue]


def _contents(record: Annotation) -> Iterable[Marked]:
    return [Marked(span.start, span.end) for said in record.attributions for span in said.content]


def _worth(record: Annotation) -> str:
    return str(1 if record.check_worthiness is None else record.check_worthiness)


def _credibility(when: _When) -> Iterator[Field]:
    """Ratings of the information, and those of them that judge it."""
    values = tuple(map(str, range(1, CANNOT_BE_JUDGED + 1)))

    def judged(record: Annotation) -> str | None:
        return None if record.credibility in (None, CANNOT_BE_JUDGED) else str(record.credibility)

    def rating(record: Annotation) -> str | None:
        return None if record.credibility is None else str(record.credibility)

    yield _rated("credibility", values, rating, when, "ordinal")
    yield _rated("credibility_judged", values[:-1], judged, when, "ordinal")


def _bias(when: _When) -> Iterator[Field]:
    """Kinds of bias marks, also by whose voice it is, and their passages, also of each kind."""

    def kinds(voice: Voice) -> Callable[[Annotation], Iterable[str]]:
        return lambda record: [mark.kind.value for mark in record.bias if mark.voice is voice]

    def passages(kind: BiasKind) -> Callable[[Annotation], Iterable[Marked]]:
        return lambda record: [
            Marked(mark.span.start, mark.span.end) for mark in record.bias if mark.kind is kind
        ]

    yield SetField("bias", _KINDS, lambda record: [mark.kind.value for mark in record.bias], *when)
    yield SetField("bias_author", _KINDS, kinds(Voice.AUTHOR), *when)
    yield SetField("bias_source", _KINDS, kinds(Voice.SOURCE), *when)
    yield SpanField(
        "bias_spans",
        lambda record: [Marked(mark.span.start, mark.span.end, mark.kind.value) for mark in record.bias],
        *when,
    )
    for kind in BiasKind:
        yield SpanField(f"{kind.value}_spans", passages(kind), *when)
