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

_PATIENCE_SECONDS = 30.0


class Terminal:
    """Runs `annotator` in a terminal of `columns` by `rows`, understood as a terminal would."""

    def __init__(
        self, arguments: Sequence[str], environ: dict[str, str], columns: int = 80, rows: int = 24
    ) -> None:
        """Start the command; `environ` adds to the environment."""
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
            os.execve(sys.executable, [sys.executable, "-m", "annotator", *arguments], env)
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

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size while the command runs."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._file, keys.encode())

    def wait_for(self, seen: Callable[[str], bool]) -> None:
        """Read until the screen is as wanted; fails with the screen when it never is."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not seen(self.text):
            ready, _, _ = select.select([self._file], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"never seen; the screen was:\n{self.text}"
            self._read()

    def end(self) -> int:
        """Read until the command has ended, and give its exit code."""
        while self._read():
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

    def _read(self) -> bool:
        try:
            data = os.read(self._file, 65_536)
        except OSError:
            return False
        self.sent += data
        self._stream.feed(data)
        return bool(data)
