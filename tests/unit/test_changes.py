"""Whether anything in a project has changed."""

import os
from pathlib import Path

import pytest

from annotator.changes import state_of
from annotator.project import Project
from annotator.sample import copy_sample


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.open(copy_sample(tmp_path / "sample"))


def test_reading_changes_nothing(project: Project) -> None:
    before = state_of(project.root)
    project.compare(bootstrap=0)
    with project.store(project.article("vasse"), "Ilse"):
        assert state_of(project.root) == before  # a lock is no change


@pytest.mark.parametrize(
    "path",
    [
        "annotator.toml",
        "codebook.toml",
        "corpus/new.json",
        "annotations/ilse/new.json",
        "annotations/sources.json",
    ],
)
def test_a_file_that_is_new_or_longer_is_a_change(project: Project, path: str) -> None:
    states = [state_of(project.root)]
    for _ in range(2):
        with (project.root / path).open("a", encoding="utf-8") as file:
            file.write("\n")
        states.append(state_of(project.root))
    assert len({*states}) == 3


def test_a_file_of_the_same_length_or_gone_is_a_change(project: Project) -> None:
    article = next((project.root / "corpus").glob("*.json"))
    before = state_of(project.root)
    os.utime(article, ns=(0, 0))
    written = state_of(project.root)
    article.unlink()
    assert len({before, written, state_of(project.root)}) == 3
