"""Datasets without text: no words in them, and what comes back is what the export with text has."""

import json
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.interop import ExportOptions, formats
from annotator.interop.checking import check_dataset
from annotator.project import Project
from tests.unit.commandline import CommandLine
from tests.unit.wholeproject import everything_written, whole_project

WITHOUT_TEXT = [form.name for form in formats() if form.without_text and form.installed]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return whole_project(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def bare(project: Project, output: Path, form: str = "jsonl", **options: bool) -> Path:
    project.export(form, output, options=ExportOptions(text=False, **options))
    return output


@pytest.mark.parametrize("form", WITHOUT_TEXT)
def test_no_sentence_is_in_a_dataset_without_text(project: Project, tmp_path: Path, form: str) -> None:
    bare(project, tmp_path / "bare", form)
    found = list(everything_written(tmp_path / "bare"))
    for article in project.articles:
        for unit in article.units:
            words = article.unit_text(unit)
            if words not in article.title:
                assert not [name for name, data in found if words.encode() in data]


@pytest.mark.parametrize("form", WITHOUT_TEXT)
def test_what_comes_back_is_the_export_with_text_byte_for_byte(
    project: Project, tmp_path: Path, form: str
) -> None:
    project.export(form, tmp_path / "full")
    bare(project, tmp_path / "bare", form)
    done = project.rehydrate(tmp_path / "bare", tmp_path / "back")
    assert (done.articles, done.missing, done.problems) == (3, 0, ())
    assert files(tmp_path / "bare") != files(tmp_path / "full")
    assert files(tmp_path / "back") == files(tmp_path / "full")
    assert check_dataset(tmp_path / "back") == []


@pytest.mark.parametrize("options", [{"excel": True}, {"guard": False}])
def test_csv_for_spreadsheets_and_for_programs_comes_back(
    project: Project, tmp_path: Path, options: dict[str, bool]
) -> None:
    project.export("csv", tmp_path / "full", options=ExportOptions(**options))
    project.rehydrate(bare(project, tmp_path / "bare", "csv", **options), tmp_path / "back")
    assert files(tmp_path / "back") == files(tmp_path / "full")


@pytest.mark.parametrize("form", WITHOUT_TEXT)
def test_a_dataset_with_a_split_comes_back(project: Project, tmp_path: Path, form: str) -> None:
    split = project.split("50/50", dry_run=True)
    project.export(form, tmp_path / "full", split=split)
    project.export(form, tmp_path / "bare", split=split, options=ExportOptions(text=False))
    assert project.rehydrate(tmp_path / "bare", tmp_path / "back").problems == ()
    assert files(tmp_path / "back") == files(tmp_path / "full")


def test_another_corpus_with_the_same_texts_serves_whatever_articles_are_called_there(
    project: Project, tmp_path: Path
) -> None:
    other = Project.create(tmp_path / "other")
    for number, article in enumerate(project.articles):
        file = tmp_path / f"other{number}.txt"
        file.write_text(article.text, encoding="utf-8")
        from annotator.ingest import Metadata

        assert [one.status.value for one in other.import_files([file], Metadata(title="X"))] == ["new"]
    assert set(other.article_ids()).isdisjoint(project.article_ids())
    project.export("jsonl", tmp_path / "full")
    assert other.rehydrate(bare(project, tmp_path / "bare"), tmp_path / "back").problems == ()
    assert files(tmp_path / "back") == files(tmp_path / "full")


@pytest.mark.parametrize("form", WITHOUT_TEXT)
def test_an_article_that_is_missing_is_named_and_the_others_come_back(
    project: Project, tmp_path: Path, run: CommandLine, form: str
) -> None:
    bare(project, tmp_path / "bare", form)
    gone = project.article_ids()[1]
    there = [project.article(name).units for name in project.article_ids() if name != gone]
    (project.corpus / f"{gone}.json").unlink()
    ran = run("rehydrate", tmp_path / "bare", "--output", tmp_path / "back", "--project", project.root)
    assert ran.code == 1
    assert ran.out == f"put the text of 2 of 3 articles back, into {tmp_path / 'back'}\n"
    assert ran.err == f"annotator: {gone}: its text is not in the corpus\n"
    assert check_dataset(tmp_path / "back") == []
    manifest = json.loads((tmp_path / "back" / "manifest.json").read_bytes())
    assert {"count": 1, "reason": "article whose text was not found"} in manifest["dropped"]
    said = (tmp_path / "back" / "README.md").read_text(encoding="utf-8")
    assert "The words of 1 article are **not** in it; those of the others are." in said
    if form == "jsonl":
        rows = [json.loads(row) for row in (tmp_path / "back" / "units.jsonl").read_text().splitlines()]
        assert sum(row["text"] is not None for row in rows) == sum(map(len, there))
        assert {row["text"] for row in rows if row["article"] == gone} == {None}


def test_the_command_tells_as_json_too(project: Project, tmp_path: Path, run: CommandLine) -> None:
    at = ("--output", tmp_path / "bare", "--project", project.root)
    assert run("export", "--format", "jsonl", "--no-text", *at).code == 0
    ran = run(
        "rehydrate", tmp_path / "bare", "--output", tmp_path / "back", "--json", "--project", project.root
    )
    assert ran.code == 0
    assert ran.json == {"output": str(tmp_path / "back"), "articles": 3, "missing": 0, "problems": []}


def resealed(dataset: Path, name: str, text: str) -> None:
    """Change a file as somebody would who also mends its hash in the manifest."""
    import hashlib

    (dataset / name).write_text(text, encoding="utf-8", newline="")
    manifest = json.loads((dataset / "manifest.json").read_bytes())
    for file in manifest["files"]:
        if file["name"] == name:
            file["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (dataset / "manifest.json").write_text(json.dumps(manifest))


def test_a_sentence_whose_hash_differs_is_named_and_stays_without_text(
    project: Project, tmp_path: Path
) -> None:
    bare(project, tmp_path / "bare")
    path = tmp_path / "bare" / "units.jsonl"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = json.loads(rows[0])
    moved = rows[0].replace(f'"end":{first["end"]}', f'"end":{first["end"] - 1}')
    outside = rows[1].replace('"end":', '"end":99999')
    resealed(tmp_path / "bare", "units.jsonl", "".join([moved, outside, *rows[2:]]))
    done = project.rehydrate(tmp_path / "bare", tmp_path / "back")
    assert done.missing == 0
    differs, leaves = done.problems
    assert (
        differs == f"{first['article']} [{first['start']}, {first['end'] - 1}): the hash of its words differs"
    )
    assert leaves.endswith("is outside the text")
    back = [json.loads(row) for row in (tmp_path / "back" / "units.jsonl").read_text().splitlines()]
    assert [row["text"] is None for row in back[:3]] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("labels.jsonl", "{}\n"),
        ("units.jsonl", '{"article":"x","id":"u001","start":1,"end":2,"text":"words"}\n'),
        ("articles.jsonl", "\n"),
    ],
)
def test_rows_that_are_none_are_refused_in_a_line(
    project: Project, tmp_path: Path, run: CommandLine, name: str, text: str
) -> None:
    bare(project, tmp_path / "bare")
    resealed(tmp_path / "bare", name, text)
    ran = run("rehydrate", tmp_path / "bare", "--output", tmp_path / "back", "--project", project.root)
    assert ran.code == 2 and ran.err.count("\n") == 1
    assert f"{tmp_path / 'bare' / name}, line 1: is no row" in ran.err
    assert not (tmp_path / "back").exists()


