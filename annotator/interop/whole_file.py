"""Files that are read whole, as formats with a file per article are."""

from collections.abc import Iterator
from pathlib import Path

from annotator.errors import AnnotatorError

MAX_BYTES = 64 << 20
"""More is no single article with its labels."""


class UnreadableError(Exception):
    """Why a file, or a part of one, cannot be read: the end of a sentence that begins with its name."""


def whole_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        UnreadableError: it cannot be read, or is too large.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnreadableError(f"cannot be read ({reason or error})") from None
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"is larger than {MAX_BYTES >> 20} MiB")
    return data


def utf8(data: bytes) -> str:
    """Decode text; line ends and a byte order mark stay, since offsets count them.

    Raises:
        UnreadableError: it is not UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(f"is not UTF-8 (byte {error.start:,})") from None


def files_in(folder: Path, *endings: str) -> Iterator[Path]:
    """Give the files below a folder with one of these endings (with their dots), by path.

    Raises:
        AnnotatorError: the folder cannot be read.
    """
    try:
        yield from sorted(path for path in folder.rglob("*") if path.suffix in endings and path.is_file())
    except OSError as error:
        raise AnnotatorError(f"{folder}: cannot be read ({error.strerror or error})") from None
