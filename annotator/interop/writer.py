"""What a format is: a description of itself, and a writer that takes one article after the other."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import NamedTuple, Protocol

from annotator.interop.folder import OutputFolder
from annotator.interop.losses import OF_ALL_BUT_NATIVE
from schemas import (
    GOLD,
    Annotation,
    Article,
    Codebook,
    DatasetInfo,
    LabelledArticle,
    Record,
    Source,
    Unit,
)


class FormatInfo(Record):
    """What `export --list` says of a format."""

    name: str
    summary: str
    """One line: what it is and whom it is for."""
    files: tuple[str, ...]
    """What it writes beside `manifest.json` and the dataset card."""
    offset_unit: str = "code points"
    loses: tuple[str, ...] = ()
    """What the format cannot hold, beside what only the native one can; see `annotator.interop.losses`."""
    formula_guard: str | None = None
    """Prefix that keeps spreadsheets from running cells as formulas; None: cells are as they are."""
    extra: str = ""
    """The extra of this package that the format needs; empty: none."""
    needs: tuple[str, ...] = ()
    """Modules that come with the extra."""
    without_text: bool = False
    """Whether it can be written without the words, for `rehydrate` to put them back."""
    exchange: bool = False
    """Written for people who work on the same project: annotators keep their names unless told otherwise."""
    imported: bool = False
    """Whether `import-labels` reads it."""
    second_passes: bool = False
    """Whether it holds what annotators said when they labelled sentences once more."""

    @property
    def installed(self) -> bool:
        """Whether what it needs is there; nothing is loaded."""
        return all(find_spec(module) is not None for module in self.needs)

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        """What it loses, that of every other format too."""
        return self.loses if self.second_passes else (*self.loses, *OF_ALL_BUT_NATIVE)


class ExportOptions(Record):
    """What of a dataset its reader may choose; a format takes from it what concerns it."""

    text: bool = True
    """False: offsets, hashes and labels only."""
    excel: bool = False
    """Begin CSV files with a byte order mark, which Excel needs to take them for UTF-8."""
    guard: bool = True
    """Keep spreadsheets from running cells as formulas."""
    offsets: str = ""
    """`codepoint` or `utf16`, where a format's readers differ; empty: the format's own."""
    users: Mapping[str, str] = {}
    """Users of the other tool, by annotator as written."""


@dataclass(frozen=True, slots=True)
class Split:
    """Which part of the dataset each article belongs to."""

    parts: tuple[str, ...] = ()
    """Names of the parts in their order, e.g. train, validation, test; empty: no split."""
    part_of: Mapping[str, str] = field(default_factory=dict)
    """By article id; an article that is missing belongs to none and is not written."""
    group_of: Mapping[str, str] = field(default_factory=dict)
    """By article id, the group that stays together, named by one of its articles."""
    plan: Mapping[str, object] = field(default_factory=dict)
    """How it was dealt, for the manifest: shares, seed, what stays together."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a writer knows before the first article."""

    codebook: Codebook
    options: ExportOptions = field(default_factory=ExportOptions)
    annotators: tuple[str, ...] | None = None
    """Whose labels are written, under the names that are written; None: of all who come."""
    parts: tuple[str, ...] = ()
    """Names of the parts of the split, in their order; empty: no split."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """The source register, by entry id."""
    title: str = ""
    """What the dataset is called."""
    about: DatasetInfo = field(default_factory=DatasetInfo)
    """What people have told of it."""


class PlacedLabel(NamedTuple):
    """One annotator's record together with the unit it belongs to."""

    unit: Unit
    annotator: str
    """The name under which the labels are written."""
    record: Annotation


@dataclass(frozen=True, slots=True)
class Item:
    """One article, ready to be written."""

    article: Article
    labels: list[PlacedLabel]
    """In the order of the text, then by annotator (as asked for, else by name); never gold beside others."""
    gold: Mapping[str, Annotation]
    """The adjudicated records by unit id, where they are exported."""
    part: str = ""
    """Of the split; empty: no split."""
    group: str = ""
    """What it stays together with in a split; empty: nothing."""
    second_passes: list[PlacedLabel] = field(default_factory=list)
    """What annotators said when they labelled units once more, in the order of `labels`."""

    def by_unit(self) -> Iterator[tuple[Unit, list[PlacedLabel]]]:
        """Give every unit of the article with its labels, labelled or not."""
        place = 0
        for unit in self.article.units:
            first = place
            while place < len(self.labels) and self.labels[place].unit.id == unit.id:
                place += 1
            yield unit, self.labels[first:place]

    def everybody(self) -> Iterator[PlacedLabel]:
        """Give every label in the order of the text, gold as the last of its unit, by annotator `gold`."""
        for unit, labels in self.by_unit():
            yield from labels
            gold = self.gold.get(unit.id)
            if gold is not None and all(placed.annotator != GOLD for placed in labels):
                yield PlacedLabel(unit, GOLD, gold)


