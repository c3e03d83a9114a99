"""`annotator export` with its options, on a project on the disk."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.interop import EXPORTERS, Request, export
from annotator.project import Project
from annotator.store import retest_path
from schemas import GOLD
from tests.unit.commandline import CommandLine, make_project
from tests.unit.nasty import NASTY_CODEBOOK, nasty


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path)
    made.adjudication("Dee").fill()
    monkeypatch.chdir(made.root)
    return made


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def manifest(out: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((out / "manifest.json").read_bytes())
    return told


def test_gold_comes_beside_the_annotators_or_alone(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    both, alone = tmp_path / "both", tmp_path / "alone"
    assert annotator("export", "--format", "jsonl", "--output", both).code == 0
    assert {row["annotator"] for row in rows(both / "labels.jsonl")} == {"Ana", "Ben Ito"}
    assert {row["annotator"] for row in rows(both / "gold.jsonl")} == {GOLD}
    assert annotator("export", "--format", "jsonl", "--output", alone, "--gold").code == 0
    assert {row["annotator"] for row in rows(alone / "labels.jsonl")} == {GOLD}
    assert manifest(alone)["annotators"] == [GOLD]
    assert manifest(both)["content_sha256"] != manifest(alone)["content_sha256"]
    twice = annotator("export", "--format", "jsonl", "--output", both, "--gold", "--all")
    assert twice.code == 2


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        ((), b'"article"'),
        (("--excel",), b'\xef\xbb\xbf"article"'),
        (("--no-guard",), b'"article"'),
    ],
)
def test_csv_for_excel_and_for_programs(
    annotator: CommandLine, project: Project, tmp_path: Path, options: tuple[str, ...], begins: bytes
) -> None:
    article = project.article("council")
    record = project.labelled(article, "Ana").labels["Ana"]["u001"]
    project.save(article, record.model_copy(update={"comment": "=1+1"}))
    out = tmp_path / "out"
    assert annotator("export", "--format", "csv", "--output", out, *options).code == 0
    data = (out / "labels.csv").read_bytes()
    assert data.startswith(begins)
    unguarded = "--no-guard" in options
    assert (b'"=1+1"' in data, b'"\'=1+1"' in data) == (unguarded, not unguarded)
    assert manifest(out)["formula_guard"] == (None if unguarded else "'")


def test_strict_writes_nothing_where_something_would_be_left_out(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    whole = annotator("export", "--format", "jsonl", "--output", tmp_path / "whole", "--strict")
    assert whole.code == 0
    next(project.root.glob("annotations/ben-ito/council*.json")).write_text("{")
    ran = annotator("export", "--format", "jsonl", "--output", tmp_path / "out", "--strict")
    assert (ran.code, ran.out) == (2, "")
    assert "nothing was written: --strict, and 1 file that cannot be read would be left out" in ran.err
    assert not (tmp_path / "out").exists()


def test_users_of_the_other_tool_are_read_and_not_told(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    users = tmp_path / "users.toml"
    users.write_text('"Ana" = "ana@example.org"\n"Ben Ito" = "ben@example.org"\n', encoding="utf-8")
    out = tmp_path / "out"
    assert annotator("export", "--format", "csv", "--output", out, "--users", users).code == 0
    assert manifest(out)["options"]["users"] == {}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Ana = 3\n", "'Ana' has no user"),
        ("[users]\nAna = 'a'\n", "'users' has no user"),
        ("Ana is a@example.org", "is no TOML"),
        ("\udcff", "is no TOML"),
    ],
)
def test_a_bad_file_of_users_is_one_clear_line(
    annotator: CommandLine, project: Project, tmp_path: Path, content: str, problem: str
) -> None:
    users = tmp_path / "users.toml"
    users.write_bytes(content.encode(errors="surrogateescape"))
    ran = annotator("export", "--format", "jsonl", "--output", tmp_path / "out", "--users", users)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert problem in ran.err and str(users) in ran.err
    ran = annotator("export", "--format", "jsonl", "--output", tmp_path / "out", "--users", tmp_path / "no")
    assert (ran.code, "cannot be read" in ran.err) == (2, True)


def test_for_programs_the_command_gives_the_manifest(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    ran = annotator("export", "--format", "csv", "--output", tmp_path / "out", "--json")
    assert ran.code == 0
    assert ran.json["manifest"] == manifest(tmp_path / "out")
    assert ran.json["output"] == str(tmp_path / "out")


def label_again(project: Project) -> Path:
    """Let Ana label a sentence once more; gives the file of her second pass."""
    article = project.article("council")
    second = project.retest_labelling(article, "Ana", ["u002"])
    second.label(article.units[1], "opinion")
    second.commit()
    second.store.close()
    return retest_path(project.root, "Ana", article.id)


def test_second_passes_have_a_file_of_their_own(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    label_again(project)
    assert annotator("export", "--format", "jsonl", "--output", tmp_path / "out").code == 0
    [row] = rows(tmp_path / "out" / "retest.jsonl")
    assert (row["annotator"], row["unit"], row["label"]) == ("Ana", "u002", "opinion")
    assert len(rows(tmp_path / "out" / "labels.jsonl")) == 10
    assert annotator("export", "--format", "csv", "--output", tmp_path / "csv").code == 0
    assert manifest(tmp_path / "csv")["loses"][-1] == "second passes"
    hidden = annotator("export", "--format", "jsonl", "--output", tmp_path / "hidden", "--pseudonyms")
    assert hidden.code == 0
    [row] = rows(tmp_path / "hidden" / "retest.jsonl")
    assert row["annotator"].startswith("annotator_")


def test_a_damaged_second_pass_is_named_and_left_out(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    file = label_again(project)
    file.write_text("{")
    ran = annotator("export", "--format", "jsonl", "--output", tmp_path / "out")
    assert (ran.code, str(file) in ran.err) == (1, True)
    assert len(rows(tmp_path / "out" / "labels.jsonl")) == 10
    assert rows(tmp_path / "out" / "retest.jsonl") == []


def test_the_content_has_one_hash_in_all_formats_and_versions(tmp_path: Path) -> None:
    """A change of this hash says that all published datasets have become others: it needs a reason."""
    found = {
        name: export([nasty()], NASTY_CODEBOOK, Request(name), tmp_path / name).manifest.content_sha256
        for name, exporter in EXPORTERS.items()
        if exporter.info.installed
    }
    assert set(found.values()) == {"0e9e3eb0246ab380bd9a08005ead8ade9c40f72aec187995e227f10bd7b430bf"}


def test_the_hash_of_the_content_is_of_everything_that_is_said(tmp_path: Path) -> None:
    given = nasty()
    record = given.labels["Ann"]["u001"]
    changed = given.model_copy(
        update={
            "labels": {
                **given.labels,
                "Ann": {**given.labels["Ann"], "u001": record.model_copy(update={"seconds": 1.25})},
            }
        }
    )
    requests = [Request("jsonl"), Request("jsonl", names={"Ann": "annotator_1"}), Request("jsonl", ("Ann",))]
    hashes = [
        export([one], NASTY_CODEBOOK, request, tmp_path / str(place)).manifest.content_sha256
        for place, (one, request) in enumerate([(changed, requests[0]), *((given, one) for one in requests)])
    ]
    assert len(set(hashes)) == len(hashes)
