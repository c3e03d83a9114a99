"""Files of a WebAnno or INCEpTION project: in its folders, in the ZIP archive it exports, or by themselves.

`annotation/<document>/<user>.<ending>` says whose a file is, `curation/<document>/…` that it is gold.
INCEpTION puts an archive in the place of each of these files. Elsewhere a file does not say who annotated it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from annotator.errors import AnnotatorError
from annotator.interop.foreign import Refused
from annotator.interop.names import FILE, NameTable, names_of, table_of
from annotator.interop.uima_layers import CURATION, INITIAL
from annotator.interop.whole_file import MAX_BYTES, UnreadableError, files_in, whole_bytes
from schemas import GOLD

_ENDING = re.compile(r"\.(txt|xmi|xml|tsv|html?|pdf|docx?|json)$", re.IGNORECASE)
_MAX_ARCHIVE = 4 << 30
"""Bytes that may come out of one archive, all in all."""
_BEGINNING = 4096
_LOOKED_AT = 8
"""Files of a folder that tell what is in it."""
_ZIP = b"PK\x03\x04"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One file, and what its place says."""

    shown: str
    data: bytes
    document: str = ""
    annotator: str = ""
    alone: bool = False
    """Whether it was named itself."""

    def article(self, named: str) -> str:
        """Give the document's name: by the file's place, as it is named inside, or else the file's own."""
        own = PurePosixPath(self.shown).name
        return _ENDING.sub("", self.document or named or own)


def project_files(path: Path, ending: str) -> Iterator[ProjectFile | Refused]:
    """Give every file with this ending (with its dot) at a path.

    Raises:
        AnnotatorError: the file or archive that was named cannot be read, or there is none.
    """
    table = names_of(path)
    if path.is_dir():
        yield from _in_folder(path, ending, table)
        return
    try:
        data = whole_bytes(path)
    except UnreadableError as error:
        raise AnnotatorError(f"{path.name} {error}") from None
    if data.startswith(_ZIP):
        yield from _in_archive(data, path, ending)
        return
    document, user = _place(path.absolute().parts[-3:]) if table is not None else ("", "")
    annotator = _annotator(user or path.stem if path.stem == CURATION else user, table)
    yield ProjectFile(path.name, data, document, annotator, alone=True)


def has_files(path: Path, head: bytes, ending: str, mark: bytes) -> bool:
    """Whether a path is a file that begins with this mark, or a folder or archive with such files."""
    try:
        if path.is_dir():
            return any(
                _begins_with(mark, file) for file in islice(path.rglob(f"*{ending}"), _LOOKED_AT)
            ) or any(
                _holds(zipped, ending, mark) for zipped in islice(path.glob("annotation/*/*.zip"), _LOOKED_AT)
            )
        return mark in head[:_BEGINNING] or (head.startswith(_ZIP) and _holds(path, ending, mark))
    except (OSError, ValueError):
        return False


def _begins_with(mark: bytes, path: Path) -> bool:
    with path.open("rb") as stream:
        return mark in stream.read(_BEGINNING)


def _holds(path: Path, ending: str, mark: bytes) -> bool:
    """Whether the first file of this ending in an archive begins with the mark."""
    try:
        files = (file for file in _members(path, (), ending, _Budget()) if isinstance(file, ProjectFile))
        return any(mark in file.data[:_BEGINNING] for file in islice(files, 1))
    except _DAMAGED:
        return False


def _of_project(name: str) -> bool:
    return name.endswith(".zip") and _place(PurePosixPath(name).parts) != ("", "")


def _in_folder(folder: Path, ending: str, table: NameTable | None) -> Iterator[ProjectFile | Refused]:
    above = folder.absolute().parts[-3:] if table is not None else ()
    found = False
    for path in files_in(folder, ending, ".zip"):
        relative = path.relative_to(folder)
        shown = relative.as_posix()
        document, user = _place((*above, *relative.parts))
        if path.suffix == ".zip":
            if not document:
                continue
            found = True
            yield from _named(_members(path, relative.parts, ending, _Budget()), table)
            continue
        found = True
        try:
            data = whole_bytes(path)
        except UnreadableError as error:
            yield Refused(shown, str(error))
            continue
        yield ProjectFile(shown, data, document, _annotator(user, table))
    if not found:
        raise AnnotatorError(f"{folder}: there is no {ending} file")


def _in_archive(data: bytes, path: Path, ending: str) -> Iterator[ProjectFile | Refused]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if PurePosixPath(name).name == FILE]
            table = table_of(_member(archive, archive.getinfo(names[0]), _Budget())) if names else None
    except (*_DAMAGED, UnreadableError):
        table = None
    found = False
    for file in _named(_members(BytesIO(data), (), ending, _Budget()), table):
        found = True
        yield file
    if not found:
        raise AnnotatorError(f"{path.name}: there is no {ending} file in it")


def _named(
    files: Iterator[ProjectFile | Refused], table: NameTable | None
) -> Iterator[ProjectFile | Refused]:
    """Put annotators' names in the place of their files'."""
    for file in files:
        if isinstance(file, Refused):
            yield file
        else:
            yield ProjectFile(file.shown, file.data, file.document, _annotator(file.annotator, table))


class _Budget:
    """What may still come out of an archive."""

    def __init__(self) -> None:
        self.left = _MAX_ARCHIVE


def _members(
    archive: Path | BinaryIO, above: Sequence[str], ending: str, budget: _Budget, *, inner: bool = False
) -> Iterator[ProjectFile | Refused]:
    """Give the files of an archive that stands at `above`; archives in it once."""
    shown = "/".join(above) or "archive"
    try:
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                parts = (*above, *PurePosixPath(info.filename).parts)
                zipped = info.filename.endswith(".zip") and not inner and _of_project("/".join(parts))
                if not zipped and not info.filename.endswith(ending):
                    continue
                try:
                    data = _member(opened, info, budget)
                except UnreadableError as error:
                    yield Refused("/".join(parts), str(error))
                    continue
                if zipped:
                    yield from _members(BytesIO(data), parts, ending, budget, inner=True)
                else:
                    document, user = _place(parts)
                    yield ProjectFile("/".join(parts), data, document, user)
    except _DAMAGED as error:
        yield Refused(shown, f"is no whole ZIP archive ({error})")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes:
    try:
        with archive.open(info) as stream:
            data = stream.read(min(MAX_BYTES, budget.left) + 1)
    except _DAMAGED as error:
        raise UnreadableError(f"cannot be taken out of the archive ({error})") from None
    budget.left -= len(data)
    if len(data) > MAX_BYTES or budget.left < 0:
        raise UnreadableError(
            f"is larger than {MAX_BYTES >> 20} MiB, or the archive than {_MAX_ARCHIVE >> 30} GiB"
        )
    return data


def _place(parts: Sequence[str]) -> tuple[str, str]:
    """Give document and user by the place of a file; gold's user is `CURATION_USER`."""
    for number in range(len(parts) - 3, -1, -1):
        if parts[number] in ("annotation", "curation"):
            user = CURATION if parts[number] == "curation" else PurePosixPath(parts[number + 2]).stem
            return parts[number + 1], user
    return "", PurePosixPath(parts[-1]).stem if parts and PurePosixPath(parts[-1]).stem == CURATION else ""


def _annotator(user: str, table: NameTable | None) -> str:
    if user == CURATION:
        return GOLD
    if user == INITIAL:
        return ""
    return table.annotators.get(user, user) if table is not None else user
