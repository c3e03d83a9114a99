"""From sets to their figures."""

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.compare.bootstrap import draws
from annotator.compare.coefficients import ratio
from annotator.compare.distances import Words, as_words, set_distances
from annotator.compare.estimates import (
    ONE_VALUE,
    estimate,
    few_warnings,
    nothing_to_compare,
    or_none,
    refuse_bootstrap,
)
from annotator.compare.listed import Listed
from annotator.compare.result import Estimate, LabelAgreement, SetAgreement
from annotator.compare.sums import Floats
from annotator.compare.tallies import ListedRows, Tally, given_in_total, read_rows, tally
from annotator.errors import AnnotatorError

_CELLS = 1_000_000
"""Distances of sets held at once."""
_MOST_CELLS = 100_000_000
"""Resamples times different sets; each takes eight bytes."""
_MOST_STEPS = 500_000_000_000
"""Resamples times pairs of sets: what some two minutes are enough for."""
_STEPS_A_DISTANCE = 250
"""What a distance takes, in resamples that it is used in."""
_PAIRABLE, _DIFFERENT, _JACCARD, _MASI, _MEMBERS = range(5)
"""Columns of `_article_sums`; from `_MEMBERS` on there is one for each member."""


class _Sets(NamedTuple):
    """The different sets that were given."""

    words: Words
    has: NDArray[np.bool_]
    """(sets, members) which members each has."""


class _Sums(NamedTuple):
    """Sums over articles, for one or more samples of them; the first axis is the sample."""

    columns: Floats
    """(samples, columns) of `_article_sums`."""
    ratings: Floats
    """(samples,) pairable ratings."""
    having: Floats
    """(samples, members) pairable ratings that have the member."""
    expected: Floats
    """(samples, 2) Jaccard and MASI distance, summed over all pairs of pairable ratings."""


@dataclass(frozen=True)
class _Sample:
    point: _Sums
    drawn: _Sums
    articles: int
    resampled: str
    nothing: str | None

    def alpha(self, column: int) -> Estimate:
        """1 - D_o / D_e with a distance of sets (Krippendorff 2011; Passonneau 2006)."""

        def formula(sums: _Sums) -> Floats:
            by_chance = sums.expected[:, column - _JACCARD]
            return 1 - ratio((sums.ratings - 1) * sums.columns[:, column], by_chance)

        undefined = self.nothing or "all sets are the same"
        return estimate(formula(self.point)[0], formula(self.drawn), self.articles, self.resampled, undefined)

    def share(self, column: int) -> float | None:
        """1 minus the mean distance of two ratings of a unit, weighted as alpha weighs them."""
        return or_none(1 - ratio(self.point.columns[:, column], self.point.ratings)[0])


def measure_sets(
    listed: Listed[Hashable],
    masks: Sequence[int],
    values: tuple[str, ...],
    *,
    bootstrap: int,
    seed: int,
    resampled: str,
) -> SetAgreement:
    """Compute every figure of sets; `masks` are the different ones as whole numbers, by code."""
    refuse_bootstrap(bootstrap)
    _refuse_sets(len(masks), bootstrap)
    rows = read_rows(listed)
    sets = _read_sets(masks, len(values))
    columns = _article_sums(rows, sets)
    given = tally(rows, rows.codes, rows.pairable)
    articles = int(np.count_nonzero(columns[:, _PAIRABLE]))
    nothing = nothing_to_compare(len(listed.annotators), columns[:, _PAIRABLE].sum())
    sums = _sums(*_drawn(columns, given, bootstrap, seed), sets)
    point, drawn = (_Sums(*(of_samples[part] for of_samples in sums)) for part in (slice(1), slice(1, None)))
    sample = _Sample(point, drawn, articles, resampled, nothing)
    total = given_in_total(rows)
    return SetAgreement(
        units=len(rows.codes),
        pairable_units=int(np.count_nonzero(rows.pairable)),
        ratings=int(total.sum()),
        disagreeing_units=rows.disagreeing(),
        articles=articles,
        krippendorff_alpha=sample.alpha(_MASI),
        jaccard_alpha=sample.alpha(_JACCARD),
        percent_agreement=sample.share(_DIFFERENT),
        mean_jaccard=sample.share(_JACCARD),
        per_label=dict(_per_member(values, sample, total @ sets.has, float(total.sum()))),
        n_bootstrap=bootstrap,
        seed=seed,
        resampled=resampled,
        warnings=few_warnings(articles, resampled) if bootstrap and nothing is None else (),
    )


