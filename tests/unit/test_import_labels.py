"""Labels made elsewhere: each finds exactly one sentence, or is refused with its row."""

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import AnnotatorError
from annotator.labelimport import LabelImport, LabelImportOptions, LabelMapping, RowProblem, load_mapping
from schemas import GOLD, Annotation, Article, Cause, GoldOrigin, Origin, Span
from tests.unit.commandline import CommandLine, make_project
from tests.unit.labelled import record


class Given:
    """A project with two articles, and files of labels for it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = make_project(root)
        self.council = self.project.article("council")
        self.harbour = self.project.article("harbour")
        self.problems: list[RowProblem] = []

    def rows(self, rows: Iterable[Mapping[str, Any]], name: str = "rows.jsonl") -> Path:
        path = self.root / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    def table(self, text: str, name: str = "rows.csv", encoding: str = "utf-8") -> Path:
        path = self.root / name
        path.write_bytes(text.encode(encoding))
        return path

    def take(self, *paths: Path, **options: Any) -> LabelImport:
        self.problems.clear()
        found = {"annotator": "Cem"} | options
        return self.project.import_labels(paths, LabelImportOptions(**found), tell=self.problems.append)

    def by(self, annotator: str, article: Article | None = None) -> Mapping[str, Annotation]:
        of = article or self.council
        return self.project.labelled(of).labels.get(annotator, {})

    def labels(self, annotator: str, article: Article | None = None) -> dict[str, str | None]:
        return {unit: found.label for unit, found in self.by(annotator, article).items()}

    def sentence(self, unit: str, article: Article | None = None) -> str:
        of = article or self.council
        return of.unit_text(of.unit(unit))

    @property
    def reasons(self) -> list[str]:
        return [problem.reason for problem in self.problems]


@pytest.fixture
def given(tmp_path: Path) -> Given:
    return Given(tmp_path)


def test_a_label_finds_its_sentence_by_each_thing_that_tells_it(given: Given) -> None:
    council, unit = given.council, given.council.units[2]
    told: list[dict[str, Any]] = [
        {"article": council.id, "unit": "u002", "label": "opinion"},
        {"article": council.id, "start": unit.start, "end": unit.end, "label": "opinion"},
        {"article": council.id, "text": given.sentence("u004"), "label": "opinion"},
        {"text": given.sentence("u005"), "label": "opinion"},
        {"article": council.id, "text": given.sentence("u001") + "\r\n", "start": 0, "label": "opinion"},
    ]
    result = given.take(given.rows(told))
    assert (result.saved, given.reasons, result.exit_code) == (5, [], 0)
    assert given.labels("Cem") == dict.fromkeys(("u001", "u002", "u003", "u004", "u005"), "opinion")
    found = given.by("Cem")["u002"]
    assert (found.origin, found.codebook) == (Origin.IMPORTED, given.project.codebook.ref)
    causes = {event.cause for event in given.project.history(council, "Cem")}
    assert causes == {Cause.IMPORT}


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("no JSON at all", "is no JSON (expecting value, character 1)"),
        ('{"id": 1}', "has no text"),
        (
            '{"text": ' + "9" * 5000 + ', "label": "opinion"}',
            "is JSON with a number of more digits than can be read",
        ),
    ],
)
def test_a_bad_first_row_costs_that_row_alone(given: Given, first: str, reason: str) -> None:
    path = given.rows([{"text": given.sentence("u002"), "label": ["opinion"]}])
    path.write_text(f"{first}\n{path.read_text()}")
    result = given.take(path)
    assert (result.saved, given.labels("Cem")) == (1, {"u002": "opinion"})
    assert ([problem.row for problem in given.problems], given.reasons) == (["line 1"], [reason])


def test_why_a_label_cannot_be_one_is_told_in_words(given: Given) -> None:
    result = given.take(given.rows([{"text": given.sentence("u002"), "label": "opinion\x1b[31m"}]))
    assert (result.exit_code, given.labels("Cem")) == (2, {})
    assert given.reasons[0].startswith("label: 'opinion\\x1b[31m' is not allowed: a label has no control")


def test_what_is_no_file_of_labels_is_told_in_a_line(given: Given) -> None:
    pdf, empty, pipe = given.root / "a.jsonl", given.root / "folder", given.root / "pipe"
    pdf.write_bytes(b"%PDF-1.7\n1 0 obj\n")
    empty.mkdir()
    os.mkfifo(pipe)
    told = {
        pdf: "no known format of labels; name it with --format (jsonl, ",
        empty: "no file in it is of a known format; ",
        pipe: "is no regular file; ",
    }
    for path, reason in told.items():
        assert (given.take(path).exit_code, len(given.reasons)) == (2, 1)
        assert reason in given.reasons[0]


def test_nothing_is_guessed(given: Given) -> None:
    twice = "The harbour closed at noon."
    file = given.root / "again.txt"
    file.write_text(f"Port news\n\n{twice} Ships wait outside.\n", encoding="utf-8")
    assert [one.status.value for one in given.project.import_files([file])] == ["new"]
    rows: list[dict[str, Any]] = [
        {"text": twice, "label": "opinion"},
        {"text": "Nobody wrote this.", "label": "opinion"},
        {"article": "unheard-of", "unit": "u001", "label": "opinion"},
        {"article": given.council.id, "unit": "u099", "label": "opinion"},
        {"article": given.council.id, "unit": "u002", "text": given.sentence("u003"), "label": "opinion"},
        {"article": given.council.id, "text": "the reservoir", "label": "opinion"},
        {"article": given.council.id, "text": "the", "label": "opinion"},
        {"article": given.council.id, "start": 0, "end": 10_000, "label": "opinion"},
        {"article": given.council.id, "start": 0, "end": 40, "label": "opinion"},
        {"article": given.council.id, "label": "opinion", "unit": "", "text": " "},
        {"article": given.council.id, "unit": "u001", "label": "rumour"},
        {"article": given.council.id, "unit": "u002", "text_sha256": "0" * 64, "label": "opinion"},
    ]
    result = given.take(given.rows(rows))
    assert (result.saved, result.refused, result.exit_code) == (0, len(rows), 2)
    told = dict(zip((problem.row for problem in given.problems), given.reasons, strict=True))
    assert "2 sentences of the corpus" in told["line 1"]
    assert "no sentence of the corpus has its text" in told["line 2"]
    assert "there is no article 'unheard-of'" in told["line 3"]
    assert "has no unit 'u099'" in told["line 4"]
    assert "u002 reads" in told["line 5"]
    assert "a part of u002 only" in told["line 6"]
    assert "several places" in told["line 7"]
    assert "outside the article's" in told["line 8"]
    assert "over 2 sentences" in told["line 9"]
    assert "'rumour' is not in the codebook" in told["line 11"]
    assert "the hash differs" in told["line 12"]
    assert not (given.project.root / "annotations" / "cem").exists()


def test_what_is_there_is_not_saved_twice_and_what_differs_is_kept_and_told(given: Given) -> None:
    rows = [{"article": given.council.id, "unit": "u002", "label": "sourced"}]
    path = given.rows(rows)
    result = given.take(path, annotator="ana")
    assert (result.saved, result.conflicts, result.exit_code) == (0, 1, 1)
    (conflict,) = given.problems
    assert (conflict.kind.value, conflict.label, conflict.there) == ("conflict", "sourced", "unverified")
    assert given.labels("Ana")["u002"] == "unverified"

    result = given.take(path, annotator="Ana", replace=True)
    assert (result.saved, result.replaced, result.exit_code) == (1, 1, 0)
    assert given.labels("Ana")["u002"] == "sourced"
    before = [event.before for event in given.project.history(given.council, "Ana") if event.before]
    assert [one.label for one in before] == ["unverified"]

    result = given.take(path, annotator="Ana")
    assert (result.saved, result.there, result.exit_code) == (0, 1, 0)


def test_one_row_twice_is_one_label_and_two_that_differ_are_a_conflict(given: Given) -> None:
    row = {"article": given.council.id, "unit": "u002", "label": "opinion"}
    result = given.take(given.rows([row, row, {**row, "label": "sourced"}]))
    assert (result.saved, result.there, result.conflicts, result.exit_code) == (1, 1, 1, 1)
    assert given.labels("Cem") == {"u002": "opinion"}
    assert "line 1 says otherwise of the same sentence: opinion, not sourced" in given.reasons[0]


def test_a_record_that_says_more_agrees_with_a_label(given: Given) -> None:
    with given.project.store(given.council, "Cem") as store:
        of = record(
            given.council, "u002", "Cem", "opinion", codebook=given.project.codebook.ref, comment="so"
        )
        store.save("u002", of, Cause.KEY)
        flagged = of.model_copy(
            update={"unit": "u003", "label": None, "flag": True, "text_sha256": sha(given, "u003")}
        )
        store.save("u003", flagged, Cause.KEY)
    rows = [{"article": given.council.id, "unit": unit, "label": "opinion"} for unit in ("u002", "u003")]
    result = given.take(given.rows(rows))
    assert (result.there, result.saved, result.conflicts) == (1, 1, 0)
    assert given.by("Cem")["u003"].flag and given.by("Cem")["u003"].label == "opinion"
    assert given.by("Cem")["u002"] == of


def sha(given: Given, unit: str) -> str:
    return given.council.unit_sha256(given.council.unit(unit))


def test_a_passage_or_attribute_that_nobody_knows_costs_no_label(given: Given) -> None:
    spans = [{"start": 0, "end": 3, "label": "PER"}, {"start": 4, "end": 6, "label": "cue"}]
    text = given.sentence("u002")
    row = {"text": text, "spans": spans, "accept": ["sourced"], "answer": "accept", "options": []}
    found = given.take(given.rows([row]), format="prodigy")
    assert (found.saved, found.refused, found.exit_code) == (1, 1, 3)
    assert "there is no passage 'PER'" in given.reasons[0] and "--map" in given.reasons[0]
    [attribution] = given.by("Cem")["u002"].attributions
    start = given.council.unit("u002").start
    assert attribution.cue == Span(start=start + 4, end=start + 6)


def test_a_text_that_is_not_here_says_what_to_do(given: Given) -> None:
    found = given.take(given.rows([{"text": "Nobody has imported this.", "label": "opinion"}]))
    assert any("--texts" in note for note in found.notes)


def test_names_are_mapped(given: Given) -> None:
    mapping = given.root / "names.toml"
    mapping.write_text(
        f"""
        [labels]
        "Loaded!" = "opinion"
        "skip" = ""
        [annotators]
        "7" = "Dana"
        "8" = ""
        [articles]
        "council.txt" = "{given.council.id}"
        """,
        encoding="utf-8",
    )
    rows = [
        {"document": "council.txt", "sentence": given.sentence("u002"), "class": "Loaded!", "rater": 7},
        {"document": "council.txt", "sentence": given.sentence("u003"), "class": "skip", "rater": 7},
        {"document": "council.txt", "sentence": given.sentence("u003"), "class": "Loaded!", "rater": 8},
    ]
    result = given.take(given.rows(rows), annotator="", mapping=load_mapping(mapping))
    assert (result.saved, result.exit_code, given.reasons) == (1, 0, [])
    assert given.labels("Dana") == {"u002": "opinion"}

    with pytest.raises(AnnotatorError, match="the mapping names the label 'nonsense'"):
        given.take(given.rows(rows), annotator="", mapping=LabelMapping(labels={"Loaded!": "nonsense"}))
    with pytest.raises(AnnotatorError, match="there is none of this id"):
        given.take(given.rows(rows), mapping=LabelMapping(articles={"council.txt": "nowhere-12345678"}))
    mapping.write_text("[label]\na = 'b'\n", encoding="utf-8")
    with pytest.raises(AnnotatorError, match=r"names.toml: label: .*\[labels\]"):
        load_mapping(mapping)


def test_who_labelled_is_said_by_the_file_or_the_option(given: Given) -> None:
    base = {"article": given.council.id, "unit": "u002", "label": "opinion"}
    path = given.rows([{**base, "annotator": "Dana"}, {**base, "annotator": "Eli"}, base])
    result = given.take(path, annotator="")
    assert (result.saved, result.refused, result.exit_code) == (2, 1, 3)
    assert "--annotator" in given.reasons[0] and given.problems[0].row == "line 3"

    with pytest.raises(AnnotatorError, match="by 2 annotators"):
        given.take(path, annotator="Fay")
    assert given.take(path, annotator="Fay", only="Eli").saved == 1
    assert given.labels("Fay") == {"u002": "opinion"}
    with pytest.raises(AnnotatorError, match="no labels by 'Gus'"):
        given.take(path, annotator="", only="Gus")
    assert given.take(given.rows([{**base, "annotator": "???"}]), annotator="").refused == 1
    assert given.take(given.rows([{**base, "annotator": "Dana"}]), annotator="Hal").saved == 1


def test_gold_stays_gold(given: Given) -> None:
    rows = [
        {"article": given.council.id, "unit": "u002", "label": "opinion", "annotator": "gold"},
        {"article": given.council.id, "unit": "u002", "label": "opinion", "annotator": "Dana"},
    ]
    assert given.take(given.rows(rows), annotator="").saved == 2
    (found,) = given.project.labelled(given.council, GOLD).labels[GOLD].values()
    assert found.adjudication is not None and found.adjudication.origin is GoldOrigin.DECIDED
    assert given.take(given.rows(rows), annotator="Ivo", only="gold").saved == 1
    assert given.by("Ivo")["u002"].adjudication is None


TABLE = """\
sep=;
satz;Label;coder;docid;note
{first};opinion;Dana;{id};"a ; b"
{second};sourced;Dana;{id};
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_of_others(given: Given, encoding: str) -> None:
    of = given.council
    text = TABLE.format(first=given.sentence("u002"), second=given.sentence("u003"), id=of.id)
    # cp1252 has to be told by something that is not ASCII
    text = text.replace("a ; b", "größer ; wie für Übergänge, naïve café")
    result = given.take(given.table(text.replace("\n", "\r\n"), encoding=encoding), annotator="")
    assert (result.saved, given.reasons) == (2, [])
    assert given.labels("Dana") == {"u002": "opinion", "u003": "sourced"}


