"""What a format is: a description of itself, and a writer that takes one article after the other."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from annotator.interop.folder import OutputFolder
from schemas import Annotation, Article, Codebook, LabelledArticle, Record, Unit


class FormatInfo(Record):
    """What `export --list` says of a format."""

    name: str
    summary: str
    """One line: what it is and whom it is for."""
    files: tuple[str, ...]
    """What it writes beside `manifest.json`."""
    offset_unit: str = "code points"
    loses: tuple[str, ...] = ()
    """What the format cannot hold."""
    formula_guard: str | None = None
    """Prefix that keeps spreadsheets from running cells as formulas; None: cells are as they are."""


class Writer(Protocol):
    """Writes articles into an open folder."""

    def add(self, labelled: LabelledArticle, labels: list["PlacedLabel"]) -> None:
        """Write one article; `labels` are its labels in the order of the text, then by annotator."""

    def dropped(self) -> Counter[str]:
        """Count by reason what could not be written."""


@dataclass(frozen=True)
class Exporter:
    """A format and how to start writing it."""

    info: FormatInfo
    open: Callable[[OutputFolder, Codebook], Writer]


@dataclass(frozen=True)
class PlacedLabel:
    """One annotator's record together with the unit it belongs to."""

    unit: Unit
    annotator: str
    """The name under which the labels were handed over."""
    record: Annotation


@dataclass(frozen=True)
class Placement:
    """The labels of one article that have a place in it, and a count of the others by reason."""

    labels: list[PlacedLabel]
    dropped: Counter[str]


_OUTDATED = "label given under other rules or words"


def place(labelled: LabelledArticle, annotators: tuple[str, ...] | None) -> Placement:
    """Put labels in order: by unit, then by annotator (as named, else by name).

    A label without its unit has no offsets, and one given to other words is not a label of these: both are
    counted, not written.
    """
    article = labelled.article
    names = sorted(labelled.labels) if annotators is None else annotators
    by_annotator = [(name, labelled.labels.get(name, {})) for name in names]
    dropped: Counter[str] = Counter()
    labels = list(_in_order(article, by_annotator, dropped))
    known = {unit.id for unit in article.units}
    if homeless := sum(unit not in known for _, records in by_annotator for unit in records):
        dropped["label of a unit that the article does not have"] = homeless
    dropped[_OUTDATED] = sum(labelled.outdated.get(name, 0) for name in names)
    return Placement(labels, dropped)


def _in_order(
    article: Article, by_annotator: list[tuple[str, Mapping[str, Annotation]]], dropped: Counter[str]
) -> Iterator[PlacedLabel]:
    for unit in article.units:
        given = [(name, record) for name, records in by_annotator if (record := records.get(unit.id))]
        sha256 = article.unit_sha256(unit) if given else ""
        for name, record in given:
            if record.text_sha256 == sha256:
                yield PlacedLabel(unit, name, record)
            else:
                dropped["label given to other words than the unit has now"] += 1
