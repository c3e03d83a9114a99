"""Annotators against the adjudicated labels: what each of them tends to get wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.compare.consistency import differing
from annotator.compare.ratings import Ratings
from annotator.compare.result import ErrorProfile, Estimate, Retrieval
from schemas import GOLD, Annotation, GoldOrigin


class Judged(NamedTuple):
    """One annotator's label of a sentence that has a gold label."""

    gold: str
    given: str
    decided: bool
    """Whether an adjudicator decided: labels on which all agree are gold by construction."""


def judged(gold: Mapping[str, Annotation], given: Mapping[str, Annotation]) -> Iterator[Judged]:
    """Hold the labels of one annotator and article, by unit id, against gold; declined units have none."""
    for unit, right in gold.items():
        record = given.get(unit)
        if right.label is not None and record is not None and record.label is not None:
            decided = right.adjudication is not None and right.adjudication.origin is GoldOrigin.DECIDED
            yield Judged(right.label, record.label, decided)


class Profiles:
    """All labels of units with a gold label."""

    def __init__(self, annotators: Sequence[str], values: tuple[str, ...]) -> None:
        """Begin with none; `values` are the labels of the codebook."""
        self._codes = {value: code for code, value in enumerate(values)}
        self._ratings = {name: Ratings((GOLD, name), values, "nominal") for name in annotators}
        self._counts: dict[str, Counter[Judged]] = {name: Counter() for name in annotators}

    def add(self, found: Mapping[str, Sequence[Judged]]) -> None:
        """Take one article, by annotator."""
        for name, units in found.items():
            self._ratings[name].add([(self._codes[one.gold], self._codes[one.given]) for one in units])
            self._counts[name].update(units)

    def profiles(self, *, bootstrap: int, seed: int) -> tuple[ErrorProfile, ...]:
        """Give the profile of each annotator with labels of units that have a gold label."""
        return tuple(
            self._profile(name, counts, bootstrap, seed) for name, counts in self._counts.items() if counts
        )

    def _profile(self, name: str, counts: Counter[Judged], bootstrap: int, seed: int) -> ErrorProfile:
        from annotator.compare.measure import measure

        figures = measure(self._ratings[name], bootstrap=bootstrap, seed=seed, resampled="articles")
        decided = Counter({one: count for one, count in counts.items() if one.decided})
        confused: Counter[tuple[str, str]] = Counter()
        for one, count in counts.items():
            confused[one.gold, one.given] += count
        return ErrorProfile(
            annotator=name,
            units=counts.total(),
            decided_units=decided.total(),
            percent_agreement=_share_right(counts),
            percent_agreement_decided=_share_right(decided),
            cohen_kappa=Estimate.model_validate(
                {field: getattr(figures.cohen_kappa[0], field) for field in Estimate.model_fields}
            ),
            per_label={value: _retrieval(value, confused) for value in self._codes},
            errors=differing(confused),
        )


def _share_right(counts: Counter[Judged]) -> float | None:
    right = sum(count for one, count in counts.items() if one.gold == one.given)
    return right / counts.total() if counts else None


def _retrieval(value: str, confused: Mapping[tuple[str, str], int]) -> Retrieval:
    gold = sum(count for (right, _), count in confused.items() if right == value)
    given = sum(count for (_, said), count in confused.items() if said == value)
    found = confused.get((value, value), 0)
    return Retrieval(
        precision=found / given if given else None,
        recall=found / gold if gold else None,
        gold=gold,
        given=given,
    )
