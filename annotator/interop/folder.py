"""A folder that appears whole or not at all: written beside its place, then moved there."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self

from annotator.errors import AnnotatorError
from schemas import Record

MANIFEST = "manifest.json"
TOOL = "annotator"
"""Name of the program in the manifest."""

_FLUSHED_SINGLY = 64
_MOST_OPEN = 100
"""Files that are open at once: some systems allow a program 256, and formats have several for everybody."""


class WrittenFile(Record):
    """One file of an export."""

    name: str
    rows: int | None = None
    """Records in the file, without a header; None for a file that is one document."""
    bytes: int
    sha256: str


class _Streams:
    """Files that are appended to; those that have waited longest are closed while others are written."""

    def __init__(self) -> None:
        self._open: dict[Path, BinaryIO] = {}

    def to(self, path: Path) -> BinaryIO:
        """Give the stream at the end of a file, which is made where there is none."""
        stream = self._open.pop(path, None)
        if stream is None:
            while len(self._open) >= _MOST_OPEN:
                self._open.pop(next(iter(self._open))).close()
            stream = path.open("ab")
        self._open[path] = stream
        return stream

    def close(self) -> None:
        """Close all of them; those behind one that cannot be written, too."""
        with ExitStack() as stack:
            for stream in self._open.values():
                stack.callback(stream.close)
            self._open.clear()


class HashedFile:
    """A file of UTF-8 text that is hashed as it is written; line ends are written as they are given."""

    def __init__(self, name: str, path: Path, streams: _Streams, rows: int | None) -> None:
        self.name = name
        self.rows = rows
        self._path = path
        self._streams = streams
        self._hash = hashlib.sha256()
        self._bytes = 0

    def write(self, text: str) -> int:
        """Append text; gives its length in code points, as files do."""
        data = text.encode()
        try:
            self._streams.to(self._path).write(data)
        except OSError as error:
            raise AnnotatorError(f"{self.name}: cannot be written ({error.strerror or error})") from None
        self._hash.update(data)
        self._bytes += len(data)
        return len(text)

    def write_rows(self, rows: Iterable[str]) -> None:
        """Append records, each as its text with its line end, and count them."""
        texts = list(rows)
        self.write("".join(texts))
        self.rows = (self.rows or 0) + len(texts)

    def written(self) -> WrittenFile:
        """Describe what has been written."""
        return WrittenFile(name=self.name, rows=self.rows, bytes=self._bytes, sha256=self._hash.hexdigest())


class OutputFolder:
    """A context: files are made with `file`; leaving it without an error moves the folder into place.

    An empty folder may stand in the place; an earlier export is replaced only with `force`, and only when
    nothing but its own files is in it; anything else never.

    Raises:
        AnnotatorError: the place is taken, or the disk refuses.
    """

    def __init__(self, output: Path, *, force: bool = False) -> None:
        self.output = output.resolve()
        self._part = self.output.parent / f".{self.output.name}.{secrets.token_hex(4)}.part"
        self._force = force
        self._files: list[HashedFile] = []
        self._whole: dict[str, WrittenFile] = {}
        self._streams = _Streams()
        self._at_the_end: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        self.refuse_if_taken()
        with _clear_errors(self.output):
            self._part.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with _clear_errors(self.output):
                self._streams.close()
                if error is None:
                    self._flush()
                    self._move_into_place()
        finally:
            for close in self._at_the_end:
                close()
            shutil.rmtree(self._part, ignore_errors=True)

    def at_the_end(self, close: Callable[[], None]) -> None:
        """Have something called when the export is over, whether it succeeds or not; it must not raise."""
        self._at_the_end.append(close)

    def refuse_if_taken(self) -> None:
        """Raise `AnnotatorError` when the place is taken; for who has something to do before."""
        with _clear_errors(self.output):
            self._refuse_if_taken()

    def file(self, name: str, *, rows: int | None = None) -> HashedFile:
        """Start a file of the export, to be appended to; `rows=0` for one whose records are counted.

        `name` may have folders before it, with slashes.
        """
        with _clear_errors(self.output / name):
            path = self._new(name)
            self._streams.to(path)
        file = HashedFile(name, path, self._streams, rows)
        self._files.append(file)
        return file

    def write(self, name: str, content: str | bytes, *, rows: int | None = None) -> WrittenFile:
        """Write a whole file at once: for formats with many files."""
        data = content.encode() if isinstance(content, str) else content
        with _clear_errors(self.output / name):
            self._new(name).write_bytes(data)
        written = WrittenFile(name=name, rows=rows, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        self._whole[name] = written
        return written

    def path(self, name: str) -> Path:
        """Give where a library is to write a file; tell `take` when it has."""
        with _clear_errors(self.output / name):
            return self._new(name)

    def writing(self, name: str) -> AbstractContextManager[None]:
        """Give a context in which a library writes a file: what the disk refuses is told with its place."""
        return _clear_errors(self.output / name)

    def take(self, name: str, *, rows: int | None = None) -> WrittenFile:
        """Take in a file that a library wrote at `path(name)` and has closed."""
        path = self._part / name
        with _clear_errors(self.output / name), path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = path.stat().st_size
        self._whole[name] = WrittenFile(name=name, rows=rows, bytes=size, sha256=digest)
        return self._whole[name]

    def written(self) -> tuple[WrittenFile, ...]:
        """Describe the files so far, by name."""
        files = [*(file.written() for file in self._files), *self._whole.values()]
        return tuple(sorted(files, key=lambda file: file.name))

    def _new(self, name: str) -> Path:
        path = self._part / name
        if path.exists() or self._part not in path.parents or ".." in path.parts:
            raise ValueError(f"{name} is written twice, or is no place in the export")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _flush(self) -> None:
        """Force all files to the disk: one by one, or at once where they are many."""
        names = [*(file.name for file in self._files), *self._whole]
        if len(names) > _FLUSHED_SINGLY and hasattr(os, "sync"):
            os.sync()
            return
        for name in names:
            with (self._part / name).open("rb+") as stream:
                os.fsync(stream.fileno())

    def _refuse_if_taken(self) -> None:
        if not self.output.exists():
            return
        if not self.output.is_dir():
            raise AnnotatorError(f"{self.output} is a file; name a folder for the export")
        if not any(self.output.iterdir()):
            return
        own = self._own_names()
        if not own:
            raise AnnotatorError(f"{self.output} holds something else than an export; name another folder")
        folders = {folder for name in own for folder in map(str, PurePosixPath(name).parents)}
        for path in sorted(self.output.rglob("*")):
            name = path.relative_to(self.output).as_posix()
            if name not in (folders if path.is_dir() else own):
                raise AnnotatorError(
                    f"{path} is no file of the export there; move it away, or name another folder"
                )
        if not self._force:
            raise AnnotatorError(f"{self.output} is there already; name another folder, or use --force")

    def _own_names(self) -> set[str]:
        """Give the names of the files of the export that stands in the place; none when it is no export."""
        try:
            manifest = json.loads((self.output / MANIFEST).read_bytes())
            names = {str(file["name"]) for file in manifest["files"]}
            return names | {MANIFEST} if names and manifest["tool"]["name"] == TOOL else set()
        except (OSError, ValueError, KeyError, TypeError):
            return set()

    def _move_into_place(self) -> None:
        self._refuse_if_taken()
        if not self.output.exists():
            self._part.rename(self.output)
            return
        before = self._part.with_suffix(".before")
        self.output.rename(before)
        try:
            self._part.rename(self.output)
        except OSError:
            before.rename(self.output)
            raise
        shutil.rmtree(before)


@contextmanager
def _clear_errors(path: Path | str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be written ({error.strerror or error})") from None
