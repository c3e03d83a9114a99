"""A folder that the Hugging Face library `datasets` loads, from 2.19 to 5, and its hub shows.

- `data/`: sentences with their one label, a file per part of the split (`train` where there is none); the
  configuration that is loaded when none is named.
- `annotations/` and `articles/`: the other tables of `annotator.interop.table_columns`, dealt likewise, as
  configurations of the same names. A part without rows has no file.
- `README.md` begins with the description that the library needs for more than one configuration.

Labels are numbers with their names in the schema (`ClassLabel`), null where there is none. The schema is
described twice: in the files, which suffices to load one alone, and in the README. The library itself is not
needed. Lists are plain JSON arrays in the files' description: what newer versions of the library write there,
older ones cannot load.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.interop import croissant
from annotator.interop.arrow import Column, Kind, arrow_schema
from annotator.interop.folder import OutputFolder
from annotator.interop.parquet import CODEBOOK_FILE, ParquetFile, TableFiles, own_metadata
from annotator.interop.rows import compact_json
from annotator.interop.table_columns import TABLES
from annotator.interop.tables import Tables
from annotator.interop.writer import Exporter, FormatInfo, Item, Job
from annotator.interop.yaml import to_yaml
from schemas import DatasetInfo

FOLDERS = {"sentences": "data", "annotations": "annotations", "articles": "articles"}
"""Where the files of each table are."""
CONFIGS = {"sentences": "default", "annotations": "annotations", "articles": "articles"}
"""Name of each table for `load_dataset`."""
WHOLE = "train"
"""What the only part is called, as everywhere on the hub, where there is no split."""

_SIZES = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")

_LICENCES = """
    afl-3.0 apache-2.0 bsd-2-clause bsd-3-clause cc cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-nc-2.0
    cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0
    cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc0-1.0 cdla-permissive-1.0
    cdla-permissive-2.0 cdla-sharing-1.0 etalab-2.0 gfdl gpl-2.0 gpl-3.0 isc lgpl-3.0 mit mpl-2.0 odbl
    odc-by pddl unlicense
"""
"""Names of licences that the hub has, of those under which data may be given out; any other is `other`."""

INFO = FormatInfo(
    name="hf",
    summary="Hugging Face dataset: loads with `load_dataset`, with names of labels and parts of a split",
    files=(
        *(f"{folder}/{WHOLE}-00000-of-00001.parquet" for folder in FOLDERS.values()),
        croissant.FILE,
        CODEBOOK_FILE,
    ),
    extra="parquet",
    needs=("pyarrow",),
    without_text=True,
)


class HuggingFaceWriter:
    """Writes the tables, each article into the files of its part."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._job = job
        self._tables = Tables(job, numbered=True)
        self._croissant = croissant.Croissant(job, numbered=True)
        self._parts = {
            part: TableFiles({name: self._file(name, part) for name in TABLES})
            for part in job.parts or (WHOLE,)
        }
        self._languages: set[str] = set()
        folder.write(CODEBOOK_FILE, job.codebook.model_dump_json(indent=2) + "\n")

    def _file(self, table: str, part: str) -> ParquetFile:
        columns, labels = TABLES[table], self._job.codebook.label_names
        features = {column.name: _feature(column, labels) for column in columns}
        metadata = {**own_metadata(self._job), "huggingface": compact_json({"info": {"features": features}})}
        schema = arrow_schema(columns, numbered=True, metadata=metadata)
        return ParquetFile(
            self._folder, f"{FOLDERS[table]}/{part}-00000-of-00001.parquet", schema, wanted=False
        )

    def add(self, item: Item) -> None:
        """Write one article, its sentences and their labels."""
        self._parts[item.part or WHOLE].add(self._tables.rows(item))
        self._croissant.add(item)
        self._languages.add(item.article.language)

    def finish(self) -> None:
        """End the files, then describe them."""
        for files in self._parts.values():
            files.close()
        names = {table: [file.name for file in self._files(table).values()] for table in TABLES}
        self._folder.write(croissant.FILE, self._croissant.text(names, self._folder.written()))

    def _files(self, table: str) -> Mapping[str, ParquetFile]:
        """Give the files of a table by part; a part without rows has none, the library could not load it."""
        found = {part: files.by_table[table] for part, files in self._parts.items()}
        return {part: file for part, file in found.items() if file.rows}

    def dropped(self) -> Counter[str]:
        """Count by reason what the tables could not hold."""
        return self._tables.dropped

    def front_matter(self) -> str:
        """Give the description that stands before the dataset card."""
        rows = sum(file.rows for file in self._files("sentences").values())
        tables = {table: columns for table, columns in TABLES.items() if self._files(table)}
        about = {
            **_about(self._job, sorted(self._languages), rows),
            "configs": [self._config(table) for table in tables],
            "dataset_info": [
                {
                    "config_name": CONFIGS[table],
                    "features": [
                        _feature_in_yaml(column, self._job.codebook.label_names) for column in columns
                    ],
                }
                for table, columns in tables.items()
            ],
        }
        return f"---\n{to_yaml(about)}---\n\n"

    def _config(self, table: str) -> dict[str, Any]:
        config: dict[str, Any] = {"config_name": CONFIGS[table]}
        if table == "sentences":
            config["default"] = True
        files = [{"split": part, "path": f"{FOLDERS[table]}/{part}-*.parquet"} for part in self._files(table)]
        return config | {"data_files": files}


