"""Dealing articles out: who annotates which, balanced, and the same for the same seed.

What somebody has stays theirs; the rest goes, one by one, to whoever has least: of the outlet, of articles,
of sentences, in this order. Articles of the overlap go to those who share least with one another.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations, islice
from typing import NamedTuple

from schemas import AssignmentRule

Pair = frozenset[str]


class ToDeal(NamedTuple):
    """An article that is to be dealt out."""

    id: str
    outlet: str
    units: int
    held: tuple[str, ...] = ()
    """Whose it is already, by the names in the rule where they are there."""
    dealt: bool = False
    """Whether that is from an earlier dealing."""


def deal(articles: Iterable[ToDeal], rule: AssignmentRule) -> dict[str, tuple[str, ...]]:
    """Give the annotators of each article, by its id, those who hold it first.

    The share `overlap` of all articles, to the nearest whole number, has `raters` annotators, the same share
    of each outlet as near as can be; every other one has one. More only where more hold it already, or more
    than the share are held by several.
    """
    pieces = sorted(articles, key=lambda piece: (piece.outlet, -piece.units, _draw(rule.seed, piece.id)))
    several = _choose_overlap(pieces, rule)
    dealer = _Dealer(rule, pieces)
    dealt = {}
    for piece in pieces:
        if piece.id in several:
            dealt[piece.id] = dealer.deal_to_several(piece)
    for piece in pieces:
        if piece.id not in several:
            dealt[piece.id] = piece.held or dealer.deal_to_one(piece)
    return {name: dealt[name] for name in sorted(dealt)}


def pairs_of(names: Iterable[str]) -> Iterator[Pair]:
    """Give every pair of different names."""
    return map(frozenset, combinations(names, 2))


def _choose_overlap(pieces: Sequence[ToDeal], rule: AssignmentRule) -> set[str]:
    """Choose the articles that several annotate, of each outlet its share.

    Those that several hold are among them; then those not dealt yet, and only then those dealt to one.
    """
    chosen = {piece.id for piece in pieces if len(piece.held) > 1}
    missing = int(rule.overlap * len(pieces) + 0.5) - len(chosen)
    counts = Counter(piece.outlet for piece in pieces)
    there = Counter(piece.outlet for piece in pieces if piece.id in chosen)
    lacking = {outlet: rule.overlap * count - there[outlet] for outlet, count in counts.items()}
    for dealt in (False, True):
        waiting: dict[str, list[str]] = {}
        for piece in pieces:
            if piece.dealt is dealt and piece.id not in chosen:
                waiting.setdefault(piece.outlet, []).append(piece.id)
        news = islice(_most_lacking_first(waiting, lacking, rule.seed), max(0, missing))
        before = len(chosen)
        chosen.update(news)
        missing -= len(chosen) - before
    return chosen


def _most_lacking_first(waiting: dict[str, list[str]], lacking: dict[str, float], seed: int) -> Iterator[str]:
    """Give the articles that wait, by outlet, always one of the outlet that lacks most; counts them."""
    for names in waiting.values():
        names.sort(key=lambda name: _draw(seed, name), reverse=True)
    heap = [(-lacking[outlet], _draw(seed, outlet), outlet) for outlet in waiting]
    heapify(heap)
    while heap:
        _, drawn, outlet = heappop(heap)
        lacking[outlet] -= 1
        if len(waiting[outlet]) > 1:
            heappush(heap, (-lacking[outlet], drawn, outlet))
        yield waiting[outlet].pop()


class _Dealer:
    """Who has how much by now."""

    def __init__(self, rule: AssignmentRule, pieces: Iterable[ToDeal]) -> None:
        self._rule = rule
        self._names = list(rule.annotators)
        self._articles = Counter[str]()
        self._units = Counter[str]()
        self._shared = Counter[str]()
        self._of_outlet = Counter[tuple[str, str]]()
        self._pairs: Counter[Pair] = Counter(dict.fromkeys(pairs_of(self._names), 0))
        for piece in pieces:
            self._take(piece, (), piece.held)

    def deal_to_one(self, piece: ToDeal) -> tuple[str, ...]:
        """Give an article that nobody holds to whoever has least."""
        turn = self._turn(piece)
        name = min(self._names, key=lambda name: (*self._load(piece, name), turn[name]))
        self._take(piece, (), (name,))
        return (name,)

    def deal_to_several(self, piece: ToDeal) -> tuple[str, ...]:
        """Add to those who hold an article others who share least with them, up to the number of raters."""
        turn = self._turn(piece)
        group = list(piece.held)
        if not group and self._pairs:
            least = min(self._pairs.values())
            pairs = [pair for pair, count in self._pairs.items() if count == least]
            least_loaded = min(pairs, key=lambda pair: self._pair_load(piece, pair, turn))
            group = sorted(least_loaded)
        while len(group) < self._rule.raters and (rest := [one for one in self._names if one not in group]):
            group.append(
                min(
                    rest,
                    key=lambda name: (
                        sum(self._pairs[frozenset((name, other))] for other in group),
                        *self._shared_load(piece, name),
                        turn[name],
                    ),
                )
            )
        self._take(piece, piece.held, group)
        return tuple(group)

    def _load(self, piece: ToDeal, name: str) -> tuple[int, int, int]:
        return self._of_outlet[name, piece.outlet], self._articles[name], self._units[name]

    def _shared_load(self, piece: ToDeal, name: str) -> tuple[int, ...]:
        return self._shared[name], *self._load(piece, name)

    def _pair_load(self, piece: ToDeal, pair: Pair, turn: dict[str, int]) -> tuple[int, ...]:
        one, other = pair
        loads = zip(self._shared_load(piece, one), self._shared_load(piece, other), strict=True)
        return *map(sum, loads), min(turn[one], turn[other]), turn[one] + turn[other]

    def _turn(self, piece: ToDeal) -> dict[str, int]:
        """Who comes first where all else is equal: another one with each article."""
        count = len(self._names)
        first = _draw(self._rule.seed, piece.id) % count
        return {name: (place - first) % count for place, name in enumerate(self._names)}

    def _take(self, piece: ToDeal, before: Sequence[str], after: Sequence[str]) -> None:
        """Count that an article which those `before` had is now that of those `after`."""
        news = [name for name in after if name not in before]
        for name in news:
            self._articles[name] += 1
            self._units[name] += piece.units
            self._of_outlet[name, piece.outlet] += 1
        known = set(pairs_of(before))
        self._pairs.update(pair for pair in pairs_of(after) if pair not in known)
        if len(after) > 1:
            self._shared.update(news if len(before) > 1 else after)


def _draw(seed: int, name: str) -> int:
    """A number from 0 to 2^32 - 1 that seed and name decide alone."""
    return int.from_bytes(hashlib.blake2b(f"{seed} {name}".encode(), digest_size=4).digest())
