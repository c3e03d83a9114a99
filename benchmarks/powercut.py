"""Cut the power under a labelling loop and look for lost labels (Linux, as root).

`python -m benchmarks.powercut --cuts 60 --system ext4` (or `xfs`, `btrfs`, where their mkfs is installed)

A labelling process saves into a file system of its own, on a loop device, on a disk of ours that knows what
was flushed (`benchmarks.volatile`). At random moments, and at once after the very first label, we note how
many labels are acknowledged and take what that disk may hold if its power fails now: everything the file
system had flushed, and of what it wrote since nothing, everything, or any sectors at random. What it had
only in memory is gone. That image is mounted, so the file system recovers by its journal, and read: every
acknowledged label must be there, plain TinyDB must open the file, and no temporary file may stay.

So this tests that the calls to fsync are there, are enough and are in the right order, and that these file
systems keep what they promise about them. It does not test a drive that lies about having flushed, nor the
order of whole system calls on file systems weaker than these; `tests/unit/test_hardening_crash.py` goes
through all states that POSIX allows. `--lazy` is the control: with fsync switched off in the labelling
process labels must get lost, or the cut would show nothing.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.kill import ROUNDS, UNITS, check, label_for_ever
from benchmarks.samples import make_article
from benchmarks.volatile import VolatileDisk, dump

ROOT = Path(__file__).parent.parent
_MEBIBYTES = {"ext4": 64, "xfs": 320, "btrfs": 128}
_WAIT_SECONDS = 30


class Labelling:
    """A labelling process and how many labels it has acknowledged."""

    def __init__(self, path: Path, *, lazy: bool) -> None:
        self.path = path
        self.acknowledged = 0
        command = [sys.executable, "-m", "benchmarks.powercut", "--label", str(path), *(["--lazy"] * lazy)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self._first = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._first.wait(_WAIT_SECONDS), "no label was saved"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.acknowledged = int(line)
            self._first.set()

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait(_WAIT_SECONDS)
        self._reader.join(_WAIT_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()


def cut_often(
    system: str, cuts: int, folder: Path, moments: random.Random, *, lazy: bool
) -> Iterator[tuple[int, str]]:
    """Give, for every cut, how many labels were acknowledged and what was wrong after it (empty: nothing)."""
    image, fuse, inside, after = (folder / name for name in ("image", "fuse", "inside", "after"))
    for point in (fuse, inside, after):
        point.mkdir()
    _format(system, image)
    with ExitStack() as stack:
        disk = VolatileDisk(image, fuse)
        stack.callback(disk.close)
        stack.enter_context(_mounted(disk.path, inside))
        labelling: Labelling | None = None

        def stop() -> None:
            if labelling:
                labelling.stop()

        stack.callback(stop)
        for turn in range(cuts):
            if labelling is None or turn % ROUNDS == 0 or turn % ROUNDS == 1:
                if labelling:
                    labelling.stop()
                project = inside / f"project{turn}" / "annotations" / "ana"
                labelling = Labelling(project / f"{make_article(UNITS).id}.json", lazy=lazy)
            else:
                time.sleep(moments.uniform(0, 0.5))
            acknowledged = labelling.acknowledged  # first: what is acknowledged later is no promise yet
            chunks = disk.after_power_cut(moments)
            yield (
                acknowledged,
                _look(
                    chunks,
                    disk.size,
                    folder,
                    labelling.path.relative_to(inside),
                    acknowledged,
                    "nouuid" if system == "xfs" else "rw",
                ),
            )


def _look(
    chunks: dict[int, bytes], size: int, folder: Path, path: Path, acknowledged: int, options: str
) -> str:
    """Mount what is left of a disk and say what is wrong with the label file on it."""
    image = folder / "left"
    dump(chunks, size, image)
    try:
        with _mounted(image, folder / "after", options):
            check(folder / "after" / path, acknowledged)
    except (AssertionError, OSError, ValueError) as problem:
        return f"{acknowledged} acknowledged: {problem!r}"
    except subprocess.CalledProcessError as problem:
        return f"cannot be mounted: {problem.stderr}"
    return ""


def _format(system: str, image: Path) -> None:
    with image.open("wb") as file:
        file.truncate(_MEBIBYTES[system] * 1024 * 1024)
    _run(f"mkfs.{system}", "-q", str(image))


@contextmanager
def _mounted(image: Path, point: Path, options: str = "rw") -> Iterator[None]:
    # Looked for and let go by hand: mount -o loop would take a device that is in use for the same name.
    device = _run("losetup", "--find", "--show", str(image)).strip()
    try:
        _run("mount", "-o", options, device, str(point))
        try:
            yield
        finally:
            _run("umount", str(point))
    finally:
        _run("losetup", "--detach", device)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_WAIT_SECONDS)
    return done.stdout


def main() -> int:
    """Cut as often as asked for and print the sum; 1 when that is not as it must be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cuts", type=int, default=60)
    parser.add_argument("--system", choices=list(_MEBIBYTES), default="ext4")
    parser.add_argument("--lazy", action="store_true", help="the control: label without fsync")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--label", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.label:
        if options.lazy:
            os.fsync = lambda fd: None
        label_for_ever(options.label)
    labels, problems = 0, []
    with tempfile.TemporaryDirectory() as folder:
        moments = random.Random(options.seed)
        for acknowledged, problem in cut_often(
            options.system, options.cuts, Path(folder), moments, lazy=options.lazy
        ):
            labels += acknowledged
            problems += [problem] if problem else []
    print(f"{options.system}: {options.cuts} cuts, {labels} labels acknowledged before them, ", end="")
    print(f"{len(problems)} cuts after which something was lost", *problems[:5], sep="\n    ")
    return int(bool(problems) != options.lazy)


if __name__ == "__main__":
    sys.exit(main())
