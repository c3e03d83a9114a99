"""Reading, comparing and listing large projects: `python -m benchmarks.scale --labels 100000`.

Prints how long reading every label takes against parsing the same bytes with orjson (which is no dependency:
`pip install orjson`), in turns, so that the ratio holds on any machine; the memory that comparing and
exporting need at two sizes; and what the lists cost with an empty and with a filled cache.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from annotator.project import Project
from annotator.store import label_path
from benchmarks.bigproject import NAMES, UNITS, build

_TURN = 50
"""Articles read at a time before the other way has its turn."""

_CHILD = """\
import resource, runpy, sys
sys.argv = ["annotator", *sys.argv[1:]]
try:
    runpy.run_module("annotator", run_name="__main__")
finally:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(*(resource.getrusage(one).ru_maxrss // 1024 for one in who), file=sys.stderr)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=100_000, help="in the larger of two projects")
    parser.add_argument("--folder", type=Path, help="where to make the projects")
    options = parser.parse_args()
    articles = max(2, options.labels // (UNITS * len(NAMES)))
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        folder = Path(made)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        projects = [build(folder / str(size), size) for size in (articles // 2, articles)]
        _print_reading(projects[-1])
        print(f"\n{'':24}{'articles':>9}{'seconds':>9}{'MiB':>7}{'MiB of a helper':>17}")
        for project in projects:
            for form in ("jsonl", "csv"):
                _print_command(
                    project, "export", "--format", form, "--output", folder / f"{form}.out", "--force"
                )
            _print_command(project, "compare")
            _print_command(project, "check")
            for state in ("cold", "warm"):
                _print_command(project, "articles", state=state)
            for state in ("cold", "warm"):
                _print_command(project, "status", state=state)


def _print_reading(project: Project) -> None:
    try:
        from orjson import loads
    except ImportError:
        print("reading is not compared: orjson is not installed")
        return
    ids = project.article_ids()
    names, stream = project.annotators(), project.labels()
    ours = floor = 0.0
    labels = size = 0
    for first in range(0, len(ids), _TURN):
        some = ids[first : first + _TURN]
        files = [label_path(project.root, one, name) for name in some for one in names]
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
    print(f"{labels:,} labels, {size / 1e6:,.0f} MB: read and validated in {ours:.1f} s,", end=" ")
    print(f"parsed by orjson in {floor:.1f} s: {ours / floor:.1f} x")


def _print_command(project: Project, *argv: str | Path, state: str = "") -> None:
    begin = time.perf_counter()
    command = [sys.executable, "-c", _CHILD, *map(str, argv), "--project", str(project.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begin
    own, helper = done.stderr.split()[-2:]
    name = " ".join([str(argv[0]), *(str(word) for word in argv[2:3]), state])
    articles = len(project.article_ids())
    print(f"{name:24}{articles:9,}{seconds:9.1f}{own:>7}{helper:>17}", flush=True)


if __name__ == "__main__":
    main()
