"""Export: a stream of labelled articles into a folder of one format, with its manifest."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from annotator import __version__
from annotator.errors import AnnotatorError
from annotator.interop import csv_table, jsonl
from annotator.interop.folder import MANIFEST, TOOL, OutputFolder, WrittenFile
from annotator.interop.writer import Exporter, FormatInfo, place
from schemas import Codebook, CodebookRef, LabelledArticle, Record

EXPORTERS: Mapping[str, Exporter] = {
    exporter.info.name: exporter for exporter in (jsonl.EXPORTER, csv_table.EXPORTER)
}
"""All formats by name, in the order in which they are listed."""

UNREADABLE = "file that cannot be read"


class Tool(Record):
    """The program that wrote an export."""

    name: str = TOOL
    version: str = __version__


class Dropped(Record):
    """What could not be written."""

    count: int
    reason: str
    """What one of it is; its first word is a noun."""

    def __str__(self) -> str:
        noun, _, rest = self.reason.partition(" ")
        return f"{self.count:,} {noun}{'s' * (self.count != 1)} {rest}"


class Manifest(Record):
    """`manifest.json`: what an export holds, checkable, and equal for equal input (so it has no time)."""

    manifest_version: int = 1
    format: str
    tool: Tool = Tool()
    codebook: CodebookRef
    labels_declared: tuple[str, ...]
    """All labels of the codebook, used or not, in its order."""
    articles: int
    units: int
    labels: Mapping[str, int]
    """Labels written, by annotator; a row with only a flag or a comment is none."""
    offset_unit: str
    formula_guard: str | None
    """Take this prefix off every cell that begins with it; null: there is none."""
    files: tuple[WrittenFile, ...]
    dropped: tuple[Dropped, ...]
    loses: tuple[str, ...]
    """What this format can never hold."""


class ExportSummary(Record):
    """What an export did."""

    output: Path
    manifest: Manifest

    @property
    def labels(self) -> int:
        """All labels written."""
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
        labels, articles = self.labels, self.manifest.articles
        return (
            f"wrote {labels:,} label{'s' * (labels != 1)} of {articles:,} article{'s' * (articles != 1)} "
            f"to {self.output}{lost}"
        )


def formats() -> tuple[FormatInfo, ...]:
    """Describe every format that `export` writes."""
    return tuple(exporter.info for exporter in EXPORTERS.values())


def export(
    articles: Iterable[LabelledArticle],
    codebook: Codebook,
    format: str,
    output: Path,
    *,
    annotators: Sequence[str] | None = None,
    force: bool = False,
    progress: Callable[[int], None] | None = None,
    unreadable: Sequence[str] = (),
) -> ExportSummary:
    """Write labelled articles into the folder `output`, one article in memory at a time.

    The folder appears when it is complete; if anything goes wrong before, it does not. Equal input gives
    equal bytes. `annotators` names whose labels are written (default: all, by name); `progress` is told the
    number of articles after each. `unreadable` has, when `articles` is at its end, the files left out of it.

    Raises:
        AnnotatorError: unknown format, `output` is taken and not to be replaced, or the disk refuses.
    """
    exporter = EXPORTERS.get(format)
    if exporter is None:
        raise AnnotatorError(f"no format {format!r}; there are {', '.join(EXPORTERS)}")
    names = None if annotators is None else tuple(dict.fromkeys(annotators))
    with OutputFolder(output, force=force) as folder:
        manifest = _write(articles, codebook, exporter, folder, names, progress, unreadable)
        folder.file(MANIFEST).write(manifest.model_dump_json(indent=2) + "\n")
    return ExportSummary(output=output, manifest=manifest)


def _write(
    articles: Iterable[LabelledArticle],
    codebook: Codebook,
    exporter: Exporter,
    folder: OutputFolder,
    annotators: tuple[str, ...] | None,
    progress: Callable[[int], None] | None,
    unreadable: Sequence[str],
) -> Manifest:
    writer = exporter.open(folder, codebook)
    labels: Counter[str] = Counter(dict.fromkeys(annotators or (), 0))
    dropped: Counter[str] = Counter()
    number = units = 0
    for number, labelled in enumerate(articles, start=1):
        placed = place(labelled, annotators)
        writer.add(labelled, placed.labels)
        units += len(labelled.article.units)
        for row in placed.labels:
            labels[row.annotator] += row.record.label is not None
        dropped.update(placed.dropped)
        if progress is not None:
            progress(number)
    dropped.update(writer.dropped())
    dropped[UNREADABLE] += len(unreadable)
    return Manifest(
        format=exporter.info.name,
        codebook=codebook.ref,
        labels_declared=codebook.label_names,
        articles=number,
        units=units,
        labels=dict(sorted(labels.items())),
        offset_unit=exporter.info.offset_unit,
        formula_guard=exporter.info.formula_guard,
        files=folder.written(),
        dropped=tuple(
            Dropped(count=count, reason=reason) for reason, count in sorted(dropped.items()) if count
        ),
        loses=exporter.info.loses,
    )
