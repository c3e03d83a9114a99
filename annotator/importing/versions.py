"""A new version of an article: which one it replaces, and the labels that stay good in it."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from annotator.errors import AnnotatorError
from annotator.importing.results import LeftLabel
from annotator.similarity import Catalogue, Known
from annotator.store import Expected, LabelStore, label_folders, labels_path, read_all_labels
from schemas import Annotation, Article, Cause, Codebook, Unit

_SAME_PAGE = 0.2
"""Least similarity of two texts of one address: some pages have other articles on them every day."""
_SAME_STORY = 0.5
"""Least similarity of two texts that have no address, only file name and title, in common."""


class Labelled(Protocol):
    """What carrying labels over needs of a project."""

    root: Path

    @property
    def codebook(self) -> Codebook:
        """Which labels there are."""
        ...


class Carried(NamedTuple):
    """What became of the labels of an earlier version; how many could stay."""

    labels: int = 0
    left: tuple[LeftLabel, ...] = ()
    problems: tuple[str, ...] = ()


def earlier_version(catalogue: Catalogue, known: Known, similarity: Mapping[str, float]) -> str:
    """Id of the article that an added one is a new version of, or an empty string.

    That is the one with the same address, or else with the same file name and title, if the texts have
    enough in common. Where two could be meant, neither is.
    """
    for found, least in (
        (catalogue.newest(known.name, url=known.url), _SAME_PAGE),
        (catalogue.newest(known.name, story=known.story), _SAME_STORY),
    ):
        if len(found) > 1:
            return ""
        if found and similarity.get(found[0], 0.0) >= least:
            return found[0]
    return ""


def carry_over(project: Labelled, old: Article, new: Article) -> Carried:
    """Copy all labels of unchanged units, adjudicated ones too, into the label files of a new version.

    Units are unchanged where words and order are the same. The labels keep their origin and their times, and
    the old version keeps them, too. On the disk when this returns; doing it twice changes nothing.
    """
    same = {one.id: (one, other) for one, other in unchanged(old, new)}
    count, left, problems = 0, list[LeftLabel](), list[str]()
    for annotator in label_folders(project.root).values():
        try:
            path = labels_path(project.root, annotator, old.id)
            found = read_all_labels(path, Expected(old, None, project.codebook))
            moved = [moved_record(found.records[unit], *same[unit]) for unit in found.records if unit in same]
            _save(project, new, annotator, moved)
        except AnnotatorError as error:
            problems.append(f"the labels of {annotator} are not carried over: {error}")
            continue
        count += len(moved)
        for unit in {**found.records, **found.waiting}:
            if unit not in same or unit in found.waiting:
                left.append(LeftLabel(annotator, unit, _words(old, unit)))
    return Carried(count, tuple(left), tuple(problems))


def unchanged(old: Article, new: Article) -> Iterator[tuple[Unit, Unit]]:
    """Pair the units that have the same words in both versions, in order."""
    before, after = ([article.unit_text(unit) for unit in article.units] for article in (old, new))
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield old.units[block.a + step], new.units[block.b + step]


def moved_record(record: Annotation, old: Unit, new: Unit) -> Annotation:
    """Give a record of the unit `old` as one of `new`, which has the same words elsewhere."""
    fields = _shifted(record.model_dump(exclude_defaults=True), new.start - old.start)
    return Annotation.model_validate({**fields, "unit": new.id})


def _shifted(value: Any, by: int) -> Any:
    """Move every span in the fields of a record."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end"}:
            return {name: place + by for name, place in value.items()}
        return {name: _shifted(inner, by) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_shifted(inner, by) for inner in value)
    return value


def _save(project: Labelled, article: Article, annotator: str, records: list[Annotation]) -> None:
    if records:
        path = labels_path(project.root, annotator, article.id)
        with LabelStore(path, article, annotator, project.codebook) as store:
            for record in records:
                store.stage(record.unit, record, Cause.MIGRATION)


def _words(article: Article, unit_id: str) -> str:
    try:
        return article.unit_text(article.unit(unit_id))
    except KeyError:  # merged into another unit since
        return ""
