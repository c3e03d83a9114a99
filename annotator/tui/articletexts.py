"""What has to be looked up in the files of articles while they are listed, some at a time."""

import time
from collections.abc import Iterator, Sequence

from annotator.errors import AnnotatorError
from annotator.listing import ListedArticle
from annotator.project import Project
from annotator.search import may_hold
from annotator.tui.widgets.article_list import Extra
from schemas import slug

_NEWS_SECONDS = 0.15


class ArticleTexts:
    """Looks into articles from threads; each new question ends the one before."""

    def __init__(self, project: Project, annotator: str) -> None:
        """Look into the articles of `project` for `annotator`."""
        self._project = project
        self._annotator = annotator
        self._asked = 0
        """Number of the latest question about extras; -1: nothing is wanted any more."""
        self._others: list[str] | None = None

    def leave(self) -> None:
        """Answer nothing more."""
        self._asked = -1

    def holding(
        self, words: Sequence[str], rows: Sequence[tuple[int, ListedArticle]]
    ) -> Iterator[tuple[list[int], str]]:
        """Give again and again the indexes of those articles whose text holds all words, and how far it is.

        The last time that is nothing.
        """
        found: list[int] = []
        told = time.monotonic()
        for done, (place, row) in enumerate(rows, start=1):
            if may_hold(self._project.corpus / f"{row.header.id}.json", words):
                found.append(place)
            if time.monotonic() > told + _NEWS_SECONDS:
                told = time.monotonic()
                yield list(found), f"searched {done:,} of {len(rows):,} texts"
        yield found, ""

    def extras(self, rows: Sequence[ListedArticle]) -> Iterator[tuple[str, Extra]]:
        """Find out how easily articles read and how many others have finished them, until asked again."""
        if self._asked < 0:
            return
        self._asked += 1
        number = self._asked
        for row in rows:
            if self._asked != number:
                return
            try:
                ease = self._project.reading_ease(row.header.id)
            except AnnotatorError:
                ease = None
            yield row.header.id, Extra(ease, self._finished_by_others(row))

    def _finished_by_others(self, row: ListedArticle) -> int:
        """Only how many: who decided what stays theirs until it is compared."""
        if self._others is None:
            own = slug(self._annotator)
            try:
                self._others = [name for name in self._project.annotators() if slug(name) != own]
            except AnnotatorError:
                self._others = []
        counts = (self._project.labelled_units(row.header, name) for name in self._others)
        return sum(count >= row.header.units > 0 for count in counts)
