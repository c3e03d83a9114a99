"""Importing labels as a whole: files are read, put in the order of articles, placed and saved."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from annotator.codebook import CODEBOOK_FILE, load_codebook
from annotator.errors import AnnotatorError
from annotator.ingest.source import shown
from annotator.interop.foreign import ForeignText, Refused
from annotator.interop.importers import importer_of, read_foreign
from annotator.labelimport import native
from annotator.labelimport.adding import Adder, open_catalogue
from annotator.labelimport.mapping import LabelMapping
from annotator.labelimport.matching import Matching, is_new
from annotator.labelimport.newcodebook import codebook_of, write_codebook
from annotator.labelimport.piles import Piles
from annotator.labelimport.placing import Unusable
from annotator.labelimport.records import Records, says_nothing
from annotator.labelimport.results import LabelImport, LabelImportOptions, ProblemKind, RowProblem, Tell
from annotator.labelimport.saving import Saver
from annotator.labelimport.spool import Spool, Spooled
from annotator.labelimport.texts import Made, make_article
from annotator.labelimport.voice import MOST_NAMES, Voice
from annotator.pseudonyms import people_of
from annotator.sources import SourceRegister
from schemas import GOLD, Article, Codebook, ProjectSettings, slug

Progress = Callable[[str, int], None]
"""Called with what is being done, and how many rows of it are."""

_AT_ONCE = 100
"""Articles that are in memory together."""


class Target(Protocol):
    """What importing labels needs of a project."""

    root: Path
    corpus: Path

    @property
    def codebook(self) -> Codebook:
        """Which labels there are."""

    @property
    def settings(self) -> ProjectSettings:
        """The language of texts that do not tell theirs."""

    @property
    def sources(self) -> SourceRegister:
        """The source register."""

    def annotators(self) -> list[str]:
        """Names, as typed, of everyone with labels."""

    def article_ids(self) -> list[str]:
        """All article ids, sorted."""

    def newest_ids(self) -> list[str]:
        """Ids of the articles that count."""

    def article(self, name: str) -> Article:
        """Read and validate one article."""


def import_labels(
    project: Target,
    paths: Sequence[Path],
    options: LabelImportOptions,
    tell: Tell | None = None,
    progress: Progress | None = None,
) -> LabelImport:
    """Import the labels of files and folders; see `Project.import_labels`."""
    foreign = options.texts and not options.dry_run and not all(map(native.is_native, paths))
    with Spool[Spooled]() as spool, open_catalogue(project) if foreign else nullcontext() as catalogue:
        adder = Adder(project, catalogue, dry_run=options.dry_run)
        return _Import(project, options, spool, adder, tell or _nobody, progress or _nowhere).run(paths)


class _Import:
    """One import."""

    def __init__(
        self,
        project: Target,
        options: LabelImportOptions,
        spool: Spool[Spooled],
        adder: Adder,
        tell: Tell,
        progress: Progress,
    ) -> None:
        self._project = project
        self._options = options
        self._spool = spool
        self._tell = tell
        self._progress = progress
        self._result = LabelImport()
        self._labels: Counter[str] = Counter()
        self._names: Counter[str] = Counter()
        self._voice = Voice(options, project.annotators(), people_of(project.root))
        self._adder = adder

    def run(self, paths: Sequence[Path]) -> LabelImport:
        if self._options.texts:
            self._restore(paths)
        matching = Matching(self._project, self._options.mapping, self._spool, texts=self._options.texts)
        rows = 0
        for path in paths:
            for row in self._read(path, matching):
                rows += row
                if not rows % 100:
                    self._progress("reading, rows:", rows)
        self._refuse_if_nobody_is_meant()
        codebook, mapping = self._codebook(paths)
        self._save(codebook, mapping)
        self._result.notes += [*_by_words(matching.by_words), *self._voice.notes]
        if matching.not_there:
            self._result.notes.append(
                "texts that are not here: import the articles first, or take them from here with --texts"
            )
        if not self._options.dry_run:
            for path in filter(native.is_native, paths):
                sources = native.read_sources(path, self._refused)
                self._result.sources += self._project.sources.take_in(sources, "import") if sources else 0
        self._result.articles = self._adder.added
        return self._result

    def _restore(self, paths: Iterable[Path]) -> None:
        """Put the articles of native exports into the corpus."""
        for path in filter(native.is_native, paths):
            articles = native.read_articles(path, self._refused)
            while batch := list(islice(articles, _AT_ONCE)):
                for (where, _), found in zip(batch, self._adder.add([one for _, one in batch]), strict=True):
                    if isinstance(found, AnnotatorError):
                        self._refused(path / native.ARTICLES, Refused(where, str(found)))

    def _read(self, path: Path, matching: Matching) -> Iterator[int]:
        """Read a file row by row into the spool; what is wrong with it does not touch the others."""
        try:
            importer = importer_of(path, self._options.format)
            rows = read_foreign(importer, path, self._options.columns)
            with closing(rows) if isinstance(rows, Generator) else nullcontext():
                for row in rows:
                    if isinstance(row, Refused):
                        self._refused(path, row)
                    else:
                        self._keep(path, importer.name, row, matching)
                    yield 1
        except AnnotatorError as error:
            self._unreadable(path, str(error).removeprefix(f"{path}: "))
        except OSError as error:
            self._unreadable(path, f"cannot be read ({error.strerror or error})")
        except Exception as error:
            # Whatever a file holds, the others are imported, and what was read of it.
            reason = " ".join(f"{type(error).__name__} {error}".split())[:120]
            self._unreadable(path, f"cannot be read on: a fault of the reader ({reason}); please report it")

    def _keep(self, path: Path, format: str, text: ForeignText, matching: Matching) -> None:
        labels = tuple(label for label in text.labels if not says_nothing(label) and self._voice.hears(label))
        if not labels and not (self._options.texts and text.text):
            return
        for label in labels:
            if label.label is not None and len(self._labels) < MOST_NAMES:
                self._labels[self._options.mapping.label(label.label)] += 1
            if len(self._names) < MOST_NAMES:
                self._names[label.annotator] += 1
        try:
            key = matching.key(text)
        except Unusable as error:
            for where in [label.where for label in labels] or [text.where]:
                self._refused(path, Refused(where, str(error)))
            return
        self._spool.add(key, Spooled(shown(path), format, replace(text, labels=labels)))

    def _refuse_if_nobody_is_meant(self) -> None:
        voices = sorted({slug(name): name for name in self._names if slug(name) not in ("", GOLD)}.values())
        if len(self._names) >= MOST_NAMES and not self._options.annotator:
            raise AnnotatorError(
                f"{MOST_NAMES:,} annotators or more are named, so these are no names: say which column has "
                "them with --column annotator=NAME, or who it was with --annotator"
            )
        if self._options.only and not self._names and not self._result.unreadable:
            raise AnnotatorError(f"there are no labels by {self._options.only!r} in what is to be imported")
        if self._options.annotator and not self._options.only and len(voices) > 1:
            few = ", ".join(map(repr, voices[:5])) + (" …" if len(voices) > 5 else "")
            raise AnnotatorError(
                f"there are labels by {len(voices)} annotators ({few}): say whose with --from, or leave "
                "--annotator out"
            )

    def _codebook(self, paths: Sequence[Path]) -> tuple[Codebook, LabelMapping]:
        """Give the codebook that records are held against, and the mapping into it."""
        mapping, own = self._options.mapping, self._project.root / CODEBOOK_FILE
        if not self._options.new_codebook or own.exists():
            codebook = self._project.codebook
        else:
            given = next(filter(None, map(native.read_codebook, paths)), None)
            made = (
                None
                if given
                else codebook_of([name for name in self._labels if name], self._project.root.name)
            )
            codebook = given or (made.codebook if made else load_codebook())
            if made and made.renamed:
                mapping = _renamed(mapping, made.renamed)
                self._result.notes += [
                    f"label {one!r} is named {other!r} here" for one, other in made.renamed.items()
                ]
            if codebook != self._project.codebook and (others := self._project.annotators()):
                raise AnnotatorError(
                    f"{self._project.root} has labels by {others[0]!r} under another codebook than these "
                    "labels need: name another folder, or use import-labels with --texts and --map"
                )
            if codebook != load_codebook() and not self._options.dry_run:
                self._result.codebook = write_codebook(self._project.root, codebook)
        if wrong := sorted(set(mapping.labels.values()) - {*codebook.label_names, ""}):
            there = ", ".join(codebook.label_names)
            raise AnnotatorError(
                f"the mapping names the label {wrong[0]!r}, which the codebook has not: {there}"
            )
        return codebook, mapping

    def _save(self, codebook: Codebook, mapping: LabelMapping) -> None:
        saver = Saver(
            self._project.root,
            codebook,
            self._result,
            self._tell,
            replace=self._options.replace,
            dry_run=self._options.dry_run,
        )
        records = Records(codebook, mapping, datetime.now(UTC))
        done, old = 0, list[str]()
        newest = set(self._project.newest_ids())
        self._spool.sort()
        keys = self._spool.keys()
        while batch := list(islice(keys, _AT_ONCE)):
            for key, article, made in self._articles(batch):
                if made is None and article.id not in newest:
                    old.append(article.id)
                for count in Piles(article, made, records, saver, self._voice, self._refused).take(
                    self._spool.rows(key)
                ):
                    done += count
                    if not done % 100:
                        self._progress("saving, labels:", done)

        if old:
            few = ", ".join(old[:3]) + (" …" if len(old) > 3 else "")
            self._result.notes.append(
                f"newer versions have taken the place of {few}: labels of these are kept, and count no more"
            )

    def _articles(self, keys: Sequence[str]) -> Iterator[tuple[str, Article, Made | None]]:
        """Give the article of each key; those that are new are in the corpus by then."""
        news: dict[str, Made] = {}
        for key in filter(is_new, keys):
            name = key.partition(" ")[2] if key.startswith("name ") else ""
            try:
                news[key] = make_article(self._spool.rows(key), name, self._project.settings.language)
            except Unusable as error:
                self._refuse_rows(key, str(error))
        added = dict(zip(news, self._adder.add([made.article for made in news.values()]), strict=True))
        for key in keys:
            try:
                if not is_new(key):
                    yield key, self._project.article(key), None
                elif key in added:
                    found = added[key]
                    if isinstance(found, AnnotatorError):
                        raise found
                    yield key, found, news[key]
            except AnnotatorError as error:
                self._refuse_rows(key, str(error))

    def _refuse_rows(self, key: str, reason: str) -> None:
        for row in self._spool.rows(key):
            for where in [label.where for label in row.text.labels] or [row.text.where]:
                self._refused(Path(row.file), Refused(where, reason))

    def _refused(self, path: Path, row: Refused) -> None:
        self._result.refused += 1
        self._tell(RowProblem(ProblemKind.REFUSED, shown(path), row.where, row.reason))

    def _unreadable(self, path: Path, reason: str) -> None:
        self._result.unreadable += 1
        self._tell(RowProblem(ProblemKind.REFUSED, shown(path), "", reason))


def _renamed(mapping: LabelMapping, names: Mapping[str, str]) -> LabelMapping:
    """Give a mapping into a codebook that has other names for some labels."""
    labels = {one: names.get(other, other) for one, other in mapping.labels.items()}
    return mapping.model_copy(update={"labels": {**names, **labels}})


def _by_words(found: Mapping[str, str]) -> Iterator[str]:
    """Say which documents are no articles here, and where their labels went."""
    few = ", ".join(f"{name[:60]!r} ({article})" for name, article in islice(found.items(), 3))
    if found:
        more = " …" if len(found) > 3 else ""
        yield (
            f"no article here is named {few}{more}: their labels went to the sentences with exactly their "
            "words, where these stand once"
        )


def _nobody(problem: RowProblem) -> None:
    """Tell nobody."""


def _nowhere(what: str, done: int) -> None:
    """Show nothing."""
