"""Names of people in datasets: pseudonyms that stay, tell nothing, and leave no name behind."""

import json
import shutil
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError
from annotator.interop import formats
from annotator.project import Project
from annotator.pseudonyms import PSEUDONYMS_FILE, Pseudonyms
from schemas import GOLD
from tests.unit.commandline import CommandLine
from tests.unit.labelled import record
from tests.unit.wholeproject import DRAX, OAKHURST, PEOPLE, VEXLEY, everything_written, whole_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return whole_project(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def file_of(project: Project) -> Path:
    return project.root / "annotations" / PSEUDONYMS_FILE


def name_in(folder: Path) -> str:
    """Say where any of the people is named in a dataset, in whatever spelling; empty: nowhere."""
    for file, data in everything_written(folder):
        text = data.decode(errors="replace").casefold()
        for person in PEOPLE:
            for part in person.casefold().split():
                if part in text:
                    return f"{part} in {file}"
    return ""


INSTALLED = [form.name for form in formats() if form.installed]


@pytest.mark.parametrize("form", INSTALLED)
def test_no_name_is_left_in_any_format(project: Project, tmp_path: Path, form: str) -> None:
    project.export(form, tmp_path / "out", names=project.pseudonyms())
    assert name_in(tmp_path / "out") == ""


@pytest.mark.parametrize("form", INSTALLED)
def test_the_look_for_names_finds_them_where_they_are_kept(
    project: Project, tmp_path: Path, form: str
) -> None:
    project.export(form, tmp_path / "out")
    assert name_in(tmp_path / "out") or form in ("conll", "claimreview", "misp")


def test_a_name_has_one_pseudonym_in_all_its_spellings(project: Project) -> None:
    names = project.pseudonyms()
    assert {names[VEXLEY], names[OAKHURST]} == {"annotator_1", "annotator_2"}
    assert names[DRAX] == "person_1"
    assert names["philomena DRAX "] == "person_1"
    assert names.get("Somebody Else", "Somebody Else") == "person_2"
    assert names and GOLD not in names and names.get(GOLD, GOLD) == GOLD


def test_pseudonyms_stay_when_somebody_joins_and_are_asked_again(project: Project, tmp_path: Path) -> None:
    project.export("csv", tmp_path / "first", names=project.pseudonyms())
    before = dict(project.pseudonyms())
    article = next(project.articles)
    unit = article.units[0].id
    project.save(article, record(article, unit, "Aaron", "opinion", codebook=project.codebook.ref))
    after = Project.open(project.root).pseudonyms()
    assert {name: after[name] for name in before} == before
    assert after["Aaron"] == "annotator_3"


def test_an_export_that_fails_keeps_the_pseudonyms_it_began_with(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("taken")
    with pytest.raises(AnnotatorError):
        project.export("csv", tmp_path / "out", names=project.pseudonyms())
    assert {VEXLEY, OAKHURST} <= set(project.pseudonyms())


def test_numbers_do_not_follow_from_names(tmp_path: Path) -> None:
    """What they are dealt by is random in every label file: over many projects both orders come."""
    dealt = set()
    for number in range(40):
        project = Project.create(tmp_path / str(number))
        for annotator in ("Ada", "Zoe"):
            path = project.root / "annotations" / annotator.lower() / "paint-00000000.json"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps({"meta": {"1": {"annotator": annotator}}, "history": {}}))
        dealt.add(project.pseudonyms()["Ada"])
        if len(dealt) == 2:
            return
    raise AssertionError(f"40 projects, and Ada was always {dealt}")


def test_copies_of_a_project_deal_the_same_pseudonyms(project: Project, tmp_path: Path) -> None:
    shutil.copytree(project.root, tmp_path / "copy")
    assert dict(Pseudonyms(tmp_path / "copy")) == dict(project.pseudonyms())


def test_a_pseudonym_is_nobodys_real_name(project: Project) -> None:
    article = next(project.articles)
    unit = article.units[0].id
    project.save(article, record(article, unit, "annotator 1", "opinion", codebook=project.codebook.ref))
    given = [project.pseudonyms()[name] for name in (VEXLEY, OAKHURST, "annotator 1")]
    assert sorted(given) == ["annotator_2", "annotator_3", "annotator_4"]


def test_two_exports_have_the_same_bytes(project: Project, tmp_path: Path) -> None:
    for name in ("a", "b"):
        Project.open(project.root).export("csv", tmp_path / name, names=project.pseudonyms())
    assert [*everything_written(tmp_path / "a")] == [*everything_written(tmp_path / "b")]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (('"annotator_1"', '"annotator_2"'), "annotator_2 is there twice"),
        (('"annotator_1"', '"Vexley"'), "is not allowed"),
        (('"schema_version": 1', '"schema_version": 9'), "made by a newer Annotator"),
        (("{", "["), "not JSON"),
        (('"pseudonyms": {', '"pseudonyms": {"9": 1,'), "dictionary"),
        (('"checksum": "', '"checksum": "0'), "checksum is wrong"),
    ],
)
def test_a_damaged_file_is_refused_and_named(
    project: Project, tmp_path: Path, run: CommandLine, damage: tuple[str, str], problem: str
) -> None:
    project.export("csv", tmp_path / "out", names=project.pseudonyms())
    file = file_of(project)
    file.write_text(file.read_text().replace(*damage, 1))
    before = file.read_bytes()
    ran = run("export", "--format", "csv", "--output", tmp_path / "more", "--project", project.root)
    assert ran.code == 2 and str(file) in ran.err and ran.err.count("\n") == 1
    assert not (tmp_path / "more").exists()
    assert file.read_bytes() == before
    checked = run("check", "--project", project.root)
    assert checked.code == 1 and PSEUDONYMS_FILE in checked.out + checked.err
    assert problem in checked.out + checked.err


