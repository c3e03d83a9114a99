"""Where bytes come from: a file, standard input, or a file inside another one."""

import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from annotator.errors import AnnotatorError

MAX_BYTES = 16 * 1024 * 1024
"""Most bytes of a file with one article: none is that long, and a million units help nobody."""

MAX_DEPTH = 4
"""Containers around a file, e.g. a page attached to a mail in an archive in an archive: 3."""

_RATIO = 200
"""Bytes that a byte of an archive may unpack to; articles come to 3 to 20, bombs to 1000 and more."""

_LEAST_BYTES = 512 * 1024 * 1024
_LEAST_FILES = 200_000
_STREAM_BYTES = 1 << 40
"""What standard input may unpack to, whose size is not known."""

HEAD = 8192
"""First bytes by which a format is told."""
_CHUNK = 1 << 20


FIELDS = ("text", "title", "outlet", "url", "published", "authors", "language", "id")
"""What a column of a table can hold."""


@dataclass(frozen=True)
class ReadOptions:
    """What the caller says about files instead of leaving it to be found out."""

    format: str = ""
    """A name of `annotator.ingest.FORMATS`; overrules ending and content of the file itself, not of the
    files inside it."""
    encoding: str = ""
    """Of text, e.g. `cp1251`; overrules marks, declarations and guesses."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """For tables: the column of some of `FIELDS`, e.g. `{"text": "body"}`."""


class Allowance:
    """How much may be unpacked from one file, however it is nested: more is a bomb."""

    def __init__(self, left: int = _LEAST_BYTES) -> None:
        """Allow so many bytes, and a file for each of some of them."""
        self._bytes = left
        self._files = max(_LEAST_FILES, left // 1000)

    def take(self, count: int, where: str) -> None:
        """Use up some bytes; raises `AnnotatorError` when there are none left."""
        self._bytes -= count
        if self._bytes < 0:
            raise AnnotatorError(f"{where}: the archive unpacks to so much that it must be a bomb")

    def take_file(self, where: str) -> None:
        """Use up one file; raises `AnnotatorError` when there are none left."""
        self._files -= 1
        if self._files < 0:
            raise AnnotatorError(f"{where}: the archive holds so many files that it must be a bomb")


@dataclass(frozen=True)
class SourceFile:
    """Bytes under a name, read when they are asked for."""

    name: str
    """The file's, without its folder; for a file inside another one still the outer file's."""
    opener: Callable[[], BinaryIO]
    """Opens the bytes from the beginning; the stream may not be able to seek."""
    where: str
    """The place as messages name it: the path, and the entry inside it."""
    path: Path | None = None
    """Of a file that is in no other one."""
    entry: str = ""
    """Of a file inside another one: its name in there, with those of the containers between."""
    format: str = ""
    """The format that its container declares, if any."""
    depth: int = 0
    """Containers around it."""
    options: ReadOptions = field(default_factory=ReadOptions)
    max_bytes: int = MAX_BYTES
    """Most bytes that `raw` gives; set by the frame for the format."""

    allowance: "Allowance" = field(default_factory=lambda: Allowance(), repr=False)
    """What may be unpacked yet; shared by all files inside a file."""
    _seen: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """What was read of the bytes, for they can perhaps be read once only."""

    @property
    def head(self) -> bytes:
        """The first bytes, enough to tell the format."""
        if "head" not in self._seen:
            with self.open() as stream:
                self._seen["head"] = read_up_to(stream, HEAD)
        return self._seen["head"]

    @property
    def raw(self) -> bytes:
        """All bytes; raises `AnnotatorError` when there are more than `max_bytes`."""
        if "raw" not in self._seen:
            with self.open() as stream:
                self._seen["raw"] = read_up_to(stream, self.max_bytes + 1)
        if len(self._seen["raw"]) > self.max_bytes:
            limit = f"{self.max_bytes / 1e6:.0f} MB"
            raise AnnotatorError(f"{self.where}: too large for this format; the limit is {limit}")
        return self._seen["raw"]

    @property
    def sha256(self) -> str:
        """Hash of all bytes, in hexadecimal; they need not fit into memory."""
        digest = hashlib.sha256(self._seen.get("raw", b""))
        if "raw" not in self._seen:
            with self.open() as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        return digest.hexdigest()

    def open(self) -> BinaryIO:
        """Open the bytes as a stream from the beginning; it may not be able to seek."""
        try:
            return self.opener()
        except OSError as error:
            raise AnnotatorError(f"{self.where}: cannot be read ({error.strerror or error})") from None

    def limited(self, max_bytes: int) -> "SourceFile":
        """Give the same source with another limit of `raw`."""
        return replace(self, max_bytes=max_bytes)

    def with_bytes(self, content: bytes) -> "SourceFile":
        """Give a source of the same name with other bytes, e.g. after a transfer encoding was undone."""
        return replace(self, opener=lambda: io.BytesIO(content), path=None, _seen={})

    def inside(self, entry: str) -> str:
        """Name a part of this source as the provenance does."""
        return f"{self.entry}/{entry}" if self.entry and entry else self.entry or entry

    def member(
        self,
        name: str,
        content: bytes | Callable[[], BinaryIO],
        *,
        format: str = "",
        head: bytes = b"",
    ) -> "SourceFile":
        """Make the source of a file inside this one, to be yielded by the reader of a container.

        `name` tells its ending; `format` overrules it where the container declares what it holds. What opens
        only once gives its `head`, the first `HEAD` bytes, apart.
        """
        name = name.encode("utf-8", "replace").decode()
        return SourceFile(
            self.name,
            (lambda: io.BytesIO(content)) if isinstance(content, bytes) else content,
            where=f"{self.where}, {name}" if self.depth == 0 else f"{self.where}/{name}",
            entry=self.inside(name),
            format=format,
            depth=self.depth + 1,
            options=replace(self.options, format=""),
            allowance=self.allowance,
            _seen={"head": head} if head else {},
        )


def file_source(path: Path, options: ReadOptions | None = None) -> SourceFile:
    """Make the source of a file; raises `AnnotatorError` when it is missing or no file. `-` is stdin."""
    options = options or ReadOptions()
    if str(path) == "-":
        return _standard_input(options)
    found = status(path)
    mode = found.st_mode
    if stat.S_ISDIR(mode):
        raise AnnotatorError(f"{shown(path)}: is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise AnnotatorError(f"{shown(path)}: is no regular file")
    name = shown(Path(path.name))
    allowance = Allowance(max(_LEAST_BYTES, _RATIO * found.st_size))
    return SourceFile(
        name, lambda: path.open("rb"), shown(path), path=path, options=options, allowance=allowance
    )


def shown(path: Path) -> str:
    """Write a path so that it can be printed and stored whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "replace")


