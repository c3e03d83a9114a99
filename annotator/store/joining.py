"""Joining a label file of another copy of the project into ours, which need not exist."""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from annotator.errors import AnnotatorError
from annotator.store.contents import Contents, Expected, broken_rule, read_contents
from annotator.store.labelfile import LabelFile
from annotator.store.merging import (
    Conflict,
    apply,
    conflicts,
    join,
    numbered,
    restored,
    whole_history,
    without,
)
from annotator.store.sealing import read_sealed
from annotator.store.storage import read_limited
from annotator.store.tables import LabelTables
from schemas import Article, Codebook, Event


class Joined(NamedTuple):
    """What joining one label file brought."""

    events: int = 0
    """How many were not here before."""
    conflicts: tuple[Conflict, ...] = ()


def read_history(path: Path, article: Article, codebook: Codebook) -> list[Event]:
    """Read every change that a label file and its sealed history tell, oldest first, without any lock.

    Raises `AnnotatorError` naming file and entry when anything is wrong.
    """
    return _read(path, Expected(article, None, codebook))[1]


def join_label_files(
    path: Path, other: Path, article: Article, codebook: Codebook, annotator: str | None = None
) -> Joined:
    """Join the history in `other` into the label file at `path`, in one atomic write; `other` is only read.

    They are the labels of `annotator`; without one, of the one whose folder `path` is in.
    Raises `AnnotatorError`, and leaves the file as it is, when either file is damaged, or someone else's or
    another article's, when somebody has ours open, or it cannot be written.
    """
    expected = Expected(article, annotator or path.parent.name, codebook)
    contents, theirs = _read_agreeing(other, expected)
    for record in contents.records.values():
        if problem := broken_rule(record, expected):
            raise AnnotatorError(
                f"{other}: {record.unit}: {problem}; give both projects the same codebook, "
                "or one of the two codebooks another version"
            )
    _, ours = _read_agreeing(path, expected)
    if contents.meta is None or not without(theirs, ours):
        return Joined()
    file = LabelFile(path, expected, contents.meta.annotator)
    if holder := file.lock():
        raise AnnotatorError(f"{path} was left as it is: {holder} writes it; merge again when they are done")
    try:
        return _join(file, theirs, expected)
    finally:
        file.unlock()


def _join(file: LabelFile, theirs: list[Event], expected: Expected) -> Joined:
    tables = file.read()
    if changes := file.changes():
        tables = file.merge(tables, changes[0], intact=changes[1])
    sealed = file.sealed(anew=True)
    ours = whole_history(sealed, tables.events)
    joined = join(ours, theirs)
    joined += restored(ours, theirs, joined)
    news = without(theirs, ours)
    records = apply(news, joined, tables.records)
    tables = LabelTables(expected.article, expected.codebook, records.values(), numbered(joined, sealed))
    file.write(file.written(tables))
    # All is on the disk by now; old history that cannot be moved today is moved with a later save.
    with suppress(AnnotatorError):
        while oldest := file.to_seal(tables, staged=0):
            file.seal(oldest)
            file.forget(tables, oldest)
            file.write(file.written(tables))
    return Joined(len(news), tuple(conflicts(ours, theirs, joined)))


def _read(path: Path, expected: Expected) -> tuple[Contents, list[Event]]:
    data = read_limited(path)
    contents = Contents() if data is None else read_contents(path, data, expected)
    sealed = read_sealed(path, expected)
    problems = [f"{path}: {problem}" for problem in contents.problems]
    if problems := [*problems, *sealed.problems]:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise AnnotatorError(f"{problems[0]}{more}; see `annotator check` in that project")
    return contents, whole_history(sealed, contents.events)


def _read_agreeing(path: Path, expected: Expected) -> tuple[Contents, list[Event]]:
    """Read a file whose labels are what its history says: the history is what is joined."""
    contents, events = _read(path, expected)
    latest = {event.unit: event.after for event in events}
    for unit in sorted({*latest, *contents.records}):
        if contents.records.get(unit) != latest.get(unit):
            raise AnnotatorError(
                f"{path}: label and history of {unit} differ; see `annotator check` in that project"
            )
    return contents, events
