"""Replace a file so that at any moment, also after a power cut, it holds either the old or the new state."""

import errno
import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path

from annotator.errors import AnnotatorError

_TEMPORARY = re.compile(r"\..+\.\d+-[0-9a-f]{16}\.tmp")

_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})

_REASONS = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "your disk quota is used up; free some space",
    errno.EROFS: "the disk is read-only; make it writable or work on a copy of the project",
    errno.EACCES: "no permission to write there; ask for it or work on a copy of the project",
    errno.EPERM: "no permission to write there; ask for it or work on a copy of the project",
    errno.ENOENT: "the folder is gone; bring it back (is the drive or network folder connected?)",
    errno.ENOTDIR: "the folder is gone; bring it back (is the drive or network folder connected?)",
    errno.ESTALE: "the network folder is gone; connect it again",
    errno.EIO: "the disk reports an error; check it, and save to another one",
    errno.ENAMETOOLONG: "the name is too long for this disk; use a shorter one",
    errno.EFBIG: "the file would be too big for this disk",
}


def write_durably(path: Path, data: bytes) -> os.stat_result:
    """Put `data` into the file at `path`; when this returns, it is on the disk.

    Gives what the system says of the new file, not of one that another program has put in its place since.

    The data goes into a temporary file in the same folder, is flushed to the disk and takes the old file's
    place in one step; then the folder is flushed too. Raises `AnnotatorError` when any of this fails: the
    file then holds the old state (or the new one, if only the last step failed) and writing may be retried.
    """
    # As text: a save would otherwise spend more time on making paths than on asking the system.
    folder, name = os.path.split(path)
    temporary = temporary_name(folder, name)
    try:
        found = write_new(temporary, data, _mode(path))
        os.replace(temporary, path)  # noqa: PTH105
        flush_folder(folder or os.curdir)
        # Renaming changes its times; Windows tells none for certain before the file was closed.
        in_place = os.stat(path)  # noqa: PTH116
        if in_place.st_ino == found.st_ino:
            found = in_place
    except BaseException as error:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, OSError):
            raise AnnotatorError(f"{path} was not saved: {reason(error)}") from error
        raise
    return found


def temporary_name(folder: str, name: str) -> str:
    """Give a name that no file has for what is to become `name`; `temporaries` knows it by its form."""
    return os.path.join(folder, f".{name}.{os.getpid()}-{os.urandom(8).hex()}.tmp")  # noqa: PTH118


def make_folder_durably(folder: Path) -> None:
    """Make a folder and what is missing above it, each entry flushed to the disk; raises `AnnotatorError`."""
    missing = [parent for parent in (folder, *folder.parents) if not is_folder(parent)]
    try:
        for parent in reversed(missing):
            parent.mkdir(exist_ok=True)
            flush_folder(parent.parent)
    except OSError as error:
        raise AnnotatorError(f"{folder} was not made: {reason(error)}") from error


def is_folder(path: Path) -> bool:
    """Whether a folder is there; raises `AnnotatorError` for a file in its place, or if nobody can tell."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        return path != path.parent and is_folder(path.parent)  # which names the file that is in the way
    except OSError as error:
        raise AnnotatorError(f"{path} cannot be read: {reason(error)}") from error
    if not stat.S_ISDIR(mode):
        raise AnnotatorError(f"{path} is a file, a folder is needed; move the file away")
    return True


def is_there(path: Path) -> bool:
    """Whether a name is taken, by whatever; raises `AnnotatorError` if nobody can tell."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise AnnotatorError(f"{path} cannot be read: {reason(error)}") from error
    return True


def clear_temporaries(folder: Path, name: str | None = None) -> int:
    """Remove the temporary files that dead writers left in a folder; gives how many.

    With `name`, only those of this file and of the files beside it that share its name up to the first dot
    (its sealed history). The caller holds the lock of that file (without `name`: of every file in the
    folder), so no writer of them is alive.
    """
    removed = 0
    for path in temporaries(folder, name):
        with suppress(OSError):
            path.unlink()
            removed += 1
    return removed


def temporaries(folder: Path, name: str | None = None) -> list[Path]:
    """List the temporary files in a folder, those of living writers too; `name` as in `clear_temporaries`."""
    begins = "." if name is None else f".{_stem(name)}."  # the folder may hold tens of thousands of others
    try:
        names = [found for found in os.listdir(folder) if found.startswith(begins)]  # noqa: PTH208
    except OSError:
        return []
    return [folder / found for found in sorted(names) if _TEMPORARY.fullmatch(found)]


def reason(error: OSError) -> str:
    """Say in words why the system refused, and what to do."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def flush_folder(folder: Path | str) -> None:
    """Bring a folder's entries to the disk, where the system can; raises `OSError`."""
    if sys.platform == "win32":
        return  # a folder cannot be opened there; the file system's journal keeps renames in order
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


def write_new(path: str, data: bytes, mode: int | None = None) -> os.stat_result:
    """Write a file that is not there yet, flushed to the disk; raises `OSError`."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666 if mode is None else mode | stat.S_IWUSR)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if mode is not None and stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
            with suppress(OSError):  # what the process's mask took away
                os.chmod(path, mode)  # noqa: PTH101
        _flush(descriptor)
        return os.fstat(descriptor)  # after flushing: a network folder may set the time only then
    finally:
        os.close(descriptor)


def _flush(descriptor: int) -> None:
    os.fsync(descriptor)
    if sys.platform == "darwin":
        import fcntl

        # fsync leaves the data in the drive's own cache there (fcntl(2)).
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)


def _mode(path: Path) -> int | None:
    """Permissions of the file to be replaced, so that a shared folder stays shared."""
    try:
        return stat.S_IMODE(path.stat(follow_symlinks=False).st_mode)
    except OSError:
        return None


def _stem(name: str) -> str:
    return name.split(".", 1)[0]