def _about(job: Job, languages: Sequence[str], rows: int) -> dict[str, Any]:
    primary = dict.fromkeys(language.partition("-")[0] for language in languages)
    about: dict[str, Any] = {
        "pretty_name": job.about.title or job.title,
        **_licence(job.about),
        "language": list(primary),
        "language_bcp47": list(languages)
        if len(primary) < len(languages) or "-" in "".join(languages)
        else [],
        "task_categories": ["text-classification", "token-classification"],
        "size_categories": [size_category(rows)],
    }
    return {name: value for name, value in about.items() if value}


def _licence(about: DatasetInfo) -> Mapping[str, str]:
    name = about.licence.strip()
    if not name or name.lower() in _LICENCES.split():
        return {"license": name.lower()}
    return {"license": "other", "license_name": re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-")}


def size_category(rows: int) -> str:
    """Name the size of a dataset as the hub does.

    >>> size_category(1_200)
    '1K<n<10K'
    """
    place = next((place for place in range(len(_SIZES)) if rows < 1_000 * 10**place), len(_SIZES))
    if not place:
        return f"n<{_SIZES[0]}"
    return f"{_SIZES[place - 1]}<n<{_SIZES[place]}" if place < len(_SIZES) else f"n>{_SIZES[-1]}"


def _feature(column: Column, labels: Sequence[str]) -> Any:
    """Describe a column as the library does in the schema of a file."""
    feature: Any
    if column.parts:
        feature = {part.name: _feature(part, labels) for part in column.parts}
    elif column.kind is Kind.LABEL:
        feature = {"names": list(labels), "_type": "ClassLabel"}
    else:
        feature = {"dtype": column.kind.value, "_type": "Value"}
    return [feature] if column.many else feature


def _feature_in_yaml(column: Column, labels: Sequence[str]) -> dict[str, Any]:
    """Describe a column as the library does in a README."""
    named = {"name": column.name}
    if column.parts:
        return named | {"list": [_feature_in_yaml(part, labels) for part in column.parts]}
    if column.many:
        return named | {"list": column.kind.value}
    if column.kind is Kind.LABEL:
        names = {str(place): name for place, name in enumerate(labels)}
        return named | {"dtype": {"class_label": {"names": names}}}
    return named | {"dtype": column.kind.value}


EXPORTER = Exporter(INFO, HuggingFaceWriter)