def test_columns_can_be_named(given: Given) -> None:
    path = given.table(f'what,verdict\n"{given.sentence("u002")}",opinion\n')
    assert given.take(path).exit_code == 2
    assert "no column is known to hold the label" in given.reasons[0]
    assert given.take(path, columns={"text": "what", "label": "Verdict"}).saved == 1
    assert given.take(path, columns={"text": "what", "label": "missing"}).unreadable == 1
    assert "there is no column 'missing'" in given.reasons[0]


@pytest.mark.parametrize("guard", [True, False])
def test_our_tables_come_back_with_and_without_manifest(given: Given, guard: bool) -> None:
    from annotator.interop import ExportOptions

    said = ("'tis", "=1+1", "''", '@x, "y"\r\nz', "-5")
    for unit, comment in zip(given.council.units, said, strict=True):
        mine = record(
            given.council, unit.id, "Cem", "opinion", codebook=given.project.codebook.ref, comment=comment
        )
        given.project.save(given.council, mine)
    given.project.export("csv", given.root / "out", options=ExportOptions(guard=guard))
    for part in ("out", "out/labels.csv"):
        copy = Given(given.root / part.replace("/", "-"))
        problems: list[RowProblem] = []
        copy.project.import_labels([given.root / part], LabelImportOptions(), tell=problems.append)
        assert problems == []
        assert copy.by("Cem") == given.by("Cem")
    alone = given.root / "alone.csv"
    alone.write_bytes((given.root / "out" / "labels.csv").read_bytes())
    copy = Given(given.root / "alone")
    assert copy.project.import_labels([alone]).exit_code == 0
    assert {unit: one.comment for unit, one in copy.by("Cem").items()} == {
        unit: one.comment for unit, one in given.by("Cem").items()
    }


