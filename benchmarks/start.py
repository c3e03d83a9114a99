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

from annotator import Project

MARKER = "Quillfeather"
"""One word, so that no line break or colour can stand inside it."""

EMPTY_APP = f"""
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static({MARKER!r})
Empty().run()
"""
PATIENCE_SECONDS = 120


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=9)
    turns = parser.parse_args().turns
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder))
        # The reading position that the app keeps must be that of this measurement, not the user's.
        own = {f"XDG_{kind}_HOME": folder for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
        environment = {**os.environ, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        open_project = [python, "-m", "annotator", "--project", str(project), "--annotator", "ana"]
        times: dict[str, list[float]] = {"pass": [], "help": [], "empty": [], "app": []}
        for _ in range(turns):
            times["pass"].append(_to_the_end([python, "-c", "pass"]))
            times["help"].append(_to_the_end([python, "-m", "annotator", "--help"]))
            times["empty"].append(until_shown(MARKER, [python, "-c", EMPTY_APP], environment))
            times["app"].append(until_shown(MARKER, open_project, environment))
    print(f"median of {turns}, ms")
    _print("annotator --help", times["help"], "python -c pass", times["pass"])
    _print("app, first sentence", times["app"], "empty Textual app", times["empty"])


def _print(what: str, times: list[float], floor: str, least: list[float]) -> None:
    own, low = statistics.median(times), statistics.median(least)
    print(f"{what:<20} {own * 1000:5.0f}   {floor:<18} {low * 1000:5.0f}   ratio {own / low:5.2f}")


def _project(folder: Path) -> Path:
    """Make a project with one article of forty sentences."""
    rest = " ".join(f"The reservoir stood at {level} metres, the office said." for level in range(40))
    file = folder / "story.txt"
    file.write_text(f"Water falls\n\nA {MARKER} was seen at the dam. {rest}\n", encoding="utf-8")
    project = Project.create(folder / "project")
    for result in project.import_files([file]):
        assert result.article, result.reason
    return project.root


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
