"""A text with UIMA's layers, and the labels that they say, whichever file it came from."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, Refused
from annotator.interop.standoff import in_stretches, stands_alone
from annotator.interop.uima_layers import (
    DKPRO,
    NEWS_SPAN,
    SENTENCE_LABEL,
    attributes,
    foreign_label,
)

_NAMED = f"{DKPRO}.ner.type.NamedEntity"
_NO_LABELS = (
    f"{DKPRO}.",
    "org.dkpro.core.api.",
    "uima.",
    "de.tudarmstadt.ukp.clarin.",
    "de.tudarmstadt.ukp.inception.",
)
_UNIT = re.compile(r"u[0-9]{3,7}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """An annotation of a layer, in code points."""

    layer: str
    where: str
    start: int
    end: int
    features: Mapping[str, str]
    """Those that are not null."""


@dataclass(slots=True)
class UimaDocument:
    """What one file says, layer by layer."""

    text: str
    about: dict[str, str] = field(default_factory=dict)
    """Features of DKPro's `DocumentMetaData`."""
    sentences: dict[tuple[int, int], str] = field(default_factory=dict)
    """Ids by place, in the order of the text."""
    layers: dict[str, list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Place and reason."""

    def add(self, stretch: Stretch) -> None:
        """Take an annotation into its layer."""
        self.layers[stretch.layer].append(stretch)

    def labels(self, shown: str, annotator: str) -> Iterator[ForeignLabel | Refused]:
        """Give what the layers say: labels of sentences with their passages, then passages by themselves."""
        of_sentences = [layer for layer in self.layers if self._covers_sentences(layer)]
        stretches = [one for layer in sorted(of_sentences) for one in self.layers[layer]]
        stretches.sort(key=lambda one: (one.start, -one.end))
        passages = [
            Passage(one.start, one.end, _passage_name(one))
            for layer, all_ in self.layers.items()
            if layer not in of_sentences
            for one in all_
        ]
        held, rest = in_stretches(passages, [(one.start, one.end) for one in stretches])
        for one, inside in zip(stretches, held, strict=True):
            yield self._label(one, tuple(inside), f"{shown}: {one.where}", annotator)
        yield from self._unlabelled(rest, shown, annotator)

    def _label(
        self, one: Stretch, inside: tuple[Passage, ...], where: str, annotator: str
    ) -> ForeignLabel | Refused:
        own = one.layer == SENTENCE_LABEL
        try:
            label, said = attributes(one.features) if own else foreign_label(one.layer, one.features)
        except ValueError as error:
            return Refused(where, str(error))
        unit = self.sentences.get((one.start, one.end), "")
        return ForeignLabel(
            where=where,
            label=label,
            annotator=annotator,
            start=one.start,
            end=one.end,
            unit=unit if _UNIT.fullmatch(unit) else "",
            passages=inside,
            attributes=said,
        )

    def _unlabelled(self, rest: Sequence[Passage], shown: str, annotator: str) -> Iterator[ForeignLabel]:
        """Give the passages in sentences that have no label, and those that are in none."""
        sentences = list(self.sentences)
        held, outside = in_stretches(rest, sentences)
        for (start, end), inside in zip(sentences, held, strict=True):
            if inside:
                where = f"{shown}: sentence at {start:,}"
                yield ForeignLabel(where, None, annotator, start, end, passages=tuple(inside))
        if outside:
            yield ForeignLabel(shown, None, annotator, passages=tuple(outside))

    def _covers_sentences(self, layer: str) -> bool:
        if layer in (SENTENCE_LABEL, NEWS_SPAN):
            return layer == SENTENCE_LABEL
        stretches = self.layers[layer]
        if not self.sentences:
            return all(stands_alone(self.text, one.start, one.end) for one in stretches)
        begins = {start for start, _ in self.sentences}
        ends = {end for _, end in self.sentences}
        return all(one.start in begins and one.end in ends for one in stretches)


def may_label(layer: str) -> bool:
    """Whether a layer may say something of sentences: a custom one, or named entities."""
    return layer == _NAMED or not layer.startswith(_NO_LABELS)


def _passage_name(one: Stretch) -> str:
    label, _ = foreign_label(one.layer, one.features)
    return label or one.layer.rpartition(".")[2]
