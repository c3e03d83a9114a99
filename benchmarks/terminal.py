"""A program on a pseudo-terminal, timed: what it writes after a key, and when the screen stands."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pyte

PATIENCE_SECONDS = 120
_QUIET_SECONDS = 0.12
"""Without output for so long, a program has done all that a key asked for."""


@dataclass(frozen=True)
class Press:
    """What came of one key."""

    seconds: float
    """Until the screen was as it stayed, but for the signs of saving; 0 when nothing changed."""
    output: int
    """Bytes written, those for the signs of saving included."""
    scrolled: bool
    """More than a third of the lines are others now, in the half of the screen where the text stands."""


class TimedTerminal:
    """Runs a command on a terminal of `columns` by `rows`, and knows its screen."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int, rows: int
    ) -> None:
        """Start the command."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._file, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
        )
        os.close(inside)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._file)

    @property
    def resident(self) -> int:
        """Bytes of memory that the program has now."""
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self._process.pid)], capture_output=True, text=True, check=True
        )
        return int(told.stdout) * 1024

    def wait_for(self, word: str) -> None:
        """Read until the screen shows `word` and the program is quiet."""
        end = time.monotonic() + PATIENCE_SECONDS
        while word not in "\n".join(self._screen.display):
            if time.monotonic() > end or self._process.poll() is not None:
                raise SystemExit(f"{word} was not shown; the screen was:\n" + "\n".join(self._screen.display))
            for _, data in self._until_quiet(0.05):
                self._stream.feed(data)
        for _, data in self._until_quiet(0.5):
            self._stream.feed(data)

    def shows(self, word: str) -> bool:
        """Whether the screen shows `word` now."""
        return word in "\n".join(self._screen.display)

    def read(self, seconds: float = 0.05) -> None:
        """Take what is written within so many seconds."""
        if select.select([self._file], [], [], seconds)[0]:
            self._stream.feed(os.read(self._file, 65_536))

    def seconds_until(self, word: str, keys: str = "") -> float:
        """Send keys and give the time until the screen shows `word`."""
        begin = time.perf_counter()
        os.write(self._file, keys.encode())
        while not self.shows(word):
            if time.perf_counter() > begin + PATIENCE_SECONDS or self._process.poll() is not None:
                raise SystemExit(f"{word} was not shown; the screen was:\n" + "\n".join(self._screen.display))
            self.read()
        return time.perf_counter() - begin

    def press(self, key: str) -> Press:
        """Send a key, as the terminal sends it, and see what comes of it."""
        before = self._shown()
        begin = time.perf_counter()
        os.write(self._file, key.encode())
        chunks = self._until_quiet(_QUIET_SECONDS)
        screens = [before]
        for _, data in chunks:
            self._stream.feed(data)
            screens.append(self._shown())
        last = next(place for place, screen in enumerate(screens) if screen == screens[-1])
        half = self._screen.columns // 2
        changed = sum(one[:half] != other[:half] for one, other in zip(before, screens[-1], strict=True))
        return Press(
            seconds=chunks[last - 1][0] - begin if last else 0.0,
            output=sum(len(data) for _, data in chunks),
            scrolled=changed > len(before) // 3,
        )

    def _shown(self) -> list[str]:
        """The lines of the screen without the state of saving: the first line, and ellipses in the margin."""
        return [line.replace("…", " ") for line in self._screen.display[1:]]

    def _until_quiet(self, seconds: float) -> list[tuple[float, bytes]]:
        """What is written until nothing was for so long, with the times at which it came."""
        chunks = []
        while select.select([self._file], [], [], seconds)[0]:
            try:
                data = os.read(self._file, 65_536)
            except OSError:  # it has ended
                break
            chunks.append((time.perf_counter(), data))
        return chunks
