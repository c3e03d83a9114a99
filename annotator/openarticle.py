"""The article on the screen as a file that others may edit meanwhile."""

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.project import Project
from annotator.revision import Plan, Revised
from schemas import Annotation, Article, Source, Suggestion, slug

if TYPE_CHECKING:
    from annotator.sources import SourceRegister

_AT_A_TIME = 4
_REST_SECONDS = 0.001


class OpenArticle:
    """One article of a project in the hands of one annotator."""

    def __init__(self, project: Project, name: str, annotator: str) -> None:
        """Read the article; raises `AnnotatorError` when there is none or it is damaged."""
        self.annotator = annotator
        self.article: Article
        """As it is shown: without outlet, authors and address where these are hidden."""
        self._project = project
        self._path = project.corpus / f"{name}.json"
        # Looked at first: an edit between this and reading is noticed then, if once too often.
        self._seen = self._signature()
        self._hides_outlet = project.hides_outlet(annotator)
        self._take(project.article(name))
        self._path = project.corpus / f"{self.article.id}.json"

    def labelling(self) -> Labelling:
        """Open the annotator's labels of the article as it is now; close the `store` when done."""
        self.changed()
        return self._project.labelling(self.article, self.annotator)

    def changed(self) -> bool:
        """Whether somebody has edited the article since; it is read anew then.

        Raises `AnnotatorError`, once, when the file cannot be read: the article as it was stays.
        """
        signature = self._signature()
        if signature is None or signature == self._seen:
            return False
        self._seen = signature
        before = self._whole
        self._take(self._project.article(before.id))
        return self._whole != before

    def revise(self, plan: Plan, *, force: bool = False) -> Revised:
        """Edit the article; see `Project.revise`."""
        revised = self._project.revise(self.article.id, [plan], self.annotator, force=force)
        self._take(revised.article)
        return revised

    @property
    def is_own(self) -> bool:
        """Whether the article was dealt to the annotator, or nothing was; raises `AnnotatorError`."""
        name = self.article.id
        replaces = self._versions(name) if self._project.settings.assignment else {}
        own = self._project.own_articles(self.annotator, replaces)
        return own is None or name in own

    @property
    def sources(self) -> "SourceRegister":
        """The project's register of sources."""
        return self._project.sources

    def source(self, source_id: str) -> Source | None:
        """The register's entry of this id; None where there is none, or the register cannot be read."""
        try:
            return self.sources.entries.get(source_id)
        except AnnotatorError:
            return None

    def suggestions(self) -> tuple[Mapping[str, Suggestion], str]:
        """What is offered for the article as it is now, by unit id, and by what; nothing if unwanted.

        It takes a while for a long article, and lets other threads go first.
        """
        settings = self._project.settings
        if not settings.suggestions:
            return {}, ""
        from annotator.offers import WrittenOffers
        from annotator.suggest import SUGGESTER, each_suggestion
        from annotator.withheld import shown

        article = self._whole
        offers = (
            offer
            for offer in _unhurried(each_suggestion(article))
            if shown(article.unit_sha256(article.unit(offer.unit)), settings.suggestion_share)
        )
        return WrittenOffers(offers), SUGGESTER

    def labelled_otherwise(self, own: Mapping[str, Annotation]) -> frozenset[str]:
        """Ids of the units that the annotator has labelled, and somebody else otherwise.

        Raises `AnnotatorError` where the annotator may not see that yet, or a label file is damaged.
        """
        from annotator.blindness import UNFINISHED, sees
        from annotator.finding import labelled_otherwise

        finished = all(unit.id in own and own[unit.id].label for unit in self.article.units)
        if not finished and not sees(self._project, self.annotator)(self.article.id):
            raise AnnotatorError(UNFINISHED)
        labels = self._project.labelled(self.article).labels
        own_name = slug(self.annotator)
        return labelled_otherwise(own, {name: labels[name] for name in labels if slug(name) != own_name})

    def _take(self, article: Article) -> None:
        """Have another state of the article; what is hidden is left out only of what is shown."""
        self._whole = _light(article)
        self.article = self._whole
        if self._hides_outlet:
            from annotator.blindness import without_outlet

            self.article = without_outlet(self._whole)

    def _versions(self, name: str) -> dict[str, str]:
        """The versions before an article: which replaces which."""
        found: dict[str, str] = {}
        while name not in found and (before := self._project.header(name).replaces):
            found[name] = before
            name = before
        return found

    def _signature(self) -> tuple[int, int, int] | None:
        """What changes with the file; None while it cannot be looked at."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def _light(article: Article) -> Article:
    """Forget which fields the file named for each unit: nobody asks, and they are a quarter KiB each."""
    for unit in article.units:
        unit.model_fields_set.clear()
    return article


def _unhurried(suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Rest a little every few, so that a key pressed meanwhile need not wait for its turn."""
    for place, suggestion in enumerate(suggestions):
        if place % _AT_A_TIME == 0:
            time.sleep(_REST_SECONDS)
        yield suggestion
