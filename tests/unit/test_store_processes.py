"""Other processes: one writer per file, told by name; and none of what `kill -9` interrupts is lost."""

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.store import LabelStore, WriterLock, label_path
from benchmarks.kill import kill_once
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Cause

ARTICLE = make_article(40)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return label_path(tmp_path, "ana", ARTICLE.id)


@contextmanager
def labelling(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that saves labels into the file until it is killed."""
    command = [sys.executable, "-m", "benchmarks.kill", "--label", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()
            process.stdout.read()


def open_store(path: Path) -> LabelStore:
    return LabelStore(path, ARTICLE, "ana", CODEBOOK)


def test_a_second_opener_reads_only_and_is_told_who_writes(path: Path) -> None:
    with labelling(path) as process, open_store(path) as second:
        assert second.read_only
        assert second.holder is not None
        assert second.holder.startswith("ana on ")
        assert f"(pid {process.pid}) since " in second.holder
        assert len(second.labels) > 0
        with pytest.raises(AnnotatorError, match="cannot be changed: ana on "):
            second.save("u001", make_record(ARTICLE, "u001"))
    with open_store(path) as third:
        assert (third.holder, third.read_only) == (None, False)
        third.save("u001", make_record(ARTICLE, "u001", comment="after the crash"))


def test_two_stores_in_one_process(path: Path) -> None:
    with open_store(path) as first:
        first.save("u001", make_record(ARTICLE, "u001"))
        with open_store(path) as second:
            assert second.holder is not None and f"(pid {os.getpid()})" in second.holder
            assert list(second.labels) == ["u001"]
    with open_store(path) as again:
        assert again.holder is None


def test_a_store_closed_in_another_thread_is_free(path: Path) -> None:

    path.parent.mkdir(parents=True)
    store = open_store(path)
    closing = threading.Thread(target=store.close)
    closing.start()
    closing.join()
    with open_store(path) as again:
        assert not again.read_only


def test_whoever_writes_first_becomes_the_writer(path: Path) -> None:
    with open_store(path) as first, open_store(path) as second:  # there is no folder to hold a lock yet
        second.save("u002", make_record(ARTICLE, "u002"))
        first.stage("u001", make_record(ARTICLE, "u001"), Cause.KEY)
        with pytest.raises(AnnotatorError, match=r"\(pid \d+\).* writes it"):
            first.commit()
        second.close()
        first.commit()
    with open_store(path) as after:
        assert sorted(after.labels) == ["u001", "u002"]


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"{",
        b"[1]",
        b"[" * 4000,
        json.dumps({"annotator": "e\x1b[31mve\n" * 99, "host": [], "since": "never"}).encode(),
        json.dumps({"annotator": "eve", "host": "h", "pid": 1, "since": "0001-01-01T00:00:00"}).encode(),
    ],
)
def test_a_note_is_no_lock_and_nothing_in_it_is_trusted(path: Path, note: bytes) -> None:
    path.parent.mkdir(parents=True)
    lock_file = path.with_name(f".{path.stem}.lock")
    lock_file.write_bytes(note)
    lock = WriterLock(path, "ana")
    assert lock.acquire() is None
    lock_file.write_bytes(note)
    holder = WriterLock(path, "ben").acquire()
    assert holder and holder.isprintable() and len(holder) < 250
    lock.release()
    assert not lock.held


def test_a_lock_file_that_vanishes_is_taken_anew(path: Path) -> None:
    with open_store(path) as store:
        store.save("u001", make_record(ARTICLE, "u001"))
        path.with_name(f".{path.stem}.lock").unlink()
        store.save("u002", make_record(ARTICLE, "u002"))
        with open_store(path) as second:
            assert second.read_only


def test_a_folder_without_permission_is_told_and_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir(parents=True)
    opened = os.open

    def deny(file: str | Path, flags: int, *args: int, **more: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied")
        return opened(file, flags, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", deny)
        store = open_store(path)
        assert "no permission" in store.notices[0]
        store.stage("u001", make_record(ARTICLE, "u001"), Cause.KEY)
        with pytest.raises(AnnotatorError, match="no permission"):
            store.commit()
        assert store.pending == {"u001"}
    store.close()
    with open_store(path) as again:
        assert list(again.labels) == ["u001"]


def test_kill_9_loses_no_acknowledged_label(path: Path) -> None:
    """Twelve kills; `python -m benchmarks.kill --times 1000` does as many as one likes."""
    moments = random.Random()
    acknowledged = sum(kill_once(path, moments.uniform(0, 0.15)) for _ in range(12))
    assert acknowledged > 12


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
def test_whoever_may_write_in_the_folder_may_take_the_lock_afterwards(tmp_path: Path) -> None:
    tmp_path.chmod(0o775)
    before = os.umask(0o022)
    try:
        lock = WriterLock(tmp_path / "ferry.json", "ana")
        assert lock.acquire() is None
        lock.release()
    finally:
        os.umask(before)
    assert lock.path.stat().st_mode & 0o777 == 0o664
