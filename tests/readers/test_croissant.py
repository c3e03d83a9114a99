"""mlcroissant, the reader of the format's makers, finds every record that `croissant.json` describes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from annotator.interop import ExportOptions, Request, Split, export
from schemas import DatasetInfo, LabelledArticle
from tests.unit.labelled import labelled
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, nasty

mlcroissant = pytest.importorskip("mlcroissant", reason="needs the extra `readers`")
pytestmark = pytest.mark.filterwarnings("ignore")  # of the library's own dependencies

TABLES = {"sentences": "data", "annotations": "annotations", "articles": "articles"}


def written(folder: Path, format: str, given: Sequence[LabelledArticle], **asked: Any) -> Path:
    export(given, NASTY_CODEBOOK, Request(format, title="=Harbour: “news”", **asked), folder)
    return folder


def records(folder: Path, table: str) -> list[Any]:
    """Read a table through the description; names as the columns have them, text as text."""
    found = mlcroissant.Dataset(folder / "croissant.json")
    return [_plain(record) for record in found.records(table)]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name.rpartition("/")[2]: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return value.decode()
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value


def in_files(folder: Path, table: str) -> list[dict[str, Any]]:
    one = folder / f"{table}.parquet"
    files = [one] if one.exists() else sorted((folder / TABLES[table]).glob("*.parquet"))
    return [row for path in files for row in pq.read_table(path).to_pylist()]


@pytest.mark.parametrize("format", ["parquet", "hf"])
def test_every_record_is_read(tmp_path: Path, format: str) -> None:
    folder = written(tmp_path / "out", format, [nasty(), labelled({}, "Not labelled")])
    for table in TABLES:
        assert records(folder, table) == in_files(folder, table)
    texts = [row["text"] for row in records(folder, "sentences")]
    assert texts[:-1] == [nasty().article.unit_text(unit) for unit in nasty().article.units]


@pytest.mark.parametrize("format", ["parquet", "hf"])
def test_every_part_is_read(tmp_path: Path, format: str) -> None:
    pair = nasty(), labelled({"Ann": ["red"]}, "Another")
    part_of = {pair[0].article.id: "train", pair[1].article.id: "test"}
    folder = written(tmp_path / "out", format, pair, split=Split(("train", "validation", "test"), part_of))
    for table in TABLES:
        read = sorted(map(repr, records(folder, table)))
        assert read == sorted(map(repr, in_files(folder, table)))
        assert {row["split"] for row in records(folder, table)} == {"train", "test"}
    assert [row["name"] for row in records(folder, "splits")] == ["train", "validation", "test"]


def test_parts_with_names_of_ones_own_are_read(tmp_path: Path) -> None:
    given = nasty()
    split = Split(("first", "second"), {given.article.id: "first"})
    folder = written(tmp_path / "out", "hf", [given], split=split)
    assert records(folder, "splits") == [{"name": "first"}, {"name": "second"}]


def test_labels_are_an_enumeration_with_their_meaning(tmp_path: Path) -> None:
    folder = written(tmp_path / "out", "hf", [nasty()])
    rows = records(folder, "labels")
    assert [(row["id"], row["name"]) for row in rows] == list(enumerate(LABELS))
    assert rows[0]["definition"] == NASTY_CODEBOOK.labels[0].definition
    numbers = [row["label"] for row in records(folder, "sentences")]
    assert {number for number in numbers if number is not None} <= {row["id"] for row in rows}
    assert None in numbers


def test_each_annotator_stands_apart_in_a_repeated_field(tmp_path: Path) -> None:
    folder = written(tmp_path / "out", "parquet", [nasty()])
    first = records(folder, "sentences")[0]
    assert first["labels"] == [{"annotator": "Ann", "label": "red"}, {"annotator": "Zoë", "label": "red"}]


def test_a_dataset_without_text_or_without_labels_is_read(tmp_path: Path) -> None:
    bare = written(tmp_path / "bare", "parquet", [nasty()], options=ExportOptions(text=False))
    assert {row["text"] for row in records(bare, "sentences")} == {None}
    for format in ("parquet", "hf"):
        none = written(tmp_path / f"none-{format}", format, [labelled({})])
        assert [row["state"] for row in records(none, "sentences")] == ["unlabelled"]


def test_nothing_is_missing_once_people_have_told_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1930000000")
    about = DatasetInfo(
        title="Tides", licence="CC-BY-4.0", citation="@misc{tides}", annotators="Two.", version="1.2.0"
    )
    folder = written(tmp_path / "out", "hf", [nasty()], about=about)
    found = mlcroissant.Dataset(folder / "croissant.json").metadata
    assert not found.ctx.issues.errors
    assert not found.ctx.issues.warnings
    assert found.annotator_demographics == ["Two."]
    assert found.annotations_per_item.startswith("1.85")
