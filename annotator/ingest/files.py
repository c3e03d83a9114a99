"""Which files are read, and by which reader."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.ingest.document import Reader, SourceFile
from annotator.ingest.markdown import read_markdown
from annotator.ingest.text import read_text

READERS: dict[str, Reader] = {"text": read_text, "markdown": read_markdown}
"""The readers by the name of their format."""

FORMATS = {"": "text", ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown"}
"""The format of a file by its ending in lower case; a file without one is tried as text."""

SUPPORTED = tuple(ending for ending in FORMATS if ending)
"""Endings of files that can be imported."""

MAX_BYTES = 16 * 1024 * 1024
"""Larger files are refused: no article is that long, and a million units help nobody."""


def shown(path: Path) -> str:
    """Write a path so that it can be printed and stored whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "replace")


def format_of(path: Path) -> str:
    """Tell the format by the ending; raises `AnnotatorError` for one that is not supported."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise AnnotatorError(
            f"{shown(path)}: files ending in {path.suffix} are not supported; "
            f"supported are {', '.join(SUPPORTED)}"
        ) from None


def read_source(path: Path) -> SourceFile:
    """Read a file; raises `AnnotatorError` when it is missing, no file, unreadable or too large."""
    status = _status(path)
    if stat.S_ISDIR(status.st_mode):
        raise AnnotatorError(f"{shown(path)}: is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise AnnotatorError(f"{shown(path)}: is no regular file")
    if status.st_size > MAX_BYTES:
        size, limit = (f"{count / 1e6:.0f} MB" for count in (status.st_size, MAX_BYTES))
        raise AnnotatorError(f"{shown(path)}: {size} is too large for an article; the limit is {limit}")
    try:
        return SourceFile(shown(Path(path.name)), path.read_bytes())
    except OSError as error:
        raise AnnotatorError(f"{shown(path)}: cannot be read ({error.strerror or error})") from None


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise AnnotatorError(f"{shown(path)}: no such file or folder") from None
    except OSError as error:
        raise AnnotatorError(f"{shown(path)}: cannot be read ({error.strerror or error})") from None
    except ValueError as error:
        raise AnnotatorError(f"{shown(path)!r}: is no path ({error})") from None


def _may_be_read(file: Path) -> bool:
    """Say no to what is known to be no file; one that cannot be asked is refused when it is read."""
    try:
        return file.is_file()
    except OSError:
        return True


def article_files(path: Path) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders that can be imported, sorted; a file gives itself.

    Hidden files and folders are skipped, links to folders are not followed. Raises `AnnotatorError` for a
    path that does not exist, a folder without such files and, at the end, a folder that cannot be read.
    """
    if not stat.S_ISDIR(_status(path).st_mode):
        yield path
        return
    refused: list[OSError] = []
    found = False
    for folder, folders, names in os.walk(path, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.suffix.lower() in FORMATS and _may_be_read(file):
                found = True
                yield file
    if refused:
        raise AnnotatorError(f"{shown(Path(refused[0].filename))}: cannot be read ({refused[0].strerror})")
    if not found:
        endings = ", ".join(SUPPORTED)
        raise AnnotatorError(f"{shown(path)}: no articles in this folder; endings read are {endings}")
