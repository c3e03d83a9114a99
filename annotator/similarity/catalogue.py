"""What importing needs to know of all articles of a corpus, without reading any of them again.

A database in the platform's folder for caches, derived from the article files and brought up to date when it
is refreshed: never the truth, and it may be deleted at any time. Where none can be kept there, or it is not
worth it, a temporary one is built.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

from annotator.errors import AnnotatorError
from annotator.similarity.fingerprint import Fingerprint
from annotator.similarity.postings import Match, Postings
from annotator.store import cache_file, signature_of

__all__ = ["Catalogue", "Known", "Match"]

_VERSION = 2
_WAIT_SECONDS = 60.0
"""Another import of the same project is waited for between two of its batches."""
_CACHED_KIB = 65_536
_WORTH_KEEPING = 200
"""Fewer articles than this are read again sooner than a disk is bothered with them."""
_BATCH = 500
_REBUILT_FROM = 0.1
"""When more than this share of the articles are gone, all is built anew."""

_TABLES = """
CREATE TABLE IF NOT EXISTS articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, signature TEXT, sha256 TEXT, source TEXT,
    url TEXT, story TEXT, replaces TEXT, size INTEGER, rare INTEGER
);
CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY, indexed INTEGER);
INSERT OR IGNORE INTO state VALUES (1, 0);
CREATE INDEX IF NOT EXISTS by_sha256 ON articles (sha256);
CREATE INDEX IF NOT EXISTS by_source ON articles (source) WHERE source != '';
CREATE INDEX IF NOT EXISTS by_url ON articles (url) WHERE url != '';
CREATE INDEX IF NOT EXISTS by_story ON articles (story) WHERE story != '';
CREATE INDEX IF NOT EXISTS by_replaces ON articles (replaces) WHERE replaces != '';
"""


class Known(NamedTuple):
    """What is kept of one article."""

    name: str
    """Its id."""
    sha256: str
    """Of its text."""
    fingerprint: Fingerprint
    source: str = ""
    """Hash of the file that it came from, where the file held nothing else."""
    url: str = ""
    """In a form in which addresses of the same page are equal."""
    story: str = ""
    """What it has in common with other versions of it that have no address: file name, entry and title."""
    replaces: str = ""
    """Id of the version before it."""


class Catalogue:
    """The articles of one project: found by text, source or address, and by the words that they share.

    Memory does not grow with the corpus; the database takes about 2.5 kB for an article of 600 words.
    """

    def __init__(self, root: Path) -> None:
        """Open the catalogue of the project at `root`, empty if there is none; see `refresh`."""
        self.path = cache_file(root, f"articles-{_VERSION}")
        self._temporary = False
        try:
            found = self.path.exists() and _opened(self.path)
        except (OSError, sqlite3.Error):
            found = None
        if not found:
            self._temporary = True
            found = _prepared(sqlite3.connect("", isolation_level=None))  # on the disk, and gone when closed
        self._database = found
        self._postings = Postings(self._database)
        self._seen = self._changes_of_others()
        with self.transaction():
            # Those whose words were not indexed when a program was killed are read again.
            self._database.execute("DELETE FROM articles WHERE number > (SELECT indexed FROM state)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; a temporary one is kept for the next time if it took long to build."""
        try:
            with suppress(OSError, sqlite3.Error):
                if not self._temporary or len(self) >= _WORTH_KEEPING:
                    self._index()
                    if self._temporary:
                        self._keep()
        finally:
            self._database.close()

    def _keep(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        made = self.path.with_suffix(f".{os.getpid()}")
        try:
            target = sqlite3.connect(made)
            try:
                self._database.backup(target)
            finally:
                target.close()
            made.replace(self.path)
        finally:
            made.unlink(missing_ok=True)

    def _changes_of_others(self) -> int:
        return int(self._database.execute("PRAGMA data_version").fetchone()[0])

    def refresh(self, corpus: Path, read: Callable[[Sequence[Path]], Iterable[Known | None]]) -> None:
        """Bring the catalogue in line with the files of `corpus`; `read` gives what is to be kept of each.

        Only files that are not known or have changed are read; None is a file that cannot be.
        """
        with self.transaction():
            self._note_files(corpus)
            self._forget_missing()
        changed = [
            corpus / name
            for (name,) in self._database.execute(
                "SELECT name || '.json' FROM found LEFT JOIN articles USING (name) "
                "WHERE articles.signature IS NOT found.signature ORDER BY name"
            )
        ]
        news = (known for known in read(changed) if known is not None) if changed else iter(())
        while batch := list(islice(news, _BATCH)):
            with self.transaction():
                self.add(self._altered(batch))
        with self.transaction():
            self._database.execute(
                "UPDATE articles SET signature = found.signature FROM found "
                "WHERE articles.name = found.name AND articles.signature IS NOT found.signature"
            )
            self._database.execute("DROP TABLE found")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let what happens inside be seen by others at once or not at all; waits for other writers."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._postings.begin()
            if self._seen != (seen := self._changes_of_others()):
                self._postings.forget()
                self._seen = seen
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            self._postings.roll_back()
            raise
        self._database.execute("COMMIT")
        if self._postings.full:
            self._index()

    def _index(self) -> None:
        """Put the words of all articles into the database."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._postings.flush()
            self._database.execute(
                "UPDATE state SET indexed = (SELECT coalesce(max(number), 0) FROM articles)"
            )
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def add(self, articles: Sequence[Known]) -> list[list[Match]]:
        """Add articles, none of which is known, and give for each those before it that share its words.

        Most similar first, articles that a newer version replaces left out; the caller is in a `transaction`.
        """
        numbers = []
        for known in articles:
            cursor = self._database.execute(
                "INSERT INTO articles (name, sha256, source, url, story, replaces, size, rare) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*known[:2], *known[3:], len(known.fingerprint), len(known.fingerprint)),
            )
            numbers.append(cursor.lastrowid or 0)
        return self._postings.add(numbers, [known.fingerprint for known in articles])

    def replace(self, old: str, new: str) -> None:
        """Note that an article that was added is a new version of an older one."""
        self._database.execute("UPDATE articles SET replaces = ? WHERE name = ?", (old, new))

    def written(self, name: str, signature: str) -> None:
        """Note that the file of an article that was added is on the disk."""
        self._database.execute("UPDATE articles SET signature = ? WHERE name = ?", (signature, name))

    def remove(self, names: Sequence[str]) -> None:
        """Forget articles, e.g. those that could not be written."""
        numbers = [int(number) for name in names for (number,) in self._rows("number", "name", name)]
        if numbers:
            self._remove(numbers)

    def with_text(self, sha256: str) -> str:
        """Id of the article with this text, or an empty string."""
        return next((name for (name,) in self._rows("name", "sha256", sha256)), "")

    def from_source(self, source: str) -> str:
        """Id of the article that a file with these bytes became, or an empty string."""
        return next((name for (name,) in self._rows("name", "source", source)), "")

    def newest(self, name: str, *, url: str = "", story: str = "") -> list[str]:
        """Ids of the newest versions with this address, or of this story, that came before `name`."""
        field, value = ("url", url) if url else ("story", story)
        found = []
        for (other,) in self._rows("name", field, value):
            if other == name:
                break
            if not self.replaced_by(other):
                found.append(other)
        return found

    def replaced_by(self, name: str) -> str:
        """Id of the version that came after this one, or an empty string."""
        return next((newer for (newer,) in self._rows("name", "replaces", name)), "")

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM articles").fetchone()[0])

    def _rows(self, wanted: str, field: str, value: str) -> list[tuple[str]]:
        # Both are columns named in this class. `!= ''` lets the partial indices be used.
        return self._database.execute(
            f"SELECT {wanted} FROM articles WHERE {field} = ? AND {field} != '' ORDER BY number", (value,)
        ).fetchall()

    def _note_files(self, corpus: Path) -> None:
        """Make the table `found` of the files that are there."""
        self._database.execute("DROP TABLE IF EXISTS found")
        self._database.execute("CREATE TEMP TABLE found (name TEXT PRIMARY KEY, signature TEXT)")
        self._database.executemany("INSERT INTO found VALUES (?, ?)", _files(corpus))

    def _forget_missing(self) -> None:
        gone = [
            number
            for (number,) in self._database.execute(
                "SELECT number FROM articles WHERE name NOT IN (SELECT name FROM found)"
            )
        ]
        if len(gone) > _REBUILT_FROM * len(self):
            self._database.execute("DELETE FROM articles")
            self._postings.clear()
        elif gone:
            self._remove(gone)

    def _remove(self, numbers: Sequence[int]) -> None:
        self._database.executemany("DELETE FROM articles WHERE number = ?", ((one,) for one in numbers))
        self._postings.remove(numbers)

    def _altered(self, articles: Iterable[Known]) -> list[Known]:
        """Update those whose text is known under their id, and give the others."""
        others = []
        for known in articles:
            found = self._rows("sha256", "name", known.name)
            if found and found[0][0] == known.sha256:
                self._database.execute(
                    "UPDATE articles SET source = ?, url = ?, story = ?, replaces = ? WHERE name = ?",
                    (*known[3:], known.name),
                )
                continue
            if found:
                self.remove([known.name])
            others.append(known)
        return others


def _opened(path: Path) -> sqlite3.Connection | None:
    """Open a database that is there; a damaged one is deleted."""
    try:
        return _prepared(sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None))
    except sqlite3.OperationalError:  # locked, or not to be written
        return None
    except sqlite3.DatabaseError:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        return None


def _files(corpus: Path) -> Iterator[tuple[str, str]]:
    """Id and signature of every article file."""
    try:
        entries = os.scandir(corpus)
    except (FileNotFoundError, NotADirectoryError):
        return  # nothing can be written there either, and that is told of every article
    except OSError as error:
        raise AnnotatorError(f"{corpus} cannot be read: {error.strerror}; make it readable") from error
    with entries:
        for entry in entries:
            if entry.name.endswith(".json") and entry.name[0] != ".":
                with suppress(OSError):  # gone meanwhile
                    yield entry.name.removesuffix(".json"), signature_of(entry.stat())


def _prepared(database: sqlite3.Connection) -> sqlite3.Connection:
    try:
        with suppress(sqlite3.OperationalError):  # network folders have no shared memory
            database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA cache_size = -{_CACHED_KIB}")
        database.executescript(_TABLES)
    except BaseException:
        database.close()
        raise
    return database
