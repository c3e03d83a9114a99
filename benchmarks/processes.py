"""Let many processes label one project at once and look for lost updates and deadlocks.

`python -m benchmarks.processes --annotators 8 --rivals 2 --saves 200`

Each annotator is a process with a file of its own; the rivals are further processes that all are the first
annotator: each opens the file again and again, saves when it is the writer, and says so when somebody else
is. Meanwhile a reader goes through all files without a lock. At the end every acknowledged label must be in
the history of its annotator, once, and no process may be left after the time limit.
"""

import argparse
import multiprocessing
import queue
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import AnnotatorError
from annotator.store import (
    LabelStore,
    annotator_folders,
    check_label_file,
    label_files,
    label_path,
    read_labels,
)
from benchmarks.samples import CODEBOOK, make_article, make_record

if TYPE_CHECKING:
    from multiprocessing import Queue

ARTICLE = make_article(20)
Said = tuple[str, str, str]
"""Annotator, `saved` or `refused`, and the comment of the label or what the person was told."""


def rival(root: Path, name: str, mark: str, saves: int, seconds: float, said: "Queue[Said]") -> None:
    """Save that many labels, a few at each opening, whenever nobody else is the writer."""
    path, number, end = label_path(root, name, ARTICLE.id), 0, time.monotonic() + seconds
    while number < saves and time.monotonic() < end:
        store = LabelStore(path, ARTICLE, name, CODEBOOK)
        try:
            for _ in range(min(5, saves - number)):
                unit = ARTICLE.units[number % len(ARTICLE.units)].id
                comment = f"{mark} {number}"
                store.save(unit, make_record(ARTICLE, unit, "opinion", comment=comment, annotator=name))
                said.put((name, "saved", comment))
                number += 1
        except AnnotatorError as error:
            said.put((name, "refused", str(error)))
        # What was refused stays staged; closing may save it after all, and it is then saved again: no change.
        with suppress(AnnotatorError):
            store.close()
        time.sleep(0.002)  # others get their turn


def run(
    root: Path, annotators: int, rivals: int, saves: int, seconds: float = 60
) -> tuple[dict[str, int], list[str]]:
    """Let them all label; gives counts and what did not hold."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["annotator.store", "benchmarks.samples", "filelock"])
    said: Queue[Said] = context.Queue()
    names = [f"annotator {n}" for n in range(annotators)] + ["annotator 0"] * (rivals - 1)
    processes = [
        context.Process(target=rival, args=(root, name, f"p{place}", saves, seconds, said), daemon=True)
        for place, name in enumerate(names)
    ]
    for process in processes:
        process.start()
    heard, failures, reads, end = list[Said](), list[str](), 0, time.monotonic() + seconds + 30
    while any(process.is_alive() for process in processes) and time.monotonic() < end:
        heard += _drain(said)
        try:
            reads += _read_all(root)
        except AnnotatorError as error:
            failures.append(f"reading meanwhile: {error}")
    failures += [f"{process.name} hangs" for process in processes if process.is_alive()]
    failures += [f"{process.name} ended with {process.exitcode}" for process in processes if process.exitcode]
    for process in processes:
        process.kill()
        process.join()
    heard += _drain(said)
    failures += _missing(root, heard)
    refused = [told for _, what, told in heard if what == "refused"]
    failures += [f"told {told!r}" for told in refused if "writes it" not in told or "\n" in told]
    saved = len(heard) - len(refused)
    if saved != len(processes) * saves:
        failures.append(f"{saved} labels saved in time, not {len(processes) * saves}")
    return {"saved": saved, "refused": len(refused), "read meanwhile": reads}, failures


def _drain(said: "Queue[Said]") -> list[Said]:
    heard = []
    try:
        while True:
            heard.append(said.get(timeout=0.05))
    except queue.Empty:
        return heard


def _read_all(root: Path) -> int:
    files = [path for folder in annotator_folders(root) for path in label_files(folder)]
    return sum(len(read_labels(path, ARTICLE, CODEBOOK)) for path in files)


def _missing(root: Path, heard: list[Said]) -> list[str]:
    failures = []
    for name in sorted({name for name, *_ in heard}):
        path = label_path(root, name, ARTICLE.id)
        with LabelStore(path, ARTICLE, name, CODEBOOK, read_only=True) as store:
            found = [event.after.comment for event in store.history if event.after]
        acknowledged = [comment for who, what, comment in heard if (who, what) == (name, "saved")]
        if lost := len(set(acknowledged) - set(found)):
            failures.append(f"{name}: {lost} acknowledged labels lost")
        failures += [f"{name}: {found.problem}" for found in check_label_file(path, ARTICLE, CODEBOOK)]
    return failures


def main() -> int:
    """Run and print; 1 when something did not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--annotators", type=int, default=8)
    parser.add_argument("--rivals", type=int, default=2, help="processes that are the first annotator")
    parser.add_argument("--saves", type=int, default=200, help="by each process")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts, failures = run(Path(folder), options.annotators, options.rivals, options.saves)
    print(
        ", ".join(f"{count} {what}" for what, count in counts.items()), f"{len(failures)} failures", sep=", "
    )
    print(*failures[:10], sep="\n", end="\n" if failures else "")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
