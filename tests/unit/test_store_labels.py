"""The label store: what is staged, written, undone, sealed, and found again after reopening."""

import errno
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tinydb import TinyDB

from annotator.errors import AnnotatorError
from annotator.store import LabelStore, check_label_file, read_labels
from annotator.store.sealing import EVENTS_PER_SEAL, sealed_files
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation, Article, Cause, Event

ARTICLE = make_article(6)
UNITS = [unit.id for unit in ARTICLE.units]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations" / "ana" / f"{ARTICLE.id}.json"


def open_store(path: Path, article: Article = ARTICLE, **options: Any) -> LabelStore:
    return LabelStore(path, article, options.pop("annotator", "ana"), CODEBOOK, **options)


@pytest.fixture
def store(path: Path) -> Iterator[LabelStore]:
    with open_store(path) as opened:
        yield opened


def record(unit: str = "u001", label: str = "sourced", **fields: Any) -> Annotation:
    return make_record(ARTICLE, unit, label, **fields)


def plain_tables(path: Path) -> dict[str, dict[int, dict[str, Any]]]:
    """What TinyDB itself reads from a file."""
    with TinyDB(path, access_mode="r", encoding="utf-8") as database:
        return {name: {row.doc_id: dict(row) for row in database.table(name)} for name in database.tables()}


def test_opening_and_looking_writes_nothing(path: Path) -> None:
    with open_store(path) as store:
        assert (dict(store.labels), list(store.history), store.holder) == ({}, [], None)
        assert not store.read_only
        assert store.undo() is None
        store.commit()
    assert not path.parent.exists()
    assert read_labels(path, ARTICLE, CODEBOOK) == {}


def test_a_saved_label_is_ordinary_tinydb(store: LabelStore, path: Path) -> None:
    event = store.save("u002", record("u002", comment="a „quoted“\u2028line"))
    assert event is not None
    tables = plain_tables(path)
    assert set(tables) == {"meta", "labels", "history"}
    assert tables["labels"][2]["label"] == "sourced"
    assert tables["labels"][2]["comment"] == "a „quoted“\u2028line"
    assert tables["history"][1]["id"] == event.id
    assert tables["meta"][1]["annotator"] == "ana"
    assert tables["meta"][1]["schema_version"] == 1
    assert "hedge" not in tables["labels"][2]
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []
    assert store.verify() == []


def test_one_document_a_line(store: LabelStore, path: Path) -> None:
    for unit in ("u003", "u001", "u002"):
        store.save(unit, record(unit))
    lines = path.read_text(encoding="utf-8").splitlines()
    begin = lines.index('"labels": {')
    assert [line.split(":")[0] for line in lines[begin + 1 : begin + 4]] == ['"1"', '"2"', '"3"']
    assert all(line.startswith('"') or line in ("{", "}", "},") for line in lines)


def test_staged_is_visible_at_once_and_pending_until_committed(store: LabelStore, path: Path) -> None:
    store.stage("u001", record(), Cause.KEY)
    store.stage("u002", record("u002"), Cause.SUGGESTION)
    assert list(store.labels) == ["u001", "u002"]
    assert store.pending == {"u001", "u002"}
    assert not path.exists()
    store.commit()
    assert store.pending == frozenset()
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u001", "u002"]


def test_nothing_changed_is_no_event(store: LabelStore) -> None:
    first = record()
    assert store.stage("u001", first, Cause.KEY)
    later = first.model_copy(update={"updated": first.updated + timedelta(minutes=1), "seconds": 9.0})
    assert store.stage("u001", later, Cause.KEY) is None
    assert store.stage("u002", None, Cause.KEY) is None
    assert len(store.history) == 1


