"""Let every system call of a save fail, one after the other, and look at what is left.

`python -m benchmarks.faults` fails the first, second, … call that Python makes to the system during a save,
each with every error a disk knows, once and from then on: for the first save of an article, an ordinary one,
one that seals old history, and the repair of a damaged file. `--strace` does the same below Python, in the
kernel's own calls, where strace is installed; `--disk FOLDER` runs on a disk that is really full (give a
small mounted one, a tmpfs or a loop device; it is filled to the last byte, and emptied again).

Each time it must hold: what can be read is the old state or the new one; who saves is told in one line
whenever it is not acknowledged; saving again works once the fault is gone; no temporary file stays.
"""

import argparse
import errno
import fcntl
import io
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.store import LabelStore, check_label_file, read_labels
from annotator.store.durable import temporaries
from annotator.store.sealing import EVENTS_PER_SEAL
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Cause

ARTICLE = make_article(6)
ERRORS = {name: getattr(errno, name) for name in ("ENOSPC", "EIO", "EROFS", "EDQUOT", "EACCES")}
"""Also run, as `SHORT`: a write that takes half of what it is given, and then reports a full disk."""
_CALLS: tuple[tuple[Any, str], ...] = (
    *((os, name) for name in ("open", "write", "fsync", "close", "replace", "rename", "link", "unlink")),
    *((os, name) for name in ("chmod", "mkdir", "stat", "lstat", "fstat", "scandir", "listdir", "ftruncate")),
    (fcntl, "flock"),
    (io, "open"),
)


