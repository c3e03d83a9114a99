"""`annotator merge`: two copies of a project on the disk, joined through the command line; and git."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.merge import MergeStatus
from annotator.project import Project
from schemas import Annotation, Article
from tests.unit.commandline import CommandLine, make_project
from tests.unit.labelled import NOON, record


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def ours(tmp_path: Path) -> Project:
    return make_project(tmp_path)


@pytest.fixture
def theirs(ours: Project, tmp_path: Path) -> Project:
    shutil.copytree(ours.root, tmp_path / "laptop")
    return Project.open(tmp_path / "laptop")


def label(project: Project, unit: int, annotator: str, label: str | None, **fields: object) -> None:
    article = project.article("council")
    found = given(project, article, f"u{unit:03}", annotator, label, **fields)
    with project.store(article, annotator) as store:
        store.save(found.unit, found if label else None)


def given(
    project: Project, article: Article, unit: str, annotator: str, label: str | None, **fields: object
) -> Annotation:
    return record(article, unit, annotator, label, codebook=project.codebook.ref, **fields)


def labels(project: Project, annotator: str = "Ana") -> list[str | None]:
    found = project.labelled(project.article("council"), annotator).labels.get(annotator, {})
    return [found[unit].label for unit in sorted(found)]


def files(project: Project) -> dict[str, bytes]:
    found = sorted(path for path in project.root.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(project.root)): path.read_bytes() for path in found}


def test_everything_that_is_missing_comes_over(annotator: CommandLine, ours: Project, tmp_path: Path) -> None:
    empty = Project.create(tmp_path / "empty")
    before = files(ours)
    ran = annotator("merge", ours.root, "--project", empty.root)
    assert (ran.code, ran.err) == (0, "")
    assert "4 added, 0 joined, 0 the same, 0 conflicts, 0 differing, 0 left as they are" in ran.out
    assert files(ours) == before
    assert files(empty) == before
    assert list(empty.check()) == []
    again = annotator("merge", ours.root, "--project", empty.root, "--json")
    assert (again.code, again.json["same"], again.json["results"]) == (0, 4, [])
    assert files(empty) == before


def test_both_copies_end_the_same_and_the_conflict_is_told_once(
    annotator: CommandLine, ours: Project, theirs: Project
) -> None:
    label(ours, 1, "Ana", "unverified", comment="who says?")
    label(theirs, 1, "Ana", "sourced")
    label(theirs, 2, "Ana", None)
    label(theirs, 1, "Cem", "opinion")
    before = files(theirs)
    ran = annotator("merge", theirs.root, "--project", ours.root)
    assert ran.code == 1
    article = ours.article("council").id
    assert f"joined: {article}, Ana (2 changes)" in ran.out
    assert f"added: {article}, Cem (1 change)" in ran.out
    assert (
        f"conflict: {article}, u001, Ana: ours unverified, theirs sourced (differing in comment); "
        "theirs is kept, the later one" in ran.out
    )
    assert "1 added, 1 joined, 3 the same, 1 conflict" in ran.out
    assert files(theirs) == before
    assert labels(ours) == ["sourced", "sourced", "opinion", "not_a_claim"]
    said = [event.after and event.after.comment for event in ours.history(ours.article("council"), "Ana")]
    assert "who says?" in said, "what was not kept stays in the history"
    assert list(ours.check()) == []
    state = files(ours)
    assert annotator("merge", theirs.root, "--project", ours.root).code == 0
    assert files(ours) == state
    assert annotator("merge", ours.root, "--project", theirs.root).code == 0
    assert files(theirs) == state


def test_a_conflict_as_json(annotator: CommandLine, ours: Project, theirs: Project) -> None:
    label(theirs, 1, "Ana", "sourced")
    label(ours, 1, "Ana", None)
    ran = annotator("merge", theirs.root, "--project", ours.root, "--json")
    assert (ran.code, ran.err, ran.json["conflicts"], ran.json["joined"]) == (1, "", 1, 1)
    [result] = ran.json["results"]
    assert (result["annotator"], result["status"], result["events"]) == ("Ana", "joined", 1)
    [conflict] = result["conflicts"]
    assert (conflict["unit"], conflict["ours"], conflict["kept"]) == ("u001", None, "ours")
    assert conflict["theirs"]["label"] == "sourced"


def test_only_the_annotators_named(annotator: CommandLine, ours: Project, theirs: Project) -> None:
    label(theirs, 1, "Ana", "sourced")
    label(theirs, 1, "Cem", "sourced")
    ran = annotator("merge", theirs.root, "--project", ours.root, "--annotator", "cem")
    assert ran.code == 0
    assert ours.annotators() == ["Ana", "Ben Ito", "Cem"]
    assert labels(ours)[0] == "not_a_claim"
    ran = annotator("merge", theirs.root, "--project", ours.root, "--annotator", "dora")
    assert (ran.code, ran.out) == (2, "")
    assert "no labels by 'dora'" in ran.err


def test_differing_metadata_is_reported_and_ours_kept(
    annotator: CommandLine, ours: Project, theirs: Project
) -> None:
    file = theirs.corpus / f"{ours.article('council').id}.json"
    file.write_bytes(file.read_bytes().replace(b'"outlet": ""', b'"outlet": "Evening Post"'))
    label(theirs, 1, "Ana", "sourced")
    before = (ours.corpus / file.name).read_bytes()
    ran = annotator("merge", theirs.root, "--project", ours.root)
    assert ran.code == 1
    assert f"{file}: differs in outlet; ours is kept" in ran.err
    assert (ours.corpus / file.name).read_bytes() == before
    assert labels(ours)[0] == "sourced", "its labels are joined all the same"


def test_the_same_file_imported_on_both_machines_is_no_difference(ours: Project, theirs: Project) -> None:
    article = ours.article("harbour")
    late = article.provenance.model_copy(update={"imported": NOON})
    (theirs.corpus / f"{article.id}.json").write_text(
        article.model_copy(update={"provenance": late}).model_dump_json(), encoding="utf-8"
    )
    assert {result.status for result in ours.merge(theirs)} == {MergeStatus.SAME}


def test_damaged_files_of_the_other_side_are_reported_and_skipped(
    annotator: CommandLine, ours: Project, theirs: Project
) -> None:
    article = ours.article("council")
    label(theirs, 1, "Ana", "sourced")
    label(theirs, 1, "Ben Ito", "sourced")
    damaged = theirs.root / "annotations" / "ana" / f"{article.id}.json"
    damaged.write_bytes(damaged.read_bytes().replace(b'"sourced"', b'"opinion"'))
    stray = damaged.with_name("no-such-article-01234567.json")
    stray.write_bytes(damaged.read_bytes())
    (theirs.corpus / f"{ours.article('harbour').id}.json").write_text("{", encoding="utf-8")
    before = files(theirs)
    ran = annotator("merge", theirs.root, "--project", ours.root)
    assert ran.code == 1
    assert f"annotator: left: {damaged}: meta 1: the checksum is wrong" in ran.err
    assert f"annotator: left: {stray}: labels of an article that is not here" in ran.err
    assert "harbour-closed" in ran.err and "no valid article" in ran.err
    assert "3 left as they are" in ran.out
    assert labels(ours)[0] == "not_a_claim"
    assert labels(ours, "Ben Ito")[0] == "sourced", "the others are merged"
    assert files(theirs) == before
    assert list(ours.check()) == []


def test_a_file_that_somebody_has_open_is_left(
    annotator: CommandLine, ours: Project, theirs: Project
) -> None:
    label(theirs, 1, "Ana", "sourced")
    label(theirs, 1, "Ben Ito", "sourced")
    with ours.store(ours.article("council"), "Ana"):
        ran = annotator("merge", theirs.root, "--project", ours.root)
        assert ran.code == 1
        assert "was left as it is: Ana on " in ran.err
        assert (labels(ours)[0], labels(ours, "Ben Ito")[0]) == ("not_a_claim", "sourced")
    assert annotator("merge", theirs.root, "--project", ours.root).code == 0
    assert labels(ours)[0] == "sourced"


def test_the_same_text_under_another_title_is_reported(
    annotator: CommandLine, ours: Project, tmp_path: Path
) -> None:
    other = Project.create(tmp_path / "other")
    file = tmp_path / "again.txt"
    file.write_bytes((tmp_path / "harbour.txt").read_bytes())
    assert annotator("import", file, "--title", "Crane fell", "--project", other.root).code == 0
    ran = annotator("merge", other.root, "--project", ours.root)
    assert ran.code == 1
    assert "the same text is here under another title" in ran.err


def test_a_project_is_not_merged_into_itself(ours: Project) -> None:
    with pytest.raises(AnnotatorError, match="is this project itself"):
        ours.merge(Project.open(ours.root))


def test_a_labels_codebook_rules_hold(ours: Project, theirs: Project) -> None:
    """A label that the codebook of the same name and version does not have is not let in."""
    (theirs.root / "codebook.toml").write_text(
        (theirs.write_codebook()).read_text(encoding="utf-8").replace('"opinion"', '"view"'), encoding="utf-8"
    )
    theirs = Project.open(theirs.root)
    label(theirs, 1, "Cem", "view")
    codebook, left = [result for result in ours.merge(theirs) if result.needs_attention]
    assert (codebook.article, codebook.status) == ("", MergeStatus.DIFFERS)
    assert f"{theirs.root / 'codebook.toml'}: the codebook differs in labels" in codebook.reason
    assert (left.annotator, left.status) == ("Cem", MergeStatus.LEFT)
    assert "'view' is not in the codebook" in left.reason
    assert "Cem" not in ours.annotators()


def test_codebooks_that_differ_are_told_and_labels_merged(
    annotator: CommandLine, ours: Project, theirs: Project
) -> None:
    own = theirs.write_codebook()
    own.write_text(
        own.read_text(encoding="utf-8").replace('version = "', 'version = "9', 1), encoding="utf-8"
    )
    label(Project.open(theirs.root), 4, "Ana", "opinion")
    run = annotator("merge", str(theirs.root), "--project", str(ours.root))
    assert run.code == 1
    assert run.err.count("the codebook differs in version; ours is kept") == 1
    assert "opinion" in labels(ours)
    own.write_text("version = [", encoding="utf-8")
    run = annotator("merge", str(theirs.root), "--project", str(ours.root))
    assert run.code == 1 and f"{own}: not valid TOML" in run.err


def git(root: Path, *argv: str) -> None:
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{
            f"GIT_{who}_{what}": "x@y.invalid"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    done = subprocess.run(
        ["git", *argv], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_git_merge_of_two_annotators_work_needs_nothing(ours: Project) -> None:
    git(ours.root, "init", "-q", "-b", "main")
    git(ours.root, "add", "-A")
    git(ours.root, "commit", "-qm", "begin")
    for branch, name in (("one", "Ana"), ("two", "Ben Ito"), ("three", "Cem")):
        git(ours.root, "checkout", "-q", "main")
        git(ours.root, "checkout", "-q", "-b", branch)
        for unit in (1, 2, 4):
            label(ours, unit, name, "sourced")
        git(ours.root, "add", "-A")
        git(ours.root, "commit", "-qm", name)
    git(ours.root, "merge", "-q", "-m", "join", "one", "two")
    assert list(ours.check()) == []
    assert labels(ours) == [*["sourced"] * 4, "not_a_claim"]
    assert labels(ours, "Ben Ito") == [*["sourced"] * 4, "unverified"]
    assert labels(ours, "Cem") == ["sourced"] * 3
    git(ours.root, "checkout", "-q", "main")
    assert labels(ours)[0] == "not_a_claim"
