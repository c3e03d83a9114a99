"""Time of one durable save, by length of the article and size of the project: `python -m benchmarks.save`.

It is compared with the floor, which is what acknowledging anything costs (append 400 bytes to a file and
fsync), and with TinyDB's own storage with all labels in one file. A save is `stage` and `commit` of a record
that is there, as the 400 bytes are: it is validated, applied, made an event of, written, on the disk. All are
measured in one run, saves and the floor in turns, so that ratios hold on any machine; medians are printed. A
busy machine makes them wrong. Ends with 1 when a promise is broken.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from annotator.store import LabelStore, label_path
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation, Cause

SENTENCES = (40, 200, 5000)
"""Lengths of the articles that are labelled; every sentence has a label and an event before measuring."""

Save = Callable[[int], Callable[[], object]]
"""Told the number of the turn, gives what saves one change, each time another one."""


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    articles: tuple[int, ...] = (10, 1000, 30_000)
    turns: int = 150
    tinydb_labels: tuple[int, ...] = (1000, 10_000, 100_000)


QUICK = Extent(articles=(10, 100, 1000), turns=50, tinydb_labels=(1000, 10_000))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything, in a few seconds")
    parser.add_argument("--events", type=int, default=0, help="changes in the history before, if more")
    parser.add_argument("--folder", type=Path, help="where to measure; a disk, not a file system in memory")
    options = parser.parse_args()
    extent = QUICK if options.quick else Extent()
    with tempfile.TemporaryDirectory(dir=options.folder) as name, ExitStack() as opened:
        folder = Path(name)
        saves = _saves(folder, extent, options.events, opened)
        floor = _floor(folder)
        os.sync()  # what was made just now is not to be written while we measure
        times = _in_turns([floor, *saves.values()], extent.turns)
        medians = dict(zip(saves, times[1:], strict=True))
        tinydb = {labels: _tinydb(folder, labels) for labels in extent.tinydb_labels}
    sys.exit(0 if _report(extent, times[0], medians, tinydb) else 1)


def _saves(folder: Path, extent: Extent, events: int, opened: ExitStack) -> dict[tuple[int, int], Save]:
    """By sentences and number of articles in the project; all projects are there at once."""
    saves = {}
    for articles in extent.articles:
        root = folder / f"project{articles}"
        _fill(root, articles - len(SENTENCES))
        for sentences in SENTENCES:
            saves[sentences, articles] = _durable(root, sentences, events, opened)
    return saves


def _fill(root: Path, articles: int) -> None:
    """Make a project of copies: of the article files, and of label files with their first labels."""
    corpus, labels = root / "corpus", root / "annotations" / "ana"
    article = make_article(40)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ana.json"
        with LabelStore(path, article, "ana", CODEBOOK) as store:
            for unit in article.units[:5]:
                store.save(unit.id, make_record(article, unit.id))
        labelled = path.read_bytes()
    document = article.model_dump_json().encode()
    for parent in (corpus, labels):
        parent.mkdir(parents=True)
    for number in range(articles):
        (corpus / f"copy-{number:08x}.json").write_bytes(document)
        (labels / f"copy-{number:08x}.json").write_bytes(labelled)


def _durable(root: Path, sentences: int, events: int, opened: ExitStack) -> Save:
    article = make_article(sentences)
    path = label_path(root, "ana", article.id)
    store = opened.enter_context(LabelStore(path, article, "ana", CODEBOOK))

    def record(turn: int) -> Annotation:
        unit = article.units[turn % sentences].id
        label = ("sourced", "unverified", "opinion")[turn % 3]
        return make_record(article, unit, label, comment=str(turn))

    for turn in range(max(sentences, events)):
        store.stage((made := record(turn)).unit, made, Cause.KEY)
    store.commit()

    def prepare(turn: int) -> Callable[[], None]:
        made = record(turn + max(sentences, events))

        def save() -> None:
            store.stage(made.unit, made, Cause.KEY)
            store.commit()

        return save

    return prepare


def _floor(folder: Path) -> Save:
    descriptor = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def save() -> None:
        os.write(descriptor, b"x" * 400)
        os.fsync(descriptor)

    return lambda turn: save


def _tinydb(folder: Path, labels: int) -> float:
    """Seconds of a save by TinyDB's own storage."""
    article = make_article(1000)
    row: dict[str, Any] = make_record(article, "u500").model_dump(mode="json", exclude_defaults=True)
    with TinyDB(folder / f"tinydb{labels}.json") as database:
        table = database.table("labels")
        table.insert_multiple(row for _ in range(labels))

        def prepare(turn: int) -> Callable[[], object]:
            return partial(table.update, {"comment": str(turn)}, doc_ids=[turn + 1])

        return _in_turns([prepare], max(3, 20_000 // labels))[0]


def _in_turns(saves: Sequence[Save], turns: int) -> list[float]:
    """The median time of each, in seconds."""
    times: list[list[float]] = [[] for _ in saves]
    for turn in range(turns):
        for prepare, measured in zip(saves, times, strict=True):
            save = prepare(turn)
            begin = time.perf_counter()
            save()
            measured.append(time.perf_counter() - begin)
    return [statistics.median(measured) for measured in times]


def _report(
    extent: Extent, floor: float, saves: dict[tuple[int, int], float], tinydb: dict[int, float]
) -> bool:
    print(f"floor: append 400 bytes and fsync {floor * 1000:.2f} ms")
    print("one durable save, ms and multiples of the floor")
    print(f"{'sentences':>10}" + "".join(f"{count:>15,} articles" for count in extent.articles))
    for sentences in SENTENCES:
        medians = [saves[sentences, articles] for articles in extent.articles]
        cells = (f"{median * 1000:>13.2f} ms {median / floor:>5.1f} x" for median in medians)
        print(f"{sentences:>10,}" + " ".join(cells))
    ordinary = saves[200, extent.articles[-1]]
    print("TinyDB's own storage, all labels in one file, and multiples of a save at 200 sentences")
    for labels, seconds in tinydb.items():
        print(f"{labels:>10,} labels {seconds * 1000:>13.1f} ms {seconds / ordinary:>8,.0f} x")
    kept = [True]
    for line, holds in _promises(extent, floor, saves, tinydb):
        print(f"{'pass' if holds else 'FAIL' if holds is False else 'not measured'}: {line}")
        kept.append(holds is not False)
    return all(kept)


def _promises(
    extent: Extent, floor: float, saves: dict[tuple[int, int], float], tinydb: dict[int, float]
) -> Iterator[tuple[str, bool | None]]:
    for sentences in SENTENCES:
        medians = [saves[sentences, articles] for articles in extent.articles]
        ratio = max(medians) / min(medians)
        line = f"{sentences:,} sentences: largest ÷ smallest over the projects {ratio:.2f}, at most 1.3"
        yield line, ratio <= 1.3
    ordinary = saves[200, extent.articles[-1]]
    yield f"200 sentences: {ordinary / floor:.1f} x the floor, at most 8", ordinary / floor <= 8
    if (seconds := tinydb.get(100_000)) is None:
        yield "100,000 labels against TinyDB's own storage", None
    else:
        line = f"100,000 labels: {seconds / ordinary:,.0f} x faster than TinyDB's own storage, at least 1,000"
        yield line, seconds / ordinary >= 1000


if __name__ == "__main__":
    main()
