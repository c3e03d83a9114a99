"""Comparing the annotators of a project: reading, in several processes where that pays, and all figures."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from annotator.compare import Comparison, Field, Reducer, label_field, reduced_agreement
from annotator.compare.agreement import distinct
from annotator.labelreader import LabelReader, OnProblem
from annotator.parallel import in_order
from annotator.store import FileCache
from schemas import Codebook

Counting = Callable[[Iterable["_Reading"]], Iterable["_Reading"]]
"""Passes on what was read, and tells how much that is."""


class Asked(NamedTuple):
    """What is compared; small, since each process that reads gets one."""

    root: Path
    codebook: Codebook
    annotators: tuple[str, ...]

    def fields(self) -> tuple[Field, ...]:
        """Give the fields, in the order of the report."""
        return (label_field(self.codebook),)

    def reducer(self) -> Reducer:
        """Make what takes from an article what the figures need."""
        return Reducer(distinct(self.annotators), self.fields())


class _Reading(NamedTuple):
    """What is taken from one article, and what had to be left out."""

    reduced: list[Any] | None
    """None: the article cannot be read."""
    outdated: Mapping[str, int]
    problems: list[str]


def compare(
    asked: Asked,
    articles: Sequence[str],
    *,
    bootstrap: int,
    seed: int,
    processes: int,
    counting: Counting,
    on_problem: OnProblem,
) -> Comparison:
    """Read the articles with these ids, and compute agreement; see `Project.compare`."""
    reducer = asked.reducer()
    outdated: Counter[str] = Counter()
    readings = counting(in_order(partial(_reading, asked), articles, processes))
    reduced = _reduced(readings, outdated, on_problem)
    figures = reduced_agreement(reducer, reduced, bootstrap=bootstrap, seed=seed)
    return Comparison(annotators=reducer.annotators, fields=figures, outdated=dict(outdated))


def _reading(asked: Asked) -> Callable[[str], _Reading]:
    """Make what reads an article by its id and takes from it what the figures need."""
    reader = LabelReader(asked.root, asked.codebook, FileCache(asked.root))
    reducer = asked.reducer()

    def read(name: str) -> _Reading:
        problems: list[str] = []
        for labelled in reader.stream([name], asked.annotators, problems.append):
            return _Reading(reducer(labelled), labelled.outdated, problems)
        return _Reading(None, {}, problems)

    return read


def _reduced(
    readings: Iterable[_Reading], outdated: Counter[str], on_problem: OnProblem
) -> Iterator[list[Any]]:
    """Pass on what was taken from the articles, and take down what was left out."""
    for reading in readings:
        for problem in reading.problems:
            on_problem(problem)
        outdated.update(reading.outdated)
        if reading.reduced is not None:
            yield reading.reduced
