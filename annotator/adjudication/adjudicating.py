"""Everything that adjudicators do in a project: the queue, the gold labels, what all agree on."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Protocol, TypeVar

from annotator.adjudication.golden import GoldLabelling, Said
from annotator.adjudication.streaming import Job, Reading, readings
from annotator.errors import AnnotatorError
from annotator.labelreader import LabelReader
from annotator.store import FileCache, LabelStore, accompanied, gold_path, is_folder, names_in, signature_of
from schemas import (
    GOLD,
    RESERVED_ANNOTATORS,
    Article,
    Codebook,
    ProjectSettings,
    annotator_slug,
    slug,
)

if TYPE_CHECKING:
    from annotator.adjudication.filling import Filled
    from annotator.adjudication.queue import Queue
    from annotator.sources import SourceRegister

T = TypeVar("T")


class Adjudicated(Protocol):
    """What adjudicating needs of a project."""

    root: Path

    @property
    def codebook(self) -> Codebook:
        """The codebook that gold labels are validated against."""

    @property
    def settings(self) -> ProjectSettings:
        """Whether names are hidden."""

    @property
    def sources(self) -> "SourceRegister":
        """Who sources are."""

    def annotators(self) -> list[str]:
        """Everyone with labels."""

    def newest_ids(self) -> list[str]:
        """Ids, sorted, of the articles that count."""

    def article(self, name: str) -> Article:
        """Read and validate one article."""


class Adjudicating:
    """An adjudicator in a project."""

    def __init__(self, project: Adjudicated, adjudicator: str) -> None:
        """Adjudicate under this name, also an annotator's; raises `AnnotatorError` for an impossible one."""
        self.adjudicator = " ".join(adjudicator.split())
        try:
            annotator_slug(self.adjudicator)
        except ValueError as error:
            raise AnnotatorError(f"{error}; choose another one") from None
        self._project = project

    @property
    def names(self) -> Mapping[str, str]:
        """The name to show for each annotator: the own one, or where adjudication is blind a letter.

        The letters follow no order of the names, and are the same in every session for the same annotators.
        """
        names = self._project.annotators()
        if not self._project.settings.blind_adjudication:
            return {name: name for name in names}
        shuffled = sorted(names, key=lambda name: hashlib.sha256(slug(name).encode()).digest())
        return {name: _letters(place) for place, name in enumerate(shuffled)}

    def labelling(self, article: Article) -> GoldLabelling:
        """Let the adjudicator work on an article; close its `store` when done.

        Its `store.read_only` and `store.holder` tell when somebody else is at work on the gold labels.
        """
        return self._labelling(article, self._project.annotators, alone=False)

    def queue(
        self,
        *annotators: str,
        sees: Callable[[str], bool] | None = None,
        progress: Callable[[int], None] | None = None,
        processes: int = 1,
        on_problem: Callable[[str], None] | None = None,
    ) -> "Queue":
        """Read what the annotators named, or all, differ on, and what is settled of it; worst first.

        Only articles count of which `sees`, if given, tells by their id that they may be seen. `progress` is
        told the number of articles done after each, `on_problem` a line for each file that cannot be read
        and is left out; without it, that raises `AnnotatorError`. `processes` as in `Project.compare`.
        """
        from annotator.adjudication.queue import Queue
        from annotator.adjudication.reading import ItemReader
        from annotator.identity import identities

        project = self._project
        self._require_folder()
        voters = self._voters(annotators)
        tell = on_problem or _refuse
        try:
            entries = list(project.sources.entries.values())
        except AnnotatorError as error:  # the register is only asked whether two sources are one
            tell(str(error))
            entries = []
        reader = ItemReader(voters, project.codebook, self.names, identities(entries))
        job = Job(project.root, project.codebook, voters, reader)
        articles = [name for name in project.newest_ids() if sees is None or sees(name)]
        found = _told(readings(job, articles, processes), progress, tell)
        return Queue(reader, (one.result for one in found if one.result is not None))

    def fill(
        self,
        *articles: str,
        majority: bool = False,
        progress: Callable[[int], None] | None = None,
        processes: int = 1,
        on_problem: Callable[[str], None] | None = None,
    ) -> "Filled":
        """Fill in gold labels where all annotators agree, in the articles with these ids or in all.

        With `majority` also those that more than half gave. Each article is on the disk before the next one.
        What an adjudicator has decided stays; what was unanimous and is so no more is taken back. An article
        of which a file cannot be read, or whose gold labels somebody else writes, is left as it is and told.
        """
        from annotator.adjudication.filling import Filled, Needs, fill

        project = self._project
        self._require_folder()
        beside = accompanied(project.root / "annotations" / GOLD)
        voters = self._voters(())
        job = Job(project.root, project.codebook, voters, Needs(majority))
        problems: list[str] = []

        def tell(problem: str) -> None:
            problems.append(problem)
            if on_problem is not None:
                on_problem(problem)

        total = Filled()
        every = readings(job, articles or project.newest_ids(), processes)
        for one in _told(every, progress, tell):
            if one.result is None:
                continue
            total = total.plus(Filled(left=one.result.left))
            if one.result.fill and not one.problems:
                try:
                    article = project.article(one.article)
                    gold = self._labelling(article, lambda: voters, alone=article.id not in beside)
                    done = fill(gold, majority=majority)
                except AnnotatorError as error:
                    tell(str(error))
                else:
                    total = total.plus(done._replace(left=-done.majority))
        return total._replace(problems=tuple(problems))

    def _labelling(
        self, article: Article, voters: Callable[[], Sequence[str]], *, alone: bool
    ) -> GoldLabelling:
        path, codebook = gold_path(self._project.root, article.id), self._project.codebook
        store = LabelStore(path, article, GOLD, codebook, writer=self.adjudicator, alone=alone)
        read = _Votes(self._project.root, self._reader, voters)
        return GoldLabelling(article, codebook, store, self.adjudicator, read)

    @cached_property
    def _reader(self) -> LabelReader:
        return LabelReader(self._project.root, self._project.codebook, FileCache(self._project.root))

    def _require_folder(self) -> None:
        """Say once, and not of each article, that there is a file where the gold labels would go."""
        is_folder(self._project.root / "annotations" / GOLD)

    def _voters(self, names: Sequence[str]) -> tuple[str, ...]:
        """The names as typed of the annotators asked for, or of all."""
        known = {slug(name): name for name in self._project.annotators()}
        if unknown := [name for name in names if slug(name) not in known]:
            raise AnnotatorError(
                f"no labels by {unknown[0]!r}; there are labels by: {', '.join(known.values())}"
            )
        return tuple(known[slug(name)] for name in names) or tuple(known.values())


