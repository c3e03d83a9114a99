"""Dealing groups of articles into parts that are alike: in sentences, in articles, and in each label.

Greedy: one group after the other, large ones first, goes where it brings the counts of all parts nearest to
what they should be, by Pearson's chi-squared, the sum of (count - expected)² / expected. Then groups move,
and in small corpora change places, while that makes it less. What a seed decides is the order of groups of
about the same size.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from schemas import SplitPlan

Sizes = Mapping[str, int]
"""What is counted of an article or a group, by name: `articles`, `sentences` and each label's sentences."""

_MOST_ROUNDS = 20
_SWAPPED = 300
"""Up to so many groups, every two of different parts are tried in each other's place; more need it not."""
_LESS = 1e-9
"""What a move must win, lest rounding lets groups move back and forth."""


class Group(NamedTuple):
    """Articles that stay together."""

    name: str
    """Id of the first of them."""
    sizes: Sizes


def deal(groups: Iterable[Group], before: Mapping[str, Sizes], plan: SplitPlan) -> dict[str, str]:
    """Give the part of each group, by its name; `before` is what each part has already.

    No part stays empty as long as there are as many groups as empty parts.
    """
    order = sorted(groups, key=lambda group: _turn(group, plan.seed))
    parts = _Parts(plan, order, before)
    for number in range(len(order)):
        parts.put(number, parts.cheapest(number))
    parts.fill_empty()
    for _ in range(_MOST_ROUNDS):
        if not parts.move() and not parts.swap():
            break
    return {group.name: plan.parts[parts.of[number]] for number, group in enumerate(order)}


def _turn(group: Group, seed: int) -> tuple[int, bytes, str]:
    """Larger groups first, while there is most room; of twice the size at most, drawn."""
    draw = hashlib.blake2b(f"{seed} {group.name}".encode(), digest_size=8).digest()
    return -group.sizes.get("sentences", 0).bit_length(), draw, group.name


class _Parts:
    """What each part has of everything that is counted, and should have."""

    def __init__(self, plan: SplitPlan, groups: Sequence[Group], before: Mapping[str, Sizes]) -> None:
        names = sorted({name for sizes in (*before.values(), *(g.sizes for g in groups)) for name in sizes})
        place = {name: number for number, name in enumerate(names)}
        self._sizes = [[(place[name], count) for name, count in g.sizes.items() if count] for g in groups]
        self._have = [[before.get(part, {}).get(name, 0) for name in names] for part in plan.parts]
        totals = [sum(column) for column in zip(*self._have, strict=True)]
        for sizes in self._sizes:
            for number, count in sizes:
                totals[number] += count
        self._wanted = [[share * total for total in totals] for share in plan.shares.values()]
        self._count = [int(any(row)) for row in self._have]
        self.of: list[int] = [-1] * len(groups)
        """The part of each group, both by their numbers; -1: none yet."""

    def cheapest(self, number: int) -> int:
        """Find the part that a group brings nearest to what it should have."""
        costs = [self._cost(number, part) for part in range(len(self._have))]
        return costs.index(min(costs))

    def put(self, number: int, part: int) -> None:
        """Put a group into a part, out of the one where it is."""
        if (before := self.of[number]) >= 0:
            self._add(number, before, -1)
        self._add(number, part, 1)
        self.of[number] = part

    def fill_empty(self) -> None:
        """Give every empty part the smallest group of a part that has several, as far as there are any."""
        for part in range(len(self._count)):
            if self._count[part]:
                continue
            spare = [number for number, at in enumerate(self.of) if self._count[at] > 1]
            if spare:
                self.put(min(spare, key=lambda number: (self._size(number), -number)), part)

    def move(self) -> bool:
        """Move every group once to where it is better; tells whether any was."""
        moved = False
        for number, at in enumerate(self.of):
            if self._count[at] == 1:
                continue
            self._add(number, at, -1)
            costs = [self._cost(number, part) for part in range(len(self._have))]
            self._add(number, at, 1)
            best = costs.index(min(costs))
            if costs[best] < costs[at] - _LESS:
                self.put(number, best)
                moved = True
        return moved

    def swap(self) -> bool:
        """Let groups of two parts change places where that is better; tells whether any did."""
        if len(self.of) > _SWAPPED:
            return False
        swapped = False
        for one, other in combinations(range(len(self.of)), 2):
            if self.of[one] != self.of[other] and self._wins_by_swap(one, other) > _LESS:
                here, there = self.of[one], self.of[other]
                self.put(one, there)
                self.put(other, here)
                swapped = True
        return swapped

    def _wins_by_swap(self, one: int, other: int) -> float:
        here, there = self.of[one], self.of[other]
        self._add(one, here, -1)
        self._add(other, there, -1)
        now = self._cost(one, here) + self._cost(other, there)
        then = self._cost(one, there) + self._cost(other, here)
        self._add(one, here, 1)
        self._add(other, there, 1)
        return now - then

    def _cost(self, number: int, part: int) -> float:
        """By how much chi-squared grows when a group comes into a part that does not have it."""
        have, wanted = self._have[part], self._wanted[part]
        cost = 0.0
        for what, count in self._sizes[number]:
            cost += count * (2 * (have[what] - wanted[what]) + count) / wanted[what]
        return cost

    def _add(self, number: int, part: int, sign: int) -> None:
        have = self._have[part]
        for what, count in self._sizes[number]:
            have[what] += sign * count
        self._count[part] += sign

    def _size(self, number: int) -> int:
        return sum(count for _, count in self._sizes[number])
