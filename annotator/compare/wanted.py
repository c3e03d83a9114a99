"""What is asked of a list of disagreements."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Protocol

from annotator.compare.states import State
from annotator.folding import folded
from schemas import DisagreementReason


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

    @property
    def said(self) -> Mapping[str, str]:
        """What each annotator said, of those who said anything."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a disagreement must have, all of it, to be listed; empty: every one is."""

    pair: tuple[str, str] | None = None
    """Two annotators who both labelled it, and differ if it is their label that is asked for."""
    labels: tuple[str, ...] = ()
    """One label: somebody gave it. Two: one annotator gave the first and another the second; with `pair`,
    the first of the pair gave the first."""
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

    def fits(self, one: Differing) -> bool:
        """Whether a disagreement has what any list can ask for, all but what adjudication knows."""
        return (
            (not self.article or _begins(one.article, self.article))
            and (not self.kind or one.kind == self.kind)
            and (self.rule is None or one.rule == self.rule)
            and (not self.outlet or folded(self.outlet) in folded(one.outlet))
            and _have_said(one.said, self.pair, self.labels)
            and _holds(one, self.words)
        )


def _begins(article: str, typed: str) -> bool:
    return article.startswith(typed) or article[-8:].startswith(typed)


def _have_said(said: Mapping[str, str], pair: tuple[str, str] | None, labels: tuple[str, ...]) -> bool:
    if pair is not None:
        if not (pair[0] in said and pair[1] in said):
            return False
        two = (said[pair[0]], said[pair[1]])
        if len(labels) > 1:
            return two == labels
        return not labels or labels[0] in two
    if len(labels) > 1:
        return any(two == labels for two in permutations(said.values(), 2))
    return not labels or labels[0] in said.values()


def _holds(one: Differing, words: tuple[str, ...]) -> bool:
    if not words:
        return True
    text = folded(f"{one.text} {one.title}")
    return all(word in text for word in words)
