"""Which articles hold which gram: an inverted index in a database, one integer per gram and article."""

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotator.similarity.fingerprint import Fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

NUMBER_BITS = 24
"""An article's number is the lower part of an entry, the gram's hash the upper one."""
_NUMBERS = (1 << NUMBER_BITS) - 1

COMMON = 25
"""A gram that more articles hold is boilerplate or a set phrase, and does not count; except where it is three
quarters of an article: that is a story that many have printed."""

DROPPED = 500
"""A gram that more articles hold is kept for none of them: the work stays linear in the articles."""

_MOST_RECENT = 1_000_000
"""Entries that wait in memory (8 MB, some 8,000 articles): written one batch at a time, they would each touch
another page of the database."""

FEWEST_SHARED = 4
"""Articles with fewer sampled grams in common, about 20 words, share a phrase or a hash by chance."""

_GRAMS = """
CREATE TABLE IF NOT EXISTS grams (entry INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS dropped (gram INTEGER PRIMARY KEY);
"""
_MATCHING = f"""
SELECT entry FROM json_each(?) AS asked JOIN grams
ON entry BETWEEN asked.value << {NUMBER_BITS} AND (asked.value << {NUMBER_BITS}) + {_NUMBERS}
"""


class Match(NamedTuple):
    """An article that holds words of another."""

    name: str
    """Its id."""
    similarity: float
    """Share of the 5-grams of the shorter of the two that stand in the other, estimated."""


class _Held(NamedTuple):
    """A number of an article as the index has it."""

    name: str
    size: int
    """Grams, without those dropped."""
    rare: int
    """Of these, how many are not common."""


class _Pairs(NamedTuple):
    """Pairs of articles that share grams, as columns."""

    newer: "Integers"
    older: "Integers"
    shared: "Integers"
    rare: "Integers"
    """Of the shared grams, how many are not common."""


