"""A project folder: its articles, its label files, what lists tell of them; reading and saving only."""

import heapq
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from annotator.codebook import CODEBOOK_FILE, default_codebook_text, load_codebook
from annotator.corpus import ArticleHeader, KnownTexts, read_article, read_header
from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.labelreader import LabelReader, OnProblem
from annotator.settings import NEW_SETTINGS, SETTINGS_FILE, read_settings
from annotator.store import (
    Expected,
    FileCache,
    LabelStore,
    Tally,
    annotator_folder,
    annotator_folders,
    has_label_files,
    is_folder,
    label_path,
    labels_path,
    names_in,
    read_all_labels,
    read_history,
    read_labels,
    tally,
    write_durably,
)
from schemas import (
    GOLD,
    Annotation,
    Article,
    Cause,
    Codebook,
    Event,
    LabelledArticle,
    NearDuplicate,
    ProjectSettings,
    slug,
)

if TYPE_CHECKING:
    from annotator.assignment import Assignment
    from annotator.sources import SourceRegister

T = TypeVar("T")

Progress = Callable[[int], None]
"""Called with the number of items done, after each."""


_DIGITS = re.compile("[0-9a-f]{4,8}")


class ArticleProgress(NamedTuple):
    """How far annotators are in one article."""

    article: str
    tallies: Mapping[str, Tally]
    """By annotator; no entry where the label file cannot be read."""
    outdated: Mapping[str, int]
    """By annotator, how many labels were given under other rules or to other words; no entry where none."""
    problems: Sequence[str]
    """A line for each label file that cannot be read."""