def test_what_cannot_be_rehydrated_is_refused(project: Project, tmp_path: Path) -> None:
    project.export("jsonl", tmp_path / "full")
    with pytest.raises(AnnotatorError, match="has its text already"):
        project.rehydrate(tmp_path / "full", tmp_path / "back")
    with pytest.raises(AnnotatorError, match="name a dataset"):
        project.rehydrate(project.root, tmp_path / "back")
    dataset = bare(project, tmp_path / "bare")
    with (dataset / "units.jsonl").open("a") as file:
        file.write("\n")
    with pytest.raises(AnnotatorError, match="is not as it was written"):
        project.rehydrate(dataset, tmp_path / "back")
    manifest = dataset / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"units.jsonl"', '"../units.jsonl"'))
    with pytest.raises(AnnotatorError, match="is no file of a dataset"):
        project.rehydrate(dataset, tmp_path / "back")
    manifest.write_text("{}")
    with pytest.raises(AnnotatorError, match="holds no dataset"):
        project.rehydrate(dataset, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_formats_that_cannot_do_without_text_say_so(
    project: Project, tmp_path: Path, run: CommandLine
) -> None:
    at = ("--output", tmp_path / "out", "--project", project.root)
    ran = run("export", "--format", "brat", "--no-text", *at)
    assert ran.code == 2 and "cannot be written without text; these can: jsonl, csv" in ran.err