def _refuse_sets(sets: int, bootstrap: int) -> None:
    in_time = math.isqrt(_MOST_STEPS // (bootstrap + _STEPS_A_DISTANCE))
    most = min(in_time, _MOST_CELLS // (bootstrap + 1))
    if sets > most:
        raise AnnotatorError(
            f"{sets:,} different sets are too many with {bootstrap:,} resamples: at most {most:,}; "
            "group their members, or ask for fewer resamples"
        )


def _read_sets(masks: Sequence[int], members: int) -> _Sets:
    words = as_words(masks, members)
    member = np.arange(members)
    bits = words[:, member // 64] >> (member % 64).astype(np.uint64) & np.uint64(1)
    return _Sets(words, bits.astype(np.bool_))


def _article_sums(rows: ListedRows, sets: _Sets) -> Floats:
    """Reduce each article to its sums over pairable units, (articles, 4 + members).

    Units; then, over ordered pairs of ratings of a unit, divided by m - 1: pairs that differ, their Jaccard
    and MASI distances, and for each member the pairs of which only one has it.
    """
    sums = np.zeros((rows.articles, _MEMBERS + sets.has.shape[1]))
    sums[:, _PAIRABLE] = rows.by_article(rows.pairable)
    for units, first, second in rows.differing():
        both_ways = 2 * rows.per_rating[units]
        jaccard, masi = set_distances(sets.words[first], sets.words[second])
        sums[:, _DIFFERENT] += rows.by_article(units, both_ways)
        sums[:, _JACCARD] += rows.by_article(units, both_ways * jaccard)
        sums[:, _MASI] += rows.by_article(units, both_ways * masi)
        for member, has in enumerate(sets.has.T):
            sums[:, _MEMBERS + member] += rows.by_article(units, both_ways * (has[first] != has[second]))
    return sums


def _drawn(columns: Floats, given: Tally, times: int, seed: int) -> tuple[Floats, Floats]:
    """Sum over all articles, then over resampled ones: columns, and pairable ratings of each set."""
    totals = np.zeros((1 + times, columns.shape[1]))
    chosen = np.zeros((1 + times, given.values))
    totals[0], chosen[0] = columns.sum(axis=0), given.total()
    for first, weights in draws(len(columns), times, seed):
        totals[1 + first : 1 + first + len(weights)] = weights @ columns
        for place, drawn in enumerate(weights, 1 + first):
            chosen[place] = given.total(drawn)
    return totals, chosen


def _sums(columns: Floats, chosen: Floats, sets: _Sets) -> _Sums:
    """Give the sums of samples; `chosen` are the pairable ratings of each set, (samples, sets)."""
    return _Sums(
        columns=columns,
        ratings=chosen.sum(axis=1),
        having=chosen @ sets.has.astype(np.float64),
        expected=_expected(chosen, sets.words),
    )


def _expected(chosen: Floats, words: Words) -> Floats:
    """Sum the distances of all pairs of ratings, (samples, 2), with a part of the distances at a time."""
    total = np.zeros((len(chosen), 2))
    size = max(1, _CELLS // max(len(words), 1))
    for first in range(0, len(words), size):
        part = slice(first, first + size)
        for column, distance in enumerate(set_distances(words[part, np.newaxis], words[np.newaxis])):
            total[:, column] += np.einsum("sp,sp->s", chosen @ distance.T, chosen[:, part])
    return total


def _per_member(
    values: Sequence[str], sample: _Sample, having: Floats, ratings: float
) -> Iterator[tuple[str, LabelAgreement]]:
    """Give each value as there or not, a nominal field of its own; `having` counts all ratings with it."""
    alphas = _member_alphas(sample.point)[0]
    replicates = _member_alphas(sample.drawn)
    pairable = sample.point.having[0]
    alike = ratio(pairable - sample.point.columns[0, _MEMBERS:] / 2, pairable)
    for place, value in enumerate(values):
        found = estimate(
            alphas[place],
            replicates[:, place],
            sample.articles,
            sample.resampled,
            sample.nothing or _why_undefined(having[place], pairable[place]),
        )
        yield (
            value,
            LabelAgreement(
                alpha=found.value,
                low=found.low,
                high=found.high,
                prevalence=float(having[place]) / ratings if ratings else None,
                positive_agreement=or_none(alike[place]),
                undefined=found.undefined,
                no_interval=found.no_interval,
            ),
        )


def _member_alphas(sums: _Sums) -> Floats:
    """Nominal alpha of each member as there or not, (samples, members)."""
    ratings = sums.ratings[:, np.newaxis]
    by_chance = 2 * sums.having * (ratings - sums.having)
    return 1 - ratio((ratings - 1) * sums.columns[:, _MEMBERS:], by_chance)


def _why_undefined(given: float, pairable: float) -> str:
    if not given:
        return "the value is not used"
    return ONE_VALUE if pairable else "the value is not used on any unit rated by two annotators"
