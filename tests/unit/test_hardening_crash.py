"""Every state that a power cut may leave by the rules of POSIX, for every moment of a few saves.

The calls that change files are recorded. What was not flushed may be there or not: a file's bytes whole, cut
or not at all, as long as nobody flushed the file; an entry of a folder (made, renamed, removed) in any
selection, as long as nobody flushed the folder. Each state that this allows is laid out and opened.
"""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.store import LabelStore, clear_temporaries
from annotator.store.sealing import EVENTS_PER_SEAL
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Cause

ARTICLE = make_article(3)
State = dict[str, bytes | None]
"""Bytes by path below the root; None for a folder."""
Operation = tuple[str, str, str]
"""What happened to an entry: the folder, the name it takes away (or none), the name it gives (or none)."""


class Disk:
    """A folder of the real disk, and what of it would survive a power cut."""

    def __init__(self, root: Path, flushed: Callable[[bool], bool] = lambda is_folder: True) -> None:
        self.root = root
        self.flushed = flushed
        self.entries: dict[str, int] = {}
        self.pending: list[tuple[Operation, int]] = []
        self.folders: set[int] = set()
        self.safe: dict[int, bytes] = {}
        self.now: dict[int, bytes] = {}
        self.states: dict[tuple[tuple[str, bytes | None], ...], int] = {}
        self.acknowledged = 0

    def states_now(self) -> Iterator[State]:
        """Every state that a power cut may leave at this moment."""
        for kept in itertools.product((False, True), repeat=len(self.pending)):
            entries = dict(self.entries)
            for ((_, old, new), inode), keep in zip(self.pending, kept, strict=True):
                if keep:
                    entries.pop(old, None)
                    entries |= {new: inode} if new else {}
            reachable = {
                name: inode
                for name, inode in sorted(entries.items())
                if all(parent in entries for parent in _parents(name))
            }
            contents = [self._contents(inode) for inode in reachable.values()]
            for chosen in itertools.product(*contents):
                yield dict(zip(reachable, chosen, strict=True))

    def look(self) -> None:
        """Take note of the states that are possible now, and of what was acknowledged before."""
        for inode in self.now:
            self.now[inode] = _bytes_of(self.root, inode) or self.now[inode]
        for state in self.states_now():
            key = tuple(state.items())
            self.states[key] = max(self.acknowledged, self.states.get(key, 0))

    def record(self, patch: pytest.MonkeyPatch) -> None:
        """Be told of every call that changes something below the root."""
        for name, take_note in (("open", self._opened), ("mkdir", self._made), ("unlink", self._unlinked)):
            patch.setattr(os, name, _afterwards(getattr(os, name), take_note))
        for name in ("replace", "rename"):
            patch.setattr(os, name, _afterwards(getattr(os, name), self._renamed))
        for name in ("write", "pwrite", "writev", "ftruncate"):
            patch.setattr(os, name, _afterwards(getattr(os, name), lambda *_: self.look()))
        for name in ("fsync", "fdatasync"):
            patch.setattr(os, name, _afterwards(getattr(os, name), self._synced))

    def _contents(self, inode: int) -> list[bytes | None]:
        if inode in self.folders:
            return [None]
        safe, now = self.safe.get(inode, b""), self.now[inode]
        return [safe] if safe == now else list({safe, b"", now[: len(now) // 2], bytes(len(now)), now})

    def _name(self, path: Any) -> str:
        path = Path(os.fsdecode(path))
        inside = path.is_relative_to(self.root) and path != self.root and path.suffix != ".lock"
        return str(path.relative_to(self.root)) if inside else ""

    def _change(self, old: str, new: str, inode: int) -> None:
        if old or new:
            self.pending.append(((str(Path(new or old).parent), old, new), inode))
            self.look()

    def _opened(self, _result: object, path: Any, flags: int, *_: object, **__: object) -> None:
        if (name := self._name(path)) and flags & os.O_CREAT:
            inode = (self.root / name).stat().st_ino
            self.now[inode] = b""
            self.safe.pop(inode, None)
            self._change("", name, inode)

    def _made(self, _result: object, path: Any, *_: object, **__: object) -> None:
        if name := self._name(path):
            inode = (self.root / name).stat().st_ino
            self.folders.add(inode)
            self._change("", name, inode)

    def _unlinked(self, _result: object, path: Any, *_: object, **__: object) -> None:
        self._change(self._name(path), "", 0)

    def _renamed(self, _result: object, old: Any, new: Any, *_: object, **__: object) -> None:
        self._change(self._name(old), self._name(new), Path(new).stat().st_ino)

    def _synced(self, _result: object, descriptor: int, *more: object) -> None:
        inode, is_folder = os.fstat(descriptor).st_ino, Path(f"/proc/self/fd/{descriptor}").is_dir()
        if not self.flushed(is_folder):
            return
        if not is_folder:
            self.safe[inode] = self.now.get(inode, b"")
        else:
            folder = self._name(Path(f"/proc/self/fd/{descriptor}").readlink()) or "."
            done = [change for change in self.pending if change[0][0] == folder]
            for (_, old, new), entry in done:
                self.entries.pop(old, None)
                self.entries |= {new: entry} if new else {}
            self.pending = [change for change in self.pending if change[0][0] != folder]
        self.look()


def _afterwards(call: Callable[..., Any], take_note: Callable[..., None]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = call(*args, **kwargs)
        take_note(result, *args, **kwargs) if take_note.__name__ != "_synced" else take_note(result, args[0])
        return result

    return wrapped


def _parents(name: str) -> list[str]:
    return [str(parent) for parent in Path(name).parents if str(parent) != "."]


def _bytes_of(root: Path, inode: int) -> bytes | None:
    found = (path for path in root.rglob("*") if path.is_file() and path.stat().st_ino == inode)
    return next((path.read_bytes() for path in found), None)


def lay_out(state: State, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in state.items():
        if data is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(data)


def lost_states(disk: Disk, path: str, folder: Path) -> list[str]:
    """Open every state; say which have lost an acknowledged label or are not in order."""
    lost = []
    for state, acknowledged in disk.states.items():
        lay_out(dict(state), folder)
        with LabelStore(folder / path, ARTICLE, "ana", CODEBOOK) as store:
            comments = [event.after.comment for event in store.history if event.after]
            whole = comments == [f"number {number}" for number in range(len(comments))]
            if len(comments) < acknowledged or not whole or store.notices:
                lost.append(f"{len(comments)} of {acknowledged}: {store.notices}")
        if (folder / path).parent.exists() and clear_temporaries((folder / path).parent):
            lost.append("a temporary file stays")
    return lost


def label(disk: Disk, path: Path, *counts: int) -> None:
    """Open, stage that many labels before each commit, and acknowledge them."""
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        for count in counts:
            for number in range(disk.acknowledged, disk.acknowledged + count):
                unit = ARTICLE.units[number % 3].id
                record = make_record(ARTICLE, unit, "opinion", comment=f"number {number}")
                store.stage(unit, record, Cause.KEY)
            store.commit()
            disk.acknowledged += count
            disk.look()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of open folders are read from /proc")
@pytest.mark.parametrize("counts", [(1, 1, 2), (EVENTS_PER_SEAL, 1, 1)], ids=["first saves", "sealing"])
def test_no_state_after_a_power_cut_has_lost_a_label(
    counts: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, path = Disk(tmp_path / "disk"), f"annotations/ana/{ARTICLE.id}.json"
    disk.root.mkdir()
    with monkeypatch.context() as patch:
        disk.record(patch)
        label(disk, disk.root / path, *counts)
    assert disk.pending == [], "something is acknowledged and its folder not flushed"
    recorded = {name for name, inode in disk.entries.items() if inode not in disk.folders}
    real = {str(found.relative_to(disk.root)) for found in disk.root.rglob("*") if found.suffix != ".lock"}
    assert recorded == {name for name in real if (disk.root / name).is_file()}, "a call was not recorded"
    assert len(disk.states) >= 5 * len(counts)
    assert lost_states(disk, path, tmp_path / "left") == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of open folders are read from /proc")
@pytest.mark.parametrize("forgotten", ["file", "folder"])
def test_the_states_show_a_flush_that_is_forgotten(
    forgotten: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(tmp_path / "disk", lambda is_folder: is_folder == (forgotten == "file"))
    path = f"annotations/ana/{ARTICLE.id}.json"
    disk.root.mkdir()
    with monkeypatch.context() as patch:
        disk.record(patch)
        label(disk, disk.root / path, 1)
    assert lost_states(disk, path, tmp_path / "left") != []
