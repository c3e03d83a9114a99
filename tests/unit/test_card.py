"""The dataset card: its figures are those of the labels, and it says nothing that it should not."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.card import HEADINGS, DatasetCard
from annotator.card.markdown import table
from annotator.errors import AnnotatorError
from annotator.interop import ExportOptions, formats
from annotator.interop.writer import Split, place
from annotator.project import Project
from schemas import GOLD, Codebook, DatasetInfo, LabelledArticle
from tests.unit.commandline import CommandLine
from tests.unit.labelled import CODEBOOK, article, labelled
from tests.unit.nasty import NASTY_CODEBOOK, nasty
from tests.unit.wholeproject import DRAX, OAKHURST, PEOPLE, VEXLEY, whole_project

SETTINGS = """\
# What we agreed on, 3 March.
name = "Harbour"  # as on the door

[dataset]
# Ask Pat before you change this.
licence = "CC-BY-4.0"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return whole_project(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def card_of(
    *articles: LabelledArticle,
    annotators: Sequence[str] = ("Ann", "Zoë"),
    codebook: Codebook = CODEBOOK,
    info: DatasetInfo | None = None,
    split: Split | None = None,
) -> DatasetCard:
    split = split or Split()
    card = DatasetCard(codebook, info or DatasetInfo(), "Paint", annotators, parts=split.parts)
    for one in articles:
        card.add(place(one, tuple(annotators), {}, split).item)
    return card


def tables(card: str) -> list[list[list[str]]]:
    """Give the cells of every table, as a reader of Markdown takes them."""
    found = []
    for is_table, lines in groupby(card.split("\n"), lambda line: line.startswith("|")):
        if is_table:
            cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines]
            found.append([[cell.strip() for cell in row] for row in cells])
    return found


def test_sentences_are_counted_by_their_one_label_and_what_it_rests_on() -> None:
    facts = card_of(
        labelled({"Ann": ("red", "red", "blue", None), "Zoë": ("red", "blue", None, None)}), labelled({})
    ).facts()
    assert (facts.whole.articles, facts.whole.sentences) == (2, 5)
    assert facts.whole.labels == {"red": 1, "green": 0, "blue": 1}
    assert facts.whole.states == {"agreed": 1, "disagreed": 1, "single": 1, "unlabelled": 2}
    assert facts.annotators == {
        "Ann": {"red": 2, "green": 0, "blue": 1},
        "Zoë": {"red": 1, "green": 0, "blue": 1},
    }


def test_gold_and_what_led_to_it_is_counted() -> None:
    given = nasty()
    facts = card_of(given, codebook=NASTY_CODEBOOK).facts()
    gold = given.labels[GOLD].values()
    settled = [
        one for one in gold if one.label or (one.adjudication and one.adjudication.origin == "declined")
    ]
    assert facts.gold == Counter(str(one.adjudication.origin) for one in settled if one.adjudication)
    assert facts.adjudicators == len({one.adjudication.adjudicator for one in settled if one.adjudication})
    assert sum(facts.reasons.values()) == sum(
        bool(one.adjudication and one.adjudication.reason) for one in gold
    )
    offered = [one for one in given.labels["Ann"].values() if one.suggestion and one.label]
    assert facts.offers.offered == len(offered) > 0
    parts = facts.offers.accepted, facts.offers.edited, facts.offers.same, facts.offers.overruled
    assert sum(parts) == facts.offers.offered <= facts.offers.labels
    assert facts.comments >= sum(bool(one.comment) for one in given.labels["Ann"].values())


def test_agreement_is_that_of_a_comparison_of_the_project(project: Project) -> None:
    found = project.card().facts().agreement
    assert found is not None
    assert found == project.compare(fields=("label",)).fields["label"]
    assert found.krippendorff_alpha.value is not None


def test_gold_among_the_annotators_counts_as_no_annotator(project: Project) -> None:
    facts = project.card(GOLD).facts()
    assert facts.annotators == {} and facts.agreement is None
    assert facts.gold["decided"] == 2
    text = project.card(GOLD).text()
    assert "not the labels of two annotators" in text
    assert "said themselves is not in it" in text and "| it has no adjudicated label |" in text
    assert "## Suggestions" not in text