def status(path: Path) -> os.stat_result:
    """Look a path up; raises `AnnotatorError` when that is not possible."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise AnnotatorError(f"{shown(path)}: no such file or folder") from None
    except OSError as error:
        raise AnnotatorError(f"{shown(path)}: cannot be read ({error.strerror or error})") from None
    except ValueError as error:
        raise AnnotatorError(f"{shown(path)!r}: is no path ({error})") from None


def _standard_input(options: ReadOptions) -> SourceFile:
    """Make a source that can be looked into and then read once, for what comes in cannot be asked again."""
    rest = sys.stdin.buffer
    begun = read_up_to(rest, HEAD)

    def opener() -> BinaryIO:
        return joined(begun, rest)

    seen = {"head": begun}
    allowance = Allowance(_STREAM_BYTES)
    return SourceFile(
        "standard input", opener, "standard input", options=options, allowance=allowance, _seen=seen
    )


class _Joined(io.RawIOBase):
    """Bytes that were taken from a stream already, and then the stream."""

    def __init__(self, begun: bytes, rest: BinaryIO) -> None:
        self._begun = memoryview(begun)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._begun:
            count = min(len(buffer), len(self._begun))
            buffer[:count] = self._begun[:count]
            self._begun = self._begun[count:]
            return count
        found = self._rest.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


def joined(begun: bytes, rest: BinaryIO) -> BinaryIO:
    """Give a stream of bytes that were taken from another stream already, and then of that one."""
    return io.BufferedReader(_Joined(begun, rest))


def read_up_to(stream: BinaryIO, size: int) -> bytes:
    """Read up to `size` bytes also where the stream gives fewer at a time."""
    parts = []
    while size > 0 and (part := stream.read(min(size, _CHUNK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
