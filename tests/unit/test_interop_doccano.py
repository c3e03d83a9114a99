"""doccano: what we write comes back whole, and what doccano exports in its versions is understood."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.errors import AnnotatorError
from annotator.interop import Request, Split, export
from annotator.interop.doccano import BOTH, CLASSES, SPANS
from annotator.interop.doccano_reader import IMPORTER
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignText, Refused
from schemas import GOLD, LabelledArticle
from tests.unit.flats import labels_in, read_back, refusals, said_in, written
from tests.unit.labelled import CODEBOOK, labelled
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, articles, nasty

TEXT = "The pump 🚰 failed twice."


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().decode("ascii").splitlines()]


def file_of(tmp_path: Path, *values: object, name: str = "labels.jsonl") -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(value) + "\n" for value in values))
    return path


def test_everything_that_was_said_comes_back(tmp_path: Path) -> None:
    said, _ = read_back(IMPORTER, written(tmp_path, "doccano", [nasty()]))
    assert said == said_in([nasty()])


@settings(max_examples=60, deadline=None)
@given(articles())
def test_everything_that_was_said_comes_back_of_any_article(
    tmp_path_factory: pytest.TempPathFactory, one: LabelledArticle
) -> None:
    output = written(tmp_path_factory.mktemp("out"), "doccano", [one])
    said, _ = read_back(IMPORTER, output) if list(output.rglob("*.jsonl")) else ({}, {})
    assert said == said_in([one])
    assert_doccano_takes(output)


def assert_doccano_takes(output: Path) -> None:
    """Check what doccano's import needs: ASCII, the same keys on every line, only strings beside labels."""
    for path in output.rglob("*.jsonl"):
        keys = set()
        for one in rows(path):
            keys.add(tuple(one))
            assert one["text"]
            answers = {name: one.pop(name) for name in ("label", "cats", "entities") if name in one}
            assert all(isinstance(value, str) for value in one.values())
            for start, end, _ in answers.get("entities", ()):
                assert 0 <= start < end <= len(one["text"])
        assert len(keys) == 1
        assert not {"id", "data", "filename", "upload_name", "Comments"} & set(keys.pop())


def test_each_kind_of_project_has_a_file_per_annotator(tmp_path: Path) -> None:
    output = written(tmp_path, "doccano", [nasty()])
    files = {path.name for path in (output / BOTH).iterdir()}
    assert files == {"ann.jsonl", "zoë.jsonl", "gold.jsonl", "unlabelled.jsonl"}
    both, classes, spans = (rows(output / form / "ann.jsonl") for form in (BOTH, CLASSES, SPANS))
    assert len(both) == len(classes) == len(spans) == 13
    for one, of_class, of_spans in zip(both, classes, spans, strict=True):
        assert one["cats"] == of_class["label"]
        assert one["entities"] == of_spans["label"] != []
    for form in (BOTH, CLASSES, SPANS):
        assert len(rows(output / form / "unlabelled.jsonl")) == 1


def test_labels_and_names_of_passages_can_be_imported_before(tmp_path: Path) -> None:
    output = written(tmp_path, "doccano", [nasty()])
    classes = json.loads((output / "category_labels.json").read_bytes())
    spans = json.loads((output / "span_labels.json").read_bytes())
    assert [label["text"] for label in classes] == list(LABELS)
    assert [label["suffixKey"] for label in classes] == list("rnmg")
    used = {name for one in rows(output / SPANS / "ann.jsonl") for _, _, name in one["label"]}
    assert used <= {label["text"] for label in spans}


def test_annotators_with_the_same_file_name_have_files_of_their_own(tmp_path: Path) -> None:
    one = labelled({"Ann B": ["red"], "ann-b": ["green"], "unlabelled": ["blue"]})
    export([one], CODEBOOK, Request("doccano"), tmp_path / "out")
    assert len(list((tmp_path / "out" / BOTH).iterdir())) == 3
    assert {label.annotator: label.label for label in labels_in(IMPORTER, tmp_path / "out")} == {
        "Ann B": "red",
        "ann-b": "green",
        "unlabelled": "blue",
    }