class Writer(Protocol):
    """Writes articles into an open folder."""

    def add(self, item: Item) -> None:
        """Write one article."""

    def finish(self) -> None:
        """Write what can only be written after the last article."""

    def dropped(self) -> Counter[str]:
        """Count by reason what could not be written; asked after `finish`. A reason begins with its noun."""

    def front_matter(self) -> str:
        """Give what stands before the dataset card in its file; empty: nothing."""


class PlainWriter:
    """A writer that has nothing to add at the end, drops nothing, and has no front matter."""

    def finish(self) -> None:
        """Nothing is left to write."""

    def dropped(self) -> Counter[str]:
        """Nothing is lost."""
        return Counter()

    def front_matter(self) -> str:
        """The card stands alone."""
        return ""


@dataclass(frozen=True)
class Exporter:
    """A format and how to start writing it."""

    info: FormatInfo
    open: Callable[[OutputFolder, Job], Writer]


@dataclass(frozen=True)
class Placement:
    """One article as it will be written, and a count by reason of the labels that have no place in it."""

    item: Item
    dropped: Counter[str]


_OUTDATED = "label given under other rules or words"


def place(
    labelled: LabelledArticle, annotators: tuple[str, ...] | None, names: Mapping[str, str], split: Split
) -> Placement:
    """Put labels in order: by unit, then by annotator (as named, else by name).

    A label without its unit has no offsets, and one given to other words is not a label of these: both are
    counted, not written. `names` has the names to write, by name, where they differ.
    """
    article = _edited_by(labelled.article, names) if names else labelled.article
    asked = sorted(labelled.labels.keys() - {GOLD}) if annotators is None else annotators
    by_annotator = [(name, labelled.labels.get(name, {})) for name in asked]
    dropped: Counter[str] = Counter()
    labels = list(_in_order(article, by_annotator, names, dropped))
    gold_records = labelled.labels.get(GOLD, {})
    beside: Counter[str] = dropped if GOLD not in asked else Counter()
    gold = {
        placed.unit.id: placed.record for placed in _in_order(article, [(GOLD, gold_records)], names, beside)
    }
    known = {unit.id for unit in article.units}
    everybody = by_annotator if GOLD in asked else [*by_annotator, (GOLD, gold_records)]
    if homeless := sum(unit not in known for _, records in everybody for unit in records):
        dropped["label of a unit that the article does not have"] = homeless
    dropped[_OUTDATED] = sum(labelled.outdated.get(name, 0) for name, _ in everybody)
    part, group = split.part_of.get(article.id, ""), split.group_of.get(article.id, "")
    again = [(name, labelled.second_passes.get(name, {})) for name in asked]
    second = list(_in_order(article, again, names, dropped))
    return Placement(Item(article, labels, gold, part, group, second), dropped)


def _in_order(
    article: Article,
    by_annotator: list[tuple[str, Mapping[str, Annotation]]],
    names: Mapping[str, str],
    dropped: Counter[str],
) -> Iterator[PlacedLabel]:
    given = [(name, records) for name, records in by_annotator if records]
    if not given:
        return
    for unit in article.units:
        sha256 = ""
        for name, records in given:
            record = records.get(unit.id)
            if record is None:
                continue
            sha256 = sha256 or article.unit_sha256(unit)
            if record.text_sha256 == sha256:
                yield PlacedLabel(unit, names.get(name, name), renamed(record, names) if names else record)
            else:
                dropped["label given to other words than the unit has now"] += 1


def _edited_by(article: Article, names: Mapping[str, str]) -> Article:
    """Put other names into the edits of an article."""
    if not article.edits:
        return article
    edits = [
        edit.model_copy(update={"editor": names.get(edit.editor, edit.editor)}) for edit in article.edits
    ]
    return article.model_copy(update={"edits": tuple(edits)})


def renamed(record: Annotation, names: Mapping[str, str]) -> Annotation:
    """Put other names into a record wherever an annotator is named; free text stays as it is."""
    change: dict[str, object] = {"annotator": names.get(record.annotator, record.annotator)}
    if (rests_on := record.adjudication) is not None:
        votes = [
            vote.model_copy(update={"annotator": names.get(vote.annotator, vote.annotator)})
            for vote in rests_on.votes
        ]
        votes.sort(key=lambda vote: (len(vote.annotator), vote.annotator))  # not by the names they had
        taken = rests_on.taken_from
        change["adjudication"] = rests_on.model_copy(
            update={
                "adjudicator": names.get(rests_on.adjudicator, rests_on.adjudicator),
                "taken_from": None if taken is None else names.get(taken, taken),
                "votes": tuple(votes),
            }
        )
    return record.model_copy(update=change)