def test_the_command_says_which_names_it_wrote(project: Project, tmp_path: Path, run: CommandLine) -> None:
    def exported(*options: str) -> tuple[str, dict[str, object]]:
        at = ("--output", tmp_path / "out", "--force", "--project", project.root)
        ran = run("export", *options, *at)
        assert ran.code == 0
        return ran.out, json.loads((tmp_path / "out" / "manifest.json").read_bytes())

    said, manifest = exported("--format", "jsonl")
    assert "under their own names" in said and manifest["pseudonyms"] is False
    assert not file_of(project).exists()
    said, manifest = exported("--format", "csv")
    assert "under pseudonyms" in said and manifest["pseudonyms"] is True
    assert set(manifest["labels"]) == {"annotator_1", "annotator_2"}  # type: ignore[call-overload]
    said, manifest = exported("--format", "csv", "--keep-names")
    assert "under their own names" in said and VEXLEY in str(manifest["labels"])
    said, manifest = exported("--format", "jsonl", "--pseudonyms", "--annotator", VEXLEY)
    assert "under pseudonyms" in said and len(manifest["labels"]) == 1  # type: ignore[arg-type]


def test_merging_takes_over_pseudonyms_and_keeps_ours(
    project: Project, tmp_path: Path, run: CommandLine
) -> None:
    shutil.copytree(project.root, tmp_path / "copy")
    other = Project.open(tmp_path / "copy")
    other.export("csv", tmp_path / "out", names=other.pseudonyms())
    ran = run("merge", other.root, "--project", project.root)
    assert ran.code == 0 and f"added: {PSEUDONYMS_FILE} (4 pseudonyms)" in ran.out
    assert file_of(project).read_bytes() == file_of(other).read_bytes()
    assert run("merge", other.root, "--project", project.root).code == 0

    article = next(project.articles)
    for one, newcomer in ((project, "Aaron"), (other, "Berta")):
        unit = article.units[0].id
        one.save(article, record(article, unit, newcomer, "opinion", codebook=one.codebook.ref))
        Project.open(one.root).pseudonyms().save()
    ran = run("merge", other.root, "--project", project.root)
    assert ran.code == 1 and "another pseudonym for Berta" in ran.err
    assert project.pseudonyms()["Aaron"] == "annotator_3"
    assert project.pseudonyms()["Berta"] == "annotator_4"


@pytest.mark.parametrize("form", ["jsonl", "label-studio", "csv"])
def test_labels_come_home_to_those_who_gave_them(
    project: Project, tmp_path: Path, run: CommandLine, form: str
) -> None:
    project.export(form, tmp_path / "out", names=project.pseudonyms())
    people = project.annotators()
    ran = run("import-labels", tmp_path / "out", "--project", project.root)
    assert ran.code in (2, 3)
    assert "annotator_1 is a pseudonym in this project: --pseudonyms takes it" in ran.err
    assert project.annotators() == people
    ran = run("import-labels", tmp_path / "out", "--pseudonyms", "--json", "--project", project.root)
    assert (ran.code, ran.json["saved"]) == (0, 0)
    assert project.annotators() == people

    article = next(project.articles)
    for annotator in (VEXLEY, OAKHURST):
        with project.store(article, annotator) as store:
            store.save(article.units[2].id, None)
    ran = run("import-labels", tmp_path / "out", "--pseudonyms", "--project", project.root)
    assert ran.code == 0 and "2 labels saved" in ran.out
    labels = project.labelled(article).labels
    assert labels[VEXLEY][article.units[2].id].label == "sourced"
    assert project.annotators() == people
