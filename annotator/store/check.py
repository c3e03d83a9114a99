"""Everything that can be wrong with a label file, found without changing anything."""

import os
import re
import sys
import time
from collections.abc import Container, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from annotator.errors import AnnotatorError
from annotator.store.contents import Contents, Expected, misplaced, read_contents
from annotator.store.files import RETEST, names_in
from annotator.store.judging import Judge
from annotator.store.sealing import Sealed, read_sealed
from annotator.store.storage import read_limited
from annotator.store.waiting import waiting
from schemas import Article, Codebook, slug

_REPAIR = "open the article in Annotator: the file is set aside and what can be recovered is"
_RESTORE = "restore it from a backup or from git, or open the article: it is rebuilt then"
_YOUNG_SECONDS = 60
_MOST_OUTDATED = 3

_SEALED, _ASIDE = ".history-", ".damaged-"
# Names of articles have no dot.
_BELONGS = re.compile(
    r"(?P<hidden>\.)?(?P<article>[^.]+)(\.history-[^.]+(\.[^.]+)?)?\.json"
    r"(?(hidden)\.\d+-[0-9a-f]{16}\.tmp|(\.damaged-.+)?)"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that needs attention."""

    file: Path
    entry: str
    """Table and document id, e.g. `labels 3`, or a unit id; empty for the file as a whole."""
    problem: str
    remedy: str
    level: Literal["problem", "note"] = "problem"
    """A note is worth knowing; nothing is broken, and nothing is needed to read the labels."""

    @classmethod
    def of(cls, file: Path, error: AnnotatorError) -> Self:
        """Tell what an error says of a file, or of one in a folder; what to do stands behind a semicolon."""
        said = str(error).removeprefix(str(file)).lstrip(f": {os.sep}")
        problem, _, remedy = said.rpartition("; ")
        return cls(file, "", problem or remedy, remedy if problem else "restore it from a backup or from git")


def files_by_article(folder: Path) -> dict[str, tuple[str, ...]]:
    """Group the names of files in an annotator's folder by the article they belong to, in order.

    To a label file belong its sealed history, damaged states set aside, and what interrupted saves left.
    """
    found: dict[str, list[str]] = {}
    for name in names_in(folder):
        if match := _BELONGS.fullmatch(name):
            found.setdefault(match["article"], []).append(name)
    return {article: tuple(names) for article, names in found.items()}


def check_label_file(
    path: Path,
    article: Article,
    codebook: Codebook,
    files: Sequence[str] | None = None,
    sources: Container[str] | None = None,
) -> Iterator[Finding]:
    """Check one label file and what lies beside it: form, checksum, every row, labels against history.

    `files` names what belongs to it, as `files_by_article` does; without it the folder is looked through.
    `sources` has the ids of the register; without it, they are not looked at.
    """
    if files is None:
        files = files_by_article(path.parent).get(path.stem, ())
    yield from _left_behind(path, files)
    expected = Expected(article, None, codebook)
    sealed = any(_SEALED in name for name in files)
    try:
        data = read_limited(path)
        if data is None:
            if sealed:
                yield Finding(path, "", "the label file is gone, its sealed history is there", _RESTORE)
            return
        contents = read_contents(path, data, expected)
    except AnnotatorError as error:
        yield Finding.of(path, error)
        return
    for problem in contents.problems:
        yield Finding(path, problem.entry, problem.problem, _REPAIR)
    if contents.meta and slug(contents.meta.annotator) not in _owners(path):
        owner = contents.meta.annotator
        yield Finding(path, "meta 1", f"belongs to {owner!r}", f"move it to the folder {slug(owner)!r}")
    yield from _misplaced(path, contents)
    yield from _outdated(path, contents, expected.judge)
    if sources is not None:
        yield from _unknown_sources(path, contents, sources)
    try:
        history = read_sealed(path, expected) if sealed else Sealed()
    except AnnotatorError as error:
        yield Finding.of(path.parent, error)
        return
    yield from _against_history(path, contents, history)


def _owners(path: Path) -> set[str]:
    """Folders of annotators whose file this may be: its own, or of a second pass the one around it."""
    folder = path.parent
    return {folder.name, folder.parent.name} if folder.name == RETEST else {folder.name}


def _outdated(path: Path, contents: Contents, judge: Judge) -> Iterator[Finding]:
    """Labels that do not apply; many, as after a change of the rules, are told in one finding."""
    stale = [record for record in contents.records.values() if not judge.applies(record)]
    found = [(record.unit, str(judge.why_stale(record))) for record in stale]
    if judge.article.edits:
        found = yield from _to_be_confirmed(path, contents, judge.article, found)
    if len(found) > _MOST_OUTDATED:
        unit, why = found[0]
        problem = f"{len(found)} labels are outdated (the first, {unit}: {why})"
        yield Finding(path, "", problem, "label these sentences again")
        return
    for unit, why in found:
        yield Finding(path, unit, why, "label the sentence again")


def _to_be_confirmed(
    path: Path, contents: Contents, article: Article, outdated: list[tuple[str, str]]
) -> Generator[Finding, None, list[tuple[str, str]]]:
    """Tell of the labels whose sentences were split or merged, which is no damage; gives the others."""
    edited = {unit.id for edit in article.edits for unit in edit.before}
    stale = [contents.records[unit] for unit, _ in outdated]
    current = contents.records.keys() - {record.unit for record in stale}
    if waits := [unit for unit in waiting(stale, current, article) if unit in edited]:
        number = f"{len(waits)} label{'s' * (len(waits) > 1)} to be confirmed"
        problem = f"{number} ({', '.join(waits[:_MOST_OUTDATED])}{', …' * (len(waits) > _MOST_OUTDATED)})"
        remedy = "the sentences were split or merged since: open the article, space confirms"
        yield Finding(path, "", problem, remedy, "note")
    return [(unit, why) for unit, why in outdated if unit not in edited]


def _misplaced(path: Path, contents: Contents) -> Iterator[Finding]:
    for record in contents.records.values():
        if problem := misplaced(record):
            yield Finding(path, record.unit, problem, "take the label back in Annotator and give it again")


def _unknown_sources(path: Path, contents: Contents, sources: Container[str]) -> Iterator[Finding]:
    """Sources and relays that labels name and the register does not have: one finding for each."""
    units: dict[str, list[str]] = {}
    for record in contents.records.values():
        for attribution in record.attributions:
            for name in (attribution.source_id, *attribution.via):
                if name is not None and name not in sources:
                    units.setdefault(name, []).append(record.unit)
    for name, found in units.items():
        more = f" and {len(found) - 1} others" if len(found) > 1 else ""
        problem = f"the source {name!a} is not in the register{more and f' (here{more})'}"
        yield Finding(path, found[0], problem, "name the source of the sentence again, or merge the register")


def _against_history(path: Path, contents: Contents, sealed: Sealed) -> Iterator[Finding]:
    """The record of a unit must be the one that its last event left."""
    for problem in sealed.problems:
        yield Finding(path, "", problem, "restore the sealed file from a backup or from git")
    latest = {event.unit: event.after for event in sealed.events} | contents.latest
    for unit in sorted({*latest, *contents.records}):
        record = contents.records.get(unit)
        if unit not in latest:
            yield Finding(path, unit, "has a label that no event in the history explains", "label it again")
        elif record != latest[unit]:
            yield Finding(path, unit, "label and last event of the history differ", "label it again")


def _left_behind(path: Path, files: Sequence[str]) -> Iterator[Finding]:
    for name in files:
        file = path.with_name(name)
        if name[0] == "." and not _is_being_written(file):
            remedy = "open the article: it is cleared then"
            yield Finding(file, "", "left behind by an interrupted save", remedy)
        elif _ASIDE in name:
            remedy = "look whether anything is missing, then delete it or move it away"
            yield Finding(file, "", "a damaged file set aside", remedy, "note")


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