def test_parts_of_a_split_add_up_to_the_whole() -> None:
    ones = [labelled({"Ann": ("red", "blue")[:n], "Zoë": ("red",)}, f"T{n}") for n in (1, 2, 3)]
    part_of = {one.article.id: part for one, part in zip(ones, ("train", "train", "test"), strict=True)}
    card = card_of(*ones, split=Split(("train", "validation", "test"), part_of))
    facts = card.facts()
    assert list(facts.parts) == ["train", "validation", "test"]
    assert [part.articles for part in facts.parts.values()] == [2, 0, 1]
    for name, count in facts.whole.labels.items():
        assert sum(part.labels[name] for part in facts.parts.values()) == count
    assert sum(part.sentences for part in facts.parts.values()) == facts.whole.sentences
    assert tables(card.text())[0][0] == ["", "all", "train", "validation", "test"]


def test_outlets_months_and_texts_are_counted(project: Project) -> None:
    facts = project.card().facts()
    assert facts.outlets == {"Corrant": 2, "@MeldraNow": 1}
    assert facts.months == {"2031-03": 1, "2031-04": 1, "2031-05": 1}
    assert facts.characters == sum(len(one.text) for one in project.articles)
    assert facts.edited == 1
    assert any("CRLF to LF" in change for change in facts.changes)
    text = project.card().text()
    assert "| 2031-04 | 1 |" in text and "| Corrant | 2 |" in text


def test_many_outlets_and_months_are_put_together() -> None:
    ones = [
        LabelledArticle(
            article=article(["One."], f"T{n}", outlet=f"Outlet {n:02}", published=f"20{n:02}-05-06"),
            labels={},
        )
        for n in range(30, 60)
    ]
    text = card_of(*ones).text()
    assert "| 10 other outlets | 10 |" in text
    assert "| 2030 | 1 |" in text and "2030-05" not in text


def test_what_nobody_answered_is_not_provided_and_answers_are_as_given() -> None:
    assert card_of(labelled({})).text().count("*not provided*") == len(HEADINGS) - 1  # but the title
    info = DatasetInfo(title="Harbour | 2031", licence="CC-BY-4.0", motivation="To learn.\n\n- and *teach*")
    text = card_of(labelled({}), info=info).text()
    assert text.startswith("# Harbour \\| 2031\n")
    assert "- Licence of the labels: CC-BY-4.0\n" in text
    assert "**Why it was made, by whom, who paid**\n\nTo learn.\n\n- and *teach*\n" in text
    assert text.count("*not provided*") == len(HEADINGS) - 3


@pytest.mark.parametrize("form", [form.name for form in formats() if form.installed])
def test_every_format_comes_with_a_card_that_names_nobody_and_quotes_nothing(
    project: Project, tmp_path: Path, form: str
) -> None:
    project.export(form, tmp_path / "out", names=project.pseudonyms())
    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "\n# project\n" in f"\n{text}"
    for person in PEOPLE:
        assert not [part for part in person.split() if part in text]
    for one in project.articles:
        assert not [
            unit for unit in one.units if len(unit_text := one.unit_text(unit)) > 12 and unit_text in text
        ]
    assert "annotator_1" in text and "**not** searched for names" in text
    assert re.search(r"^(Positions count .*|There are no positions in it)\.$", text, re.MULTILINE)
    assert f"as format `{form}`" in text


def test_the_card_says_what_a_dataset_holds_and_what_was_lost(project: Project, tmp_path: Path) -> None:
    project.export("csv", tmp_path / "csv")
    text = (tmp_path / "csv" / "README.md").read_text(encoding="utf-8")
    assert VEXLEY in text and "Names are pseudonyms" not in text
    assert "- entries of the source register" in text and "begin with `'`" in text
    assert 'pandas.read_csv("labels.csv", dtype=str, keep_default_na=False' in text
    assert "The words of the articles are in it" in text
    project.export("jsonl", tmp_path / "bare", options=ExportOptions(text=False), names=project.pseudonyms())
    text = (tmp_path / "bare" / "README.md").read_text(encoding="utf-8")
    assert "**not** in it: positions, hashes, labels, titles" in text and "`annotator rehydrate`" in text
    assert "formula" not in text and "- nothing\n" in text


def test_the_rules_of_the_codebook_are_in_it(project: Project) -> None:
    text = project.card().text()
    for rule in project.codebook.rules:
        assert f"- **{rule.number} " in text
    for label in project.codebook.labels:
        assert f"| `{label.name}` |" in text


