"""Names that a format cannot hold as they are: what it has instead, and the table that leads back.

`names.json` stands in the exports of formats with a file per annotator. It has, by what is written, the names
of `annotators` (their folders or files), and of `labels`, `passages` and `attributes` where the format has
others.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.interop.writer import Item, Job
from schemas import GOLD, Annotation, slug

FILE = "names.json"
UNLABELLED = "unlabelled"
"""What has no label from anybody, where annotators have folders."""

_KIND = "annotator names 1"
_MAX_BYTES = 4 << 20
_LEVELS = 4
"""How far above a file of ours its table can stand: document, `annotation`, part, the folder itself."""
_NOT_ASCII_WORD = re.compile(r"[^A-Za-z0-9-]+")


class Names:
    """Gives each name a form of its own, the same at every time, also where case does not count."""

    def __init__(self, form: Callable[[str], str], taken: Iterable[str] = ()) -> None:
        """Remember how a name is formed, and which forms none may have."""
        self._form = form
        self._of: dict[str, str] = {}
        self._taken = {name.casefold() for name in taken}

    def __getitem__(self, name: str) -> str:
        """Give the form of a name; a number follows where another name has it."""
        if (known := self._of.get(name)) is not None:
            return known
        form = first = self._form(name)
        number = 1
        while form.casefold() in self._taken:
            number += 1
            form = f"{first}-{number}"
        self._taken.add(form.casefold())
        self._of[name] = form
        return form

    def table(self) -> dict[str, str]:
        """Give the names by their forms."""
        return {form: name for name, form in self._of.items()}


def ascii_word(name: str) -> str:
    """Reduce a name to ASCII letters, digits, `-` and `_`."""
    letters = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_ASCII_WORD.sub("_", bare).strip("_") or "name"


def file_name(annotator: str) -> str:
    """Give an annotator's name as a file or folder may have it."""
    word = slug(annotator) or "annotator"
    return annotator if annotator.replace("_", "-") == word else word


def user_names(job: Job) -> Names:
    """Name annotators' files: by their users in the other tool where these were given, else by themselves."""
    users = job.options.users
    return Names(lambda name: file_name(users.get(name, name)), taken=(GOLD, UNLABELLED))


def records_apart(item: Item) -> dict[str, Mapping[str, Annotation]]:
    """Give everybody's records of an article by unit, gold as those of an annotator of that name."""
    apart: dict[str, dict[str, Annotation]] = {}
    for placed in item.labels:
        apart.setdefault(placed.annotator, {})[placed.unit.id] = placed.record
    if item.gold:
        apart[GOLD] = {**apart.get(GOLD, {}), **item.gold}
    return dict(apart)


@dataclass(frozen=True, slots=True)
class NameTable:
    """The names in a dataset by what its files have instead."""

    annotators: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Give the table as it stands in its file."""
        tables = {
            name: dict(sorted(table.items()))
            for name in ("annotators", "labels", "passages", "attributes")
            if (table := getattr(self, name))
        }
        return json.dumps({"kind": _KIND, **tables}, ensure_ascii=False, indent=1) + "\n"


def names_of(path: Path) -> NameTable | None:
    """Find the table of the dataset that a file or folder belongs to; None: it is not one of ours."""
    place = path.absolute()
    for folder in (place, *list(place.parents)[:_LEVELS]):
        if (table := table_of(_bytes(folder / FILE))) is not None:
            return table
    return None


def table_of(data: bytes) -> NameTable | None:
    """Read a table; None: these bytes are none."""
    try:
        found: Any = json.loads(data)
        if found.pop("kind") != _KIND:
            return None
        table = NameTable(**found)
        tables = (table.annotators, table.labels, table.passages, table.attributes)
        whole = all(isinstance(name, str) for table in tables for name in table.values())
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    return table if whole else None


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(_MAX_BYTES)
    except (OSError, ValueError):
        return b""
