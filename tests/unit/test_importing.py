"""Importing many files: what is told is on the disk, a bad file stops nothing, what is known is quick."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.importing import ImportStatus
from annotator.ingest import Metadata
from annotator.parallel import in_order
from annotator.project import Project
from annotator.store import write_together
from benchmarks.duplicates import Writer
from tests.unit.commandline import CommandLine


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Project.create(tmp_path / "project")


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def write_stories(folder: Path, number: int, seed: int = 1) -> list[Path]:
    writer = Writer(seed)
    files = []
    for place in range(number):
        path = folder / f"{place // 50}" / f"{place:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(" ".join(words).capitalize() + "." for words in writer.story(3)))
        files.append(path)
    return files


def test_bad_files_among_many_are_named_and_the_others_come_in(project: Project, tmp_path: Path) -> None:
    files = write_stories(tmp_path / "files", 120)
    files[7].write_bytes(b"\x00\x01\x02" * 100)
    files[60].write_text(" \n")
    files[100].write_bytes(files[3].read_bytes())

    results = list(project.import_files([tmp_path / "files", tmp_path / "gone"], processes=2))

    refused = {result.path: result.reason for result in results if result.status is ImportStatus.REFUSED}
    assert set(refused) == {files[7], files[60], tmp_path / "gone"}
    assert all(str(path) in reason and "\n" not in reason for path, reason in refused.items())
    assert [result.path for result in results if result.status is ImportStatus.DUPLICATE] == [files[100]]
    new = [result for result in results if result.status is ImportStatus.NEW]
    assert len(new) == 120 - 3
    assert [result.path for result in new] == sorted(result.path for result in new)
    assert sorted(project.article_ids()) == sorted(result.article for result in new)


def test_more_processes_import_the_same(project: Project, tmp_path: Path) -> None:
    write_stories(tmp_path / "files", 70)
    other = Project.create(tmp_path / "other")
    alone = list(project.import_files([tmp_path / "files"], Metadata(outlet="Post")))
    shared = list(other.import_files([tmp_path / "files"], Metadata(outlet="Post"), processes=2))
    assert alone == shared
    for one, two in zip(project.articles, other.articles, strict=True):
        imported = {"imported": two.provenance.imported}
        assert one.model_copy(update={"provenance": one.provenance.model_copy(update=imported)}) == two


def test_what_was_imported_before_is_known_by_its_bytes(project: Project, tmp_path: Path) -> None:
    files = write_stories(tmp_path / "files", 12)
    first = list(project.import_files([tmp_path / "files"]))
    written = {path: path.stat().st_mtime_ns for path in project.corpus.iterdir()}
    files[4].write_bytes(b"\xef\xbb\xbf" + files[4].read_bytes())  # other bytes, the same text
    again = list(project.import_files([tmp_path / "files"]))
    assert {result.status for result in again} == {ImportStatus.DUPLICATE}
    assert [result.article for result in again] == [result.article for result in first]
    assert {path: path.stat().st_mtime_ns for path in project.corpus.iterdir()} == written


def test_two_files_of_one_text_in_one_run_are_one_article(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain\n\nIt rained.\n")
    (tmp_path / "b.txt").write_bytes(b"Rain\r\n\r\nIt rained.\r\n")
    (tmp_path / "c.txt").write_text("---\ntitle: Rain again\n---\nRain\n\nIt rained.\n")
    results = list(project.import_files([tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]))
    assert [result.status for result in results] == [ImportStatus.NEW] + 2 * [ImportStatus.DUPLICATE]
    assert {result.article for result in results} == set(project.article_ids())


def test_another_program_may_import_meanwhile(project: Project, tmp_path: Path) -> None:
    files = write_stories(tmp_path / "files", 3)
    results = project.import_files(files)
    assert [result.status for result in Project(project.root).import_files(files[1:])] == 2 * [
        ImportStatus.NEW
    ]
    found = {result.path: result.status for result in results}
    assert found == {files[0]: ImportStatus.NEW, **dict.fromkeys(files[1:], ImportStatus.DUPLICATE)}
    assert len(project.article_ids()) == 3


def test_a_file_of_the_corpus_that_is_damaged_is_not_overwritten(project: Project, tmp_path: Path) -> None:
    [file] = write_stories(tmp_path, 1)
    [result] = project.import_files([file])
    path = project.corpus / f"{result.article}.json"
    path.write_text("damaged")
    [again] = project.import_files([file])
    assert again.status is ImportStatus.REFUSED
    assert str(path) in again.reason
    assert path.read_text() == "damaged"


def test_json_is_one_document_written_as_it_grows(
    project: Project, tmp_path: Path, annotator: CommandLine
) -> None:
    write_stories(tmp_path / "files", 5)
    (tmp_path / "files" / "none.txt").write_text("")
    ran = annotator("import", tmp_path / "files", "--json", "--project", project.root)
    assert ran.code == 2
    assert Counter(one["status"] for one in ran.json["files"]) == {"new": 5, "refused": 1}
    assert [ran.json[name] for name in ("new", "version", "duplicate", "refused")] == [5, 0, 0, 1]
    assert len(ran.out.splitlines()) < 15
    empty = annotator("import", tmp_path / "files" / "none.txt", "--json", "--project", project.root)
    assert empty.json["files"][0]["reason"]


def test_near_duplicates_are_said(project: Project, tmp_path: Path, annotator: CommandLine) -> None:
    writer = Writer(3)
    story = writer.story(15)
    for name, sentences in (("a", story), ("b", writer.edited(story, 0.9, 0.2, 0.1, 0.1))):
        (tmp_path / f"{name}.txt").write_text(" ".join(" ".join(words) + "." for words in sentences))
    ran = annotator("import", tmp_path / "a.txt", tmp_path / "b.txt", "--project", project.root)
    first, _ = project.import_files([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert f"  shares words with {first.article} (" in ran.out
    listed = annotator("articles", "--project", project.root)
    assert listed.out.splitlines()[0].split()[-1] == "alike"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupted_import_has_what_it_told(project: Project, tmp_path: Path) -> None:
    files = write_stories(tmp_path / "files", 600)
    what = ("import", str(tmp_path / "files"), "--project", str(project.root), "--json")
    with (tmp_path / "errors").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "annotator", *what],
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            text=True,
        )
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(3)]
        os.killpg(process.pid, signal.SIGINT)  # what the terminal does: every process of the group gets it
        with process.stdout:
            told.append(process.stdout.read())
        process.wait(timeout=300)
    assert (tmp_path / "errors").read_text() == ""
    document = json.loads("".join(told))
    assert process.returncode == 130
    assert document["interrupted"] is True
    ids = [one["article"] for one in document["files"]]
    assert 0 < len(ids) < len(files)
    assert set(ids) <= set(project.article_ids())
    assert not list(project.check())
    again = Counter(result.status for result in project.import_files([tmp_path / "files"]))
    assert again[ImportStatus.NEW] + len(project.article_ids()) >= len(files)
    assert len(project.article_ids()) == len(files)


def ends_its_process(bad: int) -> Callable[[int], int]:
    def work(job: int) -> int:
        if job == bad:
            os._exit(1)
        return job * job

    return work


def test_a_job_that_ends_its_process_is_named_and_the_others_are_done() -> None:
    jobs = range(300)
    found = list(in_order(partial(ends_its_process, 123), iter(jobs), 2, pays=10, lost=lambda job: -job))
    assert found == [job * job if job != 123 else -123 for job in jobs]


def test_jobs_are_asked_for_as_they_are_done() -> None:
    asked = 0

    def jobs() -> Iterator[int]:
        nonlocal asked
        for job in range(1_000):
            asked += 1
            yield job

    results = in_order(partial(ends_its_process, -1), jobs(), 2, pays=10)
    assert next(results) == 0
    assert asked < 300


def test_files_written_together_are_all_there_or_said_not_to_be(tmp_path: Path) -> None:
    files = {f"{number}.json": b"%d" % number for number in range(40)} | {"x" * 300: b"no"}
    found = write_together(tmp_path, files)
    assert isinstance(found["x" * 300], AnnotatorError)
    assert {path.name for path in tmp_path.iterdir()} == set(files) - {"x" * 300}
    assert all((tmp_path / name).read_bytes() == files[name] for name in files if len(name) < 300)
    missing = write_together(tmp_path / "gone", {"a": b"a"})
    assert "folder is gone" in str(missing["a"])


def test_a_table_beside_the_files_says_what_they_do_not(
    project: Project, tmp_path: Path, annotator: CommandLine
) -> None:
    for name in ("a/one.txt", "a/two.txt", "b/two.txt"):
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\nauthor: Eva Holm\nurl: https://x.example/{name}\n---\nIt rained in {name}.\n")
    table = tmp_path / "clippings.csv"
    table.write_text(
        "File;Outlet;Date;URL\n"
        "one.txt;Harbour Post;4 March 2031;https://post.example/1\n"
        "b/two.txt;Quay News;2031-03-05;\n"
        "a\\two.txt;Quay Weekly;;\n"
        "none.txt;Nobody;;\n"
    )
    ran = annotator(
        "import", tmp_path / "files", "--metadata", table, "--outlet", "", "--project", project.root, "--json"
    )
    assert "not among the files imported: none.txt" in ran.err
    found = {
        Path(one["path"]).relative_to(tmp_path / "files").as_posix(): one["article"]
        for one in ran.json["files"]
    }
    one, two, other = (project.article(found[name]) for name in ("a/one.txt", "a/two.txt", "b/two.txt"))
    assert (one.outlet, one.published, one.url) == ("Harbour Post", "2031-03-04", "https://post.example/1")
    assert (two.outlet, two.published, other.outlet, other.published) == (
        "Quay Weekly",
        None,
        "Quay News",
        "2031-03-05",
    )
    assert other.url == "https://x.example/b/two.txt"
    assert one.authors == ("Eva Holm",)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("name,outlet\na.txt,Post\n", "no column 'file'"),
        ("file,outlet\na.txt,Post\na.txt,News\n", "a.txt is there twice"),
        ("file,published\na.txt,soon\n", "published left out: 'soon' is not understood"),
    ],
)
def test_a_table_that_is_wrong_is_one_line_and_nothing_is_imported(
    project: Project, tmp_path: Path, rows: str, problem: str
) -> None:
    (tmp_path / "a.txt").write_text("It rained.\n")
    table = tmp_path / "table.csv"
    table.write_text(rows)
    with pytest.raises(AnnotatorError, match=problem) as caught:
        list(project.import_files([tmp_path / "a.txt"], metadata=table))
    assert str(table) in str(caught.value)
    assert project.article_ids() == []
