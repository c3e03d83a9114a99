"""Croissant 1.0 (MLCommons), with the properties of its RAI vocabulary: what the tables of a dataset hold.

`croissant.json` names every file with its hash, every column with its meaning, the labels, and the parts of
the split. What only people can tell stands there when they have told it.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from annotator import __version__
from annotator.interop.arrow import Column, Kind
from annotator.interop.folder import WrittenFile
from annotator.interop.table_columns import TABLES
from annotator.interop.writer import Item, Job

FILE = "croissant.json"

_PARQUET = "application/x-parquet"
"""Not the name that IANA has: mlcroissant accepts that one and then cannot read the file."""

_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

_TYPES = {
    Kind.TEXT: "sc:Text",
    Kind.WHOLE: "sc:Integer",
    Kind.NUMBER: "sc:Float",
    Kind.FLAG: "sc:Boolean",
    Kind.MOMENT: "sc:DateTime",
}

_USUAL_PARTS = {"train": "cr:TrainingSplit", "validation": "cr:ValidationSplit", "test": "cr:TestSplit"}

_RAI = {
    "dataCollection": "collection",
    "annotatorDemographics": "annotators",
    "dataBiases": "limits",
    "dataUseCases": "uses",
    "personalSensitiveInformation": "sensitive",
    "dataReleaseMaintenancePlan": "maintenance",
}
"""Properties of the RAI vocabulary, with the question of the dataset card that they answer."""


class Croissant:
    """Counts what passes, then describes the files."""

    def __init__(self, job: Job, *, numbered: bool) -> None:
        """Describe a dataset whose labels are their names, or `numbered`."""
        self._job = job
        self._numbered = numbered
        self._languages: set[str] = set()
        self._labelled = self._labels = 0

    def add(self, item: Item) -> None:
        """Take an article into account."""
        self._languages.add(item.article.language)
        units = [placed.unit.id for placed in item.labels if placed.record.label is not None]
        self._labels += len(units)
        self._labelled += len(set(units))

    def text(self, files: Mapping[str, Sequence[str]], written: Sequence[WrittenFile]) -> str:
        """Give the file: `files` has the names of those of each table, `written` describes them."""
        files = {table: names for table, names in files.items() if names}
        by_name = {file.name: file for file in written}
        every = [by_name[name] for names in files.values() for name in names]
        several = {table: f"{table}-files" for table, names in files.items() if len(names) > 1}
        sources = {table: "fileSet" if table in several else "fileObject" for table in files}
        ids = {table: several.get(table, names[0]) for table, names in files.items()}
        about: dict[str, Any] = {
            "@context": _CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
            **self._about(),
            "distribution": [
                *(_file_object(file) for file in every),
                *(_file_set(name, files[table]) for table, name in several.items()),
            ],
            "recordSet": [
                self._labels_set(),
                *self._splits_set(),
                *(self._record_set(table, {sources[table]: {"@id": ids[table]}}) for table in files),
            ],
        }
        return json.dumps(about, ensure_ascii=False, indent=2) + "\n"

    def _about(self) -> dict[str, Any]:
        told = self._job.about
        codebook = self._job.codebook
        about: dict[str, Any] = {
            "name": told.title or self._job.title or "dataset",
            "description": told.motivation or f"Sentences of news articles, labelled: {codebook.question}",
            "license": told.licence,
            "version": told.version or "1.0.0",
            "citeAs": told.citation,
            "datePublished": _source_date(),
            "inLanguage": sorted(self._languages),
            "rai:dataAnnotationProtocol": f"Codebook {codebook.name} {codebook.version}: {codebook.question}",
            "rai:dataAnnotationPlatform": f"annotator {__version__}",
            "rai:annotationsPerItem": self._per_item(),
        }
        about |= {f"rai:{name}": getattr(told, answer) for name, answer in _RAI.items()}
        return {name: value for name, value in about.items() if value}

    def _per_item(self) -> str:
        if not self._labelled:
            return ""
        return f"{self._labels / self._labelled:.2f} on average, of the sentences that have any"

    def _labels_set(self) -> dict[str, Any]:
        labels = enumerate(self._job.codebook.labels)
        return _inline(
            "labels",
            "sc:Enumeration",
            "The labels of the codebook, in its order",
            {"id": "sc:Integer", "name": "sc:Text", "title": "sc:Text", "definition": "sc:Text"},
            [(place, label.name, label.title, label.definition) for place, label in labels],
        )

    def _splits_set(self) -> Iterator[dict[str, Any]]:
        if parts := self._job.parts:
            known = all(part in _USUAL_PARTS for part in parts)
            fields = {"name": "sc:Text", "url": "sc:URL"} if known else {"name": "sc:Text"}
            rows = [(part, _USUAL_PARTS[part]) if known else (part,) for part in parts]
            yield _inline("splits", "cr:Split", "The parts of the split", fields, rows)

    def _record_set(self, table: str, source: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "@type": "cr:RecordSet",
            "@id": table,
            "name": table,
            "field": [self._field(table, column, source) for column in TABLES[table]],
        }

    def _field(self, table: str, column: Column, source: Mapping[str, Any]) -> dict[str, Any]:
        name = f"{table}/{column.name}"
        field: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": name, "description": column.about}
        from_column = {**source, "extract": {"column": column.name}}
        if column.many:
            field["repeated"] = True
        if not column.parts:
            return field | {"dataType": self._type(column), "source": from_column}
        return field | {
            "subField": [
                {
                    "@type": "cr:Field",
                    "@id": f"{name}/{part.name}",
                    "name": f"{name}/{part.name}",
                    "description": part.about,
                    "dataType": self._type(part),
                    "source": {**from_column, "transform": {"jsonPath": part.name}},
                }
                for part in column.parts
            ]
        }

    def _type(self, column: Column) -> str:
        if column.kind is Kind.LABEL:
            return "sc:Integer" if self._numbered else "sc:Text"
        return _TYPES[column.kind]


def _file_object(file: WrittenFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": file.name,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": _PARQUET,
        "sha256": file.sha256,
    }


def _file_set(name: str, files: Sequence[str]) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": name,
        "name": name,
        "encodingFormat": _PARQUET,
        "includes": list(files),
    }


def _inline(
    name: str, kind: str, about: str, fields: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> dict[str, Any]:
    """Describe a small table that stands in the description itself."""
    ids = [f"{name}/{field}" for field in fields]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": about,
        "dataType": kind,
        "key": {"@id": ids[0]},
        "field": [
            {"@type": "cr:Field", "@id": one, "name": one, "dataType": of}
            for one, of in zip(ids, fields.values(), strict=True)
        ],
        "data": [dict(zip(ids, row, strict=True)) for row in rows],
    }


def _source_date() -> str:
    """Give the day of `SOURCE_DATE_EPOCH`, which those set who want a date that is the same each time."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 11:
        return ""
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