def test_rows_in_any_order_and_of_several_files(given: Given) -> None:
    rows = [
        {"article": of.id, "unit": unit.id, "label": "opinion", "annotator": who}
        for who in ("Dana", "Eli")
        for place in range(3)
        for of in (given.council, given.harbour)
        for unit in of.units[place : place + 1]
    ]
    result = given.take(given.rows(rows[::2]), given.rows(rows[1::2], "more.jsonl"), annotator="")
    assert (result.saved, dict(result.annotators)) == (12, {"Dana": 6, "Eli": 6})
    assert set(given.labels("Eli", given.harbour)) == {"u001", "u002", "u003"}


def test_labels_of_a_version_that_was_replaced_are_told(given: Given) -> None:
    file = given.root / "new.txt"
    file.write_text(given.harbour.text.replace("fallen", "slipped"), encoding="utf-8")
    (came,) = given.project.import_files([file], replaces=given.harbour.id)
    assert came.status.value == "version"
    row = {"article": given.harbour.id, "unit": "u002", "label": "opinion"}
    result = given.take(given.rows([row]))
    assert result.saved == 1 and given.harbour.id in result.notes[0]


def test_a_dry_run_changes_nothing(given: Given) -> None:
    rows = [
        {"article": given.council.id, "unit": "u002", "label": "sourced"},
        {"text": "A text that is new.", "label": "opinion"},
    ]
    before = sorted(given.project.root.rglob("*"))
    result = given.take(given.rows(rows), dry_run=True, texts=True)
    assert (result.saved, result.articles, result.exit_code) == (2, 1, 0)
    assert sorted(given.project.root.rglob("*")) == before


