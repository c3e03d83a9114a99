"""Which files of a folder are read."""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.ingest.formats import BY_ENDING, FORMATS, SUPPORTED
from annotator.ingest.sniffing import by_content
from annotator.ingest.source import file_source, shown, status

_AMBIGUOUS = frozenset({".xml", ".doc"})
"""Endings under which there is all sorts of files; these are looked into."""

_MOST_NAMED = 12
"""Endings that the line on what is not read names."""


def article_files(path: Path, tell: Callable[[str], None] | None = None) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders that can be imported, sorted; a file gives itself.

    Hidden files and folders are skipped, links to folders are not followed. Files with foreign endings are
    counted, and told in one line at the end. Raises `AnnotatorError` for a path that does not exist, a folder
    without articles and, at the end, a folder that cannot be read. `-` stands for standard input.
    """
    if str(path) == "-" or not stat.S_ISDIR(status(path).st_mode):
        yield path
        return
    refused: list[OSError] = []
    foreign: Counter[str] = Counter()
    found = False
    for folder, folders, names in os.walk(path, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            file = Path(folder, name)
            ending = file.suffix.lower()
            if not _may_be_read(file):
                continue
            if not _is_for_us(file, ending):
                foreign[ending] += 1
            else:
                found = True
                yield file
    if foreign and tell:
        tell(f"{shown(path)}: {not_read(foreign)}")
    if refused:
        raise AnnotatorError(f"{shown(Path(refused[0].filename))}: cannot be read ({refused[0].strerror})")
    if not found:
        endings = ", ".join(SUPPORTED)
        raise AnnotatorError(f"{shown(path)}: no articles in this folder; endings read are {endings}")


def not_read(foreign: Counter[str]) -> str:
    """Put into words how many files of which endings are not read."""
    most = foreign.most_common(_MOST_NAMED)
    named = [f"{count} {ending or 'without ending'}" for ending, count in most]
    if len(foreign) > len(most):
        named.append(f"{foreign.total() - sum(count for _, count in most)} others")
    files = "1 file" if foreign.total() == 1 else f"{foreign.total()} files"
    return f"{files} in formats that are not read: {', '.join(named)}"


def _may_be_read(file: Path) -> bool:
    """Say no to what is known to be no file; one that cannot be asked is refused when it is read."""
    try:
        return file.is_file()
    except OSError:
        return True


def _is_for_us(file: Path, ending: str) -> bool:
    """Say whether a format that is read is told by the ending, or by the content where that says little."""
    if ending not in _AMBIGUOUS:
        return not ending or ending in BY_ENDING
    try:
        return by_content(file_source(file)) in FORMATS
    except AnnotatorError:
        return False
