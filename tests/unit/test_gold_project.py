"""Gold labels in a whole project: filling in, and what the rest of the tool makes of them."""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator.adjudication.filling import Filled
from annotator.adjudication.golden import GoldLabelling
from annotator.errors import AnnotatorError
from annotator.ingest import Metadata
from annotator.project import Project
from annotator.store import DurableJSONStorage, LabelStore, gold_path, label_path, retest_path
from benchmarks.bigproject import NAMES, build
from schemas import GOLD, Article, Cause, GoldOrigin
from tests.unit.commandline import CommandLine, make_project
from tests.unit.labelled import record

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Ana and Ben Ito agree on four of five sentences of one article; nobody has labelled the other one."""
    return make_project(tmp_path)


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str], project: Project) -> CommandLine:
    run = CommandLine(capsys)

    class InProject(CommandLine):
        def __call__(self, *argv: str | Path) -> Any:
            return run(*argv, "--project", project.root)

    return InProject(capsys)


def adjudicate(project: Project, adjudicator: str = "Dee") -> GoldLabelling:
    return project.adjudication(adjudicator).labelling(project.article("council"))


def decide(project: Project, place: int, label: str | None, adjudicator: str = "Dee") -> None:
    """Give a unit this gold label, or decline it."""
    gold = adjudicate(project, adjudicator)
    unit = gold.article.units[place]
    if label is None:
        gold.decline(unit)
    else:
        gold.label(unit, label)
    gold.store.close()


def vote(project: Project, place: int, annotator: str, label: str) -> None:
    article = project.article("council")
    labelling = project.labelling(article, annotator)
    labelling.label(article.units[place], label)
    labelling.store.close()


def gold_labels(project: Project) -> list[str | None]:
    article = project.article("council")
    found = project.labelled(article, GOLD).labels.get(GOLD, {})
    return [found[unit.id].label if unit.id in found else "?" for unit in article.units]


def copied(project: Project, to: Path) -> Project:
    shutil.copytree(project.root, to)
    return Project.open(to)


AGREED = ["not_a_claim", "unverified", "sourced", "opinion"]


@pytest.mark.parametrize("processes", [1, 2])
def test_filling_in_a_project(project: Project, processes: int) -> None:
    done: list[int] = []
    adjudication = project.adjudication("Dee")
    assert adjudication.fill(progress=done.append, processes=processes) == Filled(unanimous=4, left=1)
    assert done == [1, 2]
    assert gold_labels(project) == [*AGREED, "?"]
    before = gold_path(project.root, project.article("council").id).read_bytes()
    assert project.adjudication("Eve").fill(majority=True) == Filled(left=1)
    assert gold_path(project.root, project.article("council").id).read_bytes() == before, "nothing to do"
    vote(project, 4, "Cleo", "unverified")
    vote(project, 0, "Cleo", "opinion")
    vote(project, 1, "Ana", "opinion")
    assert adjudication.fill() == Filled(taken_back=2, left=3)
    assert adjudication.fill(majority=True) == Filled(majority=2, left=1)
    assert gold_labels(project) == ["not_a_claim", "?", "sourced", "opinion", "unverified"]


def test_only_the_articles_asked_for_are_filled_in(project: Project) -> None:
    harbour = project.article("harbour").id
    assert project.adjudication("Dee").fill(harbour) == Filled()
    assert not project.has_gold


def test_what_cannot_be_filled_in_is_named_and_the_rest_is(project: Project) -> None:
    harbour = project.article("harbour")
    for name in ("Ana", "Ben Ito"):
        project.save(harbour, record(harbour, "u001", name, "not_a_claim", codebook=project.codebook.ref))
    held = adjudicate(project, "Eve")
    held.label(held.article.units[4], "opinion")
    held.commit()
    told: list[str] = []
    filled = project.adjudication("Dee").fill(on_problem=told.append)
    assert (filled.unanimous, filled.problems) == (1, tuple(told))
    [line] = told
    assert line.startswith(f"{held.store.path} was left as it is: Eve on ") and line.endswith(" writes it")
    held.store.close()
    assert project.adjudication("Dee").fill() == Filled(unanimous=4)
    damaged = label_path(project.root, "Ben Ito", harbour.id)
    damaged.write_bytes(damaged.read_bytes()[:-99])
    vote(project, 2, "Ana", "opinion")
    filled = project.adjudication("Dee").fill()
    assert (filled.taken_back, len(filled.problems)) == (1, 1)
    assert filled.problems[0].startswith(str(damaged))


def test_filling_in_finds_what_is_beside_the_gold_labels(project: Project) -> None:
    project.adjudication("Dee").fill()
    decide(project, 0, "opinion")
    path = gold_path(project.root, project.article("council").id)
    path.rename(path.with_name(f"{path.stem}.history-20310304T093000.000000Z.json"))
    interrupted = path.with_name(f".{path.name}.12-0123456789abcdef.tmp")
    interrupted.write_bytes(b"half")
    project.adjudication("Dee").fill()
    assert gold_labels(project) == ["opinion", *AGREED[1:], "?"], "a decision is in the history alone"
    assert not interrupted.exists()


def test_filling_in_does_not_list_the_folder_again_for_each_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for articles in (2, 5):
        project = build(tmp_path / str(articles), articles, NAMES[:2])
        listed: list[str] = []

        def listdir(path: str, list_: Any = os.listdir, listed: list[str] = listed) -> Any:
            listed.append(str(path))
            return list_(path)

        with monkeypatch.context() as patched:
            patched.setattr(os, "listdir", listdir)
            assert len(project.adjudication("Dee").fill(majority=True).problems) == 0
        assert len([*(project.root / "annotations" / GOLD).glob("*.json")]) == articles
        counts.append(sum(path.endswith(GOLD) for path in listed))
    # The first of them makes the folder.
    assert counts[0] == counts[1]


def test_a_file_in_the_place_of_the_folder_is_named(project: Project) -> None:
    (project.root / "annotations" / GOLD).write_text("a file")
    for needs_it in (project.adjudication("Dee").fill, project.adjudication("Dee").queue):
        with pytest.raises(AnnotatorError, match="gold is a file, a folder is needed; move the file away"):
            needs_it()
    assert not project.has_gold


def test_the_queue_knows_what_is_settled(project: Project) -> None:
    project.adjudication("Dee").fill()
    decide(project, 4, None)
    states = project.adjudication("Dee").queue().states
    assert {state.value: count for state, count in states.items() if count} == {
        "unanimous": 4,
        "declined": 1,
        "none": 3,
    }
    only_harbour = project.adjudication("Dee").queue(sees=project.article("harbour").id.__eq__)
    assert sum(only_harbour.states.values()) == 3
    with pytest.raises(AnnotatorError, match="no labels by 'Zoe'; there are labels by: Ana, Ben Ito"):
        project.adjudication("Dee").queue("Zoe")


def test_the_command_fills_in_and_counts(annotator: CommandLine, project: Project) -> None:
    ran = annotator("adjudicate", "--annotator", "Dee", "--fill", "unanimous")
    told = "filled in 4 sentences as Dee, 1 left to settle: annotator adjudicate\n"
    assert (ran.code, ran.out) == (0, told)
    vote(project, 4, "Cleo", "unverified")
    vote(project, 0, "Cleo", "opinion")
    ran = annotator("adjudicate", "council", "--annotator", "Dee", "--fill", "majority", "--json")
    assert ran.code == 0
    assert ran.json["filled"] == {"unanimous": 0, "majority": 2, "taken_back": 0, "left": 0, "problems": []}
    assert ran.json["states"] | {"adjudicated": 2, "unanimous": 3} == ran.json["states"]
    assert ran.json["problems"] == []
    decide(project, 4, None)
    counted = annotator("adjudicate", "--json")
    assert (counted.code, counted.json["states"]["declined"], counted.json["states"]["none"]) == (0, 1, 3)
    assert "filled" not in counted.json


def test_only_adjudicators_that_are_named_fill_in(annotator: CommandLine, project: Project) -> None:
    (project.root / "annotator.toml").write_text('adjudicators = ["Mara"]\n', encoding="utf-8")
    ran = annotator("adjudicate", "--annotator", "Dee", "--fill", "unanimous")
    assert ran.code == 2
    assert "'Dee' is not among the adjudicators of annotator.toml (Mara)" in ran.err
    assert not Project(project.root).has_gold
    assert annotator("adjudicate", "--annotator", "mara", "--fill", "unanimous").code == 0


def test_the_command_says_what_it_left_out(annotator: CommandLine, project: Project) -> None:
    held = adjudicate(project, "Eve")
    held.label(held.article.units[4], "opinion")
    held.commit()
    ran = annotator("adjudicate", "--annotator", "Dee", "--fill", "unanimous")
    assert (ran.code, ran.out) == (1, "filled in 0 sentences as Dee, none left to settle\n")
    assert "was left as it is: Eve on " in ran.err
    held.store.close()
    assert annotator("adjudicate", "--annotator", "gold", "--fill", "unanimous").code == 2
    assert annotator("adjudicate", "nowhere", "--annotator", "Dee", "--fill", "unanimous").code == 2
    assert annotator("adjudicate", "--fill", "tie").code == 2


def test_gold_is_no_annotator_unless_asked_for(annotator: CommandLine, project: Project) -> None:
    project.adjudication("Dee").fill()
    decide(project, 4, "unverified")
    assert project.annotators() == ["Ana", "Ben Ito"]
    assert project.voices() == ["Ana", "Ben Ito", GOLD]
    assert all(GOLD not in labelled.labels for labelled in project.labels())
    assert [one["annotator"] for one in annotator("status", "--json").json["annotators"]] == [
        "Ana",
        "Ben Ito",
    ]
    [found] = [one.labels for one in project.labels("gold", "ana") if one.labels]
    assert list(found) == [GOLD, "Ana"]
    comparison = project.compare("gold", "ana", bootstrap=0)
    assert comparison.annotators == (GOLD, "Ana")
    assert comparison.fields["label"].pairable_units == 5


def test_asking_for_gold_labels_where_there_are_none(annotator: CommandLine) -> None:
    ran = annotator("compare", "gold", "ana")
    assert ran.code == 2 and "no labels by 'gold'" in ran.err


def test_show_has_a_column_of_gold_labels(annotator: CommandLine, project: Project) -> None:
    project.adjudication("Dee").fill()
    gold = adjudicate(project)
    gold.explain(gold.article.units[4], note="the survey is a claim", needs_change=4)
    gold.decline(gold.article.units[3])
    gold.store.close()
    out = annotator("show", "council").out
    assert "\n   Ana\n   │ Ben Ito\n   │ │ gold\n" in out
    assert "\n4  o o -  It is the boldest plan in years.\n" in out
    assert "\n5  n u ·  Nobody knows who paid for the survey.\n" in out
    assert "gold: rule 4 needs a change, the survey is a claim\n" in out
    assert "- declined" in out
    alone = annotator("show", "council", "--annotator", "gold").out
    assert "\n3  s  Ada Brook" in alone
    shown = annotator("show", "council", "--json").json
    assert shown["annotators"] == ["Ana", "Ben Ito"]
    assert shown["units"][2]["labels"]["gold"]["adjudication"]["origin"] == "unanimous"


def test_the_history_of_gold_labels_tells_who_decided(annotator: CommandLine, project: Project) -> None:
    project.adjudication("Dee").fill()
    decide(project, 3, None, "Eve")
    ran = annotator("history", "council", "4", "--annotator", "gold")
    rows = [row.split() for row in ran.out.splitlines() if "gold:" in row]
    assert [(row[3], row[4], row[6], row[7]) for row in rows] == [
        ("Dee", "–", "opinion", "adjudication"),
        ("Eve", "opinion", "declined", "key"),
    ]
    gold = project.adjudication("Eve").labelling(project.article("council"))
    gold.explain(gold.article.units[3], note="Who says so?", needs_change=2)
    gold.store.close()
    last = annotator("history", "council", "4", "--annotator", "gold").out.splitlines()[-3]
    assert last.endswith("declined  →  declined  key           note, needs change")
    both = annotator("history", "council", "4", "--json").json["events"]
    assert {event["annotator"] for event in both} == {"Ana", "Ben Ito", GOLD}


def test_status_counts_gold_labels(annotator: CommandLine, project: Project) -> None:
    assert annotator("status", "--json").json["gold"] is None
    project.adjudication("Dee").fill()
    assert annotator("status", "--json").json["gold"] == {
        "labelled": 4,
        "units": 8,
        "percent": 50.0,
        "outdated": 0,
    }
    assert annotator("status").out.endswith("\ngold labels: 4 of 8 (50.0 %)\n")


def test_gold_labels_are_exported_with_what_they_rest_on(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    project.adjudication("Dee").fill()
    for form in ("jsonl", "csv"):
        assert (
            annotator("export", "--format", form, "--output", tmp_path / form, "--annotator", "gold").code
            == 0
        )
    rows = [json.loads(row) for row in (tmp_path / "jsonl" / "labels.jsonl").read_text().splitlines()]
    assert {row["annotator"] for row in rows} == {GOLD} and len(rows) == 4
    assert {row["adjudication"]["adjudicator"] for row in rows} == {"Dee"}
    assert [one["annotator"] for one in rows[0]["adjudication"]["votes"]] == ["Ana", "Ben Ito"]
    assert '""origin"":""unanimous""' in (tmp_path / "csv" / "labels.csv").read_text()


def rewrite(path: Path, change: Any) -> None:
    """Change the records of a file as another program might that writes such files."""
    storage = DurableJSONStorage(path)
    tables = storage.read()
    assert tables is not None
    for document in tables["labels"].values():
        change(document)
    for event in tables["history"].values():
        change(event["after"])
    storage.write(tables)
    storage.close()


def test_check_tells_of_an_adjudication_in_the_wrong_place(annotator: CommandLine, project: Project) -> None:
    project.adjudication("Dee").fill()
    article = project.article("council")
    assert annotator("check").code == 0
    adjudication = {"origin": "decided", "adjudicator": "Dee"}
    rewrite(label_path(project.root, "Ana", article.id), lambda row: row.update(adjudication=adjudication))
    rewrite(gold_path(project.root, article.id), lambda row: row.pop("adjudication"))
    found = annotator("check", "--json").json["findings"]
    said = {(Path(one["file"]).parent.name, one["entry"], one["problem"]) for one in found}
    assert ("ana", "u001", "an adjudication in an annotator's label") in said
    assert ("gold", "u004", "a gold label without its adjudication") in said
    assert len(found) == 9


def test_votes_of_an_annotator_who_is_gone_are_no_finding(annotator: CommandLine, project: Project) -> None:
    project.adjudication("Dee").fill()
    shutil.rmtree(project.root / "annotations" / "ben-ito")
    assert annotator("check").code == 0


def test_gold_labels_of_two_copies_are_joined(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    project.adjudication("Dee").fill()
    other = copied(project, tmp_path / "laptop")
    decide(other, 4, "opinion", "Eve")
    ran = annotator("merge", other.root)
    assert ran.code == 0
    assert f"joined: {project.article('council').id}, gold (1 change)" in ran.out
    assert gold_labels(project) == [*AGREED, "opinion"]
    decide(project, 4, "unverified", "Dee")
    decide(other, 4, None, "Eve")
    ran = annotator("merge", other.root)
    assert ran.code == 1
    assert "u005, gold: ours unverified, theirs declined" in ran.out
    assert gold_labels(project) == [*AGREED, None], "the later one"
    assert list(project.check()) == []


def test_only_the_labels_of_the_annotators_named_are_joined(project: Project, tmp_path: Path) -> None:
    other = copied(project, tmp_path / "laptop")
    other.adjudication("Dee").fill()
    assert {result.annotator for result in project.merge(other, "Ana")} == {"", "Ana"}
    assert not project.has_gold
    assert GOLD in {result.annotator for result in project.merge(other, "gold")}
    assert gold_labels(project) == [*AGREED, "?"]


@pytest.mark.parametrize("decided_here", [True, False])
def test_what_one_copy_fills_in_later_does_not_replace_a_decision_of_the_other(
    annotator: CommandLine, project: Project, tmp_path: Path, decided_here: bool
) -> None:
    decide(project, 4, "opinion")
    other = copied(project, tmp_path / "laptop")
    first, second = (project, other) if decided_here else (other, project)
    decide(first, 0, "unverified")
    decide(first, 1, "unverified")
    second.adjudication("Eve").fill()
    ran = annotator("merge", other.root)
    kept = "ours" if decided_here else "theirs"
    assert f"{kept} is kept, which an adjudicator decided" in ran.out
    assert gold_labels(project) == ["unverified", *AGREED[1:], "opinion"]
    found = project.labelled(project.article("council"), GOLD).labels[GOLD]
    adjudication = found["u002"].adjudication
    assert adjudication and adjudication.origin is GoldOrigin.DECIDED, "the same label, but by hand"
    assert list(project.check()) == []
    assert annotator("merge", other.root).code == 0, "nothing new"
    list(other.merge(project))
    assert gold_labels(other) == gold_labels(project)


def test_a_gold_file_that_changes_while_it_is_open_keeps_decisions(project: Project, tmp_path: Path) -> None:
    other = copied(project, tmp_path / "laptop")
    gold = adjudicate(project)
    gold.label(gold.article.units[0], "unverified")
    gold.commit()
    other.adjudication("Eve").fill()
    theirs = gold_path(other.root, gold.article.id)
    shutil.copyfile(theirs, gold.store.path)  # as `git pull` would
    gold.label(gold.article.units[4], "opinion")
    gold.commit()
    assert gold_labels(project) == ["unverified", *AGREED[1:], "opinion"]
    gold.store.close()
    assert list(project.check()) == []


def imported(project: Project, folder: Path, text: str) -> Article:
    folder.mkdir()
    (folder / "wall.txt").write_text(text)
    [result] = project.import_files([folder / "wall.txt"], Metadata(url="https://post.example/wall"))
    return project.article(result.article)


def test_a_new_version_keeps_gold_labels_of_unchanged_sentences(project: Project, tmp_path: Path) -> None:
    text = (
        "Wall raised\n\nThe council will raise the wall by {} metres, its engineer said on Monday.\n\n"
        "Nobody knows yet who is going to pay for the work.\n\nIt could well take as many as ten summers.\n"
    )
    old = imported(project, tmp_path / "first", text.format("two"))
    for name in ("Ana", "Ben Ito"):
        for unit in old.units:
            project.save(old, record(old, unit.id, name, "opinion", codebook=project.codebook.ref))
    gold = project.adjudication("Dee").labelling(old)
    gold.accept_unanimous()
    gold.decline(old.units[3])
    gold.store.close()
    new = imported(project, tmp_path / "later", text.format("three"))
    assert new.replaces == old.id
    found = project.labelled(new, GOLD).labels[GOLD]
    assert {new.unit_text(new.unit(unit)): one.label for unit, one in found.items()} == {
        "Wall raised": "opinion",
        "Nobody knows yet who is going to pay for the work.": "opinion",
        "It could well take as many as ten summers.": None,
    }
    assert {event.cause for event in project.history(new, GOLD)} == {Cause.MIGRATION}
    assert project.adjudication("Dee").fill(new.id) == Filled(), "the votes came along"
    assert list(project.check()) == []


def test_the_second_pass_is_checked_and_merged(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    other = copied(project, tmp_path / "laptop")
    article = project.article("council")
    path = retest_path(other.root, "Ana", article.id)
    with LabelStore(path, article, "Ana", project.codebook) as store:
        store.save("u002", record(article, "u002", "Ana", "opinion", codebook=project.codebook.ref))
    ran = annotator("merge", other.root)
    assert (ran.code, f"added: {article.id}, Ana, second pass (1 change)" in ran.out) == (0, True)
    ours = retest_path(project.root, "Ana", article.id)
    assert ours.read_bytes() == path.read_bytes()
    assert annotator("check").code == 0
    ours.write_bytes(ours.read_bytes()[:-80])
    assert str(ours) in annotator("check").out
    assert annotator("check").code == 1


ADJUDICATING = """
import sys
from annotator.project import Project
project = Project(__import__("pathlib").Path(sys.argv[1]))
gold = project.adjudication("Dee").labelling(project.article("council"))
number, units = int(sys.argv[2]), int(sys.argv[3])
print(number, flush=True)
while True:
    unit = gold.article.units[number % units]
    gold.take(unit, "Ana") if number % 3 else gold.decline(unit)
    gold.explain(unit, note=f"number {number}")
    gold.commit()
    number += 1
    print(number, flush=True)
