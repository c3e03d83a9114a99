"""Exports read back with the readers that people use, and compared with the labels."""

import csv
import gc
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.interop import ExportSummary, Request, export, formats
from annotator.interop.csv_table import guard, unguard
from annotator.interop.folder import OutputFolder
from annotator.interop.jsonl import ADDED_TO_ARTICLES, ADDED_TO_LABELS, ADDED_TO_UNITS
from schemas import (
    GOLD,
    Annotation,
    Article,
    Attribution,
    BiasKind,
    BiasMark,
    LabelledArticle,
    OfferedSuggestion,
    Origin,
    SourceType,
    Span,
    Unit,
)
from tests.unit.labelled import CODEBOOK, article, labelled, record

SENTENCES = (
    "The mayor 👩‍👩‍👧 said: “no, thanks”.",
    "Le café a fermé, dit-on; cafe\u0301 too.",
    "قال الوزير إن الميناء مفتوح.",
    '=1+1 is "two", he said, and left.',
    "＝SUM(A1) stands here.",
    "@port office: [sic] no comment",
    "'quoted' at the start",
    "-5 degrees at night",
    "NULL",
    "Nobody labelled this one.",
)
COMMENTS = (
    "",
    "a,b",
    'say "x"',
    "two\nlines",
    "\ttab",
    "+1",
    "next\u2028line\u2029and\u0085end",
    "nan",
    "\r\n",
    "'",
)
HEADER = ["article", "unit", "start", "end", "text", "label", "annotator"]


def rich_record(of: Article, unit: Unit, annotator: str, comment: str) -> Annotation:
    span = Span(start=unit.start, end=unit.start + 2)
    whole = Span(start=unit.start, end=unit.end)
    return record(
        of,
        unit.id,
        annotator,
        "blue",
        comment=comment,
        attributions=(
            Attribution(
                source=span,
                content=(whole, span),
                via=("relay",),
                source_type=SourceType.DOCUMENT,
                chain_length=2,
            ),
        ),
        bias=(BiasMark(kind=BiasKind.LOADED, span=whole), BiasMark(kind=BiasKind.LOADED, span=span)),
        check_worthiness=2,
        seconds=1.5,
        flag=True,
        origin=Origin.SUGGESTION_EDITED,
        suggestion=OfferedSuggestion(label="red", version="1"),
    )


def nasty() -> LabelledArticle:
    of = article(
        SENTENCES,
        "=Harbour, “news”",
        outlet="@outlet",
        url="https://example.org/?a=1&b=“2”",
        published="2031-03-04",
        authors=("Ö. Ünal", "=B"),
    )
    seen = of.units[:-1]
    ann = {unit.id: rich_record(of, unit, "Ann", COMMENTS[n % len(COMMENTS)]) for n, unit in enumerate(seen)}
    zoe = {unit.id: record(of, unit.id, "Zoë", None, comment=COMMENTS[-1 - n]) for n, unit in enumerate(seen)}
    return LabelledArticle(article=of, labels={"Zoë": zoe, "Ann": ann})


def run(output: Path, format: str, *articles: LabelledArticle, **options: Any) -> ExportSummary:
    asked = {name: options.pop(name) for name in ("annotators", "names", "strict") if name in options}
    return export(iter(articles), CODEBOOK, Request(format, **asked), output, **options)


def json_lines(path: Path) -> list[dict[str, Any]]:
    # splitlines, as many readers do it: a raw line separator inside a row would break it.
    return [json.loads(line) for line in path.read_bytes().decode().splitlines()]


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            {name: unguard(cell) for name, cell in row.items()} for row in csv.DictReader(stream, strict=True)
        ]


