"""Export: a stream of labelled articles into a folder of one format, with its manifest."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from annotator.errors import AnnotatorError
from annotator.interop import (
    brat,
    cas_xmi,
    claim_review,
    conll,
    csv_table,
    doccano,
    hugging_face,
    jsonl,
    label_studio,
    misp,
    parquet,
    prodigy,
    spacy_docbin,
    web_annotation,
    webanno_tsv,
    xlsx,
)
from annotator.interop.content import ContentHash
from annotator.interop.folder import MANIFEST, OutputFolder
from annotator.interop.manifest import CARD, Dropped, Manifest
from annotator.interop.splitlist import SPLITS, InPart, split_list
from annotator.interop.writer import (
    Exporter,
    ExportOptions,
    FormatInfo,
    Item,
    Job,
    Split,
    place,
)
from schemas import GOLD, Codebook, DatasetInfo, LabelledArticle, Record, Source

EXPORTERS: Mapping[str, Exporter] = {
    exporter.info.name: exporter
    for exporter in (
        jsonl.EXPORTER,
        csv_table.EXPORTER,
        xlsx.EXPORTER,
        parquet.EXPORTER,
        hugging_face.EXPORTER,
        label_studio.EXPORTER,
        doccano.EXPORTER,
        prodigy.EXPORTER,
        brat.EXPORTER,
        cas_xmi.EXPORTER,
        webanno_tsv.EXPORTER,
        conll.EXPORTER,
        web_annotation.EXPORTER,
        spacy_docbin.EXPORTER,
        claim_review.EXPORTER,
        misp.EXPORTER,
    )
}
"""All formats by name, in the order in which they are listed."""

UNREADABLE = "file that cannot be read"
_NO_PART = "article that belongs to no part of the split"


class ExportSummary(Record):
    """What an export did."""

    output: Path
    manifest: Manifest
    unwritten: int = 0
    """Labels that the format has no place for, of annotators and gold ones."""

    @property
    def labels(self) -> int:
        """All labels of annotators, and gold ones written as theirs."""
        return sum(self.manifest.labels.values())

    @property
    def unreadable(self) -> bool:
        """Whether files had to be left out."""
        return any(dropped.reason == UNREADABLE for dropped in self.manifest.dropped)

    @property
    def dropped(self) -> int:
        """All that was not written."""
        return sum(dropped.count for dropped in self.manifest.dropped)

    def __str__(self) -> str:
        lost = "".join(f"; {dropped} left out" for dropped in self.manifest.dropped)
        articles = self.manifest.articles
        return (
            f"wrote {self._counted()} of {articles:,} article{'s' * (articles != 1)} to {self.output}{lost}"
        )

    def _counted(self) -> str:
        gold = 0 if GOLD in self.manifest.labels else self.manifest.gold
        if self.unwritten:
            return f"{self.labels + gold - self.unwritten:,} of {self.labels + gold:,} labels"
        beside = f" and {gold:,} adjudicated one{'s' * (gold != 1)}" if gold else ""
        return f"{self.labels:,} label{'s' * (self.labels != 1)}{beside}"


class Card(Protocol):
    """Gathers what the dataset card tells while the articles pass."""

    def add(self, item: Item) -> None:
        """Take an article into account."""

    def text(self, manifest: Manifest) -> str:
        """Give the card, in Markdown."""


@dataclass(frozen=True, slots=True)
class Request:
    """What of a project is to be written, and how."""

    format: str
    annotators: tuple[str, ...] | None = None
    """Whose labels; None: of all who come, by name. `gold` may be among them, to be written as an
    annotator's; gold labels that come besides are written as gold."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names to write instead of annotators' own, by their own."""
    split: Split | None = None
    options: ExportOptions = field(default_factory=ExportOptions)
    sources: Mapping[str, Source] = field(default_factory=dict)
    title: str = ""
    about: DatasetInfo = field(default_factory=DatasetInfo)
    """What people have told of the dataset."""
    strict: bool = False
    """Write nothing if anything would be left out."""


def formats() -> tuple[FormatInfo, ...]:
    """Describe every format that `export` writes."""
    return tuple(exporter.info for exporter in EXPORTERS.values())


def exporter_of(name: str, options: ExportOptions) -> Exporter:
    """Find a format that can be written as asked.

    Raises:
        AnnotatorError: there is none of the name, it needs an extra that is not installed, or cannot
            be written without text.
    """
    exporter = EXPORTERS.get(name)
    if exporter is None:
        raise AnnotatorError(f"no format {name!r}; there are {', '.join(EXPORTERS)}")
    info = exporter.info
    if not info.installed:
        raise AnnotatorError(
            f"format {name} needs an extra: `pip install 'credibility-annotator[{info.extra}]'`"
        )
    if not options.text and not info.without_text:
        able = ", ".join(one.info.name for one in EXPORTERS.values() if one.info.without_text)
        raise AnnotatorError(f"format {name} cannot be written without text; these can: {able}")
    return exporter


def export(
    articles: Iterable[LabelledArticle],
    codebook: Codebook,
    request: Request,
    output: Path,
    *,
    force: bool = False,
    card: Card | None = None,
    progress: Callable[[int], None] | None = None,
    unreadable: Sequence[str] = (),
) -> ExportSummary:
    """Write labelled articles into the folder `output`, one article in memory at a time.

    The folder appears when it is complete; if anything goes wrong before, it does not. Equal input gives
    equal bytes. `progress` is told the number of articles after each. `unreadable` has, when `articles` is at
    its end, the files left out of it.

    Raises:
        AnnotatorError: unknown format or its extra is missing, `output` is taken and not to be replaced,
            the disk refuses, or something would be left out of a strict export.
    """
    exporter = exporter_of(request.format, request.options)
    with OutputFolder(output, force=force) as folder:
        writer = exporter.open(folder, _job(codebook, request))
        told = _Passing(articles, request, card, progress)
        for item in told:
            writer.add(item)
        writer.finish()
        if told.in_parts:
            folder.write(SPLITS, split_list(request.split.plan if request.split else {}, told.in_parts))
        unplaced = writer.dropped()
        told.dropped.update(unplaced)
        told.dropped[UNREADABLE] += len(unreadable)
        manifest = told.manifest(exporter.info, codebook, folder)
        if request.strict and manifest.dropped:
            lost = "; ".join(map(str, manifest.dropped))
            raise AnnotatorError(f"nothing was written: --strict, and {lost} would be left out")
        readme = writer.front_matter() + (card.text(manifest) if card is not None else "")
        if readme:
            folder.write(CARD, readme)
            manifest = manifest.model_copy(update={"files": folder.written()})
        folder.file(MANIFEST).write(manifest.model_dump_json(indent=2) + "\n")
    unwritten = sum(count for reason, count in unplaced.items() if reason.startswith("label "))
    return ExportSummary(output=output, manifest=manifest, unwritten=unwritten)


def _job(codebook: Codebook, request: Request) -> Job:
    users = {request.names.get(name, name): user for name, user in request.options.users.items()}
    return Job(
        codebook=codebook,
        options=request.options.model_copy(update={"users": users}),
        annotators=_written_names(request),
        parts=request.split.parts if request.split else (),
        sources=request.sources,
        title=request.title,
        about=request.about,
    )


def _written_names(request: Request) -> tuple[str, ...] | None:
    if request.annotators is None:
        return None
    return tuple(request.names.get(name, name) for name in dict.fromkeys(request.annotators))


class _Passing:
    """Turns labelled articles into items, and counts what passes and what is left out."""

    def __init__(
        self,
        articles: Iterable[LabelledArticle],
        request: Request,
        card: Card | None,
        progress: Callable[[int], None] | None,
    ) -> None:
        self.dropped: Counter[str] = Counter()
        self._articles = articles
        self._request = request
        self._card = card
        self._progress = progress or (lambda done: None)
        self._names = None if request.annotators is None else tuple(dict.fromkeys(request.annotators))
        self._asked = _written_names(request)
        self._labels: Counter[str] = Counter(dict.fromkeys(self._asked or (), 0))
        self._content = ContentHash()
        self._split = request.split or Split()
        self._parts: Counter[str] = Counter(dict.fromkeys(self._split.parts, 0))
        self.in_parts: list[InPart] = []
        self._number = self._units = self._gold = 0

    def __iter__(self) -> Iterator[Item]:
        """Give each article as it is to be written."""
        for done, labelled in enumerate(self._articles, start=1):
            if self._split.parts and labelled.article.id not in self._split.part_of:
                self.dropped[_NO_PART] += 1
                continue
            placed = place(labelled, self._names, self._request.names, self._split)
            item = placed.item
            yield item
            if self._card is not None:
                self._card.add(item)
            self.dropped.update(placed.dropped)
            self._count(item)
            self._progress(done)

    def _count(self, item: Item) -> None:
        self._content.add(item)
        self._number += 1
        self._units += len(item.article.units)
        if item.part:
            self._parts[item.part] += 1
            self.in_parts.append(InPart(item.article.id, item.part, item.group))
        for row in item.labels:
            self._labels[row.annotator] += row.record.label is not None
        self._gold += sum(record.label is not None for record in item.gold.values())

    def manifest(self, info: FormatInfo, codebook: Codebook, folder: OutputFolder) -> Manifest:
        """Say what has passed."""
        dropped = sorted((reason, count) for reason, count in self.dropped.items() if count)
        return Manifest(
            format=info.name,
            codebook=codebook.ref,
            codebook_sha256=hashlib.sha256(codebook.model_dump_json().encode()).hexdigest(),
            labels_declared=codebook.label_names,
            articles=self._number,
            units=self._units,
            content_sha256=self._content.hexdigest(),
            annotators=self._asked,
            labels=dict(sorted(self._labels.items())),
            gold=self._gold,
            pseudonyms=bool(self._request.names),
            offset_unit=info.offset_unit,
            formula_guard=info.formula_guard if self._request.options.guard else None,
            options=self._request.options.model_copy(update={"users": {}}),  # those are people's names
            split=self._split.plan,
            parts=self._parts,
            files=folder.written(),
            dropped=tuple(Dropped(count=count, reason=reason) for reason, count in dropped),
            loses=info.cannot_hold,
        )