def test_a_label_file_that_somebody_writes_refuses_its_rows_only(given: Given) -> None:
    path = given.project.root / "annotations" / "dana"
    path.write_text("in the way", encoding="utf-8")
    rows = [
        {"article": given.council.id, "unit": "u002", "label": "opinion", "annotator": who}
        for who in ("Dana", "Eli")
    ]
    result = given.take(given.rows(rows), annotator="")
    assert (result.saved, result.refused, result.exit_code) == (1, 1, 3)
    assert given.problems[0].annotator == "Dana"


NATIVE = {"article": "x", "unit": "u001", "start": 0, "end": 5, "text": "Words", "label": "opinion"}
HOSTILE: dict[str, bytes] = {
    "deep": b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b', "label": "opinion"}\n',
    "number": b'{"text": "a", "label": "opinion", "start": ' + b"9" * 6000 + b"}\n",
    "twice": b'{"text": "a", "text": "b", "label": "opinion"}\n',
    "types": b'{"text": ["a"], "label": {"b": 1}, "annotator": true}\n',
    "negative": b'{"article": "ARTICLE", "start": -1, "end": 5, "label": "opinion"}\n',
    "past": b'{"article": "ARTICLE", "start": 0, "end": 99999999999999, "label": "opinion"}\n',
    "reversed": b'{"article": "ARTICLE", "start": 9, "end": 3, "label": "opinion"}\n',
    "float": b'{"article": "ARTICLE", "start": 0.5, "end": 3, "label": "opinion"}\n',
    "true": b'{"article": "ARTICLE", "start": true, "end": 3, "label": "opinion"}\n',
    "bytes": b'{"text": "\xff\xfe a", "label": "opinion"}\n',
    "surrogate": b'{"text": "\\ud83d", "label": "\\ud83d", "annotator": "\\udc00"}\n',
    "long label": b'{"text": "a", "label": "' + b"x" * 1_000_000 + b'"}\n',
    "no object": b'["text", "label"]\n',
    "not json": b'{"text": "a", "label": "opinion"\n',
    "nan": b'{"article": "ARTICLE", "unit": "u001", "seconds": NaN, "label": "opinion", "created": 5}\n',
    "time": b'{"article": "ARTICLE", "unit": "u001", "created": "yesterday", "label": "opinion"}\n',
    "spans": b'{"article": "ARTICLE", "unit": "u001", "label": "opinion", '
    b'"bias": [{"kind": "loaded", "span": {"start": 5, "end": 999999}}]}\n',
    "nul": b'{"text": "a\\u0000b", "label": "opinion\\u0000"}\n',
    "name": b'{"article": "\\ud800\\u0000", "text": "a", "label": "opinion", "title": "\\udfff"}\n',
    "path": b'{"article": "../../etc/passwd", "unit": "u001", "label": "opinion"}\n',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_row_is_told_and_the_good_ones_are_kept(given: Given, name: str) -> None:
    good = [
        {"article": given.council.id, "unit": unit, "label": "opinion", "annotator": "Cem"}
        for unit in ("u002", "u003")
    ]
    first, last = (json.dumps(row).encode() + b"\n" for row in good)
    path = given.root / "hostile.jsonl"
    path.write_bytes(first + HOSTILE[name].replace(b"ARTICLE", given.council.id.encode()) + last)
    result = given.take(path)
    assert (result.saved, result.exit_code) == (2, 3), given.reasons
    (problem,) = given.problems
    assert problem.row == "line 2" and "\n" not in str(problem) and len(str(problem)) < 600
    assert "fault" not in problem.reason


FILES: dict[str, bytes] = {
    "empty": b"",
    "zip": b"PK\x05\x06" + b"\0" * 18,
    "binary": bytes(range(256)) * 40,
    "nul": b"\0" * 5000,
    "html": b"<html><body>labels</body></html>",
    "words": b"These are words and no labels at all.\n",
    "csv without labels": b"a,b\n1,2\n",
    "returns": b"text\rlabel,a\r\n1,2\n",
    "cut array": b'[{"text": "a", "label": "opinion"}, {"text": ',
    "half a table": b'text,label\n"never closed,opinion\n' + b"more\n" * 50,
    "utf-16 cut": "text,label\r\nä,b\r\n".encode("utf-16")[:-1],
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".json", ".xml", ""])
def test_a_hostile_file_is_one_line_and_exit_2(
    given: Given, capsys: pytest.CaptureFixture[str], name: str, ending: str
) -> None:
    path = given.root / f"hostile{ending}"
    path.write_bytes(FILES[name])
    ran = CommandLine(capsys)("import-labels", "--project", given.project.root, path, "--annotator", "Cem")
    assert ran.code == 2
    assert "Traceback" not in ran.err and "fault" not in ran.err
    assert path.name in ran.err
    assert all(line.startswith("annotator: ") for line in ran.err.splitlines())


