"""The values of a JSON file as a stream: one on each line, the elements of one array, or one over lines."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from annotator.ingest.decoding import MAX_LINE, Lines

_MAX_OBJECT = 4 * MAX_LINE
"""Characters of an object over several lines."""

_CHUNK = 1 << 16
_LONGEST_TOKEN = 4096
"""Characters at the end of what was read that may be half a word of JSON."""

_NEXT = re.compile(r"[ \t\r\n,]*")


class Found(NamedTuple):
    """A value, or why there is none."""

    place: str
    """`line 3` or `item 3`, from 1."""
    value: object
    """As `json` gives it; objects are `JsonObject`."""
    raw: str
    problem: str = ""


class JsonObject(dict[str, Any]):
    """An object that remembers which of its keys came twice."""

    twice: frozenset[str] = frozenset()


def json_values(lines: Lines, of_object: Callable[[Found], Iterator[Found]] | None = None) -> Iterator[Found]:
    """Give the values on the lines, the elements of one array, or what comes `of_object` that stands alone.

    A value that is broken comes with its `problem`; after a broken element the rest of an array is not read.
    """
    of_object = of_object or _itself
    numbered = _numbered(lines.lines)
    number, first = next(numbered, (1, ""))
    if first.lstrip().startswith("["):
        yield from _array(first.lstrip()[1:], lines.text)
        return
    value = _parsed(f"line {number}", first)
    next_number, second = next(numbered, (1, ""))
    if not second:
        yield from of_object(value)
        return
    if value.problem:
        # A line that is no value may begin an object over several lines.
        rest = lines.text.read(_MAX_OBJECT)
        whole = _parsed("", first + second + rest)
        if not whole.problem:
            yield from of_object(whole)
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


def _itself(found: Found) -> Iterator[Found]:
    yield found


def _array(buffer: str, text: io.TextIOWrapper) -> Iterator[Found]:
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
                yield Found(place, None, "", f"{_reason(error, position)}; {rest}")
                return
            buffer, position = buffer[position:] + more, 0
        else:
            number += 1
            yield Found(place, value, buffer[position:end])
            position = end


def _may_go_on(error: Exception, buffer: str) -> bool:
    """Say whether an error may come of the buffer's end alone."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated") or error.pos >= len(buffer) - _LONGEST_TOKEN


def _parsed(place: str, line: str) -> Found:
    if len(line) > MAX_LINE:
        return Found(place, None, "", f"more than {MAX_LINE} characters")
    try:
        return Found(place, _DECODER.decode(line.strip(" \t\r\n,")), line)
    except (ValueError, RecursionError) as error:
        return Found(place, None, "", _reason(error))


def _reason(error: Exception, before: int = 0) -> str:
    if isinstance(error, RecursionError):
        return "is JSON nested too deep"
    if isinstance(error, json.JSONDecodeError):
        what = error.msg.removesuffix(" starting at")
        return f"is no JSON ({what[:1].lower()}{what[1:]}, character {error.pos - before + 1})"
    return "is JSON with a number of more digits than can be read"


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    made = JsonObject(pairs)
    if len(made) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        made.twice = frozenset(key for key, count in keys.items() if count > 1)
    return made


# NaN and the like are no JSON, but what programs write for a value that is missing.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=lambda _: None)
