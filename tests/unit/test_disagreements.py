"""Disagreements of any field, in words; and the codebook report, which sorts them by rule."""

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.adjudication.items import State
from annotator.codebook import load_codebook
from annotator.compare import FieldAgreement, agreement, disagreements
from annotator.compare.said import NOTHING
from annotator.compare.wanted import Wanted
from annotator.errors import AnnotatorError
from annotator.project import Project
from benchmarks.samples import make_article
from schemas import (
    Annotation,
    Article,
    Attribution,
    BiasKind,
    BiasMark,
    DisagreementReason,
    GoldOrigin,
    LabelledArticle,
    SourceType,
    Span,
)
from tests.unit.commandline import CommandLine
from tests.unit.labelled import record

Sayer = Callable[..., Annotation]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def article() -> Article:
    return make_article(4)


@pytest.fixture
def project(tmp_path: Path, article: Article) -> Project:
    found = Project.create(tmp_path / "project")
    found.add(article)
    return found


@pytest.fixture
def say(project: Project, article: Article) -> Sayer:
    """Put one annotator's record of a unit of the article on the disk."""

    def save(name: str, place: int, label: str | None, **fields: object) -> Annotation:
        unit = article.units[place].id
        said = record(article, unit, name, label, codebook=project.codebook.ref, **fields)
        project.save(article, said)
        return said

    return save


def marked(article: Article, words: str, place: int = 0) -> Span:
    start = article.text.index(words, article.units[place].start)
    return Span(start=start, end=start + len(words))


def test_fields_differ_only_where_both_meet_their_condition(project: Project, say: Sayer) -> None:
    say("Ann", 0, "unverified", hedge="hedged")
    say("Bob", 0, "unverified")
    say("Ann", 1, "unverified", hedge="hedged")
    say("Bob", 1, "opinion")
    [one] = project.disagreements(field="hedge")
    assert (one.unit, one.field, one.size) == ("u001", "hedge", 2)
    assert one.values == {"Ann": "hedged", "Bob": "certain"}
    assert one.labels == {"Ann": "unverified", "Bob": "unverified"}
    assert one.rule is None
    [label] = project.disagreements()
    assert (label.unit, label.field, label.rule) == ("u002", "label", 4)
    assert label.values == label.labels == {"Ann": "unverified", "Bob": "opinion"}


def test_passages_are_told_by_their_words_and_differ_by_their_place(
    project: Project, article: Article, say: Sayer
) -> None:
    mayor, reservoir = marked(article, "The mayor of Ostbrück"), marked(article, "the reservoir")
    cue = marked(article, "said")
    one = Attribution(source=mayor, cue=cue, source_type=SourceType.NAMED_PERSON)
    say("Ann", 0, "sourced", attributions=(one,))
    say("Bob", 0, "sourced", attributions=(one.model_copy(update={"source": reservoir}),))
    say("Cem", 0, "sourced", attributions=(one.model_copy(update={"source": None, "source_type": None}),))
    [spans] = project.disagreements(field="source_spans")
    assert spans.values == {"Ann": "“The mayor of Ostbrück”", "Bob": "“the reservoir”", "Cem": NOTHING}
    assert spans.size == 3
    [source] = project.disagreements(field="source")
    assert source.values.keys() == {"Ann", "Bob"}  # nothing names Cem's
    assert list(project.disagreements(field="cue_spans")) == []
    assert list(project.disagreements(field="source_type")) == []

    e, later = (
        BiasMark(kind=BiasKind.LOADED, span=Span(start=at, end=at + 1)) for at in _places_of("e", article)
    )
    say("Ann", 2, "opinion", bias=(e,))
    say("Bob", 2, "opinion", bias=(later,))
    [bias] = project.disagreements("Ann", "Bob", field="loaded_spans")
    assert bias.values == {"Ann": "“e”", "Bob": "“e”"}
    assert bias.size == 2
    assert list(project.disagreements("Ann", "Bob", field="bias")) == []


def _places_of(letter: str, article: Article) -> list[int]:
    unit = article.units[2]
    return [at for at in range(unit.start, unit.end) if article.text[at] == letter][:2]


def test_on_a_scale_the_size_is_how_far_ratings_are_apart(project: Project, say: Sayer) -> None:
    for place, (ann, ben) in enumerate([(0, 2), (1, 2), (None, 1)]):
        say("Ann", place, "unverified", check_worthiness=ann)
        say("Ben", place, "unverified", check_worthiness=ben)
    found = {one.unit: one.size for one in project.disagreements(field="check_worthiness")}
    assert found == {"u001": 2, "u002": 1}


def test_a_set_is_told_in_the_codebooks_order_and_its_absence_as_nothing(
    project: Project, article: Article, say: Sayer
) -> None:
    span = marked(article, "mayor")
    kinds = [BiasMark(kind=kind, span=span) for kind in (BiasKind.INFORMATIONAL, BiasKind.LOADED)]
    say("Ann", 0, "opinion", bias=tuple(kinds))
    say("Bob", 0, "unverified")
    [one] = project.disagreements(field="bias")
    assert one.values == {"Ann": "loaded, informational", "Bob": NOTHING}


