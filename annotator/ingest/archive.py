"""Archives: their members are read like files. Nothing is unpacked to the disk."""

import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from annotator.errors import AnnotatorError
from annotator.ingest.document import Part, damage, refuse
from annotator.ingest.guessing import guess
from annotator.ingest.source import HEAD, SourceFile, joined, read_up_to

_ENCRYPTED = 0x1
_UTF8 = 0x800
_MAX_NAME = 300
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def read_zip(source: SourceFile) -> Iterator[Part]:
    """Yield the members of a ZIP archive; those that cannot be read are refused, the others come in."""
    with damage(source, "ZIP archive"):
        archive = zipfile.ZipFile(source.path or io.BytesIO(source.raw))
    with archive:
        seen: set[str] = set()
        for info in archive.infolist():
            name = _name(info)
            if name.endswith("/") or _is_hidden(name):
                continue
            source.allowance.take_file(source.where)
            if problem := _problem(info, name, seen):
                yield refuse(source, name[:_MAX_NAME], problem)
                continue
            seen.add(name)
            yield source.member(name, _opener(archive, info, source, name))


def read_gzip(source: SourceFile) -> Iterator[Part]:
    """Yield the one file in a gzip archive, as a stream that can be read once."""
    stem = (source.entry or source.name).rpartition("/")[2]
    name = stem[:-3] if stem.lower().endswith(".gz") else stem
    with source.open() as packed:
        stream = io.BufferedReader(_Metered(gzip.GzipFile(fileobj=packed), source, name))
        begun = read_up_to(stream, HEAD)
        yield source.member(name, lambda: joined(begun, stream), head=begun)


def _name(info: zipfile.ZipInfo) -> str:
    """Give a member's name; what encoding it is in most archivers do not say."""
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        with suppress(UnicodeError):
            raw = name.encode("cp437")
            try:
                name = raw.decode("utf-8")
            except UnicodeDecodeError:
                name = raw.decode(guess(raw) or "cp437")
    return _CONTROL.sub("\ufffd", name.replace("\\", "/"))


def _is_hidden(name: str) -> bool:
    """Say whether a member is hidden, as in a folder, or one of the notes of an archiver."""
    return any((part[:1] == "." and part != "..") or part == "__MACOSX" for part in name.split("/"))


def _problem(info: zipfile.ZipInfo, name: str, seen: set[str]) -> str:
    path = PurePosixPath(name)
    if not name:
        return "a member has no name"
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":":
        return "its name points outside the archive"
    if len(name) > _MAX_NAME:
        return "its name is too long"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted; unpack the archive with its password first"
    return "there is another member of this name before it" if name in seen else ""


def _opener(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: SourceFile, name: str
) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        where = f"{source.where}, {name}"
        try:
            member = archive.open(info)
        except NotImplementedError:
            raise AnnotatorError(f"{where}: packed in a way that is not read; unpack it first") from None
        except Exception as error:  # as in `_Metered`
            raise AnnotatorError(f"{where}: damaged archive ({_one_line(error)})") from None
        return io.BufferedReader(_Metered(member, source, name))

    return opener


class _Metered(io.RawIOBase):
    """A stream out of an archive: what it gives is counted, and damage is told in one line."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, source: SourceFile, name: str) -> None:
        self._stream = stream
        self._allowance = source.allowance
        self._where = f"{source.where}, {name}"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            found = self._stream.read(len(buffer))
        except Exception as error:
            # zlib, lzma, bz2, struct and zipfile have errors of their own for damaged bytes.
            raise AnnotatorError(f"{self._where}: damaged archive ({_one_line(error)})") from None
        self._allowance.take(len(found), self._where)
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
