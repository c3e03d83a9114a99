"""Time to start, against the least that it can be: `python -m benchmarks.start`.

The floor of a command is the interpreter doing nothing; that of the app, a Textual app with one line.
Real processes, the apps on a pseudo-terminal of 100 by 30, until the words of the first sentence are among
the bytes that they write. All are measured in one run and in turns, so that ratios hold on any machine.
"""

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.bigproject import build
from benchmarks.emptyapp import MARKER
from benchmarks.terminal import TimedTerminal

_WORD = "reservoir"
"""In the first sentence of every article, and not in its title."""
PATIENCE_SECONDS = 120


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--articles", type=int, nargs="*", default=[10], help="sizes of the projects")
    options = parser.parse_args()
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        # The reading position that the app keeps must be that of this measurement, not the user's.
        own = {f"XDG_{kind}_HOME": folder for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
        environment = {**os.environ, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        opened = {count: _opens(_project(Path(folder), count)) for count in options.articles}
        times: dict[str, list[float]] = {"pass": [], "help": [], "empty": []}
        apps: dict[int, list[float]] = {count: [] for count in opened}
        first = {}
        for count, command in opened.items():
            first[count] = until_shown(_WORD, command, environment)
            _leave(command, environment)
        for _ in range(options.turns):
            times["pass"].append(_to_the_end([python, "-c", "pass"]))
            times["help"].append(_to_the_end([python, "-m", "annotator", "--help"]))
            times["empty"].append(until_shown(MARKER, [python, "-m", "benchmarks.emptyapp"], environment))
            for count, command in opened.items():
                apps[count].append(until_shown(_WORD, command, environment))
    print(f"median of {options.turns}, ms")
    _print("annotator --help", times["help"], "python -c pass", times["pass"])
    for count, taken in apps.items():
        _print(f"app, {count:,} articles", taken, "empty Textual app", times["empty"])
        print(f"    the first time     {first[count] * 1000:5.0f}")


def _opens(project: Path) -> list[str]:
    return [sys.executable, "-m", "annotator", "--project", str(project), "--annotator", "ana"]


def _print(what: str, times: list[float], floor: str, least: list[float]) -> None:
    own, low = statistics.median(times), statistics.median(least)
    print(f"{what:<22} {own * 1000:5.0f}   {floor:<18} {low * 1000:5.0f}   ratio {own / low:5.2f}")


def _project(folder: Path, articles: int) -> Path:
    """Make a project whose first third `ana` has labelled."""
    return build(folder / f"project-{articles}", articles, ["ana"], labelled=articles // 3).root


def _leave(command: list[str], environment: Mapping[str, str]) -> None:
    """Open the app and quit, so that the next time it goes on where it was left."""
    with TimedTerminal(command, environment, 100, 30) as terminal:
        terminal.wait_for(_WORD)
        terminal.press("q")


def _to_the_end(command: list[str]) -> float:
    """Seconds from the start of a process to its end."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def until_shown(word: str, command: list[str], environment: Mapping[str, str]) -> float:
    """Seconds from the start of a process on a pseudo-terminal until it has written the word."""
    terminal, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
    )
    os.close(inside)
    try:
        written = b""
        while word.encode() not in written:
            left = begin + PATIENCE_SECONDS - time.perf_counter()
            if process.poll() is not None or not select.select([terminal], [], [], max(0, left))[0]:
                raise SystemExit(f"the app has not shown {word}; it wrote: {written[-2000:]!r}")
            written += os.read(terminal, 65536)
        return time.perf_counter() - begin
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


if __name__ == "__main__":
    main()
