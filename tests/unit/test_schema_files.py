"""The JSON Schemas in `schemas/json/` are those of the models, and the sample project is valid by them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from schemas.json_schema import json_schemas
from tests.__main__ import JSON_SCHEMAS, ROOT, schema_text

SCHEMAS = json_schemas()


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((JSON_SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def sample_articles() -> list[Path]:
    return sorted((ROOT / "corpus").glob("*.json"))


def sample_label_files() -> list[Path]:
    return [path for path in sorted((ROOT / "annotations").glob("*/*.json")) if ".history-" not in path.name]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_file_is_the_models(name: str) -> None:
    written = (JSON_SCHEMAS / f"{name}.json").read_text(encoding="utf-8")
    assert written == schema_text(SCHEMAS[name]), "write it anew: python -m tests --update"


def test_there_is_no_other_file() -> None:
    assert sorted(path.stem for path in JSON_SCHEMAS.iterdir()) == sorted(SCHEMAS)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_a_valid_schema_and_closed(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["additionalProperties"] is False


def test_a_wrong_article_is_refused() -> None:
    articles = validator("article")
    good = read(sample_articles()[0])
    assert not list(articles.iter_errors(good))
    assert list(articles.iter_errors(good | {"titel": "x"}))
    assert list(articles.iter_errors(good | {"units": []}))


@pytest.mark.parametrize("path", sample_articles(), ids=lambda path: path.stem)
def test_sample_articles_are_valid(path: Path) -> None:
    validator("article").validate(read(path))


def documents(path: Path, table: str) -> Iterator[Any]:
    return iter(read(path).get(table, {}).values())


@pytest.mark.parametrize("path", sample_label_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sample_labels_are_valid(path: Path) -> None:
    checks = {"labels": "annotation", "history": "event"}
    for table, name in checks.items():
        one = validator(name)
        for document in documents(path, table):
            one.validate(document)
    assert any(documents(path, "labels"))