def test_a_folder_for_each_part(tmp_path: Path) -> None:
    one = nasty()
    split = Split(parts=("train", "test"), part_of={one.article.id: "test"})
    export([one], NASTY_CODEBOOK, Request("doccano", split=split), tmp_path / "out")
    assert (tmp_path / "out" / "test" / BOTH / "gold.jsonl").is_file()
    said, _ = read_back(IMPORTER, tmp_path / "out")
    assert said == said_in([one])


def test_gold_asked_for_by_name_is_written_once(tmp_path: Path) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("doccano", annotators=(GOLD,)), tmp_path / "out")
    found = [one["unit"] for one in rows(tmp_path / "out" / CLASSES / "gold.jsonl")]
    assert found == sorted(nasty().labels[GOLD])


def test_a_zip_of_our_export_is_read_as_the_folder_is(tmp_path: Path) -> None:
    output = written(tmp_path, "doccano", [nasty()])
    packed = tmp_path / "dataset.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(output.rglob("*")):
            archive.write(path, path.relative_to(output))
    said, _ = read_back(IMPORTER, packed)
    assert said == said_in([nasty()])


def test_what_doccano_exports_of_our_files_is_of_whoever_exported_it(tmp_path: Path) -> None:
    (ours,) = rows(written(tmp_path, "doccano", [labelled({"Ann": ["red"]})]) / CLASSES / "ann.jsonl")
    again = {"id": 5, **ours, "label": ["blue"], "Comments": ["not sure"]}
    (label,) = labels_in(IMPORTER, file_of(tmp_path, again, name="export/ben.jsonl").parent)
    assert (label.annotator, label.label, label.unit) == ("ben", "blue", "u001")
    assert label.attributes == {"comment": "not sure"}


PERSON = Passage(4, 8, "PUMP")


@pytest.mark.parametrize(
    ("value", "label", "passages"),
    [
        ({"text": TEXT, "label": ["news"], "Comments": []}, "news", ()),
        ({"text": TEXT, "label": "news", "labels": []}, "news", ()),
        ({"data": TEXT, "label": ["news"]}, "news", ()),
        ({"text": TEXT, "label": [[4, 8, "PUMP"]]}, None, (PERSON,)),
        ({"text": TEXT, "cats": ["news"], "entities": [[4, 8, "PUMP"]]}, "news", (PERSON,)),
        (
            {"text": TEXT, "labels": [[4, 8, "PUMP"]], "meta": {}, "annotation_approver": None},
            None,
            (PERSON,),
        ),
        ({"text": TEXT, "labels": ["news"]}, "news", ()),
        (
            {
                "text": TEXT,
                "entities": [{"id": 1, "label": "PUMP", "start_offset": 4, "end_offset": 8}],
                "relations": [],
            },
            None,
            (PERSON,),
        ),
    ],
)
def test_every_version_of_doccano_is_read(
    tmp_path: Path, value: Mapping[str, object], label: str | None, passages: tuple[Passage, ...]
) -> None:
    first = {"id": 1, "text": TEXT, "label": []}
    labels = labels_in(IMPORTER, file_of(tmp_path, first, {"id": 2, **value}))
    assert [(one.label, one.passages, one.annotator) for one in labels] == [(label, passages, "")]


def test_annotations_of_several_users_on_a_line_are_apart(tmp_path: Path) -> None:
    annotations = [
        {"id": 1, "label": 3, "user": 1, "prob": 0.0},
        {"id": 2, "label": 4, "user": 2, "start_offset": 4, "end_offset": 8},
    ]
    labels = labels_in(IMPORTER, file_of(tmp_path, {"id": 1, "text": TEXT, "annotations": annotations}))
    assert [(one.annotator, one.label, one.passages) for one in labels] == [
        ("1", "3", ()),
        ("2", None, (Passage(4, 8, "4"),)),
    ]


