"""The queue of an adjudicator: what annotators differ on, worst first."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from annotator.adjudication.items import UNSETTLED, Item, State, Votes
from annotator.adjudication.probable import Probable
from annotator.adjudication.reading import ArticleItems, ItemReader
from annotator.compare.wanted import Wanted
from schemas import GOLD, LabelledArticle

__all__ = ["UNSETTLED", "Item", "Queue", "State", "Wanted"]

ANY = Wanted()
_MOST_LATEST = 8
"""Articles that are kept as they were last taken in: an adjudicator has few at hand."""

_Key = tuple[float, float, int, int]
"""What the queue is sorted by: size and entropy, largest first, then article and unit in the corpus."""


class _Known(NamedTuple):
    """What the queue keeps of an article."""

    number: int
    """Of the article in the corpus, from 0."""
    states: Mapping[State, int]
    items: tuple[Item, ...]


class Queue:
    """Items in the order in which to settle them; an item keeps its place when it is settled.

    The order: largest disagreement first, then least certain by Dawid & Skene, then that of the corpus.
    """

    def __init__(self, reader: ItemReader, articles: Iterable[ArticleItems]) -> None:
        """Take the articles as `reader` has reduced them, here or in other processes, in corpus order."""
        self._reader = reader
        self._articles: dict[str, _Known] = {}
        self._counts: Counter[State] = Counter()
        votes: Counter[Votes] = Counter()
        found: list[ArticleItems] = []
        for one in articles:
            votes.update(one.votes)
            found.append(one._replace(votes={}))
        self.probable = Probable(reader.annotators, reader.codebook.label_names, votes)
        self._latest: dict[str, LabelledArticle] = {}
        """The articles taken in since, as they were then; the latest last."""
        self._items: list[Item] = []
        for one in found:
            self._items += self._remember(one)
        self._items.sort(key=self._key)

    @property
    def annotators(self) -> tuple[str, ...]:
        """Whose labels count as votes."""
        return self._reader.annotators

    @property
    def names(self) -> Mapping[str, str]:
        """The name to show for each of the annotators, as it was when their labels were read."""
        shown = self._reader.shown
        return {name: shown.get(name, name) for name in self.annotators}

    @property
    def items(self) -> Sequence[Item]:
        """All items in the queue's order."""
        return self._items

    def __len__(self) -> int:
        """Count the items."""
        return len(self._items)

    @property
    def states(self) -> Mapping[State, int]:
        """How many units of all articles are in each state, also of those that are no items."""
        return {state: self._counts[state] for state in State}

    def select(self, wanted: Wanted = ANY) -> list[Item]:
        """Give the items that are wanted, in the queue's order."""
        return [item for item in self._items if item.is_wanted(wanted)]

    def next(self, item: Item | None = None, step: int = 1, wanted: Wanted = ANY) -> Item | None:
        """Give the next wanted item after one (before it with step -1), or the first; None at the end.

        The item need not be in the queue any more: its place counts.
        """
        beyond = (self._items[place] for place in self._beyond(item, step))
        return next((one for one in beyond if one.is_wanted(wanted)), None)

    def item(self, article: str, unit: str) -> Item | None:
        """Find the item of a unit; None when nobody has to decide on it."""
        known = self._articles.get(article)
        return next((item for item in known.items if item.unit == unit), None) if known else None

    def update(self, labelled: LabelledArticle) -> None:
        """Take in one article as it is now, with everybody's labels and the gold ones.

        Where only gold labels have changed since this was last called for the article, it costs what these
        units cost. What is probable stays as it was estimated from the labels that the queue was made from.
        """
        name = labelled.article.id
        before, self._latest[name] = self._latest.pop(name, None), labelled
        if len(self._latest) > _MOST_LATEST:
            del self._latest[next(iter(self._latest))]
        known = self._articles.get(name)
        if known and before and self._same_votes(before, labelled):
            self._update_units(known, before, labelled)
            return
        if known:
            self._counts.subtract(known.states)
            for item in known.items:
                del self._items[self._place(item)]
        for item in self._remember(self._reader(labelled)):
            self._items.insert(self._place(item), item)

    def _same_votes(self, before: LabelledArticle, now: LabelledArticle) -> bool:
        """Whether the article is the same and the annotators' labels are the very same ones."""
        return before.article is now.article and all(
            before.labels.get(name) is now.labels.get(name) for name in self.annotators
        )

    def _update_units(self, known: _Known, before: LabelledArticle, now: LabelledArticle) -> None:
        was, gold = before.labels.get(GOLD, {}), now.labels.get(GOLD, {})
        units = {unit for unit in was.keys() | gold.keys() if was.get(unit) is not gold.get(unit)}
        if not units:
            return
        states = Counter(known.states)
        states.subtract(self._reader(before, units).states)
        found = self._reader(now, units)
        states.update(found.states)
        self._counts.subtract(known.states)
        self._counts.update(states)
        there = {item.unit: item for item in known.items}
        for unit in units:
            if old := there.pop(unit, None):
                del self._items[self._place(old)]
        there |= {item.unit: self.probable.fill(item) for item in found.items}
        items = tuple(sorted(there.values(), key=attrgetter("place")))
        self._articles[now.article.id] = known._replace(states=+states, items=items)
        for item in items:
            if item.unit in units:
                self._items.insert(self._place(item), item)

    def _remember(self, one: ArticleItems) -> tuple[Item, ...]:
        """Keep what is known of an article; gives its items with what is probable."""
        known = self._articles.get(one.article)
        number = known.number if known else len(self._articles)
        items = tuple(map(self.probable.fill, one.items))
        self._articles[one.article] = _Known(number, one.states, items)
        self._counts.update(one.states)
        return items

    def _key(self, item: Item) -> _Key:
        return -item.size, -item.entropy, self._articles[item.article].number, item.place

    def _place(self, item: Item) -> int:
        """Index of an item, or the index at which it would be."""
        return bisect_left(self._items, self._key(item), key=self._key)

    def _beyond(self, item: Item | None, step: int) -> range:
        """Indexes of what comes after an item, or before it with step -1, nearest first."""
        if step < 0:
            return range((len(self._items) if item is None else self._place(item)) - 1, -1, -1)
        if item is None:
            return range(len(self._items))
        place = self._place(item)
        there = place < len(self._items) and self._key(self._items[place]) == self._key(item)
        return range(place + there, len(self._items))
