"""Saving off the interface's thread: keys never wait for the disk, the screen always tells what is on it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from annotator.errors import AnnotatorError


class Saver:
    """Runs one `commit` at a time in one thread; what is staged meanwhile goes with the next.

    `done` is called in that thread after every attempt, with the problem in one line or an empty string.
    """

    def __init__(self, commit: Callable[[], None], done: Callable[[str], None]) -> None:
        """Save with `commit`, which raises `AnnotatorError` when it could not."""
        self._commit = commit
        self._done = done
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="save")
        self._waiting: Future[None] | None = None

    def request(self) -> None:
        """Save what is staged now, soon; requests made while one is waiting to start are one."""
        if self._waiting is None or self._waiting.running() or self._waiting.done():
            self._waiting = self._thread.submit(self._attempt)

    def close(self) -> None:
        """Wait until everything requested was attempted, and stop."""
        self._thread.shutdown(wait=True)

    def _attempt(self) -> None:
        try:
            self._commit()
        except AnnotatorError as error:
            self._done(str(error))
        except Exception as error:
            # A thread dies silently: what cannot be explained must still not look saved.
            self._done(f"saving failed: {error!r}")
        else:
            self._done("")
