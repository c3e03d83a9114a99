"""Joining another copy of a project into ours: articles, annotators, and each annotator's decisions.

What is joined and what is a conflict is defined in `annotator.store.merging`. The other copy is only read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

from annotator.assignment import ASSIGNMENT_FILE, Assignment
from annotator.codebook import CODEBOOK_FILE
from annotator.editing import Draft, apply
from annotator.errors import AnnotatorError
from annotator.pseudonyms import PSEUDONYMS_FILE, Pseudonyms
from annotator.revision import labels_touched
from annotator.settings import SETTINGS_FILE
from annotator.sources import SOURCES_FILE, SourceRegister, differing
from annotator.splitfile import SPLITS_FILE, Splits
from annotator.store import (
    RETEST,
    Conflict,
    join_label_files,
    label_files,
    label_folders,
    labels_path,
    retest_path,
)
from schemas import Article, Codebook, ProjectSettings, slug

_OF_THE_IMPORT = frozenset({"provenance", "near_duplicates"})
"""Fields that depend on when an article was imported, and on what was in the corpus then."""


class MergeStatus(StrEnum):
    """What became of one article, or of one annotator's labels of it."""

    ADDED = "added"
    """Was missing here."""
    JOINED = "joined"
    """Had decisions, or edits of the article, that were missing here."""
    SAME = "same"
    """Brings nothing that is not here."""
    DIFFERS = "differs"
    """The same article with other metadata or units; ours is kept."""
    LEFT = "left"
    """Could not be merged; nothing of it was."""


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What became of one article, or of one annotator's labels of it."""

    article: str
    """Its id; empty for the codebook, the name of the file for what is in a file of its own."""
    status: MergeStatus
    annotator: str = ""
    """Whose labels; empty for the article itself."""
    events: int = 0
    """Changes in the history, edits of the article, or sources, that were not here before."""
    conflicts: tuple[Conflict, ...] = ()
    reason: str = ""
    """Why it was left, or what differs."""
    to_confirm: int = 0
    """Labels here that these edits made wait for confirmation."""
    retest: bool = False
    """Whether the labels are those of the annotator's second pass."""

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look at it."""
        return bool(self.conflicts) or self.status in (MergeStatus.DIFFERS, MergeStatus.LEFT)


class Copy(Protocol):
    """What merging needs of a project."""

    root: Path
    corpus: Path

    @property
    def codebook(self) -> Codebook:
        """The codebook that labels are validated against."""

    @property
    def sources(self) -> SourceRegister:
        """The source register."""

    @property
    def assignment(self) -> Assignment:
        """Who has which article."""

    @property
    def splits(self) -> Splits:
        """Which article is in which part."""

    @property
    def settings(self) -> ProjectSettings:
        """Raises `AnnotatorError` when they are not valid."""

    def article_ids(self) -> list[str]:
        """All article ids, sorted."""

    def article(self, name: str) -> Article:
        """Read and validate one article."""

    def add(self, article: Article) -> bool:
        """Put a new article into the corpus; False when its text is there already."""

    def replace(self, article: Article, before: Article) -> None:
        """Put an edited article in the place of what it was before."""


class _Labels(NamedTuple):
    """A label file of the other copy."""

    file: Path
    annotator: str
    is_retest: bool
    """Whether it is of the second pass."""


def merge_copies(ours: Copy, theirs: Copy, annotators: Sequence[str]) -> Iterator[MergeResult]:
    """Join all articles of `theirs`, and the labels of the annotators named, into `ours`, one at a time."""
    wanted = {slug(name) for name in annotators}
    labels: dict[str, list[_Labels]] = {}
    for folder, annotator in label_folders(theirs.root).items():
        if folder.name in wanted:
            for file in (*label_files(folder), *label_files(folder / RETEST)):
                labels.setdefault(file.stem, []).append(_Labels(file, annotator, file.parent != folder))
    yield from _compare_codebooks(ours, theirs)
    yield from _merge_sources(ours.sources, theirs.sources)
    yield from _merge_assignments(ours, theirs)
    yield from _merge_splits(ours.splits, theirs.splits)
    yield from _merge_pseudonyms(ours.root, theirs.root)
    there = set(theirs.article_ids())
    for name in sorted(there | labels.keys()):
        if name in there:
            yield _merge_article(ours, theirs, name)
        yield from _merge_labels(ours, name, labels.get(name, []))


def _compare_codebooks(ours: Copy, theirs: Copy) -> Iterator[MergeResult]:
    """Tell when the copies have different codebooks; nothing is taken over from theirs."""
    try:
        mine, other = ours.codebook, theirs.codebook
    except AnnotatorError as error:
        yield MergeResult("", MergeStatus.DIFFERS, reason=f"{error} Labels are merged all the same")
        return
    differing = [field for field in Codebook.model_fields if getattr(mine, field) != getattr(other, field)]
    if differing:
        reason = (
            f"{theirs.root / CODEBOOK_FILE}: the codebook differs in {', '.join(differing)}; ours is kept, "
            "labels are merged all the same"
        )
        yield MergeResult("", MergeStatus.DIFFERS, reason=reason)


def _merge_sources(ours: SourceRegister, theirs: SourceRegister) -> Iterator[MergeResult]:
    """Take over the sources of the other copy; of an entry that both have changed the later state is kept."""
    try:
        if _same(ours.path, theirs.path) or not theirs.path.exists():
            return
        was_there = ours.path.exists()
        joined = ours.join(theirs)
    except AnnotatorError as error:
        yield MergeResult(SOURCES_FILE, MergeStatus.LEFT, reason=str(error))
        return
    news = joined.added + joined.changed
    yield _joined(SOURCES_FILE, news, was_there)
    for mine, other, kept in joined.conflicts:
        fields = ", ".join(differing(mine, other))
        both = f"{other.name!r} was changed here and in the other copy ({fields})"
        reason = f"{theirs.path}: {both}; {kept} is kept, the later one"
        yield MergeResult(SOURCES_FILE, MergeStatus.DIFFERS, reason=reason)


def _merge_assignments(ours: Copy, theirs: Copy) -> Iterator[MergeResult]:
    """Take over who has which article; where both copies say it, the later dealing counts."""
    mine, other = ours.assignment, theirs.assignment
    try:
        if _same(mine.path, other.path) or not other.path.exists():
            return
        was_there = mine.path.exists()
        news = mine.join(other)
        ruled = ours.settings.assignment is not None
    except AnnotatorError as error:
        yield MergeResult(ASSIGNMENT_FILE, MergeStatus.LEFT, reason=str(error))
        return
    yield _joined(ASSIGNMENT_FILE, news, was_there)
    if news and not ruled:
        there = theirs.root / SETTINGS_FILE
        reason = (
            f"{ours.root / SETTINGS_FILE}: has no [assignment], so it does not count; copy it from {there}"
        )
        yield MergeResult(ASSIGNMENT_FILE, MergeStatus.DIFFERS, reason=reason)


def _merge_splits(ours: Splits, theirs: Splits) -> Iterator[MergeResult]:
    """Take over which article is in which part; where both copies say it, the earlier dealing counts."""
    try:
        if _same(ours.path, theirs.path) or not theirs.path.exists():
            return
        was_there = ours.path.exists()
        news, differing = ours.join(theirs)
    except AnnotatorError as error:
        yield MergeResult(SPLITS_FILE, MergeStatus.LEFT, reason=str(error))
        return
    yield _joined(SPLITS_FILE, news, was_there)
    if differing:
        few = ", ".join(differing[:3]) + (" …" if len(differing) > 3 else "")
        reason = (
            f"{theirs.path}: has {few} in another part; the earlier dealing counts: "
            "`annotator split --check` tells whether parts share anything now"
        )
        yield MergeResult(SPLITS_FILE, MergeStatus.DIFFERS, reason=reason)


def _joined(file: str, news: int, was_there: bool) -> MergeResult:
    """Tell what became of a file that everybody shares."""
    status = (MergeStatus.JOINED if was_there else MergeStatus.ADDED) if news else MergeStatus.SAME
    return MergeResult(file, status, events=news)


def _merge_pseudonyms(ours: Path, theirs: Path) -> Iterator[MergeResult]:
    """Take over under which names people are given out; who has two of them keeps ours."""
    there = theirs / "annotations" / PSEUDONYMS_FILE
    here = ours / "annotations" / PSEUDONYMS_FILE
    try:
        if _same(here, there) or not there.exists():
            return
        was_there = here.exists()
        news, differing = Pseudonyms(ours).join(Pseudonyms(theirs))
    except AnnotatorError as error:
        yield MergeResult(PSEUDONYMS_FILE, MergeStatus.LEFT, reason=str(error))
        return
    yield _joined(PSEUDONYMS_FILE, news, was_there)
    if differing:
        whose = ", ".join(differing)
        reason = (
            f"{there}: another pseudonym for {whose}; ours is kept: datasets of both name people otherwise"
        )
        yield MergeResult(PSEUDONYMS_FILE, MergeStatus.DIFFERS, reason=reason)


def _merge_article(ours: Copy, theirs: Copy, name: str) -> MergeResult:
    file = f"{name}.json"
    try:
        if _same(ours.corpus / file, theirs.corpus / file):
            return MergeResult(name, MergeStatus.SAME)
        article = theirs.article(name)
        if not (ours.corpus / file).exists():
            if ours.add(article):
                return MergeResult(name, MergeStatus.ADDED)
            reason = f"{theirs.corpus / file}: the same text is here under another title and id"
            return MergeResult(name, MergeStatus.LEFT, reason=reason)
        mine = ours.article(name)
        if mine.edits != article.edits:
            return _merge_edits(ours, mine, article)
        differing = _differing(mine, article)
    except AnnotatorError as error:
        return MergeResult(name, MergeStatus.LEFT, reason=str(error))
    if not differing:
        return MergeResult(name, MergeStatus.SAME)
    reason = f"{theirs.corpus / file}: differs in {', '.join(differing)}; ours is kept"
    return MergeResult(name, MergeStatus.DIFFERS, reason=reason)


def _merge_edits(ours: Copy, mine: Article, other: Article) -> MergeResult:
    """Take over the edits of the other copy, if only that one was edited since both were the same."""
    shared = min(len(mine.edits), len(other.edits))
    if mine.edits[:shared] != other.edits[:shared]:
        reason = f"{other.id}: edited here and in the other copy; ours is kept"
        return MergeResult(other.id, MergeStatus.DIFFERS, reason=reason)
    news = other.edits[shared:]
    edited = mine
    for edit in news:
        edited = apply(edited, edit)
    if not news:
        return MergeResult(mine.id, MergeStatus.SAME)
    if differing := _differing(edited, other):
        reason = f"{other.id}: edited in the other copy, and differs in {', '.join(differing)}; ours is kept"
        return MergeResult(mine.id, MergeStatus.DIFFERS, reason=reason)
    touched = labels_touched(ours, mine, [Draft(edit.action, edit.before, edit.after) for edit in news])
    ours.replace(edited, mine)
    to_confirm = sum(touched.here.values()) if touched.words else 0
    return MergeResult(mine.id, MergeStatus.JOINED, events=len(news), to_confirm=to_confirm)


def _merge_labels(ours: Copy, name: str, files: Iterable[_Labels]) -> Iterator[MergeResult]:
    article: Article | None = None
    for file, annotator, is_retest in files:
        try:
            path = (retest_path if is_retest else labels_path)(ours.root, annotator, name)
            if _same(path, file):
                yield MergeResult(name, MergeStatus.SAME, annotator, retest=is_retest)
                continue
            if not (ours.corpus / f"{name}.json").exists():
                raise AnnotatorError(f"{file}: labels of an article that is not here; import it, merge again")
            article = article or ours.article(name)
            status = MergeStatus.JOINED if path.exists() else MergeStatus.ADDED
            joined = join_label_files(path, file, article, ours.codebook, annotator)
        except AnnotatorError as error:
            yield MergeResult(name, MergeStatus.LEFT, annotator, reason=str(error), retest=is_retest)
            continue
        if not joined.events:
            status = MergeStatus.SAME
        yield MergeResult(name, status, annotator, joined.events, joined.conflicts, retest=is_retest)


def _same(ours: Path, theirs: Path) -> bool:
    """Whether both files have the same bytes: most of two copies have."""
    try:
        return ours.stat().st_size == theirs.stat().st_size and ours.read_bytes() == theirs.read_bytes()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise AnnotatorError(f"{error.filename} cannot be read: {error.strerror}") from error


def _differing(ours: Article, theirs: Article) -> list[str]:
    """The fields that differ; that each copy imported the same file by itself is no difference."""
    fields = (field for field in Article.model_fields if field not in _OF_THE_IMPORT)
    return [field for field in fields if getattr(ours, field) != getattr(theirs, field)]
