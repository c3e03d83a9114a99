"""What a comparison tells besides the fields: who is left out, weeks, suggestions, second passes, gold."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from annotator.project import Project
from annotator.store import LabelStore, label_path, retest_path
from annotator.withheld import shown
from schemas import Article, Cause, CodebookRef, OfferedSuggestion, Origin
from tests.unit.commandline import CommandLine
from tests.unit.labelled import NOON, article, record

Say = Callable[..., None]
WEEK = timedelta(days=7)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


@pytest.fixture
def annotator(
    capsys: pytest.CaptureFixture[str], project: Project, monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("COLUMNS", "80")
    return CommandLine(capsys)


def add(project: Project, title: str, units: int = 4) -> Article:
    of = article([f"{title} sentence {number}." for number in range(1, units + 1)], title)
    project.add(of)
    return of


def say(project: Project, of: Article, name: str, *labels: str | None, **fields: Any) -> None:
    """Save labels of the sentences in their order; None: not seen. `o`, `s`, `u`, `n` are short."""
    full = {"o": "opinion", "s": "sourced", "u": "unverified", "n": "not_a_claim"}
    for unit, label in zip(of.units, labels, strict=False):
        if label is not None:
            known = {"codebook": project.codebook.ref} | fields
            project.save(of, record(of, unit.id, name, full.get(label, label), **known))


def again(project: Project, of: Article, name: str, labels: Sequence[str | None], when: datetime) -> None:
    """Save labels of a second pass."""
    path = retest_path(project.root, name, of.id)
    with LabelStore(path, of, name, project.codebook) as store:
        for unit, label in zip(of.units, labels, strict=False):
            if label is not None:
                times = {"created": when, "updated": when, "codebook": project.codebook.ref}
                store.save(unit.id, record(of, unit.id, name, label, **times), Cause.KEY)


def test_leaving_an_annotator_out_is_comparing_the_others(project: Project) -> None:
    for number in range(6):
        of = add(project, f"Dam {number}")
        say(project, of, "Ana", "s", "u", "o", "n")
        say(project, of, "Ben", "s", "u", "u", "n")
        say(project, of, "Cem", *(("o", "o", "o", "o") if number % 2 else ("s", "u", "n", "s")))
    found = project.compare(bootstrap=100)
    others = {"Ana": ("Ben", "Cem"), "Ben": ("Ana", "Cem"), "Cem": ("Ana", "Ben")}
    assert [one.annotator for one in found.leave_one_out] == list(others)
    for one in found.leave_one_out:
        label = project.compare(*others[one.annotator], bootstrap=100).label
        assert one.krippendorff_alpha == label.krippendorff_alpha
        assert one.pairable_units == label.pairable_units == 24
        assert one.krippendorff_alpha.low is not None
        assert one.krippendorff_alpha.value is not None
        assert found.label.krippendorff_alpha.value is not None
        assert one.difference == one.krippendorff_alpha.value - found.label.krippendorff_alpha.value
    without_cem = found.leave_one_out[2]
    assert without_cem.difference is not None
    assert without_cem.difference > 0


def test_units_that_only_the_one_left_out_has_labelled_do_not_count(project: Project) -> None:
    of, other = add(project, "Dam"), add(project, "Mill")
    say(project, of, "Ana", "s", "u")
    say(project, of, "Ben", "s", "o")
    say(project, of, "Cem", "s")
    say(project, other, "Cem", "s", "u")
    without = {one.annotator: one for one in project.compare(bootstrap=0).leave_one_out}
    assert {name: one.pairable_units for name, one in without.items()} == {"Ana": 1, "Ben": 1, "Cem": 2}
    assert without["Ana"].krippendorff_alpha.undefined == "only one value is used"
    assert without["Ana"].difference is None


def test_of_two_annotators_nobody_is_left_out(project: Project) -> None:
    of = add(project, "Dam")
    say(project, of, "Ana", "s", "u")
    say(project, of, "Ben", "s", "u")
    assert project.compare(bootstrap=0).leave_one_out == ()


def test_without_any_label_there_is_nothing_to_leave_anybody_out_of(project: Project) -> None:
    of = add(project, "Dam")
    for name in ("Ana", "Ben", "Cem"):
        say(project, of, name, "s", "u")
    found = project.compare(sees=lambda article: False, bootstrap=10)
    assert [one.pairable_units for one in found.leave_one_out] == [0, 0, 0]
    assert all(one.krippendorff_alpha.undefined for one in found.leave_one_out)
    assert (found.weeks, found.suggestions, found.gold) == ((), None, ())


def test_an_article_is_of_the_week_in_which_its_last_annotator_began(project: Project) -> None:
    dam, mill, ford = (add(project, title) for title in ("Dam", "Mill", "Ford"))
    later = {"created": NOON + WEEK, "updated": NOON + 9 * WEEK}
    say(project, dam, "Ana", "s", "u", "o", "n", created=NOON, updated=NOON)
    say(project, dam, "Ben", "s", "u", "o", "s", created=NOON, updated=NOON + WEEK)
    say(project, mill, "Ana", "s", "u", created=NOON, updated=NOON)
    say(project, mill, "Ben", "s", "s", **later, codebook=CodebookRef(name="credibility", version="2.0"))
    say(project, ford, "Ana", "s", "s", **later)  # alone: says nothing about agreement
    weeks = project.compare(bootstrap=0).weeks
    assert [(one.week, one.articles, one.pairable_units, one.percent_agreement) for one in weeks] == [
        ("2031-W10", 1, 4, 0.75),
        ("2031-W11", 1, 2, 0.5),
    ]
    assert [one.codebooks for one in weeks] == [("1.0",), ("1.0", "2.0")]
    alone = project.compare(bootstrap=0, sees=lambda name: name == dam.id)
    assert weeks[0].krippendorff_alpha == alone.label.krippendorff_alpha


def test_a_week_over_the_turn_of_the_year_is_one_week(project: Project) -> None:
    for title, when in (
        ("Dam", datetime(2031, 12, 30, tzinfo=UTC)),
        ("Mill", datetime(2032, 1, 2, tzinfo=UTC)),
    ):
        of = add(project, title)
        for name in ("Ana", "Ben"):
            say(project, of, name, "s", "u", created=when, updated=when)
    assert [(one.week, one.articles) for one in project.compare(bootstrap=0).weeks] == [("2032-W01", 2)]


def offered(label: str, origin: Origin = Origin.MANUAL) -> Mapping[str, Any]:
    return {"suggestion": OfferedSuggestion(label=label, version="rules 1"), "origin": origin}


def test_what_became_of_suggestions_is_counted_by_annotator(project: Project) -> None:
    of = add(project, "Dam", units=6)
    say(project, of, "Ana", "s", **offered("sourced", Origin.SUGGESTION_ACCEPTED))
    say(project, of, "Ana", None, "u", **offered("sourced", Origin.SUGGESTION_EDITED))
    say(project, of, "Ana", None, None, "o", **offered("opinion"))
    say(project, of, "Ana", None, None, None, "n", **offered("opinion"))
    say(project, of, "Ana", None, None, None, None, "s", "s")
    say(project, of, "Ben", "s", "u", origin=Origin.IMPORTED)
    found = project.compare(bootstrap=0).suggestions
    assert found is not None
    (ana,) = found.use
    assert (ana.annotator, ana.offered, ana.agreement) == ("Ana", 4, 0.5)
    assert (ana.accepted, ana.edited, ana.same, ana.overruled) == (1, 1, 1, 1)
    assert (found.shown, found.withheld) == (None, None)


def test_without_suggestions_nothing_is_said_of_them(project: Project) -> None:
    say(project, add(project, "Dam"), "Ana", "s", "u")
    assert project.compare(bootstrap=0).suggestions is None


def test_sentences_with_and_without_suggestions_are_compared_apart(project: Project) -> None:
    (project.root / "annotator.toml").write_text("suggestion_share = 0.5\n")
    project = Project.open(project.root)
    of = add(project, "Dam", units=40)
    with_them = [shown(of.unit_sha256(unit), 0.5) for unit in of.units]
    assert 5 < sum(with_them) < 35
    say(project, of, "Ana", *("so"[place % 2] for place in range(40)))
    # Where suggestions are shown both say the same, elsewhere never.
    say(project, of, "Ben", *("so"[(place + (not seen)) % 2] for place, seen in enumerate(with_them)))
    found = project.compare(bootstrap=0).suggestions
    assert found is not None
    assert (found.shown_units, found.withheld_units) == (sum(with_them), 40 - sum(with_them))
    assert found.shown is not None
    assert found.withheld is not None
    assert found.shown.value == 1
    assert found.withheld.value is not None
    assert found.withheld.value < 0


def test_a_second_pass_is_compared_with_the_first_and_with_nothing_else(project: Project) -> None:
    of = add(project, "Dam")
    say(project, of, "Ana", "s", "u", "o", "n", created=NOON, updated=NOON)
    say(project, of, "Ben", "s", "u", "o", "n")
    before = project.compare(bootstrap=0)
    again(project, of, "Ana", ["sourced", "sourced", "opinion", None], NOON + 2 * WEEK)
    after = project.compare(bootstrap=0)
    (ana,) = after.self_consistency
    assert (ana.annotator, ana.units, ana.articles, ana.days) == ("Ana", 3, 1, 14)
    assert ana.percent_agreement == pytest.approx(2 / 3)
    assert [flip.model_dump() for flip in ana.flips] == [{"a": "unverified", "b": "sourced", "count": 1}]
    assert before == after.model_copy(update={"self_consistency": ()})


def test_a_first_label_that_was_changed_after_the_second_does_not_count(project: Project) -> None:
    of = add(project, "Dam")
    say(project, of, "Ana", "s", created=NOON, updated=NOON + 3 * WEEK)
    say(project, of, "Ana", None, "u", created=NOON, updated=NOON)
    again(project, of, "Ana", ["opinion", "unverified"], NOON + 2 * WEEK)
    (ana,) = project.compare(bootstrap=0).self_consistency
    assert (ana.units, ana.percent_agreement) == (1, 1)


def test_a_damaged_second_pass_is_told_and_left_out(project: Project) -> None:
    of = add(project, "Dam")
    say(project, of, "Ana", "s", created=NOON, updated=NOON)
    path = retest_path(project.root, "Ana", of.id)
    path.parent.mkdir()
    path.write_text("{")
    told: list[str] = []
    found = project.compare(bootstrap=0, on_problem=told.append)
    assert (found.label.units, found.self_consistency) == (1, ())
    assert list(found.problems) == told
    assert str(path) in told[0]


@pytest.fixture
def settled(project: Project) -> Project:
    """Four sentences: both agree on two; of the others one is decided for Ana, and one is declined."""
    of = add(project, "Dam")
    say(project, of, "Ana", "s", "u", "o", "n")
    say(project, of, "Ben", "s", "u", "u", "o")
    project.adjudication("Dee").fill()
    gold = project.adjudication("Dee").labelling(of)
    gold.take(of.units[2], "Ana")
    gold.decline(of.units[3])
    gold.store.close()
    return project


def test_gold_is_compared_with_each_annotator_and_is_none(settled: Project) -> None:
    found = settled.compare(bootstrap=0)
    assert found.annotators == ("Ana", "Ben")
    assert (found.label.ratings, found.label.pairable_units) == (8, 4)
    ana, ben = found.gold
    assert (ana.annotator, ana.units, ana.decided_units) == ("Ana", 3, 1)
    assert (ana.percent_agreement, ana.percent_agreement_decided, ana.errors) == (1, 1, ())
    assert ben.percent_agreement == pytest.approx(2 / 3)
    assert ben.percent_agreement_decided == 0
    assert [error.model_dump() for error in ben.errors] == [{"a": "opinion", "b": "unverified", "count": 1}]
    assert (ben.per_label["unverified"].precision, ben.per_label["unverified"].recall) == (0.5, 1)
    assert (ben.per_label["opinion"].precision, ben.per_label["opinion"].recall) == (None, 0)
    # Of three: 2 alike, by chance (s: 1 x 1, u: 1 x 2, o: 1 x 0) / 9.
    assert ben.cohen_kappa.value == pytest.approx((2 / 3 - 3 / 9) / (1 - 3 / 9))


def test_gold_that_is_named_is_an_annotator(settled: Project) -> None:
    found = settled.compare("gold", "Ben", bootstrap=0)
    assert found.annotators == ("gold", "Ben")
    assert found.label.pairable_units == 3
    assert found.label.percent_agreement == pytest.approx(2 / 3)
    assert [one.annotator for one in found.gold] == ["Ben"]


def test_the_command_prints_each_part_that_there_is(settled: Project, annotator: CommandLine) -> None:
    of = settled.article("dam")
    say(settled, of, "Cem", "s", "s", created=NOON, updated=NOON, **offered("sourced"))
    again(settled, of, "Cem", ["sourced", "unverified"], NOON + WEEK)
    mill = add(settled, "Mill")
    for name in ("Ana", "Ben"):
        say(settled, mill, name, "s", "u", created=NOON + WEEK, updated=NOON + WEEK)
    out = annotator("compare", "--bootstrap", "20").out
    rows = {words[0]: words for line in out.splitlines() if (words := line.split())}
    assert [
        line.split("  ")[0] for line in out.splitlines() if line.startswith(("label, ", "suggested"))
    ] == [
        "label, without",
        "label, by week",
        "suggested labels",
    ]
    assert "second pass" in out
    assert "Cem: first sourced, then unverified (1)" in out
    assert "Ben: unverified where gold is opinion (1)" in out
    assert rows["2031-W11"][1:3] == ["1", "2"]
    assert all(len(line) <= 80 for line in out.splitlines())
    assert annotator("compare", "--json", "--bootstrap", "20").json == settled.compare(bootstrap=20).to_json()


def test_one_annotator_has_suggestions_and_a_second_pass_all_the_same(
    project: Project, annotator: CommandLine
) -> None:
    of = add(project, "Dam")
    say(project, of, "Ana", "s", created=NOON, updated=NOON, **offered("sourced"))
    again(project, of, "Ana", ["sourced"], NOON + WEEK)
    out = annotator("compare").out
    assert out.startswith("1 annotator: only Ana; there is nobody to compare with\n")
    assert "suggested labels" in out
    assert "second pass" in out
    assert "label (nominal)" not in out


def test_labels_of_different_articles_are_nothing_to_compare(
    project: Project, annotator: CommandLine
) -> None:
    say(project, add(project, "Dam"), "Ana", "s", "u")
    say(project, add(project, "Mill"), "Ben", "s", "u")
    out = annotator("compare").out
    assert "4 units rated, 0 by two or more annotators" in " ".join(out.split())
    assert "no unit is rated by two annotators" in " ".join(out.split())
    assert "besides the label" not in out
    assert label_path(project.root, "Ana", project.article("dam").id).exists()
