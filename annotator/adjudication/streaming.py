"""Reading all articles with everybody's labels and the gold ones, in several processes where that pays."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from annotator.labelreader import LabelReader
from annotator.parallel import in_order
from annotator.store import FileCache
from schemas import GOLD, Codebook, LabelledArticle

T = TypeVar("T")


class Job(NamedTuple, Generic[T]):
    """What is read; small, since each process that reads gets one."""

    root: Path
    codebook: Codebook
    annotators: tuple[str, ...]
    reduce: Callable[[LabelledArticle], T]
    """Makes of an article something small; a function of a module, or an object that can be pickled."""


class Reading(NamedTuple, Generic[T]):
    """What was made of one article."""

    article: str
    result: T | None
    """None: the article cannot be read."""
    problems: tuple[str, ...]
    """A line for each file that cannot be read."""


def readings(job: Job[T], articles: Sequence[str], processes: int) -> Iterator[Reading[T]]:
    """Read the articles with these ids, in their order; the gold labels are those of the annotator `gold`."""
    return in_order(partial(_reading, job), articles, processes)


def results(found: Iterable[Reading[T]], on_problem: Callable[[str], None]) -> Iterator[T]:
    """Pass on what was made of the articles that can be read, and tell what cannot."""
    for one in found:
        for problem in one.problems:
            on_problem(problem)
        if one.result is not None:
            yield one.result


def _reading(job: Job[T]) -> Callable[[str], Reading[T]]:
    reader = LabelReader(job.root, job.codebook, FileCache(job.root))
    names = (*job.annotators, GOLD)

    def read(name: str) -> Reading[T]:
        problems: list[str] = []
        result = None
        for labelled in reader.stream([name], names, problems.append):
            result = job.reduce(labelled)
        return Reading(name, result, tuple(problems))

    return read
