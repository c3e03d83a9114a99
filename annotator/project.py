"""The one door to a project folder: what the app, the commands and scripts do, they do through `Project`."""

import heapq
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

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
    retest_path,
    signature_of,
    tally,
    write_durably,
)
from schemas import (
    GOLD,
    Annotation,
    Article,
    AssignmentRule,
    Cause,
    Codebook,
    Event,
    LabelledArticle,
    NearDuplicate,
    ProjectSettings,
    slug,
)

if TYPE_CHECKING:
    from annotator.adjudication.adjudicating import Adjudicating
    from annotator.adjudication.report import CodebookReport
    from annotator.assigning import Dealing
    from annotator.assignment import Assignment
    from annotator.card import DatasetCard
    from annotator.compare import Comparison, Disagreement, Field
    from annotator.compare.wanted import Wanted
    from annotator.importing import ImportResult
    from annotator.ingest import Metadata, ReadOptions
    from annotator.interop import ExportOptions, ExportSummary, Request, Split
    from annotator.labelimport import LabelImport, LabelImportOptions, RowProblem
    from annotator.leaking import Leaking
    from annotator.merge import MergeResult
    from annotator.pseudonyms import Pseudonyms
    from annotator.rehydrating import Rehydrated
    from annotator.retest import Due, RetestLabelling
    from annotator.revision import Plan, Revised
    from annotator.sources import SourceRegister
    from annotator.splitfile import Splits
    from annotator.splitting import DealtSplit
    from annotator.store import Finding
    from schemas import SplitPlan, Suggestion

__all__ = ["ArticleHeader", "OnProblem", "Progress", "Project"]

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


