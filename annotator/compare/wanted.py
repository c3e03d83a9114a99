"""What is asked of a list of disagreements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Protocol

from annotator.compare.states import State
from annotator.folding import folded
from schemas import DisagreementReason

_MOST_FOLDED = 40_000
"""Sentences and titles are kept folded: a list is filtered anew with every key."""


class Differing(Protocol):
    """A unit on which annotators differ, as a list shows it."""

    @property
    def article(self) -> str:
        """Id of the article."""

    @property
    def title(self) -> str:
        """Of the article."""

    @property
    def outlet(self) -> str:
        """Of the article."""

    @property
    def kind(self) -> str:
        """Of the unit."""

    @property
    def text(self) -> str:
        """The words of the unit."""

    @property
    def rule(self) -> int | None:
        """The rule at which they parted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a disagreement must have, all of it, to be listed; empty: every one is."""

    pair: tuple[str, ...] = ()
    """Two annotators, or one of them `gold`: they differ, or both said something where all agree on what
    they are asked. One: she differs from anybody."""
    labels: tuple[str, ...] = ()
    """One label: somebody gave it, of the pair if there is one. Two: one annotator gave the first and another
    the second; with two annotators, the first of them gave the first."""
    kind: str = ""
    """Of the unit, e.g. `heading`."""
    article: str = ""
    """Beginning of the id, or of its last eight digits."""
    outlet: str = ""
    """Stands somewhere in the outlet, without regard to case and accents."""
    rule: int | None = None
    """The rule at which they parted."""
    field: str = ""
    """What differs: `label`, or a field that differs though the label agrees; empty: any."""
    states: frozenset[State] = frozenset()
    """One of these; empty: any."""
    reason: DisagreementReason | None = None
    """As the adjudicator gave it."""
    words: tuple[str, ...] = ()
    """Folded; each stands somewhere in the sentence or the title."""
    needs_change: bool | None = None
    """Whether the adjudicator found that a rule needs a change."""
    changed: bool | None = None
    """Whether labels changed under a decision."""

    def fits(self, one: Differing, said: Mapping[str, str]) -> bool:
        """Whether a disagreement has what any list can ask for, all but what adjudication knows.

        `said` is what each annotator said, of those who said anything.
        """
        return (
            (not self.article or _begins(one.article, self.article))
            and (not self.kind or one.kind == self.kind)
            and (self.rule is None or one.rule == self.rule)
            and (not self.outlet or _folded(self.outlet) in _folded(one.outlet))
            and _differ(said, self.pair, self.labels)
            and _holds(one, self.words)
        )


_folded = lru_cache(_MOST_FOLDED)(folded)


def _begins(article: str, typed: str) -> bool:
    return article.startswith(typed) or article[-8:].startswith(typed)


def _differ(said: Mapping[str, str], pair: tuple[str, ...], labels: tuple[str, ...]) -> bool:
    """Whether two, of the pair if there is one, said what is asked for."""
    if not pair and len(labels) < 2:
        return not labels or labels[0] in said.values()
    twos = [(said[a], said[b]) for a, b in _couples(said, pair)]
    if len(labels) > 1:
        return labels in twos
    agree = len(set(said.values())) < 2  # on this: they differ on something else
    return any((agree or a != b) and (not labels or labels[0] in (a, b)) for a, b in twos)


def _couples(said: Mapping[str, str], pair: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Give each two annotators that the pair may mean, of those who said something."""
    if not said.keys() >= set(pair):
        return ()
    if len(pair) > 1:
        return ((pair[0], pair[1]),)
    return (two for two in permutations(said, 2) if not pair or two[0] == pair[0])


def _holds(one: Differing, words: tuple[str, ...]) -> bool:
    return all(word in _folded(one.text) or word in _folded(one.title) for word in words)
