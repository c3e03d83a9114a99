"""What lists show of thousands of files, remembered so that only changed files are read: never the truth.

It lies in the platform's folder for such things and may be deleted at any time. A file is known by its size,
times of change and inode; a cache that is damaged, of another version or cannot be written costs only time.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

_VERSION = 4
_WORTH_WRITING = 500
"""Fewer new entries than this are read again sooner than a disk is bothered with them."""
_WAIT_SECONDS = 1.0
SETTLED_SECONDS = 2.0
"""A file changed less than this ago is not remembered: it might change again and look the same."""


def cache_file(root: Path, what: str) -> Path:
    """Give the file that keeps `what` of the project at `root`, in the platform's folder for caches."""
    import platformdirs

    key = hashlib.sha256(str(root).encode(errors="surrogateescape")).hexdigest()[:16]
    return platformdirs.user_cache_path("annotator", appauthor=False) / f"{key}-{what}.sqlite"


def signature_of(status: os.stat_result) -> str:
    """Give what changes when a file does: size, inode and times of change.

    That of its entry, too, where the system has one: copying programs set the other back.
    """
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def is_settled(status: os.stat_result) -> bool:
    """Whether a file or folder was last changed so long ago that another change would show."""
    return max(status.st_mtime, status.st_ctime) + SETTLED_SECONDS < time.time()


class FileCache:
    """Values computed from files of one project, each for as long as its file stays as it is."""

    def __init__(self, root: Path) -> None:
        """Serve the project at `root`; nothing is read or written yet."""
        self._root = root
        self._folders: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
        """By folder and kind of value, then by name of the file: a seal and the value as JSON."""
        self._new: list[tuple[str, str, str, str]] = []
        self._usable = True
        """Not once it has failed: somebody who has it locked would be waited for each time."""

    def get(self, file: Path, read: Callable[[Path], Any]) -> Any:
        """Give `read(file)`, a JSON value, or what it gave when the file was as it is now.

        Raises what `read` raises, and remembers nothing then.
        """
        try:
            signature = signature_of(os.stat(file))  # noqa: PTH116 - asked of tens of thousands of files
        except OSError:
            return read(file)
        value = self.known(file, signature)
        if value is None:
            value = read(file)
            self.remember(file, signature, value)
        return value

    def known(self, file: Path, signature: str, kind: str = "") -> Any:
        """Give what is remembered of a file with this signature, None when nothing is.

        Values of another `kind`, a word, are kept apart.
        """
        folder, _, name = os.fspath(file).rpartition(os.sep)
        written = self._folder(folder, kind).get(name)
        if written and written[0] == _seal(signature, written[1]):
            with suppress(ValueError):
                return json.loads(written[1])
        return None

    def remember(self, file: Path, signature: str, value: Any, kind: str = "") -> None:
        """Keep a JSON value for as long as the file has this signature."""
        folder, _, name = os.fspath(file).rpartition(os.sep)
        written = sys.intern(json.dumps(value))
        seal = _seal(signature, written)
        self._folder(folder, kind)[name] = (seal, written)
        if self._usable:
            self._new.append((self._name(folder, kind), name, seal, written))
        if len(self._new) >= _WORTH_WRITING:
            self._write()

    def _folder(self, folder: str, kind: str) -> dict[str, tuple[str, str]]:
        """What is known of the files in a folder of the project, read when first asked for."""
        known = self._folders.get((folder, kind))
        if known is None:
            known = self._folders[folder, kind] = self._load(self._name(folder, kind))
        return known

    def _name(self, folder: str, kind: str) -> str:
        name = Path(folder).relative_to(self._root).as_posix()
        return f"{name}:{kind}" if kind else name

    def _load(self, folder: str) -> dict[str, tuple[str, str]]:
        import sqlite3

        try:
            if not self._usable or not self._path.exists():
                return {}
            with self._connected() as database:
                rows = database.execute("SELECT name, seal, value FROM files WHERE folder = ?", (folder,))
                return {name: (seal, sys.intern(value)) for name, seal, value in rows}
        except (OSError, TypeError, sqlite3.OperationalError):  # locked, or not to be read
            self._usable = False
            return {}
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self._path.unlink()
            return {}

    def _write(self) -> None:
        import sqlite3

        new, self._new = self._new, []
        try:
            with self._connected() as database:
                database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", new)
        except ValueError:  # a name that is no text
            pass
        except (OSError, sqlite3.Error):
            self._usable = False

    @property
    def _path(self) -> Path:
        return cache_file(self._root, str(_VERSION))

    @contextmanager
    def _connected(self) -> "Iterator[sqlite3.Connection]":
        """One connection for each use: the app asks from several threads."""
        import sqlite3

        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
        try:
            database.execute("PRAGMA synchronous = OFF")
            database.execute(
                "CREATE TABLE IF NOT EXISTS files "
                "(folder TEXT, name TEXT, seal TEXT, value TEXT, PRIMARY KEY (folder, name))"
            )
            with database:
                yield database
        finally:
            database.close()


def _seal(signature: str, value: str) -> str:
    """Hash the signature of a file with the value: a bit that the disk has changed makes it unknown.

    Short, as those of hundreds of thousands of files are in memory.
    """
    return hashlib.blake2b(f"{signature} {value}".encode(), digest_size=8).hexdigest()
