"""Label Studio's own library reads the configuration and finds every annotation valid."""

import json
import warnings
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.interop import ExportOptions, Request, export
from schemas import LabelledArticle
from tests.unit.nasty import NASTY_CODEBOOK, articles, nasty

pytest.importorskip("label_studio_sdk", reason="needs the extra `readers`")
pytestmark = pytest.mark.filterwarnings("ignore")  # of the library's own dependencies


def interface_of(config: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from label_studio_sdk.label_interface.interface import LabelInterface

        return LabelInterface(config)


def exported(folder: Path, article: LabelledArticle, **users: str) -> tuple[Any, list[dict[str, Any]]]:
    """Give the configuration as the library reads it, and the tasks."""
    request = Request("label-studio", options=ExportOptions(users=users))
    export([article], NASTY_CODEBOOK, request, folder)
    found = json.loads((folder / "tasks.json").read_bytes())
    return interface_of((folder / "label_config.xml").read_text(encoding="utf-8")), found


def offset_problems(task: dict[str, Any]) -> list[str]:
    """Check what the library does not: that regions are in the text and hold the words that they say."""
    text, problems = task["data"]["text"], []
    for answer in (*task["annotations"], *task["predictions"]):
        for region in answer["result"]:
            value = region["value"]
            if region["type"] == "labels" and not (
                type(value["start"]) is type(value["end"]) is int
                and 0 <= value["start"] < value["end"] <= len(text)
                and text[value["start"] : value["end"]] == value["text"]
            ):
                problems.append(f"{region}")
    return problems


def problems_of(interface: Any, tasks: list[dict[str, Any]]) -> list[str]:
    found = [problem for task in tasks for problem in offset_problems(task)]
    for task in tasks:
        for answer in (*task["annotations"], *task["predictions"]):
            # Annotations have the form of predictions, but for keys that those do not know.
            as_prediction = {"model_version": "any", "score": 0.5, "result": answer["result"]}
            found += interface.validate_prediction(as_prediction, return_errors=True)
    return found


def test_the_library_finds_every_annotation_valid(tmp_path: Path) -> None:
    interface, tasks = exported(tmp_path / "out", nasty())
    assert sum(len(task["annotations"]) + len(task["predictions"]) for task in tasks) == 37
    assert problems_of(interface, tasks) == []


def test_the_check_finds_what_is_wrong(tmp_path: Path) -> None:
    interface, tasks = exported(tmp_path / "out", nasty())
    region = tasks[0]["predictions"][0]["result"][0]
    assert region["type"] == "choices"
    region["value"]["choices"] = ["unheard of"]
    tasks[1]["predictions"][0]["result"][1]["value"]["end"] += 500
    assert len(problems_of(interface, tasks)) >= 2


def test_the_library_takes_annotations_of_users(tmp_path: Path) -> None:
    interface, tasks = exported(tmp_path / "out", nasty(), Ann="ann@example.org", Zoë="3")
    assert problems_of(interface, tasks) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_of_any_article(tmp_path_factory: pytest.TempPathFactory, one: LabelledArticle) -> None:
    interface, tasks = exported(tmp_path_factory.mktemp("ls") / "out", one)
    assert problems_of(interface, tasks) == []


def test_the_configuration_names_the_sentence_and_every_label(tmp_path: Path) -> None:
    interface, tasks = exported(tmp_path / "out", nasty())
    assert list(interface.get_control("label").labels) == list(NASTY_CODEBOOK.label_names)
    fields = {
        value.removeprefix("$")
        for tag in ElementTree.parse(tmp_path / "out" / "label_config.xml").iter()
        if (value := tag.attrib.get("value", "")).startswith("$")
    }
    assert fields <= tasks[0]["data"].keys()
