"""Whether anything in a project has changed, told from its files without reading them."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FOLDERS = ("corpus", "annotations")


def state_of(root: Path) -> str:
    """Give a text that is another one after any article, label, register or setting of a project changed.

    It rests on names, sizes and times of the files; hidden ones, such as locks, do not count.
    """
    found = hashlib.blake2b(digest_size=16)
    for line in sorted(_files(root)):
        found.update(line.encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _files(root: Path) -> Iterator[str]:
    with os.scandir(root) as entries:
        own = [entry for entry in entries if entry.name.endswith(".toml") or entry.name in _FOLDERS]
    for entry in own:
        with suppress(FileNotFoundError):
            yield from _below(entry)


def _below(entry: "os.DirEntry[str]") -> Iterator[str]:
    if entry.is_dir():
        with os.scandir(entry) as entries:
            inside = [one for one in entries if not one.name.startswith(".")]
        for one in inside:
            with suppress(FileNotFoundError):  # just removed
                yield from _below(one)
    else:
        stat = entry.stat()
        yield f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
