"""A progress line on stderr for work that takes long; silent where stderr is no terminal."""

import sys
import time
from types import TracebackType
from typing import Self

from annotator.cli.output import columns, cut, note

_EVERY_SECONDS = 0.1


class Progress:
    """One line that is rewritten in place and gone at the end."""

    def __init__(self, what: str, total: int | None = None, *, rate: bool = False) -> None:
        """Show `what`, how many of `total` are done and, if asked for, how many a second."""
        self.what = what
        self.total = total
        self.done = 0
        self._rate = rate
        self._begun = time.monotonic()
        self._shown = 0.0
        self._visible = False
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def at(self, done: int) -> None:
        """Show that `done` items are done; redrawn at most ten times a second."""
        self.done = done
        now = time.monotonic()
        if self._terminal and now - self._shown >= _EVERY_SECONDS:
            of = f"/{self.total}" if self.total is not None else ""
            rate = f", {done / max(now - self._begun, 1e-9):,.0f} a second" if self._rate else ""
            sys.stderr.write(f"\r\x1b[K{cut(f'{self.what} {done}{of}{rate}', columns() - 1)}")
            sys.stderr.flush()
            self._shown, self._visible = now, True

    def note(self, text: str) -> None:
        """Say something on stderr, above the line."""
        self.clear()
        note(text)

    def step(self) -> None:
        """Show that one more item is done."""
        self.at(self.done + 1)

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._visible:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._visible = False
