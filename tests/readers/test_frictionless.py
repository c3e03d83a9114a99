"""CSV with its description, as Frictionless reads and validates it."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.interop import ExportOptions, Request, Split, export
from annotator.interop.csv_table import unguard
from schemas import Codebook, CodebookLabel, LabelledArticle
from tests.unit.labelled import labelled, record
from tests.unit.nasty import NASTY_CODEBOOK, SENTENCES, nasty

frictionless = pytest.importorskip("frictionless")

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def problems(folder: Path) -> list[str]:
    """What the validator finds, with hashes, types, keys, references and values checked."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    found = report.flatten(["type", "note"])
    assert report.valid == (not found)
    return [f"{kind}: {note}" for kind, note in found]


def two() -> list[LabelledArticle]:
    return [nasty(), labelled({"Ann": ["red"], "Zoë": ["red"]}, "Second")]


@pytest.mark.parametrize("options", [{}, {"guard": False}, {"excel": True}, {"text": False}])
@pytest.mark.parametrize("dealt", [False, True])
def test_a_dataset_is_valid(tmp_path: Path, options: dict[str, bool], dealt: bool) -> None:
    given = two()
    split = Split(("train", "test"), {one.article.id: "train" for one in given}) if dealt else None
    request = Request("csv", split=split, options=ExportOptions(**options), title="=Größe")
    export(given, NASTY_CODEBOOK, request, tmp_path / "out")
    assert problems(tmp_path / "out") == []


def test_a_dataset_of_nothing_is_valid(tmp_path: Path) -> None:
    export([], NASTY_CODEBOOK, Request("csv"), tmp_path / "out")
    assert problems(tmp_path / "out") == []


def test_a_label_that_looks_like_a_formula_is_valid_with_and_without_the_guard(tmp_path: Path) -> None:
    labels = tuple(
        CodebookLabel(name=name, title=name, key=key, definition="…")
        for name, key in (("=true", "t"), ("-false", "f"))
    )
    odd = Codebook(name="odd", version="1", question="?", labels=labels)
    one = labelled({"Ann": [None, None]})
    records = {
        unit.id: record(one.article, unit.id, "Ann", label.name)
        for unit, label in zip(one.article.units, labels, strict=False)
    }
    given = one.model_copy(update={"labels": {"Ann": records}})
    for guard in (True, False):
        out = tmp_path / str(guard)
        export([given], odd, Request("csv", options=ExportOptions(guard=guard)), out)
        assert problems(out) == []


def test_values_are_what_they_were(tmp_path: Path) -> None:
    given = nasty()
    export([given], NASTY_CODEBOOK, Request("csv"), tmp_path / "out")
    package = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
    rows: list[dict[str, Any]] = [row.to_dict() for row in package.get_resource("sentences").read_rows()]
    assert [unguard(row["text"]) for row in rows] == list(SENTENCES)
    for row in package.get_resource("labels").read_rows():
        told = given.labels[row["annotator"]][row["unit"]]
        assert (row["flag"], row["credibility"], row["seconds"]) == (
            told.flag,
            told.credibility,
            told.seconds,
        )
        assert row["created"] == told.created
        assert row["bias"] == [mark.model_dump(mode="json") for mark in told.bias]
        assert given.article.text[row["start"] : row["end"]] == unguard(row["text"])


@pytest.mark.parametrize(
    ("file", "before", "after", "kind"),
    [
        ("labels.csv", '"größtenteils"', '"grossly"', "constraint-error"),
        ("labels.csv", '"u002"', '"u999"', "foreign-key"),
        ("sentences.csv", '"u002"', '"u001"', "primary-key"),
        ("sentences.csv", '"disagreed"', '"unsure"', "constraint-error"),
        ("labels.csv", '"true"', '"yes"', "type-error"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, file: str, before: str, after: str, kind: str) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("csv"), tmp_path / "out")
    path = tmp_path / "out" / file
    data = path.read_bytes().decode()
    assert before in data
    path.write_bytes(data.replace(before, after, 1).encode())
    described = tmp_path / "out" / "datapackage.json"
    package = json.loads(described.read_bytes())
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    described.write_text(json.dumps(package), encoding="utf-8")
    assert any(problem.startswith(kind) for problem in problems(tmp_path / "out"))