def test_an_unknown_field_names_those_that_there_are(project: Project) -> None:
    with pytest.raises(AnnotatorError, match=r"no field 'hedges' .* label, source, .*hedge"):
        next(project.disagreements(field="hedges"))


def test_only_what_is_wanted_and_may_be_seen_is_listed(
    project: Project, article: Article, say: Sayer
) -> None:
    say("Ann", 0, "unverified", comment="Nobody says so.")
    say("Bob", 0, "opinion")
    say("Cem", 0, "opinion")
    say("Ann", 1, "sourced")
    say("Bob", 1, "unverified")

    def listed(wanted: Wanted) -> list[str]:
        return [one.unit for one in project.disagreements(wanted=wanted)]

    assert listed(Wanted()) == ["u001", "u002"]
    assert listed(Wanted(pair=("Bob", "Cem"))) == []
    assert listed(Wanted(pair=("Cem",))) == ["u001"]
    assert listed(Wanted(labels=("opinion", "unverified"))) == ["u001"]
    assert listed(Wanted(states=frozenset({State.TIE}))) == ["u002"]
    assert listed(Wanted(rule=2)) == ["u002"]
    assert listed(Wanted(words=("ostbruck", "reading 2"))) == ["u002"]
    assert list(project.disagreements(sees=lambda name: name != article.id)) == []
    [one] = project.disagreements(wanted=Wanted(rule=4))
    assert one.comments == {"Ann": "Nobody says so."}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["", "x", "y"]), min_size=2, max_size=4))
def test_one_disagreement_is_one_document(comments: list[str]) -> None:
    article = make_article(1)
    codebook = load_codebook()
    labels = ["opinion", "unverified", "sourced", "not_a_claim"]
    names = [f"Ann {number}" for number in range(len(comments))]
    by = {
        name: {"u001": record(article, "u001", name, label, codebook=codebook.ref, comment=comment)}
        for name, label, comment in zip(names, labels, comments, strict=False)
    }
    [one] = disagreements([LabelledArticle(article=article, labels=by)], names, codebook)
    plain = json.loads(json.dumps(one.model_dump(mode="json"), allow_nan=False))
    assert plain["comments"] == {
        name: comment for name, comment in zip(names, comments, strict=True) if comment
    }
    assert plain["size"] == pytest.approx(len(names))
    assert {
        "article",
        "title",
        "outlet",
        "unit",
        "kind",
        "text",
        "labels",
        "values",
        "field",
        "rule",
    } <= plain.keys()


def test_as_many_are_listed_as_the_comparison_counts() -> None:
    """In the sample: units of every field, and of every pair of annotators those with each two labels."""
    sample = Project.open(Path(__file__).parents[2])
    names, articles = ("Ilse", "Tomas", "Wen"), list(sample.labels("Ilse", "Tomas", "Wen"))
    fields = sample.fields()
    figures = agreement(articles, names, sample.codebook, fields=fields, bootstrap=0).fields
    for field in fields:
        found = list(disagreements(articles, names, sample.codebook, field))
        assert len(found) == figures[field.name].disagreeing_units, field.name
    label = figures["label"]
    assert isinstance(label, FieldAgreement)
    labels = sample.codebook.label_names
    for pair in label.cohen_kappa:
        for (row, a), (column, b) in permutations(enumerate(labels), 2):
            wanted = Wanted(pair=(pair.a, pair.b), labels=(a, b))
            found = list(disagreements(articles, names, sample.codebook, wanted=wanted))
            assert len(found) == pair.table[row][column]


def decide(project: Project, article: Article, place: int, label: str, **said: object) -> None:
    work = project.adjudication("Dee").labelling(article)
    unit = article.units[place]
    work.label(unit, label)
    work.explain(unit, **said)  # type: ignore[arg-type]
    work.store.commit()
    work.store.close()


