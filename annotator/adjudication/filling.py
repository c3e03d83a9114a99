"""Filling in what annotators agree on: which articles need it, and what was done."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from annotator.adjudication.consensus import majority_label, unanimous_label, votes_of
from annotator.adjudication.golden import GoldLabelling, is_settled
from annotator.errors import AnnotatorError
from schemas import GOLD, Annotation, Event, GoldOrigin, LabelledArticle


class Filled(NamedTuple):
    """What filling in has done; sentences throughout."""

    unanimous: int = 0
    """Got the label that all of their annotators gave, or what these agree on beside it."""
    majority: int = 0
    """Got the label that more than half of their annotators gave."""
    taken_back: int = 0
    """Had been filled in as unanimous, and are so no more."""
    left: int = 0
    """Annotators differ on them, and nobody has decided."""
    problems: tuple[str, ...] = ()
    """A line for each article that was left as it is."""

    def plus(self, other: "Filled") -> "Filled":
        """Add up."""
        return Filled(
            self.unanimous + other.unanimous,
            self.majority + other.majority,
            self.taken_back + other.taken_back,
            self.left + other.left,
            (*self.problems, *other.problems),
        )


class Need(NamedTuple):
    """What an article needs."""

    fill: bool
    left: int
    """Units on which annotators differ and nobody has decided."""


@dataclass(frozen=True)
class Needs:
    """Tells what an article needs, given with everybody's labels and the gold ones."""

    majority: bool

    def __call__(self, labelled: LabelledArticle) -> Need:
        """Look at each unit."""
        voters = {name: records for name, records in labelled.labels.items() if name != GOLD}
        gold = labelled.labels.get(GOLD, {})
        fill, left = False, 0
        for unit in labelled.article.units:
            if not is_settled(known := gold.get(unit.id)):
                versions = {name: by[unit.id] for name, by in voters.items() if unit.id in by}
                needed, open_ = self._look(versions, known)
                fill, left = fill or needed, left + open_
        return Need(fill, left)

    def _look(self, versions: Mapping[str, Annotation], gold: Annotation | None) -> tuple[bool, bool]:
        """Whether a unit that nobody has settled needs filling in, and whether annotators differ on it."""
        votes = votes_of(versions)
        label, adjudication = unanimous_label(votes), gold.adjudication if gold else None
        is_filled = adjudication is not None and adjudication.origin is GoldOrigin.UNANIMOUS
        if label is None:
            needs_majority = self.majority and majority_label(votes) is not None
            return is_filled or needs_majority, len(votes) > 1
        return not (is_filled and adjudication and adjudication.votes == votes), False


def fill(labelling: GoldLabelling, *, majority: bool) -> Filled:
    """Fill in one article, on the disk when this returns; closes the store of `labelling`.

    Raises `AnnotatorError`, and leaves the file as it is, when somebody else writes it, it cannot be written,
    or a label file cannot be read.
    """
    store = labelling.store
    try:
        if store.holder:
            raise AnnotatorError(f"{store.path} was left as it is: {store.holder} writes it")
        events = labelling.accept_unanimous()
        if majority:
            events += labelling.accept_majority()
        labelling.commit()
    finally:
        with suppress(AnnotatorError):  # it was told already
            store.close()
    return _counted(events)


def _counted(events: Iterable[Event]) -> Filled:
    last = {event.unit: event.after for event in events}
    counts = Counter(map(_what, last.values()))
    return Filled(counts["unanimous"], counts["majority"], counts["taken_back"])


def _what(after: Annotation | None) -> str:
    """Which count of `Filled` a record belongs to."""
    if after is None or after.label is None or after.adjudication is None:
        return "taken_back"
    return after.adjudication.origin.value
