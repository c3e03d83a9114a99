"""The workbook, as openpyxl reads it."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.interop import ExportOptions, Request, export
from annotator.interop.columns import TABLES, TYPES
from annotator.interop.folder import OutputFolder
from annotator.interop.rows import OWN_FIELDS
from annotator.interop.writer import Job, Split, place
from annotator.interop.xlsx import FILE, LONGEST, TOO_LONG, XlsxWriter
from schemas import GOLD, Annotation, LabelledArticle
from tests.unit.labelled import article, labelled, record
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, SENTENCES, articles, nasty

openpyxl: Any = pytest.importorskip("openpyxl")
unescape: Any = pytest.importorskip("openpyxl.utils.escape").unescape
pytest.importorskip("xlsxwriter")

Row = dict[str, Any]


def sheets_of(path: Path) -> dict[str, list[Row]]:
    """Read every sheet; what XML cannot hold is escaped as the standard has it, and openpyxl leaves it so."""
    book = openpyxl.load_workbook(path)
    found: dict[str, list[Row]] = {}
    for sheet in book:
        header, *rows = sheet.iter_rows()
        for cell in (cell for row in rows for cell in row):
            assert cell.data_type in "nsb" and cell.hyperlink is None
        names = [cell.value for cell in header]
        found[sheet.title] = [dict(zip(names, map(value, row), strict=True)) for row in rows]
    return found


def value(cell: Any) -> Any:
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def parsed(row: Row) -> Annotation:
    """Make a record of the cells."""
    fields: Row = {name: row[name] for name in ("unit", "label", "annotator")}
    for name in OWN_FIELDS:
        cell = row[name]
        fields[name] = json.loads(cell) if cell and TYPES.get(name) in ("array", "object") else cell
    fields["comment"] = row["comment"] or ""
    fields["seconds"] = float(row["seconds"])
    return Annotation.model_validate(fields)


@settings(max_examples=40, deadline=None)
@given(st.lists(articles(), max_size=2, unique_by=lambda one: one.article.id))
def test_every_record_comes_back(before: list[LabelledArticle]) -> None:
    with TemporaryDirectory() as folder:
        export(before, NASTY_CODEBOOK, Request("xlsx"), Path(folder) / "out")
        sheets = sheets_of(Path(folder) / "out" / FILE)
    rows, gold, sentences = (iter(sheets[name]) for name in ("labels", "gold", "sentences"))
    for one, about in zip(before, sheets["articles"], strict=True):
        assert about["title"] == one.article.title
        for unit in one.article.units:
            wide = next(sentences)
            assert (wide["text"], wide["start"]) == (one.article.unit_text(unit), unit.start)
            for name in sorted(one.labels):
                if told := one.labels[name].get(unit.id):
                    row = next(gold if name == GOLD else rows)
                    seconds = float(f"{told.seconds:.16g}")  # as many digits as the library writes
                    assert parsed(row) == told.model_copy(update={"seconds": seconds})
                    assert row["text"] == one.article.unit_text(unit)
    assert not [*rows, *gold, *sentences]


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), max_size=20)
    | st.sampled_from(["<r>", "<r>x</r>", "<r></r>", "_x0041_"])
)
def test_words_stay_what_they_are_and_nothing_runs(words: str) -> None:
    of = article(["One."])
    one = LabelledArticle(
        article=of, labels={"Ann": {"u001": record(of, "u001", "Ann", "red", comment=f"{words}")}}
    )
    with TemporaryDirectory() as folder:
        export([one], NASTY_CODEBOOK, Request("xlsx"), Path(folder) / "out")
        (row,) = sheets_of(Path(folder) / "out" / FILE)["labels"]
        with ZipFile(Path(folder) / "out" / FILE) as archive:
            assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert (row["comment"] or "") == words


def test_texts_are_words_numbers_are_numbers(tmp_path: Path) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("xlsx"), tmp_path / "out")
    sheets = sheets_of(tmp_path / "out" / FILE)
    assert list(sheets) == [table.name for table in TABLES]
    assert [row["text"] for row in sheets["sentences"]] == list(SENTENCES)
    first = sheets["labels"][0]
    assert (first["flag"], first["credibility"], first["seconds"]) == (True, 6, 1.5)
    assert json.loads(sheets["sentences"][0]["votes"])[LABELS[0]] == 2
    assert sheets["articles"][0]["outlet"] == "@outlet"


def test_a_cell_that_does_not_fit_is_left_out_and_counted(tmp_path: Path) -> None:
    fits, long, wide = "a" * LONGEST, "b" * (LONGEST + 1), "😀" * (LONGEST // 2 + 1)
    of = article([fits, long, wide])
    one = LabelledArticle(article=of, labels={"Ann": {"u001": record(of, "u001", "Ann", "red")}})
    summary = export([one], NASTY_CODEBOOK, Request("xlsx"), tmp_path / "out")
    assert {dropped.reason: dropped.count for dropped in summary.manifest.dropped} == {TOO_LONG: 2}
    texts = [row["text"] for row in sheets_of(tmp_path / "out" / FILE)["sentences"]]
    assert texts == [fits, None, None]


def test_a_full_sheet_goes_on_in_another(tmp_path: Path) -> None:
    one = labelled({"Ann": ["red", "green", "blue", "red", "green"]})
    with OutputFolder(tmp_path / "out") as folder:
        writer = XlsxWriter(folder, Job(NASTY_CODEBOOK), most_rows=3)
        writer.add(place(one, None, {}, Split()).item)
        writer.finish()
    sheets = sheets_of(tmp_path / "out" / FILE)
    assert [name for name in sheets if name.startswith("labels")] == ["labels", "labels 2", "labels 3"]
    assert [len(sheets[name]) for name in ("labels", "labels 2", "labels 3")] == [2, 2, 1]
    units = [row["unit"] for name in sheets if name.startswith("labels") for row in sheets[name]]
    assert units == ["u001", "u002", "u003", "u004", "u005"]


def test_equal_input_gives_equal_bytes_whenever_it_is_written(tmp_path: Path) -> None:
    for name in ("a", "b"):
        export([nasty()], NASTY_CODEBOOK, Request("xlsx", options=ExportOptions()), tmp_path / name)
    with ZipFile(tmp_path / "a" / FILE) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()


def test_nothing_is_left_when_the_labels_end_in_an_error(tmp_path: Path) -> None:
    def broken() -> Any:
        yield nasty()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(broken(), NASTY_CODEBOOK, Request("xlsx"), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