def test_an_event_says_who_when_what_before_and_after(store: LabelStore) -> None:
    one, two = record(), record(label="opinion")
    store.save("u001", one)
    event = store.save("u001", two, Cause.SUGGESTION)
    assert event is not None
    assert (event.annotator, event.unit, event.cause) == ("ana", "u001", Cause.SUGGESTION)
    assert (event.before, event.after) == (one, two)
    removal = store.save("u001", None)
    assert removal is not None and (removal.before, removal.after) == (two, None)
    assert store.changes_since(event.id) == [removal]
    assert store.changes_since(None) == list(store.history)
    with pytest.raises(AnnotatorError, match="no event"):
        store.changes_since("feed" * 4)


@pytest.mark.parametrize(
    ("unit", "fields", "says"),
    [
        ("u009", {}, "no such unit"),
        ("u002", {}, "record of u001 stands at u002"),
        ("u001", {"label": "doubtful"}, "'doubtful' is not in the codebook"),
        ("u001", {"annotator": "ben"}, "by 'ben', not by 'ana'"),
        ("u001", {"text_sha256": "0" * 64}, "given to other words"),
        ("u001", {"seconds": -1.0}, "seconds"),
        ("u001", {"check_worthiness": "2"}, "check_worthiness"),
        ("u001", {"comment": "\ud800"}, "comment"),
        ("u001", {"comment": object()}, "comment|serialize"),
    ],
)
def test_an_invalid_record_is_refused_whole(
    store: LabelStore, path: Path, unit: str, fields: dict[str, Any], says: str
) -> None:
    bad = record().model_copy(update=fields)  # as code can make it, past the model's own checks
    with pytest.raises(AnnotatorError, match=says) as caught:
        store.save(unit, bad)
    assert "\n" not in str(caught.value)
    assert (dict(store.labels), list(store.history), store.pending) == ({}, [], frozenset())
    assert not path.exists()


def test_undo_and_redo_cannot_be_faked(store: LabelStore) -> None:
    with pytest.raises(AnnotatorError, match=r"call undo\(\)"):
        store.stage("u001", record(), Cause.UNDO)


def test_undo_and_redo_after_reopening(path: Path) -> None:
    with open_store(path) as store:
        first = store.save("u001", record())
        store.save("u001", record(label="opinion"))
        undone = store.undo()
        assert first and undone and undone.cause is Cause.UNDO
        store.commit()
    with open_store(path) as store:
        assert store.labels["u001"].label == "sourced"
        again = store.undo()
        assert again is not None and again.reverts == first.id
        assert dict(store.labels) == {}
        assert store.undo() is None
        store.commit()
    with open_store(path) as store:
        for label in ("sourced", "opinion"):
            assert store.redo() is not None
            assert store.labels["u001"].label == label
        assert store.redo() is None
        store.undo()
        store.save("u002", record("u002"))
        assert store.redo() is None, "a new change ends redoing"
        assert [event.cause for event in store.history].count(Cause.REDO) == 2
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []


def test_an_import_is_not_undone_nor_what_it_replaced(store: LabelStore) -> None:
    store.save("u001", record())
    store.save("u002", record("u002"))
    store.save("u001", record(label="opinion"), Cause.IMPORT)
    undone = store.undo()
    assert undone is not None and undone.unit == "u002"
    assert store.undo() is None
    assert store.labels["u001"].label == "opinion"


def test_a_label_of_other_words_is_kept_but_not_applied(path: Path) -> None:
    with open_store(path) as store:
        store.save("u001", record())
        store.save("u002", record("u002"))
    cut = ARTICLE.units[1].model_copy(update={"end": ARTICLE.units[1].end - 1})
    other = ARTICLE.model_copy(update={"units": (ARTICLE.units[0], cut, *ARTICLE.units[2:])})
    with open_store(path, other) as store:
        assert (list(store.labels), list(store.stale)) == (["u001"], ["u002"])
        assert store.notices == ()
        store.save("u001", None)
    assert plain_tables(path)["labels"].keys() == {2}
    assert read_labels(path, other, CODEBOOK) == {}
    findings = [(found.entry, found.problem) for found in check_label_file(path, other, CODEBOOK)]
    assert findings == [("u002", "the words of the sentence have changed since it was labelled")]
    shorter = ARTICLE.model_copy(update={"units": ARTICLE.units[:1]})
    [orphan] = check_label_file(path, shorter, CODEBOOK)
    assert "no unit u002" in orphan.problem


