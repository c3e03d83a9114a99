"""`annotator suggest`, and `Project.suggestions`."""

from pathlib import Path

import pytest

from annotator.codebook import CODEBOOK_FILE, default_codebook_text
from annotator.project import Project
from tests.unit.commandline import CommandLine, make_project

STORY = """\
Ada Brook, the mayor, boasted that the bridge was safe.

It was closed on Monday in Hollin.

Nobody came.
"""


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in a folder that is no project."""
    (tmp_path / "outside").mkdir()
    monkeypatch.chdir(tmp_path / "outside")
    file = tmp_path / "outside" / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


def test_a_file_as_json(annotator: CommandLine, story: Path) -> None:
    ran = annotator("suggest", story, "--json")
    assert ran.code == 0
    said, closed, came = ran.json["units"]
    assert (said["id"], said["start"], said["end"], said["label"]) == ("u001", 0, 55, "sourced")
    assert said["confidence"] > 0.9
    assert "boasted" in said["reason"]
    (one,) = said["attributions"]
    assert one["source"] == {"start": 0, "end": 20, "text": "Ada Brook, the mayor"}
    assert one["cue"] == {"start": 22, "end": 29, "text": "boasted"}
    assert [span["text"] for span in one["content"]] == ["the bridge was safe"]
    assert one["source_type"] == "named_person"
    assert [(mark["kind"], mark["span"]["text"]) for mark in said["bias"]] == [("epistemological", "boasted")]
    assert (closed["label"], closed["attributions"], closed["bias"]) == ("unverified", [], [])
    assert (came["label"], came["confidence"], came["reason"]) == (None, 0.0, "")


def test_a_file_for_people(annotator: CommandLine, story: Path) -> None:
    ran = annotator("suggest", story)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "1  s  Ada Brook, the mayor, boasted that the bridge was safe."
    assert "“boasted” says who said it (named person) (93 %)" in lines[1]
    assert "source: “Ada Brook, the mayor” (named person)" in lines[2]
    assert "3  ·  Nobody came." in lines
    assert "u unverified" in lines[-1]


def test_an_article_of_the_project(annotator: CommandLine, tmp_path: Path) -> None:
    project = make_project(tmp_path)
    ran = annotator("suggest", "reservoir", "--project", project.root, "--json")
    assert ran.code == 2  # its title, and so its id, begins otherwise
    ran = annotator("suggest", "council", "--project", project.root, "--json")
    assert ran.code == 0
    assert [unit["label"] for unit in ran.json["units"]][:3] == ["not_a_claim", "unverified", "sourced"]


def test_what_is_neither_file_nor_article_is_said_in_one_line(annotator: CommandLine, story: Path) -> None:
    ran = annotator("suggest", "nowhere.txt")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "nowhere.txt" in ran.err


def test_labels_that_the_codebook_lacks_are_not_offered(annotator: CommandLine, tmp_path: Path) -> None:
    project = make_project(tmp_path)
    own = (
        default_codebook_text()
        .replace('"unverified"', '"unattributed"')
        .replace('version = "1.0"', 'version = "2.0"')
    )
    (project.root / CODEBOOK_FILE).write_text(own, encoding="utf-8")
    article = project.article("council")
    labels = {one.label for one in Project(project.root).suggestions(article)}
    assert labels == {"not_a_claim", "sourced", "opinion"}
    ran = annotator("suggest", "council", "--project", project.root)
    assert ran.code == 0
    assert "2  ·  The town council approved the reservoir on Tuesday." in ran.out
