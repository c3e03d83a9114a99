"""The queue of an adjudicator: what annotators differ on, worst first."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from annotator.adjudication.items import UNSETTLED, Item, State
from annotator.adjudication.reading import ArticleItems, ItemReader
from annotator.compare.wanted import Wanted
from schemas import Codebook, LabelledArticle

__all__ = ["UNSETTLED", "Item", "Queue", "State", "Wanted", "build_queue"]

_Key = tuple[float, float, int, int]
"""What the queue is sorted by: size and entropy, largest first, then article and unit in the corpus."""


class Queue:
    """Items in the order in which to settle them; an item keeps its place when it is settled."""

    def __init__(self, reader: ItemReader, articles: Iterable[ArticleItems]) -> None:
        """Take the articles as `reader` has reduced them, here or in other processes, in corpus order."""
        self._reader = reader
        self._articles: dict[str, ArticleItems] = {}
        self._places: dict[str, int] = {}
        for place, one in enumerate(articles):
            self._articles[one.article] = one
            self._places[one.article] = place
        found = [(self._key(item), item) for one in self._articles.values() for item in one.items]
        found.sort()
        self._keys = [key for key, _ in found]
        self._items = dict(found)

    @property
    def annotators(self) -> tuple[str, ...]:
        """Whose labels are counted as votes."""
        return self._reader.annotators

    @property
    def items(self) -> list[Item]:
        """All items: largest disagreement first, then least certain, then in the order of the corpus."""
        return [self._items[key] for key in self._keys]

    def __len__(self) -> int:
        """Count the items."""
        return len(self._keys)

    @property
    def states(self) -> Mapping[State, int]:
        """How many units of all articles are in each state, also of those that are no items."""
        counts: Counter[State] = Counter()
        for one in self._articles.values():
            counts.update(one.states)
        return {state: counts[state] for state in State}

    def select(self, wanted: Wanted | None = None) -> list[Item]:
        """Give the items that are wanted, in the queue's order."""
        asked = wanted or Wanted()
        return [item for item in self.items if fits(asked, item)]

    def next(self, item: Item | None = None, step: int = 1, wanted: Wanted | None = None) -> Item | None:
        """Give the next wanted item after one (before it with step -1), or the first; None at the end."""
        asked = wanted or Wanted()
        place = self._place(item, step)
        while 0 <= place < len(self._keys):
            found = self._items[self._keys[place]]
            if fits(asked, found):
                return found
            place += step
        return None

    def item(self, article: str, unit: str) -> Item | None:
        """Find the item of a unit; None when nobody has to decide on it."""
        known = self._articles.get(article)
        return next((one for one in known.items if one.unit == unit), None) if known else None

    def pairs(self, wanted: Wanted | None = None) -> list[tuple[tuple[str, str], int]]:
        """Count wanted items by each two labels between which annotators are divided, most frequent first."""
        counts: Counter[tuple[str, str]] = Counter()
        order = {name: place for place, name in enumerate(self._reader.codebook.label_names)}
        for item in self.select(wanted):
            labels = sorted({label for _, label in item.votes}, key=lambda name: order.get(name, len(order)))
            counts.update(combinations(labels, 2))
        return counts.most_common()

    def update(self, labelled: LabelledArticle) -> None:
        """Take in one article as it is now, with everybody's labels and the gold ones."""
        now = self._reader(labelled)
        for item in self._articles[now.article].items if now.article in self._articles else ():
            key = self._key(item)
            del self._keys[bisect_left(self._keys, key)], self._items[key]
        self._places.setdefault(now.article, len(self._places))
        self._articles[now.article] = now
        for item in now.items:
            key = self._key(item)
            insort(self._keys, key)
            self._items[key] = item

    def _key(self, item: Item) -> _Key:
        return -item.size, -item.entropy, self._places[item.article], item.place

    def _place(self, item: Item | None, step: int) -> int:
        if item is None:
            return 0 if step > 0 else len(self._keys) - 1
        key = self._key(item)
        at = bisect_left(self._keys, key)
        there = at < len(self._keys) and self._keys[at] == key
        return at + there if step > 0 else at - 1


def build_queue(
    articles: Iterable[LabelledArticle],
    annotators: Sequence[str],
    codebook: Codebook,
    shown: Mapping[str, str] | None = None,
) -> Queue:
    """Make the queue from articles in corpus order, each with the labels of the annotators and of `gold`.

    `shown` are the names to show, by annotator, where these are others. To share the reading among
    processes, reduce articles with an `ItemReader` and give the results to `Queue`.
    """
    reader = ItemReader(tuple(annotators), codebook, dict(shown or {}))
    return Queue(reader, map(reader, articles))


def fits(wanted: Wanted, item: Item) -> bool:
    """Whether an item is wanted."""
    return (
        (not wanted.states or item.state in wanted.states)
        and (not wanted.field or wanted.field in (("label",) if item.size else item.fields))
        and (wanted.reason is None or item.reason is wanted.reason)
        and (wanted.needs_change is None or (item.needs_change is not None) is wanted.needs_change)
        and (wanted.changed is None or bool(item.changed) is wanted.changed)
        and wanted.fits(item)
    )
