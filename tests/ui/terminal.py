"""The installed command in a pseudo-terminal: what a person's terminal really gets."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from pyte.screens import Char

_PATIENCE_SECONDS = 30.0
_SILENCE_SECONDS = 0.25
_ANNOTATOR = (sys.executable, "-m", "annotator")
# Synchronized output: a frame is between begin and end, for terminals that say they know of it.
_SYNCHRONIZED_ASKED = b"\x1b[?2026$p"
_SYNCHRONIZED_ANSWER = "\x1b[?2026;2$y"
_FRAME_BEGINS = b"\x1b[?2026h"
_FRAME_ENDS = b"\x1b[?2026l"


class Terminal:
    """Runs `annotator` in a terminal of `columns` by `rows`, understood as a terminal would."""

    def __init__(
        self,
        arguments: Sequence[str],
        environ: dict[str, str],
        columns: int = 80,
        rows: int = 24,
        within: Sequence[str] = (),
    ) -> None:
        """Start the command; `environ` adds to the environment, `within` is what runs the command, if any."""
        self.sent = b""
        """Everything that the command wrote."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            # An environment of its own: readline, in the process of the tests, sets LINES and COLUMNS in
            # the inherited one behind Python's back.
            root = str(Path(__file__).parents[2])
            env = {**os.environ, "PYTHONPATH": root, **environ}
            command = [*within, *_ANNOTATOR, *arguments]
            os.execvpe(command[0], command, env)
        self.resize(columns, rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        os.close(self._file)

    @property
    def text(self) -> str:
        """The screen as text, a line a row."""
        return "\n".join(self._screen.display)

    def look(self, words: str) -> Char:
        """How the first letter of words on the screen looks."""
        return self.looks(words)[0]

    def looks(self, words: str) -> list[Char]:
        """How each letter of words looks that stand in one line of the screen."""
        row, line = next(
            ((row, line) for row, line in enumerate(self._screen.display) if words in line), (0, "")
        )
        assert line, f"{words!r} is not there; the screen was:\n{self.text}"
        drawn = self._screen.buffer[row]
        # A wide character takes two cells, of which the second is empty.
        cells = [drawn[column] for column in range(self._screen.columns) if drawn[column].data]
        start = line.index(words)
        return cells[start : start + len(words)]

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size while the command runs; nothing is there until it is drawn anew."""
        self._screen.resize(rows, columns)
        self._screen.erase_in_display(2)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._file, keys.encode())

    def wait_for(self, seen: Callable[[str], bool]) -> None:
        """Read until the screen is as wanted; fails with the screen when it never is."""
        self._read_until(lambda: seen(self.text))

    def wait_for_sent(self, data: bytes) -> None:
        """Read until the command has written this; fails when it never does."""
        self._read_until(lambda: data in self.sent)

    def settle(self) -> None:
        """Read until nothing has come for a moment: all that was to be drawn is there."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while select.select([self._file], [], [], _SILENCE_SECONDS)[0] and self._read(end):
            pass

    def end(self) -> int:
        """Read until the command has ended, and give its exit code."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while self._read(end):
            pass
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)

    def kill(self) -> None:
        """Kill it as `kill -9` does; nothing is left to say or save."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0

    def _read_until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while self._in_frame() or not done():
            assert self._read(end), f"ended before that; the screen was:\n{self.text}"

    def _in_frame(self) -> bool:
        """Whether what is drawn now is not whole."""
        return self.sent.rfind(_FRAME_BEGINS) > self.sent.rfind(_FRAME_ENDS)

    def _read(self, end: float) -> bool:
        """Take what was written, waiting until `end` at most; False when nothing will come any more."""
        ready, _, _ = select.select([self._file], [], [], max(0.0, end - time.monotonic()))
        assert ready and time.monotonic() < end, f"never seen; the screen was:\n{self.text}"
        try:
            data = os.read(self._file, 65_536)
        except OSError:
            return False
        asked = self.sent.count(_SYNCHRONIZED_ASKED)
        self.sent += data
        if self.sent.count(_SYNCHRONIZED_ASKED) > asked:
            self.press(_SYNCHRONIZED_ANSWER)
        self._stream.feed(data)
        return bool(data)
