"""Texts that resemble each other among any texts, without a catalogue that is kept."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from annotator.similarity.fingerprint import Fingerprint
from annotator.similarity.postings import Postings

_BATCH = 500
_TABLE = "CREATE TABLE articles (number INTEGER PRIMARY KEY, name TEXT, size INTEGER, rare INTEGER)"


def similar_pairs(prints: Iterable[tuple[str, Fingerprint]], least: float) -> Iterator[tuple[str, str]]:
    """Give the names of every two texts that share at least this much, from name and fingerprint of each.

    What counts is how much of the shorter one stands in the other, from 0 to 1.
    """
    database = sqlite3.connect("", isolation_level=None)  # on the disk, and gone when closed
    try:
        database.execute("PRAGMA synchronous = OFF")
        database.execute(_TABLE)
        postings = Postings(database)
        rest = iter(enumerate(prints, start=1))
        while batch := list(islice(rest, _BATCH)):
            yield from _added(database, postings, batch, least)
    finally:
        database.close()


def _added(
    database: sqlite3.Connection,
    postings: Postings,
    batch: Sequence[tuple[int, tuple[str, Fingerprint]]],
    least: float,
) -> Iterator[tuple[str, str]]:
    database.execute("BEGIN")
    database.executemany(
        "INSERT INTO articles VALUES (?, ?, ?, ?)",
        [(number, name, len(one), len(one)) for number, (name, one) in batch],
    )
    found = postings.add([number for number, _ in batch], [one for _, (_, one) in batch])
    if postings.full:
        postings.flush()
    database.execute("COMMIT")
    for (_, (name, _)), matches in zip(batch, found, strict=True):
        for match in matches:
            if match.similarity >= least:
                yield name, match.name
