"""Parquet: the tables of `annotator.interop.table_columns`, one file each, for analysis.

The schema is the same whatever the data; labels are their names. Compressed with zstd, in row groups of
50,000, of articles 1,000. Equal input gives equal bytes as long as pyarrow is the
same, which writes its version into the files.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from annotator.errors import AnnotatorError
from annotator.interop import croissant
from annotator.interop.arrow import Cells, arrow_schema, copied
from annotator.interop.folder import OutputFolder
from annotator.interop.rows import compact_json
from annotator.interop.table_columns import SAID, TABLES, WHERE
from annotator.interop.tables import NOTHING_SAID, Rows, Tables
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 50_000
"""Rows that a reader takes in at once."""
ARTICLES_GROUP = 1_000
"""The same of whole articles, which are long."""
BATCH = 5_000
"""Rows that are turned into Arrow at once, or some more: as Python objects they take more memory."""

CODEBOOK_FILE = "codebook.json"

INFO = FormatInfo(
    name="parquet",
    summary="tables with types for analysis: sentences with their one label, annotations, articles",
    files=(*(f"{name}.parquet" for name in TABLES), croissant.FILE, CODEBOOK_FILE),
    extra="parquet",
    needs=("pyarrow",),
    without_text=True,
)


class ParquetFile:
    """One Parquet file of an export; `close` ends it.

    Without a row there is no file, unless it is `wanted` all the same.
    """

    def __init__(self, folder: OutputFolder, name: str, schema: "pa.Schema", *, wanted: bool = True) -> None:
        self.name = name
        self.rows = 0
        self.schema = schema
        self._folder = folder
        self._group = ARTICLES_GROUP if "sha256" in schema.names else ROW_GROUP
        self._batches: list[pa.RecordBatch] = []
        self._waiting = 0
        self._writer = self._open() if wanted else None

    def add(self, columns: "Mapping[str, pa.Array]") -> None:
        """Append rows by their columns."""
        import pyarrow as pa

        arrays = [columns[name] for name in self.schema.names]
        self.add_batch(pa.RecordBatch.from_arrays(arrays, schema=self.schema))

    def add_batch(self, batch: "pa.RecordBatch") -> None:
        """Append rows that are Arrow's already."""
        self.rows += batch.num_rows
        self._waiting += batch.num_rows
        self._batches.append(batch)
        if self._waiting >= self._group:
            self._write(self._group)

    def close(self) -> None:
        """Write what is left, and tell the folder."""
        if self._waiting:
            self._write(1)
        if self._writer is not None:
            with self._clear_errors():
                self._writer.close()
            self._folder.take(self.name, rows=self.rows)

    def _open(self) -> Any:
        from pyarrow.parquet import ParquetWriter

        with self._clear_errors():
            return ParquetWriter(self._folder.path(self.name), self.schema, compression="zstd")

    def _write(self, least: int) -> None:
        """Write row groups of what waits, while there are at least so many rows."""
        import pyarrow as pa

        self._writer = self._writer or self._open()
        waiting = pa.Table.from_batches(self._batches)
        while waiting.num_rows >= least:
            # In one piece: the bytes are the same then, however the rows came.
            group = waiting.slice(0, self._group).combine_chunks()
            waiting = waiting.slice(self._group)
            with self._clear_errors():
                self._writer.write_table(group, row_group_size=self._group)
        self._batches = waiting.to_batches()
        self._waiting = waiting.num_rows

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise AnnotatorError(f"{self.name}: cannot be written ({error.strerror or error})") from None


class TableFiles:
    """The files of the tables, of a dataset or of one part of it.

    What sentences and annotations have in common is turned into Arrow once, and copied there, which takes a
    fraction of the time: where they stand, and what the record says that speaks for a sentence.
    """

    def __init__(self, by_table: Mapping[str, ParquetFile]) -> None:
        self.by_table = by_table
        sentences, annotations, articles = (by_table[name].schema for name in TABLES)
        self._where = Cells(sentences, WHERE)
        self._sentences = Cells(sentences, [name for name in sentences.names if name not in (*WHERE, *SAID)])
        self._said = Cells(annotations, SAID)
        self._annotations = Cells(
            annotations, [name for name in annotations.names if name not in (*WHERE, *SAID)]
        )
        self._articles = Cells(articles)
        self._speaks: list[int] = []
        self._whose: list[int] = []

    def add(self, rows: Rows) -> None:
        """Write the rows of one article."""
        records, units = len(self._whose), len(self._speaks)
        self._speaks += [records + place if place >= 0 else -1 for place in rows.speaks]
        self._whose += [units + place for place in rows.whose]
        self._where.extend(len(rows.speaks), rows.where)
        self._sentences.extend(len(rows.speaks), rows.sentences)
        self._said.extend(len(rows.whose), rows.said)
        self._annotations.extend(len(rows.whose), rows.annotations)
        self._articles.extend(1, rows.articles)
        if len(self._speaks) >= BATCH:
            self._convert()
        if self._articles.rows >= ARTICLES_GROUP:
            self.by_table["articles"].add(self._articles.take())

    def close(self) -> None:
        """Write what is left, and end the files."""
        self._convert()
        if self._articles.rows:
            self.by_table["articles"].add(self._articles.take())
        for file in self.by_table.values():
            file.close()

    def _convert(self) -> None:
        records = len(self._whose)
        self._said.extend(1, NOTHING_SAID)
        where, said = self._where.take(), self._said.take()
        if self._speaks:
            spoken = copied(said, [records if place < 0 else place for place in self._speaks])
            self.by_table["sentences"].add({**where, **self._sentences.take(), **spoken})
        if self._whose:
            own = {name: cells.slice(0, records) for name, cells in said.items()}
            self.by_table["annotations"].add(
                {**copied(where, self._whose), **self._annotations.take(), **own}
            )
        self._speaks.clear()
        self._whose.clear()


def own_metadata(job: Job) -> Mapping[str, str]:
    """Say in the schema in which order labels are counted, and what they mean."""
    codebook = job.codebook
    about = {"labels": codebook.label_names, "codebook": codebook.name, "codebook_version": codebook.version}
    return {"annotator": compact_json(about)}


class ParquetWriter(PlainWriter):
    """Writes the tables side by side."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._tables = Tables(job, numbered=False)
        self._croissant = croissant.Croissant(job, numbered=False)
        self._files = TableFiles(
            {
                name: ParquetFile(
                    folder,
                    f"{name}.parquet",
                    arrow_schema(columns, numbered=False, metadata=own_metadata(job)),
                )
                for name, columns in TABLES.items()
            }
        )
        folder.write(CODEBOOK_FILE, job.codebook.model_dump_json(indent=2) + "\n")

    def add(self, item: Item) -> None:
        """Write one article, its sentences and their labels."""
        self._files.add(self._tables.rows(item))
        self._croissant.add(item)

    def finish(self) -> None:
        """End the files, then describe them."""
        self._files.close()
        files = {name: [file.name] for name, file in self._files.by_table.items()}
        self._folder.write(croissant.FILE, self._croissant.text(files, self._folder.written()))

    def dropped(self) -> Counter[str]:
        """Count by reason what the tables could not hold."""
        return self._tables.dropped


EXPORTER = Exporter(INFO, ParquetWriter)
