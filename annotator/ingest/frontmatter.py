"""Front matter: lines `key: value` between two lines `---` at the top of a text file."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.errors import AnnotatorError
from annotator.ingest.document import Metadata

_FENCE = "---"
_KEYS = {**{name: name for name in Metadata.model_fields}, "date": "published", "author": "authors"}
"""What each known key says, with the two names that site generators use."""

_ENTRY = re.compile(r"([^\s:#\"'-][^\s:]*)\s*:(?=\s|$)")
_FOLDED = frozenset({">", "|", ">-", "|-"})
_BLANK_BEFORE_OFFSET = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")


class FrontMatter(NamedTuple):
    """A text taken apart."""

    metadata: Metadata
    body: str
    """The article, which begins at a line with words."""
    changes: tuple[str, ...] = ()
    """What of the block was not understood, in words."""


@dataclass
class _Entry:
    line: int
    key: str
    """In lower case, as written."""
    value: str
    more: list[str] = field(default_factory=list)
    """Its further lines: indented, or the points of a list."""


def split_front_matter(text: str, file: str) -> FrontMatter:
    """Split a canonical text into its front matter and the article.

    A text whose first line is not `---`, whose block does not close or holds no known key has no front
    matter. Keys that are not known are left out and said in the changes. Raises `AnnotatorError` naming file
    and line for a line that is no `key: value`, a value given twice and a bad value.
    """
    lines = text.split("\n")
    if lines[0] != _FENCE or _FENCE not in lines[1:]:
        return FrontMatter(Metadata(), text)
    end = lines.index(_FENCE, 1)
    if not any(_key(line) in _KEYS for line in lines[1:end]):
        return FrontMatter(Metadata(), text)
    entries = _entries(lines[1:end], file)
    left_out = [entry.key for entry in entries if entry.key not in _KEYS]
    changes = (f"front matter: {', '.join(left_out)} left out",) if left_out else ()
    metadata = _metadata([entry for entry in entries if entry.key in _KEYS], file)
    body = lines[end + 1 :]
    first = next((number for number, line in enumerate(body) if line.strip()), len(body))
    return FrontMatter(metadata, "\n".join(body[first:]), changes)


def _key(line: str) -> str:
    found = _ENTRY.match(line)
    return found[1].lower() if found else ""


def _entries(lines: list[str], file: str) -> list[_Entry]:
    entries: list[_Entry] = []
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        if key := _key(line):
            entries.append(_Entry(number, key, line.partition(":")[2].strip()))
        elif line.startswith("#"):
            entries.append(_Entry(number, "a comment", ""))
        elif entries and line.startswith((" ", "\t", "- ")):
            entries[-1].more.append(line.strip())
        else:
            raise AnnotatorError(
                f"{file}, line {number}: {line.strip()!r} in the front matter is no `key: value`; "
                f"known keys: {', '.join(_KEYS)}"
            )
    return entries


def _metadata(entries: list[_Entry], file: str) -> Metadata:
    metadata = Metadata()
    seen: set[str] = set()
    for entry in entries:
        where, name = f"{file}, line {entry.line}", _KEYS[entry.key]
        if name in seen:
            raise AnnotatorError(f"{where}: {name} is given twice")
        seen.add(name)
        metadata = Metadata.checked(where, **{name: _value(name, entry)}).over(metadata)
    return metadata


def _value(name: str, entry: _Entry) -> object:
    if name == "authors":
        return _names(entry)
    first = [] if entry.value in _FOLDED else [entry.value]
    value = _unquoted(" ".join(first + entry.more))
    if name == "published":
        value = _BLANK_BEFORE_OFFSET.sub("", value)
    return value or None if name in ("published", "language") else value


def _names(entry: _Entry) -> tuple[str, ...]:
    if entry.more:
        parts = [line.removeprefix("- ") for line in entry.more]
    else:
        names = entry.value.removeprefix("[").removesuffix("]")
        parts = names.split(";" if ";" in names else ",")
    return tuple(name for part in parts if (name := _unquoted(part.strip())))


def _unquoted(value: str) -> str:
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "\"'":
        return value
    inside = value[1:-1]
    return inside.replace("''", "'") if value[0] == "'" else inside.replace('\\"', '"')
