"""The articles that an adjudicator has open: going from one to another loses nothing and need not wait."""

from contextlib import suppress
from threading import RLock, Thread
from typing import NamedTuple

from annotator.adjudication.adjudicating import Adjudicating
from annotator.adjudication.golden import GoldLabelling
from annotator.errors import AnnotatorError
from annotator.openarticle import OpenArticle
from annotator.project import Project
from schemas import Article, Cause, Event, LabelledArticle

_MOST = 6
"""Articles stay open, those used last; what is not saved stays open in any case."""


class GoldArticle(OpenArticle):
    """One article in the hands of an adjudicator."""

    def __init__(self, desk: "Desk", name: str) -> None:
        """Read the article; raises `AnnotatorError` when there is none or it is damaged."""
        super().__init__(desk.project, name, desk.adjudicating.adjudicator)
        self._desk = desk

    def labelling(self) -> GoldLabelling:
        """Give the gold labels of the article as they are open; those that are only read are opened again."""
        self.changed()
        return self._desk.labelling_of(self)


class OnDesk(NamedTuple):
    """An article and its gold labels, both open."""

    source: GoldArticle
    labelling: GoldLabelling


class Decided(NamedTuple):
    """Where something was decided."""

    article: str
    unit: str


class Desk:
    """Opens articles, saves what was decided in any of them, and knows in which order that was.

    Of use from several threads: one opens articles ahead, one saves.
    """

    def __init__(self, project: Project, adjudicating: Adjudicating) -> None:
        """Begin with no article open."""
        self.project = project
        self.adjudicating = adjudicating
        self._opened: dict[str, OnDesk] = {}
        """By article id, the one used last at the end."""
        self._filled: set[str] = set()
        """Articles in which was filled in what all agree on."""
        self._opening = RLock()
        self._done: list[Decided] = []
        self._undone: list[Decided] = []
        self.current = ""
        """Id of the article on the screen, which stays open."""

    @property
    def last(self) -> Decided | None:
        """Where something was decided last, in this session, and not taken back."""
        return self._done[-1] if self._done else None

    @property
    def undone(self) -> Decided | None:
        """Where something was taken back last."""
        return self._undone[-1] if self._undone else None

    @property
    def unsaved(self) -> int:
        """How many units have changes that are not on the disk."""
        return sum(len(one.labelling.store.pending) for one in [*self._opened.values()])

    def open(self, article: str) -> OnDesk:
        """Open an article, or give it as it is open; raises `AnnotatorError` when it cannot be.

        What all annotators agree on is filled in at once.
        """
        with self._opening:
            found = self._ready(article)
            store = found.labelling.store
            if article not in self._filled and not store.read_only and not found.labelling.problems:
                found.labelling.accept_unanimous()
                self._filled.add(article)
            return found

    def _ready(self, article: str) -> OnDesk:
        if article in self._opened:
            found = self._opened.pop(article)
        else:
            source = GoldArticle(self, article)
            found = OnDesk(source, source.labelling())
        self._opened[article] = found
        self._tidy()
        return found

    def labelling_of(self, source: GoldArticle) -> GoldLabelling:
        """Give the gold labels of an article; whoever has those that were only read closes them."""
        with self._opening:
            known = self._opened.get(source.article.id)
            if known and not known.labelling.store.read_only:
                return known.labelling
            labelling = self.adjudicating.labelling(source.article)
            self._filled.discard(source.article.id)
            self._opened[source.article.id] = OnDesk(source, labelling)
            return labelling

    def open_ahead(self, article: str) -> None:
        """Open an article that is likely to come next, in a thread that nobody waits for."""
        if article not in self._opened:
            Thread(target=self._open_ahead, args=(article,), daemon=True).start()

    def _open_ahead(self, article: str) -> None:
        with self._opening, suppress(AnnotatorError):  # told when it is its turn
            self._ready(article)

    def note(self, article: Article, event: Event) -> None:
        """Remember that something was decided, taken back or brought back."""
        place = Decided(article.id, event.unit)
        if event.cause is Cause.UNDO:
            if self._done:
                self._undone.append(self._done.pop())
        elif event.cause is Cause.REDO:
            if self._undone:
                self._done.append(self._undone.pop())
        else:
            self._done.append(place)
            self._undone.clear()

    def labelled(self, article: str) -> LabelledArticle:
        """Give an article with what annotators say of it, and the gold labels, as they are by now."""
        return self.open(article).labelling.everything()

    def commit(self) -> None:
        """Put everything on the disk; raises `AnnotatorError` with the first problem, after all was tried."""
        problems: list[AnnotatorError] = []
        for one in [*self._opened.values()]:
            if one.labelling.store.pending:
                try:
                    one.labelling.commit()
                except AnnotatorError as error:
                    problems.append(error)
        if problems:
            raise problems[0]

    def close(self) -> None:
        """Give all label files free; what could not be saved was told before."""
        with self._opening:
            while self._opened:
                _, one = self._opened.popitem()
                with suppress(AnnotatorError):
                    one.labelling.store.close()

    def _tidy(self) -> None:
        """Close what was not used for long and is on the disk."""
        *older, _ = self._opened
        for name in older[: max(0, len(self._opened) - _MOST)]:
            if name != self.current and not self._opened[name].labelling.store.pending:
                self._filled.discard(name)
                with suppress(AnnotatorError):
                    self._opened.pop(name).labelling.store.close()
