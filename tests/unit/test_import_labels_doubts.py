"""Labels that might belong elsewhere, and names that might be somebody else's: refused, or told."""

from pathlib import Path
from typing import Any

import pytest

from annotator import editing
from annotator.corpus import article_json
from annotator.labelimport import LabelImportOptions, LabelMapping
from annotator.project import Project
from schemas import GOLD, Article, Cause
from tests.unit.commandline import CommandLine
from tests.unit.labelled import record
from tests.unit.test_import_labels import Given

ROAD = "Road news\n\nThe road is closed. Nobody knows why. It was said to open soon.\n"


@pytest.fixture
def given(tmp_path: Path) -> Given:
    return Given(tmp_path)


def add(given: Given, text: str) -> Article:
    """Add an article of this text."""
    before = set(given.project.article_ids())
    path = given.root / f"text-{len(before)}.txt"
    path.write_text(text, encoding="utf-8")
    assert [one.status.value for one in given.project.import_files([path])] == ["new"]
    (new,) = set(given.project.article_ids()) - before
    return given.project.article(new)


def test_a_sentence_that_is_an_article_and_stands_in_another_one_is_refused(given: Given) -> None:
    alone = add(given, "The road is closed.\n")
    row = {"text": "The road is closed.", "label": "opinion"}
    assert given.take(given.rows([row])).saved == 1
    assert given.labels("Cem", alone) == {"u001": "opinion"}
    add(given, ROAD)
    assert given.take(given.rows([row]), annotator="Dana").refused == 1
    assert "2 sentences of the corpus" in given.reasons[0]
    assert given.take(given.rows([{**row, "article": alone.id}]), annotator="Dana").saved == 1
    assert given.labels("Dana", alone) == {"u001": "opinion"}


@pytest.mark.parametrize(
    "text",
    ["the road is closed.", "The road  is closed.", "The road is closed", "The road is closed. Nobody"],
)
def test_words_that_differ_in_blanks_case_or_signs_are_other_words(given: Given, text: str) -> None:
    of = add(given, ROAD)
    rows = [{"text": text, "label": "opinion"}, {"article": of.id, "text": text, "label": "opinion"}]
    result = given.take(given.rows(rows))
    assert (result.saved, result.refused) == (0, 2)


def test_labels_of_another_version_find_exact_words_only_and_that_is_told(given: Given) -> None:
    here = add(given, ROAD)
    other = Given(given.root / "other")
    there = add(other, ROAD.replace("Nobody knows why.", "Nobody said why."))
    for unit in there.units:
        label = "not_a_claim" if unit.id == "u001" else "opinion"
        of = record(there, unit.id, "Cem", label, codebook=other.project.codebook.ref)
        other.project.save(there, of)
    other.project.export("jsonl", given.root / "out")
    result = given.take(given.root / "out", annotator="", only="Cem")
    assert given.labels("Cem", here) == {"u001": "not_a_claim", "u002": "opinion", "u004": "opinion"}
    assert (result.saved, result.refused, result.exit_code) == (3, 1, 3)
    told = result.notes[0]
    assert there.id in told and here.id in told and "exactly their words" in told


def test_the_right_words_with_the_wrong_article_or_place_are_refused(given: Given) -> None:
    twice = add(given, "Twice\n\nIt is so. Who knows? It is so. Nobody knows.\n")
    here = given.sentence("u003")
    rows: list[dict[str, Any]] = [
        {"article": given.harbour.id, "text": here, "label": "opinion"},
        {"article": given.council.id, "unit": "u004", "text": here, "label": "opinion"},
        {"article": twice.id, "text": "It is so.", "label": "opinion"},
        {"article": twice.id, "text": "It is so.", "start": 8, "label": "opinion"},
        {"article": given.council.id, "unit": "u003", "text": here + " ", "start": 1, "label": "opinion"},
    ]
    result = given.take(given.rows(rows))
    assert [problem.row for problem in given.problems] == ["line 1", "line 2", "line 3", "line 4"]
    assert (result.saved, given.labels("Cem")) == (1, {"u003": "opinion"})
    second = twice.units[3]
    row = {"article": twice.id, "text": "It is so.", "start": second.start, "label": "opinion"}
    assert given.take(given.rows([row])).saved == 1
    assert given.labels("Cem", twice) == {second.id: "opinion"}


def test_an_id_that_has_other_words_since_a_split_needs_its_words(given: Given) -> None:
    whole = given.council.unit("u002")
    words = given.sentence("u002")
    edited = editing.apply(
        given.council, editing.split_at_words(given.council, whole, words[25:]).signed("Ana")
    )
    (given.project.corpus / f"{edited.id}.json").write_text(article_json(edited), encoding="utf-8")
    first = edited.unit("u002")
    assert edited.unit_text(first) != words
    base = {"article": edited.id, "label": "opinion"}
    rows: list[dict[str, Any]] = [
        {**base, "unit": "u002"},
        {**base, "unit": "u002", "text": words},
        {**base, "start": whole.start, "end": whole.end},
        {**base, "unit": "u003"},
    ]
    result = given.take(given.rows(rows))
    assert [problem.row for problem in given.problems] == ["line 1", "line 2", "line 3"]
    assert "u002 was split or merged since" in given.reasons[0]
    assert (result.saved, set(given.by("Cem", edited))) == (1, {"u003"})
    rows = [{**base, "unit": "u002", "text": edited.unit_text(first)}]
    assert given.take(given.rows(rows)).saved == 1


