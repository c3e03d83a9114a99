"""Projects made of other people's datasets: texts, labels and a codebook of the labels found."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.ingest.canonical import canonical
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText
from annotator.labelimport import LabelImport, LabelImportOptions, LabelMapping, RowProblem
from annotator.labelimport.newcodebook import codebook_of
from annotator.labelimport.offsets import CanonicalText
from annotator.labelimport.placing import ArticlePlaces, Placed
from annotator.labelimport.spool import Spooled
from annotator.labelimport.texts import Made, make_article
from annotator.project import Project
from tests.unit.commandline import CommandLine
from tests.unit.labelled import article

BIASED = """\
sentence;Label;rater
"The mayor, that tireless schemer, smiled.";biased;Ana
"The mayor, that tireless schemer, smiled.";non-biased;Ben
The bridge opened on Monday.;non-biased;Ana
The bridge opened on Monday.;non-biased;Ben
Nobody had seen it coming, least of all the experts.;biased;Ben
"""

SEVEN = (
    "völlig wahr",
    "größtenteils wahr",
    "halb wahr",
    "größtenteils falsch",
    "völlig falsch",
    "nicht prüfbar",
    "keine Behauptung",
)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path, found: list[dict[str, Any]]) -> Path:
    return write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))


def made_of(root: Path, *paths: Path, **options: Any) -> tuple[Project, LabelImport, list[RowProblem]]:
    problems: list[RowProblem] = []
    project = Project.create(root)
    asked = LabelImportOptions(texts=True, new_codebook=True, **options)
    return project, project.import_labels(paths, asked, tell=problems.append), problems


def said(project: Project) -> dict[str, dict[str, str | None]]:
    """Labels by annotator and sentence."""
    found: dict[str, dict[str, str | None]] = {}
    for one in project.labels():
        for name, records in one.labels.items():
            words = {one.article.unit_text(one.article.unit(unit)): of.label for unit, of in records.items()}
            found.setdefault(name, {}).update(words)
    return found


def test_sentences_without_a_document_are_articles_of_one_sentence(tmp_path: Path) -> None:
    project, result, problems = made_of(tmp_path / "p", write(tmp_path / "b.csv", BIASED))
    assert (problems, result.saved, result.articles, result.exit_code) == ([], 5, 3, 0)
    assert project.codebook.label_names == ("biased", "non-biased")
    assert [label.key for label in project.codebook.labels] == ["b", "n"]
    assert said(project)["Ben"] == {
        "The mayor, that tireless schemer, smiled.": "non-biased",
        "The bridge opened on Monday.": "non-biased",
        "Nobody had seen it coming, least of all the experts.": "biased",
    }
    assert all(len(of.units) == 1 for of in project.articles)
    assert list(project.check()) == []
    again = project.import_labels([tmp_path / "b.csv"], LabelImportOptions(texts=True))
    assert (again.saved, again.there, again.articles) == (0, 5, 0)


def test_a_project_of_own_labels_is_compared_exported_and_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, project = CommandLine(capsys), tmp_path / "p"
    ran = command("init", project, "--from", write(tmp_path / "b.csv", BIASED))
    assert (ran.code, ran.err) == (0, "")
    assert "3 new articles" in ran.out and "5 labels saved" in ran.out and "codebook.toml" in ran.out
    where = ("--project", project)
    compared = command("compare", *where, "--json", "--bootstrap", "0").json
    assert compared["fields"]["label"]["units"] >= 2
    assert set(compared["fields"]["label"]["per_label"]) == {"biased", "non-biased"}
    suggested = command("suggest", *where, Project(project).article_ids()[0], "--json").json
    assert all(unit["label"] is None for unit in suggested["units"] if "label" in unit)
    for name in ("check", "status", "codebook"):
        assert command(name, *where).code == 0
    for name in ("jsonl", "csv", "doccano", "prodigy", "label-studio", "brat", "xmi", "w3c"):
        out, copy = tmp_path / f"d-{name}", tmp_path / f"c-{name}"
        assert command("export", *where, "--format", name, "--output", out, "--keep-names").code == 0
        ran = command("init", copy, "--from", out)
        assert ran.code == 0, (name, ran.err)
        assert said(Project(copy)) == said(Project(project)), name
        assert set(Project(copy).codebook.label_names) == {"biased", "non-biased"}


def test_seven_labels_with_blanks_and_umlauts(tmp_path: Path) -> None:
    found = [
        {"text": f"Der Satz Nummer {place} steht hier.", "label": label, "doc_id": f"Blatt {place // 4}"}
        for place, label in enumerate(SEVEN * 2)
    ]
    project, result, problems = made_of(tmp_path / "p", rows(tmp_path / "r.jsonl", found), annotator="Zoë")
    assert (problems, result.saved, result.articles) == ([], 14, 4)
    assert project.codebook.label_names == SEVEN
    keys = [label.key for label in project.codebook.labels]
    assert len(set(keys)) == 7 and keys[0] == "v"
    first = project.article("blatt-0")
    assert (first.title, [unit.id for unit in first.units]) == ("Blatt 0", ["u001", "u002", "u003", "u004"])
    assert first.text.splitlines() == [f"Der Satz Nummer {place} steht hier." for place in range(4)]
    project.export("jsonl", tmp_path / "d")
    copy, result, problems = made_of(tmp_path / "c", tmp_path / "d")
    assert (problems, said(copy), copy.codebook) == ([], said(project), project.codebook)


def test_labels_that_no_codebook_can_name_are_renamed_and_told(tmp_path: Path) -> None:
    labels = ["true, mostly", "a/b", "a b", "=1", " ", "<tag>", "tag"]
    found = [{"text": f"Sentence {n} is here.", "label": label} for n, label in enumerate(labels)]
    project, result, problems = made_of(tmp_path / "p", rows(tmp_path / "r.jsonl", found), annotator="Ana")
    assert problems == [] and result.saved == 7
    assert project.codebook.label_names == ("true mostly", "a b 2", "a b", "=1", "label", "tag 2", "tag")
    assert [label.title for label in project.codebook.labels][:3] == ["true, mostly", "a/b", "a b"]
    assert "label 'a/b' is named 'a b 2' here" in result.notes
    with pytest.raises(AnnotatorError, match="61 different labels"):
        codebook_of([f"label {n}" for n in range(61)], "x")
    assert codebook_of([], "x") is None
    assert codebook_of(["opinion", "sourced"], "x") is None
    sixty = codebook_of([f"Ä {n}" for n in range(60)], "Ünsere 1. Probe")
    assert sixty is not None and len(sixty.codebook.labels) == 60
    one = codebook_of(["only"], "7")
    assert one is not None and one.codebook.label_names == ("only", "other")


def test_parts_of_an_article_stand_where_the_file_says(tmp_path: Path) -> None:
    found = [
        {"doc": "d", "text": "Second here.", "start": 12, "end": 24, "label": "x", "rater": "A"},
        {"doc": "d", "text": "First here.", "start": 0, "end": 11, "label": "y", "rater": "A"},
        {"doc": "d", "text": "First here.", "start": 300, "end": 311, "label": "x", "rater": "A"},
        {"doc": "d", "text": "First here.", "start": 0, "end": 11, "label": "x", "rater": "B"},
        {"doc": "e", "text": "One way.", "start": 0, "end": 8, "label": "x", "rater": "B"},
        {"doc": "e", "text": "way. Other.", "start": 4, "end": 15, "label": "x", "rater": "B"},
    ]
    project, result, problems = made_of(tmp_path / "p", rows(tmp_path / "r.jsonl", found))
    (of,) = project.articles
    assert of.text == "First here. Second here.\n\nFirst here."
    assert [of.unit_text(unit) for unit in of.units] == ["First here.", "Second here.", "First here."]
    labels = project.labelled(of).labels
    assert {unit: one.label for unit, one in labels["A"].items()} == {"u001": "y", "u002": "x", "u003": "x"}
    assert (result.saved, [problem.row for problem in problems]) == (4, ["line 5", "line 6"])
    assert "overlap" in problems[0].reason and result.exit_code == 3


def made(text: str, *labels: ForeignLabel) -> Made:
    return make_article(
        [Spooled("f.json", "label-studio", ForeignText("task 1", text, labels=labels))], "", "en"
    )


def test_labelled_stretches_are_units_and_the_rest_is_cut_into_sentences() -> None:
    raw = "\ufeffA heading\r\n\r\nFirst one 👩‍👩‍👧, said he. Second one. Third one, too.\r\nLast\u2028line."
    start = raw.index("Second")
    of = made(raw, ForeignLabel("1", "x", "A", start, start + len("Second one. Third one, too.\r\n"))).article
    units = [of.unit_text(unit) for unit in of.units]
    assert "Second one. Third one, too." in units and "First one 👩‍👩‍👧, said he." in units
    assert of.text == canonical(raw)[0].strip()
    assert of.provenance.format == "label_studio"


def test_marked_words_without_a_label_go_to_their_sentences(tmp_path: Path) -> None:
    text = "The mayor said no. Nobody, said Ola, was hurt. Then silence."
    spans = [("mayor", "loaded"), ("said no", "informational"), ("Ola", "PER"), ("hurt. Then", "loaded")]
    entities = [
        {
            "id": n,
            "start_offset": text.index(words),
            "end_offset": text.index(words) + len(words),
            "label": label,
        }
        for n, (words, label) in enumerate(spans)
    ]
    path = rows(tmp_path / "d.jsonl", [{"id": 1, "text": text, "entities": entities, "relations": []}])
    mapping = LabelMapping(passages={"PER": "epistemological"})
    project, result, problems = made_of(tmp_path / "p", path, annotator="Ana", mapping=mapping)
    (of,) = project.articles
    found = project.labelled(of).labels["Ana"]
    assert {unit: len(record.bias) for unit, record in found.items()} == {"u001": 2, "u002": 1}
    assert (result.saved, result.exit_code) == (2, 3)
    assert "stands in no one sentence" in problems[0].reason
    _, _, problems = made_of(tmp_path / "q", path, annotator="Ana")
    assert any("there is no passage 'PER'" in problem.reason for problem in problems)


def test_labels_over_others_have_no_unit_of_their_own() -> None:
    one = ForeignLabel("1", "x", "A", 0, 10)
    over = ForeignLabel("2", "x", "B", 5, 20)
    found = made("Some words stand here, and more.", one, over)
    placed = list(
        ArticlePlaces(found.article).place(ForeignText("t", found.article.text, labels=(one, over)))
    )
    assert isinstance(placed[0], Placed) and not isinstance(placed[1], Placed)


_RAW = st.lists(
    st.sampled_from(
        [
            "\r\n",
            "\r",
            "\n",
            "\u2028",
            "\x85",
            "\x00",
            "\ufeff",
            "👩‍👩‍👧",
            "e\u0301",
            "م",
            "word",
            " ",
            "\ud800",
        ]
    ),
    max_size=12,
).map("".join)


@given(_RAW, st.data())
@example("\ufeff\r\n\r\na", None)
def test_offsets_go_through_what_makes_a_text_canonical(raw: str, data: st.DataObject | None) -> None:
    words = CanonicalText(raw)
    dropped = len(raw) - len(raw.lstrip("\ufeff"))
    start = data.draw(st.integers(dropped, len(raw))) if data else dropped
    end = data.draw(st.integers(start, len(raw))) if data else len(raw)
    if any(raw[place - 1 : place + 1] == "\r\n" for place in (start, end) if place):
        return  # in the middle of a line end
    part = "x" + raw[start:end]
    assert "x" + words.text[words.offset(start) : words.offset(end)] == canonical(part)[0]


def test_passages_move_with_the_text() -> None:
    of = article(["He said: “No.”", "She left 👩‍👩‍👧 early."])
    raw = "\ufeff" + of.text.replace("\n", "\r\n")
    start = raw.index("She")
    label = ForeignLabel(
        "1", "red", "A", start, len(raw), passages=(Passage(raw.index("👩"), raw.index(" early"), "loaded"),)
    )
    (placed,) = ArticlePlaces(of).place(ForeignText("t", raw, article=of.id, labels=(label,)))
    assert isinstance(placed, Placed) and placed.unit.id == "u002"
    (moved,) = placed.passages
    assert of.text[moved.start : moved.end] == "👩‍👩‍👧"
    late = label.__class__("2", "red", "A", start, len(raw), passages=(Passage(5, len(raw) + 1, "loaded"),))
    (refused,) = ArticlePlaces(of).place(ForeignText("t", raw, labels=(late,)))
    assert not isinstance(refused, Placed) and "outside the text" in refused[1]


def test_new_articles_name_those_that_share_their_words(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    found = [
        {"doc_id": "a", "text": f"Morning edition: {words}.", "label": "x"},
        {"doc_id": "b", "text": f"Late edition: {words}.", "label": "y"},
        {"doc_id": "c", "text": "Something else was printed on the last page of it.", "label": "y"},
    ]
    project, _, problems = made_of(tmp_path / "p", rows(tmp_path / "r.jsonl", found), annotator="Ana")
    assert problems == []
    one, other, _ = (project.article(name).id for name in "abc")
    assert project.near_duplicate_groups() == [frozenset({one, other})]


@pytest.mark.parametrize("end", ["", "\n", "\n \n"])
def test_a_text_with_its_hash_is_the_same_article_again(tmp_path: Path, end: str) -> None:
    before = Project.create(tmp_path / "before")
    write(tmp_path / "dam.txt", f"{end}The dam is safe. Rain fell.{end}")
    (told,) = before.import_files([tmp_path / "dam.txt"])
    assert told.article
    label = {"article": told.article, "unit": "u001", "label": "opinion"}
    asked = LabelImportOptions(annotator="Ana")
    assert before.import_labels([rows(tmp_path / "a.jsonl", [label])], asked).saved == 1
    before.export("w3c", tmp_path / "out")
    after, result, problems = made_of(tmp_path / "after", tmp_path / "out")
    assert (result.saved, problems) == (1, [])
    assert after.article(told.article).text == before.article(told.article).text


def test_an_export_without_text_makes_no_project(tmp_path: Path) -> None:
    from annotator.interop import ExportOptions

    project, _, _ = made_of(tmp_path / "p", write(tmp_path / "b.csv", BIASED))
    project.export("jsonl", tmp_path / "d", options=ExportOptions(text=False))
    with pytest.raises(AnnotatorError, match="rehydrate"):
        made_of(tmp_path / "c", tmp_path / "d")
    for path in (project.root / "annotations").iterdir():
        for file in path.glob("*.json"):
            file.unlink()
    result = project.import_labels([tmp_path / "d"])
    assert (result.saved, result.exit_code) == (5, 0)


def test_an_own_codebook_is_never_replaced(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p")
    project.write_codebook()
    before = (project.root / "codebook.toml").read_bytes()
    _, result, problems = made_of(tmp_path / "p", write(tmp_path / "b.csv", BIASED))
    assert (result.saved, result.refused) == (0, 5)
    assert "'biased' is not in the codebook" in problems[0].reason
    assert (project.root / "codebook.toml").read_bytes() == before
