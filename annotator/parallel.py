"""The same work on thousands of files, in several processes where that pays."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

J = TypeVar("J")
R = TypeVar("R")

_PAYS = 200
"""Fewer jobs than this are done before other processes have started."""
_CHUNK = 16


def processors() -> int:
    """How many processes can work at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(prepare: Callable[[], Callable[[J], R]], jobs: Sequence[J], processes: int = 1) -> Iterator[R]:
    """Give `work(job)` of each job, in the order of the jobs, where `work` is what `prepare()` gives.

    `prepare` is called once in each process. With more than one, it must be a function of a module (or a
    `functools.partial` of one), jobs and results must be small, and a script needs the usual
    `if __name__ == "__main__"`. Where no processes can be had, or one dies, the rest is done in this one.
    """
    done = 0
    if processes > 1 and len(jobs) >= _PAYS:
        for result in _spread(prepare, jobs, processes):
            yield result
            done += 1
    if done < len(jobs):
        work = prepare()
        yield from (work(job) for job in jobs[done:])


def _spread(prepare: Callable[[], Callable[[J], R]], jobs: Sequence[J], processes: int) -> Iterator[R]:
    """Results of as many jobs, from the first on, as processes could be had for."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    try:
        pool = ProcessPoolExecutor(processes, initializer=_begin, initargs=(prepare,))
    except (OSError, ImportError, NotImplementedError):  # no semaphores on this system
        return
    try:
        yield from pool.map(_do, jobs, chunksize=_CHUNK)
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(cancel_futures=True)


_work: Callable[[Any], Any]
"""In a process that shares work: what it does with each job."""


def _begin(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    global _work
    _work = prepare()


def _do(job: Any) -> Any:
    return _work(job)
