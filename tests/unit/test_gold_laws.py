"""What holds of gold labels whatever annotators and adjudicators do, in whatever order."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.adjudication.consensus import majority_label, unanimous_label, votes_of
from annotator.adjudication.golden import GoldLabelling, is_settled
from annotator.project import Project
from benchmarks.samples import article_of
from schemas import GOLD, Annotation, Cause, Event, GoldOrigin, Unit, Vote

LABELS = ("sourced", "unverified", "opinion", None)
ANNOTATORS = ("Ana", "Ben", "Cleo")
ARTICLE = article_of([f"Pump {number} failed." for number in range(1, 4)], "Pumps")

places = st.integers(0, len(ARTICLE.units) - 1)
votes = st.tuples(st.just("vote"), places, st.sampled_from(ANNOTATORS), st.sampled_from(LABELS))
fills = st.tuples(st.sampled_from(["unanimous", "majority", "fill project"]))
decisions = st.one_of(
    st.tuples(st.just("label"), places, st.sampled_from(LABELS[:3])),
    st.tuples(st.sampled_from(["take", "agree", "decline", "explain", "flag", "remove", "confirm"]), places),
    st.tuples(st.sampled_from(["undo", "redo", "reopen"])),
)
happenings = st.lists(st.one_of(votes, fills, decisions), min_size=4, max_size=25)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project.create(tmp_path_factory.mktemp("gold"))
    project.add(ARTICLE)
    return project


class World:
    """A project in which things happen, and what must hold after each."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.gold = self.open()

    def open(self) -> GoldLabelling:
        return self.project.adjudication("Dee").labelling(ARTICLE)

    def happen(self, what: str, *more: object) -> None:
        before = self.records()
        if what == "vote":
            self.vote(*more)
            assert self.records() == before, "a vote changes no gold label"
        elif what in ("unanimous", "majority", "fill project"):
            self.fill(what)
            self.check_filled(before, what)
        elif what == "reopen":
            self.gold.store.close()
            self.gold = self.open()
            assert self.records() == before, "all is on the disk"
        else:
            self.decide(what, before, *more)

    def vote(self, place: object, annotator: object, label: object) -> None:
        assert isinstance(place, int)
        labelling = self.project.labelling(ARTICLE, str(annotator))
        unit = ARTICLE.units[place]
        if label is None:
            labelling.remove(unit)
        else:
            labelling.label(unit, str(label))
        labelling.store.close()

    def fill(self, what: str) -> None:
        if what == "fill project":
            self.gold.store.close()
            filled = self.project.adjudication("Eve").fill()
            assert filled.problems == ()
            self.gold = self.open()
        elif what == "unanimous":
            self.gold.accept_unanimous()
        else:
            self.gold.accept_majority()

    def check_filled(self, before: Sequence[Annotation | None], what: str) -> None:
        for unit, was, now in zip(ARTICLE.units, before, self.records(), strict=True):
            cast = self.votes(unit)
            if is_settled(was):
                assert now == was, "filling in changes no decision"
            elif what == "majority" and unanimous_label(cast) is None and majority_label(cast):
                assert now and now.label == majority_label(cast)
                assert now.adjudication and now.adjudication.origin is GoldOrigin.MAJORITY
                assert now.adjudication.votes == cast
            elif what != "majority":
                assert (now.label if now else None) == unanimous_label(cast)
                if now and now.label:
                    assert now.adjudication and now.adjudication.origin is GoldOrigin.UNANIMOUS
                    assert now.adjudication.votes == cast
                assert _explained(now) == _explained(was), "a note stays"

    def decide(
        self, what: str, before: Sequence[Annotation | None], place: object = 0, more: object = None
    ) -> None:
        assert isinstance(place, int)
        unit = ARTICLE.units[place]
        others = [one for one in range(len(before)) if one != place]
        event = self.decision(what, unit, more)()
        after = self.records()
        if what in ("undo", "redo"):
            return
        assert [after[one] for one in others] == [before[one] for one in others]
        now = after[place]
        if event and what in ("label", "take", "agree", "decline"):
            assert is_settled(now)
            assert now and now.adjudication and now.adjudication.votes == self.votes(unit)
            assert now.adjudication.adjudicator == "Dee" and now.annotator == GOLD
            assert (now.label is None) == (what == "decline")
            assert (now.adjudication.taken_from is None) == (what != "take")
        if event and what in ("explain", "flag"):
            assert is_settled(now) == is_settled(before[place])
        if event and event.before != event.after and what != "remove":
            self.gold.undo()
            assert self.records() == list(before), "undo gives back what was"
            self.gold.redo()
            assert self.records() == after

    def decision(self, what: str, unit: Unit, more: object) -> Callable[[], Event | None]:
        cast = self.votes(unit)
        gold = self.gold
        if what == "label":
            return lambda: gold.label(unit, str(more))
        if what == "take" and cast:
            return lambda: gold.take(unit, cast[-1].annotator)
        if what == "agree" and cast:
            return lambda: gold.agree(unit, cast[0].label)
        simple: dict[str, Callable[[], Event | None]] = {
            "decline": lambda: gold.decline(unit),
            "explain": lambda: gold.explain(unit, note="look at this" if not gold.decision(unit) else ""),
            "flag": lambda: gold.toggle(unit, "flag"),
            "remove": lambda: gold.remove(unit),
            "undo": gold.undo,
            "redo": gold.redo,
        }
        return simple.get(what, lambda: None)

    def records(self) -> list[Annotation | None]:
        return [self.gold.record(unit) for unit in ARTICLE.units]

    def votes(self, unit: Unit) -> tuple[Vote, ...]:
        """What stands in the annotators' files."""
        by = self.project.labelled(ARTICLE).labels
        return votes_of({name: records[unit.id] for name, records in by.items() if unit.id in records})


