"""The one door to a project folder: what the app, the commands and scripts do, they do through `Project`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.corpus import ArticleHeader
from annotator.errors import AnnotatorError
from annotator.labelreader import OnProblem
from annotator.store import (
    LabelStore,
    retest_path,
    signature_of,
)
from schemas import (
    GOLD,
    Article,
    AssignmentRule,
)

if TYPE_CHECKING:
    from annotator.adjudication.adjudicating import Adjudicating
    from annotator.adjudication.report import CodebookReport
    from annotator.assigning import Dealing
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
    from annotator.splitfile import Splits
    from annotator.splitting import DealtSplit
    from annotator.store import Finding
    from schemas import SplitPlan, Suggestion

from annotator.projectfolder import ArticleProgress, Progress, ProjectFolder, counting, noting, refuse

__all__ = ["ArticleHeader", "ArticleProgress", "OnProblem", "Progress", "Project"]


class Project(ProjectFolder):
    """A folder with `corpus/` and `annotations/`, and what can be done with it."""

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
            on_problem=on_problem or refuse,
        )

    def split_leaks(
        self, plan: "SplitPlan", progress: Progress | None = None, on_problem: OnProblem | None = None
    ) -> "Leaking":
        """Find what stands in two parts of a split as it was dealt: sentences, and articles that resemble."""
        from annotator.leaking import leaks_of

        return leaks_of(self, plan, progress, on_problem or refuse)

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

    def merge(self, other: "Project", *annotators: str) -> "Iterator[MergeResult]":
        """Join another copy of this project: articles, sources, and labels of the annotators named or of all.

        Gives what became of each file as it is done; `other` is only read. See `annotator.store.merging`.
        """
        from annotator.merge import merge_copies

        if other.root.resolve() == self.root.resolve():
            raise AnnotatorError(f"{other.root} is this project itself; name another copy of it")
        everybody = () if annotators else (GOLD,)
        return merge_copies(self, other, [*other._known(annotators), *everybody])

    def adjudication(self, adjudicator: str) -> "Adjudicating":
        """Let somebody settle what annotators disagree on; see `annotator.adjudication`."""
        from annotator.adjudication.adjudicating import Adjudicating

        return Adjudicating(self, adjudicator)

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
            counting=partial(counting, progress=progress),
            on_problem=noting(problems, on_problem),
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
        labelled = self._reader.stream(articles, names, on_problem or refuse)
        return disagreements(
            counting(labelled, progress), names, self.codebook, fields[field], wanted or Wanted()
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
        return codebook_report(reader, results(counting(found, progress), on_problem or refuse))

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
        tell = noting(problems, on_problem)
        labelled = self._reader.stream(self.newest_ids(), voices, tell)
        if exporter_of(format, request.options).info.second_passes:
            from annotator.retest import with_second_passes

            labelled = with_second_passes(self.root, self.codebook, asked, labelled, tell)
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
        labelled = self._reader.stream(self.newest_ids(), voices, on_problem or refuse)
        for one in counting(labelled, progress):
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
