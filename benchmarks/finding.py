"""Listing, filtering and searching a large corpus in the app: `python -m benchmarks.finding`.

The real command on a pseudo-terminal of 100 by 30, from the key to the words on the screen: first with an
empty cache, then with one that knows the articles. Beside it what could not be less: asking the system of
every file whether it has changed, and reading all files. `--project DIR` makes the project there if the
folder is not there yet, and leaves it; its articles have 33 sentences and are labelled by nobody.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.corpus import article_json
from annotator.project import Project
from benchmarks.samples import article_of
from benchmarks.terminal import TimedTerminal

SENTENCES = 33
RARE = "Quillfeather"
"""Stands in few articles, spelled with an accent."""
_SPELLED = "Quillfeathér"
_EVERY = 1000
"""So many articles have one with the rare word."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=30_000)
    parser.add_argument("--project", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = args.project or Path(folder) / "project"
        if not root.exists():
            _build(root, args.articles)
        project = Project(root)
        own = {f"XDG_{kind}_HOME": folder for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
        environment = {**os.environ, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        _measure(project, environment)


def _measure(project: Project, environment: dict[str, str]) -> None:
    ids = project.article_ids()
    looking, reading = _floors(project, ids)
    print(f"{len(ids):,} articles; looking at every file {looking:.2f} s, reading them {reading:.2f} s")
    with _app(project, ids[0], environment) as terminal:
        listed = terminal.seconds_until("Report 00001", "a")
        print(f"nothing known: listed {listed:.2f} s, ratio to looking {listed / looking:.2f}", end="")
        known = listed + _until_gone(terminal, "reading…")
        print(f"; everything read {known:.1f} s, ratio to reading {known / reading:.1f}")
    with _app(project, ids[0], environment) as terminal:
        listed = terminal.seconds_until("Report 00001", "a")
        print(f"articles known: listed {listed:.2f} s, ratio to looking {listed / looking:.2f}", end="")
        known = listed + _until_gone(terminal, "reading…")
        print(f"; everything looked at {known:.2f} s, ratio {known / looking:.2f}")
        terminal.wait_for("sentences")
        keys = [terminal.press(key).seconds for key in "report 0012" if key != " "]
        middle, most = statistics.median(keys), max(keys)
        print(f"a letter more to filter by: median {middle * 1000:.0f} ms, longest {most * 1000:.0f} ms")
        terminal.press("\x1b")
        terminal.wait_for("Report 00001")
        moved = [terminal.press(key).seconds for key in ["\x1b[B"] * 20]
        print(f"a row down: median {statistics.median(moved) * 1000:.0f} ms")
    with _app(project, ids[0], environment) as terminal:
        first = terminal.seconds_until(_SPELLED, f"/{RARE.lower()}\t")
        print(f"search in all texts: first hit {first:.2f} s", end="")
        ended = first + _until_gone(terminal, "searched")
        print(f", all {ended:.2f} s, ratio to reading {ended / reading:.2f}")
        print(f"resident {terminal.resident / 2**20:.0f} MB")


@contextmanager
def _app(project: Project, article: str, environment: dict[str, str]) -> Iterator[TimedTerminal]:
    command = [sys.executable, "-m", "annotator", "--project", str(project.root), "open", article]
    with TimedTerminal([*command, "--annotator", "ana"], environment, 100, 30) as terminal:
        terminal.wait_for("sourced")
        yield terminal


def _until_gone(terminal: TimedTerminal, word: str) -> float:
    begin = time.perf_counter()
    while terminal.shows(word):
        terminal.read()
    return time.perf_counter() - begin


def _floors(project: Project, ids: list[str]) -> tuple[float, float]:
    """Seconds for the status of every file, and for the bytes of every file."""
    begin = time.perf_counter()
    with os.scandir(project.corpus) as entries:
        for entry in entries:
            entry.stat()
    looked = time.perf_counter()
    for name in ids:
        (project.corpus / f"{name}.json").read_bytes()
    return looked - begin, time.perf_counter() - looked


def _build(root: Path, articles: int) -> None:
    project = Project.create(root)
    for number in range(articles):
        sentences = [
            f"The mayor of Ostbrück {number} said in reading {place} that the reservoir “is nearly dry”."
            for place in range(SENTENCES)
        ]
        if number % _EVERY == _EVERY // 2:
            sentences[20] = f"A {_SPELLED} was seen at the dam."
        published = f"20{30 + number // 8000}-{number // 700 % 12 + 1:02}-{number // 25 % 28 + 1:02}"
        article = article_of(
            sentences, f"Report {number:05}", outlet=f"Outlet {number % 7}", published=published
        )
        (project.corpus / f"{article.id}.json").write_text(article_json(article), encoding="utf-8")


if __name__ == "__main__":
    main()
