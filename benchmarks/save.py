"""Time of one durable save against the floor and against TinyDB's own storage: `python -m benchmarks.save`.

The floor is what acknowledging anything costs: append 400 bytes to a file and fsync. All are measured in one
run and in turns, so that ratios hold on any machine; medians are printed.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from annotator.store import LabelStore
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Cause


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=200, help="sentences of the article, all labelled")
    parser.add_argument("--events", type=int, default=0, help="changes in the history before measuring")
    parser.add_argument("--saves", type=int, default=200)
    parser.add_argument("--folder", type=Path, help="where to measure; a disk, not a file system in memory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        ways = {
            "floor": _floor(Path(folder)),
            "durable save": _durable(Path(folder), options.units, options.events),
            "plain TinyDB": _plain(Path(folder), options.units),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(options.saves):
            for name, way in ways.items():
                begin = time.perf_counter()
                way(turn)
                times[name].append(time.perf_counter() - begin)
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    for name, median in medians.items():
        print(f"{name:14}{median * 1000:8.2f} ms{median / medians['floor']:8.1f} x floor")


def _floor(folder: Path) -> Callable[[int], None]:
    descriptor = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def save(turn: int) -> None:
        os.write(descriptor, b"x" * 400)
        os.fsync(descriptor)

    return save


def _durable(folder: Path, units: int, events: int) -> Callable[[int], None]:
    article = make_article(units)
    store = LabelStore(folder / "ana" / f"{article.id}.json", article, "ana", CODEBOOK)
    ids = [unit.id for unit in article.units]

    def stage(turn: int) -> None:
        unit = ids[turn % units]
        label = ("unverified", "opinion", "sourced")[turn // units % 3]
        record = make_record(article, unit, label, comment=str(turn))
        store.stage(unit, record, Cause.KEY)

    for turn in range(max(units, events)):
        stage(turn)
    store.commit()

    def save(turn: int) -> None:
        stage(turn + 1_000_000)
        store.commit()

    return save


def _plain(folder: Path, units: int) -> Callable[[int], None]:
    article = make_article(units)
    table = TinyDB(folder / "plain.json").table("labels")
    records: list[dict[str, Any]] = [
        make_record(article, unit.id).model_dump(mode="json", exclude_defaults=True) for unit in article.units
    ]
    table.insert_multiple(records)

    def save(turn: int) -> None:
        table.update({"comment": str(turn)}, doc_ids=[turn % units + 1])

    return save


if __name__ == "__main__":
    main()
