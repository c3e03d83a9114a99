"""The sentences of a dataset on the disk, article by article, whatever its format."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from annotator.errors import AnnotatorError
from annotator.interop.manifest import Manifest, read_manifest

Row = tuple[str, str]
"""Id of an article, and the words of a sentence of it."""

_BATCH = 10_000
_LONGEST = 2**31 - 1


def sentence_texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the id of each article and the words of its sentences; of some formats, only of those labelled.

    An article may come in several pieces. Raises `AnnotatorError` when the folder holds no dataset of ours,
    or one without text or of a format that is not read back.
    """
    manifest = read_manifest(folder)
    form = manifest.format
    if not manifest.options.text:
        raise AnnotatorError(f"{folder}: was written without text; `annotator rehydrate` puts it back")
    read = _READERS.get(form) or _imported(form)
    rows = read(folder, manifest)
    for article, some in groupby(rows, key=itemgetter(0)):
        yield article, [text for _, text in some]


def _jsonl(folder: Path, manifest: Manifest) -> Iterator[Row]:
    path = folder / "units.jsonl"
    with _opened(path) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                yield str(row["article"]), str(row["text"])
            except (ValueError, LookupError, TypeError, RecursionError):
                raise AnnotatorError(f"{path}, line {number}: is damaged; export the dataset again") from None


def _csv(folder: Path, manifest: Manifest) -> Iterator[Row]:
    import csv

    path = folder / "sentences.csv"
    guard = manifest.formula_guard or ""
    with _opened(path) as lines:
        csv.field_size_limit(_LONGEST)
        rows = csv.DictReader(lines, strict=True)
        try:
            for row in rows:
                yield row["article"].removeprefix(guard), row["text"].removeprefix(guard)
        except (csv.Error, LookupError, AttributeError):
            place = f"{path}, line {rows.line_num}"
            raise AnnotatorError(f"{place}: is damaged; export the dataset again") from None


def _parquet(folder: Path, manifest: Manifest) -> Iterator[Row]:
    if find_spec("pyarrow") is None:
        raise AnnotatorError(
            f"{folder}: to read it back needs an extra: `pip install 'credibility-annotator[parquet]'`"
        )
    from pyarrow import ArrowException, parquet

    pattern = "sentences*.parquet" if manifest.format == "parquet" else "data/*.parquet"
    for path in sorted(folder.glob(pattern)):
        try:
            with parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(_BATCH, columns=["article", "text"]):
                    yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
        except (ArrowException, OSError, ValueError) as error:
            raise AnnotatorError(f"{path}: cannot be read: {' '.join(str(error).split())}") from None


_READERS: Mapping[str, Callable[[Path, Manifest], Iterator[Row]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "hf": _parquet,
}


def _imported(form: str) -> Callable[[Path, Manifest], Iterator[Row]]:
    """Read what `import-labels` reads: where a text is a whole article, the stretches that have a label."""
    from annotator.interop.foreign import Refused
    from annotator.interop.importers import IMPORTERS

    def read(folder: Path, manifest: Manifest) -> Iterator[Row]:
        importer = IMPORTERS.get(form)
        if importer is None:
            known = ", ".join(sorted({*_READERS, *IMPORTERS}))
            raise AnnotatorError(f"{folder}: sentences of the format {form} are not read; of these: {known}")
        importer.require()
        for found in importer.read(folder):
            if isinstance(found, Refused):
                continue
            stretches = {(label.start, label.end) for label in found.labels}
            if found.text is None:
                quotes = dict.fromkeys(label.quote for label in found.labels if label.quote)
                yield from ((found.article, quote) for quote in quotes)
            elif (None, None) in stretches or not stretches:
                yield found.article, found.text
            else:
                spans = sorted((start, end) for start, end in stretches if start is not None)
                yield from ((found.article, found.text[start:end]) for start, end in spans)

    return read


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """Open a text file; that it cannot be opened or decoded is told in one line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError:
        raise AnnotatorError(f"{path}: is no UTF-8; export the dataset again") from None
