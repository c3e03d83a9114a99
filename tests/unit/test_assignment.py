"""Who annotates what: dealing the articles of a project out, the file, and the commands that know of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.assignment import Assignment
from annotator.errors import AnnotatorError
from annotator.project import Project
from annotator.settings import NEW_SETTINGS
from benchmarks.samples import article_of, make_record
from schemas import Article, AssignmentRule, Cause, ProjectSettings
from schemas.json_schema import sentences
from tests.unit.commandline import CommandLine

TEAM = ("Ana", "Ben", "Cleo")
RULE = AssignmentRule(annotators=TEAM, overlap=0.2)
TWICE = '{"article": "report-01-0", "annotators": ["Ana"]}'


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def add(project: Project, numbers: Sequence[int]) -> list[str]:
    """Add articles of two sentences and give their ids."""
    names = []
    for number in numbers:
        outlet = ("Courier", "Ledger", "Gazette")[number % 3]
        said = [f"Line {number} of the report.", f"It says {number} again."]
        article = article_of(said, f"Report {number:02}", outlet=outlet)
        assert project.add(article)
        names.append(article.id)
    return names


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "project")
    add(project, range(20))
    return project


def label(project: Project, name: str, annotator: str, units: int = 2) -> None:
    """Let somebody label so many sentences of an article."""
    article = project.article(name)
    for unit in article.units[:units]:
        record = make_record(article, unit.id, "opinion", annotator=annotator, codebook=project.codebook.ref)
        project.save(article, record, Cause.KEY)


def reopened(project: Project) -> Project:
    return Project.open(project.root)


def test_articles_are_dealt_out_and_the_rule_and_the_dealing_are_written(project: Project) -> None:
    settings = project.root / "annotator.toml"
    settings.write_text('# Our project.\nname = "Reports"  # for short\n')
    dealing = project.assign(RULE)
    assert (len(dealing.rows), dealing.overlap, dealing.undealt) == (20, 4, [])
    assert [share.articles for share in dealing.shares().values()] == [8, 8, 8]
    again = reopened(project)
    assert again.settings.assignment == RULE
    assert again.dealing().rows == dealing.rows
    text = settings.read_text()
    assert text.startswith('# Our project.\nname = "Reports"  # for short\n')
    assert 'annotators = ["Ana", "Ben", "Cleo"]' in text
    own = again.own_articles("ana")
    assert own == frozenset(name for name, who in dealing.rows.items() if "Ana" in who)
    assert again.own_articles("Zoe") is None


def test_a_dry_run_writes_nothing(project: Project) -> None:
    before = (project.root / "annotator.toml").read_bytes()
    assert len(project.assign(RULE, dry_run=True).rows) == 20
    assert (project.root / "annotator.toml").read_bytes() == before
    assert not project.assignment.path.exists()
    assert project.own_articles("Ana") is None


def test_new_articles_are_dealt_out_and_what_was_dealt_stays(project: Project) -> None:
    before = project.assign(RULE).rows
    new = add(project, range(20, 30))
    assert reopened(project).dealing().undealt == sorted(new)
    after = project.assign(RULE)
    assert after.news == set(new)
    assert {name: after.rows[name] for name in before} == before
    assert after.overlap == 6
    assert project.assign(RULE).news == set()


def test_the_file_has_a_line_for_each_article_and_new_ones_come_last(project: Project) -> None:
    project.assign(RULE)
    before = project.assignment.path.read_text().splitlines()
    add(project, [50])
    project.assign(RULE)
    after = project.assignment.path.read_text().splitlines()
    rows = [line.rstrip(",") for line in before if '"article"' in line]
    assert len(rows) == 20
    assert [line.rstrip(",") for line in after if '"article"' in line][:20] == rows


def test_articles_that_somebody_has_begun_are_theirs(project: Project) -> None:
    first, second, *_ = project.article_ids()
    label(project, first, "Cleo", 1)
    label(project, second, "Ben")
    label(project, second, "Ana", 1)
    label(project, first, "Zoe")
    dealing = project.assign(RULE)
    assert "Cleo" in dealing.rows[first]
    assert set(dealing.rows[second]) == {"Ana", "Ben"}
    assert dealing.overlap == 4
    assert dealing.elsewhere == {"Zoe": 1}


def test_somebody_who_left_keeps_what_was_begun_and_the_rest_goes_to_others(project: Project) -> None:
    before = project.assign(AssignmentRule(annotators=TEAM, overlap=0)).rows
    begun, *rest = [name for name, who in before.items() if who == ("Cleo",)]
    label(project, begun, "Cleo", 1)
    after = project.assign(AssignmentRule(annotators=TEAM[:2], overlap=0))
    assert after.rows[begun] == ("Cleo",)
    assert after.news == set(rest)
    assert {who for name in rest for who in after.rows[name]} == {"Ana", "Ben"}


def test_dealing_anew_takes_nothing_away_that_is_begun(project: Project) -> None:
    before = project.assign(RULE).rows
    mine = [name for name, who in before.items() if who == ("Ana",)]
    label(project, mine[0], "Ana", 1)
    other = AssignmentRule(annotators=TEAM, overlap=0.2, seed=7)
    assert project.assign(other).news == set()
    after = project.assign(other, anew=True)
    assert "Ana" in after.rows[mine[0]]
    assert len(after.news) > 5
    assert (len(after.rows), after.overlap) == (20, 4)


def test_a_new_version_belongs_to_whoever_had_the_one_before(project: Project) -> None:
    before = project.assign(RULE).rows
    old, who = next((name, who) for name, who in before.items() if len(who) == 1)
    said = ["Line of the report, corrected.", "It says so again."]
    newer = article_of(said, "Report, corrected", replaces=old)
    project.add(newer)
    fresh = reopened(project)
    assert fresh.dealing().rows[newer.id] == who
    assert newer.id in (fresh.own_articles(who[0], {newer.id: old}) or ())
    after = fresh.assign(RULE)
    assert after.rows[newer.id] == who
    assert old not in after.rows


def test_a_damaged_file_counts_as_far_as_it_can_be_read_and_is_set_aside(project: Project) -> None:
    rows = dict(project.assign(RULE).rows)
    path = project.assignment.path
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:6], b"<<<<<<< ours", *lines[6:]]))
    found = Assignment(path)
    assert dict(found.rows) == rows
    assert found.problems == (("", "line 7: git conflict markers"),)
    damaged = path.read_bytes()
    reopened(project).assign(RULE)
    assert Assignment(path).problems == ()
    assert [one.read_bytes() for one in path.parent.glob("assignment.json.damaged-*")] == [damaged]


def test_a_hand_edit_is_noticed(project: Project, run: CommandLine) -> None:
    project.assign(RULE)
    path = project.assignment.path
    path.write_text(path.read_text().replace('["Ana"]', '["Zoe"]', 1))
    told = run("check", "--project", project.root)
    assert told.code == 1
    assert "assignment.json, meta 1: the checksum is wrong" in told.out
    assert "Zoe has 1 article, and is neither in [assignment] nor has labels" in told.out


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (
            ('"2": {"article": "', f'"21": {TWICE},\n"22": {TWICE},\n"2": {{"article": "'),
            "report-01-0 is there twice",
        ),
        (('"annotators": ["', '"annotators": [7, "'), "annotators.0: should be a valid string"),
        (('"annotators": ["', '"annotators": ["gold", "'), "is reserved for adjudicated labels"),
        (('"assignment": {', '"labels": {'), "no document of the assignment"),
        (('"meta": {', '"meta": ['), "not JSON"),
    ],
)
def test_what_is_no_assignment_is_named(project: Project, damage: tuple[str, str], problem: str) -> None:
    project.assign(RULE)
    path = project.assignment.path
    path.write_text(path.read_text().replace(*damage))
    findings = [finding for finding in reopened(project).check() if finding.file == path]
    assert any(problem in finding.problem for finding in findings)
    assert all("annotator assign" in finding.remedy for finding in findings)


def test_a_file_of_a_newer_version_is_refused(project: Project) -> None:
    project.assign(RULE)
    path = project.assignment.path
    path.write_text(path.read_text().replace('"schema_version": 1', '"schema_version": 99'))
    with pytest.raises(AnnotatorError, match="made by a newer Annotator"):
        reopened(project).assign(RULE)
    assert "99" in path.read_text()


def test_check_tells_of_a_dealing_that_does_not_count_and_of_articles_that_are_gone(project: Project) -> None:
    project.assign(RULE)
    gone = project.article_ids()[0]
    (project.corpus / f"{gone}.json").unlink()
    notes = [finding for finding in reopened(project).check() if finding.level == "note"]
    assert [finding.problem for finding in notes] == [f"1 article not in corpus/: {gone}"]
    (project.root / "annotator.toml").write_text("")
    notes = [finding for finding in reopened(project).check() if finding.level == "note"]
    assert [finding.problem for finding in notes] == [
        "annotator.toml has no [assignment], so it does not count"
    ]


def copy(project: Project, to: Path) -> Project:
    import shutil

    shutil.copytree(project.root, to, ignore=shutil.ignore_patterns("*.lock"))
    return Project.open(to)


def test_merging_takes_over_the_later_dealing(project: Project, tmp_path: Path, run: CommandLine) -> None:
    project.assign(RULE)
    other = copy(project, tmp_path / "copy")
    add(project, [40, 41])
    later = project.assign(AssignmentRule(annotators=TEAM, overlap=0.2, seed=9), anew=True).rows
    there = run("merge", other.root, "--project", project.root)
    assert "assignment" not in there.out
    assert reopened(project).dealing().rows == later
    here = run("merge", project.root, "--project", other.root)
    assert "joined: assignment.json (" in here.out
    assert reopened(other).dealing().rows == later
    assert run("merge", project.root, "--project", other.root).code == 0


def test_merging_says_when_the_rule_is_missing(project: Project, tmp_path: Path, run: CommandLine) -> None:
    other = copy(project, tmp_path / "copy")
    project.assign(RULE)
    told = run("merge", project.root, "--project", other.root)
    assert told.code == 1
    assert "added: assignment.json (20 articles)" in told.out
    assert "has no [assignment], so it does not count; copy it from" in told.err


def test_assign_on_the_command_line(project: Project, run: CommandLine) -> None:
    at = ("--project", project.root)
    assert run("assign", *at).err == "annotator: who annotates? annotator assign --annotators Ana,Ben,Cleo\n"
    nothing = run("assign", "--show", *at)
    assert "no assignment: everybody annotates everything" in nothing.out
    dry = run("assign", "--annotators", "Ana, Ben,Cleo", "--dry-run", *at)
    assert "20 of 20 articles dealt out, 4 to several; 20 new or changed" in dry.out
    assert "nothing was written" in dry.out
    done = run("assign", "--annotators", "Ana,Ben,Cleo", "--json", *at)
    assert done.code == 0
    assert done.json["rule"] == {"annotators": list(TEAM), "overlap": 0.2, "raters": 2, "seed": 0}
    assert [one["articles"] for one in done.json["annotators"]] == [8, 8, 8]
    assert sum(one["articles"] for one in done.json["pairs"]) == done.json["overlap"] == 4
    assert all(1 <= len(one["annotators"]) <= 2 and one["new"] for one in done.json["articles"])
    add(project, [30])
    shown = run("assign", "--show", *at)
    assert shown.code == 1
    assert "20 of 21 articles dealt out, 4 to several; annotator assign deals the rest out" in shown.out
    assert "; 0 new" not in run("assign", *at).out
    shown = run("assign", "--show", *at)
    assert shown.code == 0
    assert [line.split() for line in shown.out.splitlines() if line.startswith("Ben ")]
    assert "shared articles: Ana and Ben" in shown.out


def test_what_cannot_be_dealt_is_refused_in_a_line(project: Project, run: CommandLine) -> None:
    for given, problem in (
        (("--annotators", "Ana"), "raters = 2, and annotators has 1: name more, or set overlap = 0"),
        (("--annotators", "Ana,ana"), "'Ana' and 'ana' are the same annotator"),
        (("--annotators", "Ana,gold"), "the name 'gold' is reserved for adjudicated labels"),
        (("--annotators", "Ana,Ben", "--overlap", "1.5"), "overlap: should be less than or equal to 1"),
    ):
        told = run("assign", *given, "--project", project.root)
        assert (told.code, told.err) == (2, f"annotator: nothing was dealt: {problem}\n")
    assert run("assign", "--annotators", "Ana", "--overlap", "0", "--project", project.root).code == 0


def test_names_are_written_as_their_labels_have_them(project: Project, run: CommandLine) -> None:
    label(project, project.article_ids()[0], "Ana María")
    told = run("assign", "--annotators", "ana maría, Ben", "--json", "--project", project.root)
    assert told.json["rule"]["annotators"] == ["Ana María", "Ben"]


def test_pairs_that_share_nothing_are_told(project: Project, run: CommandLine) -> None:
    told = run("assign", "--annotators", "A,B,C,D", "--overlap", "0.1", "--project", project.root)
    assert "4 pairs share no article, so these cannot be compared directly" in told.out


def test_status_shows_progress_against_the_assignment(project: Project, run: CommandLine) -> None:
    rows = project.assign(RULE).rows
    both = next(name for name, who in rows.items() if len(who) == 2)
    one, other = sorted(rows[both])
    label(project, both, one)
    label(project, both, other)
    add(project, [30])
    found = run("status", "--json", "--project", project.root).json
    people = {row["annotator"]: row["assigned"] for row in found["annotators"]}
    assert people.keys() == set(TEAM)
    assert people[one] == {
        "articles": 8,
        "begun": 1,
        "finished": 1,
        "labelled": 2,
        "units": 16,
        "percent": 12.5,
    }
    assert len(found["assignment"]["undealt"]) == 1
    pairs = {(pair["a"], pair["b"]): pair["finished"] for pair in found["assignment"]["pairs"]}
    assert pairs[one, other] == sum(pairs.values()) == 1
    told = run("status", "--project", project.root).out
    assert "assigned: 1 of 8 articles finished, 2 of 16 sentences (12.5 %)" in told
    assert "assignment: 20 articles dealt out, 4 of them to several" in told
    assert "1 article dealt to nobody: annotator assign deals them out" in told


def test_articles_say_whose_they_are(project: Project, run: CommandLine) -> None:
    assert run("articles", "--json", "--project", project.root).json["articles"][0]["assigned"] == []
    rows = project.assign(RULE).rows
    found = run("articles", "--json", "--project", project.root).json["articles"]
    assert {row["id"]: tuple(row["assigned"]) for row in found} == rows


def test_slips_in_the_tables_of_the_settings_are_told_with_their_line(project: Project) -> None:
    path = project.root / "annotator.toml"
    for text, problem in (
        (
            "[retest]\nseed = 1\n\n[assignment]\nannotators = ['Ana']\noverlap = 0\nsede = 3\n",
            ", line 7: no setting 'sede' in [assignment]; did you mean 'seed'?",
        ),
        (
            "[retest]\nseed = 1\n\n[assignment]\nannotators = ['Ana']\nseed = -3\n",
            ", line 6: assignment.seed: should be greater than or equal to 0",
        ),
        ("name = 'x'\n[assignment]\nseed = 3\n", ", line 2: assignment.annotators: Field required"),
        (
            "[assignment]\nannotators = ['Ana', 'ANA']\n",
            ", line 1: assignment: 'Ana' and 'ANA' are the same annotator",
        ),
        ("[retest]\nshare = 2\n", ", line 2: retest.share: should be less than or equal to 1"),
        (
            "assignment.annotators = ['Ana']\nassignment.sede = 1\n",
            ", line 2: no setting 'sede' in [assignment]; did you mean 'seed'?",
        ),
    ):
        path.write_text(text)
        with pytest.raises(AnnotatorError) as caught:
            _ = Project.open(project.root).settings
        assert str(caught.value) == f"{path}{problem}"


def test_a_new_project_names_every_setting() -> None:
    for name in ProjectSettings.model_fields:
        assert f"# {name} = " in NEW_SETTINGS or f"# [{name}]" in NEW_SETTINGS
    plain = " ".join(NEW_SETTINGS.replace("#", "").split())
    tables = {"assignment", "retest", "name", "language", "adjudicators"}
    told = {name: text for name, text in sentences(ProjectSettings).items() if name not in tables}
    assert all(" ".join(text.split()) in plain for text in told.values())


def test_an_article_of_nobody_in_the_project_is_left_out(project: Project) -> None:
    dealing = project.assign(RULE)
    gone: Article = project.article(project.article_ids()[0])
    (project.corpus / f"{gone.id}.json").unlink()
    assert gone.id not in reopened(project).assign(RULE).rows
    assert gone.id in dealing.rows


def test_a_damaged_file_is_told_wherever_it_is_read(project: Project, run: CommandLine) -> None:
    at = ("--project", project.root)
    project.assign(RULE)
    project.assignment.path.write_text('{"assignment": {', encoding="utf-8")
    for command in (("status",), ("assign", "--show"), ("assign", "--dry-run")):
        told = run(*command, *at)
        assert told.code == 1
        assert f"{project.assignment.path}: not JSON" in told.err
        assert "run `annotator assign`" in told.err
    mended = run("assign", *at)
    assert mended.code == 1
    assert "the file was set aside" in mended.err
    assert run("assign", "--show", *at).code == run("status", *at).code == 0


def test_status_counts_what_is_not_begun_of_the_own_articles(project: Project, run: CommandLine) -> None:
    dealing = project.assign(RULE)
    own, *_ = (name for name, who in dealing.rows.items() if who == ("Ana",))
    other, *_ = (name for name, who in dealing.rows.items() if who == ("Ben",))
    for name in (own, other):
        label(project, name, "Ana", units=1)
    told = run("status", "--project", project.root).out.split("Ana: ")[1].split("Ben: ")[0]
    assert "7 articles not begun" in told
