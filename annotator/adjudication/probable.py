"""What the label of an item probably is: an offer to the adjudicator, and part of the queue's order."""

from collections.abc import Mapping, Sequence

from annotator.adjudication.items import Item, Votes

_MORE_THAN_HALF = 0.5 + 1e-6
"""What rounding leaves of two labels that are equally probable is less."""


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
        self._known: dict[Votes, tuple[Votes, tuple[str, float] | None, float]] = {}

    def fill(self, item: Item) -> Item:
        """Give the item with what is probable, and with the very votes of other items that have the same."""
        known = self._known.get(item.votes)
        if known is None:
            known = self._known[item.votes] = (item.votes, *self._estimate(item))
        votes, suggestion, entropy = known
        return item._replace(votes=votes, suggestion=suggestion, entropy=entropy)

    @property
    def errors(self) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
        """For each annotator and probable label, how often each label is given: what to talk about.

        Shares of 1, with half a unit added to every count; rows of labels that are rare mean little.
        """
        return {
            name: {
                true: dict(zip(self._labels, map(float, row), strict=True))
                for true, row in zip(self._labels, rows, strict=True)
            }
            for name, rows in zip(self._annotators, self._fit.errors, strict=True)
        }

    def _estimate(self, item: Item) -> tuple[tuple[str, float] | None, float]:
        """The label that is more probable than all others together, where labels differ, and the entropy."""
        from annotator.compare.dawid_skene import entropy

        probabilities = self._fit.of(self._pattern(item.votes))
        best = int(probabilities.argmax())
        probability = float(probabilities[best])
        offered = item.size > 0 and probability > _MORE_THAN_HALF
        # Rounded, so that votes which say as much come in the order of the corpus.
        return (self._labels[best], probability) if offered else None, round(entropy(probabilities), 9)

    def _pattern(self, votes: Votes) -> tuple[int, ...]:
        from annotator.compare.ratings import MISSING

        codes = [MISSING] * len(self._places)
        for name, label in votes:
            codes[self._places[name]] = self._codes[label]
        return tuple(codes)
