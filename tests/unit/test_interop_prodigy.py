"""Prodigy: what we write comes back whole, and what `prodigy db-out` writes is understood."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.interop import Request, Split, export
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignText, Refused
from annotator.interop.prodigy_reader import IMPORTER
from schemas import GOLD, LabelledArticle
from tests.unit.flats import labels_in, read_back, refusals, said_in, written
from tests.unit.labelled import CODEBOOK, labelled
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, articles, nasty

TEXT = "The pump 🚰 failed twice."


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().decode("ascii").splitlines()]


def row(**fields: object) -> dict[str, object]:
    return {"text": TEXT, "_input_hash": 1, "_task_hash": 2, "answer": "accept", **fields}


def file_of(tmp_path: Path, *values: object) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(value) + "\n" for value in values))
    return path


def test_everything_that_was_said_comes_back(tmp_path: Path) -> None:
    said, _ = read_back(IMPORTER, written(tmp_path, "prodigy", [nasty()]))
    assert said == said_in([nasty()])


@settings(max_examples=60, deadline=None)
@given(articles())
def test_everything_that_was_said_comes_back_of_any_article(
    tmp_path_factory: pytest.TempPathFactory, one: LabelledArticle
) -> None:
    output = written(tmp_path_factory.mktemp("out"), "prodigy", [one])
    said, _ = read_back(IMPORTER, output)
    assert said == said_in([one])
    assert_tokens_fit(output)


def assert_tokens_fit(output: Path) -> None:
    """Check what Prodigy asks of tokens and spans (https://prodi.gy/docs/api-interfaces)."""
    for one in (*rows(output / "annotations.jsonl"), *rows(output / "unlabelled.jsonl")):
        text, tokens = one["text"], one["tokens"]
        assert [token["id"] for token in tokens] == list(range(len(tokens)))
        for token, follower in zip(tokens, [*tokens[1:], {"start": len(text)}], strict=True):
            assert text[token["start"] : token["end"]] == token["text"] != ""
            between = text[token["end"] : follower["start"]]
            assert not between.strip()
            assert token["ws"] == bool(between)
        for span in one.get("spans", ()):
            assert 0 <= span["start"] < span["end"] <= len(text)
            if "token_start" in span:
                assert tokens[span["token_start"]]["start"] == span["start"]
                assert tokens[span["token_end"]]["end"] == span["end"]


def test_spans_at_the_borders_of_tokens_name_them_and_others_stay(tmp_path: Path) -> None:
    output = written(tmp_path, "prodigy", [nasty()])
    assert_tokens_fit(output)
    spans = [span for one in rows(output / "annotations.jsonl") for span in one["spans"]]
    assert any("token_start" in span for span in spans)
    assert any("token_start" not in span for span in spans)


def test_a_row_is_what_prodigy_itself_writes(tmp_path: Path) -> None:
    output = written(tmp_path, "prodigy", [nasty()])
    found = rows(output / "annotations.jsonl")
    assert {one["_annotator_id"] for one in found} == {"Ann", "Zoë", GOLD}
    for one in found:
        assert [option["id"] for option in one["options"]] == list(LABELS)
        assert one["answer"] == ("accept" if one["accept"] else "ignore")
        assert one["_session_id"] == one["_annotator_id"]
        assert not {"_input_hash", "_task_hash"} & one.keys()
    (bare,) = rows(output / "unlabelled.jsonl")
    assert "answer" not in bare and bare["state"] == "unlabelled"


def test_a_file_for_each_part(tmp_path: Path) -> None:
    one = labelled({"Ann": ["red", "green"]})
    split = Split(parts=("train", "test"), part_of={one.article.id: "test"})
    export([one], CODEBOOK, Request("prodigy", split=split), tmp_path / "out")
    assert rows(tmp_path / "out" / "train" / "annotations.jsonl") == []
    assert len(rows(tmp_path / "out" / "test" / "annotations.jsonl")) == 2


def test_gold_asked_for_by_name_is_written_once(tmp_path: Path) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("prodigy", annotators=(GOLD,)), tmp_path / "out")
    found = [one["unit"] for one in rows(tmp_path / "out" / "annotations.jsonl")]
    assert found == sorted(nasty().labels[GOLD])