class _Votes:
    """Reads what annotators say of one article, when any of it has changed."""

    def __init__(self, root: Path, reader: LabelReader, voters: Callable[[], Sequence[str]]) -> None:
        """Read with `reader`; `voters` gives the annotators' names, which takes a while."""
        self._annotations = root / "annotations"
        self._reader = reader
        self._voters = voters
        self._article: Article | None = None
        self._state: Mapping[str, str] = {}

    def __call__(self, article: Article) -> Said | None:
        state = self._files(article.id)
        if article is self._article and state == self._state:
            return None
        problems: list[str] = []
        labelled = self._reader.labelled(article, self._voters(), problems.append)
        self._article, self._state = article, state
        return Said(labelled.labels, tuple(problems))

    def _files(self, article: str) -> Mapping[str, str]:
        """What changes with each label file of the article, by its folder's name."""
        found = {}
        for name in names_in(self._annotations):
            if name[0] != "." and name not in RESERVED_ANNOTATORS:
                try:
                    found[name] = signature_of(os.stat(f"{self._annotations}/{name}/{article}.json"))  # noqa: PTH116
                except OSError:
                    continue
        return found


def _told(
    found: Iterable[Reading[T]], progress: Callable[[int], None] | None, on_problem: Callable[[str], None]
) -> Iterator[Reading[T]]:
    """Pass on what was read; tell how many articles are done, and what cannot be read."""
    for done, one in enumerate(found, start=1):
        for problem in one.problems:
            on_problem(problem)
        yield one
        if progress is not None:
            progress(done)


def _refuse(problem: str) -> None:
    raise AnnotatorError(problem)


def _letters(place: int) -> str:
    """Give A, B and so on, after Z AA, AB."""
    first, last = divmod(place, len(ascii_uppercase))
    return (_letters(first - 1) if first else "") + ascii_uppercase[last]
