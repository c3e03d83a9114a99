"""Agreement at scale, against a loop over the krippendorff package: `python -m benchmarks.agreement`.

Random ratings of 1,000,000 units in 40,000 articles by 5 annotators, 40 % missing. Alpha with 1,000 resamples
of articles, from the ratings in memory to the interval, against the time that krippendorff takes for as many
(extrapolated from ten, in its fastest form: counts of values by unit, made once and not timed). Both must
give the same alphas for the same draws. Then every coefficient, with intervals for the whole, each value and
each pair. Memory is the most that the process took until then.
"""

import argparse
import os
import resource
import time
import warnings
from collections.abc import Callable

# As the command line does, see `annotator.cli`; before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from annotator.compare import Level
from annotator.compare.bootstrap import draws
from annotator.compare.coefficients import krippendorff_alpha
from annotator.compare.measure import measure, measure_alpha
from annotator.compare.ratings import MISSING, Ratings
from annotator.compare.sums import article_vectors, coded, unpack

SEED = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--annotators", type=int, default=5)
    parser.add_argument("--missing", type=float, default=0.4)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--replicates", type=int, default=10, help="of the krippendorff package")
    parser.add_argument("--turns", type=int, default=3)
    args = parser.parse_args()
    for values, level in ((3, "nominal"), (6, "ordinal")):
        _compare(args, values, level)  # type: ignore[arg-type]


def random_ratings(args: argparse.Namespace, values: int, level: Level) -> Ratings:
    """Ratings that agree more often than by chance."""
    random = np.random.default_rng(SEED)
    codes = np.empty((args.units, args.annotators), dtype=np.int16)
    truth = random.integers(0, values, args.units, dtype=np.int16)
    for rater in range(args.annotators):
        codes[:, rater] = random.integers(0, values, args.units, dtype=np.int16)
        np.copyto(codes[:, rater], truth, where=random.random(args.units, dtype=np.float32) < 0.6)
        codes[random.random(args.units, dtype=np.float32) < args.missing, rater] = MISSING
    first = np.sort(random.choice(np.arange(1, args.units), args.articles - 1, replace=False))
    rated = (codes != MISSING).any(axis=1)
    starts = np.unique((np.cumsum(rated) - rated)[np.concatenate([[0], first])])
    ratings = Ratings(tuple(f"annotator {n}" for n in range(args.annotators)), _names(values), level)
    ratings.codes.frombytes(codes[rated].tobytes())
    ratings.starts.frombytes(starts[starts < rated.sum()].astype(np.int64).tobytes())
    return ratings


def _names(values: int) -> tuple[str, ...]:
    return tuple(str(value) for value in range(values))


def _compare(args: argparse.Namespace, values: int, level: Level) -> None:
    ratings = random_ratings(args, values, level)
    print(
        f"\n{args.units:,} units, {args.annotators} annotators, {args.missing:.0%} missing, "
        f"{args.articles:,} articles, {values} values ({level}); {_peak():,.0f} MB with the ratings"
    )
    options = {"bootstrap": args.resamples, "seed": SEED, "resampled": "articles"}
    alpha = _fastest(args.turns, lambda: measure_alpha(ratings, **options))
    print(f"alpha, {args.resamples:,} resamples: {alpha:.2f} s; {_peak():,.0f} MB")
    everything = _fastest(args.turns, lambda: measure(ratings, **options))
    pairs = len(ratings.annotators) * (len(ratings.annotators) - 1) // 2
    print(f"all coefficients, values and {pairs} pairs: {everything:.2f} s; {_peak():,.0f} MB")
    each, same = _krippendorff(ratings, args.replicates)
    whole = each * args.resamples
    print(
        f"krippendorff: {each:.2f} s each, {whole / 60:.1f} minutes for {args.resamples:,}: "
        f"{whole / alpha:,.0f} times as long; {args.replicates} alphas "
        f"{'the same' if same else 'DIFFER'}; {_peak():,.0f} MB"
    )


def _krippendorff(ratings: Ratings, replicates: int) -> tuple[float, bool]:
    """Give its seconds for one resample, and whether its alphas are ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import krippendorff
    rows = coded(ratings)
    counts = np.stack([(rows.codes == value).sum(axis=0) for value in range(rows.values)], axis=1)
    ends = np.append(rows.starts[1:], rows.codes.shape[1])
    (_, drawn), *_ = draws(len(rows.starts), replicates, SEED)
    ours = _alphas(ratings, drawn)
    seconds, theirs = 0.0, []
    for times in drawn.astype(np.int64):
        units = np.repeat(times, ends - rows.starts)
        begun = time.perf_counter()
        resampled = np.repeat(counts, units, axis=0)
        theirs.append(krippendorff.alpha(value_counts=resampled, level_of_measurement=ratings.level))
        seconds += time.perf_counter() - begun
    return seconds / replicates, bool(np.allclose(ours, theirs, atol=1e-9, rtol=0))


def _alphas(ratings: Ratings, drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    rows = coded(ratings)
    vectors = article_vectors(rows, np.eye(rows.values)[np.newaxis])
    sums = unpack(drawn @ vectors, rows.values, len(rows.codes), 1)
    return krippendorff_alpha(sums.coincidences, ratings.level)


def _fastest(turns: int, run: Callable[[], object]) -> float:
    seconds = []
    for _ in range(turns):
        begun = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def _peak() -> float:
    """Most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