def test_a_label_of_an_older_codebook_is_kept_but_not_applied(path: Path) -> None:
    with open_store(path) as store:
        store.save("u001", record())
        store.save("u002", record("u002", "opinion"))
    newer = CODEBOOK.model_copy(update={"version": "2", "labels": CODEBOOK.labels[:2]})
    with LabelStore(path, ARTICLE, "ana", newer) as store:
        assert (list(store.labels), list(store.stale)) == (["u001"], ["u002"])
        event = store.save("u002", record("u002", "unverified", codebook=newer.ref))
        assert event and event.before and event.before.label == "opinion"
        assert store.stale == {}


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_codebook_edited_with_or_without_a_new_version_loses_nothing(path: Path, version: str) -> None:
    with open_store(path) as store:
        store.save("u001", record())
        store.save("u002", record("u002", "opinion"))
    data = path.read_bytes()
    edited = CODEBOOK.model_copy(update={"version": version, "labels": CODEBOOK.labels[:2]})
    assert list(read_labels(path, ARTICLE, edited)) == ["u001"]
    with LabelStore(path, ARTICLE, "ana", edited) as store:
        assert (list(store.labels), list(store.stale)) == (["u001"], ["u002"])
        assert store.notices == ()
    assert path.read_bytes() == data
    [finding] = check_label_file(path, ARTICLE, edited)
    assert (finding.entry, "'opinion' is not in the codebook" in finding.problem) == ("u002", True)
    with LabelStore(path, ARTICLE, "ana", edited) as store:
        store.save("u003", record("u003"))
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u001", "u002", "u003"]


def test_damage_after_an_edited_codebook_loses_nothing_either(path: Path) -> None:
    with open_store(path) as store:
        store.save("u001", record())
        store.save("u002", record("u002", "opinion"))
    path.write_bytes(path.read_bytes().replace(b'"seconds": 4.5', b'"seconds": 4.6', 1))
    edited = CODEBOOK.model_copy(update={"labels": CODEBOOK.labels[:2]})
    with LabelStore(path, ARTICLE, "ana", edited) as store:
        assert (list(store.labels), list(store.stale)) == (["u001"], ["u002"])
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u001", "u002"]


def test_undo_and_redo_bring_back_nothing_that_the_codebook_refuses(path: Path) -> None:
    with open_store(path) as store:
        store.save("u002", record("u002", "opinion"))
        store.save("u002", record("u002"))
        store.save("u003", record("u003", "opinion"))
        store.undo()
    edited = CODEBOOK.model_copy(update={"labels": CODEBOOK.labels[:2]})
    with LabelStore(path, ARTICLE, "ana", edited) as store:
        for act in (store.undo, store.redo):
            with pytest.raises(AnnotatorError, match=r"'opinion' is not in the codebook.*label the sentence"):
                act()
        assert store.pending == frozenset()
        assert store.labels["u002"].label == "sourced"
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u002"]


def test_a_name_in_other_letters_is_the_same_annotator(path: Path) -> None:
    with open_store(path, annotator="Ana") as store:
        store.save("u001", record(annotator="Ana"))
    with open_store(path, annotator="ana") as store:
        assert list(store.labels) == ["u001"]
        store.save("u002", record("u002"))
    assert plain_tables(path)["meta"][1]["annotator"] == "Ana"


