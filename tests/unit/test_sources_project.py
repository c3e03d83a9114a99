"""The source register in a project: what `annotator check` and `annotator merge` make of it."""

import shutil
from pathlib import Path

import pytest

from annotator.project import Project
from schemas import Reliability
from tests.unit.commandline import CommandLine, make_project


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def ours(tmp_path: Path) -> Project:
    return make_project(tmp_path)


@pytest.fixture
def theirs(ours: Project, tmp_path: Path) -> Project:
    shutil.copytree(ours.root, tmp_path / "laptop")
    return Project.open(tmp_path / "laptop")


def name_source(project: Project, source_id: str, via: tuple[str, ...] = ()) -> None:
    """Say who the sourced sentence of the article quotes."""
    article = project.article("council")
    labelling = project.labelling(article, "Ana")
    labelling.set_source(article.unit("u003"), source_id, via)
    labelling.store.close()


def test_check_finds_labels_that_name_nobody(annotator: CommandLine, ours: Project) -> None:
    mayor = ours.sources.add("Ada Brook", "Ana", aliases=["the mayor"])
    name_source(ours, mayor.id)
    assert annotator("check", "--project", ours.root).code == 0
    name_source(ours, "nobody-00000000", (mayor.id, "agency-00000000"))
    ran = annotator("check", "--project", ours.root, "--json")
    assert ran.code == 1
    found = [(one["entry"], one["problem"]) for one in ran.json["findings"]]
    assert found == [
        ("u003", "the source 'nobody-00000000' is not in the register"),
        ("u003", "the source 'agency-00000000' is not in the register"),
    ]


def test_check_finds_a_damaged_register_and_names_it_once(annotator: CommandLine, ours: Project) -> None:
    name_source(ours, ours.sources.add("Ada Brook", "Ana").id)
    whole = ours.sources.path.read_bytes()
    ours.sources.path.write_bytes(whole.replace(b"Ada Brook", b"Ada Block", 1))
    ran = annotator("check", "--project", ours.root)
    assert ran.code == 1
    assert ran.out.count("the checksum is wrong") == 1
    ours.sources.path.write_bytes(whole.replace(b'"schema_version": 1', b'"schema_version": 99'))
    ran = annotator("check", "--project", ours.root)
    assert ran.code == 1
    assert "made by a newer Annotator" in ran.out
    assert "not in the register" not in ran.out


def test_merge_brings_sources_over_and_tells_conflicts(
    annotator: CommandLine, ours: Project, theirs: Project
) -> None:
    mayor = theirs.sources.add("Ada Brook", "Ben")
    ran = annotator("merge", theirs.root, "--project", ours.root)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("added: sources.json (1 source)\n")
    assert dict(ours.sources.entries) == {mayor.id: mayor}
    ours.sources.change(mayor.id, "Ana", reliability=Reliability.USUALLY)
    theirs.sources.change(mayor.id, "Ben", reliability=Reliability.FAIRLY)
    theirs.sources.add("Port office", "Ben")
    ran = annotator("merge", theirs.root, "--project", ours.root)
    assert ran.code == 1
    assert "joined: sources.json (2 sources)" in ran.out
    assert "'Ada Brook' was changed here and in the other copy (reliability); theirs is kept" in ran.err
    assert ours.sources.entries[mayor.id].reliability is Reliability.FAIRLY
    assert annotator("merge", theirs.root, "--project", ours.root).code == 0
    assert annotator("check", "--project", ours.root).code == 0


def test_a_damaged_register_elsewhere_is_left(annotator: CommandLine, ours: Project, theirs: Project) -> None:
    theirs.sources.path.write_text("{}")
    ran = annotator("merge", theirs.root, "--project", ours.root)
    assert ran.code == 1
    assert "left: " in ran.err
    assert not ours.sources.path.exists()
