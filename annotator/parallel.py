"""The same work on thousands of files, in several processes where that pays."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

J = TypeVar("J")
R = TypeVar("R")

_PAYS = 200
"""Fewer small jobs than this are done before other processes have started."""
_CHUNK = 16
_AHEAD = 3
"""Chunks for each process that are given out before the first of them is asked back."""


def processors() -> int:
    """How many processes can work at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    prepare: Callable[[], Callable[[J], R]],
    jobs: Iterable[J],
    processes: int = 1,
    *,
    pays: int = _PAYS,
    lost: Callable[[J], R] | None = None,
) -> Iterator[R]:
    """Give `work(job)` of each job, in the order of the jobs, where `work` is what `prepare()` gives.

    `prepare` is called once in each process. With more than one, it must be a function of a module (or a
    `functools.partial` of one), jobs and results must be small, and a script needs the usual
    `if __name__ == "__main__"`. Jobs are asked for as they are done. Other processes are started only for
    `pays` jobs or more. Where none can be had, or one dies, the rest is done in this one; with `lost`, jobs
    that were under way are tried once more one by one, and `lost(job)` stands for one that ends its process.
    """
    rest = iter(jobs)
    if processes > 1:
        first = list(islice(rest, pays))
        rest = chain(first, rest)
        while len(first) >= pays:
            broken = yield from _spread(prepare, rest, processes)
            if lost is None or not broken:
                rest = chain(broken, rest)
                break
            yield from _singly(prepare, broken, lost)
    work: Callable[[J], R] | None = None
    for job in rest:
        work = work or prepare()
        yield work(job)


def _spread(
    prepare: Callable[[], Callable[[J], R]], jobs: Iterator[J], processes: int
) -> Generator[R, None, list[J]]:
    """Results of the jobs; gives back those that were under way when a process died."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(prepare, processes)
    if pool is None:
        return []
    given: deque[list[J]] = deque()
    answers: deque[Future[list[R]]] = deque()
    try:
        while True:
            while len(given) < processes * _AHEAD and (some := list(islice(jobs, _CHUNK))):
                given.append(some)
                answers.append(pool.submit(_do, some))
            if not given:
                return []
            results = answers.popleft().result()
            given.popleft()
            yield from results
    except BrokenProcessPool:
        return list(chain.from_iterable(given))
    finally:
        pool.shutdown(cancel_futures=True)


def _singly(
    prepare: Callable[[], Callable[[J], R]], jobs: Iterable[J], lost: Callable[[J], R]
) -> Iterator[R]:
    """Results of jobs of which one has ended its process, each where it can harm no other."""
    from concurrent.futures.process import BrokenProcessPool

    pool = None
    try:
        for job in jobs:
            pool = pool or _pool(prepare, 1)
            try:
                yield pool.submit(_do, [job]).result()[0] if pool else lost(job)
            except BrokenProcessPool:
                pool = None
                yield lost(job)
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def _pool(prepare: Callable[[], Callable[[Any], Any]], processes: int) -> "ProcessPoolExecutor | None":
    from concurrent.futures import ProcessPoolExecutor

    try:
        return ProcessPoolExecutor(processes, initializer=_begin, initargs=(prepare,))
    except (OSError, ImportError, NotImplementedError):  # no semaphores on this system
        return None


_work: Callable[[Any], Any]
"""In a process that shares work: what it does with each job."""


def _begin(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    import signal
    from threading import Thread

    global _work
    Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked for the work stops it, without a traceback here
    _work = prepare()


def _end_with_parent() -> None:
    """End this process when the one that shares its work is killed: nobody would ever give it a job again."""
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _do(jobs: list[Any]) -> list[Any]:
    return [_work(job) for job in jobs]
