"""Old history moves out of a label file into dated files beside it, so that saving stays fast."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annotator.errors import AnnotatorError
from annotator.store.contents import Contents, Expected
from annotator.store.durable import is_there, reason, write_durably
from annotator.store.form import encode
from annotator.store.storage import read_limited
from annotator.store.tables import written_history
from annotator.store.whole import read_whole
from annotator.store.written import WrittenTable
from schemas import Event

EVENTS_PER_SEAL = 1000
"""A label file with more events than this has its oldest ones, this many, moved to a sealed file."""


_DATED = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{6}Z(-[0-9]+)?\.json")


class Sealed(NamedTuple):
    """The sealed history of one label file."""

    events: tuple[Event, ...] = ()
    """Oldest first, each once."""
    last: int = 0
    """The highest document id among them; those in the label file go on from there."""
    problems: tuple[str, ...] = ()
    """What is wrong with the sealed files; their valid events are given, the files stay as they are."""


def sealed_files(path: Path) -> list[Path]:
    """List the sealed files of the label file at `path`; raises `AnnotatorError` if nobody can tell."""
    begins = f"{path.stem}.history-"
    try:
        # The folder may hold tens of thousands of other files, so of these no more than the name is made.
        names = [name for name in os.listdir(path.parent) if name.startswith(begins)]  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise AnnotatorError(f"{path.parent} cannot be read: {reason(error)}") from error
    return [path.with_name(name) for name in sorted(names) if _DATED.fullmatch(name, len(begins))]


def accompanied(folder: Path) -> frozenset[str]:
    """Stems of the label files in a folder beside which there is sealed history or an interrupted save.

    For those who open many of them: each opening would list the whole folder. Raises `AnnotatorError` if
    nobody can tell.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise AnnotatorError(f"{folder} cannot be read: {reason(error)}") from error
    beside = (name for name in names if ".history-" in name or name.endswith(".tmp"))
    return frozenset(name.removeprefix(".").partition(".")[0] for name in beside)


def read_sealed(path: Path, expected: Expected) -> Sealed:
    """Read the sealed history of the label file at `path`; raises `AnnotatorError` without its folder."""
    found: list[Contents] = []
    problems: list[str] = []
    for file in sealed_files(path):
        try:
            contents = read_whole(file, read_limited(file) or b"", expected)
        except AnnotatorError as error:
            problems.append(str(error))
            continue
        found.append(contents)
        problems += [f"{file}: {problem}" for problem in contents.problems]
    found.sort(key=lambda contents: min(contents.events, default=0))
    events: dict[str, Event] = {}
    for contents in found:
        for event in contents.events.values():
            events.pop(event.id, None)  # sealed once more after a merge: its later place counts
            events[event.id] = event
    last = max((key for contents in found for key in contents.events), default=0)
    return Sealed(tuple(events.values()), last, tuple(problems))


def seal(path: Path, meta: WrittenTable, events: Mapping[int, Event]) -> None:
    """Write events, by document id, to a sealed file of the label file at `path`; `meta` is that file's.

    Its name is the time of the newest of them, so sealing the same events again, after a crash, finds the
    file there. A file of that name with other content is left alone. Raises `AnnotatorError` on failure.
    """
    history, _ = written_history(events)
    data = encode({"meta": meta, "history": history})
    newest = max(event.time for event in events.values())
    name = f"{path.stem}.history-{newest:%Y%m%dT%H%M%S.%f}Z"
    file, copy = path.with_name(f"{name}.json"), 1
    while is_there(file):
        if read_limited(file) == data:
            return
        copy += 1
        file = path.with_name(f"{name}-{copy}.json")
    write_durably(file, data)