def _explained(record: Annotation | None) -> tuple[object, ...]:
    one = record.adjudication if record else None
    return (one.reason, one.note, one.needs_change) if one else (None, "", None)


@settings(max_examples=40, deadline=None)
@given(happened=happenings)
def test_no_decision_is_lost_and_what_is_unanimous_is_true(
    empty: Project, happened: Sequence[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(empty.root, root)
        world = World(root)
        for what, *more in happened:
            world.happen(what, *more)
        world.gold.commit()
        kept = [record for record in world.records() if record]
        world.gold.store.close()
        [labelled] = world.project.labels(GOLD) if world.project.has_gold else [None]
        found = labelled.labels.get(GOLD, {}) if labelled else {}
        assert list(found.values()) == kept
        assert [str(finding) for finding in world.project.check()] == []


HAPPENING = Sequence[tuple[Any, ...]]
changes = st.lists(
    st.one_of(
        st.tuples(st.just("vote"), places, st.sampled_from(ANNOTATORS), st.sampled_from(LABELS[:3])),
        st.tuples(st.just("label"), places, st.sampled_from(LABELS[:2])),
        st.tuples(st.sampled_from(["decline", "remove"]), places),
        st.just(("unanimous",)),
    ),
    max_size=8,
)


def changed(empty: Project, root: Path, *happened: HAPPENING) -> World:
    """A copy of a project in which all of this has happened, saved."""
    shutil.copytree(empty.root, root)
    world = World(root)
    for what, *more in (one for some in happened for one in some):
        world.happen(what, *more)
    world.gold.store.close()
    return world


def by_hand(world: World, since: int) -> dict[str, Annotation | None]:
    """What the adjudicator has said in the latest change of each unit, after so many events."""
    last = {event.unit: event for event in world.gold.store.history[since:]}
    return {unit: event.after for unit, event in last.items() if event.cause is not Cause.ADJUDICATION}


@settings(max_examples=20, deadline=None)
@given(before=changes, here=changes, there=changes)
def test_two_copies_become_the_same_and_no_decision_gives_way_to_filling_in(
    empty: Project, before: HAPPENING, here: HAPPENING, there: HAPPENING
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = changed(empty, Path(folder) / "base", before)
        since = len(base.gold.store.history)
        ours = changed(base.project, Path(folder) / "ours", here)
        theirs = changed(base.project, Path(folder) / "theirs", there)
        decided = [by_hand(world, since) for world in (ours, theirs)]
        shutil.copytree(theirs.project.root, Path(folder) / "copy")
        list(ours.project.merge(theirs.project))
        list(Project(Path(folder) / "copy").merge(ours.project))
        list(theirs.project.merge(ours.project))
        found = []
        for root in ("ours", "copy", "theirs"):
            gold = Project(Path(folder) / root).adjudication("Dee").labelling(ARTICLE)
            found.append([gold.record(unit) for unit in ARTICLE.units])
            gold.store.close()
        assert found[0] == found[1] == found[2]
        for unit, record in zip(ARTICLE.units, found[0], strict=True):
            said = [side[unit.id] for side in decided if unit.id in side]
            assert not said or None in said or record in said
        assert [str(finding) for finding in ours.project.check()] == []
        assert not any(result.events for result in ours.project.merge(theirs.project))
