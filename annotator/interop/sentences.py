"""The one label of a sentence, and how its annotators are divided: what those who train ask for first."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from annotator.interop.writer import Item, PlacedLabel
from schemas import Annotation, GoldOrigin, Unit


class LabelState(StrEnum):
    """What the label of a sentence rests on: gold, with its origin, or else the annotators' own labels."""

    DECIDED = "decided"
    """An adjudicator decided."""
    MAJORITY = "majority"
    """An adjudicator let the label of more than half count."""
    UNANIMOUS = "unanimous"
    """Gold, since all who labelled it agree."""
    DECLINED = "declined"
    """An adjudicator found that no label is right; there is none."""
    AGREED = "agreed"
    """Two or more gave this label and nobody another; not adjudicated."""
    SINGLE = "single"
    """One annotator gave this label; not adjudicated."""
    DISAGREED = "disagreed"
    """Annotators differ and nobody has settled it; there is no label."""
    UNLABELLED = "unlabelled"
    """Nobody gave a label."""


class Sentence(NamedTuple):
    """A unit with its one label."""

    unit: Unit
    label: str | None
    """The gold label; without one, the label on which all who gave one agree; else None."""
    state: LabelState
    votes: Mapping[str, int]
    """How many annotators gave each label, without gold."""
    labels: list[PlacedLabel]
    """What each annotator recorded."""
    gold: Annotation | None

    @property
    def record(self) -> Annotation | None:
        """The record that speaks for the sentence: gold, else that of a single annotator; else None."""
        if self.gold is not None:
            return self.gold
        return self.labels[0].record if len(self.labels) == 1 else None

    @property
    def text_sha256(self) -> str:
        """Hash of its words, which every record has; empty without one."""
        if self.gold is not None:
            return self.gold.text_sha256
        return self.labels[0].record.text_sha256 if self.labels else ""

    def distribution(self, label_names: tuple[str, ...]) -> dict[str, float]:
        """Share of the votes that each label has, in the order of the codebook; all 0 without a vote."""
        total = sum(self.votes.values())
        return {name: self.votes.get(name, 0) / total if total else 0.0 for name in label_names}


def sentences(item: Item) -> Iterator[Sentence]:
    """Give every unit of an article with its one label."""
    for unit, labels in item.by_unit():
        gold = item.gold.get(unit.id)
        votes: dict[str, int] = {}
        for placed in labels:
            if (vote := placed.record.label) is not None and placed.record.adjudication is None:
                votes[vote] = votes.get(vote, 0) + 1
        label, state = _settled(gold, votes)
        yield Sentence(unit, label, state, votes, labels, gold)


def _settled(gold: Annotation | None, votes: Mapping[str, int]) -> tuple[str | None, LabelState]:
    origin = gold.adjudication.origin if gold is not None and gold.adjudication is not None else None
    if gold is not None and (gold.label is not None or origin is GoldOrigin.DECLINED):
        return gold.label, LabelState(origin.value if origin is not None else GoldOrigin.DECIDED.value)
    if len(votes) > 1:
        return None, LabelState.DISAGREED
    for label, count in votes.items():
        return label, LabelState.AGREED if count > 1 else LabelState.SINGLE
    return None, LabelState.UNLABELLED
