"""Closing a label store: what is staged is saved, others may write then, and nothing hides an error."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.store import LabelStore, read_labels
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation, Cause

ARTICLE = make_article(6)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations" / "ana" / f"{ARTICLE.id}.json"


def open_store(path: Path) -> LabelStore:
    return LabelStore(path, ARTICLE, "ana", CODEBOOK)


def record(unit: str = "u001") -> Annotation:
    return make_record(ARTICLE, unit, "opinion")


def test_a_closed_store_can_be_read_but_not_changed(path: Path) -> None:
    with open_store(path) as store:
        store.save("u001", record())
    changes: tuple[Callable[[], object], ...] = (
        lambda: store.stage("u002", record("u002"), Cause.KEY),
        lambda: store.save("u002", record("u002")),
        store.undo,
        store.commit,
    )
    for change in changes:
        with pytest.raises(AnnotatorError, match="it is closed"):
            change()
    store.close()
    assert (list(store.labels), store.pending) == (["u001"], frozenset())
    with open_store(path) as other:
        assert (other.holder, list(other.labels)) == (None, ["u001"])


def test_a_close_that_could_not_save_keeps_what_is_staged(path: Path) -> None:
    store = open_store(path)
    store.save("u001", record())
    store.stage("u002", record("u002"), Cause.KEY)
    whole = path.read_bytes()
    path.unlink()
    path.mkdir()
    with pytest.raises(AnnotatorError, match="cannot be read"):
        store.close()
    assert store.pending == {"u002"}
    path.rmdir()
    path.write_bytes(whole)
    store.close()
    assert list(read_labels(path, ARTICLE, CODEBOOK)) == ["u001", "u002"]


def test_an_error_under_way_is_not_hidden_by_one_of_saving(path: Path) -> None:
    with pytest.raises(ZeroDivisionError) as caught, open_store(path) as store:
        store.stage("u001", record(), Cause.KEY)
        path.mkdir(parents=True)
        raise ZeroDivisionError
    [note] = caught.value.__notes__
    assert "cannot be read" in note
