"""What suggestions lead to: who takes them as they are, and agreement with and without them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from annotator.compare.fields import rows_of
from annotator.compare.periods import pairable_units
from annotator.compare.ratings import RatedField, Ratings
from annotator.compare.result import Anchoring, Estimate, SuggestionUse
from schemas import Annotation, LabelledArticle, Origin

Uses = Mapping[str, Mapping[str, int]]
"""By annotator, how often each of the numbers of `SuggestionUse` occurs; nobody without any."""

_TAKEN = {Origin.SUGGESTION_ACCEPTED: "accepted", Origin.SUGGESTION_EDITED: "edited"}


def uses(labelled: LabelledArticle, annotators: Sequence[str]) -> Uses:
    """Count what became of the labels that were offered in an article."""
    found = {}
    for name in annotators:
        counts: Counter[str] = Counter()
        for record in labelled.labels.get(name, {}).values():
            if (
                record.suggestion is not None
                and record.label is not None
                and record.origin != Origin.IMPORTED
            ):
                same = record.label == record.suggestion.label
                counts[_TAKEN.get(record.origin) or ("same" if same else "overruled")] += 1
                counts["agreeing"] += same
        if counts:
            found[name] = counts
    return found


class Offers:
    """What annotators did with offers, and their labels with and without these."""

    def __init__(
        self,
        annotators: Sequence[str],
        label: RatedField,
        shown: Callable[[Annotation], bool] | None = None,
    ) -> None:
        """Begin; `shown` tells whether offers are shown for the sentence of a record, None: for all."""
        self._annotators = tuple(annotators)
        self._label = label
        self._shown = shown
        self._uses: dict[str, Counter[str]] = {}
        self._ratings = [Ratings(self._annotators, label.values, label.level) for _ in range(2)]

    def reduce(self, labelled: LabelledArticle) -> tuple[Uses, Sequence[bytes]]:
        """Take from an article what is needed: small, to be handed from process to process."""
        found = uses(labelled, self._annotators)
        shown = self._shown
        if shown is None:
            return found, ()
        rows = rows_of(labelled, self._annotators)
        parts = rows.meeting(shown), rows.meeting(lambda record: not shown(record))
        return found, [self._label.reduce(part) for part in parts]

    def add(self, reduced: tuple[Uses, Sequence[bytes]]) -> None:
        """Take one article."""
        found, packed = reduced
        for name, counts in found.items():
            self._uses.setdefault(name, Counter()).update(counts)
        for ratings, article in zip(self._ratings, packed, strict=False):
            ratings.append(article)

    def anchoring(self, *, bootstrap: int, seed: int) -> Anchoring | None:
        """Give all figures; None where nothing was ever offered, and offers are shown for all sentences."""
        if not self._uses and self._shown is None:
            return None
        use = tuple(_use(name, self._uses[name]) for name in self._annotators if name in self._uses)
        if self._shown is None:
            return Anchoring(use=use)
        (shown, shown_units), (withheld, withheld_units) = (
            _agreement(ratings, bootstrap, seed) for ratings in self._ratings
        )
        return Anchoring(
            use=use,
            shown=shown,
            withheld=withheld,
            shown_units=shown_units,
            withheld_units=withheld_units,
        )


def _use(name: str, counts: Mapping[str, int]) -> SuggestionUse:
    accepted, edited, same, overruled, agreeing = (
        counts.get(what, 0) for what in ("accepted", "edited", "same", "overruled", "agreeing")
    )
    offered = accepted + edited + same + overruled
    return SuggestionUse(
        annotator=name,
        offered=offered,
        accepted=accepted,
        edited=edited,
        same=same,
        overruled=overruled,
        agreement=agreeing / offered if offered else None,
    )


def _agreement(ratings: Ratings, bootstrap: int, seed: int) -> tuple[Estimate, int]:
    """Alpha of some sentences, and how many of them two annotators labelled."""
    from annotator.compare.measure import measure_alpha

    alpha = measure_alpha(ratings, bootstrap=bootstrap, seed=seed, resampled="articles")
    return alpha, pairable_units(ratings)
