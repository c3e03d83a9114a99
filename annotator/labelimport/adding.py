"""New articles into the corpus, many in one go."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from annotator.corpus import KnownTexts, article_json
from annotator.errors import AnnotatorError
from annotator.store import write_together
from schemas import Article


class Corpus(Protocol):
    """What adding needs of a project."""

    corpus: Path

    def article(self, name: str) -> Article:
        """Read and validate one article."""


class Adder:
    """Adds articles; a text that is there already is not added again."""

    def __init__(self, project: Corpus, *, dry_run: bool) -> None:
        """Add to the corpus of a project, or where that is wanted only find out what would be added."""
        self._project = project
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
        if new and not self._dry_run:
            files = {f"{name}.json": article_json(article).encode() for name, article in new.items()}
            failed = {
                name.removesuffix(".json"): status
                for name, status in write_together(self._project.corpus, files).items()
                if isinstance(status, AnnotatorError)
            }
            for name in failed:
                new.pop(name)
            found = [failed.get(one.id, one) if isinstance(one, Article) else one for one in found]
        for article in new.values():
            self._known.note(article)
        self.added += len(new)
        return found

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