def test_files_of_a_folder_are_of_the_users_they_are_named_after(tmp_path: Path) -> None:
    for name in ("ana", "ben", "all"):
        file_of(tmp_path, {"id": 1, "text": TEXT, "label": ["news"]}, name=f"export/{name}.jsonl")
    (tmp_path / "export" / "notes.txt").write_text("nothing")
    labels = labels_in(IMPORTER, tmp_path / "export")
    assert [(label.annotator, label.where) for label in labels] == [
        ("", "all.jsonl, line 1"),
        ("ana", "ana.jsonl, line 1"),
        ("ben", "ben.jsonl, line 1"),
    ]


def test_a_bad_file_of_a_folder_is_refused_and_the_others_are_kept(tmp_path: Path) -> None:
    file_of(tmp_path, {"id": 1, "text": TEXT, "label": ["news"]}, name="export/ana.jsonl")
    whole = json.dumps({"id": 1, "text": TEXT, "label": ["news"]}).encode()
    (tmp_path / "export" / "ben.jsonl").write_bytes(whole + b"\n" + b"\x00\x01\x02" * 1000)
    found = list(IMPORTER.read(tmp_path / "export"))
    assert [one.where for one in found if isinstance(one, ForeignText)] == ["ana.jsonl, line 1"]
    assert [one.where for one in found if isinstance(one, Refused)] == ["ben.jsonl"]


@pytest.mark.parametrize(
    "value",
    [
        {"text": ""},
        {"text": None},
        {"text": 5},
        {"text": TEXT, "label": ["a", "b"]},
        {"text": TEXT, "label": 5},
        {"text": TEXT, "label": {"a": 1}},
        {"text": TEXT, "label": [None]},
        {"text": TEXT, "label": [{}]},
        {"text": TEXT, "label": [[0, 3]]},
        {"text": TEXT, "label": [[0, 3, "A", "B"]]},
        {"text": TEXT, "label": [[-1, 3, "A"]]},
        {"text": TEXT, "label": [[3, 3, "A"]]},
        {"text": TEXT, "label": [[8, 3, "A"]]},
        {"text": TEXT, "label": [[0, 99, "A"]]},
        {"text": TEXT, "label": [[False, 3, "A"]]},
        {"text": TEXT, "label": [[0.5, 3, "A"]]},
        {"text": TEXT, "label": [[0, 3, None]]},
        {"text": TEXT, "label": ["a"], "article": "a-1", "unit": "u001", "start": "1e5"},
        {"text": TEXT, "label": ["a"], "article": "a-1", "unit": "u001", "start": "0", "annotator": 3},
        {
            "text": TEXT,
            "label": ["a"],
            "article": "a-1",
            "unit": "u001",
            "start": "0",
            "annotator": "x",
            "attributes": "{",
        },
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_kept(tmp_path: Path, value: Mapping[str, object]) -> None:
    good = {"text": TEXT, "label": ["news"]}
    path = file_of(tmp_path, good, value, [], good)
    assert [label.label for label in labels_in(IMPORTER, path)] == ["news", "news"]
    refused = refusals(IMPORTER, path)
    assert list(refused) == ["line 2", "line 3"]
    assert all("\n" not in reason and len(reason) < 300 for reason in refused.values())


def test_relations_are_told(tmp_path: Path) -> None:
    entity = {"id": 1, "label": "PUMP", "start_offset": 4, "end_offset": 8}
    value = {"text": TEXT, "entities": [entity], "relations": [{"id": 1, "from_id": 1, "to_id": 1}]}
    path = file_of(tmp_path, value)
    assert [label.passages for label in labels_in(IMPORTER, path)] == [(PERSON,)]
    assert "relations" in refusals(IMPORTER, path)["line 1"]


def test_a_folder_or_archive_without_labels_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(AnnotatorError, match="no file of this format"):
        list(IMPORTER.read(tmp_path / "empty"))
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(AnnotatorError, match=r"torn\.zip"):
        list(IMPORTER.read(tmp_path / "torn.zip"))
    (tmp_path / "nothing.jsonl").write_bytes(b"")
    with pytest.raises(AnnotatorError, match="empty"):
        list(IMPORTER.read(tmp_path / "nothing.jsonl"))
