"""Everything that can be wrong with a label file, found without changing anything."""

import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store.contents import Contents, Expected, read_contents, why_stale
from annotator.store.durable import temporaries
from annotator.store.sealing import read_sealed
from annotator.store.storage import read_limited
from schemas import Article, Codebook, slug

_REPAIR = "open the article in Annotator: the file is set aside and what can be recovered is"
_YOUNG_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that needs attention."""

    file: Path
    entry: str
    """Table and document id, e.g. `labels 3`, or a unit id; empty for the file as a whole."""
    problem: str
    remedy: str


def check_label_file(path: Path, article: Article, codebook: Codebook) -> Iterator[Finding]:
    """Check one label file and what lies beside it: form, checksum, every row, labels against history."""
    yield from _left_behind(path)
    try:
        data = read_limited(path)
        if data is None:
            return
        contents = read_contents(path, data, Expected(article, None, codebook))
    except AnnotatorError as error:
        yield Finding(path, "", str(error), "do what the message says")
        return
    for problem in contents.problems:
        yield Finding(path, problem.entry, problem.problem, _REPAIR)
    if contents.meta and slug(contents.meta.annotator) != path.parent.name:
        owner = contents.meta.annotator
        yield Finding(path, "meta 1", f"belongs to {owner!r}", f"move it to the folder {slug(owner)!r}")
    for record in contents.records.values():
        if why := why_stale(record, article, codebook):
            yield Finding(path, record.unit, why, "label the sentence again")
    yield from _against_history(path, contents, Expected(article, None, codebook))


def _against_history(path: Path, contents: Contents, expected: Expected) -> Iterator[Finding]:
    """The record of a unit must be the one that its last event left."""
    sealed = read_sealed(path, expected)
    for problem in sealed.problems:
        yield Finding(path, "", problem, "restore the sealed file from a backup or from git")
    latest = {event.unit: event.after for event in sealed.events} | contents.latest
    for unit in sorted({*latest, *contents.records}):
        record = contents.records.get(unit)
        if unit not in latest:
            yield Finding(path, unit, "has a label that no event in the history explains", "label it again")
        elif record != latest[unit]:
            yield Finding(path, unit, "label and last event of the history differ", "label it again")


def _left_behind(path: Path) -> Iterator[Finding]:
    for temporary in temporaries(path.parent, path.name):
        if not _is_being_written(temporary):
            yield Finding(
                temporary, "", "left behind by an interrupted save", "open the article: it is cleared then"
            )
    for aside in sorted(path.parent.glob(f"{_escaped(path.name)}.damaged-*")):
        yield Finding(aside, "", "a damaged file set aside", "look at it, then delete it or move it away")


def _is_being_written(temporary: Path) -> bool:
    """Whether a living process of this machine may be writing this file just now."""
    try:
        if time.time() - temporary.stat().st_mtime > _YOUNG_SECONDS:
            return False
        if sys.platform == "win32":
            return True  # where signal 0 would not ask but interrupt
        os.kill(int(temporary.name.rsplit(".", 2)[1].split("-")[0]), 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)