@pytest.mark.parametrize("new_codebook", [True, False])
def test_blanks_around_a_label_do_not_count(given: Given, new_codebook: bool) -> None:
    table = given.table("text,label,annotator\nOne is here.,biased,Ana\nTwo is here.,biased ,Ana\n", "b.csv")
    rows = [
        {"text": given.sentence("u002"), "label": " opinion"},
        {"text": given.sentence("u003"), "label": "X "},
    ]
    if new_codebook:
        options = LabelImportOptions(texts=True, new_codebook=True)
        project = Project.create(given.root / "p")
        assert project.import_labels([table], options).saved == 2
        assert [label.name for label in project.codebook.labels] == ["biased", "other"]
    else:
        result = given.take(given.rows(rows), mapping=LabelMapping(labels={"X": "sourced"}))
        assert (result.refused, given.labels("Cem")) == (0, {"u002": "opinion", "u003": "sourced"})


def test_names_that_share_a_folder_are_one_annotator_and_that_is_told(given: Given) -> None:
    base = {"article": given.council.id, "label": "opinion"}
    names = ("Ana Paz", "ana-paz", "ANA PAZ", "Gold")
    rows: list[dict[str, Any]] = [
        {**base, "unit": f"u00{n}", "annotator": name} for n, name in enumerate(names, start=2)
    ]
    result = given.take(given.rows(rows), annotator="")
    assert dict(result.annotators) == {"Ana Paz": 3, GOLD: 1}
    told = sorted(result.notes)
    assert len(told) == 2
    assert told[0].startswith("'Gold' is taken for who adjudicates")
    assert told[1].startswith("'ana-paz' is taken for 'Ana Paz'")
    alike = ({**base, "unit": "u002", "annotator": name} for name in ("gold", "Zo\u00eb", "zoe\u0308"))
    assert given.take(given.rows(alike), annotator="").notes == []


def test_a_label_file_that_is_open_elsewhere_says_who_has_it_and_what_to_do(given: Given) -> None:
    first, second, own = (
        record(given.council, unit, "Cem", "opinion", codebook=given.project.codebook.ref)
        for unit in ("u002", "u003", "u004")
    )
    path = given.rows([{"article": given.council.id, "unit": second.unit, "label": "opinion"}])
    given.project.save(given.council, first)
    with given.project.store(given.council, "Cem") as store:
        result = given.take(path)
        assert (result.saved, result.refused, result.exit_code) == (0, 1, 2)
        assert "Cem on " in given.reasons[0] and "import again when they are done" in given.reasons[0]
        store.save(own.unit, own, Cause.KEY)
    assert given.take(path).saved == 1
    assert set(given.labels("Cem")) == {first.unit, second.unit, own.unit}


def test_labels_that_come_while_an_article_without_any_is_open_are_joined(given: Given) -> None:
    path = given.rows([{"article": given.council.id, "unit": "u002", "label": "opinion"}])
    own = record(given.council, "u003", "Cem", "sourced", codebook=given.project.codebook.ref)
    with given.project.store(given.council, "Cem") as store:
        imported = given.take(path).saved
        store.save("u003", own, Cause.KEY)
    imported += given.take(path).saved
    assert (imported, given.labels("Cem")) == (1, {"u002": "opinion", "u003": "sourced"})


def test_a_project_with_labels_gets_no_new_codebook(given: Given, capsys: pytest.CaptureFixture[str]) -> None:
    path = given.table("text,label,annotator\nA new sentence.,biased,Ana\nOne more here.,non-biased,Ana\n")
    command, root = CommandLine(capsys), given.project.root
    ran = command("init", root, "--from", path)
    assert ran.code == 2 and "labels by 'Ana' under another codebook" in ran.err
    assert not (root / "codebook.toml").exists()
    assert command("check", "--project", root).code == 0
    ours = given.table("text,label,annotator\nA new sentence.,opinion,Ana\n", "ours.csv")
    assert command("init", root, "--from", ours).code == 0


def test_an_import_that_was_cut_off_is_completed_by_the_next_one(given: Given) -> None:
    rows: list[dict[str, Any]] = [
        {"doc": f"doc {n}", "text": f"Sentence {m} of text {n}.", "label": "biased" if m else "other"}
        for n in range(3)
        for m in range(2)
    ]
    root, whole = given.root / "p", given.rows(rows, "whole.jsonl")
    options = LabelImportOptions(annotator="Ana", texts=True, new_codebook=True)
    Project.create(root).import_labels([given.rows(rows[:3], "part.jsonl")], options)
    result = Project.create(root).import_labels([whole], options)
    assert result.conflicts == result.refused == 0
    assert sum(len(one.labels["Ana"]) for one in Project(root).labels()) == len(rows)