def test_the_report_sorts_sentences_by_rule_and_the_adjudicators_word_goes_first(
    project: Project, article: Article, say: Sayer, run: CommandLine
) -> None:
    say("Ann", 0, "sourced", comment="The letter is a source.")
    say("Bob", 0, "unverified")
    say("Ann", 1, "unverified")
    say("Bob", 1, "opinion")
    say("Ann", 2, "sourced")
    say("Bob", 2, "opinion")
    say("Ann", 3, "opinion")
    say("Bob", 3, "opinion")
    decide(
        project,
        article,
        2,
        "opinion",
        reason=DisagreementReason.CODEBOOK_GAP,
        note="Rumours?",
        needs_change=5,
    )
    ran = run("codebook", "--report", "--json", "--project", project.root)
    assert ran.code == 0
    rules = {rule["number"]: rule for rule in ran.json["rules"]}
    assert [rule["number"] for rule in ran.json["rules"]] == [5, 2, 4, 0, 1, 3]
    assert (ran.json["disagreements"], ran.json["unsettled"], ran.json["needs_change"]) == (3, 2, 1)
    assert [case["unit"] for case in rules[2]["cases"]] == ["u001"]
    [gap] = rules[5]["cases"]
    assert (gap["parted"], gap["needs_change"], gap["gold"], gap["note"]) == (2, 5, "opinion", "Rumours?")
    assert gap["labels"] == {"Ann": "sourced", "Bob": "opinion"}
    assert rules[5]["reasons"] == {"codebook_gap": 1}
    assert rules[5]["divided"] == [{"a": "sourced", "b": "opinion", "sentences": 1}]

    text = run("codebook", "--report", "--project", project.root).out
    assert "## Rule 5: Otherwise" in text
    decided = "gold: opinion; codebook gap; rule 5 needs a change (labels part at rule 2); “Rumours?”"
    assert decided in " ".join(text.split())
    assert "Ann: “The letter is a source.”" in text
    assert "derived" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_report_takes_a_note_for_no_decision(
    project: Project, article: Article, say: Sayer, run: CommandLine
) -> None:
    for place, label in enumerate(("sourced", "unverified")):
        say("Ann", place, "opinion")
        say("Bob", place, label)
    work = project.adjudication("Dee").labelling(article)
    work.explain(article.units[0], note="Ask Zoe.", needs_change=2)
    work.decline(article.units[1])
    work.store.commit()
    work.store.close()
    found = run("codebook", "--report", "--json", "--project", project.root).json
    cases = {case["unit"]: case for rule in found["rules"] for case in rule["cases"]}
    assert [(case["origin"], case["state"]) for _, case in sorted(cases.items())] == [
        (None, "tie"),
        ("declined", "declined"),
    ]
    assert found["unsettled"] == 1
    text = " ".join(run("codebook", "--report", "--project", project.root).out.split())
    assert "rule 2 needs a change; “Ask Zoe.”" in text
    assert text.count("gold: declined") == 1
    items = {item.unit: item.origin for item in project.adjudication("Dee").queue().items}
    assert items == {"u001": None, "u002": GoldOrigin.DECLINED}


def test_a_codebook_of_many_labels_without_rules_and_sources(
    project: Project, article: Article, say: Sayer, run: CommandLine
) -> None:
    labels = "".join(
        f'[[labels]]\nname = "frame_{key}"\ntitle = "frame {key}"\nkey = "{key}"\ndefinition = "A frame."\n'
        for key in "abcdefghijkl"
    )
    about = 'name = "frames"\nversion = "1"\nquestion = "Which frame?"\n'
    (project.root / "codebook.toml").write_text(about + labels, encoding="utf-8")
    for key in "abcdef":
        say(f"Ann {key}", 0, f"frame_{key}")
    found = run("compare", "--json", "--project", project.root).json
    assert list(found["fields"]) == ["label", "mixed"]
    assert len(found["fields"]["label"]["per_label"]) == 12
    text = " ".join(run("codebook", "--report", "--project", project.root).out.split())
    assert "## No rule Divided between frame_a or frame_b (1), frame_a or frame_c (1), " in text
    assert "frame_c or frame_d (1), and 5 pairs more." in text


def test_the_report_says_when_there_is_nothing_to_talk_about(
    project: Project, say: Sayer, run: CommandLine
) -> None:
    assert "0 annotators" in run("codebook", "--report", "--project", project.root).out
    say("Ann", 0, "sourced")
    say("Bob", 0, "sourced")
    assert "No sentence is labelled differently" in run("codebook", "--report", "--project", project.root).out


def test_the_report_shows_a_few_sentences_of_each_rule_and_how_to_see_more(
    project: Project, say: Sayer, run: CommandLine
) -> None:
    for place in range(4):
        say("Ann", place, "sourced", comment="Look here." if place == 3 else "")
        say("Bob", place, "opinion")
    text = run("codebook", "--report", "--sentences", "1", "--project", project.root).out
    assert text.count("\n- ") == 1
    assert "Look here." in text  # of equals, those with comments come first
    assert "… and 3 more: annotator codebook --report --sentences 4" in text


def test_a_damaged_file_is_told_and_the_rest_is_reported(
    project: Project, article: Article, say: Sayer, run: CommandLine
) -> None:
    say("Ann", 0, "sourced")
    say("Bob", 0, "opinion")
    say("Cem", 0, "unverified")
    (project.root / "annotations" / "cem" / f"{article.id}.json").write_text("{", encoding="utf-8")
    ran = run("codebook", "--report", "--json", "--project", project.root)
    assert ran.code == 1
    assert ran.json["disagreements"] == 1
    assert "cem" in ran.err