def test_jsonl_holds_every_field_of_every_record(tmp_path: Path) -> None:
    given = nasty()
    run(tmp_path / "out", "jsonl", given)
    rows = json_lines(tmp_path / "out" / "labels.jsonl")
    assert [(row["unit"], row["annotator"]) for row in rows[:3]] == [
        ("u001", "Ann"),
        ("u001", "Zoë"),
        ("u002", "Ann"),
    ]
    assert {tuple(row) for row in rows} == {tuple(rows[0])}
    assert list(rows[0])[:7] == HEADER
    assert set(rows[0]) == {*ADDED_TO_LABELS, *Annotation.model_fields}
    for row in rows:
        assert row.pop("article") == given.article.id
        start, end, text = row.pop("start"), row.pop("end"), row.pop("text")
        assert row.pop("split") is None
        assert given.article.text[start:end] == text
        assert Annotation.model_validate(row) == given.labels[row["annotator"]][row["unit"]]


def test_jsonl_brings_the_whole_article_back(tmp_path: Path) -> None:
    given = nasty()
    run(tmp_path / "out", "jsonl", given, labelled({}, "No labels"))
    articles = json_lines(tmp_path / "out" / "articles.jsonl")
    units = json_lines(tmp_path / "out" / "units.jsonl")
    own = [
        {name: value for name, value in unit.items() if name not in ADDED_TO_UNITS}
        for unit in units
        if unit["article"] == given.article.id
    ]
    assert [articles[0].pop(name) for name in ADDED_TO_ARTICLES] == [None, None]
    assert Article.model_validate(articles[0] | {"units": own}) == given.article
    assert [unit["text"] for unit in units] == [*SENTENCES, "No labels sentence 1."]
    codebook = json.loads((tmp_path / "out" / "codebook.json").read_bytes())
    assert [label["name"] for label in codebook["labels"]] == ["red", "green", "blue"]


def test_jsonl_bytes_are_plain(tmp_path: Path) -> None:
    run(tmp_path / "out", "jsonl", nasty())
    data = (tmp_path / "out" / "labels.jsonl").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"}\n")
    assert b"\\u2028line\\u2029and\\u0085end" in data
    assert "👩‍👩‍👧".encode() in data


def test_csv_holds_every_label_and_the_article_beside_it(tmp_path: Path) -> None:
    given = nasty()
    run(tmp_path / "out", "csv", given)
    rows = csv_rows(tmp_path / "out" / "labels.csv")
    assert len(rows) == 18
    assert list(rows[0])[:7] == HEADER
    for row in rows:
        told = given.labels[row["annotator"]][row["unit"]]
        assert given.article.text[int(row["start"]) : int(row["end"])] == row["text"]
        assert (row["label"], row["comment"]) == (told.label or "", told.comment)
        assert json.loads(row["attributions"]) == [a.model_dump(mode="json") for a in told.attributions]
        assert json.loads(row["bias"]) == [mark.model_dump(mode="json") for mark in told.bias]
        assert (row["flag"], row["credibility"]) == ("true" if told.flag else "false", "")
        assert (row["title"], row["outlet"], row["published"]) == (
            "=Harbour, “news”",
            "@outlet",
            "2031-03-04",
        )
        assert json.loads(row["authors"]) == ["Ö. Ünal", "=B"]


