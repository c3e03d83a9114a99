"""What belongs into one part: near-duplicates, versions, and on demand outlets or stories, as a graph.

What was dealt before stays. A new article goes where what it belongs to is; one that belongs to articles of
two parts goes into none, because in either it would be a leak.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.similarity import connected

_HUB = "\0"
"""Begins the name of a node that stands for what several articles have in common."""
_GONE = _HUB * 2
"""The same of an article of which nothing is known but that others are versions or near-duplicates of it."""

Edge = tuple[str, str]
"""Two names."""


class Piece(NamedTuple):
    """An article of the corpus."""

    id: str
    near: tuple[str, ...] = ()
    """Ids of others that it stays with; it is enough that one of the two names the other."""
    replaces: str = ""
    """Id of the version before it, which it stays with."""
    together: str = ""
    """What it has in common with others that stay together with it; empty: nothing."""
    counts: bool = True
    """Whether it is in the dataset; a version that was replaced is not, and only links."""


@dataclass(frozen=True)
class Grouped:
    """The articles that count, in groups."""

    part_of: Mapping[str, str]
    """Part by article id, of those whose part is certain: dealt before, or belonging to what was; of replaced
    versions, too."""
    free: Sequence[tuple[str, ...]]
    """Groups that can go anywhere, by the ids of their articles, sorted."""
    linked: Mapping[str, tuple[str, ...]]
    """Articles that belong into two parts, so into none, with these parts."""
    dealt: Mapping[str, str]
    """Part by article id of all that were dealt before, in the corpus or not."""
    edges: Sequence[Edge]
    """What belongs together, without those that belong into none."""

    def names(self, part_of: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
        """Name by article id the group that stays together, after one of its articles in that part.

        Groups that have a name keep it: `before` has that of each article which was dealt before.
        """
        roots = _roots(self.edges, ())
        parts = {**self.dealt, **part_of}
        first: dict[Edge, str] = {}
        for name in (*sorted(before, key=before.__getitem__), *sorted(part_of.keys() - before.keys())):
            first.setdefault((roots.get(name, name), parts[name]), before.get(name, name))
        return {
            name: before.get(name) or first[roots.get(name, name), part] for name, part in part_of.items()
        }


def grouped(pieces: Iterable[Piece], dealt: Mapping[str, str], parts: Sequence[str]) -> Grouped:
    """Group the articles of a corpus; `dealt` has the part by article id of all that were dealt before.

    Where new articles that hang together lead to two parts, the part to which most of them lead, or the
    first of `parts`, takes those that can be taken; those that lead elsewhere belong to none.
    """
    known = {piece.id: piece for piece in pieces}
    edges = list(_edges(known.values(), {*known, *dealt}))
    certain = dict(dealt)
    while True:
        leads = _leads(edges, certain)
        linked = _linked(known, edges, leads, parts)
        without = {*leads.fixed, *linked}
        groups = list(_components(known, edges, without))
        news = dict(_certain(groups, leads))
        if not news:
            break
        certain |= news
    free = (sorted(name for name in group if name in known) for group in groups)
    return Grouped(
        {name: part for name, part in certain.items() if name in known},
        sorted(tuple(group) for group in free if any(known[name].counts for name in group)),
        {name: linked[name] for name in sorted(linked) if name in known and known[name].counts},
        dealt,
        [edge for edge in edges if linked.keys().isdisjoint(edge)],
    )


class _Leads(NamedTuple):
    fixed: Mapping[str, set[str]]
    """Parts by node, of those whose part is certain; a hub may have several."""
    to: Mapping[str, set[str]]
    """Parts by node, of the others: where their neighbours are."""


def _linked(
    known: Mapping[str, Piece], edges: Sequence[Edge], leads: _Leads, parts: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Give the nodes that keep what hangs together from being of one part, with the parts they lead to."""

    def place(part: str) -> int:
        return parts.index(part) if part in parts else len(parts)

    linked = {}
    for members in _components(known, edges, leads.fixed.keys()):
        votes = Counter(part for name in members for part in leads.to.get(name, ()))
        if len(votes) > 1:
            kept = min(votes, key=lambda part: (-votes[part], place(part)))
            for name in members:
                to = leads.to.get(name, set())
                if to - {kept}:
                    linked[name] = tuple(sorted({*to, kept}, key=place))
    return linked


def _certain(groups: Iterable[Sequence[str]], leads: _Leads) -> Iterator[Edge]:
    """Give the part of everything that hangs together with what is in it; a hub has none of its own."""
    for members in groups:
        if found := {part for name in members for part in leads.to.get(name, ())}:
            (part,) = found
            yield from ((name, part) for name in members if not name.startswith(_HUB))


def _edges(pieces: Iterable[Piece], there: Collection[str]) -> Iterator[Edge]:
    for piece in pieces:
        for other in (*piece.near, piece.replaces):
            if other:
                yield piece.id, other if other in there else _GONE + other
        if piece.together:
            yield piece.id, _HUB + piece.together


def _leads(edges: Iterable[Edge], part_of: Mapping[str, str]) -> _Leads:
    fixed = {name: {part} for name, part in part_of.items()}
    for name, other in edges:
        if other.startswith(_HUB) and name in part_of:
            fixed.setdefault(other, set()).add(part_of[name])
    to: dict[str, set[str]] = {}
    for edge in edges:
        for name, other in (edge, edge[::-1]):
            if name not in fixed and other in fixed:
                to.setdefault(name, set()).update(fixed[other])
    return _Leads(fixed, to)


def _components(
    known: Collection[str], edges: Iterable[Edge], without: Collection[str]
) -> Iterator[list[str]]:
    """Give what hangs together of all nodes but some."""
    roots = _roots(edges, without)
    members: dict[str, list[str]] = {}
    for name in dict.fromkeys((*known, *roots)):
        if name not in without:
            members.setdefault(roots.get(name, name), []).append(name)
    yield from members.values()


def _roots(edges: Iterable[Edge], without: Collection[str]) -> dict[str, str]:
    """Give a common name to all nodes that edges connect, but some."""
    kept = (edge for edge in edges if edge[0] not in without and edge[1] not in without)
    return {name: root for group in connected(kept) for root in (min(group),) for name in group}
