"""Labels from W3C Web Annotations: our own, those of Recogito and the like, and what Hypothesis exports.

A file has one annotation, an array, a page, a collection, or JSON Lines of any of them; a folder has several
files. Texts are looked for beside a file, under the name of an annotation's source or of the file itself, as
`.txt`; without one the words of each target stand for themselves.

A body that classifies or tags has a label, or the name of a passage; where one person names a stretch within
another one, the outer one has the label. Comments are comments; `name=value` in a body that describes is an
attribute. Who made a body is its annotator, else who made the annotation.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.ingest.decoding import decode_lines
from annotator.ingest.json_values import Found, JsonObject, json_values
from annotator.ingest.source import file_source
from annotator.interop.foreign import ForeignText, Importer, Refused
from annotator.interop.json_rows import RowError, first_object, quoted, repeated_key
from annotator.interop.web_annotation import CONTEXT, INFO
from annotator.interop.web_annotation_labels import on_text
from annotator.interop.web_annotation_model import (
    Annotation,
    Document,
    annotations,
    document_of,
    listed,
    name_of,
)
from annotator.interop.whole_file import UnreadableError, files_in, utf8, whole_bytes

_ENDINGS = (".jsonld", ".json", ".jsonl", ".ndjson")
_HEAD = 65_536
_MEMBERS = ("items", "first", "@graph", "rows", "annotations")
_MAX_LEVELS = 3
_NO_NAME = re.compile(r"[\\/:\x00]|^\.+$")


def read(path: Path) -> Iterator[ForeignText | Refused]:
    """Read a file, or the files of a folder and below."""
    if not path.is_dir():
        yield from _file(path, "")
        return
    files = [file for file in files_in(path, *_ENDINGS) if sniff(file, _head(file))]
    if not files:
        raise AnnotatorError(f"{path}: there are no web annotations in it")
    for file in files:
        name = file.relative_to(path).as_posix()
        try:
            yield from _file(file, f"{name}: ")
        except AnnotatorError as error:
            yield Refused(name, str(error))


def sniff(path: Path, head: bytes) -> bool:
    """Say whether a file, or any file of a folder, has web annotations."""
    if not head and path.is_dir():
        try:
            return any(sniff(file, _head(file)) for file in files_in(path, *_ENDINGS))
        except AnnotatorError:
            return False
    value = first_object(head)
    return any(test(value) for test in _TESTS)


_TESTS: tuple[Callable[[Mapping[str, Any]], bool], ...] = (
    lambda value: CONTEXT in listed(value.get("@context")),
    lambda value: value.get("type") in ("Annotation", "AnnotationPage", "AnnotationCollection"),
    lambda value: "export_userid" in value,
    lambda value: "rows" in value and "total" in value,
    lambda value: "uri" in value and "user" in value,
)
"""Whether an object, perhaps cut off, is or holds annotations; the last three are what Hypothesis has."""


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError:
        return b""


def _file(path: Path, prefix: str) -> Iterator[ForeignText | Refused]:
    texts = _Texts(path)
    source = file_source(path)
    try:
        with source.open() as stream:
            found = _annotations(json_values(decode_lines(source, stream)), prefix)
            for group in _by_source(found):
                if isinstance(group, Refused):
                    yield group
                else:
                    yield from on_text(group, texts.of(group[0].document.source))
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read ({error.strerror or error})") from None


def _by_source(found: Iterable[Annotation | Refused]) -> Iterator[list[Annotation] | Refused]:
    """Put together neighbours that are on the same text."""
    group: list[Annotation] = []
    for one in found:
        if isinstance(one, Refused):
            yield one
            continue
        if group and group[0].document != one.document:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _annotations(values: Iterable[Found], prefix: str) -> Iterator[Annotation | Refused]:
    """Read the values of a file."""
    for found in values:
        where = prefix + (found.place or "line 1")
        if found.problem:
            yield Refused(where, found.problem)
        else:
            yield from _members(where, found.value, Document())


def _members(where: str, value: object, within: Document, level: int = 0) -> Iterator[Annotation | Refused]:
    """Read an annotation, or those of a page, a collection or a file of Hypothesis."""
    if not isinstance(value, JsonObject):
        yield Refused(where, f"{quoted(value)} is no object")
        return
    key = next((name for name in _MEMBERS if name in value), None)
    if key is None or value.get("type") == "Annotation":
        yield from _annotation(where, value, within)
        return
    if value.twice:
        yield Refused(where, f"the key {quoted(min(value.twice))} is there twice")
        return
    document = document_of(value) or within
    members = value[key]
    if key == "first" and isinstance(members, JsonObject) and level < _MAX_LEVELS:
        yield from _members(where, members, document, level + 1)
    elif isinstance(members, list):
        if not members and document.article:
            yield Annotation(where, document, ())
        for number, member in enumerate(members, start=1):
            yield from _annotation(f"{where}, annotation {number}", member, document)
    else:
        yield Refused(where, f"its annotations are not in the file: {quoted(members)}")
    if isinstance(value.get("next"), str):
        yield Refused(where, f"another page, {quoted(value['next'])}, is not in the file")


def _annotation(where: str, value: object, within: Document) -> Iterator[Annotation | Refused]:
    try:
        if not isinstance(value, JsonObject):
            raise RowError(f"{quoted(value)} is no object")
        if twice := repeated_key(value):
            raise RowError(f"the key {quoted(twice)} is there twice")
        yield from annotations(where, value, within)
    except RowError as error:
        yield Refused(where, str(error))


class _Texts:
    """The texts beside a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._name: str | None = None
        self._text: str | None = None

    def of(self, source: str) -> str | None:
        """Find the text that a source names, or that of the file; the last one is kept."""
        if self._name != source:
            self._name, self._text = source, self._read(source)
        return self._text

    def _read(self, source: str) -> str | None:
        stem = name_of(source)
        names = [stem, f"{stem}.txt"] if stem and not _NO_NAME.search(stem) else []
        for name in (*names, f"{self._file.stem}.txt"):
            path = self._file.with_name(name)
            if path.suffix == ".txt" and path.is_file():
                try:
                    return utf8(whole_bytes(path))
                except UnreadableError as error:
                    raise AnnotatorError(f"{path}: {error}") from None
        return None


IMPORTER = Importer(
    name=INFO.name,
    summary="W3C Web Annotations (JSON-LD), also of Recogito, and what Hypothesis exports",
    sniff=sniff,
    read=read,
)
