"""What `annotator compare` prints and lists, on small projects."""

from pathlib import Path
from typing import Any

import pytest

from annotator.cli.output import width
from annotator.project import Project
from schemas import Annotation, Article, Attribution, BiasKind, BiasMark, Hedge, Span, Unit, UnitKind
from tests.unit.commandline import CommandLine
from tests.unit.labelled import article, record


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Six articles of two outlets; Ana and Ben agree but for hedges, one label each, and one passage each."""
    project = Project.create(tmp_path / "project")
    monkeypatch.chdir(project.root)
    for number in range(6):
        of = made(number)
        project.add(of)
        for name in ("Ana", "Ben"):
            for unit in of.units:
                project.save(of, said(project, of, unit, name, number))
    return project


@pytest.fixture
def annotator(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, project: Project
) -> CommandLine:
    monkeypatch.setenv("COLUMNS", "80")
    return CommandLine(capsys)


def made(number: int) -> Article:
    title = f"Mill {number}"
    sentences = [f"Flour rises {number}", "The miller said so.", "It costs four crowns.", "A bold price."]
    of = article(sentences, title, outlet="Post" if number % 2 else "Courier")
    heading = of.units[0].model_copy(update={"kind": UnitKind.HEADING})
    return of.model_copy(update={"units": (heading, *of.units[1:])})


def said(project: Project, of: Article, unit: Unit, name: str, number: int) -> Annotation:
    label = ("not_a_claim", "sourced", "unverified", "opinion")[of.place(unit.id)]
    fields: dict[str, Any] = {}
    if label == "sourced":
        fields["attributions"] = (
            Attribution(source=Span(start=unit.start, end=unit.start + 10), chain_length=1 + (number == 2)),
        )
    if label == "opinion":
        end = unit.start + (6 if name == "Ana" else 12)
        fields["bias"] = (BiasMark(kind=BiasKind.LOADED, span=Span(start=unit.start, end=end)),)
    if label == "unverified" and number == 1:
        fields["hedge"] = Hedge.HEDGED if name == "Ana" else Hedge.DENIED
    if name == "Ben" and number == 3 and label == "unverified":
        label = "opinion"
    if name == "Ben" and number == 4 and label == "not_a_claim":
        label, fields["comment"] = "unverified", "It is no heading."
    return record(of, unit.id, name, label, codebook=project.codebook.ref, **fields)


def rows(out: str) -> dict[str, list[str]]:
    """The lines of all tables by their first word."""
    return {words[0]: words[1:] for line in out.splitlines() if (words := line.split())}


def test_every_field_with_anything_to_tell_has_one_line(annotator: CommandLine) -> None:
    out = annotator("compare", "--bootstrap", "50").out
    found = rows(out)
    assert "source_type" not in found  # nobody has said one
    assert found["chain_length"][:2] == ["6", "1.000"]
    assert found["hedge"][0] == "11"
    assert found["hedge"][-2:] == ["90.9", "%"]
    assert found["loaded_spans"][0] == "24"
    assert found["loaded_spans"][-2:] == ["F1", "0.000"]
    assert "both say sourced:" in out
    assert "both say sourced or unverified:" in out
    assert out.index("chain_length") < out.index("hedge") < out.index("loaded_spans")
    unlisted = " ".join(out[out.index("Not listed, since") :].split())
    assert "source, directness, source_view, same_source, cue_spans, content_spans, check_wor" in unlisted


def test_nothing_is_wider_than_the_terminal(annotator: CommandLine, project: Project) -> None:
    for name in ("Maximilian Featherstonehaugh", "Zsófia Kovács-Nagy", "李小龙"):
        for number in range(2):
            of = made(number)
            for unit in of.units:
                project.save(of, said(project, of, unit, name, number))
    for arguments in (
        (),
        ("--list", "5"),
        ("--field", "loaded_spans", "--field", "hedge", "--field", "bias"),
    ):
        out = annotator("compare", "--bootstrap", "20", *arguments).out
        assert max(map(width, out.splitlines())) <= 80


def test_one_field_in_full(annotator: CommandLine) -> None:
    out = annotator("compare", "--field", "chain_length", "--bootstrap", "20").out
    assert "chain_length (ordinal, both say sourced): 6 units rated" in out
    assert "Gwet's AC2, quadratic" in out
    assert "kappa, quadratic; above: linear" in out
    assert "label (nominal" not in out
    sets = annotator("compare", "--field", "bias", "--bootstrap", "0").out
    assert "alpha, MASI distance" in sets
    assert rows(sets)["loaded"][0] == "1.000"
    spans = annotator("compare", "--field", "loaded_spans", "--bootstrap", "0").out
    assert "alpha of characters" in spans
    assert "Ana, Ben  24           6, 6          0        6  0.000        1.000" in spans


def test_alpha_and_ac1_that_part_are_told_with_the_share_behind(annotator: CommandLine) -> None:
    out = annotator("compare", "--field", "hedge", "--bootstrap", "0").out
    told = " ".join(out[out.index("note: alpha") :].split())
    # Of 22 ratings in pairs 20 are certain: 1 - (2 / 22) / (1 - 20 * 19 / (22 * 21)); of all, 22 of 24.
    assert told.startswith("note: alpha 0.488, AC1 0.902: 91.7 % of the ratings are certain; AC1 rises")


def test_intervals_from_few_articles_are_named(annotator: CommandLine, project: Project) -> None:
    out = " ".join(annotator("compare", "--bootstrap", "50").out.split())
    assert "6 articles rated by two: intervals are too narrow below 30" in out
    assert "from few articles" not in out, "once is enough"
    for number in range(6, 31):
        of = made(number)
        project.add(of)
        for name in ("Ana", "Ben"):
            for unit in of.units[: 3 if number < 12 else 1]:
                one = said(project, of, unit, name, number)
                hedge = Hedge.HEDGED if number % 2 or name == "Ana" else Hedge.CERTAIN
                update = {"hedge": hedge} if one.label == "unverified" else {}
                project.save(of, one.model_copy(update=update))
    out = " ".join(annotator("compare", "--bootstrap", "50").out.split())
    assert "rated by two: intervals" not in out
    assert "note: from few articles, so that the interval is too narrow: source_spans, hedge" in out


def test_an_annotator_who_never_marks_anything_is_named(annotator: CommandLine, project: Project) -> None:
    for number in range(2):
        of = made(number)
        for unit in of.units:
            bare = said(project, of, unit, "Cem", 0)
            project.save(of, bare.model_copy(update={"bias": ()}))
    out = " ".join(annotator("compare", "--bootstrap", "0").out.split())
    assert "note: Cem has marked none of: bias_spans, loaded_spans; that counts as nothing there" in out


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--list", "9"), [(3, "u003"), (4, "u001")]),
        (("--pair", "Ben,Ana"), [(3, "u003"), (4, "u001")]),
        (("--pair", "ana", "--list", "1"), [(3, "u003")]),
        (("--label", "unverified/not_a_claim"), [(4, "u001")]),
        (("--label", "opinion"), [(3, "u003")]),
        (("--kind", "heading"), [(4, "u001")]),
        (("--outlet", "post"), [(3, "u003")]),
        (("--article", "mill-4"), [(4, "u001")]),
        (("--rule", "0"), [(4, "u001")]),
        (("--rule", "4", "--outlet", "courier"), []),
        (("--field", "hedge", "--list", "9"), [(1, "u003")]),
        (("--field", "loaded_spans", "--article", "mill-5"), [(5, "u004")]),
    ],
)
def test_disagreements_are_listed_as_asked(
    annotator: CommandLine, arguments: tuple[str, ...], found: list[tuple[int, str]]
) -> None:
    listed = annotator("compare", "--json", "--bootstrap", "0", *arguments).json["disagreements"]
    assert [(one["article"].split("-")[1], one["unit"]) for one in listed] == [
        (str(number), unit) for number, unit in found
    ]


def test_a_disagreement_is_printed_with_what_everybody_says(annotator: CommandLine) -> None:
    out = annotator("compare", "--kind", "heading", "--bootstrap", "0").out
    lines = out[out.index("mill-4") :].splitlines()
    assert lines[0].endswith(" u001, parted at rule 0")
    assert lines[1:] == [
        "  Ana: not_a_claim, Ben: unverified",
        "  Flour rises 4",
        "    Ben: It is no heading.",
    ]
    passages = annotator("compare", "--field", "loaded_spans", "--article", "mill-5", "--bootstrap", "0").out
    assert "Ana: “A bold”, Ben: “A bold price”" in passages
    nothing = annotator("compare", "--rule", "4", "--outlet", "courier", "--bootstrap", "0").out
    assert nothing.endswith("no disagreement to list is as asked for\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--field", "hedges"), "no field 'hedges'; this codebook has: label, source, "),
        (("--pair", "ana,eve"), "--pair 'ana,eve': there are ana, ben"),
        (("--label", "sauced"), "--label 'sauced': there are sourced, unverified, opinion, not_a_claim"),
        (("--rule", "17"), "--rule '17': there are 0, 1, 2, 3, 4, 5"),
        (("--kind", "song"), "--kind 'song': there are "),
    ],
)
def test_what_cannot_be_asked_says_what_can(
    annotator: CommandLine, arguments: tuple[str, ...], message: str
) -> None:
    ran = annotator("compare", "--bootstrap", "0", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert len(ran.err.splitlines()) == 1
