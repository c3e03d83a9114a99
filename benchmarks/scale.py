"""Reading, comparing and listing large projects: `python -m benchmarks.scale --labels 100000`.

Prints how long reading every label takes against parsing the same bytes with orjson (which is no dependency:
`pip install orjson`), in turns, so that the ratio holds on any machine: first with an empty cache, then with
one that knows the files. Then time and memory of every command that reads many files, at two sizes. Memory is
that of a command and all its processes together, each page once (PSS, read ten times a second; Linux only).

`--project DIR --articles 30000` measures in one project of that many articles by five annotators, about
5,000,000 labels and 6 GB, which is made there if the folder is not there yet, and stays.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from annotator.project import Project
from annotator.store import label_path
from benchmarks.bigproject import NAMES, UNITS, build
from benchmarks.start import until_shown

_TURN = 50
"""Articles read at a time before the other way has its turn."""
_READ = 6000
"""Most articles that are read against orjson: about a million labels."""
_SECONDS = 0.1


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=100_000, help="in the larger of two projects")
    parser.add_argument("--folder", type=Path, help="where to make the projects")
    parser.add_argument("--project", type=Path, help="measure in this one project instead")
    parser.add_argument("--articles", type=int, default=30_000, help="of --project, if it is to be made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        folder = Path(made)
        os.environ["XDG_CACHE_HOME"] = os.environ["XDG_STATE_HOME"] = str(folder / "cache")
        if options.project:
            there = options.project.exists()
            projects = [Project.open(options.project) if there else build(options.project, options.articles)]
        else:
            articles = max(2, options.labels // (UNITS * len(NAMES)))
            projects = [build(folder / str(size), size) for size in (articles // 2, articles)]
        for state in ("empty", "filled"):
            _print_reading(projects[-1], state)
        print(f"\n{'':24}{'articles':>9}{'seconds':>9}{'MiB':>7}")
        for project in projects:
            _print_commands(project, folder)


def _print_reading(project: Project, state: str) -> None:
    try:
        from orjson import loads
    except ImportError:
        print("reading is not compared: orjson is not installed")
        return
    ids = project.article_ids()[:_READ]
    names, stream = project.annotators(), project.labels()
    ours = floor = 0.0
    labels = size = 0
    for first in range(0, len(ids), _TURN):
        some = ids[first : first + _TURN]
        files = [label_path(project.root, one, name) for name in some for one in names]
        for path in files:
            path.read_bytes()  # so that neither waits for the disk
        begin = time.perf_counter()
        for path in files:
            data = path.read_bytes()
            size += len(data)
            loads(data)
        between = time.perf_counter()
        for read in islice(stream, len(some)):
            labels += sum(map(len, read.labels.values()))
        floor += between - begin
        ours += time.perf_counter() - between
    print(
        f"{labels:,} labels, {size / 1e6:,.0f} MB, cache {state}: read and validated in {ours:.1f} s,",
        end=" ",
    )
    print(f"parsed by orjson in {floor:.1f} s: {ours / floor:.1f} x", flush=True)


def _print_commands(project: Project, folder: Path) -> None:
    cache = Path(os.environ["XDG_CACHE_HOME"])
    for state in ("cold", "warm"):
        for command in (("articles",), ("status",), ("compare",)):
            if state == "cold":
                _empty(cache)
            _print_command(project, state, *command)
    for form in ("jsonl", "csv"):
        _print_command(project, form, "export", "--format", form, "--output", str(folder / "out"), "--force")
        _empty(folder / "out")
    _print_command(project, "", "check")
    for state in ("cold", "warm"):
        if state == "cold":
            _empty(cache)
        _print_start(project, state)


def _print_command(project: Project, state: str, *argv: str) -> None:
    command = [sys.executable, "-m", "annotator", *argv, "--project", str(project.root)]
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with _memory_of(process.pid) as peak:
        if process.wait():
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    _print_row(f"{argv[0]} {state}", project, time.perf_counter() - begin, peak[0])


def _print_start(project: Project, state: str) -> None:
    command = [sys.executable, "-m", "annotator", "--annotator", "ana", "--project", str(project.root)]
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with _memory_of(os.getpid()) as peak:
        seconds = until_shown("reservoir", command, environment)
    _print_row(f"app {state}", project, seconds, peak[0])


def _print_row(name: str, project: Project, seconds: float, peak: int) -> None:
    print(f"{name:24}{len(project.article_ids()):9,}{seconds:9.1f}{peak / 2**20:7.0f}", flush=True)


@contextmanager
def _memory_of(pid: int) -> Iterator[list[int]]:
    """Note the most memory, in bytes, that a process and all under it have at one time; not our own."""
    peak, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(_SECONDS):
            peak[0] = max(peak[0], sum(_pss(one) for one in _tree(pid) if one != os.getpid()))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:  # it has ended, or this is no Linux
        return
    for child in children:
        yield from _tree(int(child))


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _empty(folder: Path) -> None:
    """Delete the files in a folder that this measurement has made."""
    for file in folder.rglob("*") if folder.is_dir() else ():
        if file.is_file():
            file.unlink()


if __name__ == "__main__":
    main()
