"""What a key costs in the app, and how much memory that has: `python -m benchmarks.keys`.

CPU per key: in this process, drawing as for a terminal, until everything is done that the key asked for, the
save too. Time and output: the real command on a pseudo-terminal, from the key to the repainted screen. Both
for articles of 40 and of 5,000 sentences and two sizes of the terminal, and for an empty app, the floor.
A busy machine makes the times wrong, but not the bytes.
"""

import argparse
import asyncio
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from annotator.corpus import article_json
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from benchmarks.emptyapp import MARKER, EmptyApp
from benchmarks.samples import make_article
from benchmarks.terminal import Press, TimedTerminal

SENTENCES = (40, 5000)
SIZES = ((80, 24), (160, 45))
_IDLE_SECONDS = 0.02
"""CPU that an idle app may use in a second."""
_SETTLED_SECONDS = 0.12
"""Longer than a save takes, and than two keys that an annotator can tell apart."""

KEYS = {
    "label": ("u",),
    "attribute": ("h",),
    "undo": ("z",),
    "down": ("down",),
    "page": ("pagedown", "pagedown", "pageup", "pageup"),
    "choose words": ("right",),
    "mark words": ("l", "z"),
}
"""What is pressed in turn, in the order of measuring: labels first, so that there is something to change."""
_BEFORE = {"attribute": ("home",), "down": ("home",), "page": ("home",), "choose words": ("home", "v")}
_SENT = {
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "home": "\x1b[H",
}


class _Drawing(HeadlessDriver):
    """Takes what would be written to a terminal; Textual draws for it as for a real one."""

    written = 0

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        type(self).written += len(data.encode())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=30, help="how often each key is pressed")
    parser.add_argument("--only", choices=("cpu", "terminal"), help="measure this part alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # The reading position that the app keeps must be that of this measurement, not the user's.
        for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = folder
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        if options.only != "terminal":
            _print_cpu(Path(folder), options.times)
        if options.only != "cpu":
            _print_terminal(Path(folder), options.times)


def make_project(root: Path, sentences: int) -> Project:
    """A project with one article of so many sentences, without labels."""
    project = Project.create(root)
    article = make_article(sentences)
    (project.corpus / f"{article.id}.json").write_text(article_json(article), encoding="utf-8")
    return project


def _print_cpu(folder: Path, times: int) -> None:
    print("CPU per key, ms: p50 / p95, and bytes per key: median")
    for columns, rows in SIZES:
        floor = asyncio.run(_cpu(EmptyApp(), (columns, rows), times))
        _print_row(f"{columns}x{rows} empty app", floor, _cpu_cell)
        for sentences in SENTENCES:
            project = make_project(folder / f"cpu-{columns}-{sentences}", sentences)
            app = AnnotatorApp(project, "ana", project.article_ids()[0])
            found = asyncio.run(_cpu(app, (columns, rows), times))
            _print_row(f"{columns}x{rows} {sentences} sentences", found, _cpu_cell)


def _cpu_cell(pressed: Sequence[tuple[float, int]]) -> str:
    seconds = [one for one, _ in pressed]
    output = statistics.median(bytes_ for _, bytes_ in pressed)
    return f"{statistics.median(seconds) * 1000:.1f}/{_p95(seconds) * 1000:.1f} {output:.0f} B"


async def _cpu(app: App[None], size: tuple[int, int], times: int) -> dict[str, list[tuple[float, int]]]:
    """CPU seconds and bytes of each key, by kind of key."""
    app.driver_class = _Drawing
    found: dict[str, list[tuple[float, int]]] = {}

    async def measure(_: Any) -> None:
        await _idle()
        for kind, keys in KEYS.items():
            for key in _BEFORE.get(kind, ()):
                app.post_message(_key(key))
                await asyncio.sleep(_SETTLED_SECONDS)
            found[kind] = [await _cpu_of(app, keys[turn % len(keys)]) for turn in range(times)]
        app.exit()

    await app.run_async(size=size, auto_pilot=measure)
    if app.return_code:
        raise SystemExit("the app has ended with an error")
    return found


async def _idle() -> None:
    """Wait until the app has done what it does of itself after it was opened, such as suggestions."""
    spent = -1.0
    while time.process_time() - spent > _IDLE_SECONDS:
        spent = time.process_time()
        await asyncio.sleep(1)


async def _cpu_of(app: App[None], key: str) -> tuple[float, int]:
    begin, written = time.process_time(), _Drawing.written
    app.post_message(_key(key))
    await asyncio.sleep(_SETTLED_SECONDS)
    return time.process_time() - begin, _Drawing.written - written


def _key(key: str) -> events.Key:
    return events.Key(key, key if len(key) == 1 else None)


def _print_terminal(folder: Path, times: int) -> None:
    print("\nkey to repainted screen, ms: p50 / p95, and bytes per key: median (where it scrolled, apart)")
    python = sys.executable
    memory = []
    for columns, rows in SIZES:
        with TimedTerminal([python, "-m", "benchmarks.emptyapp"], os.environ, columns, rows) as terminal:
            terminal.wait_for(MARKER)
            _print_row(f"{columns}x{rows} empty app", _pressed(terminal, times), _terminal_cell)
            floor = terminal.resident
        for sentences in SENTENCES:
            project = make_project(folder / f"terminal-{columns}-{sentences}", sentences)
            command = [python, "-m", "annotator", "--project", str(project.root), "--annotator", "ana"]
            with TimedTerminal(command, os.environ, columns, rows) as terminal:
                terminal.wait_for("mayor")
                begun = terminal.resident
                pressed = _pressed(terminal, times)
                _print_row(f"{columns}x{rows} {sentences} sentences", pressed, _terminal_cell)
                memory.append((columns, rows, sentences, begun, terminal.resident, floor))
    print("\nresident memory, MiB: opened, after the keys, empty app")
    for columns, rows, sentences, begun, after, floor in memory:
        figures = "  ".join(f"{value / 2**20:6.1f}" for value in (begun, after, floor))
        name = f"{columns}x{rows} {sentences} sentences"
        print(f"{name:24}{figures}  ratio {begun / floor:.2f} {after / floor:.2f}")


def _pressed(terminal: TimedTerminal, times: int) -> dict[str, list[Press]]:
    found = {}
    for kind, keys in KEYS.items():
        for key in _BEFORE.get(kind, ()):
            terminal.press(_SENT.get(key, key))
        sent = [_SENT.get(key, key) for key in keys]
        found[kind] = [terminal.press(sent[turn % len(sent)]) for turn in range(times)]
    return found


def _terminal_cell(pressed: Sequence[Press]) -> str:
    seconds = [press.seconds for press in pressed if press.seconds] or [0.0]
    return (
        f"{statistics.median(seconds) * 1000:.0f}/{_p95(seconds) * 1000:.0f} "
        + "+".join(
            _bytes(press.output for press in pressed if press.scrolled is scrolled)
            for scrolled in (False, True)
        )
        + " B"
    )


def _bytes(values: Iterator[int]) -> str:
    known = list(values)
    return f"{statistics.median(known):.0f}" if known else "-"


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)]


def _print_row(name: str, found: dict[str, list[Any]], cell: Callable[[Sequence[Any]], str]) -> None:
    cells = "".join(f"{kind} {cell(pressed)}".ljust(32) for kind, pressed in found.items())
    print(f"{name:24}{cells}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
