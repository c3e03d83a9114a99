"""Sentences that stand in two parts of a dataset: to the letter, or but for case, punctuation and blanks.

Only a hash of eight bytes is kept of each sentence until those that stand in two parts are known. Two
different sentences of a million have the same hash with a chance of one in 37 million, and are never told:
words are looked at then.
"""

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.similarity import is_short

_WORD = re.compile(r"[^\W_]+")


class Sentences(NamedTuple):
    """The sentences of an article, or some of them."""

    article: str
    part: str
    texts: Sequence[str]


class Place(NamedTuple):
    """One place where a sentence stands."""

    part: str
    article: str
    text: str


@dataclass(frozen=True)
class Leak:
    """A sentence that stands in more than one part."""

    places: tuple[Place, ...]
    short: bool
    """Whether it has fewer than five words, or characters that make as much: these say little."""

    @property
    def text(self) -> str:
        """Its words, as they stand first."""
        return self.places[0].text

    @property
    def exact(self) -> bool:
        """Whether it stands in two parts with the same letters and signs."""
        parts: dict[str, set[str]] = {}
        for place in self.places:
            parts.setdefault(place.text, set()).add(place.part)
        return any(len(found) > 1 for found in parts.values())


Reading = Callable[[Collection[str] | None], Iterable[Sentences]]
"""Gives all articles that are in a part; or, given their ids, only some."""


def find_leaks(read: Reading) -> list[Leak]:
    """Give the sentences that stand in two parts, in the order of their first places.

    Articles are read once, and those that have such a sentence once more.
    """
    bits: dict[str, int] = {}
    parts_of: dict[int, int] = {}
    """By hash, the parts as bits."""
    hashes: dict[str, array[int]] = {}
    for article, part, texts in read(None):
        bit = bits.setdefault(part, 1 << len(bits))
        keys = array("Q", (_key(words) for text in texts if (words := folded_words(text))))
        for key in keys:
            parts_of[key] = parts_of.get(key, 0) | bit
        hashes.setdefault(article, array("Q")).extend(keys)
    twice = {key for key, found in parts_of.items() if found & (found - 1)}
    del parts_of
    again = {article for article, keys in hashes.items() if not twice.isdisjoint(keys)}
    return list(_named(read(again), twice)) if again else []


def folded_words(text: str) -> str:
    """Give the words of a sentence without case, punctuation, and how wide and what blanks are."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_WORD.findall(text.casefold()))


def crossing(near: Mapping[str, Collection[str]], part_of: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the pairs of articles that resemble each other and are in different parts, sorted."""
    pairs = {
        (min(name, other), max(name, other))
        for name, others in near.items()
        for other in others
        if name in part_of and other in part_of and part_of[name] != part_of[other]
    }
    return sorted(pairs)


def _named(articles: Iterable[Sentences], twice: set[int]) -> Iterator[Leak]:
    found: dict[str, list[Place]] = {}
    for article, part, texts in articles:
        for text in texts:
            words = folded_words(text)
            if words and _key(words) in twice:
                found.setdefault(words, []).append(Place(part, article, text))
    for places in found.values():
        if len({place.part for place in places}) > 1:
            yield Leak(tuple(places), is_short(places[0].text))


def _key(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest())
