"""Kill a labelling process at random moments and look for lost labels.

`python -m benchmarks.kill --times 1000`

The labelling process saves one label after the other and writes a line to its standard output after each
one that `save` acknowledged. After `kill -9` every acknowledged label must be in the file, plain TinyDB must
be able to open it, and the next start must leave no temporary file. What is killed is a process, not the
machine: this does not test fsync.
"""

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tinydb import TinyDB

from annotator.store import LabelStore
from benchmarks.samples import CODEBOOK, make_article, make_record

ROOT = Path(__file__).parent.parent
UNITS = 40
LABELS = ("sourced", "unverified", "opinion")


def label_for_ever(path: Path) -> None:
    """Save label after label; says `<number> <unit> <label>` after each, when it is on the disk."""
    article = make_article(UNITS)
    with LabelStore(path, article, "ana", CODEBOOK) as store:
        begin = len(store.history)
        for number in itertools.count(begin):
            unit = article.units[number % UNITS].id
            label = LABELS[number // UNITS % len(LABELS)]
            store.save(unit, make_record(article, unit, label, comment=f"number {number}"))
            print(number, unit, label, flush=True)


def kill_once(path: Path, seconds: float) -> int:
    """Let a process label the file for a while, kill it, check; gives how many labels it acknowledged.

    Raises `AssertionError` when something was lost.
    """
    command = [sys.executable, "-m", "benchmarks.kill", "--label", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]  # the moment is counted from the first label on
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        lines += list(process.stdout)
        timer.join()
    acknowledged = [line.split() for line in lines if line.endswith("\n")]
    check(path, acknowledged)
    return len(acknowledged)


def check(path: Path, acknowledged: list[list[str]]) -> None:
    """Assert that everything acknowledged is in the file, for TinyDB and for the store."""
    article = make_article(UNITS)
    with TinyDB(path, access_mode="r", encoding="utf-8") as database:
        assert {"meta", "labels", "history"} == database.tables()
        assert len(database.table("labels")) > 0
    with LabelStore(path, article, "ana", CODEBOOK) as store:
        assert not store.notices, store.notices
        comments = [event.after.comment for event in store.history if event.after]
        assert comments == [f"number {number}" for number in range(len(comments))]
        assert not acknowledged or int(acknowledged[-1][0]) < len(comments), "an acknowledged label is lost"
        last = {event.unit: event.after for event in store.history}
        assert dict(store.labels) == last
    left = [found.name for found in path.parent.iterdir() if found.name.endswith(".tmp")]
    assert not left, left


def main() -> None:
    """Kill as often as asked for and print the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--label", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.label:
        label_for_ever(options.label)
        return
    moments, labels = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(options.times):
            path = Path(folder) / f"round{turn // 20}" / f"{make_article(UNITS).id}.json"
            labels += kill_once(path, moments.uniform(0, 0.2))
            print(f"\r{turn + 1} kills, {labels} labels acknowledged, none lost", end="", flush=True)
    print()


if __name__ == "__main__":
    main()
