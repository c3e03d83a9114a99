"""Reading every file of a project and saying what is wrong, where, and what to do; several files at once."""

from collections.abc import Callable, Container, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from annotator.assignment import Assignment, check_assignment
from annotator.codebook import CODEBOOK_FILE
from annotator.errors import AnnotatorError
from annotator.parallel import in_order
from annotator.pseudonyms import PSEUDONYMS_FILE, check_pseudonyms
from annotator.settings import SETTINGS_FILE
from annotator.sources import SourceRegister, check_register
from annotator.splitfile import Splits, check_splits
from annotator.store import (
    RETEST,
    Finding,
    check_label_file,
    files_by_article,
    label_folders,
    names_in,
    temporaries,
)
from schemas import Article, Codebook, ProjectSettings, slug


class Checked(Protocol):
    """What checking needs of a project."""

    root: Path
    corpus: Path

    @property
    def settings(self) -> ProjectSettings:
        """Raises `AnnotatorError` when they are not valid."""

    @property
    def codebook(self) -> Codebook:
        """Raises `AnnotatorError` when it is not valid."""

    @property
    def sources(self) -> SourceRegister:
        """The source register."""

    @property
    def assignment(self) -> Assignment:
        """Who has which article."""

    @property
    def splits(self) -> Splits:
        """Which article is in which part."""

    def article_ids(self) -> list[str]:
        """All article ids, sorted."""

    def article(self, name: str) -> Article:
        """Read and validate one article."""


class _Job(NamedTuple):
    """One article and everybody's files of it."""

    article: str
    labels: tuple[tuple[Path, tuple[str, ...]], ...]
    """Label files, each with the names of the files in its folder that belong to it."""


def check_project(
    project: Checked,
    opened: Callable[[Path], Checked],
    progress: Callable[[int], None] | None,
    processes: int,
) -> Iterator[Finding]:
    """Give what there is to say: of settings, then article by article, then of labels without an article.

    `opened` opens the project at a folder once more, in each of the processes.
    """
    settings = list(_settings(project))
    yield from settings
    for left in temporaries(project.corpus):
        yield Finding(left, "", "left behind by an interrupted import", "delete it, if no import is running")
    broken = list(_broken_folders(project))
    yield from broken
    if any(finding.file == project.corpus for finding in broken):
        return
    jobs, orphans = _jobs(project, with_labels=not settings and not broken)
    if not broken:
        yield from check_register(project.sources.path)
        yield from check_pseudonyms(project.root / "annotations" / PSEUDONYMS_FILE)
        yield from check_splits(project.splits, frozenset(project.article_ids()))
        if not settings:
            yield from _assignment(project)
        yield from _not_read(project.root / "annotations")
    done = 0
    for job, findings in zip(
        jobs, in_order(partial(_checker, opened, project.root), jobs, processes), strict=True
    ):
        yield from findings
        for _ in range(1 + len(job.labels)):
            done += 1
            if progress is not None:
                progress(done)
    for file in orphans:
        yield Finding(file, "", "labels of an article that is not in corpus/", "import the article again")


def _assignment(project: Checked) -> Iterator[Finding]:
    names = label_folders(project.root).values()
    articles = frozenset(project.article_ids())
    return check_assignment(project.assignment, project.settings.assignment, articles, names)


def _jobs(project: Checked, *, with_labels: bool) -> tuple[list[_Job], list[Path]]:
    """Every article with its label files, and the label files that have none."""
    names = project.article_ids()
    labels: dict[str, list[tuple[Path, tuple[str, ...]]]] = {name: [] for name in names}
    orphans = []
    folders = label_folders(project.root) if with_labels else ()
    for folder in (one for own in folders for one in (own, own / RETEST)):
        for article, files in files_by_article(folder).items():
            path = folder / f"{article}.json"
            if article in labels:
                labels[article].append((path, files))
            elif path.name in files:
                orphans.append(path)
    return [_Job(name, tuple(labels[name])) for name in names], orphans


def _broken_folders(project: Checked) -> Iterator[Finding]:
    for folder in (project.corpus, project.root / "annotations"):
        try:
            names_in(folder)
        except AnnotatorError as error:
            problem, _, remedy = str(error).removeprefix(f"{folder} ").partition("; ")
            yield Finding(folder, "", problem, remedy)


def _not_read(annotations: Path) -> Iterator[Finding]:
    """What stands in the place of an annotator's folder."""
    for name in names_in(annotations):
        path = annotations / name
        if name == slug(name) and not path.is_dir():
            yield Finding(path, "", "is a file, a folder is needed", "move the file away")


def _checker(opened: Callable[[Path], Checked], root: Path) -> Callable[[_Job], list[Finding]]:
    project = opened(root)
    try:
        sources: Container[str] | None = project.sources.entries
    except AnnotatorError:
        sources = None  # the register cannot be read, which is told once
    return partial(_check, project, sources)


def _check(project: Checked, sources: Container[str] | None, job: _Job) -> list[Finding]:
    try:
        article = project.article(job.article)
    except AnnotatorError as error:
        file = project.corpus / f"{job.article}.json"
        problem = str(error).removeprefix(str(file)).lstrip(":, ")
        return [Finding(file, "", problem, "restore the file from a backup or from git")]
    return [
        finding
        for path, files in job.labels
        for finding in check_label_file(path, article, project.codebook, files, sources)
    ]


def _settings(project: Checked) -> Iterator[Finding]:
    for name, read in (
        (SETTINGS_FILE, lambda: project.settings),
        (CODEBOOK_FILE, lambda: project.codebook),
    ):
        try:
            read()
        except AnnotatorError as error:
            file = project.root / name
            problem = str(error).removeprefix(str(file)).lstrip(":, ")
            yield Finding(file, "", problem, "mend it; labels cannot be checked before")