"""


def adjudicated_until_killed(project: Project, begin: int, seconds: float) -> int:
    """Let a process adjudicate from this number on and kill it; gives the number that it said last."""
    command: Sequence[str] = [sys.executable, "-c", ADJUDICATING, str(project.root), str(begin), "5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        killing = threading.Timer(seconds, process.kill)
        killing.start()
        said += process.stdout.read()
        killing.join()
    whole = said[: said.rfind("\n")]
    return int(whole.split()[-1])


def test_another_process_that_adjudicates_is_named(project: Project) -> None:
    command: Sequence[str] = [sys.executable, "-c", ADJUDICATING, str(project.root), "0", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            assert [process.stdout.readline() for _ in range(2)] == ["0\n", "1\n"], "one decision is saved"
            second = adjudicate(project, "Eve")
            assert second.store.read_only
            assert second.store.holder and f"(pid {process.pid})" in second.store.holder
            assert second.store.holder.startswith("Dee on ")
            with pytest.raises(AnnotatorError, match="cannot be changed: Dee on "):
                second.label(second.article.units[3], "unverified")
            [line] = project.adjudication("Eve").fill().problems
            assert "was left as it is: Dee on " in line
            second.store.close()
        finally:
            process.kill()
    with adjudicate(project, "Eve").store as free:
        assert not free.read_only


def test_kill_9_loses_no_decision(project: Project) -> None:
    number, moments = 0, random.Random()
    for _ in range(4):
        number = adjudicated_until_killed(project, number, moments.uniform(0.02, 0.3))
        gold = adjudicate(project)
        notes = {one.note for unit in gold.article.units if (one := gold.decision(unit))}
        told = [
            event.after.adjudication.note
            for event in gold.store.history
            if event.after and event.after.adjudication
        ]
        gold.store.close()
        assert {f"number {one}" for one in range(number)} <= set(told)
        assert not number or f"number {number - 1}" in notes or f"number {number}" in notes
        assert not gold.store.notices
        number += f"number {number}" in told
    assert number > 0
    assert list(project.check()) == []
