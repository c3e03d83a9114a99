"""`export --check`: a dataset is held against its manifest and read back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.interop import ExportOptions, Request, Split, export, formats
from annotator.interop.checking import check_dataset
from annotator.interop.importers import IMPORTERS
from schemas import GOLD
from tests.unit.commandline import CommandLine, make_project
from tests.unit.labelled import labelled
from tests.unit.nasty import NASTY_CODEBOOK, nasty

FORMATS = [info.name for info in formats() if info.installed]


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def write(output: Path, request: Request) -> Path:
    export([nasty(), labelled({"Ann": ["red"]}, "Second")], NASTY_CODEBOOK, request, output)
    return output


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_written_is_in_order(tmp_path: Path, format: str) -> None:
    assert check_dataset(write(tmp_path / "out", Request(format))) == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_gold_labels_alone_and_in_parts_are_in_order(tmp_path: Path, format: str) -> None:
    dealt = Split(("train", "test"), {nasty().article.id: "test"})
    assert check_dataset(write(tmp_path / "out", Request(format, (GOLD,), split=dealt))) == []


@pytest.mark.parametrize("format", [info.name for info in formats() if info.without_text and info.installed])
def test_datasets_without_text_are_in_order(tmp_path: Path, format: str) -> None:
    out = write(tmp_path / "out", Request(format, options=ExportOptions(text=False)))
    assert check_dataset(out) == []


def test_the_list_says_which_formats_are_read() -> None:
    told = {info.name for info in formats() if info.imported}
    assert told == IMPORTERS.keys() & {info.name for info in formats()}


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"red"', b'"RED"', 1))


@pytest.mark.parametrize(
    ("format", "file", "spoil", "problem"),
    [
        ("jsonl", "labels.jsonl", change, "labels.jsonl: is not as it was written; its hash differs"),
        ("csv", "gold.csv", cut_off, "gold.csv: is not as it was written"),
        ("jsonl", "units.jsonl", Path.unlink, "units.jsonl: cannot be read (No such file"),
        ("csv", "notes.txt", Path.touch, "notes.txt: does not belong to the dataset"),
    ],
)
def test_what_is_not_in_order_is_named(
    tmp_path: Path, format: str, file: str, spoil: Callable[[Path], None], problem: str
) -> None:
    out = write(tmp_path / "out", Request(format))
    spoil(out / file)
    (found,) = check_dataset(out)
    assert problem in found


def rewrite(out: Path, **changes: object) -> None:
    path = out / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | changes), encoding="utf-8")


def test_labels_that_are_not_read_back_are_counted(tmp_path: Path) -> None:
    out = write(tmp_path / "out", Request("jsonl"))
    rewrite(out, labels={"Ann": 14, "Zoë": 12})
    assert check_dataset(out) == [f"{out}: 11 labels by Zoë are read back, 12 were written"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "is missing or damaged"),
        ("[" * 100_000, "is missing or damaged"),
        ('{"tool": {"name": "other"}}', "no dataset that annotator wrote"),
        ('{"tool": {"name": "annotator"}, "manifest_version": 2}', "written by a newer version"),
        ('{"tool": {"name": "annotator"}, "manifest_version": 1, "files": 3}', "is damaged"),
    ],
)
def test_what_is_no_dataset_is_one_clear_line(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(AnnotatorError, match=problem) as caught:
        check_dataset(tmp_path)
    assert "\n" not in str(caught.value)


def test_the_command_checks_what_it_wrote_and_what_is_there(annotator: CommandLine, tmp_path: Path) -> None:
    project, out = make_project(tmp_path), tmp_path / "out"
    ran = annotator(
        "export", "--project", project.root, "--format", "jsonl", "--output", out, "--check", "--json"
    )
    assert (ran.code, ran.json["problems"]) == (0, [])
    assert ran.json["manifest"]["format"] == "jsonl"
    assert annotator("export", "--check", "--output", out).out == f"{out}: in order\n"
    change(out / "articles.jsonl")
    cut_off(out / "labels.jsonl")
    spoiled = annotator("export", "--check", "--output", out)
    assert (spoiled.code, spoiled.out) == (1, "")
    assert "labels.jsonl: is not as it was written" in spoiled.err
    assert annotator("export", "--check", "--output", tmp_path).code == 2
