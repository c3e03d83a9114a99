"""What a comparison tells besides the agreement of annotators, field by field."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.compare.against_gold import Judged, Profiles, judged
from annotator.compare.anchoring import Offers, Uses
from annotator.compare.consistency import Again, Passes, twice
from annotator.compare.periods import Begun, Weeks, begun, leave_one_out
from annotator.compare.ratings import Ratings, label_field
from annotator.compare.result import Estimate
from schemas import GOLD, Annotation, Codebook, LabelledArticle


class Taken(NamedTuple):
    """What is taken from one article: small, to be handed from process to process."""

    begun: Begun | None
    offers: tuple[Uses, Sequence[bytes]]
    again: Mapping[str, Sequence[Again]]
    """By annotator, sentences that were labelled twice."""
    judged: Mapping[str, Sequence[Judged]]
    """By annotator, sentences that have a gold label."""


class Besides:
    """Weeks, annotators left out, suggestions, second passes and gold: none is mixed into another figure."""

    def __init__(
        self,
        annotators: Sequence[str],
        codebook: Codebook,
        shown: Callable[[Annotation], bool] | None = None,
    ) -> None:
        """Begin; `shown` tells whether suggestions are shown for the sentence of a record, None: for all."""
        label = label_field(codebook)
        self._annotators = tuple(annotators)
        self._label = Ratings(self._annotators, label.values, label.level)
        self._weeks = Weeks(self._annotators, label.values)
        self._offers = Offers(self._annotators, label, shown)
        self._passes = Passes(label.values)
        self._profiles = Profiles([name for name in annotators if name != GOLD], label.values)

    def take(self, labelled: LabelledArticle, again: Mapping[str, Mapping[str, Annotation]]) -> Taken:
        """Take what is needed from an article, whose labels may have gold with them.

        `again` are the labels of the second pass, by annotator and unit id.
        """
        labels = labelled.labels
        gold = labels.get(GOLD, {})
        pairs = {name: [*twice(labels.get(name, {}), second)] for name, second in again.items()}
        held = {name: [*judged(gold, labels.get(name, {}))] for name in self._annotators if name != GOLD}
        return Taken(
            begun(labelled, self._annotators),
            self._offers.reduce(labelled),
            {name: found for name, found in pairs.items() if found},
            {name: found for name, found in held.items() if found},
        )

    def add(self, taken: Taken, *, label: bytes) -> None:
        """Add what was taken of an article, and its ratings of the label."""
        self._label.append(label)
        self._weeks.add(taken.begun, label)
        self._offers.add(taken.offers)
        self._passes.add(taken.again)
        self._profiles.add(taken.judged)

    def figures(self, of_all: Estimate, *, bootstrap: int, seed: int) -> dict[str, Any]:
        """Compute the parts of a `Comparison`, by their names; `of_all` is alpha of the label."""
        return {
            "leave_one_out": leave_one_out(self._label, of_all, bootstrap=bootstrap, seed=seed),
            "weeks": self._weeks.periods(bootstrap=bootstrap, seed=seed),
            "suggestions": self._offers.anchoring(bootstrap=bootstrap, seed=seed),
            "self_consistency": self._passes.consistencies(bootstrap=bootstrap, seed=seed),
            "gold": self._profiles.profiles(bootstrap=bootstrap, seed=seed),
        }
