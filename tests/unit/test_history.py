"""`annotator history`: every change, for people and for programs."""

import re
from pathlib import Path

import pytest

from annotator.project import Project
from annotator.store.sealing import EVENTS_PER_SEAL, sealed_files
from schemas import Annotation, Cause, Event
from tests.unit.commandline import CommandLine, make_project
from tests.unit.labelled import record


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two annotators' imported labels, and what Ana made of the third sentence afterwards."""
    project = make_project(tmp_path)
    article = project.article("council")
    with project.store(article, "Ana") as store:
        store.save("u003", given(project, "opinion", comment="„hm“", flag=True))
        store.save("u003", given(project, "opinion", comment="hm", flag=True))
        store.undo()
        store.commit()
        store.save("u003", None)
    return project


def given(project: Project, label: str | None, **fields: object) -> Annotation:
    article = project.article("council")
    return record(article, "u003", "Ana", label, codebook=project.codebook.ref, **fields)


def files(project: Project) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}


def test_the_history_of_a_sentence(annotator: CommandLine, project: Project) -> None:
    before = files(project)
    ran = annotator("history", "council", "3", "--annotator", "ana", "--project", project.root)
    assert (ran.code, ran.err) == (0, "")
    title, sentence, _, *rows, _, count = ran.out.splitlines()
    assert title.startswith("Council approves reservoir · council-approves-reservoir-")
    assert sentence == "u003  Ada Brook, the mayor, said it would cost four million."
    assert ran.out.count("Ada Brook") == 1
    assert count == "5 changes"
    words = [re.sub(r" {2,}", "|", row) for row in rows]
    assert words[0] == "time|annotator|before|after|cause|also changed"
    assert [word.split("|", 1)[1] for word in words[1:]] == [
        "Ana|–|→|sourced|import",
        "Ana|sourced|→|opinion|key|flag, comment",
        "Ana|opinion|→|opinion|key|comment",
        "Ana|opinion|→|opinion|undo|comment",
        "Ana|opinion|→|–|key",
    ]
    assert len({row.index("→") for row in rows[1:]}) == 1, "aligned"
    assert files(project) == before


def test_the_history_of_an_article_names_units_and_annotators(
    annotator: CommandLine, project: Project
) -> None:
    ran = annotator("history", "council", "--project", project.root)
    assert ran.code == 0
    rows = [re.split(r" {2,}", row) for row in ran.out.splitlines()[3:-2]]
    assert [row[1] for row in rows] == [*["Ana"] * 5, *["Ben Ito"] * 5, *["Ana"] * 4]
    assert [row[2] for row in rows[:5]] == ["u001", "u002", "u003", "u004", "u005"]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert ran.out.endswith("14 changes\n")


def test_the_history_as_json(annotator: CommandLine, project: Project) -> None:
    article = project.article("council")
    ran = annotator("history", "council", "u003", "--json", "--project", project.root)
    assert (ran.code, ran.json["article"], len(ran.json["events"])) == (0, article.id, 6)
    events = [Event.model_validate(event) for event in ran.json["events"]]
    assert events == [event for event in project.history(article) if event.unit == "u003"]
    assert [event.cause for event in events if event.annotator == "Ana"][2:] == [
        Cause.KEY,
        Cause.UNDO,
        Cause.KEY,
    ]


def test_sealed_history_is_included(annotator: CommandLine, project: Project) -> None:
    article = project.article("council")
    with project.store(article, "Ana") as store:
        for number in range(EVENTS_PER_SEAL):
            store.stage("u003", given(project, "unverified", comment=f"number {number}"), Cause.KEY)
        path = store.path
    assert sealed_files(path)
    events = annotator("history", "council", "3", "--json", "--project", project.root).json["events"]
    assert len(events) == EVENTS_PER_SEAL + 6
    assert [event["time"] for event in events] == sorted(event["time"] for event in events)


def test_it_is_read_while_somebody_labels(annotator: CommandLine, project: Project) -> None:
    with project.store(project.article("council"), "Ana") as store:
        store.save("u003", given(project, "opinion"))
        ran = annotator("history", "council", "3", "--annotator", "Ana", "--project", project.root)
        assert (ran.code, ran.out.splitlines()[-1]) == (0, "6 changes")


def test_a_damaged_file_hides_nobody_elses_history(annotator: CommandLine, project: Project) -> None:
    [file] = (project.root / "annotations" / "ana").glob("*.json")
    file.write_bytes(file.read_bytes()[:-40])
    before = files(project)
    ran = annotator("history", "council", "--project", project.root)
    assert ran.code == 1
    assert str(file) in ran.err
    assert ran.out.endswith("5 changes\n")
    assert files(project) == before


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["council", "99"], "has no sentence u099; they go from u001 to u005"),
        (["council", "first"], "'first' is no sentence; write its number, e.g. 12 or u012"),
        (["council", "--annotator", "dora"], "no labels by 'dora'"),
        (["nothing"], "no article 'nothing'"),
    ],
)
def test_what_is_not_there_is_said(
    annotator: CommandLine, project: Project, argv: list[str], words: str
) -> None:
    ran = annotator("history", *argv, "--project", project.root)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_an_article_that_nobody_labelled(annotator: CommandLine, project: Project) -> None:
    ran = annotator("history", "harbour", "1", "--project", project.root)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "0 changes")
