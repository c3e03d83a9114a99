"""Which spans of two annotators match: those with the same ends, and one to one those that overlap."""

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.compare.spanarrays import Places, SpanArrays, position
from annotator.compare.sums import Floats


def exact_matches(spans: SpanArrays) -> tuple[Places, NDArray[np.bool_]]:
    """Give the unit of every different span, and who marks it, (different spans, annotators)."""
    same = (np.diff(spans.unit) == 0) & (np.diff(spans.start) == 0)
    same &= (np.diff(spans.end) == 0) & (np.diff(spans.kind) == 0)
    first = np.append(True, ~same)[: len(spans.unit)]
    holders = np.zeros((int(first.sum()), spans.seen.shape[1]), dtype=np.bool_)
    holders[np.cumsum(first) - 1, spans.annotator] = True
    return spans.unit[first], holders


class Matches(NamedTuple):
    """Numbers of matches; several entries of one unit and two annotators add up."""

    unit: Places
    pair: Places
    """First annotator * annotators + second, the first being the lower."""
    number: Floats


def overlapping_matches(spans: SpanArrays) -> Matches:
    """Match spans of the same kind that share a character, as many as can be, each with at most one."""
    annotators = spans.seen.shape[1]
    i, j = _overlaps(spans)
    group = (spans.unit[i] * annotators + spans.annotator[i]) * annotators + spans.annotator[j]
    # How many spans of the other annotator each of the two overlaps.
    own, others = i * annotators + spans.annotator[j], j * annotators + spans.annotator[i]
    choices = np.bincount(np.concatenate([own, others]))
    fewer = np.minimum(choices[own], choices[others])
    entangled = np.isin(group, np.unique(group[fewer > 1]))
    plain = ~entangled
    # A span that overlaps several, none of which overlaps another, matches one of them.
    single = 1 / np.maximum(choices[own], choices[others])[plain]
    groups, sizes = _largest_matchings(group[entangled], i[entangled], j[entangled])
    groups = np.concatenate([group[plain], groups])
    return Matches(groups // annotators**2, groups % annotators**2, np.concatenate([single, sizes]))


def _overlaps(spans: SpanArrays) -> tuple[Places, Places]:
    """Give every two spans of different annotators that may match, the one of the lower annotator first."""
    starts = position(spans.unit, spans.start)
    behind = np.searchsorted(starts, position(spans.unit, spans.end))
    following = behind - np.arange(len(starts)) - 1
    i = np.repeat(np.arange(len(starts)), following)
    j = np.arange(len(i)) - np.repeat(np.cumsum(following) - following, following) + i + 1
    may = (spans.annotator[i] != spans.annotator[j]) & (spans.kind[i] == spans.kind[j])
    i, j = i[may], j[may]
    ordered = spans.annotator[i] < spans.annotator[j]
    return np.where(ordered, i, j), np.where(ordered, j, i)


def _largest_matchings(group: Places, i: Places, j: Places) -> tuple[Places, Floats]:
    """Give each different group, and the size of the largest matching along its edges from `i` to `j`."""
    order = np.argsort(group, kind="stable")
    edges = zip(group[order].tolist(), i[order].tolist(), j[order].tolist(), strict=True)
    groups, sizes = [], []
    for number, members in groupby(edges, key=itemgetter(0)):
        choices: dict[int, list[int]] = {}
        for _, left, right in members:
            choices.setdefault(left, []).append(right)
        groups.append(number)
        sizes.append(float(largest_matching(choices)))
    return np.array(groups, dtype=np.int64), np.array(sizes)


def largest_matching(choices: Mapping[int, Sequence[int]]) -> int:
    """Give the size of the largest matching between the keys and what each may be matched with.

    Every key in turn looks for a partner; those who have one may change to another (Kuhn 1955).
    """
    keys: dict[int, int] = {}
    partners: dict[int, int] = {}
    for key in choices:
        asked_by: dict[int, int] = {}
        asking = deque([key])
        free: int | None = None
        while asking and free is None:
            one = asking.popleft()
            for partner in choices[one]:
                if partner not in asked_by:
                    asked_by[partner] = one
                    if partner not in keys:
                        free = partner
                        break
                    asking.append(keys[partner])
        while free is not None:
            one = asked_by[free]
            keys[free] = one
            before = partners.get(one)
            partners[one] = free
            free = before
    return len(keys)
