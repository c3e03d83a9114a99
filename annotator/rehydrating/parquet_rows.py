"""Rows of Parquet files: the columns of the words are filled, batch after batch."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import AnnotatorError
from annotator.interop.parquet import BATCH
from annotator.rehydrating.texts import Texts

if TYPE_CHECKING:
    import pyarrow as pa


def know_articles(path: Path, texts: Texts) -> None:
    """Learn of the articles from their table."""
    for batch in _batches(path, ["id", "sha256"]):
        for name, sha256 in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            texts.know(name, sha256)


def filled_batches(path: Path, schema: "pa.Schema", texts: Texts) -> "Iterator[pa.RecordBatch]":
    """Give the rows of a file with their words, by its schema."""
    for batch in _batches(path):
        yield _filled(batch, schema, texts)


def schema_of(path: Path) -> "pa.Schema":
    """Read the schema of a file, as it was before Parquet gave the items of lists a name of its own."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        found = parquet.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise AnnotatorError(f"{path}: cannot be read ({error})") from None
    fields = [field.with_type(_plain_lists(field.type)) for field in found]
    return pa.schema(fields, metadata=found.metadata)


def _plain_lists(kind: "pa.DataType") -> "pa.DataType":
    import pyarrow as pa

    if pa.types.is_list(kind):
        return pa.list_(_plain_lists(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_plain_lists(field.type)) for field in kind])
    return kind


def _batches(path: Path, columns: list[str] | None = None) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            yield from file.iter_batches(BATCH, columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise AnnotatorError(f"{path}: cannot be read ({error})") from None


def _filled(batch: "pa.RecordBatch", schema: "pa.Schema", texts: Texts) -> "pa.RecordBatch":
    import pyarrow as pa

    names = batch.schema.names
    columns = dict(zip(names, batch.columns, strict=True))
    if "sha256" in columns:
        found = [texts.text(name) for name in columns["id"].to_pylist()]
        columns["text"] = pa.array(found, pa.string())
    elif "text_sha256" in columns:
        where = [columns[name].to_pylist() for name in ("article", "start", "end", "text_sha256")]
        columns["text"] = pa.array([texts.words(*row) for row in zip(*where, strict=True)], pa.string())
        columns["passages"] = _filled_passages(columns["passages"], where[0], texts)
    return pa.RecordBatch.from_arrays(
        [columns[field.name].cast(field.type) for field in schema], schema=schema
    )


def _filled_passages(passages: Any, articles: list[str], texts: Texts) -> Any:
    """Fill the words of passages, a list of records in every row."""
    import pyarrow as pa

    lengths = passages.value_lengths().to_pylist()
    whose = [name for name, length in zip(articles, lengths, strict=True) for _ in range(length or 0)]
    parts = passages.flatten()
    fields = list(parts.type)
    columns = {field.name: parts.field(place) for place, field in enumerate(fields)}
    places = zip(whose, columns["article_start"].to_pylist(), columns["article_end"].to_pylist(), strict=True)
    columns["text"] = pa.array([texts.words(*place) for place in places], pa.string())
    filled = pa.StructArray.from_arrays([columns[field.name] for field in fields], fields=fields)
    offsets = [0]
    for length in lengths:
        offsets.append(offsets[-1] + (length or 0))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), filled, type=passages.type)
