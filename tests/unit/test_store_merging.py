"""Two copies of one annotator's work joined: the laws, the conflicts, and what undo does afterwards."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.store import LabelStore, check_label_file, join_label_files, read_history
from annotator.store.merging import join
from annotator.store.sealing import EVENTS_PER_SEAL, sealed_files
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation, Cause, Event

ARTICLE = make_article(4)
UNITS = [unit.id for unit in ARTICLE.units]
LABELS = ("sourced", "unverified", "opinion")
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return place(tmp_path, "here")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return place(tmp_path, "there")


def place(root: Path, copy: str) -> Path:
    return root / copy / "ana" / f"{ARTICLE.id}.json"


@contextmanager
def opened(path: Path) -> Iterator[LabelStore]:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        assert store.holder is None
        yield store
        assert store.notices == ()


def record(unit: str, label: str | None, **fields: object) -> Annotation:
    return make_record(ARTICLE, unit, label, **fields)


def save(path: Path, unit: str, label: str | None, **fields: object) -> None:
    with opened(path) as store:
        store.save(unit, None if label is None else record(unit, label, **fields))


def merge(path: Path, other: Path) -> tuple[int, list[tuple[str, str]]]:
    """Join and check; gives how many events are new and the conflicts, each with what was kept."""
    joined = join_label_files(path, other, ARTICLE, CODEBOOK)
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []
    return joined.events, [(conflict.unit, conflict.kept) for conflict in joined.conflicts]


def labels(path: Path) -> dict[str, str | None]:
    with LabelStore(path, ARTICLE, "ana", CODEBOOK, read_only=True) as store:
        return {unit: found.label for unit, found in store.labels.items()}


def history(path: Path) -> list[Event]:
    return read_history(path, ARTICLE, CODEBOOK)


def everything(path: Path) -> dict[str, bytes]:
    files = sorted(path.parent.iterdir()) if path.parent.exists() else []
    return {file.name: file.read_bytes() for file in files if file.suffix != ".lock"}


def copied(path: Path, other: Path) -> None:
    shutil.copytree(path.parent, other.parent)


def test_what_is_missing_here_is_copied(path: Path, other: Path) -> None:
    save(other, "u001", "sourced")
    save(other, "u001", "opinion")
    before = everything(other)
    assert merge(path, other) == (2, [])
    assert everything(path) == before == everything(other)
    assert merge(path, other) == (0, [])


def test_both_sides_news_is_joined(path: Path, other: Path) -> None:
    save(path, "u001", "sourced")
    copied(path, other)
    save(path, "u002", "opinion")
    save(other, "u003", "unverified")
    save(other, "u001", None)
    assert merge(path, other) == (2, [])
    assert labels(path) == {"u002": "opinion", "u003": "unverified"}
    assert len(history(path)) == 4
    assert merge(other, path) == (1, [])
    assert history(other) == history(path)
    assert labels(other) == labels(path)


@pytest.mark.parametrize("later", ["ours", "theirs"])
def test_different_decisions_are_a_conflict_and_the_later_is_kept(
    path: Path, other: Path, later: str
) -> None:
    save(path, "u001", "sourced")
    copied(path, other)
    mine, others = (path, "opinion"), (other, None)
    for file, label in (others, mine) if later == "ours" else (mine, others):
        save(file, "u001", label)
    assert merge(path, other) == (1, [("u001", later)])
    assert labels(path) == ({"u001": "opinion"} if later == "ours" else {})
    assert {event.after and event.after.label for event in history(path)} == {"sourced", "opinion", None}
    assert merge(path, other) == (0, []), "reported once"
    assert merge(other, path) == (1, []), "decided already"
    assert labels(other) == labels(path)


def test_the_same_decision_on_both_sides_is_no_conflict(path: Path, other: Path) -> None:
    save(path, "u001", "unverified", seconds=3.0)
    save(other, "u001", "opinion")
    save(other, "u001", "unverified", seconds=9.0, updated=NOON + timedelta(days=1))
    assert merge(path, other) == (2, [])
    assert len(history(path)) == 3
    save(path, "u001", "unverified", comment="sure")
    save(other, "u001", "unverified", flag=True)
    assert merge(path, other) == (1, [("u001", "theirs")])


def test_only_what_came_after_the_last_shared_event_is_in_conflict(path: Path, other: Path) -> None:
    save(path, "u001", "sourced")
    copied(path, other)
    save(path, "u001", "opinion")
    save(other, "u001", "unverified")
    merge(path, other)
    save(path, "u001", "sourced")  # decided here in knowledge of both
    assert merge(other, path) == (2, [])
    assert labels(other) == {"u001": "sourced"}


def test_news_older_than_sealed_history_has_its_place_in_time(path: Path, other: Path) -> None:
    save(path, "u001", "sourced")
    copied(path, other)
    save(other, "u001", "opinion")
    save(other, "u002", "opinion")
    with opened(path) as store:
        for number in range(EVENTS_PER_SEAL + 5):
            unit = ("u001", "u003", "u004")[number % 3]
            store.stage(unit, record(unit, "unverified", comment=f"number {number}"), Cause.KEY)
    [first] = sealed_files(path)
    content = first.read_bytes()
    assert merge(path, other) == (2, [("u001", "ours")])
    assert first.read_bytes() == content
    assert len(sealed_files(path)) > 1
    assert labels(path)["u001"] == "unverified"
    assert labels(path)["u002"] == "opinion"
    times = [event.time for event in history(path)]
    assert times == sorted(times) and len(times) == EVENTS_PER_SEAL + 8
    with opened(path) as store:  # its events are sealed once more
        store.save("u002", None)
    assert len(history(path)) == EVENTS_PER_SEAL + 9
    assert merge(other, path) == (EVENTS_PER_SEAL + 6, [])
    assert history(other) == history(path)
    assert labels(other) == labels(path)
    assert merge(path, other) == (0, [])


def test_the_order_of_joined_history_outlives_the_label_file(
    path: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.store.labelfile.EVENTS_PER_SEAL", 4)
    save(path, "u001", "sourced")
    copied(path, other)
    for label in LABELS:
        save(other, "u002", label)
    for label in (*LABELS, *LABELS, "sourced"):
        save(path, "u002", label)
    save(path, "u003", "opinion")
    merge(path, other)
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        path.unlink()
        store.save("u004", record("u004", "sourced"))
        assert store.verify() == []
        times = [event.time for event in store.history]
        assert times == sorted(times)
    assert labels(path) == {"u001": "sourced", "u002": "sourced", "u003": "opinion", "u004": "sourced"}


@pytest.mark.parametrize("damage", [b"", b"{", b'"label": "opinion"'])
def test_a_damaged_file_of_the_other_side_is_refused(path: Path, other: Path, damage: bytes) -> None:
    save(path, "u001", "sourced")
    save(other, "u002", "sourced")
    content = other.read_bytes()
    other.write_bytes(content.replace(b'"label": "sourced"', damage) if damage.startswith(b'"') else damage)
    before = everything(path), everything(other)
    with pytest.raises(AnnotatorError, match=r"there.*annotator check"):
        merge(path, other)
    assert (everything(path), everything(other)) == before
    other.write_bytes(content)
    assert merge(path, other) == (1, [])


def test_a_damaged_file_of_ours_is_left_as_it_is(path: Path, other: Path) -> None:
    save(path, "u001", "sourced")
    save(other, "u002", "sourced")
    path.write_bytes(path.read_bytes().replace(b"sourced", b"opinion"))
    before = everything(path)
    with pytest.raises(AnnotatorError, match=r"here.*the checksum is wrong"):
        merge(path, other)
    assert everything(path) == before


def test_somebody_elses_file_is_refused(path: Path, other: Path) -> None:
    with LabelStore(other, ARTICLE, "Ben", CODEBOOK) as store:
        store.save("u001", record("u001", "sourced", annotator="Ben"))
    with pytest.raises(AnnotatorError, match="belongs to 'Ben', not to 'ana'"):
        merge(path, other)
    assert not path.exists()


def test_a_file_that_is_open_is_left(path: Path, other: Path) -> None:
    save(path, "u001", "sourced")
    copied(path, other)
    save(other, "u002", "sourced")
    with opened(path) as store:
        assert merge(other, path) == (0, [])
        with pytest.raises(AnnotatorError, match=r"was left as it is: ana on .* writes it; merge again"):
            merge(path, other)
        store.save("u003", record("u003", "sourced"))
    assert merge(path, other) == (1, [])
    assert sorted(labels(path)) == ["u001", "u002", "u003"]


def test_undo_after_merging_leads_back_through_the_joined_decisions(path: Path, other: Path) -> None:
    save(path, "u001", "sourced")
    save(other, "u001", "opinion")
    merge(path, other)
    with opened(path) as store:
        assert store.undo()
        assert store.labels["u001"].label == "sourced"
        assert store.undo()
        assert (dict(store.labels), store.undo()) == ({}, None)
        assert store.redo() and store.redo()
        assert store.labels["u001"].label == "opinion"
        assert store.redo() is None


def test_undo_after_merging_passes_over_what_the_other_side_has_overtaken(path: Path, other: Path) -> None:
    save(path, "u002", "opinion")
    save(path, "u001", "sourced")
    copied(path, other)
    save(path, "u001", "opinion")
    with opened(other) as store:
        assert store.undo()  # later, and in ignorance of that
    merge(path, other)
    assert labels(path) == {"u002": "opinion"}
    with opened(path) as store:
        undone = store.undo()
        assert undone and undone.unit == "u002"
        assert store.undo() is None


Operation = tuple[str, str | None]
"""A unit and its new label, or `undo` or `redo` and nothing."""

OPERATIONS = st.one_of(
    st.tuples(st.sampled_from(UNITS), st.sampled_from((*LABELS, None))),
    st.tuples(st.sampled_from(["undo", "redo"]), st.none()),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.booleans(), st.lists(OPERATIONS, min_size=1, max_size=4)),
        st.sampled_from(["here", "there"]),
    ),
    max_size=10,
)


def work(path: Path, operations: Sequence[Operation]) -> None:
    with opened(path) as store:
        for what, label in operations:
            if what == "undo":
                store.undo()
            elif what == "redo":
                store.redo()
            else:
                store.stage(what, None if label is None else record(what, label), Cause.KEY)


@settings(max_examples=60, deadline=None)
@given(before=st.lists(OPERATIONS, max_size=4), steps=STEPS)
def test_two_copies_merged_either_way_tell_the_same(
    before: list[Operation], steps: list[tuple[bool, list[Operation]] | str]
) -> None:
    root = Path(mkdtemp())
    here, there = place(root, "here"), place(root, "there")
    work(here, [("u001", "sourced"), *before])
    copied(here, there)
    for step in steps:
        if isinstance(step, str):
            merge(*((here, there) if step == "here" else (there, here)))
        else:
            work(here if step[0] else there, step[1])
    known = {event.id: event for event in (*history(here), *history(there))}
    third = place(root, "third")
    copied(there, third)
    merge(there, here)
    merge(here, third)
    assert labels(here) == labels(there)
    assert history(here) == history(there)
    assert {event.id: event for event in history(here)} == known
    left = everything(here), everything(there)
    for one, other in ((here, there), (there, here), (here, third), (here, here)):
        assert merge(one, other) == (0, [])
    assert (everything(here), everything(there)) == left
    work(here, [("undo", None)] * (len(known) + 1))
    shutil.rmtree(root)


def event(number: int, minutes: int) -> Event:
    return Event(
        id=f"{number:016x}",
        time=NOON + timedelta(minutes=minutes),
        annotator="ana",
        unit="u001",
        after=record("u001", "opinion"),
        cause=Cause.KEY,
    )


@given(
    minutes=st.lists(st.integers(0, 9), min_size=1, max_size=12),
    sides=st.lists(st.sampled_from(["one", "other", "both"]), min_size=12, max_size=12),
)
def test_joining_keeps_every_event_and_each_sides_order(minutes: list[int], sides: list[str]) -> None:
    """Also where a clock was set back."""
    events = [event(number, minute) for number, minute in enumerate(minutes)]
    shown = list(zip(events, sides, strict=False))
    one = [found for found, side in shown if side != "other"]
    other = [found for found, side in shown if side != "one"]
    joined = join(one, other)
    assert joined == join(other, one)
    assert sorted(found.id for found in joined) == sorted(found.id for found in events)
    for side in (one, other):
        assert [found for found in joined if found in side] == side
    assert join(joined, other) == join(one, joined) == joined
    if minutes == sorted(minutes):
        assert [found.time for found in joined] == [found.time for found in events]