@pytest.mark.parametrize(
    ("fields", "label", "passages"),
    [
        ({"label": "NEWS"}, "NEWS", ()),
        ({"options": [{"id": 3, "text": "x"}], "accept": [3]}, "3", ()),
        ({"accept": ["NEWS"], "label": "OTHER"}, "NEWS", ()),
        (
            {"spans": [{"start": 9, "end": 10, "label": "SIGN", "token_start": 2, "token_end": 2}]},
            None,
            (Passage(9, 10, "SIGN"),),
        ),
        (
            {"label": "NEWS", "spans": [{"start": 0, "end": 8, "label": "X"}] * 2},
            "NEWS",
            (Passage(0, 8, "X"),) * 2,
        ),
    ],
)
def test_rows_of_prodigy_are_read(
    tmp_path: Path, fields: Mapping[str, object], label: str | None, passages: tuple[Passage, ...]
) -> None:
    who = {"_session_id": "news-ana", "_annotator_id": "news-ana"}
    (found,) = labels_in(IMPORTER, file_of(tmp_path, row(**fields, **who)))
    assert (found.label, found.passages, found.annotator) == (label, passages, "news-ana")


def test_an_old_row_has_its_session_or_nobody(tmp_path: Path) -> None:
    first, second = labels_in(IMPORTER, file_of(tmp_path, row(label="A", _session_id="s"), row(label="A")))
    assert (first.annotator, second.annotator) == ("s", "")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"label": "NEWS", "answer": "reject"}, "rejected: says only that 'NEWS' is wrong"),
        ({"accept": [], "answer": "ignore"}, "ignored"),
        ({"accept": ["A", "B"]}, "2 labels"),
        ({"accept": "A"}, "no list"),
        ({"accept": [None]}, "no label"),
        ({"label": "A", "answer": "maybe"}, "no answer 'maybe'"),
        ({"label": "A", "answer": ["accept"]}, "no answer"),
    ],
)
def test_an_answer_that_gives_no_label_is_refused_and_its_text_is_kept(
    tmp_path: Path, fields: Mapping[str, object], reason: str
) -> None:
    path = file_of(tmp_path, row(**fields), row(label="GOOD"))
    found = list(IMPORTER.read(path))
    assert [one.text for one in found if isinstance(one, ForeignText)] == [TEXT, TEXT]
    assert [label.label for label in labels_in(IMPORTER, path)] == ["GOOD"]
    assert reason in refusals(IMPORTER, path)["line 1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": None},
        {"text": ""},
        {"text": ["a"]},
        {"spans": {}},
        {"spans": [1]},
        {"spans": [{"start": 0, "end": 99, "label": "A"}]},
        {"spans": [{"start": -1, "end": 3, "label": "A"}]},
        {"spans": [{"start": 3, "end": 3, "label": "A"}]},
        {"spans": [{"start": 5, "end": 3, "label": "A"}]},
        {"spans": [{"start": True, "end": 3, "label": "A"}]},
        {"spans": [{"start": 0.0, "end": 3, "label": "A"}]},
        {"spans": [{"start": 0, "end": 3}]},
        {"spans": [{"start": 0, "end": 3, "label": ""}]},
        {"article": "a-1", "unit": "u001", "start": "x"},
        {"article": "a-1", "unit": "u001", "start": -4},
        {"article": "a-1", "unit": "u001", "start": 0, "attributes": [1]},
        {"article": "a-1", "unit": "u001", "start": 0, "attributes": {"a": 1}},
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_kept(tmp_path: Path, fields: Mapping[str, object]) -> None:
    path = file_of(tmp_path, row(label="A"), row(label="A", **fields), 3, row(label="A"))
    assert len(labels_in(IMPORTER, path)) == 2
    refused = refusals(IMPORTER, path)
    assert list(refused) == ["line 2", "line 3"]
    assert all("\n" not in reason and len(reason) < 300 for reason in refused.values())


def test_relations_are_told(tmp_path: Path) -> None:
    path = file_of(tmp_path, row(label="A", relations=[{"head": 0, "child": 1}]))
    assert [label.label for label in labels_in(IMPORTER, path)] == ["A"]
    assert "relations" in refusals(IMPORTER, path)["line 1"]


def test_a_broken_line_is_refused_and_the_others_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    good = json.dumps(row(label="A"))
    deep = '{"text": ' + "[" * 100_000
    twice = '{"text": "a", "text": "b", "answer": "accept"}'
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path.write_bytes("\n".join([good, "{", deep, twice, "", "NaN", good]).encode(encoding))
        assert len(labels_in(IMPORTER, path)) == 2
        refused = [one for one in IMPORTER.read(path) if isinstance(one, Refused)]
        assert [one.where for one in refused] == ["line 2", "line 3", "line 4", "line 6"]