class Project:
    """A folder with `corpus/` and `annotations/`, and what can be done with it."""

    def __init__(self, root: Path) -> None:
        """Use `root` as it is; `Project.open` finds and checks it."""
        self.root = root
        self.corpus = root / "corpus"

    @classmethod
    def open(cls, path: Path | str | None = None) -> "Project":
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
    def create(cls, path: Path | str) -> "Project":
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

    def pseudonyms(self) -> "Pseudonyms":
        """Names under which people's labels are given out; see `annotator.pseudonyms`."""
        from annotator.pseudonyms import Pseudonyms

        return Pseudonyms(self.root)

    @cached_property
    def splits(self) -> "Splits":
        """Which article was dealt into which part of a dataset; see `annotator.splitfile`."""
        from annotator.splitfile import SPLITS_FILE, Splits

        return Splits(self.root / "annotations" / SPLITS_FILE)

    def split(
        self,
        shares: "str | Sequence[float] | SplitPlan" = "80/10/10",
        *,
        seed: int = 0,
        by: str = "article",
        parts: Sequence[str] = (),
        dry_run: bool = False,
        measured: bool = False,
        mend: bool = False,
        processes: int = 1,
        progress: Progress | None = None,
        on_problem: OnProblem | None = None,
    ) -> "DealtSplit":
        """Deal the articles into parts, e.g. to train, validate and test; see `annotator.splitting`.

        Near-duplicates and versions, and `by` outlet or story these, stay together. What was dealt before
        with the same shares, parts, seed and `by` stays; what is new is written down but for a `dry_run`.
        """
        from annotator.splits import plan_of
        from annotator.splitting import deal_parts
        from schemas import SplitPlan

        plan = shares if isinstance(shares, SplitPlan) else plan_of(shares, seed=seed, by=by, parts=parts)
        return deal_parts(
            self,
            plan,
            dry_run=dry_run,
            measured=measured,
            mend=mend,
            processes=processes,
            progress=progress,
            on_problem=on_problem or _refuse,
        )

    def split_leaks(
        self, plan: "SplitPlan", progress: Progress | None = None, on_problem: OnProblem | None = None
    ) -> "Leaking":
        """Find what stands in two parts of a split as it was dealt: sentences, and articles that resemble."""
        from annotator.leaking import leaks_of

        return leaks_of(self, plan, progress, on_problem or _refuse)

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

    def dealing(self) -> "Dealing":
        """Who has which article now, with what each annotator and each pair has; see `assign`."""
        from annotator.assigning import dealing_now

        return dealing_now(self, self.settings.assignment)

    def assign(
        self,
        rule: AssignmentRule,
        *,
        anew: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> "Dealing":
        """Deal articles out to annotators by a rule, and write both down; see `annotator.assigning`."""
        from annotator.assigning import assign

        dealing = assign(self, rule, anew=anew, dry_run=dry_run, progress=progress)
        if not dry_run:
            vars(self).pop("settings", None)
        return dealing

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

    def revise(self, name: str, plans: "Iterable[Plan]", editor: str, *, force: bool = False) -> "Revised":
        """Edit an article's units or metadata in one atomic write; see `annotator.editing` for the plans.

        Raises `LabelsTouched`, an `AnnotatorError`, when somebody has labelled the article and its units are
        to be edited without `force`; and `AnnotatorError` when an edit cannot be made. Nothing changes then.
        """
        from annotator.revision import revise

        return revise(self, self.article(name).id, plans, editor, force=force)

    def replace(self, article: Article, before: Article) -> None:
        """Put an edited article in the place of what it was before.

        Raises `AnnotatorError`, and changes nothing, when the corpus holds something else by now.
        """
        from annotator.revision import replace

        replace(self.corpus / f"{article.id}.json", article, before)

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

    def reading_ease(self, name: str) -> float | None:
        """Flesch reading ease of the article with this id; see `annotator.readability`.

        The first call loads dictionaries for seconds; what was computed is remembered. Raises
        `AnnotatorError` when the article cannot be read.
        """
        from annotator.readability import reading_ease

        path = self.corpus / f"{name}.json"
        signature = signature_of(path.stat()) if path.is_file() else ""
        known = self._cache.known(path, signature, "ease")
        if known is None:
            known = [reading_ease(self.article(name))]
            self._cache.remember(path, signature, known, "ease")
        return None if known[0] is None else float(known[0])

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

    def retests(self, annotator: str) -> "Iterator[Due]":
        """What an annotator is to label once more; see `annotator.retest`."""
        from annotator.retest import due

        return due(self, annotator)

    def retest_labelling(self, article: Article, annotator: str, due: Collection[str]) -> "RetestLabelling":
        """Let an annotator label these units once more, by id; close its `store` when done."""
        from annotator.retest import RetestLabelling

        store = LabelStore(retest_path(self.root, annotator, article.id), article, annotator, self.codebook)
        return RetestLabelling(article, self.codebook, store, due)

    def suggestions(self, article: Article) -> "list[Suggestion]":
        """What the rules offer for the units of an article, as far as the codebook has the labels.

        See `annotator.suggest`; `annotator.suggest.SUGGESTER` is the version to keep with what is accepted.
        """
        from annotator.suggest import suggest

        names = {*self.codebook.label_names, None}
        return [offer for offer in suggest(article) if offer.label in names]

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

    def merge(self, other: "Project", *annotators: str) -> "Iterator[MergeResult]":
        """Join another copy of this project: articles, sources, and labels of the annotators named or of all.

        Gives what became of each file as it is done; `other` is only read. See `annotator.store.merging`.
        """
        from annotator.merge import merge_copies

        if other.root.resolve() == self.root.resolve():
            raise AnnotatorError(f"{other.root} is this project itself; name another copy of it")
        everybody = () if annotators else (GOLD,)
        return merge_copies(self, other, [*other._known(annotators), *everybody])

    def labels(self, *annotators: str, on_problem: OnProblem | None = None) -> Iterator[LabelledArticle]:
        """Every article with the labels of the annotators named, or of all; one article in memory at a time.

        By the name `gold` come the adjudicated labels; without names they do not.

        Versions that a newer one replaces are left out, so that nothing counts twice. Articles without any
        label come too: what nobody has seen is missing, and comparison says so. With `on_problem` a damaged
        article, or one annotator's damaged file of it, is told and left out; without it, it raises
        `AnnotatorError`.
        """
        return self._reader.stream(self.newest_ids(), self._known(annotators), on_problem or _refuse)

    def labelled(
        self, article: Article, *annotators: str, on_problem: OnProblem | None = None
    ) -> LabelledArticle:
        """One article with the labels of the annotators named, or of all who labelled any of it.

        A damaged label file raises `AnnotatorError`, or with `on_problem` is told and left out.
        """
        return self._reader.labelled(article, self._known(annotators), on_problem)

    def adjudication(self, adjudicator: str) -> "Adjudicating":
        """Let somebody settle what annotators disagree on; see `annotator.adjudication`."""
        from annotator.adjudication.adjudicating import Adjudicating

        return Adjudicating(self, adjudicator)

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

        counting = partial(_counts, self.root, tuple(self._known(annotators)))
        return _counting(in_order(counting, self.newest_ids(), processes), progress)

    def next_article(self, annotator: str) -> str:
        """Id of the first article that `annotator` has not finished, or of the first one when all are.

        Damaged ones and replaced versions are passed over; raises `AnnotatorError` when there is none left.
        """
        from annotator.listing import Listing

        listing = Listing(self, annotator)
        listing.begin()
        if found := listing.next_unfinished() or listing.first():
            return found
        raise AnnotatorError(f"no article in {self.root} that can be read: `annotator import FILE…`")

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

    def import_files(
        self,
        paths: Iterable[Path | str],
        given: "Metadata | None" = None,
        *,
        format: str = "",
        options: "ReadOptions | None" = None,
        metadata: Path | str | None = None,
        replaces: str = "",
        processes: int = 1,
        tell: Callable[[str], None] | None = None,
    ) -> "Iterator[ImportResult]":
        """Import files and folders, one result per article; a bad file never stops the others.

        An article told as new is on the disk. It names its near-duplicates, and the article that it is a new
        version of: `replaces`, if given, else the one with the same address, or the same file name and title,
        if the texts have enough in common; labels of unchanged sentences are carried over.
        `metadata` is a table with a column `file` and what is known of each, before what the file says.
        `format` is short for `options` with it; `tell` gets lines that are no failures. More `processes`
        share the reading where there is enough of it; see `annotator.parallel`.
        """
        from annotator.importing.run import import_files
        from annotator.ingest import Metadata, ReadOptions

        vars(self).pop("_texts", None)
        return import_files(
            self,
            map(Path, paths),
            given or Metadata(),
            options or ReadOptions(format=format),
            metadata=Path(metadata) if metadata else None,
            replaces=replaces,
            processes=processes,
            tell=tell,
        )

    def import_labels(
        self,
        paths: Iterable[Path | str],
        options: "LabelImportOptions | None" = None,
        *,
        tell: "Callable[[RowProblem], None] | None" = None,
        progress: Callable[[str, int], None] | None = None,
    ) -> "LabelImport":
        """Import labels that were given elsewhere; see `annotator.labelimport`.

        Each finds its sentence by ids, hashes or exact words, or is refused; `tell` gets what was refused,
        and labels that differ from what is there. `progress` is told what is done, and with how many rows.
        """
        from annotator.labelimport import LabelImportOptions, import_labels

        result = import_labels(self, [*map(Path, paths)], options or LabelImportOptions(), tell, progress)
        for name in ("_texts", "codebook"):
            vars(self).pop(name, None)
        return result

    def compare(
        self,
        *annotators: str,
        fields: Sequence[str] = (),
        bootstrap: int = 1000,
        seed: int = 0,
        gamma: int = 0,
        progress: Progress | None = None,
        processes: int = 1,
        on_problem: OnProblem | None = None,
        sees: Callable[[str], bool] | None = None,
    ) -> "Comparison":
        """Compute agreement between the annotators named, or all; see `annotator.compare`.

        With `fields`, by their names, only these are compared, and nothing besides them is computed. `gamma`
        is the number of articles over which Mathet's gamma of passages is computed, too. More `processes`
        share the reading where there is enough of it; see `annotator.parallel`. With `on_problem` damaged
        files are left out as in `labels`, and named in the comparison. `sees` tells by their ids which
        articles count; without it, all do.
        """
        from annotator.comparing import asked, compare

        share = self.settings.suggestion_share if self.settings.suggestions else 1.0
        names = self._known(annotators)
        what = asked(self.root, self.codebook, names, fields=fields, suggestion_share=share)
        problems: list[str] = []
        found = compare(
            what,
            [*filter(sees, self.newest_ids())] if sees else self.newest_ids(),
            bootstrap=bootstrap,
            seed=seed,
            gamma=gamma,
            processes=processes,
            counting=partial(_counting, progress=progress),
            on_problem=_noting(problems, on_problem),
        )
        return found.model_copy(update={"problems": tuple(problems)})

    def fields(self) -> "tuple[Field, ...]":
        """What annotators can be compared by, in the order of the report; see `annotator.compare`."""
        from annotator.compare.fieldlist import fields_of
        from annotator.identity import identities

        return fields_of(self.codebook, identities(self.sources.entries.values()))

    def disagreements(
        self,
        *annotators: str,
        field: str = "label",
        wanted: "Wanted | None" = None,
        sees: Callable[[str], bool] | None = None,
        progress: Progress | None = None,
        on_problem: OnProblem | None = None,
    ) -> "Iterator[Disagreement]":
        """List the units on which annotators differ, in the order of the corpus; see `annotator.compare`.

        `field` is one of `fields`, by its name; of articles, those count whose id `sees` holds for. Raises
        `AnnotatorError` for a field that there is not.
        """
        from annotator.compare import disagreements
        from annotator.compare.wanted import Wanted

        fields = {one.name: one for one in self.fields()}
        if field not in fields:
            raise AnnotatorError(f"no field {field!r} to compare; there are: {', '.join(fields)}")
        names = self._known(annotators)
        articles = [*filter(sees, self.newest_ids())] if sees else self.newest_ids()
        labelled = self._reader.stream(articles, names, on_problem or _refuse)
        return disagreements(
            _counting(labelled, progress), names, self.codebook, fields[field], wanted or Wanted()
        )

    def codebook_report(
        self,
        *annotators: str,
        progress: Progress | None = None,
        processes: int = 1,
        on_problem: OnProblem | None = None,
    ) -> "CodebookReport":
        """Tell at which rules the annotators named, or all, part, and which of them need a change.

        `processes` and `on_problem` as in `compare`; see `annotator.adjudication.report`.
        """
        from annotator.adjudication.report import CaseReader, codebook_report
        from annotator.adjudication.streaming import Job, readings, results

        names = tuple(self._known(annotators))
        reader = CaseReader(names, self.codebook)
        found = readings(Job(self.root, self.codebook, names, reader), self.newest_ids(), processes)
        return codebook_report(reader, results(_counting(found, progress), on_problem or _refuse))

    def export(
        self,
        format: str,
        output: Path | str,
        *annotators: str,
        gold: bool = True,
        split: "Split | None" = None,
        options: "ExportOptions | None" = None,
        names: Mapping[str, str] | None = None,
        card: bool = True,
        strict: bool = False,
        force: bool = False,
        progress: Progress | None = None,
        on_problem: OnProblem | None = None,
    ) -> "ExportSummary":
        """Write the labels of the annotators named, or of all, as a dataset into a folder.

        Adjudicated labels come beside them, as far as the format can, unless `gold` is False; by their name,
        `gold`, they are written as an annotator's. `names` are written instead of annotators' own; new
        ones among `pseudonyms()` are kept. A dataset `card` comes with it. With `on_problem` damaged files
        are left out as in `labels`; the manifest says how many. `strict` makes it an error if anything is.
        """
        from annotator.interop import ExportOptions, Request, export, exporter_of
        from annotator.pseudonyms import in_order, keeping

        asked = self._known(annotators)
        problems: list[str] = []
        voices = [*asked, *([GOLD] if gold and self.has_gold and GOLD not in asked else [])]
        request = Request(
            format,
            annotators=in_order(asked, names),
            names=names or {},
            split=split,
            options=options or ExportOptions(),
            sources=self.sources.entries,
            title=self.name,
            about=self.settings.dataset,
            strict=strict,
        )
        noting = _noting(problems, on_problem)
        labelled = self._reader.stream(self.newest_ids(), voices, noting)
        if exporter_of(format, request.options).info.second_passes:
            from annotator.retest import with_second_passes

            labelled = with_second_passes(self.root, self.codebook, asked, labelled, noting)
        with keeping(request.names):
            return export(
                labelled,
                self.codebook,
                request,
                Path(output),
                force=force,
                card=self._new_card(request) if card else None,
                progress=progress,
                unreadable=problems,
            )

    def card(
        self,
        *annotators: str,
        names: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        on_problem: OnProblem | None = None,
    ) -> "DatasetCard":
        """Gather the dataset card of the labels of the annotators named, or of all; see `annotator.card`."""
        from annotator.interop import Request
        from annotator.interop.writer import Split, place
        from annotator.pseudonyms import in_order

        asked = self._known(annotators)
        voices = [*asked, *([GOLD] if self.has_gold and GOLD not in asked else [])]
        request = Request("", annotators=in_order(asked, names), names=names or {})
        card = self._new_card(request)
        labelled = self._reader.stream(self.newest_ids(), voices, on_problem or _refuse)
        for one in _counting(labelled, progress):
            card.add(place(one, request.annotators, request.names, Split()).item)
        return card

    def _new_card(self, request: "Request") -> "DatasetCard":
        from annotator.card import DatasetCard

        return DatasetCard(
            self.codebook,
            self.settings.dataset,
            self.name,
            [request.names.get(name, name) for name in request.annotators or ()],
            parts=request.split.parts if request.split else (),
            replaced=len(self.article_ids()) - len(self.newest_ids()),
        )

    def rehydrate(self, dataset: Path | str, output: Path | str, *, force: bool = False) -> "Rehydrated":
        """Put the text back into a dataset that was exported without it; see `annotator.rehydrating`."""
        from annotator.rehydrating import rehydrate

        def text_of(sha256: str) -> str | None:
            known = self._texts.id_of(sha256)
            return self.article(known).text if known else None

        return rehydrate(Path(dataset), text_of, Path(output), force=force)

    def check(self, progress: Progress | None = None, *, processes: int = 1) -> "Iterator[Finding]":
        """Read every file of the project and say what is wrong, where, and what to do.

        More `processes` share the work where there is enough of it; see `annotator.parallel`.
        """
        from annotator.checking import check_project

        return check_project(self, Project, progress, processes)

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


def _counting(items: Iterable[T], progress: Progress | None) -> Iterator[T]:
    """Pass items on and report how many are done."""
    for done, item in enumerate(items, start=1):
        yield item
        if progress is not None:
            progress(done)


def _refuse(problem: str) -> None:
    raise AnnotatorError(problem)


def _noting(problems: list[str], on_problem: OnProblem | None) -> OnProblem:
    """Collect problems and pass them on; without anybody to tell, the first one raises."""

    def note(problem: str) -> None:
        (on_problem or _refuse)(problem)
        problems.append(problem)

    return note


def _counts(root: Path, annotators: tuple[str, ...]) -> Callable[[str], ArticleProgress]:
    """Make what counts the labels of an article given by its id."""
    project = Project(root)

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
