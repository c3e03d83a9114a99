"""Label Studio: what we write comes back whole, and what it exports itself is understood."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from annotator.errors import AnnotatorError
from annotator.interop import ExportOptions, Request, Split, export
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Refused
from annotator.interop.importers import importer_of
from annotator.interop.label_studio_reader import IMPORTER
from schemas import GOLD, LabelledArticle
from tests.unit.flats import read_back, refusals, said_in, written
from tests.unit.nasty import LABELS, NASTY_CODEBOOK, articles, nasty

TEXT = "Der Bürgermeister 👩‍👩‍👧 log. Nobody came."


def tasks(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((path / "tasks.json").read_bytes())
    return found


def task(*annotations: object, **fields: object) -> dict[str, object]:
    return {"id": 7, "data": {"text": TEXT}, "annotations": list(annotations), **fields}


def choice(label: str, name: str = "sentiment", **value: object) -> dict[str, object]:
    return {
        "id": "a",
        "from_name": name,
        "to_name": "text",
        "type": "choices",
        "value": {"choices": [label], **value},
    }


def region(start: object, end: object, *labels: object, **value: object) -> dict[str, object]:
    return {
        "id": "b",
        "from_name": "ner",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "labels": list(labels), **value},
    }


def done(*result: object, **fields: object) -> dict[str, object]:
    return {"id": 3, "completed_by": 1, "result": list(result), "was_cancelled": False, **fields}


def file_of(tmp_path: Path, content: object, name: str = "export.json") -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def read(path: Path) -> list[ForeignText | Refused]:
    assert importer_of(path) is IMPORTER
    return list(IMPORTER.read(path))


def labels_in(path: Path) -> list[ForeignLabel]:
    return [label for found in read(path) if isinstance(found, ForeignText) for label in found.labels]


def test_everything_that_was_said_comes_back(tmp_path: Path) -> None:
    given_article = nasty()
    said, _ = read_back(IMPORTER, written(tmp_path, "label-studio", [given_article]))
    assert said == said_in([given_article])


@settings(max_examples=60, deadline=None)
@given(articles())
def test_everything_that_was_said_comes_back_of_any_article(
    tmp_path_factory: pytest.TempPathFactory, one: LabelledArticle
) -> None:
    said, _ = read_back(IMPORTER, written(tmp_path_factory.mktemp("out"), "label-studio", [one]))
    assert said == said_in([one])


def test_a_task_has_the_sentence_its_place_and_its_neighbours(tmp_path: Path) -> None:
    given_article = nasty()
    article = given_article.article
    found = tasks(written(tmp_path, "label-studio", [given_article]))
    assert [one["data"]["text"] for one in found] == [article.unit_text(unit) for unit in article.units]
    for number, (one, unit) in enumerate(zip(found, article.units, strict=True)):
        data = one["data"]
        assert (data["article"], data["unit"], data["start"]) == (article.id, unit.id, unit.start)
        assert data["before"] == (found[number - 1]["data"]["text"] if number else "")
        assert data["title"] == article.title
    assert found[-1]["data"]["state"] == "unlabelled"
    assert not found[-1]["annotations"] and not found[-1]["predictions"]


def test_gold_is_the_ground_truth_and_annotators_are_apart(tmp_path: Path) -> None:
    for one in tasks(written(tmp_path, "label-studio", [nasty()]))[:-3]:
        assert [answer["ground_truth"] for answer in one["annotations"]] == [True]
        assert [answer["model_version"] for answer in one["predictions"]] == ["Ann", "Zoë"]
        assert one["data"]["state"] in ("unanimous", "majority", "decided", "declined")


def test_every_region_has_an_id_of_its_own_and_the_words_it_marks(tmp_path: Path) -> None:
    for one in tasks(written(tmp_path, "label-studio", [nasty()])):
        regions = [
            found for answer in (*one["annotations"], *one["predictions"]) for found in answer["result"]
        ]
        assert len({found["id"] for found in regions}) == len(regions)
        for found in regions:
            value = found["value"]
            if found["type"] == "labels":
                assert one["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_the_configuration_declares_all_that_is_used(tmp_path: Path) -> None:
    output = written(tmp_path, "label-studio", [nasty()])
    config = ElementTree.parse(output / "label_config.xml").getroot()
    declared: dict[str, set[str]] = {
        control.attrib["name"]: {value.attrib["value"] for value in control}
        for tag in ("Choices", "Labels", "TextArea")
        for control in config.iter(tag)
    }
    assert declared["label"] == set(LABELS)
    for one in tasks(output):
        for answer in (*one["annotations"], *one["predictions"]):
            for found in answer["result"]:
                used = found["value"].get(found["type"], [])
                assert set(used) <= declared[found["from_name"]]


def test_annotators_whose_users_are_known_are_annotations_of_theirs(tmp_path: Path) -> None:
    users = {"Ann": "ann@example.org", "Zoë": "12"}
    given_article = nasty()
    request = Request("label-studio", options=ExportOptions(users=users))
    export([given_article], NASTY_CODEBOOK, request, tmp_path / "out")
    one = tasks(tmp_path / "out")[0]
    by = [answer.get("completed_by") for answer in one["annotations"]]
    assert by == [{"email": "ann@example.org"}, 12, None]
    assert not one["predictions"]
    said, _ = read_back(IMPORTER, tmp_path / "out")
    assert said == said_in([given_article])


def test_gold_asked_for_by_name_is_the_ground_truth(tmp_path: Path) -> None:
    export([nasty()], NASTY_CODEBOOK, Request("label-studio", annotators=(GOLD,)), tmp_path / "out")
    for one in tasks(tmp_path / "out")[:-3]:
        assert [answer["ground_truth"] for answer in one["annotations"]] == [True]
        assert not one["predictions"]


def test_parts_have_a_file_each_even_if_nothing_is_in_it(tmp_path: Path) -> None:
    one = nasty()
    split = Split(parts=("train", "test"), part_of={one.article.id: "train"})
    export([one], NASTY_CODEBOOK, Request("label-studio", split=split), tmp_path / "out")
    assert tasks(tmp_path / "out" / "test") == []
    assert {found["data"]["part"] for found in tasks(tmp_path / "out" / "train")} == {"train"}
    said, _ = read_back(IMPORTER, tmp_path / "out")
    assert said == said_in([one])


def test_the_same_labels_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (written(tmp_path, "label-studio", [nasty()]) for _ in range(2))
    for name in ("tasks.json", "label_config.xml"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_a_full_export_of_label_studio_is_read(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        [
            task(
                done(choice("Lie"), region(18, 24, "Person"), completed_by={"id": 2, "email": "a@b.org"}),
                done(choice("True"), ground_truth=True),
                predictions=[5, 6],
                drafts=[],
                meta={},
            )
        ],
    )
    (found,) = read(path)
    assert isinstance(found, ForeignText)
    assert found.text == TEXT and found.start is None
    first, second = found.labels
    assert (first.label, first.annotator) == ("Lie", "a@b.org")
    assert first.passages == (Passage(18, 24, "Person"),)
    assert (first.start, first.end) == (None, None)
    assert (second.label, second.annotator) == ("True", GOLD)


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ({"completed_by": 4}, "4"),
        ({"completed_by": {"id": 4, "email": "x@y.org", "first_name": ""}}, "x@y.org"),
        ({"completed_by": {"id": 4}}, "4"),
        ({"completed_by": None, "created_username": " x@y.org, 4"}, "x@y.org"),
        ({"completed_by": None}, ""),
        ({"completed_by": [1]}, ""),
    ],
)
def test_whoever_completed_an_annotation_is_named_in_every_version(
    tmp_path: Path, by: dict[str, object], name: str
) -> None:
    (label,) = labels_in(file_of(tmp_path, [task(done(choice("Lie"), **by))]))
    assert label.annotator == name


def test_completions_of_old_versions_are_read_from_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "completions"
    folder.mkdir()
    for number in range(2):
        old = {"id": number, "data": {"text": TEXT}, "completions": [{"id": 1, "result": [choice("Lie")]}]}
        file_of(folder, old, f"{number}.json")
    (folder / "config.json").write_text('{"title": "no task"}')
    assert [label.label for label in labels_in(folder)] == ["Lie", "Lie"]


def test_json_min_is_read(tmp_path: Path) -> None:
    flat = {
        "text": TEXT,
        "id": 1,
        "sentiment": "Lie",
        "ner": [{"start": 18, "end": 24, "text": TEXT[18:24], "labels": ["Person"]}],
        "annotator": 3,
        "annotation_id": 9,
        "created_at": "2031-03-04T12:00:00Z",
        "lead_time": 2.5,
    }
    (label,) = labels_in(file_of(tmp_path, [flat]))
    assert (label.label, label.annotator, label.passages) == ("Lie", "3", (Passage(18, 24, "Person"),))
    nobody = dict.fromkeys(flat) | {"text": TEXT, "id": 2}
    del nobody["sentiment"], nobody["ner"]
    assert labels_in(file_of(tmp_path, [nobody])) == []
    several = flat | {"sentiment": {"choices": ["Lie", "True"]}}
    assert "2 labels" in refusals(IMPORTER, file_of(tmp_path, [several]))["item 1"]
    unknown = {key: value for key, value in flat.items() if key not in ("sentiment", "ner")}
    assert "no label" in refusals(IMPORTER, file_of(tmp_path, [unknown]))["item 1"]


def test_our_tasks_come_back_through_json_min(tmp_path: Path) -> None:
    one = next(one for one in tasks(written(tmp_path, "label-studio", [nasty()])))
    result = one["predictions"][0]["result"]
    flat = {**one["data"], "id": 1, "annotator": 1, "annotation_id": 1}
    for found in result:
        if found["type"] == "labels":
            flat.setdefault(found["from_name"], []).append(found["value"])
        else:
            flat[found["from_name"]] = found["value"][found["type"].replace("textarea", "text")][0]
    (label,) = labels_in(file_of(tmp_path, [flat]))
    expected = said_in([nasty()])[one["data"]["article"], one["data"]["unit"], "Ann"]
    start = one["data"]["start"]
    assert label.label == expected.label
    assert label.attributes == expected.attributes
    assert tuple(passage.moved(start) for passage in label.passages) == expected.passages


def test_cancelled_annotations_and_models_predictions_are_no_labels(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        [
            task(
                done(choice("Lie"), was_cancelled=True),
                done(choice("True")),
                predictions=[{"model_version": "bert", "result": [choice("Lie")]}],
            )
        ],
    )
    assert [label.label for label in labels_in(path)] == ["True"]
    refused = refusals(IMPORTER, path)
    assert "skipped" in refused["item 1, annotation 1"]
    assert "model" in refused["item 1, prediction 1"]


def test_of_several_controls_the_one_called_label_has_the_label(tmp_path: Path) -> None:
    named = [task(done(choice("Lie", "label"), choice("angry", "tone")))]
    (label,) = labels_in(file_of(tmp_path, named))
    assert (label.label, label.attributes) == ("Lie", {"tone": "angry"})
    # A label is never guessed, also where an annotation happens to have one control only.
    unnamed = [task(done(choice("Lie", "truth"))), task(done(choice("angry", "tone")))]
    path = file_of(tmp_path, unnamed)
    assert labels_in(path) == []
    assert all("'tone', 'truth'" in reason for reason in refusals(IMPORTER, path).values())


def test_regions_that_stand_as_sentences_are_labels_of_those(tmp_path: Path) -> None:
    first, second = TEXT.index("."), TEXT.index("Nobody")
    result = [region(0, first + 1, "biased"), region(second, len(TEXT), "fair"), region(4, 17, "Person")]
    labels = labels_in(file_of(tmp_path, [task(done(*result))]))
    assert [(label.label, label.start, label.end) for label in labels] == [
        ("biased", 0, first + 1),
        ("fair", second, len(TEXT)),
    ]
    assert labels[0].passages == (Passage(4, 17, "Person"),)


def test_choices_of_a_region_are_the_label_of_its_stretch(tmp_path: Path) -> None:
    (label,) = labels_in(file_of(tmp_path, [task(done(choice("Lie", start=4, end=17)))]))
    assert (label.label, label.start, label.end) == ("Lie", 4, 17)


@pytest.mark.parametrize(
    "result",
    [
        [region(-1, 4, "A")],
        [region(4, 4, "A")],
        [region(9, 4, "A")],
        [region(4, 400, "A")],
        [region(True, 4, "A")],
        [region(1.5, 4, "A")],
        [region(None, None, "A")],
        [region("/div[1]/text()[1]", "/div[1]/text()[1]", "A")],
        [region(10**400, 4, "A")],
        [region(1, 4)],
        [region(1, 4, None)],
        [region(1, 4, "A", text="other words")],
        [choice("A"), choice("B")],
        [{"type": "choices", "from_name": "sentiment", "value": {"choices": [{}]}}],
        [{"type": "choices", "from_name": "sentiment", "value": []}],
        ["x"],
        {"a": 1},
        None,
    ],
)
def test_a_bad_annotation_is_refused_and_the_others_are_kept(tmp_path: Path, result: object) -> None:
    bad = {"completed_by": 1, "result": result}
    path = file_of(tmp_path, [task(bad, done(choice("True")))])
    assert [label.label for label in labels_in(path)] == ["True"]
    refused = refusals(IMPORTER, path)
    assert list(refused) == ["item 1, annotation 1"]
    assert all("\n" not in reason and len(reason) < 300 for reason in refused.values())


def test_what_has_no_place_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    extra = [
        {"from_id": "a", "to_id": "b", "type": "relation", "direction": "right"},
        {"type": "brushlabels", "from_name": "x", "value": {"rle": [1]}},
        {"type": "textarea", "from_name": "why", "value": {"text": ["since", "so"]}},
    ]
    path = file_of(tmp_path, [task(done(choice("Lie"), *extra))])
    (label,) = labels_in(path)
    assert (label.label, label.attributes) == ("Lie", {"why": "since\nso"})
    reasons = [found.reason for found in read(path) if isinstance(found, Refused)]
    assert len(reasons) == 2 and "relations" in reasons[1]


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '[{"data": ' * 30_000,
        '[{"data": {"text": "a"}, "data": {"text": "b"}}]',
        '[{"data": {"text": "a", "text": "b"}}]',
        '[{"data": {"image": "a.png", "url": "b"}}]',
        '[{"data": {}}]',
        '[{"data": {"text": "a"}, "annotations": [{"result": [',
        "[1, null, []]",
        "nonsense",
        "\x00\x01",
    ],
)
def test_hostile_files_give_lines_and_no_label(tmp_path: Path, content: str) -> None:
    path = file_of(tmp_path, content)
    try:
        found = list(IMPORTER.read(path))
    except AnnotatorError as error:
        assert "\n" not in str(error)
        return
    assert found
    assert all(isinstance(one, Refused) and "\n" not in one.reason for one in found)


def test_good_tasks_among_bad_ones_are_kept_whatever_the_encoding(tmp_path: Path) -> None:
    content = json.dumps([task(done(choice("Lie"))), 5, {"data": 1}, task(done(choice("True")))])
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path = tmp_path / "export.json"
        path.write_bytes(content.encode(encoding))
        assert importer_of(path) is IMPORTER
        found = [
            label.label for one in IMPORTER.read(path) if isinstance(one, ForeignText) for label in one.labels
        ]
        assert found == ["Lie", "True"]
        assert list(refusals(IMPORTER, path)) == ["item 2", "item 3"]
