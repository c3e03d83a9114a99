"""What the label of each unit probably is, and how each annotator errs (Dawid & Skene 1979).

Expectation and maximisation in turns over the distinct patterns of ratings, of which there are far fewer than
units. The probabilities take annotators to err independently of one another; where a sentence is hard for all
of them they are too sure (measured: .91 for labels of which .85 were right). They are an offer and an order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.compare.ratings import MISSING

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

SMOOTHING = 0.5
"""Units that each annotator is taken to have labelled beforehand, for each true value and each wrong one.

The right one is taken to have been given somewhat oftener than all wrong ones together: so neither few
ratings nor a label that is rare make everybody a guesser.
"""
TOLERANCE = 1e-8
"""The turns end when no probability changes by more."""
MOST_TURNS = 500


@dataclass(frozen=True)
class DawidSkene:
    """What is estimated; q values, r annotators."""

    prevalence: Floats
    """(q,) share of units of which each value is true."""
    errors: Floats
    """(r, q, q) for each annotator and true value (rows) the share of times that each value is given.

    Where, without smoothing, nothing is known of a row, its values are equally likely.
    """
    probabilities: Floats
    """(patterns, q) of the values, for each pattern of ratings."""
    converged: bool

    def of(self, patterns: Sequence[Sequence[int]]) -> Floats:
        """Give the probabilities (patterns, q) of units with one rating by each annotator, or `MISSING`."""
        codes = np.asarray(patterns, dtype=np.int64).reshape(len(patterns), len(self.errors))
        return _expected(self.prevalence, self.errors, codes, np.arange(len(self.errors)))


def dawid_skene(
    patterns: Mapping[tuple[int, ...], int],
    values: int,
    *,
    raters: Sequence[int] | None = None,
    smoothing: float = SMOOTHING,
) -> DawidSkene:
    """Estimate from how many units have each pattern: a code below `values`, or `MISSING`, per rating.

    Each place of a pattern is one annotator's; `raters` gives the annotator of each, from 0, where one rates
    several times. Probabilities begin as the shares of votes, as in the paper, and nothing is drawn: the same
    ratings give the same result. Without smoothing the figures are those of the paper.
    """
    places = max((len(pattern) for pattern in patterns), default=len(raters or ()))
    rater = np.asarray(range(places) if raters is None else raters, dtype=np.int64)
    codes = np.asarray(list(patterns), dtype=np.int64).reshape(len(patterns), places)
    # Units that nobody rated say nothing.
    units = np.asarray(list(patterns.values()), dtype=np.float64) * (codes != MISSING).any(axis=1)
    given = [codes == value for value in range(values)]
    probabilities = _vote_shares(given)
    prevalence, errors = _maximised(probabilities, units, given, rater, smoothing)
    for _ in range(MOST_TURNS):
        before = probabilities
        probabilities = _expected(prevalence, errors, codes, rater)
        prevalence, errors = _maximised(probabilities, units, given, rater, smoothing)
        if np.abs(probabilities - before).max(initial=0.0) < TOLERANCE:
            return DawidSkene(prevalence, errors, probabilities, converged=True)
    return DawidSkene(prevalence, errors, probabilities, converged=False)


def entropy(probabilities: Floats) -> Floats:
    """Give the entropy (units,) of the probabilities (units, q), in nats; 0 for a certain one."""
    logs = np.log(probabilities, out=np.zeros_like(probabilities), where=probabilities > 0)
    entropies: Floats = np.abs((probabilities * logs).sum(axis=1))
    return entropies


def _vote_shares(given: Sequence[NDArray[np.bool_]]) -> Floats:
    """Share of the votes of each value, (patterns, q); all alike where there is none."""
    return _shares(np.stack([by.sum(axis=1) for by in given], axis=1).astype(np.float64))


def _maximised(
    probabilities: Floats,
    units: Floats,
    given: Sequence[NDArray[np.bool_]],
    rater: Codes,
    smoothing: float,
) -> tuple[Floats, Floats]:
    """Prevalence (q,) and errors (r, q, q) that fit these probabilities best (equations 2.3 and 2.4)."""
    weights = probabilities * units[:, np.newaxis]
    size = weights.shape[1]
    beforehand = smoothing * (np.ones((size, size)) + size * np.eye(size))
    counts = np.tile(beforehand, (int(rater.max(initial=-1)) + 1, 1, 1))
    for value, by in enumerate(given):
        # One row of sums for each place of a pattern; those of one annotator are added up.
        np.add.at(counts[:, :, value], rater, by.T.astype(np.float64) @ weights)
    totals = weights.sum(axis=0) + smoothing
    return _shares(totals), _shares(counts)


def _expected(prevalence: Floats, errors: Floats, codes: Codes, rater: Codes) -> Floats:
    """Probabilities (patterns, q) of the values, given prevalence and errors (equation 2.5)."""
    with np.errstate(divide="ignore"):
        likely = np.log(errors)
        logs = np.tile(np.log(prevalence), (len(codes), 1))
    # One column more, of zeros: the code of a missing rating, -1, finds it, and it says nothing.
    likely = np.concatenate([likely, np.zeros((*likely.shape[:2], 1))], axis=2)
    for place, who in enumerate(rater):
        logs += likely[who][:, codes[:, place]].T
    most = logs.max(axis=1, keepdims=True)
    # Ratings that, without smoothing, no value explains leave all values equally likely.
    return _shares(np.exp(logs - np.where(np.isfinite(most), most, 0.0)))


def _shares(counts: Floats) -> Floats:
    """Divide by the sum along the last axis; all alike where that is zero."""
    total = counts.sum(axis=-1, keepdims=True)
    shares = np.full_like(counts, 1 / counts.shape[-1])
    np.divide(counts, total, out=shares, where=total > 0)
    return shares
