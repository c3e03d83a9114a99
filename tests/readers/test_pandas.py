"""JSON Lines and CSV, as pandas and polars read them."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.interop import ExportOptions, Request, export
from annotator.interop.csv_table import unguard
from tests.unit.nasty import NASTY_CODEBOOK, SENTENCES, nasty

pd: Any = pytest.importorskip("pandas")
pl: Any = pytest.importorskip("polars")

FILES = ("labels", "gold", "units", "articles")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    export([nasty()], NASTY_CODEBOOK, Request("jsonl"), tmp_path / "jsonl")
    return tmp_path / "jsonl"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    export([nasty()], NASTY_CODEBOOK, Request("csv"), tmp_path / "csv")
    return tmp_path / "csv"


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@pytest.mark.parametrize("name", FILES)
def test_pandas_reads_every_line_of_json(lines: Path, name: str) -> None:
    rows = rows_of(lines / f"{name}.jsonl")
    frame = pd.read_json(lines / f"{name}.jsonl", lines=True, dtype=False)
    assert list(frame.columns) == list(rows[0])
    for place, row in enumerate(rows):
        for column, value in row.items():
            read = frame[column][place]
            assert (value is None and (read is None or read != read)) or read == value


@pytest.mark.parametrize("name", FILES)
def test_polars_reads_every_line_of_json(lines: Path, name: str) -> None:
    rows = rows_of(lines / f"{name}.jsonl")
    frame = pl.read_ndjson(lines / f"{name}.jsonl", infer_schema_length=None)
    assert frame.columns == list(rows[0])
    plain = [
        column
        for column in frame.columns
        if not isinstance(rows[0][column], list | dict) and column != "text"
    ]
    for row, read in zip(rows, frame.to_dicts(), strict=True):
        assert [read[column] for column in plain] == [row[column] for column in plain]
        assert read.get("text") == row.get("text")
        assert len(read.get("bias") or ()) == len(row.get("bias") or ())


def test_offsets_find_the_words_again(lines: Path) -> None:
    text = rows_of(lines / "articles.jsonl")[0]["text"]
    frame = pd.read_json(lines / "labels.jsonl", lines=True)
    for row in frame.itertuples():
        assert text[row.start : row.end] == row.text
        for attribution in row.attributions:
            for span in (*attribution["content"], attribution["source"]):
                assert row.start <= span["start"] < span["end"] <= row.end


@pytest.mark.parametrize("options", [{}, {"guard": False}, {"excel": True}])
def test_pandas_reads_every_cell_of_csv(tmp_path: Path, options: dict[str, bool]) -> None:
    request = Request("csv", options=ExportOptions(**options))
    given = nasty()
    export([given], NASTY_CODEBOOK, request, tmp_path / "out")
    value = unguard if options.get("guard", True) else str
    frame = pd.read_csv(tmp_path / "out" / "sentences.csv", keep_default_na=False, dtype=str)
    assert [value(cell) for cell in frame["text"]] == list(SENTENCES)
    labels = pd.read_csv(tmp_path / "out" / "labels.csv", keep_default_na=False, dtype=str)
    for row in labels.itertuples():
        told = given.labels[row.annotator][row.unit]
        assert value(row.comment) == told.comment
        assert [mark["span"] for mark in json.loads(row.bias)] == [m.span.model_dump() for m in told.bias]


def test_polars_reads_every_cell_of_csv(tables: Path) -> None:
    frame = pl.read_csv(tables / "sentences.csv", infer_schema=False)
    assert [unguard(cell) for cell in frame["text"]] == list(SENTENCES)
