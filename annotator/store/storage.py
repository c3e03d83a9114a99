"""A TinyDB storage whose writes are atomic and on the disk when they return."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from annotator.errors import AnnotatorError
from annotator.store.durable import reason, write_durably
from annotator.store.form import MAX_BYTES, FormError, decode, encode
from annotator.store.opening import open_ordinary
from annotator.store.written import Table, WrittenTable

Signature = tuple[int, int, int, int]
"""Inode, size in bytes and times of change of file and entry in ns: differs when another program wrote it."""
_UNTOLD: Signature = (-1, -1, -1, -1)
"""Where the system does not say: never a known state."""


class DurableJSONStorage(Storage):
    """`TinyDB(path, storage=DurableJSONStorage)`: ordinary TinyDB JSON, one document per line.

    Parsed data is kept, so that a table does not read the file at every call; the file is read again when it
    changed. Every write replaces the file atomically and returns when it is on the disk; it puts a checksum
    over keys and documents into document 1 of the table `meta`. Locking is the caller's: see `WriterLock`.
    """

    def __init__(self, path: Path | str) -> None:
        """Use the file at `path`, which need not exist yet; its folder must, before the first write."""
        self.path = Path(path)
        self._signature: Signature | None = None
        self._known = False
        self._data: dict[str, dict[str, Any]] | None = None

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Give the tables; None without a file. Raises `AnnotatorError` when it cannot be parsed."""
        if self._data is None or self.changed():
            data = self.read_bytes()
            try:
                self._data = None if data is None else decode(data)
            except FormError as error:
                raise AnnotatorError(f"{self.path}: {error}") from error
        return self._data

    def read_bytes(self) -> bytes | None:
        """Give the file as it is, and remember this as its known state; None without a file."""
        self.forget()
        signature = self._sign()
        data = read_limited(self.path)
        self._remember(signature)
        return data

    def forget(self) -> None:
        """Count the file as changed until it is read or written again."""
        self._data = None
        self._known = False

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file by these tables; raises `AnnotatorError` and leaves the old file on failure."""
        self.write_tables(data)
        self._data = data

    def write_tables(self, tables: Mapping[str, Table | WrittenTable]) -> None:
        """Do the same with tables that may be in their written form; the next `read` reads the file."""
        self._data = None
        try:
            encoded = encode(tables)
        except (ValueError, TypeError) as error:
            raise AnnotatorError(f"{self.path} was not saved: it would not be valid JSON: {error}") from error
        self._remember(_signature(write_durably(self.path, encoded)))

    def changed(self) -> bool:
        """Whether the file is another one than was last read or written here."""
        return not self._known or self._sign() != self._signature

    def _remember(self, signature: Signature | None) -> None:
        self._signature = signature
        self._known = signature != _UNTOLD

    def _sign(self) -> Signature | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError:
            return _UNTOLD
        return _signature(found)


def _signature(found: os.stat_result) -> Signature:
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def read_limited(path: Path) -> bytes | None:
    """Read a file of at most 64 MiB; None when there is none. Raises `AnnotatorError`."""
    found = read_with_status(path)
    return found and found[0]


def read_with_status(path: Path) -> tuple[bytes, os.stat_result] | None:
    """Read a file of at most 64 MiB, and say which file it was; None when there is none.

    Raises `AnnotatorError`.
    """
    try:
        with open_ordinary(path) as file:
            status = os.fstat(file.fileno())
            if status.st_size <= MAX_BYTES:
                return file.read(), status  # with a limit, a buffer of that size would be made each time
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AnnotatorError(f"{path} cannot be read: {reason(error)}") from error
    raise AnnotatorError(f"{path} is bigger than 64 MiB: no label file is; move it away")