class ProjectFolder:
    """A folder with `corpus/` and `annotations/`."""

    def __init__(self, root: Path) -> None:
        """Use `root` as it is; `Project.open` finds and checks it."""
        self.root = root
        self.corpus = root / "corpus"

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """Open the project at `path`, or the nearest one at or above the working folder, like git.

        Raises `AnnotatorError` when there is none.
        """
        if path is not None:
            root = Path(path)
            if not _is_project(root):
                raise AnnotatorError(f"{root} is no project: make one there with `annotator init {root}`")
            return cls(root.resolve())
        here = Path.cwd()
        for root in (here, *here.parents):
            if _is_project(root):
                return cls(root)
        raise AnnotatorError(
            f"no project at or above {here}: make one with `annotator init`, or try `annotator demo`"
        )

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """Make a project in a new or existing folder; what is there stays as it is."""
        root = Path(path)
        try:
            for folder in (root / "corpus", root / "annotations"):
                folder.mkdir(parents=True, exist_ok=True)
            if not (root / SETTINGS_FILE).exists():
                write_durably(root / SETTINGS_FILE, NEW_SETTINGS.encode())
        except OSError as error:
            raise AnnotatorError(f"{root}: cannot make a project here: {error.strerror}") from error
        return cls(root.resolve())

    @cached_property
    def settings(self) -> ProjectSettings:
        """What `annotator.toml` says; defaults without it. An unknown key is an `AnnotatorError`."""
        path = self.root / SETTINGS_FILE
        return read_settings(path) if path.exists() else ProjectSettings()

    @property
    def name(self) -> str:
        """The project's name as shown: from the settings, else the folder's."""
        return self.settings.name or self.root.name

    @cached_property
    def codebook(self) -> Codebook:
        """The project's own codebook, or the shipped one."""
        own = self.root / CODEBOOK_FILE
        return load_codebook(own if own.exists() else None)

    @cached_property
    def sources(self) -> "SourceRegister":
        """The source register, which everybody shares; see `annotator.sources`."""
        from annotator.sources import SOURCES_FILE, SourceRegister

        return SourceRegister(self.root / "annotations" / SOURCES_FILE)

    @cached_property
    def assignment(self) -> "Assignment":
        """Who has which article, as it was dealt out; read when asked. See `annotator.assignment`."""
        from annotator.assignment import ASSIGNMENT_FILE, Assignment

        return Assignment(self.root / "annotations" / ASSIGNMENT_FILE)

    def own_articles(
        self, annotator: str, replaces: Mapping[str, str] | None = None
    ) -> frozenset[str] | None:
        """Ids of the articles dealt to an annotator; None where everybody may take everything.

        That is so without a rule of assignment, and for somebody who is not in it and was dealt nothing.
        Versions in `replaces`, newer ones with those before them, belong to whoever had the one before.
        """
        if self.settings.assignment is None:
            return None
        return self.assignment.own_articles(annotator, self.settings.assignment, replaces or {})

    def hides_outlet(self, annotator: str) -> bool:
        """Whether the app shows an annotator neither outlet nor authors nor address of articles."""
        if not self.settings.blind_outlet:
            return False
        from annotator.blindness import hides_outlet

        return hides_outlet(self.settings, annotator)

    def write_codebook(self) -> Path:
        """Write the shipped codebook into the project, to edit; an existing one is never replaced."""
        own = self.root / CODEBOOK_FILE
        if own.exists():
            raise AnnotatorError(f"{own} is there already; edit it, or move it away first")
        write_durably(own, default_codebook_text().encode())
        return own

    @property
    def has_articles(self) -> bool:
        """Whether there is any article, told without looking at all of them."""
        try:
            with os.scandir(self.corpus) as entries:
                return any(entry.name.endswith(".json") and entry.name[0] != "." for entry in entries)
        except OSError:
            return bool(self.article_ids())

    def article_ids(self) -> list[str]:
        """All article ids, sorted."""
        return [name[:-5] for name in names_in(self.corpus) if name.endswith(".json") and name[0] != "."]

    def article(self, name: str) -> Article:
        """Read and validate one article by its id, the beginning of it, or four or more of its eight digits.

        A version that counts goes before those it replaces. Raises `AnnotatorError` when there is none,
        several are meant, or the file is damaged.
        """
        path = self.corpus / f"{name}.json"
        # Of a name longer than the system takes, the path's own method would raise.
        if name != Path(name).name or not os.path.isfile(path):  # noqa: PTH113
            path = self.corpus / f"{self._only_id(name)}.json"
        return read_article(path)

    def _only_id(self, name: str) -> str:
        """Give the id of the one article that a part of an id stands for."""
        digits = f"-{name}" if _DIGITS.fullmatch(name) else "?"  # no id has a question mark
        found = [
            known for known in self.article_ids() if known.startswith(name) or known[-9:].startswith(digits)
        ]
        if len(found) > 1:
            replaced = {self._header(self.corpus / f"{known}.json").replaces for known in found}
            found = [known for known in found if known not in replaced]
        if len(found) == 1:
            return found[0]
        few = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
        what = f"{name!r} may be any of {len(found)} articles: {few}" if found else f"no article {name!r}"
        raise AnnotatorError(f"{what}; `annotator articles` lists them")

    @property
    def articles(self) -> Iterator[Article]:
        """All articles, validated, one at a time in the order of their ids."""
        return (self.article(name) for name in self.article_ids())

    def headers(self) -> Iterator[ArticleHeader]:
        """What a list of articles needs, without validating texts; damaged files come with their problem."""
        return (self._header(self.corpus / f"{name}.json") for name in self.article_ids())

    def all_headers(self) -> list[ArticleHeader]:
        """The headers of all articles, with the versions that came after them: that takes all of them."""
        headers = list(self.headers())
        newer = {header.replaces: header.id for header in headers if header.replaces}
        return [one._replace(replaced_by=newer[one.id]) if one.id in newer else one for one in headers]

    def newest_ids(self) -> list[str]:
        """Ids, sorted, of the articles that count: not of versions that a newer one replaces."""
        return [header.id for header in self.all_headers() if not header.replaced_by]

    def near_duplicates(self, article: str) -> list[NearDuplicate]:
        """Articles that share much of the text of the one with this id, most similar first.

        Both those that were in the corpus before it and those that came after it.
        """
        from annotator.importing.links import near_duplicates

        return near_duplicates(self.headers()).get(article, [])

    def near_duplicate_groups(self) -> list[frozenset[str]]:
        """Ids of articles that hang together as near-duplicates or versions, also through others.

        Largest group first; an article that resembles no other is in none. What is in one group comes from
        one source, and belongs into one part of a split.
        """
        from annotator.importing.links import groups

        return groups(self.headers())

    def annotators(self) -> list[str]:
        """Names, as typed, of everyone with labels here; adjudicated labels (`gold`) are no annotator's."""
        return sorted(annotator_folders(self.root).values(), key=str.casefold)

    def voices(self) -> list[str]:
        """Names by which labels can be read: everyone's, and last `gold` if there are adjudicated ones."""
        return [*self.annotators(), *[GOLD] * self.has_gold]

    @property
    def has_gold(self) -> bool:
        """Whether there are files of adjudicated labels."""
        folder = self.root / "annotations" / GOLD
        return folder.is_dir() and has_label_files(folder)

    def store(self, article: Article, annotator: str, *, read_only: bool = False) -> LabelStore:
        """Open one annotator's label file of one article; close it when done."""
        path = label_path(self.root, annotator, article.id)
        return LabelStore(path, article, annotator, self.codebook, read_only=read_only)

    def require_folder(self, annotator: str) -> None:
        """Raise `AnnotatorError` when there is a file where the annotator's labels would go."""
        is_folder(annotator_folder(self.root, annotator))

    def labelling(self, article: Article, annotator: str) -> Labelling:
        """Let an annotator work on an article; close its `store` when done."""
        return Labelling(article, self.codebook, self.store(article, annotator))

    def save(self, article: Article, annotation: Annotation, cause: Cause = Cause.IMPORT) -> Event | None:
        """Validate one record and put it on the disk; None when it was there already."""
        with self.store(article, annotation.annotator) as store:
            return store.save(annotation.unit, annotation, cause)

    def history(self, article: Article, *annotators: str) -> Iterator[Event]:
        """Every change of the labels of an article, by the annotators named or by all, in order of time.

        Nothing is locked or changed; raises `AnnotatorError` for a damaged file.
        """
        paths = [labels_path(self.root, name, article.id) for name in self._known(annotators)]
        histories = [read_history(path, article, self.codebook) for path in paths]
        return heapq.merge(*histories, key=lambda event: event.time)

    def labels(self, *annotators: str, on_problem: OnProblem | None = None) -> Iterator[LabelledArticle]:
        """Every article with the labels of the annotators named, or of all; one article in memory at a time.

        By the name `gold` come the adjudicated labels; without names they do not.

        Versions that a newer one replaces are left out, so that nothing counts twice. Articles without any
        label come too: what nobody has seen is missing, and comparison says so. With `on_problem` a damaged
        article, or one annotator's damaged file of it, is told and left out; without it, it raises
        `AnnotatorError`.
        """
        return self._reader.stream(self.newest_ids(), self._known(annotators), on_problem or refuse)

    def labelled(
        self, article: Article, *annotators: str, on_problem: OnProblem | None = None
    ) -> LabelledArticle:
        """One article with the labels of the annotators named, or of all who labelled any of it.

        A damaged label file raises `AnnotatorError`, or with `on_problem` is told and left out.
        """
        return self._reader.labelled(article, self._known(annotators), on_problem)

    def tally(self, article: ArticleHeader | str, annotator: str) -> Tally:
        """Count what an annotator has labelled of an article and the time it took, without validating.

        The article is given by its id, or by its header where that is at hand. Raises `AnnotatorError` when
        the label file cannot be read.
        """
        name = article if isinstance(article, str) else article.id
        path = labels_path(self.root, annotator, name)
        found = Tally._make(self._cache.get(path, tally))
        header = self._header(self.corpus / f"{name}.json") if isinstance(article, str) else article
        if not (found.labelled or found.flagged) or not header.edited:
            return found
        # Labels of units that were split or merged away are in the file, too.
        records = read_labels(path, self.article(name), self.codebook).values()
        labelled = sum(record.label is not None for record in records)
        return found._replace(labelled=labelled, flagged=sum(record.flag for record in records))

    def waiting(self, article: Article, *annotators: str) -> dict[str, Mapping[str, Annotation]]:
        """Labels of an article that do not apply until they are confirmed or replaced.

        By annotator and unit id, of those named or of all who have any; also of units that were merged into
        others. Raises `AnnotatorError` for a damaged file.
        """
        found, expected = {}, Expected(article, None, self.codebook)
        for name in self._known(annotators):
            labels = read_all_labels(labels_path(self.root, name, article.id), expected)
            if labels.waiting:
                found[name] = labels.waiting
        return found

    def progress(
        self, *annotators: str, processes: int = 1, progress: Progress | None = None
    ) -> "Iterator[ArticleProgress]":
        """Count, article by article, what the annotators named, or all, have labelled.

        Versions that a newer one replaces do not count. `processes` as in `compare`.
        """
        from annotator.parallel import in_order

        counts = partial(_counts, self.root, tuple(self._known(annotators)))
        return counting(in_order(counts, self.newest_ids(), processes), progress)

    def labelled_units(self, article: ArticleHeader | str, annotator: str) -> int:
        """Count the units of an article that an annotator has labelled, as `tally`; 0 for a damaged file."""
        try:
            return self.tally(article, annotator).labelled
        except AnnotatorError:
            return 0

    def add(self, article: Article) -> bool:
        """Put a new article into the corpus; False when its text is there already.

        Raises `AnnotatorError` when another article has its id: that has eight digits of the text's hash.
        """
        return self._texts.add(article)

    def _known(self, annotators: Sequence[str]) -> list[str]:
        """The names as typed of the annotators asked for, or of all; raises on a name without labels.

        The adjudicated labels count where they are asked for by their name, `gold`.
        """
        known = {slug(name): name for name in self.annotators()}
        if annotators and self.has_gold:
            known[GOLD] = GOLD
        for name in annotators:
            if slug(name) not in known:
                there = ", ".join(known.values()) or "nobody yet"
                raise AnnotatorError(f"no labels by {name!r} in {self.root}; there are labels by: {there}")
        return [known[slug(name)] for name in annotators] if annotators else list(known.values())

    def header(self, name: str) -> ArticleHeader:
        """What a list shows of the article with this id; one that cannot be read comes with its problem."""
        return self._header(self.corpus / f"{name}.json")

    def _header(self, path: Path) -> ArticleHeader:
        return read_header(path, self._cache)

    @cached_property
    def _texts(self) -> KnownTexts:
        return KnownTexts(self.corpus)

    @cached_property
    def _reader(self) -> LabelReader:
        return LabelReader(self.root, self.codebook, self._cache)

    @cached_property
    def _cache(self) -> FileCache:
        """What lists show, remembered from file to file; every answer looks whether the file has changed."""
        return FileCache(self.root)


