"""From spans to their figures."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.compare.bootstrap import resample
from annotator.compare.coefficients import ratio
from annotator.compare.estimates import estimate, few_warnings, nothing_to_compare, refuse_bootstrap
from annotator.compare.result import SpanAgreement, SpanPair
from annotator.compare.spanarrays import Places, SpanArrays, character_sums, span_arrays
from annotator.compare.spanmatches import Matches, exact_matches, overlapping_matches
from annotator.compare.spans import SpanTable
from annotator.compare.sums import Floats

_RATINGS, _MARKING, _DIFFERING, _EXACT, _OVERLAPPING, _SPANS = range(6)
"""Columns of the sums of an article: of characters, then of all pairs of annotators."""


class _Matched(NamedTuple):
    """Matches of spans in all units."""

    unit: Places
    """(different spans,)."""
    holders: NDArray[np.bool_]
    """(different spans, annotators) who marks it."""
    overlapping: Matches


def measure_spans(table: SpanTable, *, bootstrap: int, seed: int, resampled: str) -> SpanAgreement:
    """Compute F1 and character-level alpha; `resampled` names what is drawn, in the plural."""
    refuse_bootstrap(bootstrap)
    spans = span_arrays(table)
    matched = _Matched(*exact_matches(spans), overlapping_matches(spans))
    columns = np.stack([*character_sums(spans), *_pair_sums(spans, matched)], axis=1)
    point = columns.sum(axis=0, keepdims=True)
    (drawn,) = resample([columns], bootstrap, seed)
    pairable = np.flatnonzero(spans.raters >= 2)
    articles = int(np.count_nonzero(spans.by_article(pairable)))
    nothing = nothing_to_compare(len(table.annotators), len(pairable))
    none_marked = nothing or "no span is marked in a unit that two annotators saw"
    one_value = nothing or ("everything is marked" if point[0, _MARKING] else none_marked)
    reported = (articles, resampled)
    return SpanAgreement(
        units=len(spans.seen),
        pairable_units=len(pairable),
        ratings=int(spans.raters.sum()),
        disagreeing_units=_disagreeing(spans, matched),
        articles=articles,
        krippendorff_alpha=estimate(_alpha(point)[0], _alpha(drawn), *reported, one_value),
        exact_f1=estimate(_f1(point, _EXACT)[0], _f1(drawn, _EXACT), *reported, none_marked),
        relaxed_f1=estimate(_f1(point, _OVERLAPPING)[0], _f1(drawn, _OVERLAPPING), *reported, none_marked),
        spans=dict(zip(table.annotators, matched.holders.sum(axis=0).tolist(), strict=True)),
        pairs=tuple(_pairs(table.annotators, spans, matched)),
        n_bootstrap=bootstrap,
        seed=seed,
        resampled=resampled,
        warnings=few_warnings(articles, resampled) if bootstrap and nothing is None else (),
    )


def _alpha(sums: Floats) -> Floats:
    """Nominal alpha of characters, marked or not (Krippendorff 2011)."""
    ratings, marking = sums[:, _RATINGS], sums[:, _MARKING]
    by_chance = 2 * marking * (ratings - marking)
    return 1 - ratio((ratings - 1) * sums[:, _DIFFERING], by_chance)


def _f1(sums: Floats, matches: int) -> Floats:
    return ratio(2 * sums[:, matches], sums[:, _SPANS])


def _pair_sums(spans: SpanArrays, matched: _Matched) -> tuple[Floats, Floats, Floats]:
    """Sum over all pairs of annotators, each (articles,): exact and overlapping matches, spans of both."""
    holding = matched.holders.sum(axis=1, dtype=np.int64)
    seeing = spans.raters[matched.unit]
    return (
        spans.by_article(matched.unit, holding * (holding - 1) / 2),
        np.rint(spans.by_article(matched.overlapping.unit, matched.overlapping.number)),
        spans.by_article(matched.unit, (holding * (seeing - 1)).astype(np.float64)),
    )


def _disagreeing(spans: SpanArrays, matched: _Matched) -> int:
    """Count the units in which somebody who saw it does not mark what another marks."""
    alone = matched.holders.sum(axis=1) < spans.raters[matched.unit]
    return len(np.unique(matched.unit[alone]))


def _pairs(annotators: tuple[str, ...], spans: SpanArrays, matched: _Matched) -> Iterator[SpanPair]:
    overlapping = np.bincount(
        matched.overlapping.pair, weights=matched.overlapping.number, minlength=len(annotators) ** 2
    )
    for a, b in combinations(range(len(annotators)), 2):
        both = spans.seen[:, a] & spans.seen[:, b]
        holders = matched.holders[both[matched.unit]]
        a_spans, b_spans = (int(np.count_nonzero(holders[:, one])) for one in (a, b))
        exact = int(np.count_nonzero(holders[:, a] & holders[:, b]))
        relaxed = round(float(overlapping[a * len(annotators) + b]))
        total = a_spans + b_spans
        yield SpanPair(
            a=annotators[a],
            b=annotators[b],
            units=int(np.count_nonzero(both)),
            a_spans=a_spans,
            b_spans=b_spans,
            exact=exact,
            overlapping=relaxed,
            exact_f1=2 * exact / total if total else None,
            relaxed_f1=2 * relaxed / total if total else None,
        )
