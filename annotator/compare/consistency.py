"""Agreement of annotators with themselves: first and second label of the same sentences."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from annotator.compare.ratings import Ratings
from annotator.compare.result import Confused, SelfConsistency
from schemas import Annotation

_PASSES = ("first", "second")
_SECONDS_A_DAY = 86_400


class Again(NamedTuple):
    """One sentence that one annotator has labelled twice."""

    first: str
    second: str
    days: float
    """Between the two."""


def twice(first: Mapping[str, Annotation], second: Mapping[str, Annotation]) -> Iterator[Again]:
    """Pair one annotator's labels of an article, by unit id, with those of the second pass.

    A first label that was changed after the second was given is no longer independent of it, and left out.
    """
    for unit, later in second.items():
        earlier = first.get(unit)
        if earlier is None or earlier.label is None or later.label is None:
            continue
        if earlier.updated <= later.created:
            days = (later.created - earlier.updated).total_seconds() / _SECONDS_A_DAY
            yield Again(earlier.label, later.label, days)


class Passes:
    """All sentences that annotators have labelled twice."""

    def __init__(self, values: tuple[str, ...]) -> None:
        """Begin with none; `values` are the labels of the codebook."""
        self._codes = {value: code for code, value in enumerate(values)}
        self._ratings: dict[str, Ratings] = {}
        self._found: dict[str, list[Again]] = {}

    def add(self, found: Mapping[str, Sequence[Again]]) -> None:
        """Take one article, by annotator."""
        for name, pairs in found.items():
            ratings = self._ratings.setdefault(name, Ratings(_PASSES, tuple(self._codes), "nominal"))
            ratings.add([(self._codes[pair.first], self._codes[pair.second]) for pair in pairs])
            self._found.setdefault(name, []).extend(pairs)

    def consistencies(self, *, bootstrap: int, seed: int) -> tuple[SelfConsistency, ...]:
        """Give the figures of each annotator with a second pass; intervals resample articles."""
        from annotator.compare.measure import measure_alpha

        return tuple(
            SelfConsistency(
                annotator=name,
                units=len(pairs),
                articles=len(self._ratings[name].starts),
                percent_agreement=sum(pair.first == pair.second for pair in pairs) / len(pairs),
                krippendorff_alpha=measure_alpha(
                    self._ratings[name], bootstrap=bootstrap, seed=seed, resampled="articles"
                ),
                flips=differing(Counter((pair.first, pair.second) for pair in pairs)),
                days=median(pair.days for pair in pairs),
            )
            for name, pairs in sorted(self._found.items())
            if pairs
        )


def differing(counts: Mapping[tuple[str, str], int]) -> tuple[Confused, ...]:
    """Give the pairs of different labels, most frequent first; equally frequent ones by name."""
    found = [Confused(a=a, b=b, count=count) for (a, b), count in sorted(counts.items()) if a != b]
    return tuple(sorted(found, key=lambda pair: -pair.count))
