"""One writer per label file, across processes and machines, as far as the file system allows."""

import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import AnnotatorError
from annotator.store.durable import is_folder, make_folder_durably, reason
from annotator.store.opening import open_ordinary

if TYPE_CHECKING:
    from filelock import BaseFileLock

_NOTE_BYTES = 4096
_WAIT_SECONDS = 5.0
_TRY_AGAIN_SECONDS = 0.02

_kept: "dict[Path, BaseFileLock]" = {}
"""Locks that the system did not take back when they were released; tried again before the next attempt."""


class WriterLock:
    """The right to write one label file: a system lock on the hidden file `.<article>.lock` beside it.

    The system takes the lock from a process that ends, however it ends. The note in the file says who holds
    it; a note alone means nothing, it is only read while somebody holds the lock.
    """

    def __init__(self, path: Path, annotator: str) -> None:
        """Prepare the lock of the label file at `path`; nothing is touched before `acquire`."""
        self.path = path.with_name(f".{path.stem}.lock")
        self._annotator = annotator
        self._lock: BaseFileLock | None = None
        self._inode = 0

    def acquire(self) -> str | None:
        """Take the lock without waiting: None when it is ours now, else who holds it.

        Raises `AnnotatorError` when the folder does not allow a lock file.
        """
        from filelock import FileLock, Timeout

        # Read before trying: some versions of the library empty the file when they try.
        note = self._read_note()
        self._refuse_what_is_no_file()
        if kept := _kept.pop(self.path, None):
            _give_back(self.path, kept)
        lock = FileLock(self.path, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            return _holder(self._read_note() or note)
        except OSError as error:
            raise AnnotatorError(f"{self.path.parent}: no lock can be taken: {reason(error)}") from error
        self._lock = lock
        self._inode = self._find_inode()
        self._share()
        self._write_note()
        return None

    @property
    def held(self) -> bool:
        """Whether the lock is ours, and its file still the one that others would try."""
        return self._lock is not None and self._find_inode() == self._inode

    def release(self) -> None:
        """Give the lock back; does nothing without it. The empty lock file stays: removing it would race."""
        if self._lock is None:
            return
        if self.held:
            self._put(b"")
        _give_back(self.path, self._lock)
        self._lock = None

    def _refuse_what_is_no_file(self) -> None:
        """A named pipe, for example, could be waited for without end."""
        try:
            ordinary = stat.S_ISREG(self.path.stat(follow_symlinks=False).st_mode)
        except OSError:
            return  # not there, or the attempt to lock it says why
        if not ordinary:
            raise AnnotatorError(f"{self.path}: no lock can be taken: it is no ordinary file; move it away")

    def _share(self) -> None:
        """Whoever may write in the folder may take the lock after us, whatever our umask is."""
        with suppress(OSError):  # another's file, or a file system without such rights
            mode, wanted = (stat.S_IMODE(one.stat().st_mode) for one in (self.path, self.path.parent))
            if missing := wanted & 0o666 & ~mode:
                self.path.chmod(mode | missing)

    def _find_inode(self) -> int:
        try:
            return self.path.stat().st_ino
        except OSError:
            return 0

    def _write_note(self) -> None:
        import socket

        note = {
            "annotator": self._annotator,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._put(json.dumps(note, ensure_ascii=True).encode())

    def _put(self, note: bytes) -> None:
        # The note is a courtesy: a full disk must not cost the lock.
        try:
            with self.path.open("r+b") as file:
                file.truncate()
                file.write(note)
        except OSError:
            pass

    def _read_note(self) -> dict[str, Any]:
        try:
            with open_ordinary(self.path) as file:
                note = json.loads(file.read(_NOTE_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        return note if isinstance(note, dict) else {}


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Be the only writer of a file that everybody shares, in `annotations/`; waits a few seconds for others.

    `what` names it to those who wait. Raises `AnnotatorError` when another program goes on writing it, or
    the project's folder is gone.
    """
    if not is_folder(path.parent.parent):
        raise AnnotatorError(f"{path} was not saved: the project's folder is gone; bring it back")
    make_folder_durably(path.parent)
    lock = WriterLock(path, what)
    until = time.monotonic() + _WAIT_SECONDS
    while holder := lock.acquire():
        if time.monotonic() > until:
            raise AnnotatorError(f"{path} was not saved: {holder} writes it; try again")
        time.sleep(_TRY_AGAIN_SECONDS)
    try:
        yield
    finally:
        lock.release()


def _give_back(path: Path, lock: "BaseFileLock") -> None:
    try:
        lock.release(force=True)
    except OSError:
        _kept[path] = lock


def _holder(note: dict[str, Any]) -> str:
    """Put a note into words, e.g. `ana on host7 (pid 123) since 09:41`; nothing in it is trusted."""
    if not note:
        return "another program"
    name, host, pid = (
        "".join(c for c in str(note.get(field, "?"))[:60] if c.isprintable())
        for field in ("annotator", "host", "pid")
    )
    try:
        since = datetime.fromisoformat(str(note.get("since"))).astimezone()
    except (ValueError, OverflowError):
        return f"{name} on {host} (pid {pid})"
    today = datetime.now().astimezone().date() == since.date()
    return f"{name} on {host} (pid {pid}) since {since:{'%H:%M' if today else '%Y-%m-%d %H:%M'}}"
