"""Everything that adjudicators do in a project: the queue, the gold labels, what all agree on."""

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from string import ascii_uppercase
from typing import Protocol

from annotator.adjudication.golden import GoldLabelling, Said
from annotator.errors import AnnotatorError
from annotator.store import LabelStore, gold_path, names_in, signature_of
from schemas import (
    GOLD,
    RESERVED_ANNOTATORS,
    Article,
    Codebook,
    LabelledArticle,
    ProjectSettings,
    annotator_slug,
    slug,
)


class Adjudicated(Protocol):
    """What adjudicating needs of a project."""

    root: Path

    @property
    def codebook(self) -> Codebook:
        """The codebook that gold labels are validated against."""

    @property
    def settings(self) -> ProjectSettings:
        """Whether names are hidden."""

    def annotators(self) -> list[str]:
        """Everyone with labels."""

    def labelled(
        self, article: Article, *annotators: str, on_problem: Callable[[str], None] | None = None
    ) -> LabelledArticle:
        """One article with everybody's labels."""


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
        path, codebook = gold_path(self._project.root, article.id), self._project.codebook
        store = LabelStore(path, article, GOLD, codebook, writer=self.adjudicator)
        return GoldLabelling(article, codebook, store, self.adjudicator, _Reading(self._project))


class _Reading:
    """Reads what annotators say of one article, when any of it has changed."""

    def __init__(self, project: Adjudicated) -> None:
        self._project = project
        self._article: Article | None = None
        self._state: Mapping[str, str] = {}

    def __call__(self, article: Article) -> Said | None:
        state = self._files(article.id)
        if article is self._article and state == self._state:
            return None
        problems: list[str] = []
        labelled = self._project.labelled(article, on_problem=problems.append)
        self._article, self._state = article, state
        return Said(labelled.labels, tuple(problems))

    def _files(self, article: str) -> Mapping[str, str]:
        """What changes with each label file of the article, by its folder's name."""
        annotations = self._project.root / "annotations"
        found = {}
        for name in names_in(annotations):
            if name[0] != "." and name not in RESERVED_ANNOTATORS:
                try:
                    found[name] = signature_of(os.stat(f"{annotations}/{name}/{article}.json"))  # noqa: PTH116
                except OSError:
                    continue
        return found


def _letters(place: int) -> str:
    """Give A, B and so on, after Z AA, AB."""
    first, last = divmod(place, len(ascii_uppercase))
    return (_letters(first - 1) if first else "") + ascii_uppercase[last]
