"""Native JSON Lines: whoever reads the files with the schemas has everything back."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.interop import ExportOptions, Request, Split, export
from annotator.interop.jsonl import ADDED_TO_ARTICLES, ADDED_TO_LABELS, ADDED_TO_UNITS
from annotator.interop.sentences import LabelState
from schemas import GOLD, Annotation, Article, Codebook, LabelledArticle, Source
from tests.unit.labelled import labelled
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, SENTENCES, articles, nasty

Row = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    """Read rows as many readers do, that take more than LF for the end of a line."""
    return [json.loads(line, parse_constant=pytest.fail) for line in path.read_bytes().decode().splitlines()]


def rebuilt(folder: Path) -> list[LabelledArticle]:
    """Make the labelled articles of nothing but the files, every model validated."""
    units = rows_of(folder / "units.jsonl")
    files = {name: rows_of(folder / f"{name}.jsonl") for name in ("labels", "gold", "retest")}
    return [
        LabelledArticle(
            article=Article.model_validate(
                without(row, ADDED_TO_ARTICLES)
                | {"units": [without(unit, ADDED_TO_UNITS) for unit in units if unit["article"] == row["id"]]}
            ),
            labels=records(files["labels"] + files["gold"], row["id"]),
            second_passes=records(files["retest"], row["id"]),
        )
        for row in rows_of(folder / "articles.jsonl")
    ]


def records(rows: list[Row], article: str) -> dict[str, dict[str, Annotation]]:
    found: dict[str, dict[str, Annotation]] = {}
    for row in rows:
        if row["article"] == article:
            record = Annotation.model_validate(without(row, ADDED_TO_LABELS))
            assert found.setdefault(record.annotator, {}).setdefault(record.unit, record) is record
    return found


def without(row: Row, keys: tuple[str, ...]) -> Row:
    assert set(keys) <= row.keys()
    return {name: value for name, value in row.items() if name not in keys}


def same(found: LabelledArticle, before: LabelledArticle) -> bool:
    """An annotator without any record leaves no trace."""
    there = [
        {name: given for name, given in labels.items() if given}
        for labels in (before.labels, before.second_passes)
    ]
    return (found.article, found.labels, found.second_passes) == (before.article, *there)


unique_articles = st.lists(articles(), max_size=3, unique_by=lambda one: one.article.id)


@settings(max_examples=60, deadline=None)
@given(unique_articles, st.booleans())
def test_everything_comes_back(before: list[LabelledArticle], again: bool) -> None:
    if again:
        before = [one.model_copy(update={"second_passes": without_gold(one)}) for one in before]
    with TemporaryDirectory() as folder:
        export(before, NASTY_CODEBOOK, Request("jsonl"), Path(folder) / "out")
        found = rebuilt(Path(folder) / "out")
    assert len(found) == len(before)
    assert all(same(*pair) for pair in zip(found, before, strict=True))


def without_gold(one: LabelledArticle) -> Mapping[str, Mapping[str, Annotation]]:
    return {name: records for name, records in one.labels.items() if name != GOLD}


def test_the_codebook_and_the_sources_come_back(tmp_path: Path) -> None:
    sources = {
        name: Source(id=name, name=f"={name}\u2028", aliases=("a", "b"))
        for name in ("harbour-office", "agency")
    }
    export([nasty()], NASTY_CODEBOOK, Request("jsonl", sources=sources), tmp_path / "out")
    text = (tmp_path / "out" / "codebook.json").read_text(encoding="utf-8")
    assert Codebook.model_validate_json(text) == NASTY_CODEBOOK
    found = [Source.model_validate(row) for row in rows_of(tmp_path / "out" / "sources.jsonl")]
    assert found == [sources["agency"], sources["harbour-office"]]


def test_every_row_of_a_file_has_the_same_keys_with_the_same_types(tmp_path: Path) -> None:
    export([nasty(), labelled({}, "Empty")], NASTY_CODEBOOK, Request("jsonl"), tmp_path / "out")
    for path in (tmp_path / "out").glob("*.jsonl"):
        rows = rows_of(path)
        assert len({tuple(row) for row in rows}) <= 1, path
        for name in rows[0] if rows else ():
            assert len({type(row[name]) for row in rows if row[name] is not None}) <= 1, name
    assert {tuple(row["votes"]) for row in rows_of(tmp_path / "out" / "units.jsonl")} == {LABELS}


def test_each_unit_says_its_one_label_and_what_that_rests_on(tmp_path: Path) -> None:
    given = nasty()
    export([given], NASTY_CODEBOOK, Request("jsonl"), tmp_path / "out")
    rows = rows_of(tmp_path / "out" / "units.jsonl")
    assert [row["text"] for row in rows] == list(SENTENCES)
    assert [row["text_sha256"] for row in rows] == [given.article.unit_sha256(u) for u in given.article.units]
    assert {row["state"] for row in rows} == {
        "unanimous",
        "majority",
        "decided",
        "declined",
        "disagreed",
        "unlabelled",
    }
    for row in rows:
        gold = given.labels[GOLD].get(row["id"])
        votes = [
            record.label
            for name in ("Ann", "Zoë")
            if (record := given.labels[name].get(row["id"])) and record.label
        ]
        assert row["votes"] == {name: votes.count(name) for name in LABELS}
        assert sum(row["distribution"].values()) == pytest.approx(1.0 if votes else 0.0)
        if gold is not None:
            assert gold.adjudication is not None
            assert (row["label"], row["state"]) == (gold.label, gold.adjudication.origin)
        else:
            assert (row["label"] is None) == (row["state"] in (LabelState.DISAGREED, LabelState.UNLABELLED))


def test_without_text_there_are_no_words_of_the_article_but_their_hashes(tmp_path: Path) -> None:
    given = nasty()
    request = Request("jsonl", options=ExportOptions(text=False))
    export([given], NASTY_CODEBOOK, request, tmp_path / "out")
    for name in ("labels", "gold", "units", "articles"):
        rows = rows_of(tmp_path / "out" / f"{name}.jsonl")
        assert {row["text"] for row in rows} == {None}
        for row in rows:
            unit = row.get("unit") or (row["id"] if name == "units" else None)
            if unit:
                assert row["text_sha256"] == given.article.unit_sha256(given.article.unit(unit))
            else:
                assert row["sha256"] == given.article.sha256
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert not [words for words in SENTENCES if len(words) > 8 and words in everything]


def test_rows_say_the_part_that_their_article_belongs_to(tmp_path: Path) -> None:
    first, second = nasty(), labelled({"Ann": ["red"]}, "Second")
    dealt = Split(
        ("train", "test"),
        {first.article.id: "train", second.article.id: "test"},
        {second.article.id: first.article.id},
    )
    export([first, second], NASTY_CODEBOOK, Request("jsonl", split=dealt), tmp_path / "out")
    of = {first.article.id: "train", second.article.id: "test"}
    for name in ("labels", "units"):
        rows = rows_of(tmp_path / "out" / f"{name}.jsonl")
        assert {row["split"] for row in rows} == {"train", "test"}
        assert all(row["split"] == of[row["article"]] for row in rows)
    about = rows_of(tmp_path / "out" / "articles.jsonl")
    assert [(row["split"], row["group"]) for row in about] == [("train", None), ("test", first.article.id)]


def test_gold_asked_for_by_name_is_written_once(tmp_path: Path) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("jsonl", annotators=(GOLD,)), tmp_path / "out")
    assert {row["annotator"] for row in rows_of(tmp_path / "out" / "labels.jsonl")} == {GOLD}
    assert rows_of(tmp_path / "out" / "gold.jsonl") == []
