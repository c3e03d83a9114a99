"""New articles into the corpus, many in one go."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Protocol

from annotator.corpus import KnownTexts, article_json
from annotator.errors import AnnotatorError
from annotator.importing.importer import MOST_NAMED, NEAR
from annotator.importing.knowing import known_of, refresh
from annotator.similarity import Catalogue, Match
from annotator.store import signature_of, write_together
from schemas import Article, NearDuplicate


class Corpus(Protocol):
    """What adding needs of a project."""

    root: Path
    corpus: Path

    def article(self, name: str) -> Article:
        """Read and validate one article."""


class Adder:
    """Adds articles; a text that is there already is not added again."""

    def __init__(self, project: Corpus, catalogue: Catalogue | None, *, dry_run: bool) -> None:
        """Add to the corpus of a project, or where that is wanted only find out what would be added.

        With a catalogue, new articles name those that share much of their words.
        """
        self._project = project
        self._catalogue = catalogue
        self._known = KnownTexts(project.corpus)
        self._dry_run = dry_run
        self.added = 0

    def add(self, articles: Sequence[Article]) -> list[Article | AnnotatorError]:
        """Give each article as it is in the corpus when this returns, or why it cannot be there."""
        found: list[Article | AnnotatorError] = []
        new: dict[str, Article] = {}
        for article in articles:
            try:
                found.append(self._there(article, new) or article)
            except AnnotatorError as error:
                found.append(error)
        failed = self._written(new) if new and not self._dry_run else {}
        for name, article in new.items():
            if name not in failed:
                self._known.note(article)
                self.added += 1
        return [failed.get(one.id, one) if isinstance(one, Article) else one for one in found]

    def _there(self, article: Article, new: dict[str, Article]) -> Article | None:
        """Find the article that has this text already; remember one that has not among the new ones."""
        if same := self._known.same_as(article):
            return self._project.article(same)
        twin = next((one for one in new.values() if one.sha256 == article.sha256), None)
        if twin is not None:
            return twin
        if article.id in new or (self._project.corpus / f"{article.id}.json").exists():
            raise AnnotatorError(f"another article has the id {article.id} by chance; give it another title")
        new[article.id] = article
        return None

    def _written(self, new: Mapping[str, Article]) -> dict[str, AnnotatorError]:
        """Write new articles; gives those that could not be written."""
        if self._catalogue is None:
            return self._put(new, None)
        try:
            with self._catalogue.transaction():
                matches = self._catalogue.add([known_of(article) for article in new.values()])
                linked = {
                    article.id: article.model_copy(update={"near_duplicates": tuple(_near(similar))})
                    for article, similar in zip(new.values(), matches, strict=True)
                }
                failed = self._put(linked, self._catalogue)
                self._catalogue.remove(list(failed))
        except sqlite3.Error as error:
            raise _not_usable(self._catalogue, error) from None
        return failed

    def _put(self, new: Mapping[str, Article], catalogue: Catalogue | None) -> dict[str, AnnotatorError]:
        files = {f"{name}.json": article_json(article).encode() for name, article in new.items()}
        failed = {}
        for file, status in write_together(self._project.corpus, files).items():
            name = file.removesuffix(".json")
            if isinstance(status, AnnotatorError):
                failed[name] = status
            elif catalogue is not None:
                catalogue.written(name, signature_of(status))
        return failed


@contextmanager
def open_catalogue(project: Corpus) -> Iterator[Catalogue]:
    """Open the catalogue of a project, brought up to date with its corpus."""
    with Catalogue(project.root) as catalogue:
        try:
            refresh(catalogue, project.corpus, 1)
        except sqlite3.Error as error:
            raise _not_usable(catalogue, error) from None
        yield catalogue


def _not_usable(catalogue: Catalogue, error: sqlite3.Error) -> AnnotatorError:
    return AnnotatorError(
        f"{catalogue.path}: {error}; delete that file, which is only a cache, and import again"
    )


def _near(similar: Sequence[Match]) -> Iterator[NearDuplicate]:
    near = (one for one in similar if one.similarity >= NEAR)
    return (NearDuplicate(article=one.name, similarity=one.similarity) for one in islice(near, MOST_NAMED))
