"""CSV: read as CSV is read, `'` taken off, every value is what it was."""

import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.interop import ExportOptions, Request, Split, export
from annotator.interop.columns import TABLES, TYPES
from annotator.interop.csv_table import unguard
from annotator.interop.rows import OWN_FIELDS
from schemas import GOLD, Annotation, LabelledArticle
from tests.unit.labelled import labelled
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, SENTENCES, articles, nasty

RISKY = tuple("=+-@\t\r\n＝＋－＠")


def cells_of(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream, strict=True))


def rows_of(path: Path, *, guarded: bool = True, encoding: str = "utf-8") -> list[dict[str, str]]:
    header, *rows = cells_of(path, encoding)
    assert all(len(row) == len(header) for row in rows)
    value = unguard if guarded else str
    return [dict(zip(header, map(value, row), strict=True)) for row in rows]


def parsed(row: dict[str, str]) -> Annotation:
    """Make a record of the cells; an empty one is null or empty, as the field has it."""
    fields: dict[str, Any] = {
        "unit": row["unit"],
        "label": row["label"] or None,
        "annotator": row["annotator"],
    }
    for name in OWN_FIELDS:
        cell, kind = row[name], TYPES.get(name, "string")
        if name != "comment" and not cell:
            fields[name] = None
        elif kind in ("boolean", "integer", "number", "array", "object"):
            fields[name] = json.loads(cell)
        else:
            fields[name] = cell
    return Annotation.model_validate(fields)


@settings(max_examples=60, deadline=None)
@given(st.lists(articles(), max_size=3, unique_by=lambda one: one.article.id), st.booleans(), st.booleans())
def test_every_record_comes_back(before: list[LabelledArticle], guard: bool, excel: bool) -> None:
    request = Request("csv", options=ExportOptions(guard=guard, excel=excel))
    encoding = "utf-8-sig" if excel else "utf-8"
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        export(before, NASTY_CODEBOOK, request, out)
        tables = {
            table.name: rows_of(out / f"{table.name}.csv", guarded=guard, encoding=encoding)
            for table in TABLES
        }
    rows = iter(tables["labels"])
    gold = iter(tables["gold"])
    sentences = iter(tables["sentences"])
    for one, about in zip(before, tables["articles"], strict=True):
        article = one.article
        assert about["title"] == article.title
        assert json.loads(about["authors"]) == list(article.authors)
        for unit in article.units:
            wide = next(sentences)
            assert wide["text"] == article.unit_text(unit)
            for name in sorted(one.labels):
                if record := one.labels[name].get(unit.id):
                    row = next(gold if name == GOLD else rows)
                    assert parsed(row) == record
                    assert (row["text"], row["title"]) == (article.unit_text(unit), article.title)
    assert not [*rows, *gold, *sentences]


@settings(max_examples=30, deadline=None)
@given(articles())
def test_no_cell_begins_as_a_formula(before: LabelledArticle) -> None:
    with TemporaryDirectory() as folder:
        export([before], NASTY_CODEBOOK, Request("csv"), Path(folder) / "out")
        for table in TABLES:
            for row in cells_of(Path(folder) / "out" / f"{table.name}.csv"):
                assert not [cell for cell in row if cell.startswith(RISKY)]


def test_without_the_guard_cells_are_as_they_are(tmp_path: Path) -> None:
    request = Request("csv", options=ExportOptions(guard=False))
    summary = export([nasty()], NASTY_CODEBOOK, request, tmp_path / "out")
    assert summary.manifest.formula_guard is None
    texts = [row["text"] for row in rows_of(tmp_path / "out" / "sentences.csv", guarded=False)]
    assert texts == list(SENTENCES)


def test_for_excel_every_file_begins_with_a_mark(tmp_path: Path) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("csv", options=ExportOptions(excel=True)), tmp_path / "out")
    for path in (tmp_path / "out").glob("*.csv"):
        assert path.read_bytes().startswith(b'\xef\xbb\xbf"article"')


def test_sentences_say_the_label_that_counts_and_what_it_rests_on(tmp_path: Path) -> None:
    given = nasty()
    summary = export([given], NASTY_CODEBOOK, Request("csv"), tmp_path / "out")
    assert summary.dropped == 0
    rows = {row["unit"]: row for row in rows_of(tmp_path / "out" / "sentences.csv")}
    first, declined, open_, nobody = (rows[name] for name in ("u001", "u004", "u012", "u014"))
    assert (first["label"], first["state"], first["kind"]) == ("red", "unanimous", "heading")
    assert json.loads(first["votes"]) == {"red": 2, **dict.fromkeys(LABELS[1:], 0)}
    assert json.loads(first["bias"]) == [given.labels[GOLD]["u001"].bias[0].model_dump(mode="json")]
    assert (declined["label"], declined["state"]) == ("", "declined")
    assert (open_["state"], open_["label"], open_["hedge"], open_["flag"]) == ("disagreed", "", "", "")
    assert nobody["state"] == "unlabelled"
    assert json.loads(nobody["votes"]) == dict.fromkeys(LABELS, 0)
    assert [row["text_sha256"] for row in rows.values()] == [
        given.article.unit_sha256(unit) for unit in given.article.units
    ]


def test_the_attributes_of_a_single_annotator_stand_with_the_sentence(tmp_path: Path) -> None:
    given = nasty()
    only = given.model_copy(update={"labels": {"Ann": given.labels["Ann"]}})
    export([only], NASTY_CODEBOOK, Request("csv"), tmp_path / "out")
    row = rows_of(tmp_path / "out" / "sentences.csv")[1]
    assert (row["state"], row["hedge"], row["credibility"]) == ("single", "denied", "6")
    assert len(json.loads(row["attributions"])) == 2


def test_without_text_and_with_parts(tmp_path: Path) -> None:
    first, second = nasty(), labelled({"Ann": ["red"]}, "Second")
    dealt = Split(("train", "=test"), {first.article.id: "=test"})
    request = Request("csv", split=dealt, options=ExportOptions(text=False))
    summary = export([first, second], NASTY_CODEBOOK, request, tmp_path / "out")
    assert [str(dropped) for dropped in summary.manifest.dropped] == [
        "1 article that belongs to no part of the split"
    ]
    for table in TABLES:
        rows = rows_of(tmp_path / "out" / f"{table.name}.csv")
        assert rows and {row["split"] for row in rows} == {"=test"}
        assert {row.get("text", "") for row in rows} == {""}
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*.csv"))
    assert not [words for words in SENTENCES if len(words) > 8 and words in everything]


def test_the_description_names_every_column_with_its_values(tmp_path: Path) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("csv", title="Größe: =1"), tmp_path / "out")
    described = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    assert described["name"] == "grosse-1"
    assert [resource["path"] for resource in described["resources"]] == [f"{t.name}.csv" for t in TABLES]
    for resource in described["resources"]:
        header = cells_of(tmp_path / "out" / resource["path"])[0]
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert resource["bytes"] == (tmp_path / "out" / resource["path"]).stat().st_size
    (label,) = (f for f in described["resources"][0]["schema"]["fields"] if f["name"] == "label")
    assert label["constraints"]["enum"] == list(LABELS)


@pytest.mark.parametrize("name", OWN_FIELDS)
def test_every_field_of_a_record_has_a_column(name: str) -> None:
    assert all(name in table.columns for table in TABLES if table.name in ("labels", "gold"))
