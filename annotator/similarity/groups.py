"""Connected components: what hangs together, directly or through others."""

from collections.abc import Iterable


def connected(pairs: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """Give the groups of names that the pairs connect, largest first, then by their first name.

    Names that stand in no pair are in no group. Union-find (Tarjan 1975), near linear in the pairs.
    """
    parent: dict[str, str] = {}
    for one, other in pairs:
        parent[_root(parent, one)] = _root(parent, other)
    groups: dict[str, set[str]] = {}
    for name in list(parent):
        groups.setdefault(_root(parent, name), set()).add(name)
    return sorted(map(frozenset, groups.values()), key=lambda group: (-len(group), min(group)))


def _root(parent: dict[str, str], name: str) -> str:
    parent.setdefault(name, name)
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name
