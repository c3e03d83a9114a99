"""A change by another program that cannot be taken over now is taken over later, never overwritten."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.store import LabelStore, label_path, read_labels
from annotator.store.sealing import sealed_files
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation, Cause

ARTICLE = make_article(6)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LabelStore]:
    """A store with one label on the disk and another one staged."""
    path = label_path(tmp_path / "project", "ana", ARTICLE.id)
    store = LabelStore(path, ARTICLE, "ana", CODEBOOK)
    store.save("u001", record("u001"))
    store.stage("u002", record("u002"), Cause.KEY)
    yield store
    with suppress(AnnotatorError):
        store.close()


def record(unit: str) -> Annotation:
    return make_record(ARTICLE, unit, "opinion")


def refused(store: LabelStore, says: str) -> None:
    with pytest.raises(AnnotatorError, match=says):
        store.commit()
    assert store.pending == {"u002"}


def test_a_file_of_a_newer_version_is_refused_each_time(store: LabelStore) -> None:
    tables = json.loads(store.path.read_bytes())
    tables["meta"]["1"]["schema_version"] = 99
    tables["labels"]["1"]["precious"] = "yes"
    newer = json.dumps(tables).encode()
    store.path.write_bytes(newer)
    refused(store, "newer Annotator")
    refused(store, "newer Annotator")
    assert store.path.read_bytes() == newer


def test_setting_aside_fails_once(store: LabelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = store.path.read_bytes().replace(b"opinion", b"sourced") + b"garbage"
    store.path.write_bytes(damaged)

    def full(path: Path, data: bytes) -> None:
        raise AnnotatorError(f"{path}: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("annotator.store.recovery.write_durably", full)
        refused(store, "the disk is full")
    assert store.path.read_bytes() == damaged
    store.commit()
    assert [aside.read_bytes() for aside in store.path.parent.glob("*.damaged-*")] == [damaged]
    assert list(read_labels(store.path, ARTICLE, CODEBOOK)) == ["u001", "u002"]


def test_another_programs_label_survives_a_passing_fault(
    store: LabelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = label_path(tmp_path / "copy", "ana", ARTICLE.id)
    copy.parent.mkdir(parents=True)
    shutil.copy(store.path, copy)
    with LabelStore(copy, ARTICLE, "ana", CODEBOOK) as theirs:
        theirs.save("u003", record("u003"))
    shutil.copy(copy, store.path)

    def fail(path: Path) -> bytes:
        raise AnnotatorError(f"{path} cannot be read: the disk reports an error")

    with monkeypatch.context() as patch:
        patch.setattr("annotator.store.storage.read_limited", fail)
        refused(store, "cannot be read")
    store.commit()
    assert list(read_labels(store.path, ARTICLE, CODEBOOK)) == ["u001", "u002", "u003"]


def test_an_older_file_brought_back_takes_no_sealed_label_along(
    store: LabelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.store.labelfile.EVENTS_PER_SEAL", 3)
    store.commit()
    older = store.path.read_bytes()
    for unit in ("u003", "u004", "u005"):
        store.save(unit, record(unit))
    assert sealed_files(store.path)
    store.path.write_bytes(older)
    store.save("u006", record("u006"))
    assert list(store.labels) == [unit.id for unit in ARTICLE.units]
    assert store.verify() == []


def test_a_reader_need_not_read_again_while_nothing_has_happened(store: LabelStore) -> None:
    store.commit()
    reader = LabelStore(store.path, ARTICLE, "ana", CODEBOOK)
    assert reader.read_only
    assert reader.is_followed
    store.save("u003", record("u003"))
    assert not reader.is_followed
    reader = LabelStore(store.path, ARTICLE, "ana", CODEBOOK)
    assert reader.is_followed
    store.close()
    assert not reader.is_followed
    with LabelStore(store.path, ARTICLE, "ana", CODEBOOK) as writer:
        assert not writer.read_only  # who looks does not keep the lock
        assert not writer.is_followed
