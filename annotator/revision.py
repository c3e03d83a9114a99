"""Writing edits of an article into the corpus: one program at a time, never over labels unasked."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from annotator.corpus import article_json, read_article
from annotator.editing import Draft, apply, words_changed
from annotator.errors import AnnotatorError
from annotator.store import Expected, WriterLock, label_folders, read_all_labels, write_durably
from schemas import Article, ArticleEdit, Codebook, EditAction

_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.05
_MERGING = "annotator merge"


@dataclass(frozen=True, slots=True)
class Touched:
    """Whose labels are on an article that is to be edited."""

    here: Mapping[str, int]
    """By annotator, how many labels of the units concerned apply until then."""
    elsewhere: Mapping[str, int]
    """By annotator, how many labels the other units have; not counted for what only takes an edit back."""
    unreadable: tuple[str, ...] = ()
    """Annotators whose label file cannot be read."""
    words: bool = True
    """Whether words change: only then the labels of these units apply no more."""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.here or self.elsewhere or self.unreadable)

    def __str__(self) -> str:
        """Say it in words, without a full stop."""
        said = []
        if number := sum(self.here.values()):
            stay = "will have to be confirmed" if self.words else "stay as they are"
            said.append(f"{_labels(number)} here by {_names(self.here)} {stay}")
        elif self.elsewhere:
            said.append("nobody has labelled this sentence")
        if number := sum(self.elsewhere.values()):
            said.append(f"{_labels(number)} of other sentences by {_names(self.elsewhere)} stay")
        if self.unreadable:
            said.append(f"the labels of {', '.join(self.unreadable)} cannot be read (annotator check)")
        return ", ".join(said)


class LabelsTouched(AnnotatorError):
    """An edit was refused because somebody has labelled the article already."""

    def __init__(self, touched: Touched) -> None:
        """Say whose labels; the one who asked may force it."""
        super().__init__(f"there are labels already: {touched}; nothing was changed")
        self.touched = touched


@dataclass(frozen=True, slots=True)
class Revised:
    """An article after it was edited."""

    article: Article
    edits: tuple[ArticleEdit, ...]
    """What was done now; nothing where all was so already."""
    touched: Touched
    """Whose labels were there."""


Plan = Callable[[Article], Iterable[Draft]]
"""Gives the changes to make to an article; each is made before the next one is asked for."""


class Edited(Protocol):
    """What editing needs of a project."""

    root: Path
    corpus: Path

    @property
    def codebook(self) -> Codebook:
        """The codebook that labels are validated against."""


def revise(project: Edited, name: str, plans: Iterable[Plan], editor: str, *, force: bool = False) -> Revised:
    """Make all changes, one after the other, in one atomic write, or none of them.

    The article is read anew under a lock, so that nobody's edit is lost. Raises `LabelsTouched` without
    `force` when units are to be edited and somebody has labelled the article, and `AnnotatorError` when a
    change cannot be made or written.
    """
    path = project.corpus / f"{name}.json"
    with locked(path, editor):
        before = article = read_article(path)
        drafts: list[Draft] = []
        for plan in plans:
            for draft in plan(article):
                article = apply(article, draft.signed(editor))
                drafts.append(draft)
        touched = labels_touched(project, before, drafts)
        if touched and not force:
            raise LabelsTouched(touched)
        if drafts:
            write_durably(path, article_json(article).encode())
    return Revised(article, article.edits[len(before.edits) :], touched)


def replace(path: Path, article: Article, before: Article) -> None:
    """Write an edited article over what it was before.

    Raises `AnnotatorError`, and writes nothing, when the file holds something else by now.
    """
    with locked(path, _MERGING):
        if read_article(path) != before:
            raise AnnotatorError(f"{path}: was edited meanwhile; try again")
        write_durably(path, article_json(article).encode())


def labels_touched(project: Edited, article: Article, drafts: Iterable[Draft]) -> Touched:
    """Count the labels on an article whose units are to be edited; none when only metadata are."""
    drafts = list(drafts)
    units = {unit.id for draft in drafts for unit in draft.before}
    words = any(words_changed(article, draft) for draft in drafts)
    back = all(draft.action in (EditAction.UNDO, EditAction.REDO) for draft in drafts)
    expected = Expected(article, None, project.codebook)
    here: dict[str, int] = {}
    elsewhere: dict[str, int] = {}
    unreadable: list[str] = []
    for folder, annotator in label_folders(project.root).items() if units else ():
        try:
            records = read_all_labels(folder / f"{article.id}.json", expected).records.values()
        except AnnotatorError:
            unreadable.append(annotator)
            continue
        labelled = [record.unit for record in records if record.label]
        concerned = sum(unit in units for unit in labelled)
        if concerned:
            here[annotator] = concerned
        if labelled[concerned:] and not back:
            elsewhere[annotator] = len(labelled) - concerned
    return Touched(here, elsewhere, tuple(unreadable), words)


@contextmanager
def locked(path: Path, who: str) -> Iterator[None]:
    """Be the only program that edits the file at `path`; raises `AnnotatorError` when another one goes on."""
    lock = WriterLock(path, who)
    end = time.monotonic() + _PATIENCE_SECONDS
    while holder := lock.acquire():
        if time.monotonic() > end:
            raise AnnotatorError(f"{path} is being edited by {holder}; try again when they are done")
        time.sleep(_PAUSE_SECONDS)
    try:
        yield
    finally:
        lock.release()


def _labels(number: int) -> str:
    return f"{number:,} label{'s' * (number != 1)}"


def _names(counts: Mapping[str, int]) -> str:
    *rest, last = counts
    return f"{', '.join(rest)} and {last}" if rest else last