def test_the_command_tells_few_and_writes_all(given: Given, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"article": given.council.id, "unit": "u002", "label": "opinion"}]
    rows += [{"article": given.council.id, "unit": "u777", "label": f"opinion {n}"} for n in range(30)]
    path, rejects = given.rows(rows), given.root / "rejects.jsonl"
    command = CommandLine(capsys)
    project = ("--project", given.project.root)
    ran = command("import-labels", *project, path, "--annotator", "Cem", "--rejects", rejects)
    assert ran.code == 3
    assert ran.out.splitlines() == ["1 label saved, 30 rows refused", "  Cem: 1"]
    lines = ran.err.splitlines()
    assert len(lines) == 21 and "10 more rows" in lines[-1] and "rejects.jsonl" in lines[-1]
    assert "rows.jsonl: line 2: " in lines[0]
    told = [json.loads(one) for one in rejects.read_text(encoding="utf-8").splitlines()]
    assert len(told) == 30 and told[0]["kind"] == "refused" and told[0]["row"] == "line 2"

    again = command("import-labels", *project, path, "--annotator", "Cem", "--rejects", rejects)
    assert again.code == 2 and "is there already" in again.err

    ran = command("import-labels", *project, path, "--annotator", "Cem", "--json")
    assert (ran.json["already_there"], ran.json["refused"], ran.code) == (1, 30, 3)
    ran = command("import-labels", *project, given.root / "missing.jsonl")
    assert ran.code == 2 and "missing.jsonl" in ran.err
    ran = command("import-labels", *project, path, "--format", "nonsense")
    assert ran.code == 2 and "no format 'nonsense'" in ran.err


def test_a_table_written_by_the_csv_module_of_any_size_is_read_row_by_row(given: Given) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["doc", "start", "end", "category", "who"])
    for unit in given.council.units:
        writer.writerow([given.council.id, f"{unit.start}.0", unit.end, "opinion", "x"])
    result = given.take(given.table(out.getvalue()))
    assert (result.saved, given.reasons) == (5, [])
