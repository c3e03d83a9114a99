"""The tables in Parquet files, read back row by row, and what stands beside them."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.interop import ExportOptions, Request, Split, export
from annotator.interop.flat import OF_SOURCES, SAID, Flat, Passage, flatten, unflatten
from annotator.interop.folder import OutputFolder
from annotator.interop.hugging_face import size_category
from annotator.interop.parquet import ARTICLES_GROUP, ROW_GROUP, ParquetFile
from annotator.interop.sentences import sentences
from annotator.interop.writer import place
from schemas import GOLD, Annotation, Article, DatasetInfo, LabelledArticle
from tests.unit.labelled import CODEBOOK, labelled, record
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, articles, nasty

Table = list[dict[str, Any]]
TABLES = ("sentences", "annotations", "articles")


def written(output: Path, given: Sequence[LabelledArticle], format: str = "parquet", **asked: Any) -> Path:
    export(given, NASTY_CODEBOOK, Request(format, **asked), output)
    return output


def read(folder: Path, table: str) -> Table:
    rows: Table = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return rows


def tables(tmp_path: Path, *given: LabelledArticle, **asked: Any) -> dict[str, Table]:
    folder = written(tmp_path / f"out{len([*tmp_path.iterdir()])}", given, **asked)
    return {table: read(folder, table) for table in TABLES}


def record_of(row: Mapping[str, Any], text: str) -> Annotation:
    """Make the record that a row of annotations tells of."""
    attributes = {name: _word(row[name]) for name in SAID}
    for number, attribution in enumerate(row["attributions"], start=1):
        suffix = "" if number == 1 else f"#{number}"
        attributes |= {name + suffix: _word(attribution[name]) for name in OF_SOURCES}
    passages = [Passage(one["article_start"], one["article_end"], one["name"]) for one in row["passages"]]
    said = Flat(row["label"], {name: word for name, word in attributes.items() if word}, tuple(passages))
    fields = {name: row[name] for name in ("unit", "annotator", "created", "updated", "seconds", "origin")}
    offered = {"label": row["suggestion"], "version": row["suggestion_version"]}
    gold = {
        name: row[name] for name in ("adjudicator", "taken_from", "reason", "note", "needs_change", "open")
    }
    found: Annotation = Annotation.model_validate(
        unflatten(said)
        | fields
        | {
            "suggestion": offered if row["suggestion"] else None,
            "codebook": {"name": row["codebook"], "version": row["codebook_version"]},
            "text_sha256": row["text_sha256"],
            "adjudication": gold | {"origin": row["state"], "votes": row["votes"]} if row["state"] else None,
        }
    )
    return found


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def in_order_of_flat(given: Annotation) -> Annotation:
    """Give the record as its parts come back: empty attributions at the end are not there."""
    flat = flatten(given)
    return given.model_copy(update={"attributions": unflatten(flat)["attributions"]})


def everything(given: Iterable[LabelledArticle]) -> dict[tuple[str, str, str], Annotation]:
    return {
        (one.article.id, unit, name): in_order_of_flat(found)
        for one in given
        for name, records in one.labels.items()
        for unit, found in records.items()
    }


def test_annotations_hold_every_record_whole(tmp_path: Path) -> None:
    found = tables(tmp_path, nasty())
    text = nasty().article.text
    back = {
        (row["article"], row["unit"], row["annotator"]): record_of(row, text) for row in found["annotations"]
    }
    assert back == everything([nasty()])
    assert list({row["annotator"]: 0 for row in found["annotations"][:3]}) == ["Ann", "Zoë", GOLD]


@settings(max_examples=40, deadline=None)  # it writes to the disk
@given(st.lists(articles(), max_size=3, unique_by=lambda one: one.article.id))
def test_records_and_texts_come_back_from_any_articles(
    tmp_path_factory: pytest.TempPathFactory, given: list[LabelledArticle]
) -> None:
    found = tables(tmp_path_factory.mktemp("law"), *given)
    texts = {row["id"]: row["text"] for row in found["articles"]}
    assert texts == {one.article.id: one.article.text for one in given}
    back = {
        (row["article"], row["unit"], row["annotator"]): record_of(row, texts[row["article"]])
        for row in found["annotations"]
    }
    assert back == everything(given)
    for row in (*found["sentences"], *found["annotations"]):
        text = texts[row["article"]]
        assert row["text"] == text[row["start"] : row["end"]]
        assert row["text_sha256"] == hashlib.sha256(row["text"].encode()).hexdigest()
        for passage in row["passages"]:
            words = text[passage["article_start"] : passage["article_end"]]
            assert passage["text"] == words == row["text"][passage["start"] : passage["end"]]


@settings(max_examples=30, deadline=None)  # it writes to the disk
@given(articles())
def test_a_sentence_has_its_one_label_and_what_it_rests_on(
    tmp_path_factory: pytest.TempPathFactory, given: LabelledArticle
) -> None:
    rows = tables(tmp_path_factory.mktemp("one"), given)["sentences"]
    expected = list(sentences(place(given, None, {}, Split()).item))
    for row, sentence in zip(rows, expected, strict=True):
        assert (row["unit"], row["label"], row["state"]) == (
            sentence.unit.id,
            sentence.label,
            sentence.state.value,
        )
        votes = [(one["annotator"], one["label"]) for one in row["labels"]]
        own = [(placed.annotator, placed.record.label) for placed in sentence.labels]
        assert votes == [(name, label) for name, label in own if label is not None]
        shares = [sum(label == name for _, label in votes) / len(votes) for name in LABELS] if votes else []
        assert row["distribution"] == pytest.approx(shares)
        speaks = sentence.record
        assert row["flag"] == (speaks.flag if speaks else None)
        assert row["comment"] == (speaks.comment if speaks else None)
        names = [passage.name for passage in flatten(speaks).passages] if speaks else []
        assert [passage["name"] for passage in row["passages"]] == names


def test_gold_alone_speaks_for_its_sentences_and_nobody_votes(tmp_path: Path) -> None:
    found = tables(tmp_path, nasty(), annotators=(GOLD,))
    gold = nasty().labels[GOLD]
    assert {row["annotator"] for row in found["annotations"]} == {GOLD}
    assert {row["unit"]: row["label"] for row in found["sentences"] if row["unit"] in gold} == {
        unit: one.label for unit, one in gold.items()
    }
    assert all(row["labels"] == [] and row["distribution"] == [] for row in found["sentences"])
    first = found["sentences"][0]
    assert [passage["name"] for passage in first["passages"]] == ["loaded"]


def test_articles_say_what_is_known_of_them(tmp_path: Path) -> None:
    (row,) = tables(tmp_path, nasty())["articles"]
    article = nasty().article
    for name in ("id", "title", "outlet", "url", "published", "language", "sha256", "text"):
        assert row[name] == getattr(article, name)
    assert row["authors"] == list(article.authors)
    assert row["units"] == len(article.units)
    assert row["replaces"] is None
    assert row["split"] is None


def test_without_text_there_are_hashes_and_offsets_only(tmp_path: Path) -> None:
    whole = tables(tmp_path, nasty())
    bare = tables(tmp_path, nasty(), options=ExportOptions(text=False))
    assert {row["text"] for table in TABLES for row in bare[table]} == {None}
    kept = {passage["text"] for name in TABLES[:2] for row in bare[name] for passage in row["passages"]}
    assert kept == {None}
    for table in TABLES:
        for row in (*whole[table], *bare[table]):
            row.pop("text")
            for passage in row.get("passages", ()):
                passage.pop("text")
    assert bare == whole


def test_the_schema_is_the_same_whatever_the_data(tmp_path: Path) -> None:
    some = written(tmp_path / "some", [nasty()])
    none = written(tmp_path / "none", [])
    for table in TABLES:
        schema = pq.read_schema(some / f"{table}.parquet")
        assert pq.read_schema(none / f"{table}.parquet").equals(schema, check_metadata=True)
        assert read(none, table) == []
        assert json.loads(schema.metadata[b"annotator"])["labels"] == list(LABELS)


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    for format in ("parquet", "hf"):
        folders = [
            written(tmp_path / f"{format}{turn}", [nasty(), labelled({})], format) for turn in range(2)
        ]
        first, second = ({p.name: p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in folders)
        assert first == second


def test_a_file_is_the_same_however_its_rows_come(tmp_path: Path) -> None:
    schema = pa.schema([pa.field("number", pa.int32()), pa.field("list", pa.list_(pa.string()))])
    rows = [{"number": place, "list": ["x"] * (place % 3)} for place in range(ROW_GROUP * 2 + 7)]
    whole = pa.RecordBatch.from_pylist(rows, schema=schema)
    for size in (ROW_GROUP * 3, 7_001):
        with OutputFolder(tmp_path / str(size)) as folder:
            file = ParquetFile(folder, "x.parquet", schema)
            for start in range(0, whole.num_rows, size):
                file.add_batch(whole.slice(start, size))
            file.close()
            (told,) = folder.written()
        assert told.rows == whole.num_rows
    paths = [tmp_path / str(size) / "x.parquet" for size in (ROW_GROUP * 3, 7_001)]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    about = pq.read_metadata(paths[0])
    assert [about.row_group(n).num_rows for n in range(about.num_row_groups)] == [ROW_GROUP, ROW_GROUP, 7]
    assert about.row_group(0).column(0).compression == "ZSTD"
    assert pq.read_table(paths[0]).to_pylist() == rows


def test_articles_are_few_at_once_since_their_texts_are_long(tmp_path: Path) -> None:
    schema = pa.schema([pa.field("sha256", pa.string())])
    with OutputFolder(tmp_path / "out") as folder:
        file = ParquetFile(folder, "articles.parquet", schema)
        file.add({"sha256": pa.array([str(place) for place in range(2 * ARTICLES_GROUP + 1)])})
        file.close()
    about = pq.read_metadata(tmp_path / "out" / "articles.parquet")
    sizes = [about.row_group(n).num_rows for n in range(about.num_row_groups)]
    assert sizes == [ARTICLES_GROUP, ARTICLES_GROUP, 1]


def parts_of(*articles: LabelledArticle) -> Split:
    parts = ("train", "validation", "test")
    part_of = {one.article.id: parts[place * 2] for place, one in enumerate(articles)}
    group_of = {one.article.id: articles[0].article.id for one in articles}
    return Split(parts, part_of, group_of, {"seed": 1})


def test_parts_are_a_column_of_parquet_and_files_of_hugging_face(tmp_path: Path) -> None:
    pair = nasty(), labelled({}, "Not labelled")
    found = tables(tmp_path, *pair, split=parts_of(*pair))
    for table in TABLES:
        by = {row["article" if table != "articles" else "id"]: row["split"] for row in found[table]}
        assert by.get(pair[0].article.id) == "train"
        assert by.get(pair[1].article.id) == (None if table == "annotations" else "test")
    assert {row["group"] for row in found["sentences"]} == {pair[0].article.id}

    folder = written(tmp_path / "hf", pair, "hf", split=parts_of(*pair))
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}
    # Nobody labelled what is in the test part, and nothing is in the part to validate with.
    assert names == {
        f"{table}/{part}-00000-of-00001.parquet"
        for table, part in (
            ("data", "train"),
            ("data", "test"),
            ("annotations", "train"),
            ("articles", "train"),
            ("articles", "test"),
        )
    }
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "validation" not in readme
    assert readme.startswith("---\n")
    assert readme.endswith("\n---\n\n")


def test_hugging_face_files_number_the_labels_and_name_them(tmp_path: Path) -> None:
    folder = written(tmp_path / "hf", [nasty()], "hf")
    table = pq.read_table(folder / "data/train-00000-of-00001.parquet")
    features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    assert list(features) == table.schema.names
    assert features["label"] == {"names": list(LABELS), "_type": "ClassLabel"}
    assert isinstance(features["passages"], list)
    expected = [sentence.label for sentence in sentences(place(nasty(), None, {}, Split()).item)]
    numbers = table.column("label").to_pylist()
    assert [None if number is None else LABELS[number] for number in numbers] == expected
    assert None in expected


def test_a_label_that_the_codebook_lacks_is_counted_and_not_written(tmp_path: Path) -> None:
    strange = labelled({"ann": ["red", "violet"]})
    summary = export([strange], CODEBOOK, Request("hf"), tmp_path / "out")
    assert [str(lost) for lost in summary.manifest.dropped] == ["1 label that the codebook does not have"]
    rows = pq.read_table(tmp_path / "out" / "annotations/train-00000-of-00001.parquet").to_pylist()
    assert [row["label"] for row in rows] == [0, None]
    with pytest.raises(AnnotatorError, match="1 label that the codebook does not have would be left out"):
        export([strange], CODEBOOK, Request("hf", strict=True), tmp_path / "strict")


def test_a_passage_outside_its_sentence_is_counted_and_not_written(tmp_path: Path) -> None:
    given = nasty()
    article: Article = given.article
    elsewhere = article.units[1]
    far = given.labels["Ann"][elsewhere.id].attributions
    strange = record(article, "u001", "Ann", "red", attributions=far)
    summary = export(
        [LabelledArticle(article=article, labels={"Ann": {"u001": strange}})],
        NASTY_CODEBOOK,
        Request("parquet"),
        tmp_path / "out",
    )
    assert [lost.reason for lost in summary.manifest.dropped] == ["passage outside its sentence"]
    assert read(tmp_path / "out", "annotations")[0]["passages"] == []


def test_files_that_cannot_be_written_are_told_in_a_line(tmp_path: Path) -> None:
    schema = pa.schema([pa.field("number", pa.int32())])
    with OutputFolder(tmp_path / "out") as folder:
        folder.path("other").with_name("x.parquet").symlink_to(tmp_path / "no" / "such" / "place")
        with pytest.raises(AnnotatorError, match=r"^x\.parquet: cannot be written \(.+\)$"):
            ParquetFile(folder, "x.parquet", schema)


def croissant_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("format", ["parquet", "hf"])
def test_croissant_names_every_file_with_its_hash(tmp_path: Path, format: str) -> None:
    pair = nasty(), labelled({}, "Not labelled")
    folder = written(tmp_path / "out", pair, format, split=parts_of(*pair))
    files = [one for one in croissant_of(folder)["distribution"] if one["@type"] == "cr:FileObject"]
    for file in files:
        data = (folder / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["contentSize"] == f"{len(data)} B"
    assert {file["@id"] for file in files} == {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")
    }


def test_croissant_tells_what_people_told_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    silent = croissant_of(written(tmp_path / "silent", [nasty()], title="Harbour"))
    assert silent["name"] == "Harbour"
    assert not {"license", "citeAs", "datePublished", "rai:annotatorDemographics"} & set(silent)
    assert silent["rai:annotationsPerItem"].startswith("1.85 ")

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1930000000")
    about = DatasetInfo(title="Tides", licence="CC-BY-4.0", annotators="Two adults.", version="2.0.0")
    told = croissant_of(written(tmp_path / "told", [nasty()], title="Harbour", about=about))
    assert (told["name"], told["license"], told["version"]) == ("Tides", "CC-BY-4.0", "2.0.0")
    assert told["rai:annotatorDemographics"] == "Two adults."
    assert datetime.fromisoformat(told["datePublished"]) == datetime(2031, 2, 27)


@pytest.mark.parametrize(
    ("licence", "told"),
    [
        ("", None),
        ("CC-BY-4.0", 'license: "cc-by-4.0"\n'),
        ("Our own, of 2031", 'license: "other"\nlicense_name: "our-own-of-2031"\n'),
    ],
)
def test_the_licence_is_named_as_the_hub_names_it(tmp_path: Path, licence: str, told: str | None) -> None:
    folder = written(tmp_path / "out", [nasty()], "hf", about=DatasetInfo(licence=licence))
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert ("license" not in readme) if told is None else (told in readme)


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (0, "n<1K"),
        (999, "n<1K"),
        (1_000, "1K<n<10K"),
        (99_999, "10K<n<100K"),
        (10**6, "1M<n<10M"),
        (10**12, "n>1T"),
    ],
)
def test_sizes_have_the_hubs_names(rows: int, size: str) -> None:
    assert size_category(rows) == size
