"""Kill a labelling process at random moments and look for lost labels.

`python -m benchmarks.kill --times 1000`

The labelling process saves one label after the other and acknowledges each one that `save` has returned
from. After `kill -9` every acknowledged label must be in the file, plain TinyDB must be able to open it, and
the next start must leave no temporary file. Three kinds take turns: label by label (`save`), a folder that
does not exist yet, killed within milliseconds of the first save (`first`), and so many events at once that
every save moves old history into a sealed file (`seal`). What is killed is a process, not the machine: this
does not test fsync; `benchmarks.powercut` does.
"""

import argparse
import itertools
import multiprocessing
import random
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from tinydb import TinyDB

from annotator.store import LabelStore
from annotator.store.durable import temporaries
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Cause

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

UNITS = 40
LABELS = ("sourced", "unverified", "opinion")
SECONDS = {"save": 0.2, "first": 0.02, "seal": 0.6}
"""Longest life of the labelling process, counted from its being ready, by kind."""
ROUNDS = 20
"""Kills of one kind that one file must survive before a new one is begun."""
_EVENTS_AT_ONCE = 400


def label_for_ever(path: Path, said: "Connection[int, int] | None" = None, at_once: int = 1) -> None:
    """Save label after label; says how many are on the disk after each save, to a pipe or to the output."""

    def say(count: int) -> None:
        if said:
            said.send(count)
        else:
            print(count, flush=True)

    article = make_article(UNITS)
    if said:
        _warm_up()
        said.send(0)
    with LabelStore(path, article, "ana", CODEBOOK) as store:
        for number in itertools.count(len(store.history)):
            unit = article.units[number % UNITS].id
            label = LABELS[number // UNITS % len(LABELS)]
            store.stage(unit, make_record(article, unit, label, comment=f"number {number}"), Cause.KEY)
            if (number + 1) % at_once == 0:
                store.commit()
                say(number + 1)


def _warm_up() -> None:
    """Save one label elsewhere, so that the first save is not mostly the loading of libraries."""
    article = make_article(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ana" / f"{article.id}.json"
        with LabelStore(path, article, "ana", CODEBOOK) as store:
            store.save("u001", make_record(article, "u001"))


def kill_once(path: Path, seconds: float, kind: str = "save") -> int:
    """Let a process label the file for a while, kill it, check; gives how many labels it acknowledged.

    Raises `AssertionError` when something was lost.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["annotator.store", "benchmarks.samples", "filelock", "tinydb"])
    hears: Connection[int, int]
    hears, says = context.Pipe(duplex=False)
    at_once = _EVENTS_AT_ONCE if kind == "seal" else 1
    process = context.Process(target=label_for_ever, args=(path, says, at_once), daemon=True)
    process.start()
    says.close()
    heard = [hears.recv()]
    if kind == "save":
        heard.append(hears.recv())  # the moment is counted from the first label on
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        while True:
            heard.append(hears.recv())
    except (EOFError, OSError):
        timer.join()
        process.join()
    hears.close()
    check(path, heard[-1])
    return sum(count > 0 for count in heard) * at_once


def check(path: Path, acknowledged: int) -> None:
    """Assert that what was acknowledged (so many events) is in the file, for TinyDB and for the store."""
    article = make_article(UNITS)
    if acknowledged or path.exists():
        with TinyDB(path, access_mode="r", encoding="utf-8") as database:
            assert {"meta", "labels", "history"} == database.tables()
            assert len(database.table("labels")) > 0
    with LabelStore(path, article, "ana", CODEBOOK) as store:
        assert not store.notices, store.notices
        comments = [event.after.comment for event in store.history if event.after]
        assert comments == [f"number {number}" for number in range(len(comments))]
        assert acknowledged <= len(comments), f"lost {acknowledged - len(comments)} acknowledged labels"
        assert dict(store.labels) == {event.unit: event.after for event in store.history}
    left = temporaries(path.parent) if path.parent.exists() else []
    assert not left, left


def main() -> None:
    """Kill as often as asked for and print the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--folder", type=Path, help="where to label; a disk, not a file system in memory")
    parser.add_argument("--label", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.label:
        label_for_ever(options.label)
        return
    moments, labels = random.Random(options.seed), 0
    kinds = list(SECONDS)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for turn in range(options.times):
            kind, place = kinds[turn % len(kinds)], turn // len(kinds)
            name = f"{kind}{place if kind == 'first' else place // ROUNDS}"
            path = Path(folder) / name / "annotations" / "ana" / f"{make_article(UNITS).id}.json"
            labels += kill_once(path, moments.uniform(0, SECONDS[kind]), kind)
            print(f"\r{turn + 1} kills, {labels} labels acknowledged, none lost", end="", flush=True)
        sealed = sum(1 for _ in Path(folder).rglob("*.history-*.json"))
    print(f"; {sealed} sealed files")


if __name__ == "__main__":
    main()
