"""Reduces an article to the items of the queue: small enough to hand from process to process."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from annotator.adjudication.consensus import SAID
from annotator.adjudication.items import Item, State, Votes, changes, origin_of, settled_state, size_of
from annotator.compare.fieldlist import Identities, fields_of
from annotator.compare.fields import Field
from annotator.compare.rules import Rules
from annotator.compare.said import said
from schemas import GOLD, Adjudication, Annotation, Article, Codebook, LabelledArticle, Unit


class ArticleItems(NamedTuple):
    """What one article is to the queue."""

    article: str
    items: tuple[Item, ...]
    """Units on which somebody has to decide, has decided or says something, in the order of the text."""
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
    identities: Identities | None = None
    """Who sources are; None: nothing beside the labels is looked at."""

    def __reduce__(self) -> tuple[object, ...]:
        """Hand to another process what fields are made of: they cannot be handed over themselves."""
        return type(self), (self.annotators, self.codebook, self.shown, self.identities)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """What annotators may differ on although they gave the same label."""
        return fields_of(self.codebook, self.identities)[1:] if self.identities else ()

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self.codebook)

    def __call__(self, labelled: LabelledArticle, units: Collection[str] | None = None) -> ArticleItems:
        """Give the items of an article, or of those of its units alone whose ids are given.

        The gold labels are those of the annotator `gold`.
        """
        states: Counter[State] = Counter()
        patterns: Counter[Votes] = Counter()
        seen = [
            self._seen(labelled, place, unit)
            for place, unit in enumerate(labelled.article.units)
            if units is None or unit.id in units
        ]
        for one in seen:
            states[one.state] += 1
            if one.votes:
                patterns[one.votes] += 1
        fields = self._differing(labelled, seen) if self.fields else {}
        items = (self._item(labelled.article, one, tuple(fields.get(one.unit.id, ()))) for one in seen)
        return ArticleItems(labelled.article.id, tuple(filter(None, items)), dict(states), dict(patterns))

    def _seen(self, labelled: LabelledArticle, place: int, unit: Unit) -> "_Seen":
        by = labelled.labels
        records = {name: by[name][unit.id] for name in self.annotators if name in by and unit.id in by[name]}
        votes = tuple((name, one.label) for name, one in records.items() if one.label is not None)
        gold = by.get(GOLD, {}).get(unit.id)
        return _Seen(place, unit, records, votes, gold, settled_state(votes, gold))

    def _item(self, article: Article, seen: "_Seen", fields: tuple[str, ...]) -> Item | None:
        """Give the item of a unit, None when nobody has to decide on it."""
        gold = seen.gold
        decision = gold.adjudication if gold else None
        changed = changes(gold, seen.records, self.shown)
        if seen.state in _NOTHING_TO_DECIDE and not (changed or fields or _explains(decision)):
            return None
        return Item(
            article=article.id,
            unit=seen.unit.id,
            place=seen.place,
            title=article.title,
            outlet=article.outlet,
            kind=seen.unit.kind,
            text=article.unit_text(seen.unit),
            votes=seen.votes,
            state=seen.state,
            size=size_of([label for _, label in seen.votes]),
            rule=self._rules.parted(seen.records.values()),
            fields=fields,
            commented=any(record.comment for record in seen.records.values()),
            gold=gold.label if gold else None,
            origin=origin_of(gold),
            reason=decision.reason if decision else None,
            needs_change=decision.needs_change if decision else None,
            changed=changed,
        )

    def _differing(self, labelled: LabelledArticle, seen: Sequence["_Seen"]) -> Mapping[str, list[str]]:
        """Give by unit the fields on which records with the same label differ."""
        found: dict[str, list[str]] = {}
        differing = [(one, reads) for one in seen if (reads := one.differing())]
        for asked in self.fields if differing else ():
            some = [one for one, reads in differing if not asked.reads or not asked.reads.isdisjoint(reads)]
            units = [one.unit.id for one in some]
            says = {
                name: said(asked, labelled.article, labelled.labels[name], units)
                for name in self.annotators
                if some and name in labelled.labels
            }
            for one in some:
                unit = one.unit.id
                if len({says[name][unit] for name, _ in one.votes if unit in says[name]}) > 1:
                    found.setdefault(unit, []).append(asked.name)
        return found


def _explains(decision: Adjudication | None) -> bool:
    """Whether an adjudicator says anything of a unit beside its label."""
    return bool(decision and (decision.reason or decision.note or decision.needs_change is not None))


_NOTHING_TO_DECIDE = frozenset({State.NONE, State.SINGLE, State.UNANIMOUS})


class _Seen(NamedTuple):
    """A unit and what annotators and adjudicator say of it."""

    place: int
    unit: Unit
    records: Mapping[str, Annotation]
    votes: Votes
    gold: Annotation | None
    state: State

    def differing(self) -> frozenset[str]:
        """Where the labels agree, the fields of the records that do not, or that rest on other sentences."""
        if len(self.votes) < 2 or any(label != self.votes[0][1] for _, label in self.votes):
            return frozenset()
        first, *others = (self.records[name] for name, _ in self.votes)
        expected = _said(first)
        if not first.same_source and all(_said(one) == expected for one in others):
            return frozenset()
        return frozenset(
            name
            for name, value in zip(SAID, expected, strict=True)
            if any(getattr(one, name) != value for one in others)
        ) | {"same_source"}


_said = attrgetter(*SAID)
