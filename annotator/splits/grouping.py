"""What belongs into one part: near-duplicates, versions, and on demand outlets or stories, as a graph.

What was dealt before stays. A new article goes where what it belongs to is; one that belongs to articles of
two parts goes into none, because in either it would be a leak.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_HUB = "\0"
"""Begins the name of a node that stands for what several articles have in common."""

Edge = tuple[str, str]


class Piece(NamedTuple):
    """An article of the corpus."""

    id: str
    near: tuple[str, ...] = ()
    """Ids of its near-duplicates, and of the version before it; of those that one side names."""
    replaces: str = ""
    """Id of the version before it: its part is this one's."""
    together: str = ""
    """What it has in common with others that stay together with it; empty: nothing."""
    counts: bool = True
    """Whether it is dealt: not a version that was replaced, nor a damaged one. Others only link."""


@dataclass(frozen=True)
class Grouped:
    """The articles that count, in groups."""

    part_of: Mapping[str, str]
    """Part by article id, of those whose part is certain: dealt before, or belonging to what was."""
    free: Sequence[tuple[str, ...]]
    """Groups that can go anywhere, by the ids of their articles, sorted."""
    linked: Mapping[str, tuple[str, ...]]
    """Articles that belong into two parts, so into none, with these parts."""
    edges: Sequence[Edge]
    """What belongs together, without those that belong into none."""

    def names(self, part_of: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
        """Name by article id the group that stays together, after one of its articles in that part.

        Groups that have a name keep it: `before` has that of each article which was dealt before.
        """
        roots = _roots(self.edges, ())
        first: dict[Edge, str] = {}
        for name in (*sorted(before, key=before.__getitem__), *sorted(part_of.keys() - before.keys())):
            if name in part_of:
                first.setdefault((roots.get(name, name), part_of[name]), before.get(name, name))
        return {
            name: before.get(name) or first[roots.get(name, name), part] for name, part in part_of.items()
        }


def grouped(pieces: Iterable[Piece], dealt: Mapping[str, str], parts: Sequence[str]) -> Grouped:
    """Group the articles of a corpus; `dealt` has the part by article id of all that were dealt before.

    Where new articles that hang together lead to two parts, the part to which most of them lead, or the
    first of `parts`, takes those that can be taken; those that lead elsewhere belong to none.
    """
    known = {piece.id: piece for piece in pieces}
    fixed = dict(dealt) | dict(_inherited(known, dealt))
    edges = list(_edges(known.values()))
    leads = _leads(edges, fixed)
    linked: dict[str, tuple[str, ...]] = {}
    for members in _components(known, edges, {*leads.fixed}):
        votes = Counter(part for name in members for part in leads.to.get(name, ()))
        if len(votes) > 1:
            kept = min(votes, key=lambda part: (-votes[part], _place(part, parts)))
            for name in members:
                if leads.to.get(name, set()) - {kept}:
                    linked[name] = tuple(
                        sorted({*leads.to[name], kept}, key=lambda part: _place(part, parts))
                    )
    edges = [edge for edge in edges if not linked.keys() & edge]
    part_of = {name: part for name, part in fixed.items() if name in known and known[name].counts}
    free = []
    for members in _components(known, edges, {*leads.fixed, *linked}):
        counting = tuple(sorted(name for name in members if name in known and known[name].counts))
        found = {part for name in members for part in leads.to.get(name, ())}
        if found:
            part_of.update(dict.fromkeys(counting, *found))
        elif counting:
            free.append(counting)
    told = {name: linked[name] for name in sorted(linked) if known[name].counts}
    return Grouped(part_of, sorted(free), told, edges)


class _Leads(NamedTuple):
    fixed: Mapping[str, set[str]]
    """Parts by node, of those whose part is certain; a hub may have several."""
    to: Mapping[str, set[str]]
    """Parts by node, of the others: where their neighbours are."""


def _inherited(known: Mapping[str, Piece], dealt: Mapping[str, str]) -> Iterator[Edge]:
    """Give every version whose earlier one was dealt, and its part."""
    for piece in known.values():
        before, seen = piece.replaces, {piece.id}
        while before and before not in dealt and before not in seen and before in known:
            seen.add(before)
            before = known[before].replaces
        if before in dealt and piece.id not in dealt:
            yield piece.id, dealt[before]


def _edges(pieces: Iterable[Piece]) -> Iterator[Edge]:
    for piece in pieces:
        for other in (*piece.near, piece.replaces):
            if other:
                yield piece.id, other
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
    """Give a common name to all nodes that edges connect (union-find, Tarjan 1975)."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one, other in edges:
        if one not in without and other not in without:
            parent[root(one)] = root(other)
    return {name: root(name) for name in list(parent)}


def _place(part: str, parts: Sequence[str]) -> int:
    return parts.index(part) if part in parts else len(parts)