def test_no_card_where_none_is_wanted(project: Project, tmp_path: Path, run: CommandLine) -> None:
    at = ("--output", tmp_path / "out", "--project", project.root)
    assert run("export", "--format", "csv", "--no-card", *at).code == 0
    assert not (tmp_path / "out" / "README.md").exists()


def test_two_cards_of_the_same_labels_are_equal(project: Project) -> None:
    assert project.card().text() == Project.open(project.root).card().text()


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=5))
def test_whatever_stands_in_a_cell_a_table_keeps_its_columns(rows: list[list[str]]) -> None:
    from annotator.card.markdown import escaped

    written = "\n".join(table(("a", "b"), [[escaped(cell) for cell in row] for row in rows], "lr"))
    found = tables(written)[0]
    assert len(found) == len(rows) + 2
    assert {len(row) for row in found} == {2}


def test_every_table_of_a_card_of_odd_names_keeps_its_columns() -> None:
    card = card_of(nasty(), annotators=("Zoë", "Ann"), codebook=NASTY_CODEBOOK)
    for found in tables(card.text()):
        assert len({len(row) for row in found}) == 1, found


def test_the_command_prints_the_card_under_pseudonyms(project: Project, run: CommandLine) -> None:
    ran = run("card", "--project", project.root)
    assert ran.code == 0 and ran.out.startswith("# project\n")
    assert not [person for person in PEOPLE if person in ran.out]
    ran = run("card", "--keep-names", "--project", project.root)
    assert VEXLEY in ran.out and OAKHURST in ran.out and DRAX not in ran.out
    found = run("card", "--json", "--project", project.root).json
    assert found["facts"]["whole"]["articles"] == 3
    assert found["not_provided"] == list(HEADINGS)
    assert found["problems"] == []


def test_a_damaged_label_file_is_told_and_left_out(project: Project, run: CommandLine) -> None:
    file = next((project.root / "annotations" / "zbigniew-oakhurst").glob("*.json"))
    file.write_text("{")
    ran = run("card", "--project", project.root)
    assert ran.code == 1 and str(file) in ran.err and ran.out.startswith("# project\n")


def answered(run: CommandLine, monkeypatch: pytest.MonkeyPatch, project: Project, lines: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    ran = run("card", "--ask", "--project", project.root)
    assert ran.code == 0
    return ran.out + ran.err


def test_questions_are_asked_once_and_answers_kept_with_comments(
    project: Project, run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.root / "annotator.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    said = answered(run, monkeypatch, project, 'Harbour "31"\n\n  Rights: theirs.\t\n')
    assert "1/16 Title." in said and "Licence" not in said
    assert f"2 answers kept in {path}; 14 questions without an answer" in said
    text = path.read_text(encoding="utf-8")
    for line in SETTINGS.splitlines():
        assert line in text
    told = Project.open(project.root).settings.dataset
    assert told == DatasetInfo(title='Harbour "31"', licence="CC-BY-4.0", text_rights="Rights: theirs.")
    said = answered(run, monkeypatch, project, "1.0.0\n" + "\n" * 20)
    assert "Title" not in said and "1 answer kept" in said and "13 questions" in said
    assert Project.open(project.root).card().text().startswith('# Harbour "31"\n')


def test_settings_that_are_not_valid_are_left_alone(project: Project, run: CommandLine) -> None:
    path = project.root / "annotator.toml"
    path.write_text("[dataset]\nlicense = 'x'\n")
    ran = run("card", "--ask", "--project", project.root)
    assert ran.code == 2
    assert f"{path}, line 2: no setting 'license' in [dataset]; did you mean 'licence'?" in ran.err
    assert path.read_text() == "[dataset]\nlicense = 'x'\n"


def test_answers_without_a_settings_file_make_one(project: Project) -> None:
    from annotator.card import keep_answers

    path = project.root / "annotator.toml"
    path.unlink()
    keep_answers(path, {"contact": "pat@example.org"})
    assert Project.open(project.root).settings.dataset.contact == "pat@example.org"
    with pytest.raises(AnnotatorError, match="at most 20000 characters"):
        keep_answers(path, {"contact": "x" * 20_001})
    assert Project.open(project.root).settings.dataset.contact == "pat@example.org"
