"""Agreement on sets, spans and open values at scale: `python -m benchmarks.spans`.

Random labels of 1,000,000 sentences in 40,000 articles by 5 annotators, 40 % missing: sets of 4 kinds (16
sets) and of 6 (64); a span in a quarter of the sentences; names of sources in 30 % of them, of 3,000. Each
with 1,000 resamples of articles, from the labels in memory to the figures. Then gamma of single articles.
Memory is the most that the process took until then.
"""

import argparse
import os
import resource
import time
from array import array
from collections.abc import Callable

# As the command line does, see `annotator.cli`; before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from annotator.compare.aligning import Spans
from annotator.compare.gamma import Continuum, disorders
from annotator.compare.listed import Listed
from annotator.compare.opened import OpenTable
from annotator.compare.sets import SetTable
from annotator.compare.spans import SpanTable

SEED = 5
LENGTH = 120
"""Characters of a sentence."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--annotators", type=int, default=5)
    parser.add_argument("--missing", type=float, default=0.4)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--names", type=int, default=3000)
    args = parser.parse_args()
    print(
        f"{args.units:,} sentences, {args.annotators} annotators, {args.missing:.0%} missing, "
        f"{args.articles:,} articles, {args.resamples:,} resamples"
    )
    options = {"bootstrap": args.resamples, "seed": SEED}
    for kinds in (4, 6):
        sets = _sets(args, kinds)
        _timed(f"sets of {kinds} kinds", lambda sets=sets: sets.figures(**options))  # type: ignore[misc]
    names = _open(args)
    _timed(f"{args.names:,} names", lambda: names.figures(**options))
    spans = _spans(args)
    _timed(f"{len(spans.marks) // 5:,} spans", lambda: spans.figures(**options))
    for annotators, number in ((2, 50), (3, 50), (5, 20)):
        continuum = _continuum(annotators, number)
        random = np.random.default_rng(SEED)
        _timed(
            f"gamma, {annotators} x {number} spans",
            lambda continuum=continuum, random=random: disorders(continuum, random),  # type: ignore[misc]
        )


def _timed(what: str, run: Callable[[], object]) -> None:
    begun = time.perf_counter()
    run()
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:25} {seconds:6.2f} s; {peak:,.0f} MB")


def _given(args: argparse.Namespace, usual: NDArray[np.int64], values: int) -> NDArray[np.int32]:
    """Codes that agree with what is `usual` in most sentences, -1 where missing."""
    random = np.random.default_rng(SEED)
    size = (args.units, args.annotators)
    codes = np.where(random.random(size) < 0.7, usual[:, np.newaxis], random.integers(0, values, size))
    codes[random.random(size) < args.missing] = -1
    return codes.astype(np.int32)


def _listed(args: argparse.Namespace, codes: NDArray[np.int32], values: int) -> Listed[int]:
    table: Listed[int] = Listed(_annotators(args), {value: value for value in range(values)})
    table.codes.frombytes(codes.tobytes())
    table.starts = _starts(args)
    return table


def _annotators(args: argparse.Namespace) -> tuple[str, ...]:
    return tuple(f"annotator {number}" for number in range(args.annotators))


def _starts(args: argparse.Namespace) -> "array[int]":
    return array("q", range(0, args.units, max(1, args.units // args.articles)))


def _sets(args: argparse.Namespace, kinds: int) -> SetTable:
    """Most sentences have no kind."""
    random = np.random.default_rng(SEED)
    usual = np.where(random.random(args.units) < 0.8, 0, random.integers(0, 2**kinds, args.units))
    codes = _given(args, usual, 2**kinds)
    nothing = (codes > 0) & (usual[:, np.newaxis] == 0) & (random.random(codes.shape) < 0.8)
    codes[nothing] = 0
    return SetTable(tuple(map(str, range(kinds))), _listed(args, codes, 2**kinds))


def _open(args: argparse.Namespace) -> OpenTable:
    """Some names occur often, most seldom."""
    random = np.random.default_rng(SEED)
    codes = _given(args, random.zipf(1.3, args.units) % args.names, args.names)
    codes[random.random(args.units) > 0.3] = -1
    table: Listed[str] = Listed(_annotators(args), {f"name {code}": code for code in range(args.names)})
    rated = (codes >= 0).any(axis=1)
    table.codes.frombytes(codes[rated].tobytes())
    starts: NDArray[np.int64] = (np.cumsum(rated) - rated)[np.frombuffer(_starts(args), dtype=np.int64)]
    table.starts.frombytes(np.unique(starts[starts < rated.sum()]).astype(np.int64).tobytes())
    return OpenTable(table)


def _spans(args: argparse.Namespace) -> SpanTable:
    """One span in a quarter of the sentences, where two annotators often differ by some characters."""
    random = np.random.default_rng(SEED)
    size = (args.units, args.annotators)
    seen = random.random(size) >= args.missing
    begins = np.arange(args.units) % max(1, args.units // args.articles) * (LENGTH + 1)
    unit, annotator = np.nonzero(seen & (random.random(args.units) < 0.25)[:, np.newaxis])
    place = random.integers(0, 80, args.units)[unit]
    start = (
        begins[unit] + place + np.where(random.random(len(unit)) < 0.6, 0, random.integers(0, 12, len(unit)))
    )
    end = start + np.where(random.random(len(unit)) < 0.8, 20, random.integers(5, 28, len(unit)))
    table = SpanTable(_annotators(args), seen=bytearray(seen.tobytes()), starts=_starts(args), kinds={"": 0})
    table.units.frombytes(np.stack([begins, begins + LENGTH], axis=1).tobytes())
    marks = np.stack([unit, annotator, start, end, np.zeros_like(unit)], axis=1)
    table.marks.frombytes(marks.astype(np.int64).tobytes())
    return table


def _continuum(annotators: int, number: int) -> Continuum:
    """Spans of some words that lie on average half a sentence apart."""
    random = np.random.default_rng(SEED)
    length = number * LENGTH / 2
    usual = np.sort(random.uniform(0, length - 60, number))
    marked = []
    for _ in range(annotators):
        starts = usual + random.integers(0, 6, number)
        marked.append(
            Spans(starts, starts + random.integers(5, 40, number), np.zeros(number, dtype=np.int64))
        )
    return Continuum(length, tuple(marked))


if __name__ == "__main__":
    main()
