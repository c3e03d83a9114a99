"""The second pass: sentences come again after some time, unseen, to measure how one agrees with oneself."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, Protocol

from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.store import RETEST, LabelStore, annotator_folder, label_path, read_labels, retest_path
from schemas import (
    GOLD,
    Annotation,
    Article,
    Attribution,
    Cause,
    Codebook,
    Event,
    LabelledArticle,
    ProjectSettings,
    RetestRule,
    Unit,
    slug,
)

_CHANCES = 2**64


def required_rule(settings: ProjectSettings) -> RetestRule:
    """Give the project's rule; raises `AnnotatorError` when it has none."""
    if settings.retest is None:
        raise AnnotatorError(
            "no second pass here: it begins with a section [retest] in annotator.toml, "
            "e.g. with share = 0.05 and after_days = 7"
        )
    return settings.retest


class Due(NamedTuple):
    """Sentences of one article that an annotator is to label once more."""

    article: str
    """Id of the article."""
    units: tuple[str, ...]
    """Their ids, in the order of the text."""


class Retested(Protocol):
    """What the second pass needs of a project."""

    @property
    def root(self) -> Path:
        """The project's folder."""

    @property
    def codebook(self) -> Codebook:
        """The project's codebook."""

    @property
    def settings(self) -> ProjectSettings:
        """The project's settings."""

    def article(self, name: str) -> Article:
        """Read and validate one article."""

    def newest_ids(self) -> list[str]:
        """Ids of the articles that count."""


def is_drawn(rule: RetestRule, annotator: str, article: str, unit: str) -> bool:
    """Whether a sentence is among those that come again to this annotator: the same ones at every look."""
    key = f"{rule.seed} {slug(annotator)} {article} {unit}".encode()
    return int.from_bytes(hashlib.sha256(key).digest()[:8]) < rule.share * _CHANCES


def due_units(
    rule: RetestRule,
    annotator: str,
    article: Article,
    first: Mapping[str, Annotation],
    second: Mapping[str, Annotation],
    now: datetime,
) -> tuple[str, ...]:
    """Ids of the units to label once more, in the order of the text.

    Those drawn whose label, of the `first` pass by unit id, is old enough and that have none of the second.
    """
    oldest = now - timedelta(days=rule.after_days)
    labelled = {unit for unit, record in second.items() if record.label}
    return tuple(
        unit.id
        for unit in article.units
        if (record := first.get(unit.id)) is not None
        and record.label
        and record.updated <= oldest
        and unit.id not in labelled
        and is_drawn(rule, annotator, article.id, unit.id)
    )


def due(project: Retested, annotator: str) -> Iterator[Due]:
    """Go through the articles in which there is something to label once more, in the order of their ids.

    A damaged file has nothing to offer, and is told by other means. Raises `AnnotatorError` when the project
    has no rule for it.
    """
    rule = required_rule(project.settings)
    for name in project.newest_ids():
        if not label_path(project.root, annotator, name).exists():
            continue
        try:
            article = project.article(name)
            first, second = _passes(project, article, annotator)
        except AnnotatorError:
            continue
        if found := due_units(rule, annotator, article, first, second, datetime.now(UTC)):
            yield Due(name, found)


def with_second_passes(
    root: Path,
    codebook: Codebook,
    names: Sequence[str],
    articles: Iterable[LabelledArticle],
    on_problem: Callable[[str], None],
) -> Iterator[LabelledArticle]:
    """Give labelled articles together with what the annotators named said in their second passes.

    A damaged file is told and left out.
    """
    again = [name for name in names if name != GOLD and (annotator_folder(root, name) / RETEST).is_dir()]
    for labelled in articles:
        found: dict[str, Mapping[str, Annotation]] = {}
        for name in again:
            path = retest_path(root, name, labelled.article.id)
            try:
                if records := read_labels(path, labelled.article, codebook):
                    found[name] = records
            except AnnotatorError as error:
                on_problem(str(error))
        yield labelled.model_copy(update={"second_passes": found}) if found else labelled


def _passes(
    project: Retested, article: Article, annotator: str
) -> tuple[Mapping[str, Annotation], Mapping[str, Annotation]]:
    """The labels of the first and of the second pass, by unit id."""
    paths = label_path(project.root, annotator, article.id), retest_path(project.root, annotator, article.id)
    first, second = (read_labels(path, article, project.codebook) for path in paths)
    return first, second


class RetestLabelling(Labelling):
    """Labels the sentences that are due, and no others, in a file of its own."""

    def __init__(
        self,
        article: Article,
        codebook: Codebook,
        store: LabelStore,
        due: Collection[str],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Let the units with these ids be labelled once more; `store` is that of the second pass."""
        super().__init__(article, codebook, store, clock)
        self.due = frozenset(due)

    @property
    def labelled(self) -> int:
        """How many of the units that are due have their second label."""
        return sum(self.is_labelled(unit) for unit in self.article.units if unit.id in self.due)

    def next_unlabelled(self, index: int, step: int = 1) -> int | None:
        """Index of the nearest unit that is due, as of one without a label."""
        units = self.article.units
        order = ((index + step * distance) % len(units) for distance in range(1, len(units) + 1))
        return next(
            (at for at in order if units[at].id in self.due and not self.is_labelled(units[at])), None
        )

    def _change_all(
        self, changes: dict[str, tuple[Unit, dict[str, Any]]], cause: Cause = Cause.KEY
    ) -> list[Event]:
        self._refuse_others(changes)
        return super()._change_all(changes, cause)

    def remove(self, unit: Unit) -> Event | None:
        """Take a unit's second label away."""
        self._refuse_others([unit.id])
        return super().remove(unit)

    def _carried_over(self, unit: Unit, name: str) -> tuple[Attribution, ...]:
        """What the sentence before has is not to be seen here: that a source goes on is what is said."""
        return ()

    def _refuse_others(self, units: Collection[str]) -> None:
        if not self.due.issuperset(units):
            raise AnnotatorError("only the sentences marked in the margin are to be labelled once more")
