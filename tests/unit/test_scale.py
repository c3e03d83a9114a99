"""Many files: what is remembered of them, read in several processes, and checked article by article."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from annotator import Project
from annotator.parallel import in_order
from annotator.store import FileCache, Labels, label_path
from annotator.store.contents import Expected, read_contents
from annotator.store.intact import read_intact
from benchmarks.bigproject import build
from tests.unit.commandline import CommandLine, make_project


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: folder)
    return folder


def read_size(path: Path) -> int:
    return len(path.read_bytes())


def files(root: Path, count: int) -> list[Path]:
    folder = root / "corpus"
    folder.mkdir()
    made = [folder / f"{number}.json" for number in range(count)]
    for path in made:
        path.write_text("12345")
    return made


def test_a_cache_reads_each_file_once_and_again_when_it_changed(tmp_path: Path, caches: Path) -> None:
    made = files(tmp_path, 600)
    read: list[Path] = []

    def reading(path: Path) -> int:
        read.append(path)
        return read_size(path)

    cache = FileCache(tmp_path)
    assert {cache.get(path, reading) for path in made} == {5}
    assert len(read) == 600
    [kept] = caches.iterdir()
    again = FileCache(tmp_path)
    made[0].write_text("1234567")
    assert [again.get(path, reading) for path in made[:500]] == [7, *[5] * 499]
    assert read[600:] == [made[0]]
    kept.write_bytes(b"no database" * 1000)
    assert FileCache(tmp_path).get(made[1], reading) == 5
    assert read[601:] == [made[1]]


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path, caches: Path) -> None:
    caches.write_text("a file where the folder should be")
    cache = FileCache(tmp_path)
    assert {cache.get(path, read_size) for path in files(tmp_path, 600)} == {5}


def test_a_name_that_is_no_text_is_read_each_time(tmp_path: Path) -> None:
    made = files(tmp_path, 600)
    odd = made[0].with_name("\udcff.json")
    try:
        made[0].rename(odd)
    except (OSError, UnicodeError):
        pytest.skip("such a name cannot be had on this system")
    cache = FileCache(tmp_path)
    assert {cache.get(path, read_size) for path in [odd, *made[1:]]} == {5}


def test_counts_follow_what_others_write(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    article = project.article("council")
    assert project.labelled_units(article.id, "Ana") == 5
    assert project.labelled_units(article.id, "Cleo") == 0
    other = Project.open(project.root)
    record = next(iter(project.labelled(article, "Ana").labels["Ana"].values()))
    other.save(article, record.model_copy(update={"annotator": "Cleo"}))
    assert project.labelled_units(article.id, "Cleo") == 1
    assert project.annotators() == ["Ana", "Ben Ito", "Cleo"]


def doubling(offset: int) -> partial[int]:
    return partial(int.__add__, offset)


def dying(parent: int) -> partial[int]:
    if os.getpid() != parent:
        os._exit(1)
    return partial(int.__add__, 1)


def test_processes_give_what_one_gives_in_order() -> None:
    jobs = list(range(500))
    assert list(in_order(partial(doubling, 3), jobs, 2)) == [job + 3 for job in jobs]


def test_the_rest_is_done_here_when_a_process_dies() -> None:
    jobs = list(range(500))
    assert list(in_order(partial(dying, os.getpid()), jobs, 2)) == [job + 1 for job in jobs]


SHARING = """
from functools import partial
from annotator.parallel import in_order

results = in_order(partial(partial, abs), range(100_000), 2)
print(next(results), flush=True)
input()
"""


def test_processes_end_when_the_one_that_shares_its_work_is_killed() -> None:
    process = subprocess.Popen([sys.executable, "-c", SHARING], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"0\n"
    process.kill()
    process.communicate(timeout=30)  # the pipe ends with the last process that has it open


def test_comparing_and_checking_in_processes_say_the_same(tmp_path: Path) -> None:
    project = build(tmp_path, 210, names=("ana", "ben"), units=3)
    damaged = sorted(tmp_path.glob("annotations/ben/*.json"))[7]
    assert project.compare(bootstrap=0, processes=2) == project.compare(bootstrap=0)
    damaged.write_bytes(damaged.read_bytes().replace(b"opinion", b"sourced").replace(b"4.5", b"5.5"))
    found = list(project.check(processes=2))
    assert found == list(project.check())
    assert {finding.file for finding in found} == {damaged}


def test_an_intact_file_is_read_as_the_thorough_way_reads_it(tmp_path: Path) -> None:
    project = build(tmp_path, 1, names=("ana",))
    [article] = project.articles
    path = label_path(tmp_path, "ana", article.id)
    expected = Expected(article, None, project.codebook)
    data = path.read_bytes()
    assert read_intact(data, expected) == Labels(read_contents(path, data, expected).records, plain=True)
    assert read_intact(data.replace(b"opinion", b"sourced"), expected) is None
    assert read_intact(data[:-10], expected) is None


def test_what_was_set_aside_is_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = make_project(tmp_path)
    labels = next(project.root.glob("annotations/ana/*.json"))
    labels.with_name(f"{labels.name}.damaged-20310304T093000Z").write_text("{")
    ran = CommandLine(capsys)("check", "--project", project.root)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "4 files read, 0 problems, 1 note")


def test_labels_and_sealed_histories_left_alone_are_found(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    labels = next(project.root.glob("annotations/ana/*.json"))
    labels.rename(labels.with_name(f"{labels.stem}.history-20310304T093000.000000Z.json"))
    orphan = labels.with_name("gone-0123abcd.json")
    orphan.write_text("{}")
    assert {(found.file, found.level) for found in project.check()} == {
        (labels, "problem"),
        (orphan, "problem"),
    }