def counting(items: Iterable[T], progress: Progress | None) -> Iterator[T]:
    """Pass items on and report how many are done."""
    for done, item in enumerate(items, start=1):
        yield item
        if progress is not None:
            progress(done)


def refuse(problem: str) -> None:
    """What becomes of a problem that nobody wants to be told of: an `AnnotatorError`."""
    raise AnnotatorError(problem)


def noting(problems: list[str], on_problem: OnProblem | None) -> OnProblem:
    """Collect problems and pass them on; without anybody to tell, the first one raises."""

    def note(problem: str) -> None:
        (on_problem or refuse)(problem)
        problems.append(problem)

    return note


def _counts(root: Path, annotators: tuple[str, ...]) -> Callable[[str], ArticleProgress]:
    """Make what counts the labels of an article given by its id."""
    project = ProjectFolder(root)

    def read(name: str) -> ArticleProgress:
        tallies, problems = {}, []
        for annotator in annotators:
            try:
                tallies[annotator] = project.tally(name, annotator)
            except AnnotatorError as error:
                problems.append(str(error))
        return ArticleProgress(name, tallies, project._reader.outdated(name, annotators), problems)

    return read


def _is_project(root: Path) -> bool:
    return (root / SETTINGS_FILE).is_file() or (
        (root / "corpus").is_dir() and (root / "annotations").is_dir()
    )
