"""JSON: an object per line, or an array of objects; an object is an article, its keys are told by name."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple, cast

from annotator.errors import AnnotatorError
from annotator.ingest.decoding import MAX_LINE, Lines, decode_lines
from annotator.ingest.document import Document, Part, Refused, refuse
from annotator.ingest.rows import Rows
from annotator.ingest.source import SourceFile

_LISTS = (
    "articles",
    "items",
    "results",
    "docs",
    "documents",
    "data",
    "response",
    "hits",
    "records",
    "entries",
)
"""Keys under which the programs that collect articles put them."""

_MAX_DEPTH = 4
"""Levels of objects whose keys can be named with dots, e.g. `source.name`."""

_TRIED = 20
"""Objects without a known text, before any with one, after which a file is none of articles."""

_MAX_OBJECT = 4 * MAX_LINE
"""Characters of an object over several lines."""

_CHUNK = 1 << 16
_LONGEST_TOKEN = 4096
"""Characters at the end of what was read that may be half a word of JSON."""

_NEXT = re.compile(r"[ \t\r\n,]*")


class _Found(NamedTuple):
    """A value, or why there is none."""

    place: str
    value: object
    raw: str
    problem: str = ""


class _Object(dict[str, Any]):
    """An object that remembers which of its keys came twice."""

    twice: frozenset[str] = frozenset()


def read_json(source: SourceFile) -> Iterator[Part]:
    """Yield the articles of a JSON file, as it is read.

    It holds an array of objects, an object on each line, one object that is an article, or one with a list of
    them. Raises `AnnotatorError` when none of the first objects has a text.
    """
    with source.open() as stream:
        lines = decode_lines(source, stream)
        rows = Rows(source, lines.encoding, lines.changes)
        values = _values(lines)
        yield from _settle(source, rows, values)
        for found in values:
            yield _article(source, rows, found)


def _settle(source: SourceFile, rows: Rows, values: Iterator[_Found]) -> Iterator[Part]:
    """Yield what comes of the values up to the first whose keys tell which of them holds the text."""
    held: list[_Found] = []
    first: AnnotatorError | None = None
    for found in values:
        if found.problem or _trouble(found.value):
            yield _article(source, rows, found)
            continue
        held.append(found)
        try:
            yield rows.settle(tuple(_keys(found)))
        except AnnotatorError as error:
            first = first or error
            if len(held) == _TRIED:
                break
        else:
            yield from (_article(source, rows, one) for one in held)
            return
    if first:
        raise first


def _article(source: SourceFile, rows: Rows, found: _Found) -> Document | Refused:
    if problem := found.problem or _trouble(found.value):
        return refuse(source, found.place, problem)
    record = _keys(found)
    try:
        rows.widen(tuple(record))
    except AnnotatorError as error:
        return refuse(source, found.place, str(error))
    return rows.article(found.place, record, found.raw)


def _keys(found: _Found) -> dict[str, object]:
    return dict(_flat(cast(_Object, found.value)))


def _trouble(record: object) -> str:
    if not isinstance(record, _Object):
        return "is no object with the fields of an article"
    return f"the key {min(record.twice)!a} is there twice" if record.twice else ""


def _flat(record: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Give the values of an object, and those of objects inside it under names with dots."""
    for key, value in record.items():
        yield prefix + key, value
        if isinstance(value, Mapping) and prefix.count(".") < _MAX_DEPTH - 1:
            yield from _flat(value, f"{prefix}{key}.")


def _values(lines: Lines) -> Iterator[_Found]:
    numbered = _numbered(lines.lines)
    number, first = next(numbered, (1, ""))
    if first.lstrip().startswith("["):
        yield from _array(first.lstrip()[1:], lines.text)
        return
    value = _parsed(f"line {number}", first)
    next_number, second = next(numbered, (1, ""))
    if not second:
        yield from _of_object(value)
        return
    if value.problem:
        # A line that is no value may begin an object over several lines.
        rest = lines.text.read(_MAX_OBJECT)
        whole = _parsed("", first + second + rest)
        if not whole.problem:
            yield from _of_object(whole)
            return
        again = io.StringIO(second + rest + lines.text.readline(MAX_LINE), newline="")
        numbered = _numbered(chain(again, lines.lines), next_number)
    else:
        numbered = chain([(next_number, second)], numbered)
    yield value
    yield from (_parsed(f"line {number}", line) for number, line in numbered)


def _numbered(lines: Iterable[str], first: int = 1) -> Iterator[tuple[int, str]]:
    """Give the lines that are not blank with their numbers."""
    return ((number, line) for number, line in enumerate(lines, start=first) if line.strip())


def _of_object(found: _Found) -> Iterator[_Found]:
    """Give the articles of an object: those in its list of them, else itself."""
    record = found.value
    if not isinstance(record, _Object):
        yield found
        return
    within = [record, *(value for value in record.values() if isinstance(value, _Object))]
    lists = (inside.get(name) for name in _LISTS for inside in within)
    articles = next((a for a in lists if isinstance(a, list) and a and isinstance(a[0], _Object)), None)
    if articles is None:
        yield found._replace(place="")
        return
    for number, article in enumerate(articles, start=1):
        yield _Found(f"item {number}", article, found.raw)


def _array(buffer: str, text: io.TextIOWrapper) -> Iterator[_Found]:
    """Give the elements of an array whose beginning is in `buffer`; a broken one ends it."""
    position, number = 0, 0
    while True:
        position = _NEXT.match(buffer, position).end()  # type: ignore[union-attr]
        if buffer.startswith("]", position):
            return
        place = f"item {number + 1}"
        try:
            value, end = _DECODER.raw_decode(buffer, position)
        except (ValueError, RecursionError) as error:
            left = len(buffer) - position
            more = text.read(max(left, _CHUNK)) if left <= MAX_LINE and _may_go_on(error, buffer) else ""
            if not more:
                rest = "the rest of the array is not read"
                yield _Found(place, None, "", f"{_reason(error, position)}; {rest}")
                return
            buffer, position = buffer[position:] + more, 0
        else:
            number += 1
            yield _Found(place, value, buffer[position:end])
            position = end


def _may_go_on(error: Exception, buffer: str) -> bool:
    """Say whether an error may come of the buffer's end alone."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated") or error.pos >= len(buffer) - _LONGEST_TOKEN


def _parsed(place: str, line: str) -> _Found:
    if len(line) > MAX_LINE:
        return _Found(place, None, "", f"more than {MAX_LINE} characters")
    try:
        return _Found(place, _DECODER.decode(line.strip(" \t\r\n,")), line)
    except (ValueError, RecursionError) as error:
        return _Found(place, None, "", _reason(error))


def _reason(error: Exception, before: int = 0) -> str:
    if isinstance(error, RecursionError):
        return "is JSON nested too deep"
    if isinstance(error, json.JSONDecodeError):
        what = error.msg.removesuffix(" starting at")
        return f"is no JSON ({what[:1].lower()}{what[1:]}, character {error.pos - before + 1})"
    return f"is no JSON ({' '.join(str(error).split())[:100]})"


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        made.twice = frozenset(key for key, count in keys.items() if count > 1)
    return made


# NaN and the like are no JSON, but what programs write for a value that is missing.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=lambda _: None)
