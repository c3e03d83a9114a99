"""Opening the adjudicator's queue: `python -m benchmarks.adjudication --disagreements 10000`.

Labels are made in memory and reduced to items, as reading them does; what is measured begins then: estimating
what is probable, putting the items in order, and each step of an adjudicator. Every time is also given as a
multiple of what it takes to read the same items from JSON, in the same run, so that it means something on any
machine. `--project DIR` measures the queue of a project on the disk instead, reading included.
"""

import argparse
import json
import pickle
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from annotator.adjudication.items import UNSETTLED, State
from annotator.adjudication.queue import Queue, Wanted
from annotator.adjudication.reading import ArticleItems, ItemReader
from annotator.codebook import load_codebook
from annotator.parallel import processors
from annotator.project import Project
from benchmarks.samples import make_article
from schemas import GOLD, Adjudication, Annotation, Article, GoldOrigin, LabelledArticle

NAMES = ("ana", "ben", "cleo", "dan", "eve")
UNITS = 33
ERRS = 0.25
"""How often an annotator gives another label than the true one: most sentences have a disagreement then."""
MISSING = 0.4
_TURNS = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--disagreements", type=int, default=10_000)
    parser.add_argument("--project", type=Path, help="measure the queue of this project, from its files")
    options = parser.parse_args()
    if options.project:
        _measure_project(Project.open(options.project))
    else:
        _measure_memory(options.disagreements)


def _measure_memory(wanted: int) -> None:
    reader = ItemReader(NAMES, load_codebook())
    labelled, reduced = _made(reader, wanted)
    items = [item for one in reduced for item in one.items]
    print(f"{len(items):,} disagreements in {len(reduced):,} articles, {len(NAMES)} annotators")
    written = json.dumps(items)
    floor = _best(lambda: json.loads(written))
    print(f"{'reading them from JSON':42}{floor * 1000:10.2f} ms")

    def told(what: str, seconds: float) -> None:
        print(f"{what:42}{seconds * 1000:10.2f} ms{seconds / floor:9.3f} times that")

    told("opening the queue", _best(lambda: Queue(reader, reduced)))
    queue = Queue(reader, reduced)
    first, middle = queue.items[0], queue.items[len(queue) // 2]
    unsettled = Wanted(states=UNSETTLED)
    told("next disagreement", _best(lambda: queue.next(middle, 1, unsettled)))
    told("next of which there is none", _best(lambda: queue.next(first, 1, Wanted(words=("absent",)))))
    told("filtered by labels", _best(lambda: queue.select(Wanted(labels=("sourced", "opinion")))))
    one = next(each for each in labelled if each.article.id == middle.article)
    told("after a decision", _best(lambda: queue.update(_decided(one, middle.unit))))
    settled = queue.states[State.ADJUDICATED]
    print(f"{settled} settled; {_bytes_per_item(reader, reduced)} bytes an item")
    print(f"{len(pickle.dumps(reduced[:16])) // 16:,} bytes an article from process to process")


def _measure_project(project: Project) -> None:
    adjudicating = project.adjudication("benchmark")
    for processes in (1, processors()):
        begin = time.perf_counter()
        queue = adjudicating.queue(processes=processes, on_problem=print)
        seconds = time.perf_counter() - begin
        print(f"{processes} processes: {len(queue):,} items of {sum(queue.states.values()):,} sentences")
        print(f"{seconds:.2f} s, reading included")


def _made(reader: ItemReader, wanted: int) -> tuple[list[LabelledArticle], list[ArticleItems]]:
    labelled: list[LabelledArticle] = []
    reduced: list[ArticleItems] = []
    count = 0
    for one in _articles(reader):
        if count >= wanted:
            return labelled, reduced
        labelled.append(one)
        reduced.append(reader(one))
        count += len(reduced[-1].items)
    raise AssertionError("articles never end")


def _articles(reader: ItemReader) -> Iterator[LabelledArticle]:
    chance = random.Random(0)
    labels = reader.codebook.label_names
    number = 0
    while True:
        article = make_article(UNITS, f"Reservoir nearly dry, report {number}", place=f"Ostbrück {number}")
        by: dict[str, dict[str, Annotation]] = {name: {} for name in NAMES}
        for unit in article.units:
            true = chance.choice(labels)
            for name in NAMES:
                if chance.random() >= MISSING:
                    label = chance.choice(labels) if chance.random() < ERRS else true
                    by[name][unit.id] = _record(reader, article, unit.id, name, label)
        yield LabelledArticle.model_construct(article=article, labels=by, outdated={})
        number += 1


def _record(reader: ItemReader, article: Article, unit: str, name: str, label: str) -> Annotation:
    moment = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
    words = article.unit_sha256(article.unit(unit))
    return Annotation(
        unit=unit,
        label=label,
        annotator=name,
        created=moment,
        updated=moment,
        codebook=reader.codebook.ref,
        text_sha256=words,
    )


def _decided(one: LabelledArticle, unit: str) -> LabelledArticle:
    """The article with one gold label more."""
    record = next(by[unit] for by in one.labels.values() if unit in by)
    decision = Adjudication(origin=GoldOrigin.DECIDED, adjudicator="dee")
    gold = record.model_copy(update={"annotator": GOLD, "adjudication": decision})
    return LabelledArticle.model_construct(
        article=one.article, labels={**one.labels, GOLD: {unit: gold}}, outdated={}
    )


def _best(do: Callable[[], object]) -> float:
    """Seconds of the fastest of some turns."""
    times = []
    for _ in range(_TURNS):
        begin = time.perf_counter()
        do()
        times.append(time.perf_counter() - begin)
    return min(times)


def _bytes_per_item(reader: ItemReader, reduced: list[ArticleItems]) -> int:
    """What a queue holds that has got its articles from another process."""
    sent = pickle.dumps(reduced)
    tracemalloc.start()
    queue = Queue(reader, pickle.loads(sent))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held // max(1, len(queue))


if __name__ == "__main__":
    main()
