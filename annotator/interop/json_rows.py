"""Rows of JSON that other tools write, as a stream, from a file, a folder of files or a ZIP archive."""

import codecs
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annotator.errors import AnnotatorError
from annotator.ingest import document
from annotator.ingest.archive import read_zip
from annotator.ingest.decoding import decode_lines
from annotator.ingest.json_values import Found, JsonObject, json_values
from annotator.ingest.source import SourceFile, file_source, read_up_to, shown
from annotator.interop.flat import Passage
from annotator.interop.foreign import Refused

HEAD = 65_536
"""Bytes from the beginning of a file by which its format is told."""

_ENDINGS = (".json", ".jsonl", ".ndjson")
_ZIP = b"PK\x03\x04"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KEY = re.compile(r'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_DECODER = json.JSONDecoder()
_BEGUN: Mapping[str, object] = {"{": {}, "[": [], '"': ""}

_TOO_LARGE = 10**12
"""No offset is that large, and longer numbers fill messages."""

ABOUT = ("title", "outlet", "url", "authors", "published", "language")
"""What a row may say of its article, as in `ForeignText.about`."""

Test = Callable[[Mapping[str, Any]], bool]
"""Whether a first object, perhaps cut off, is a row of a format."""


class Row(NamedTuple):
    """One object."""

    where: str
    """`line 3`, or `item 3` of an array; in a folder or archive `ana.jsonl, line 3`."""
    file: str
    """Of a folder or archive, the file's name without folder and ending; empty for a file given alone."""
    value: Mapping[str, Any]


class RowError(Exception):
    """A row or a part of it cannot be used; the text is the reason."""


def json_rows(path: Path, test: Test, keep: Callable[[str], bool] = bool) -> Iterator[Row | Refused]:
    """Give the objects of a file, or those of every file of a folder or ZIP archive that passes `test`.

    `keep` is asked, with their names inside, which files of a folder or archive are read at all. Objects with
    a key that is there twice, and what is no object, are refused.

    Raises:
        AnnotatorError: the file cannot be read, is empty or no text, or no file of a folder passes.
    """
    if not _has_several(path):
        yield from _rows(file_source(path), "")
        return
    found = False
    for source in _sources(path):
        if isinstance(source, Refused):
            yield source
            continue
        name = _inner(path, source)
        if not name.lower().endswith(_ENDINGS) or not keep(name):
            continue
        try:
            if test(first_object(_head(source))):
                found = True
                yield from _rows(source, name)
        except AnnotatorError as error:
            yield Refused(name, str(error))
    if not found:
        raise AnnotatorError(f"{shown(path)}: no file of this format in it")


def sniff(path: Path, head: bytes, test: Test) -> bool:
    """Say whether the first object of a file, or of any file of a folder or ZIP archive, passes `test`."""
    if head and not head.startswith(_ZIP):
        return test(first_object(head))
    try:
        sources = (source for source in _sources(path) if isinstance(source, SourceFile))
        named = (source for source in sources if _inner(path, source).lower().endswith(_ENDINGS))
        return any(test(first_object(_head(source))) for source in named)
    except (AnnotatorError, OSError):
        return False


def first_object(head: bytes) -> dict[str, Any]:
    """Read the first object; where `head` is cut off, the last value is empty or None."""
    encoding = "utf-16" if head.startswith(_UTF16) else "utf-8"
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n[")
    known: dict[str, Any] = {}
    position = 1 if text.startswith("{") else len(text)
    while key := _KEY.match(text, position):
        try:
            known[key[1]], position = _DECODER.raw_decode(text, key.end())
        except (ValueError, RecursionError):
            known[key[1]] = _BEGUN.get(text[key.end() : key.end() + 1])
            break
    return known


def inner_names(path: Path) -> list[str]:
    """Name the files in a folder or ZIP archive, with the folders in it; none for another file."""
    if not _has_several(path):
        return []
    return [_inner(path, source) for source in _sources(path) if isinstance(source, SourceFile)]


def about(row: Mapping[str, Any]) -> dict[str, str]:
    """Take from a row what it says of its article."""
    said = {name: row.get(name) for name in ABOUT}
    authors = said["authors"]
    if isinstance(authors, list):
        said["authors"] = "; ".join(author for author in authors if isinstance(author, str))
    return {name: value for name, value in said.items() if isinstance(value, str) and value}


def number(value: object, what: str) -> int:
    """Give a whole number, also one that stands there as digits; raises `RowError`."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= _TOO_LARGE:
        raise RowError(f"{what} {quoted(value)} is no whole number")
    return value


def passage(text: str, start: object, end: object, name: object) -> Passage:
    """Give a passage of a text; raises `RowError` where it has no name or is not in the text."""
    first, last = number(start, "start"), number(end, "end")
    if not isinstance(name, str | int) or isinstance(name, bool) or name == "":
        raise RowError(f"passage [{first}, {last}) has no name but {quoted(name)}")
    if not 0 <= first < last <= len(text):
        raise RowError(f"passage [{first}, {last}) is empty, reversed or outside the text of {len(text)}")
    return Passage(first, last, str(name))


def one_label(found: list[Any]) -> str | None:
    """Give the one label of a list, None of an empty one; raises `RowError` for several or a bad one."""
    names = list(dict.fromkeys(map(_label, found)))
    if len(names) > 1:
        raise RowError(f"{len(names)} labels ({', '.join(map(quoted, names[:5]))}), where one can be taken")
    return names[0] if names else None


def quoted(value: object) -> str:
    """Write a value of a file so that it fits into a line, whatever it is."""
    try:
        shown_as = ascii(value)
    except (RecursionError, ValueError):
        shown_as = type(value).__name__
    return shown_as if len(shown_as) <= 60 else f"{shown_as[:57]}..."


def attributes_of(value: object) -> dict[str, str]:
    """Read attributes, an object of strings or one as JSON in a string; raises `RowError`."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value else {}
        except (ValueError, RecursionError):
            raise RowError(f"attributes {quoted(value)} are no JSON") from None
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        raise RowError(f"attributes {quoted(value)} are no object of strings")
    return dict(value)


def _label(value: object) -> str:
    if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
        return str(value)
    raise RowError(f"{quoted(value)} is no label")


def _has_several(path: Path) -> bool:
    if path.is_dir():
        return True
    source = file_source(path)
    if not source.head:
        raise AnnotatorError(f"{source.where}: is empty")
    return source.head.startswith(_ZIP)


def _sources(path: Path) -> Iterator[SourceFile | Refused]:
    if path.is_dir():
        yield from _in_folder(path)
        return
    for part in read_zip(file_source(path)):
        if isinstance(part, SourceFile):
            yield part
        elif isinstance(part, document.Refused):
            yield Refused(part.entry, part.reason)


def _in_folder(path: Path) -> Iterator[SourceFile | Refused]:
    try:
        files = sorted(inner for inner in path.rglob("*") if inner.is_file())
    except OSError as error:
        raise AnnotatorError(f"{shown(path)}: cannot be read ({error.strerror or error})") from None
    for file in files:
        try:
            yield file_source(file)
        except AnnotatorError as error:
            yield Refused(shown(file.relative_to(path)), str(error))


def _inner(path: Path, source: SourceFile) -> str:
    return source.entry or (shown(source.path.relative_to(path)) if source.path else source.name)


def _head(source: SourceFile) -> bytes:
    with source.open() as stream:
        return read_up_to(stream, HEAD)


def _rows(source: SourceFile, name: str) -> Iterator[Row | Refused]:
    file = name.rpartition("/")[2].rpartition(".")[0]
    try:
        with source.open() as stream:
            for found in json_values(decode_lines(source, stream)):
                place = found.place or "line 1"
                yield _row(f"{name}, {place}" if name else place, file, found)
    except OSError as error:
        raise AnnotatorError(f"{source.where}: cannot be read ({error.strerror or error})") from None


def _row(where: str, file: str, found: Found) -> Row | Refused:
    if found.problem:
        return Refused(where, found.problem)
    if not isinstance(found.value, JsonObject):
        return Refused(where, f"{quoted(found.value)} is no object")
    if twice := repeated_key(found.value):
        return Refused(where, f"the key {quoted(twice)} is there twice")
    return Row(where, file, found.value)


def repeated_key(value: object) -> str:
    """Find a key that is twice in an object, however deep; empty: there is none."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, JsonObject):
            if one.twice:
                return min(one.twice)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return ""
