"""Rows of a file, put in the order of articles on the disk: a file may have them in any order."""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, Self, TypeVar

from annotator.errors import AnnotatorError
from annotator.interop.foreign import ForeignText

T = TypeVar("T")

_CACHE_KIB = 32_768
_BATCH = 1000


class Spooled(NamedTuple):
    """A row and the file that it stands in."""

    file: str
    format: str
    text: ForeignText


class Spool(Generic[T]):
    """Values that can be pickled, in a private database among the system's temporary files."""

    def __init__(self) -> None:
        """Open an empty one."""
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE rows (place INTEGER PRIMARY KEY, key BLOB, data BLOB)")
        self._database.execute("CREATE TABLE sentences (hash BLOB, article TEXT)")
        self._waiting: list[tuple[bytes, bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, key: str, row: T) -> None:
        """Keep a row under the key of its article."""
        # What is unpickled later was pickled here, into a file that nobody else can name.
        self._waiting.append((_bytes(key), pickle.dumps(row, pickle.HIGHEST_PROTOCOL)))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def sort(self) -> None:
        """Put all rows in the order of their keys; then they can be given by key."""
        self._flush()
        self._run("CREATE INDEX IF NOT EXISTS by_key ON rows (key, place)")

    def keys(self) -> Iterator[str]:
        """Give the keys, in the order of their first rows; after `sort`."""
        found = self._database.execute("SELECT key FROM rows GROUP BY key ORDER BY min(place)")
        return (key.decode("utf-8", "surrogatepass") for (key,) in found)

    def rows(self, key: str) -> Iterator[T]:
        """Give the rows of a key in the order in which they came; after `sort`."""
        found = self._database.execute("SELECT data FROM rows WHERE key = ? ORDER BY place", (_bytes(key),))
        return (pickle.loads(data) for (data,) in found)

    def add_sentences(self, sentences: Iterable[tuple[bytes, str]]) -> None:
        """Note the hashes of sentences with the articles in which they stand."""
        self._run("BEGIN")
        self._database.executemany("INSERT INTO sentences VALUES (?, ?)", sentences)
        self._run("COMMIT")
        self._run("CREATE INDEX by_hash ON sentences (hash)")

    def places(self, sentence: bytes) -> tuple[int, str]:
        """Count where a sentence stands, given by its hash, and name one of the articles."""
        found = self._database.execute(
            "SELECT count(*), min(article) FROM sentences WHERE hash = ?", (sentence,)
        )
        count, article = found.fetchone()
        return count, article or ""

    def _flush(self) -> None:
        if self._waiting:
            self._run("BEGIN")
            try:
                self._database.executemany("INSERT INTO rows (key, data) VALUES (?, ?)", self._waiting)
            except sqlite3.Error as error:
                raise AnnotatorError(f"no room for temporary files: {error}; set TMPDIR") from None
            self._run("COMMIT")
            self._waiting.clear()

    def _run(self, statement: str) -> None:
        try:
            self._database.execute(statement)
        except sqlite3.Error as error:
            raise AnnotatorError(f"no room for temporary files: {error}; set TMPDIR") from None


def _bytes(key: str) -> bytes:
    """Write a key: what came from a file may hold what UTF-8 cannot."""
    return key.encode("utf-8", "surrogatepass")
