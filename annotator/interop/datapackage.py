"""Frictionless Data: `datapackage.json` says what the columns of CSV files hold; validators read it."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from annotator.interop.columns import TABLES, TYPES, VALUES, Table
from annotator.interop.folder import WrittenFile
from annotator.interop.writer import Job
from schemas import Annotation, slug

_REFERENCES = {
    "labels": ("articles", "sentences"),
    "gold": ("articles", "sentences"),
    "sentences": ("articles",),
}


def datapackage(job: Job, files: Mapping[str, WrittenFile], guarded: Callable[[str], str]) -> str:
    """Describe the tables of a dataset, given their files by name; `guarded` writes a value as its cell."""
    described = {
        "profile": "tabular-data-package",
        "name": _plain_name(job.title) or "dataset",
        "title": job.title,
        "resources": [_resource(table, files[table.name], job, guarded) for table in TABLES],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _plain_name(title: str) -> str:
    """Give a name of the letters that the standard allows."""
    return unicodedata.normalize("NFKD", slug(title)).encode("ascii", "ignore").decode()


def _resource(table: Table, file: WrittenFile, job: Job, guarded: Callable[[str], str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if job.options.excel else "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"},
        "schema": {
            "fields": [_field(name, table, job, guarded) for name in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [_reference(to) for to in _REFERENCES.get(table.name, ())],
        },
    }


def _field(name: str, table: Table, job: Job, guarded: Callable[[str], str]) -> dict[str, Any]:
    kind = TYPES.get(name, "string")
    field: dict[str, Any] = {"name": name, "type": kind}
    if kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if kind == "datetime":
        field["format"] = "any"
    constraints: dict[str, Any] = {"required": True} if name in table.key else {}
    values = {**VALUES, "label": job.codebook.label_names, "split": job.parts}.get(name)
    if values:
        constraints["enum"] = [guarded(value) for value in values]
    if kind == "integer" and name in ("start", "end"):
        constraints |= {"required": True, "minimum": 0}
    if constraints:
        field["constraints"] = constraints
    if told := _told(name):
        field["description"] = told
    return field


def _told(name: str) -> str:
    if name in ("start", "end"):
        return "offset into the article's text in code points, end exclusive"
    return "as in the schema of Annotation" if name in Annotation.model_fields else ""


def _reference(table: str) -> dict[str, Any]:
    key = ["article"] if table == "articles" else ["article", "unit"]
    return {"fields": key, "reference": {"resource": table, "fields": key}}
