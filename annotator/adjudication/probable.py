"""What the label of an item probably is: an offer to the adjudicator, and part of the queue's order."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.adjudication.items import Item, Votes

_MORE_THAN_HALF = 0.5 + 1e-6
"""What rounding leaves of two labels that are equally probable is less."""


class _Estimate(NamedTuple):
    """What is probable of a unit with these votes."""

    votes: Votes
    suggestion: tuple[str, float] | None
    entropy: float


class Probable:
    """Estimates of Dawid & Skene from all votes; see `annotator.compare.dawid_skene` for their limits."""

    def __init__(self, annotators: Sequence[str], labels: Sequence[str], votes: Mapping[Votes, int]) -> None:
        """Estimate from how many units have each votes, of the annotators named for the labels named."""
        from annotator.compare.dawid_skene import dawid_skene

        self._annotators = annotators
        self._labels = labels
        self._places = {name: place for place, name in enumerate(annotators)}
        self._codes = {name: code for code, name in enumerate(labels)}
        patterns = {self._pattern(given): count for given, count in votes.items()}
        self._fit = dawid_skene(patterns, len(labels), raters=range(len(annotators)))
        self._known: dict[Votes, _Estimate] = {}
        self._estimate(list(votes))

    def fill(self, item: Item) -> Item:
        """Give the item with what is probable, and with the very votes of other items that have the same."""
        if item.votes not in self._known:
            self._estimate([item.votes])
        known = self._known[item.votes]
        # Where the labels agree there is nothing to offer.
        suggestion = known.suggestion if item.size else None
        return item._replace(votes=known.votes, suggestion=suggestion, entropy=known.entropy)

    def _estimate(self, votes: Sequence[Votes]) -> None:
        """Find the label that is more probable than all others together, and the entropy."""
        from annotator.compare.dawid_skene import entropy

        probabilities = self._fit.of([self._pattern(given) for given in votes])
        # Rounded, so that votes which say as much come in the order of the corpus.
        entropies = entropy(probabilities).round(9).tolist()
        for given, row, nats in zip(votes, probabilities.tolist(), entropies, strict=True):
            most = max(row)
            suggestion = (self._labels[row.index(most)], most) if most > _MORE_THAN_HALF else None
            self._known[given] = _Estimate(given, suggestion, nats)

    def _pattern(self, votes: Votes) -> tuple[int, ...]:
        from annotator.compare.ratings import MISSING

        codes = [MISSING] * len(self._places)
        for name, label in votes:
            codes[self._places[name]] = self._codes[label]
        return tuple(codes)