def test_a_failing_commit_leaves_all_pending_and_is_retried(
    store: LabelStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save("u001", record())
    before = path.read_bytes()
    store.stage("u002", record("u002"), Cause.KEY)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        for _ in range(2):
            with pytest.raises(AnnotatorError, match="disk is full"):
                store.commit()
        store.stage("u003", record("u003"), Cause.KEY)
        assert store.pending == {"u002", "u003"}
        assert path.read_bytes() == before
    store.commit()
    assert store.pending == frozenset()
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u001", "u002", "u003"]


def test_a_commit_that_fails_after_the_file_was_replaced(
    store: LabelStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save("u001", record())
    store.stage("u002", record("u002"), Cause.KEY)
    original, calls = os.fsync, [0]

    def second_fails(descriptor: int) -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        original(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", second_fails)
        with pytest.raises(AnnotatorError, match="reports an error"):
            store.commit()
    assert store.pending == {"u002"}
    store.commit()
    assert [event.unit for event in store.history] == ["u001", "u002"]
    assert store.notices == ()
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []


@pytest.mark.parametrize("nth", [0, 1])
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_whatever_call_of_a_save_fails_old_or_new_state(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int
) -> None:
    original, calls = getattr(os, call), [0]

    def fails(*args: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] > nth:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return original(*args, **options)

    with open_store(path) as store:
        store.save("u001", record())
        store.stage("u001", record(label="opinion"), Cause.KEY)
        store.stage("u002", record("u002"), Cause.KEY)
        old, new = {"u001": "sourced"}, {"u001": "opinion", "u002": "sourced"}
        with monkeypatch.context() as patch:
            patch.setattr(os, call, fails)
            try:
                store.commit()
                told = False
            except AnnotatorError as error:
                told = "reports an error" in str(error)
        on_disk = {unit: found.label for unit, found in read_labels(path, ARTICLE, CODEBOOK).items()}
        assert on_disk in (old, new)
        assert told == (store.pending == {"u001", "u002"})
        assert told or on_disk == new
        store.commit()
        assert store.pending == frozenset()
    assert [found.name for found in path.parent.iterdir() if found.suffix == ".tmp"] == []
    with open_store(path) as store:
        assert {unit: found.label for unit, found in store.labels.items()} == new
        assert len(store.history) == 3


def test_a_vanished_folder_is_not_made_anew(store: LabelStore, path: Path, tmp_path: Path) -> None:
    store.save("u001", record())
    (tmp_path / "annotations").rename(tmp_path / "unplugged")
    store.stage("u002", record("u002"), Cause.KEY)
    with pytest.raises(AnnotatorError, match="folder is gone"):
        store.commit()
    assert not path.parent.exists()
    assert store.pending == {"u002"}
    (tmp_path / "unplugged").rename(tmp_path / "annotations")
    store.commit()
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u001", "u002"]


def test_staging_while_another_thread_commits(store: LabelStore, path: Path) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def write() -> None:
        try:
            while not done.is_set():
                store.commit()
        except BaseException as error:
            failures.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    for turn in range(300):
        unit = UNITS[turn % len(UNITS)]
        store.stage(unit, record(unit, ("sourced", "opinion")[turn // len(UNITS) % 2]), Cause.KEY)
        assert unit in store.labels
    done.set()
    writer.join()
    store.commit()
    assert failures == []
    assert len(store.history) == 300
    with open_store(path, read_only=True) as reader:
        assert reader.history == store.history
        assert reader.labels == store.labels


def test_another_programs_valid_change_is_joined_not_overwritten(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        store.save("u001", record())
        copy = tmp_path / "copy.json"
        copy.write_bytes(path.read_bytes())
        with open_store(copy) as elsewhere:
            elsewhere.save("u003", record("u003"))
        copy.replace(path)  # as a synchronised folder does
        store.stage("u002", record("u002"), Cause.KEY)
        store.commit()
        assert sorted(store.labels) == ["u001", "u002", "u003"]
        path.unlink()
        store.save("u004", record("u004"))
    with open_store(path) as store:
        assert sorted(store.labels) == ["u001", "u002", "u003", "u004"]
        assert len(store.history) == 4
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []


def fill(store: LabelStore, changes: int) -> None:
    """Stage this many changes, with comments that number them on."""
    begin = len(store.history)
    for number in range(begin, begin + changes):
        unit = UNITS[number % len(UNITS)]
        store.stage(unit, record(unit, "unverified", comment=f"number {number}"), Cause.KEY)


def numbers(store: LabelStore) -> list[str]:
    return [event.after.comment.split()[-1] for event in store.history if event.after]


def test_old_history_is_sealed_and_still_there(path: Path) -> None:
    with open_store(path) as store:
        fill(store, EVENTS_PER_SEAL + 3)
        assert sealed_files(path) == []
        store.commit()
        assert len(sealed_files(path)) == 1
        assert sorted(plain_tables(path)["history"]) == [1001, 1002, 1003]
        assert len(plain_tables(sealed_files(path)[0])["history"]) == EVENTS_PER_SEAL
        fill(store, EVENTS_PER_SEAL)
        store.commit()
    assert len(sealed_files(path)) == 2
    with open_store(path) as store:
        assert numbers(store) == [str(number) for number in range(2 * EVENTS_PER_SEAL + 3)]
        for _ in range(10):  # across the seal
            assert store.undo() is not None
        assert store.labels[UNITS[1992 % 6]].comment == "number 1992"
        store.commit()
        assert len(store.changes_since(store.history[5].id)) == 2 * EVENTS_PER_SEAL + 7
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == UNITS


def test_a_seal_that_was_interrupted_repeats_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(path) as store:
        fill(store, EVENTS_PER_SEAL + 1)
        with monkeypatch.context() as patch:
            original, calls = os.replace, [0]

            def third_fails(source: Any, target: Any) -> None:
                calls[0] += 1
                if calls[0] == 3:  # the label file without the sealed events
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                original(source, target)

            patch.setattr(os, "replace", third_fails)
            store.commit()
        assert store.pending == frozenset(), "what was staged is on the disk"
        crashed = path.read_bytes()
    path.write_bytes(crashed)  # as if the process had died there
    assert len(plain_tables(path)["history"]) == EVENTS_PER_SEAL + 1
    with open_store(path) as store:
        assert numbers(store) == [str(number) for number in range(EVENTS_PER_SEAL + 1)]
        fill(store, 1)
        store.commit()
        assert len(sealed_files(path)) == 1
        assert numbers(store) == [str(number) for number in range(EVENTS_PER_SEAL + 2)]
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []


def test_staging_does_not_wait_for_sealing(store: LabelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save("u001", record())  # so that the folder is there
    fill(store, EVENTS_PER_SEAL)
    sealing, staged = threading.Event(), threading.Event()
    original, calls = os.fsync, [0]

    def slow(descriptor: int) -> None:
        calls[0] += 1
        if calls[0] == 3:  # the sealed file, after the label file and its folder
            sealing.set()
            assert staged.wait(10), "staging waits for the disk"
        original(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", slow)
        writer = threading.Thread(target=store.commit)
        writer.start()
        assert sealing.wait(10)
        event = store.stage("u001", record(comment="meanwhile"), Cause.KEY)
        assert event and store.history[-1] == event
        assert len(store.history) == EVENTS_PER_SEAL + 2
        staged.set()
        writer.join()
    assert store.pending == {"u001"}
    store.commit()
    assert len(store.history) == EVENTS_PER_SEAL + 2
    assert store.verify() == []


def test_an_event_does_not_repeat_what_the_one_before_it_left(path: Path) -> None:
    one, two = record(), record(label="opinion")
    with open_store(path) as store:
        for after in (one, two, None, one):
            store.save("u001", after)
        history = store.history
    rows = plain_tables(path)["history"]
    assert [number for number, row in rows.items() if "before" in row] == [3]
    assert all(Event.model_validate(row) for row in rows.values())
    with open_store(path) as store:
        assert store.history == history
        assert [event.before for event in history] == [None, one, two, None]
        fill(store, EVENTS_PER_SEAL)
        store.save("u001", two)
        history = store.history
    with open_store(path) as store:
        assert store.history == history
    recent = plain_tables(path)["history"]
    first = {row["unit"]: row for row in reversed(recent.values())}
    assert all("before" in row for row in first.values()), "what was before is in another file"


def test_a_label_file_that_is_gone_is_rebuilt_from_its_sealed_history(path: Path) -> None:
    with open_store(path) as store:
        fill(store, EVENTS_PER_SEAL)
        sealed = {unit: found.comment for unit, found in store.labels.items()}
        store.save("u001", None)
    path.unlink()
    [finding] = check_label_file(path, ARTICLE, CODEBOOK)
    assert finding.file == path
    with open_store(path, read_only=True) as reader:
        assert "is gone, but its sealed history is there; 6 labels" in reader.notices[0]
        assert not path.exists()
    with open_store(path) as store:
        assert str(path) in store.notices[0]
        assert {unit: found.comment for unit, found in store.labels.items()} == sealed
        assert len(store.history) == EVENTS_PER_SEAL
    assert len(read_labels(path, ARTICLE, CODEBOOK)) == 6
    with open_store(path) as store:
        assert store.notices == ()
        store.save("u002", None)
        assert len(store.history) == EVENTS_PER_SEAL + 1
    assert list(check_label_file(path, ARTICLE, CODEBOOK)) == []


class Labelling(RuleBasedStateMachine):
    """Any sequence of label, edit, removal, undo, redo, commit and reopening equals a simple model."""

    @initialize()
    def begin(self) -> None:
        self.path = Path(mkdtemp(dir=Labelling.root)) / "ana" / f"{ARTICLE.id}.json"
        self.states: list[dict[str, str]] = [{}]  # every state since the beginning that undo can reach
        self.place = 0
        self.events = 0
        self.store = open_store(self.path)

    root: Path

    @rule(unit=st.sampled_from(UNITS), label=st.sampled_from(["sourced", "unverified", "opinion"]))
    def label(self, unit: str, label: str) -> None:
        event = self.store.stage(unit, record(unit, label), Cause.KEY)
        state = self.states[self.place]
        assert (event is None) == (state.get(unit) == label)
        self._moved(event, state | {unit: label})

    @rule(unit=st.sampled_from(UNITS))
    def remove(self, unit: str) -> None:
        event = self.store.save(unit, None)
        state = dict(self.states[self.place])
        assert (event is None) == (state.pop(unit, None) is None)
        self._moved(event, state)

    def _moved(self, event: Event | None, state: dict[str, str]) -> None:
        if event is not None:
            self.states[self.place + 1 :] = [state]
            self.place += 1
            self.events += 1

    @rule()
    def undo(self) -> None:
        event = self.store.undo()
        assert (event is None) == (self.place == 0)
        self.place -= event is not None
        self.events += event is not None

    @rule()
    def redo(self) -> None:
        event = self.store.redo()
        assert (event is None) == (self.place == len(self.states) - 1)
        self.place += event is not None
        self.events += event is not None

    @rule()
    def commit(self) -> None:
        self.store.commit()
        assert self.store.pending == frozenset()

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.path)
        if self.path.exists():
            plain_tables(self.path)

    @invariant()
    def equals_the_model(self) -> None:
        shown = {unit: found.label for unit, found in self.store.labels.items()}
        assert shown == self.states[self.place]
        assert len(self.store.history) == self.events
        assert self.store.notices == ()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            assert list(check_label_file(self.path, ARTICLE, CODEBOOK)) == []
            read = read_labels(self.path, ARTICLE, CODEBOOK)
            assert {unit: found.label for unit, found in read.items()} == self.states[self.place]


def test_any_sequence_equals_a_simple_model(tmp_path: Path) -> None:
    Labelling.root = tmp_path
    run_state_machine_as_test(
        Labelling, settings=settings(max_examples=60, stateful_step_count=40, deadline=None)
    )