@dataclass
class Faults:
    """Counts the calls to the system and lets one, or all from one on, fail."""

    at: int = 0
    """Which call fails, from 1; 0: none."""
    error: str = "EIO"
    lasting: bool = False
    seen: list[str] = field(default_factory=list)
    _short: bool = False

    @contextmanager
    def injected(self) -> Iterator[None]:
        """Be between Python and the system."""
        originals = [(module, name, getattr(module, name)) for module, name in _CALLS]
        for module, name, original in originals:
            setattr(module, name, self._failing(name, original))
        try:
            yield
        finally:
            for module, name, original in originals:
                setattr(module, name, original)

    def _failing(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.seen.append(name)
            number = len(self.seen)
            goes_on = self.lasting and 0 < self.at < number and _can_fail(name, self.error)
            if not (number == self.at or goes_on or (self._short and name == "write")):
                return original(*args, **kwargs)
            if name == "close":
                original(*args)  # a failing close has closed (close(2))
            code = ERRORS.get(self.error, errno.ENOSPC)
            if self.error == "SHORT" and name == "write":
                if not self._short:
                    self._short = True
                    return original(args[0], bytes(args[1])[: len(args[1]) // 2])
                self._short = self.lasting
            raise OSError(code, os.strerror(code))

        return call


def path_in(folder: Path) -> Path:
    """Where the label file is in a scenario's folder."""
    return folder / "annotations" / "ana" / f"{ARTICLE.id}.json"


def _nothing(folder: Path) -> None:
    pass


def _some(folder: Path, events: int = 3) -> None:
    with LabelStore(path_in(folder), ARTICLE, "ana", CODEBOOK) as store:
        for number in range(events):
            unit = ARTICLE.units[number % 5].id
            store.stage(unit, make_record(ARTICLE, unit, "opinion", comment=str(number)), Cause.KEY)


def _full(folder: Path) -> None:
    _some(folder, EVENTS_PER_SEAL)


def _damaged(folder: Path) -> None:
    _some(folder)
    data = path_in(folder).read_bytes()
    path_in(folder).write_bytes(data.replace(b'"comment": "1"', b'"comment": "x"', 1))


SCENARIOS: Mapping[str, Callable[[Path], None]] = {
    "first save": _nothing,
    "save": _some,
    "sealing save": _full,
    "repair": _damaged,
}


def open_store(folder: Path) -> LabelStore:
    """Open the label file of a scenario."""
    return LabelStore(path_in(folder), ARTICLE, "ana", CODEBOOK)


def attempt(
    prepared: Path, folder: Path, fault: AbstractContextManager[object], *, lasting: bool = False
) -> str:
    """Save with a fault in a copy of a prepared folder; gives `saved` or `told`.

    A `lasting` fault may leave a temporary file until the next start. Raises `AssertionError` when
    something does not hold that must.
    """
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    old = _labels(folder)
    new = {**old, "u006": "opinion"}
    store, told = None, ""
    with fault:
        try:
            store = open_store(folder)
            store.save("u006", make_record(ARTICLE, "u006", "opinion"))
        except AnnotatorError as error:
            told = str(error)
    found = _labels(folder)
    assert found == new or (told and found == old), f"neither old nor new: {found} {told}"
    assert not told or (told.isprintable() and len(told) < 400 + len(str(folder))), told
    if store is None:
        store = open_store(folder)
        store.stage("u006", make_record(ARTICLE, "u006", "opinion"), Cause.KEY)
    else:
        assert store.pending == ({"u006"} if told else frozenset()), f"pending {store.pending}: {told}"
    store.commit()
    assert store.pending == frozenset()
    assert lasting or temporaries(path_in(folder).parent) == [], "a temporary file stays"
    store.close()
    _check_after(folder, new)
    return "told" if told else "saved"


def _labels(folder: Path) -> dict[str, str | None]:
    """The labels that reading gives; of a damaged file, those that a reader is shown."""
    try:
        found = read_labels(path_in(folder), ARTICLE, CODEBOOK)
    except AnnotatorError:
        with LabelStore(path_in(folder), ARTICLE, "ana", CODEBOOK, read_only=True) as store:
            found = dict(store.labels)
    return {unit: record.label for unit, record in sorted(found.items())}


def _check_after(folder: Path, expected: dict[str, str | None]) -> None:
    with open_store(folder) as store:
        assert store.notices == (), store.notices
        assert len({event.id for event in store.history}) == len(store.history)
        assert dict(store.labels) == {e.unit: e.after for e in store.history if e.after}
    assert _labels(folder) == expected
    assert temporaries(path_in(folder).parent) == []
    findings = list(check_label_file(path_in(folder), ARTICLE, CODEBOOK))
    assert [found for found in findings if "set aside" not in found.problem] == [], findings


def run(
    scenario: str,
    folder: Path,
    errors: tuple[str, ...] = (*ERRORS, "SHORT"),
    *,
    lastings: tuple[bool, ...] = (False, True),
) -> tuple[Counter[str], list[str]]:
    """Fail every call of a scenario in every way; counts the outcomes and lists what did not hold.

    Each fault comes once and from then on, unless `lastings` says which.
    """
    prepared, work = folder / "prepared", folder / "work"
    prepared.mkdir(parents=True)
    SCENARIOS[scenario](prepared)
    traced = Faults()
    attempt(prepared, work, traced.injected())
    shutil.rmtree(work)
    outcomes: Counter[str] = Counter(calls=len(traced.seen))
    failures: list[str] = []
    ways = itertools.product(errors, enumerate(traced.seen, start=1), lastings)
    for error, (at, name), lasting in ways:
        if not _can_fail(name, error):
            continue
        try:
            outcomes[attempt(prepared, work, Faults(at, error, lasting).injected(), lasting=lasting)] += 1
        except (AssertionError, OSError, AnnotatorError) as problem:
            where = f"{scenario}, call {at} ({name}) {error}{' from then on' if lasting else ''}"
            failures.append(f"{where}: {problem!r}")
        shutil.rmtree(work)
    return outcomes, failures


def _can_fail(call: str, error: str) -> bool:
    if error == "SHORT":
        return call == "write"
    if call in ("stat", "lstat", "fstat", "scandir", "listdir"):
        return error in ("EIO", "EACCES")
    if call == "flock":
        return error == "EIO"  # EACCES would say that somebody else has the lock
    return True


def run_below_python(scenario: str, folder: Path) -> tuple[Counter[str], list[str]]:
    """Fail the calls of a save in the kernel, by strace; counts and failures as `run` gives them."""
    prepared, work = folder / "prepared", folder / "work"
    prepared.mkdir(parents=True)
    SCENARIOS[scenario](prepared)
    calls = _in_window(
        _strace(prepared, work, "--trace=" + ",".join((*_KERNEL_CALLS, "?access", "?faccessat2")))
    )
    outcomes: Counter[str] = Counter(calls=len(calls))
    failures: list[str] = []
    for (call, at), error in itertools.product(calls, ("ENOSPC", "EIO", "EROFS")):
        shutil.rmtree(work, ignore_errors=True)
        trace = f"--trace={call},?access,?faccessat2"
        done = _strace(prepared, work, trace, f"--inject={call}:error={error}:when={at}")
        if not any("(INJECTED)" in line for line in _window(done.stderr)):
            outcomes["missed"] += 1
        elif done.returncode:
            lines = [line for line in done.stderr.splitlines() if "Error" in line]
            failures.append(f"{scenario}, {call} number {at} {error}: {lines[-1] if lines else '?'}")
        else:
            outcomes[done.stdout.strip()] += 1
    shutil.rmtree(work, ignore_errors=True)
    return outcomes, failures


# Not close: strace would leave the file open; `run` fails it as the system does.
_KERNEL_CALLS = (
    "openat",
    "write",
    "fsync",
    "rename",
    "?renameat",
    "mkdir",
    "chmod",
    "?fchmodat",
    "flock",
    "ftruncate",
)
_BEGIN, _END = "/annotator-faults-begin", "/annotator-faults-end"


@contextmanager
def _marked() -> Iterator[None]:
    """Tell strace where a save begins and ends."""
    os.access(_BEGIN, os.F_OK)
    try:
        yield
    finally:
        os.access(_END, os.F_OK)


def _strace(prepared: Path, work: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    module = [sys.executable, "-m", "benchmarks.faults", "--attempt", str(prepared), str(work)]
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(["strace", *options, *module], capture_output=True, text=True, env=environment)


def _window(trace: str) -> list[str]:
    lines = trace.splitlines()
    begin = next((n for n, line in enumerate(lines) if _BEGIN in line), len(lines))
    end = next((n for n, line in enumerate(lines) if _END in line), len(lines))
    return lines[begin:end]


def _in_window(traced: "subprocess.CompletedProcess[str]") -> list[tuple[str, int]]:
    """The calls between the marks, each with its number since the process began."""
    counts: Counter[str] = Counter()
    found, inside = [], False
    for line in traced.stderr.splitlines():
        inside = (inside or _BEGIN in line) and _END not in line
        call = line.partition("(")[0]
        counts[call] += 1
        if inside and call in {name.lstrip("?") for name in _KERNEL_CALLS}:
            found.append((call, counts[call]))
    return found


@contextmanager
def full_disk(folder: Path, left: int) -> Iterator[None]:
    """Fill the disk of a folder to the last block but `left` bytes; free it again."""
    filler = folder / "filler"
    descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT)
    try:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while os.write(descriptor, b"x" * size):
                    pass
        os.ftruncate(descriptor, max(0, os.fstat(descriptor).st_size - left))
        os.fsync(descriptor)
        yield
    finally:
        os.close(descriptor)
        filler.unlink()


def run_on_full_disk(scenario: str, disk: Path) -> tuple[Counter[str], list[str]]:
    """Save on a disk with nothing left, and ever more; counts and failures as `run` gives them."""
    prepared, work = disk / "prepared", disk / "work"
    prepared.mkdir()
    SCENARIOS[scenario](prepared)
    outcomes: Counter[str] = Counter()
    failures = []
    size = path_in(prepared).stat().st_size if path_in(prepared).exists() else 0
    for left in range(0, 60_000 + 3 * size, 4096 * (1 + size // 100_000)):
        try:
            outcomes[attempt(prepared, work, full_disk(disk, left))] += 1
        except (AssertionError, OSError, AnnotatorError) as problem:
            failures.append(f"{scenario}, {left} bytes left: {problem!r}")
        shutil.rmtree(work)
    shutil.rmtree(prepared)
    return outcomes, failures


def main() -> int:
    """Run what is asked for and print the outcomes; 1 when something did not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strace", action="store_true", help="fail the kernel's calls instead of Python's")
    parser.add_argument("--disk", type=Path, help="an empty folder on a small disk that may be filled")
    parser.add_argument("--scenario", choices=list(SCENARIOS), help="only this one")
    parser.add_argument("--attempt", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.attempt:
        prepared, work = options.attempt
        with tempfile.TemporaryDirectory() as elsewhere:
            _some(Path(elsewhere))  # so that no library is loaded between the marks
        print(attempt(prepared, work, _marked()))
        return 0
    failed = 0
    for scenario in [options.scenario] if options.scenario else SCENARIOS:
        with tempfile.TemporaryDirectory() as folder:
            if options.disk:
                outcomes, failures = run_on_full_disk(scenario, options.disk)
            elif options.strace:
                outcomes, failures = run_below_python(scenario, Path(folder))
            else:
                errors = ("ENOSPC", "EIO", "SHORT") if scenario == "sealing save" else (*ERRORS, "SHORT")
                outcomes, failures = run(scenario, Path(folder), errors)
        shown = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        print(f"{scenario}: {shown}, {len(failures)} failures", *failures, sep="\n    ", flush=True)
        failed += len(failures)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