class Postings:
    """Adds articles by their number and finds those before them that share many grams.

    Which pairs are found does not depend on the order in which articles come, as long as no gram in them
    becomes common or dropped on the way.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        """Use the tables `grams` and `dropped`, and number, name, size and rare of the table `articles`."""
        import numpy as np

        self._database = database
        self._dropped: Integers | None = None
        self._recent: Integers = np.empty(0, np.int64)
        """Entries that are not in the database yet, sorted."""
        self._before = self._recent
        database.executescript(_GRAMS)

    @property
    def full(self) -> bool:
        """Whether it is time to `flush`."""
        return len(self._recent) >= _MOST_RECENT

    def begin(self) -> None:
        """Note the state that `roll_back` brings back."""
        self._before = self._recent

    def roll_back(self) -> None:
        """Take back what was done since `begin`, as the database does."""
        self._recent = self._before
        self.forget()

    def flush(self) -> None:
        """Put everything into the database."""
        self._database.executemany("INSERT INTO grams VALUES (?)", ((one,) for one in self._recent.tolist()))
        self._recent = self._recent[:0]

    def add(self, numbers: Sequence[int], fingerprints: Sequence[Fingerprint]) -> list[list[Match]]:
        """Add articles, numbered upwards, and give for each the ones before it that match."""
        import numpy as np

        if not numbers:
            return []
        grams = np.concatenate(fingerprints).astype(np.int64)
        owners = np.repeat(np.array(numbers, np.int64), [len(one) for one in fingerprints])
        kept = ~np.isin(grams, self._dropped_grams())
        self._lessen("size", owners[~kept])
        self._lessen("rare", owners[~kept])
        grams, owners = grams[kept], owners[kept]
        news = np.sort((grams << NUMBER_BITS) | owners)
        self._recent = np.sort(np.concatenate([self._recent, news]), kind="stable")
        entries = self._entries(np.unique(grams))
        common = self._note_common(entries, news)
        entries = self._without_dropped(entries)
        return self._matches(numbers, _pairs(news, entries, common))

    def remove(self, numbers: Sequence[int]) -> None:
        """Forget articles; takes as long as reading the whole index."""
        self.flush()
        self._database.execute(
            f"DELETE FROM grams WHERE entry & {_NUMBERS} IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )

    def clear(self) -> None:
        """Forget everything."""
        self._database.execute("DELETE FROM grams")
        self._database.execute("DELETE FROM dropped")
        self._recent = self._recent[:0]
        self._dropped = None

    def forget(self) -> None:
        """Take nothing in memory that is in the database, too, for true: others have written."""
        self._dropped = None

    def _dropped_grams(self) -> "Integers":
        import numpy as np

        if self._dropped is None:
            rows = self._database.execute("SELECT gram FROM dropped")
            self._dropped = np.fromiter((gram for (gram,) in rows), np.int64)
        return self._dropped

    def _entries(self, grams: "Integers") -> "Integers":
        """All entries of these grams, sorted."""
        import numpy as np

        rows = self._database.execute(_MATCHING, (json.dumps(grams.tolist()),))
        stored = np.fromiter((entry for (entry,) in rows), np.int64)
        first = np.searchsorted(self._recent, grams << NUMBER_BITS)
        counts = np.searchsorted(self._recent, (grams + 1) << NUMBER_BITS) - first
        return np.sort(np.concatenate([stored, self._recent[_places(first, counts)]]), kind="stable")

    def _note_common(self, entries: "Integers", news: "Integers") -> "Integers":
        """Give the grams that are common, and let nobody who holds them count them as rare."""
        import numpy as np

        grams, counts = np.unique(entries >> NUMBER_BITS, return_counts=True)
        common: Integers = grams[counts > COMMON]
        added, new = np.unique(news >> NUMBER_BITS, return_counts=True)
        before = counts - new[np.searchsorted(added, grams)]
        just_now = grams[(counts > COMMON) & (before <= COMMON)]
        held = entries[np.isin(entries >> NUMBER_BITS, just_now)]
        came = news[np.isin(news >> NUMBER_BITS, np.setdiff1d(common, just_now))]
        self._lessen("rare", np.concatenate([held, came]) & _NUMBERS)
        return common

    def _without_dropped(self, entries: "Integers") -> "Integers":
        """Take out of the index, and of `entries`, the grams that too many articles hold by now."""
        import numpy as np

        grams, counts = np.unique(entries >> NUMBER_BITS, return_counts=True)
        dropped = grams[counts > DROPPED]
        if not len(dropped):
            return entries
        out = np.isin(entries >> NUMBER_BITS, dropped)
        self._lessen("size", entries[out] & _NUMBERS)
        self._database.executemany(
            f"DELETE FROM grams WHERE entry BETWEEN ? << {NUMBER_BITS} AND (? << {NUMBER_BITS}) + {_NUMBERS}",
            ((gram, gram) for gram in dropped.tolist()),
        )
        self._database.executemany("INSERT INTO dropped VALUES (?)", ((gram,) for gram in dropped.tolist()))
        self._recent = self._recent[~np.isin(self._recent >> NUMBER_BITS, dropped)]
        self._dropped = np.concatenate([self._dropped_grams(), dropped])
        left: Integers = entries[~out]
        return left

    def _lessen(self, count: str, owners: "Integers") -> None:
        """Count one gram less for every time that an article is named."""
        import numpy as np

        numbers, times = np.unique(owners, return_counts=True)
        self._database.executemany(
            f"UPDATE articles SET {count} = {count} - ? WHERE number = ?",
            zip(times.tolist(), numbers.tolist(), strict=True),
        )

    def _matches(self, numbers: Sequence[int], pairs: _Pairs) -> list[list[Match]]:
        import numpy as np

        held = self._held(np.unique(np.concatenate([pairs.newer, pairs.older])).tolist())
        found: dict[int, list[Match]] = {number: [] for number in numbers}
        for newer, older, shared, rare in zip(*(column.tolist() for column in pairs), strict=True):
            if newer in held and older in held:
                similarity = _similarity(held[newer], held[older], shared, rare)
                if similarity:
                    found[newer].append(Match(held[older].name, similarity))
        return [sorted(found[number], key=lambda one: (-one.similarity, one.name)) for number in numbers]

    def _held(self, numbers: list[int]) -> dict[int, _Held]:
        rows = self._database.execute(
            "SELECT number, name, size, rare FROM articles WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(numbers),),
        )
        return {number: _Held(*rest) for number, *rest in rows}


def _similarity(one: _Held, other: _Held, shared: int, rare: int) -> float:
    """Containment by the grams that are not common, unless nearly all of the shorter article's are."""
    shorter = min(one, other, key=lambda held: held.size)
    if 4 * shorter.rare < shorter.size:
        return round(shared / shorter.size, 3)
    if rare < FEWEST_SHARED:
        return 0.0
    return round(rare / min(one.rare, other.rare), 3)


def _places(first: "Integers", counts: "Integers") -> "Integers":
    """Join ranges, each given by its first number and how many there are."""
    import numpy as np

    before: Integers = np.cumsum(counts) - counts
    places: Integers = np.arange(counts.sum()) + np.repeat(first - before, counts)
    return places


def _pairs(news: "Integers", entries: "Integers", common: "Integers") -> _Pairs:
    """Join the new entries with all there are of their grams: which articles share how many."""
    import numpy as np

    grams, owners = news >> NUMBER_BITS, news & _NUMBERS
    held, holders = entries >> NUMBER_BITS, entries & _NUMBERS
    first = np.searchsorted(held, grams, "left")
    counts = np.searchsorted(held, grams, "right") - first
    newer = np.repeat(owners, counts)
    older = holders[_places(first, counts)]
    is_rare = np.repeat(~np.isin(grams, common), counts)
    before = older < newer
    codes, place, shared = np.unique(
        (newer[before] << NUMBER_BITS) | older[before], return_inverse=True, return_counts=True
    )
    rare = np.bincount(place, weights=is_rare[before], minlength=len(codes)).astype(np.int64)
    enough = shared >= FEWEST_SHARED
    codes = codes[enough]
    return _Pairs(codes >> NUMBER_BITS, codes & _NUMBERS, shared[enough], rare[enough])
