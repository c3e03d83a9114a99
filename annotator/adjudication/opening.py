"""Opening the queue of a project: the labels are read once, in several processes where that pays."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from annotator.adjudication.queue import Queue
from annotator.adjudication.reading import ArticleItems, ItemReader
from annotator.compare.fieldlist import Identities, fields_of
from annotator.labelreader import LabelReader, OnProblem
from annotator.parallel import in_order
from annotator.store import FileCache
from schemas import GOLD, Codebook

Counting = Callable[[Iterable["_Reading"]], Iterable["_Reading"]]
"""Passes on what was read, and tells how much that is."""


class Asked(NamedTuple):
    """What the queue is made of; small, since each process that reads gets one."""

    root: Path
    codebook: Codebook
    annotators: tuple[str, ...]
    shown: Mapping[str, str]
    """Names to show, by annotator, where these are others."""
    identities: Identities

    def reader(self) -> ItemReader:
        """Make what reduces an article to its items; every field that the codebook has is looked at."""
        fields = fields_of(self.codebook, self.identities)
        return ItemReader(self.annotators, self.codebook, self.shown, fields[1:])


class _Reading(NamedTuple):
    """What is taken from one article, and what had to be left out."""

    items: ArticleItems | None
    """None: the article cannot be read."""
    problems: list[str]


def open_queue(
    asked: Asked,
    articles: Sequence[str],
    *,
    processes: int = 1,
    counting: Counting = iter,
    on_problem: OnProblem,
) -> Queue:
    """Read the articles with these ids, everybody's labels and the gold ones, and put the items in order."""
    readings = counting(in_order(partial(_reading, asked), articles, processes))
    return Queue(asked.reader(), _items(readings, on_problem))


def _reading(asked: Asked) -> Callable[[str], _Reading]:
    """Make what reads an article by its id and reduces it to its items."""
    labels = LabelReader(asked.root, asked.codebook, FileCache(asked.root))
    reader, names = asked.reader(), (*asked.annotators, GOLD)

    def read(article: str) -> _Reading:
        problems: list[str] = []
        for labelled in labels.stream([article], names, problems.append):
            return _Reading(reader(labelled), problems)
        return _Reading(None, problems)

    return read


def _items(readings: Iterable[_Reading], on_problem: OnProblem) -> Iterator[ArticleItems]:
    """Pass on what was taken from the articles, and tell what was left out."""
    for reading in readings:
        for problem in reading.problems:
            on_problem(problem)
        if reading.items is not None:
            yield reading.items
