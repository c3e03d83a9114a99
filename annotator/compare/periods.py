"""Agreement on the label week by week, and without each annotator: whether it holds for all of them."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from annotator.compare.ratings import MISSING, Ratings
from annotator.compare.result import Estimate, LeftOut, Period
from schemas import LabelledArticle


class Begun(NamedTuple):
    """When an article was labelled, and under which codebook."""

    week: str
    """ISO week in which the last of its annotators gave a first label, e.g. `2031-W10`."""
    codebooks: tuple[str, ...]


def begun(labelled: LabelledArticle, annotators: Sequence[str]) -> Begun | None:
    """Tell when an article was labelled; None without any label."""
    given = [
        [record for record in labelled.labels.get(name, {}).values() if record.label is not None]
        for name in annotators
    ]
    if not any(given):
        return None
    last = max(min(record.created for record in records) for records in given if records)
    year, week, _ = last.isocalendar()
    codebooks = {record.codebook.version for records in given for record in records}
    return Begun(f"{year}-W{week:02}", tuple(sorted(codebooks)))


class Weeks:
    """The ratings of the label, apart for each week."""

    def __init__(self, annotators: Sequence[str], values: tuple[str, ...]) -> None:
        """Begin with no article."""
        self._ratings: dict[str, Ratings] = defaultdict(
            lambda: Ratings(tuple(annotators), values, level="nominal")
        )
        self._codebooks: dict[str, set[str]] = defaultdict(set)

    def add(self, when: Begun | None, packed: bytes) -> None:
        """Take the label's ratings of an article."""
        if when is not None:
            self._ratings[when.week].append(packed)
            self._codebooks[when.week].update(when.codebooks)

    def periods(self, *, bootstrap: int, seed: int) -> tuple[Period, ...]:
        """Give the weeks in their order, as far as there are units with two labels."""
        from annotator.compare.measure import measure, measure_alpha

        periods = []
        for week in sorted(self._ratings):
            ratings = self._ratings[week]
            counted = measure(ratings, bootstrap=0, seed=seed, resampled="articles")
            alpha = measure_alpha(ratings, bootstrap=bootstrap, seed=seed, resampled="articles")
            periods.append(
                Period(
                    week=week,
                    articles=counted.articles,
                    pairable_units=counted.pairable_units,
                    percent_agreement=counted.percent_agreement,
                    krippendorff_alpha=alpha,
                    codebooks=tuple(sorted(self._codebooks[week])),
                )
            )
        return tuple(period for period in periods if period.pairable_units)


def leave_one_out(ratings: Ratings, of_all: Estimate, *, bootstrap: int, seed: int) -> tuple[LeftOut, ...]:
    """Compute alpha without each annotator in turn; nothing with fewer than three."""
    from annotator.compare.measure import measure_alpha

    if len(ratings.annotators) < 3:
        return ()
    found = []
    for place, name in enumerate(ratings.annotators):
        others = without(ratings, place)
        alpha = measure_alpha(others, bootstrap=bootstrap, seed=seed, resampled="articles")
        difference = None
        if alpha.value is not None and of_all.value is not None:
            difference = alpha.value - of_all.value
        found.append(
            LeftOut(
                annotator=name,
                pairable_units=pairable_units(others),
                krippendorff_alpha=alpha,
                difference=difference,
            )
        )
    return tuple(found)


def pairable_units(ratings: Ratings) -> int:
    """Count the units with at least two ratings."""
    import numpy as np

    rows = np.frombuffer(ratings.codes, dtype=np.int16).reshape(-1, max(len(ratings.annotators), 1))
    return int(np.count_nonzero(np.count_nonzero(rows != MISSING, axis=1) > 1))


def without(ratings: Ratings, place: int) -> Ratings:
    """Give the ratings of all annotators but the one at `place`."""
    import numpy as np

    rows = np.frombuffer(ratings.codes, dtype=np.int16).reshape(-1, len(ratings.annotators))
    begins = np.frombuffer(ratings.starts, dtype=np.int64)
    lengths = np.diff(np.append(begins, len(rows)))
    others = np.delete(rows, place, axis=1)
    rated = (others != MISSING).any(axis=1)
    articles = np.repeat(np.arange(len(begins)), lengths)[rated]
    starts = np.flatnonzero(np.diff(articles, prepend=-1))
    return Ratings(
        (*ratings.annotators[:place], *ratings.annotators[place + 1 :]),
        ratings.values,
        ratings.level,
        array("h", others[rated].astype(np.int16).tobytes()),
        array("q", starts.astype(np.int64).tobytes()),
    )
