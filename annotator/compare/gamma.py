"""Gamma, agreement on where spans are and of which kind (Mathet, Widlöcher & Métivier 2015).

1 - observed / expected disorder. The disorder is that of the best alignment; the expected one is the mean of
random annotations, made of the real ones by turning each about the continuum.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from annotator.compare.aligning import (
    Alignment,
    Parameters,
    Spans,
    best_alignment,
    positional,
    require_scipy,
)
from annotator.compare.bootstrap import interval, resample
from annotator.compare.coefficients import ratio
from annotator.compare.estimates import or_none
from annotator.compare.result import Gamma
from annotator.compare.spanarrays import SpanArrays, span_arrays
from annotator.compare.sums import Floats
from annotator.compare.unitizing import Disagreement, alpha_u, disagreement
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.compare.spans import SpanTable

SAMPLES = 30
"""Random annotations of each article."""
RESAMPLES = 1000
"""Of articles, for the interval."""
_TRIES = 100
_PARAMETERS = "alpha 1 (positions), beta 1 (kinds), empty 1; expected of spans turned about the text"
_NO_SPANS = "no article has spans in text that two annotators saw"


class Continuum(NamedTuple):
    """The text that all of some annotators saw, as one line of characters, and what each marked in it."""

    length: float
    annotators: tuple[Spans, ...]

    @property
    def mean_spans(self) -> float:
        """Spans an annotator."""
        return sum(len(spans.starts) for spans in self.annotators) / len(self.annotators)


class Disorders(NamedTuple):
    """Of one continuum."""

    observed: float
    expected: float
    """Mean over random annotations."""
    observed_kinds: float
    """Disorder of the kinds alone, in the best alignment (gamma-cat, Mathet 2017)."""
    expected_kinds: float


def disorders(
    continuum: Continuum, random: np.random.Generator, parameters: Parameters | None = None
) -> Disorders:
    """Align the spans of a continuum with at least one, and of random ones like it."""
    chosen = parameters or Parameters()
    observed, kinds = _disorder(continuum, chosen)
    drawn = [_disorder(shuffled(continuum, random), chosen) for _ in range(SAMPLES)]
    expected = np.mean([disorder for disorder, _ in drawn])
    return Disorders(observed, float(expected), kinds, float(np.mean([of_kinds for _, of_kinds in drawn])))


def _disorder(continuum: Continuum, parameters: Parameters) -> tuple[float, float]:
    alignment = best_alignment(continuum.annotators, parameters)
    kinds = _disorder_of_kinds(continuum.annotators, alignment, parameters)
    return alignment.cost / continuum.mean_spans, kinds


def _disorder_of_kinds(annotators: Sequence[Spans], alignment: Alignment, parameters: Parameters) -> float:
    """Mean dissimilarity of the kinds of aligned spans, the closer in position the more it counts.

    A span that the other annotator has not marked counts as one of another kind, as in pygamma-agreement.
    """
    others = np.maximum((alignment.tuples >= 0).sum(axis=1) - 1, 1)
    total = weights = 0.0
    for a, b in combinations(range(len(annotators)), 2):
        there = alignment.tuples[:, [a, b]] >= 0
        both = there.all(axis=1)
        first, second = alignment.tuples[both][:, [a, b]].T
        apart = parameters.alpha * parameters.empty * positional(annotators[a], annotators[b])[first, second]
        weight = np.maximum(0.0, 1 - apart) / others[both]
        alone = parameters.empty * np.count_nonzero(there[:, 0] != there[:, 1])
        total += float(weight[annotators[a].kinds[first] != annotators[b].kinds[second]].sum()) + alone
        weights += float(weight.sum()) + alone
    return parameters.empty * total / weights if weights else 0.0


def shuffled(continuum: Continuum, random: np.random.Generator) -> Continuum:
    """Give as many random annotators: each has the spans of a real one, turned about the continuum.

    Turns lie at least half a mean span apart where that is possible, so that two that come from one
    annotator do not agree. At least one span is left.
    """
    real = continuum.annotators
    lengths = np.concatenate([spans.ends - spans.starts for spans in real])
    sources = random.integers(len(real), size=len(real))
    while not any(len(real[source].starts) for source in sources):
        sources = random.integers(len(real), size=len(real))
    turns: list[float] = []
    for _ in real:
        for _ in range(_TRIES):
            turn = random.uniform(0, continuum.length)
            if all(abs(turn - other) >= lengths.mean() / 2 for other in turns):
                break
        turns.append(turn)
    return Continuum(
        continuum.length,
        tuple(
            _turned(real[source], turn, continuum.length) for source, turn in zip(sources, turns, strict=True)
        ),
    )


def _turned(spans: Spans, turn: float, length: float) -> Spans:
    """Begin the continuum at `turn`; what was before comes behind. A span is never cut."""
    by = np.where(spans.starts >= turn, -turn, length - turn)
    return Spans(spans.starts + by, spans.ends + by, spans.kinds)


def sample_gamma(table: "SpanTable", articles: int, *, seed: int) -> Gamma:
    """Compute gamma over a sample of articles: their disorders are added, each by its mean number of spans.

    Of an article counts the text that all who saw any of it have seen. The interval resamples articles.

    Raises:
        AnnotatorError: scipy is not installed, `articles` is below 1, or an article has far too many spans.
    """
    require_scipy()
    if articles < 1:
        raise AnnotatorError(f"gamma over {articles} articles; give 1 or more")
    continua = list(_continua(span_arrays(table)))
    chosen = np.sort(np.random.default_rng(seed).permutation(len(continua))[:articles])
    sums = np.zeros((len(chosen), 4))
    units: list[Disagreement] = []
    for row, place in zip(sums, chosen, strict=True):
        continuum = continua[place]
        row[:] = disorders(continuum, np.random.default_rng([seed, int(place)]))
        row *= continuum.mean_spans
        units += _unitized(continuum)
    point = sums.sum(axis=0, keepdims=True)
    (drawn,) = resample([sums], RESAMPLES, seed)
    value, kinds = (or_none(1 - ratio(point[:, at], point[:, at + 1])[0]) for at in (0, 2))
    found = interval(1 - ratio(drawn[:, 0], drawn[:, 1]), len(chosen))
    return Gamma(
        value=value,
        low=found.low,
        high=found.high,
        kinds=kinds if len(table.kinds) > 1 else None,
        alpha_u=alpha_u(units),
        articles=len(chosen),
        samples=SAMPLES,
        seed=seed,
        parameters=_PARAMETERS,
        undefined=None if value is not None else _NO_SPANS,
        no_interval=found.reason if value is not None else _NO_SPANS,
    )


def _continua(spans: SpanArrays) -> Iterator[Continuum]:
    """Give every article in which two annotators or more saw the same text and a span is marked in it."""
    firsts = np.searchsorted(spans.article, np.arange(spans.articles + 1))
    for first, last in pairwise(firsts.tolist()):
        seen = spans.seen[first:last]
        present = np.flatnonzero(seen.any(axis=0))
        common = np.logical_and.reduce(seen[:, present], axis=1)
        low, high = np.searchsorted(spans.unit, [first, last])
        inside = np.arange(low, high)[common[spans.unit[low:high] - first]]
        if len(present) < 2 or not len(inside):
            continue
        lengths = np.where(common, spans.lengths[first:last], 0)
        # Where each unit begins when only common ones are put one behind the other.
        begins = np.cumsum(lengths) - lengths - spans.begins[first:last]
        by = begins[spans.unit[inside] - first]
        yield Continuum(
            float(lengths.sum()),
            tuple(
                Spans(
                    (spans.start[inside] + by)[mine].astype(np.float64),
                    (spans.end[inside] + by)[mine].astype(np.float64),
                    spans.kind[inside][mine],
                )
                for mine in (spans.annotator[inside] == annotator for annotator in present)
            ),
        )


def _unitized(continuum: Continuum) -> Iterator[Disagreement]:
    """Give what alpha_U asks of each kind of spans; those of one annotator that overlap are one unit."""
    for kind in np.unique(np.concatenate([spans.kinds for spans in continuum.annotators])):
        marked = [
            _apart(spans.starts[spans.kinds == kind], spans.ends[spans.kinds == kind])
            for spans in continuum.annotators
        ]
        yield disagreement(marked, 0.0, continuum.length)


def _apart(starts: Floats, ends: Floats) -> list[tuple[float, float]]:
    units: list[tuple[float, float]] = []
    for start, end in sorted(zip(starts.tolist(), ends.tolist(), strict=True)):
        if units and start < units[-1][1]:
            units[-1] = (units[-1][0], max(units[-1][1], end))
        else:
            units.append((start, end))
    return units
