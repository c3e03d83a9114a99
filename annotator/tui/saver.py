"""Saving off the interface's thread: keys never wait for the disk, the screen always tells what is on it."""

from collections.abc import Callable
from threading import Condition, Thread

from annotator.errors import AnnotatorError


class Saver:
    """Runs one `commit` at a time in one thread; what is staged meanwhile goes with the next.

    `done` is called in that thread after every attempt, with the problem in one line or an empty string.
    """

    def __init__(self, commit: Callable[[], None], done: Callable[[str], None]) -> None:
        """Save with `commit`, which raises `AnnotatorError` when it could not."""
        self._commit = commit
        self._done = done
        self._changed = Condition()
        self._requested = False
        self._closing = False
        self._thread: Thread | None = None

    def request(self) -> None:
        """Save what is staged now, soon; requests made while one is waiting to start are one."""
        with self._changed:
            self._requested = True
            self._changed.notify()
            if self._thread is None:
                # Not one that the end of the program waits for: a disk may never answer.
                self._thread = Thread(target=self._run, name="save", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Wait until everything requested was attempted, and stop."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._requested or self._closing)
                if not self._requested:
                    return
                self._requested = False
            self._attempt()

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