def test_csv_has_no_cell_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    run(tmp_path / "out", "csv", nasty())
    data = (tmp_path / "out" / "labels.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "out" / "labels.csv").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell[:1] and cell[0] in "=+-@\t\r\n＝＋－＠"]
    assert '\'=1+1 is "two", he said, and left.' in cells
    assert "''quoted' at the start" in cells
    assert data.startswith(b'"article","unit"')
    assert data.endswith(b'"\r\n')


@given(st.text())
def test_the_formula_guard_is_reversible(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert not guard(cell).startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.parametrize("format", [info.name for info in formats()])
def test_the_manifest_tells_what_is_there_and_can_be_checked(tmp_path: Path, format: str) -> None:
    summary = run(tmp_path / "out", format, nasty(), labelled({"Ann": ["red"]}, "Second"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest == summary.manifest.model_dump(mode="json")
    assert (manifest["format"], manifest["codebook"]) == (format, {"name": "test", "version": "1"})
    assert (manifest["articles"], manifest["units"]) == (2, 11)
    assert manifest["labels"] == {"Ann": 10, "Zoë": 0}  # hers are comments without a label
    (info,) = (info for info in formats() if info.name == format)
    assert manifest["offset_unit"] == info.offset_unit
    written = set(files(tmp_path / "out")) - {"manifest.json"}
    assert {file["name"] for file in manifest["files"]} == written
    assert written - {"README.md"} == set(info.files) or any(
        "*" in name or "<" in name for name in info.files
    )
    assert manifest["formula_guard"] == info.formula_guard
    for file in manifest["files"]:
        data = (tmp_path / "out" / file["name"]).read_bytes()
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
        if file["name"] in ("labels.jsonl", "labels.csv"):
            assert (file["rows"], summary.labels) == (19, 10)


@pytest.mark.parametrize("format", [info.name for info in formats()])
def test_equal_input_gives_equal_bytes(tmp_path: Path, format: str) -> None:
    one = nasty()
    turned = LabelledArticle(article=one.article, labels=dict(reversed(list(one.labels.items()))))
    run(tmp_path / "a", format, one)
    run(tmp_path / "b", format, turned)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_jsonl_without_any_label_or_article(tmp_path: Path) -> None:
    summary = run(tmp_path / "out", "jsonl", annotators=["Ann"])
    assert summary.manifest.labels == {"Ann": 0}
    assert (tmp_path / "out" / "labels.jsonl").read_bytes() == b""


def test_only_the_annotators_named_are_written_in_their_order(tmp_path: Path) -> None:
    both = labelled({"Ann": ["red"], "Bob": ["blue"], "Cem": ["green"]})
    run(tmp_path / "out", "jsonl", both, annotators=["Cem", "Ann"])
    assert [row["annotator"] for row in json_lines(tmp_path / "out" / "labels.jsonl")] == ["Cem", "Ann"]


def test_labels_that_have_no_place_in_the_article_are_counted_not_written(tmp_path: Path) -> None:
    of = article(["One.", "Two."])
    other_words = record(of, "u001", "Ann", "red", text_sha256="0" * 64)
    elsewhere = record(of, "u002", "Ann", "red").model_copy(update={"unit": "u009"})
    given = LabelledArticle(article=of, labels={"Ann": {"u001": other_words, "u009": elsewhere}})
    summary = run(tmp_path / "out", "jsonl", given)
    assert (summary.labels, summary.dropped) == (0, 2)
    assert [dropped.count for dropped in summary.manifest.dropped] == [1, 1]


def test_progress_is_told_after_every_article(tmp_path: Path) -> None:
    told: list[int] = []
    run(tmp_path / "out", "jsonl", nasty(), labelled({}), progress=told.append)
    assert told == [1, 2]


def test_an_earlier_export_is_replaced_only_when_asked(tmp_path: Path) -> None:
    run(tmp_path / "out", "jsonl", nasty())
    before = (tmp_path / "out" / "labels.jsonl").read_bytes()
    with pytest.raises(AnnotatorError, match="is there already; name another folder, or use --force"):
        run(tmp_path / "out", "csv", nasty())
    assert (tmp_path / "out" / "labels.jsonl").read_bytes() == before
    run(tmp_path / "out", "csv", nasty(), force=True)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert "labels.csv" in names and "labels.jsonl" not in names
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("content", ["{}", "no JSON", '{"tool": {"name": "other"}, "files": []}'])
def test_a_folder_that_holds_something_else_is_never_replaced(
    tmp_path: Path, force: bool, content: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text(content)
    with pytest.raises(AnnotatorError, match="holds something else than an export"):
        run(tmp_path / "out", "csv", nasty(), force=force)
    assert (tmp_path / "out" / "manifest.json").read_text() == content


@pytest.mark.parametrize("name", ["zz my notes.txt", ".notes"])
def test_files_that_a_user_put_into_an_export_are_never_deleted(tmp_path: Path, name: str) -> None:
    run(tmp_path / "out", "jsonl", nasty())
    note = tmp_path / "out" / name
    note.write_text("precious")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with pytest.raises(AnnotatorError, match="is no file of the export there; move it away") as caught:
        run(tmp_path / "out", "csv", nasty(), force=True)
    assert str(note) in str(caught.value)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    note.unlink()
    (tmp_path / "out" / "labels.jsonl").unlink()
    (tmp_path / "out" / "labels.jsonl").mkdir()
    with pytest.raises(AnnotatorError, match=r"labels\.jsonl is no file of the export"):
        run(tmp_path / "out", "csv", nasty(), force=True)


def test_a_file_in_the_place_is_refused_and_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(AnnotatorError, match="is a file"):
        run(tmp_path / "file", "csv", nasty(), force=True)
    (tmp_path / "empty").mkdir()
    run(tmp_path / "empty", "csv", nasty())
    assert (tmp_path / "empty" / "labels.csv").is_file()


@pytest.mark.parametrize(
    "error", [AnnotatorError("a file is damaged"), KeyboardInterrupt(), OSError(5, "gone")]
)
def test_nothing_is_left_when_the_labels_end_in_an_error(tmp_path: Path, error: BaseException) -> None:
    def stream() -> Iterator[LabelledArticle]:
        yield nasty()
        raise error

    run(tmp_path / "out", "jsonl", labelled({"Ann": ["red"]}))
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    for output in (tmp_path / "new", tmp_path / "out"):
        with pytest.raises(type(error)) as caught:
            export(stream(), CODEBOOK, Request("jsonl"), output, force=True)
        assert caught.value is error
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(AnnotatorError, match="cannot be written"):
        run(tmp_path / "file" / "out", "csv", nasty())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", [info.name for info in formats() if info.installed])
def test_a_full_disk_is_told_in_a_line_and_nothing_stays(tmp_path: Path, name: str) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, limits[1]))
    try:
        with pytest.raises(AnnotatorError, match="cannot be written"):
            run(tmp_path / "out", name, nasty())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        gc.collect()  # a library that could not write leaves files open, whose warnings belong here
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match=r"no format 'xml'; there are jsonl, csv"):
        run(tmp_path / "out", "xml", nasty())
    assert list(tmp_path.iterdir()) == []


def test_formats_say_what_they_lose() -> None:
    told = {info.name: info for info in formats()}
    assert told["jsonl"].loses == ()
    assert told["jsonl"].cannot_hold == ()
    for name in told.keys() - {"jsonl"}:
        assert told[name].cannot_hold[: len(told[name].loses)] == told[name].loses
        assert told[name].cannot_hold[-1] == "second passes"
        assert len(set(told[name].cannot_hold)) == len(told[name].cannot_hold)


def test_more_files_are_written_side_by_side_than_may_be_open(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, limits[1]))
    try:
        with OutputFolder(tmp_path / "out") as folder:
            files = [folder.file(f"{number}.txt", rows=0) for number in range(300)]
            for words in ("first\n", "second\n"):
                for file in files:
                    file.write_rows([words])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    whole = b"first\nsecond\n"
    assert {path.read_bytes() for path in (tmp_path / "out").iterdir()} == {whole}
    assert {(file.rows, file.bytes, file.sha256) for file in folder.written()} == {
        (2, len(whole), hashlib.sha256(whole).hexdigest())
    }


def test_the_summary_counts_what_was_written(tmp_path: Path) -> None:
    """Gold labels are told apart, and what a format has no place for is not said to be there."""
    of = article(["The dam burst.", "Rain fell."])
    first, second = (unit.id for unit in of.units)
    ana = {
        first: record(of, first, "Ana", "red", credibility=2),
        second: record(of, second, "Ana", "blue"),
    }
    labelled_ = LabelledArticle(
        article=of, labels={"Ana": ana, GOLD: {first: record(of, first, GOLD, "red")}}
    )
    whole = str(run(tmp_path / "csv", "csv", labelled_))
    assert whole == f"wrote 2 labels and 1 adjudicated one of 1 article to {tmp_path / 'csv'}"
    rated = str(run(tmp_path / "rated", "claimreview", labelled_))
    assert rated.startswith(f"wrote 1 of 3 labels of 1 article to {tmp_path / 'rated'}; 2 labels without")
