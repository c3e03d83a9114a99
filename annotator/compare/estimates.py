"""Coefficients as they are reported: with their interval, or with the reason why there is none."""

import numpy as np

from annotator.compare.bootstrap import FEW_ARTICLES, FEWEST_ARTICLES, counted, interval
from annotator.compare.result import Estimate
from annotator.compare.sums import Floats
from annotator.errors import AnnotatorError

ONE_VALUE = "only one value is used"
MOST_RESAMPLES = 1_000_000


def estimate(value: float, replicates: Floats, articles: int, unit: str, undefined: str) -> Estimate:
    """Report one coefficient; `undefined` is why there is none where `value` is NaN.

    `articles` are those that contribute to it, `unit` is what they are called, in the plural.
    """
    if np.isnan(value):
        return Estimate(value=None, undefined=undefined, no_interval=undefined)
    found = interval(replicates, articles, unit)
    return Estimate(
        value=float(value),
        low=found.low,
        high=found.high,
        no_interval=found.reason,
        undefined_replicates=found.undefined,
    )


def nothing_to_compare(annotators: int, pairable: float) -> str | None:
    """Why no coefficient at all can be computed, None where one may be."""
    if annotators < 2:
        return "only one annotator" if annotators else "no annotators"
    return None if pairable else "no unit is rated by two annotators"


def few_warnings(articles: int, unit: str) -> tuple[str, ...]:
    """What to say of intervals from few articles; none where there are enough, or none at all."""
    if not articles or articles >= FEW_ARTICLES:
        return ()
    them = counted(articles, unit)
    if articles < FEWEST_ARTICLES:
        return (f"{them} rated by two: no intervals below {FEWEST_ARTICLES}",)
    return (f"{them} rated by two: intervals are too narrow below {FEW_ARTICLES}",)


def or_none(value: float) -> float | None:
    """Give a number, None for NaN."""
    return None if np.isnan(value) else float(value)


def refuse_bootstrap(times: int) -> None:
    """Raise `AnnotatorError` for a number of resamples that cannot be."""
    if times < 0:
        raise AnnotatorError(f"{times} resamples; give 0 for no intervals, or e.g. 1000")
    if times > MOST_RESAMPLES:
        raise AnnotatorError(f"{times:,} resamples are too many: at most {MOST_RESAMPLES:,}")
