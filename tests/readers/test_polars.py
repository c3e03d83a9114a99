"""Polars and pandas read the Parquet tables, every value as it was written."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from annotator.interop import Request, export
from tests.unit.labelled import labelled
from tests.unit.nasty import NASTY_CODEBOOK, nasty

TABLES = ("sentences", "annotations", "articles")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given = [nasty(), labelled({}, "Not labelled")]
    export(given, NASTY_CODEBOOK, Request("parquet"), tmp_path / "out")
    return tmp_path / "out"


def expected(folder: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return rows


@pytest.mark.parametrize("table", TABLES)
def test_polars_reads_every_value(folder: Path, table: str) -> None:
    polars = pytest.importorskip("polars", reason="needs the extra `readers`")
    assert polars.read_parquet(folder / f"{table}.parquet").to_dicts() == expected(folder, table)


def test_polars_takes_lists_of_records_apart(folder: Path) -> None:
    polars = pytest.importorskip("polars", reason="needs the extra `readers`")
    frame = polars.read_parquet(folder / "sentences.parquet")
    votes = frame.explode("labels").unnest("labels", separator=".")
    ann = votes.filter(polars.col("labels.annotator") == "Ann")
    assert ann.height == len(nasty().labels["Ann"])
    loaded = frame.explode("passages").unnest("passages", separator=".").drop_nulls("passages.name")
    for row in loaded.iter_rows(named=True):
        assert row["text"][row["passages.start"] : row["passages.end"]] == row["passages.text"]


@pytest.mark.parametrize("table", TABLES)
def test_pandas_reads_every_value(folder: Path, table: str) -> None:
    pandas = pytest.importorskip("pandas", reason="needs the extra `readers`")
    frame = pandas.read_parquet(folder / f"{table}.parquet", dtype_backend="pyarrow")
    read = [{name: _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]
    assert read == expected(folder, table)


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return [_plain(one) for one in value.tolist()]
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    return None if value is None or value != value or type(value).__name__ == "NAType" else value
