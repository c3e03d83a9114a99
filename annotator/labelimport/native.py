"""What a native export holds besides labels: articles, the source register, the codebook."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.interop.foreign import Refused
from annotator.interop.importers import dataset_format
from annotator.interop.json_rows import Row, json_rows
from annotator.labelimport.spool import Spool
from schemas import Article, Codebook, Source, Unit

ARTICLES, UNITS, SOURCES, CODEBOOK = "articles.jsonl", "units.jsonl", "sources.jsonl", "codebook.json"
_MAX_CODEBOOK = 16 * 1024 * 1024
_OF_ARTICLE = frozenset(Article.model_fields)
_OF_UNIT = frozenset(Unit.model_fields)

OnRefused = Callable[[Path, Refused], None]


def is_native(path: Path) -> bool:
    """Whether a folder is a native export."""
    return dataset_format(path) == "jsonl"


def read_articles(folder: Path, on_refused: OnRefused) -> Iterator[tuple[str, Article]]:
    """Give the articles of a native export with their rows; `on_refused` is told those that are damaged.

    Raises:
        AnnotatorError: the files cannot be read, or the export was made without text.
    """
    with Spool[Mapping[str, Any]]() as units:
        for row in _rows(folder / UNITS):
            if isinstance(row, Refused):
                on_refused(folder / UNITS, row)
            else:
                known = {name: value for name, value in row.value.items() if name in _OF_UNIT}
                units.add(str(row.value.get("article")), known)
        units.sort()
        for row in _rows(folder / ARTICLES):
            if isinstance(row, Refused):
                on_refused(folder / ARTICLES, row)
                continue
            fields = {name: value for name, value in row.value.items() if name in _OF_ARTICLE}
            if "text" in row.value and row.value["text"] is None:
                raise AnnotatorError(
                    f"{folder}: was written without text; `annotator rehydrate` puts it back from a corpus"
                )
            try:
                made = Article.model_validate({**fields, "units": list(units.rows(str(fields.get("id"))))})
            except ValidationError as error:
                on_refused(folder / ARTICLES, Refused(row.where, f"no valid article: {describe(error)}"))
                continue
            yield row.where, made


def read_sources(folder: Path, on_refused: OnRefused) -> list[Source]:
    """Give the entries of the source register; a file without any is none."""
    path, found = folder / SOURCES, []
    for row in _rows(path):
        try:
            if isinstance(row, Refused):
                on_refused(path, row)
            else:
                found.append(Source.model_validate(dict(row.value)))
        except ValidationError as error:
            on_refused(path, Refused(row.where, f"no valid source: {describe(error)}"))
    return found


def _rows(path: Path) -> Iterator[Row | Refused]:
    """Give the rows of a file; none of one that is not there or empty."""
    if path.is_file() and path.stat().st_size:
        yield from json_rows(path, bool)


def read_codebook(folder: Path) -> Codebook | None:
    """Give the codebook of a dataset of ours; None where it has none.

    Raises:
        AnnotatorError: it is damaged.
    """
    path = folder / CODEBOOK
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_CODEBOOK + 1)
    except OSError:
        return None
    try:
        return Codebook.model_validate_json(data[:_MAX_CODEBOOK])
    except ValidationError as error:
        raise AnnotatorError(f"{path}: no valid codebook: {describe(error)}") from None
