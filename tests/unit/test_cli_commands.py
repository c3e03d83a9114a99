"""What each command prints, writes and answers, on real projects."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import Project
from annotator.cli.output import width
from annotator.compare import agreement
from annotator.errors import AnnotatorError
from annotator.interop import EXPORTERS
from schemas import Annotation, Article, Codebook
from tests.unit.commandline import HARBOUR, RESERVOIR, CommandLine, make_project
from tests.unit.labelled import record

COLLIDING = (49579, 56249)


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("COLUMNS", "80")
    return CommandLine(capsys)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path)
    monkeypatch.chdir(made.root)
    return made


def test_init_makes_a_project_and_leaves_what_is_there(annotator: CommandLine, tmp_path: Path) -> None:
    root = tmp_path / "new"
    assert annotator("init", root).code == 0
    (root / "annotator.toml").write_text('name = "Mine"\n')
    assert annotator("init", root).code == 0
    assert Project.open(root).name == "Mine"


def test_import_tells_new_known_and_refused_apart(annotator: CommandLine, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    (tmp_path / "good.txt").write_text(RESERVOIR)
    (tmp_path / "same.txt").write_text(RESERVOIR)
    (tmp_path / "empty.txt").write_text(" \n")
    files = [tmp_path / name for name in ("empty.txt", "good.txt", "missing.txt", "same.txt")]

    ran = annotator("import", *files, "--project", project.root)

    assert ran.code == 2
    assert ran.out.splitlines()[-1] == "1 new, 1 duplicate, 2 refused"
    assert [line for line in ran.err.splitlines() if "empty.txt" in line or "missing.txt" in line]
    assert len(ran.err.splitlines()) == 2
    assert len(project.article_ids()) == 1


def test_import_records_what_the_options_say(annotator: CommandLine, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    (tmp_path / "good.txt").write_text(HARBOUR)
    options = {
        "title": "A crane falls",
        "outlet": "Harbour Post",
        "published": "2031-03-04",
        "url": "harbour.example/crane",
        "authors": "Ada Brook; Ben Ito",
        "language": "en-GB",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]

    ran = annotator("import", tmp_path / "good.txt", *words, "--json", "--project", project.root)

    assert ran.code == 0
    assert {name: ran.json[name] for name in ("new", "duplicate", "refused")} == {
        "new": 1,
        "duplicate": 0,
        "refused": 0,
    }
    article = project.article(ran.json["files"][0]["article"])
    assert article.authors == ("Ada Brook", "Ben Ito")
    for name in ("title", "outlet", "published", "url", "language"):
        assert getattr(article, name) == options[name]


def test_import_takes_folders(annotator: CommandLine, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    inside = tmp_path / "downloads" / "march"
    inside.mkdir(parents=True)
    (inside / "a.txt").write_text(RESERVOIR)
    (inside / "b.md").write_text(HARBOUR)
    (tmp_path / "nothing").mkdir()

    assert annotator("import", tmp_path / "downloads", "--project", project.root).code == 0
    assert len(project.article_ids()) == 2
    empty = annotator("import", tmp_path / "nothing", "--project", project.root, "--json")
    assert empty.code == 2
    assert empty.json["refused"] == 1
    assert "nothing" in empty.err


def test_segment_prints_units_of_the_canonical_text_and_stores_nothing(
    annotator: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes(RESERVOIR.replace("\n", "\r\n").encode())
    units = annotator("segment", file, "--json").json["units"]
    assert [unit["id"] for unit in units] == ["u001", "u002", "u003", "u004", "u005"]
    assert all(RESERVOIR[unit["start"] : unit["end"]] == unit["text"] for unit in units)
    assert set(units[0]) == {"id", "start", "end", "kind", "text"}
    assert units[0]["kind"] == "heading"
    assert list(tmp_path.iterdir()) == [file]


def test_segment_for_people_fits_the_terminal(annotator: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("水" * 100 + " " + "long" * 40 + "\n")
    out = annotator("segment", tmp_path / "story.txt").out
    wide = max(len(line) + line.count("水") for line in out.splitlines())
    assert wide == 80
    assert out.count("水") == 100


def test_articles_lists_ids_titles_and_units(annotator: CommandLine, project: Project) -> None:
    ran = annotator("articles")
    assert ran.code == 0
    assert "Council approves reservoir" in ran.out
    assert ran.out.splitlines()[-1] == "2 articles"
    shown = [line.split()[0] for line in ran.out.splitlines()[1:3]]
    assert [annotator("show", digits).code for digits in shown] == [0, 0]
    articles = annotator("articles", "--json").json["articles"]
    assert [article["id"] for article in articles] == project.article_ids()
    assert [article["units"] for article in articles] == [5, 3]


def test_a_damaged_article_is_named_and_the_others_listed(annotator: CommandLine, project: Project) -> None:
    damaged = project.corpus / "damaged-00000000.json"
    damaged.write_text("{")
    for command in ("articles", "status"):
        ran = annotator(command)
        assert ran.code == 1
        assert str(damaged) in ran.err
        assert "Council approves reservoir" in ran.out


def test_status_counts_by_annotator_and_article(annotator: CommandLine, project: Project) -> None:
    ran = annotator("status")
    assert ran.code == 0
    assert "Ana: 5 of 8 (62.5 %), 4 s per sentence (median)" in ran.out
    assert "1 article not begun" in ran.out
    assert "Council approves reservoir         5   5  100.0" in ran.out
    assert "Harbour closed" not in ran.out
    found = annotator("status", "--json").json
    assert found["units"] == 8
    ana = found["annotators"][0]
    assert (ana["annotator"], ana["labelled"], ana["percent"], ana["seconds_median"]) == ("Ana", 5, 62.5, 4.0)
    assert [row["labelled"] for row in ana["articles"]] == [5, 0]


def test_show_puts_all_annotators_side_by_side(annotator: CommandLine, project: Project) -> None:
    out = annotator("show", "council").out
    assert "5  n u  Nobody knows who paid for the survey." in out
    assert "Ana" in out
    assert "Ben Ito" in out
    alone = annotator("show", "council", "--annotator", "ben ito").out
    assert "5  u  Nobody knows who paid for the survey." in alone


def test_show_without_labels_prints_the_article(annotator: CommandLine, project: Project) -> None:
    out = annotator("show", "harbour").out
    assert "\n2  The harbour closed at noon.\n" in out
    unlabelled = annotator("show", "harbour", "--annotator", "Ana").out
    assert "2  ·  The harbour closed at noon." in unlabelled


def test_flags_and_comments_are_shown_with_who_said_it(annotator: CommandLine, project: Project) -> None:
    article = project.article("council")
    for unit, name, label, comment in (
        ("u001", "Ana", "not_a_claim", "the title"),
        ("u005", "Ana", "not_a_claim", "who says that?"),
        ("u005", "Ben Ito", "unverified", "nobody does"),
    ):
        codebook = project.codebook.ref
        project.save(
            article,
            record(article, unit, name, label, codebook=codebook, flag=name == "Ana", comment=comment),
        )
    lines = annotator("show", "council").out.splitlines()
    place = lines.index("5  n!u  Nobody knows who paid for the survey.")
    assert lines[place + 1 : place + 3] == ["        Ana: who says that?", "        Ben Ito: nobody does"]
    assert "1  n!n  Council approves reservoir [heading]" in lines
    assert "! flagged" in lines[-1]
    listed = annotator("compare", "--list", "5", "--bootstrap", "0").out.splitlines()
    place = listed.index("  Nobody knows who paid for the survey.")
    assert listed[place + 1 :] == ["    Ana: who says that?", "    Ben Ito: nobody does"]
    [found] = annotator("compare", "--json", "--list", "5", "--bootstrap", "0").json["disagreements"]
    assert found["comments"] == {"Ana": "who says that?", "Ben Ito": "nobody does"}


@pytest.mark.parametrize("cells", [40, 80, 120])
def test_show_fits_the_terminal(
    annotator: CommandLine, project: Project, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(cells))
    file = project.root / "dam.txt"
    file.write_text(f"{'The dam of 水水水 broke. ' * 3}{'水' * 100}。\n")
    annotator("import", file, "--title", "水坝 " * 40, "--outlet", "Harbour Post " * 10)
    article = project.article("水坝")
    for name in ("Ana", "Ben Ito", "Cleo of the very long name that goes on"):
        unit = article.units[0].id
        project.save(article, record(article, unit, name, "opinion", codebook=project.codebook.ref))

    out = annotator("show", "水坝").out

    assert max(width(line) for line in out.splitlines()) <= cells
    assert out.count("水") == article.title.count("水") + article.text.count("水") + article.id.count("水")
    words = " ".join(out.split())
    assert all(f"{label.key} {label.title}" in words for label in project.codebook.labels)


@pytest.mark.parametrize("cells", [40, 80, 120])
@pytest.mark.parametrize("command", ["articles", "status"])
def test_lists_of_articles_fit_the_terminal(
    annotator: CommandLine, project: Project, monkeypatch: pytest.MonkeyPatch, command: str, cells: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(cells))
    file = project.root / "dam.txt"
    file.write_text("The dam broke.\n")
    title = "水坝 and other long words " * 10
    annotator("import", file, "--title", title, "--outlet", "Harbour Post " * 10, "--published", "2031-03-04")
    article = project.article("水坝")
    name = "Cleo of the very long name that goes on and on"
    project.save(article, record(article, "u001", name, "opinion", codebook=project.codebook.ref))

    out = annotator(command).out

    assert max(width(line) for line in out.splitlines()) <= cells
    row = next(line for line in out.splitlines() if "水" in line)
    assert "…" in row
    assert row.split()[-1] == ("1" if command == "articles" else "100.0")


def test_show_json_has_units_with_their_records(annotator: CommandLine, project: Project) -> None:
    shown = annotator("show", "council", "--json").json
    assert shown["annotators"] == ["Ana", "Ben Ito"]
    for unit in shown["units"]:
        assert shown["text"][unit["start"] : unit["end"]] == unit["text"]
        for name, fields in unit["labels"].items():
            assert Annotation.model_validate_json(json.dumps(fields)).annotator == name
    assert shown["units"][4]["labels"]["Ben Ito"]["label"] == "unverified"


def test_compare_prints_figures_with_what_they_rest_on(annotator: CommandLine, project: Project) -> None:
    out = annotator("compare", "--bootstrap", "50").out
    assert "label (nominal): 5 units rated, 5 by two or more annotators, in 1 article" in out
    assert "Krippendorff's alpha" in out
    assert ".667" in out
    assert "80.0 %" in out
    assert "1 unit labelled differently; list them: annotator compare --list" in out
    assert not any(word in out for word in ("substantial", "moderate", "perfect"))


def test_compare_of_three_shows_every_pair(annotator: CommandLine, project: Project) -> None:
    article = project.article("council")
    for unit in article.units:
        project.save(article, record(article, unit.id, "Cleo", "opinion", codebook=project.codebook.ref))
    lines = annotator("compare", "--bootstrap", "0").out.splitlines()
    matrix = lines.index(next(line for line in lines if line.startswith("Cohen's kappa")))
    assert [line.split() for line in lines[matrix + 1 : matrix + 4]] == [
        ["Ana", "5", "5"],
        ["Ben", "Ito", "0.737", "5"],
        ["Cleo", "0.000", "0.000"],
    ]
    assert "4 units labelled differently; list them: annotator compare --list 20" in lines


def test_compare_lists_disagreements(annotator: CommandLine, project: Project) -> None:
    out = annotator("compare", "Ana", "Ben Ito", "--list", "5", "--bootstrap", "0").out
    assert "Ana: not_a_claim, Ben Ito: unverified" in out
    assert "Nobody knows who paid for the survey." in out
    assert "Harbour" not in out


def test_compare_json_is_the_comparison_of_the_python_interface(
    annotator: CommandLine, project: Project
) -> None:
    ran = annotator("compare", "--json", "--bootstrap", "100", "--seed", "3")
    assert ran.json == project.compare(bootstrap=100, seed=3).to_json()
    assert ran.err == ""
    listed = annotator("compare", "--json", "--bootstrap", "0", "--disagreements", "1").json
    assert [one["unit"] for one in listed["disagreements"]] == ["u005"]


def test_compare_of_one_annotator_says_why_there_is_nothing(annotator: CommandLine, project: Project) -> None:
    ran = annotator("compare", "Ana")
    assert ran.code == 0
    assert ran.out == "1 annotator: only Ana; there is nobody to compare with\n"
    assert "label" in annotator("compare", "Ana", "--json").json["fields"]


def test_compare_of_a_project_without_labels(annotator: CommandLine, tmp_path: Path) -> None:
    Project.create(tmp_path)
    ran = annotator("compare", "--project", tmp_path)
    assert ran.code == 0
    assert "nobody has labelled anything yet" in ran.out


def test_export_writes_the_annotators_asked_for(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    output = tmp_path / "dataset"
    ran = annotator("export", "--format", "jsonl", "--output", output, "--annotator", "Ben Ito")
    assert ran.code == 0
    rows = [json.loads(row) for row in (output / "labels.jsonl").read_text().splitlines()]
    assert {row["annotator"] for row in rows} == {"Ben Ito"}
    assert len(rows) == 5
    assert (output / "manifest.json").exists()
    again = annotator("export", "--format", "jsonl", "--output", output, "--all")
    assert again.code == 2
    assert len(again.err.splitlines()) == 1
    assert annotator("export", "--format", "jsonl", "--output", output, "--all", "--force").code == 0
    assert len((output / "labels.jsonl").read_text().splitlines()) == 10


def damage(project: Project) -> tuple[Path, Path]:
    """Break the harbour article and what Ben labelled of the other; gives both files."""
    article = next(project.corpus.glob("harbour*.json"))
    labels = next(project.root.glob("annotations/ben-ito/council*.json"))
    article.write_text("{")
    labels.write_text("{")
    return article, labels


def test_compare_leaves_damaged_files_out_and_names_them(annotator: CommandLine, project: Project) -> None:
    files = damage(project)
    ran = annotator("compare", "--json", "--bootstrap", "0")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == len(ran.json["problems"]) == 2
    for file, problem in zip(sorted(map(str, files)), sorted(ran.json["problems"]), strict=True):
        assert file in problem
        assert file in ran.err
    assert (ran.json["fields"]["label"]["units"], ran.json["fields"]["label"]["ratings"]) == (5, 5)
    people = annotator("compare", "--list", "5")
    assert (people.code, len(people.err.splitlines())) == (1, 2)
    with pytest.raises(AnnotatorError, match=re.escape(str(files[1]))):
        project.compare()


def test_export_leaves_damaged_files_out_and_names_them(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    files = damage(project)
    output = tmp_path / "dataset"
    ran = annotator("export", "--format", "jsonl", "--output", output)
    assert ran.code == 1
    assert all(str(file) in ran.err for file in files)
    assert "; 2 files that cannot be read left out\n" in ran.out
    manifest = json.loads((output / "manifest.json").read_bytes())
    assert manifest["dropped"] == [{"count": 2, "reason": "file that cannot be read"}]
    assert (manifest["articles"], manifest["labels"]) == (1, {"Ana": 5, "ben-ito": 0})
    with pytest.raises(AnnotatorError, match=re.escape(str(files[1]))):
        project.export("jsonl", tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_labels_without_their_damaged_file_raise_unless_somebody_listens(project: Project) -> None:
    files = damage(project)
    told: list[str] = []
    [labelled] = project.labels(on_problem=told.append)
    assert list(labelled.labels) == ["Ana"]
    assert all(any(str(file) in line for line in told) for file in files)
    with pytest.raises(AnnotatorError, match=re.escape(str(files[1]))):
        list(project.labels())


def change_the_rules(project: Project) -> None:
    """Let a codebook of another version know no opinions."""
    own = project.write_codebook()
    shipped = project.codebook
    text = own.read_text().replace(f'version = "{shipped.version}"', 'version = "other"', 1)
    own.write_text(text.replace('"opinion"', '"view"'))
    assert shipped.version != Project(project.root).codebook.version


def test_outdated_labels_are_counted_wherever_they_are_left_out(
    annotator: CommandLine, project: Project, tmp_path: Path
) -> None:
    change_the_rules(project)
    note = "1 label was given under other rules or words and left out"
    assert f"note: {note}" in annotator("compare", "Ana").out
    assert "note: 2 labels were given under other rules" in annotator("compare", "--bootstrap", "0").out
    found = annotator("compare", "--json", "--bootstrap", "0").json
    assert found["outdated"] == {"Ana": 1, "Ben Ito": 1}
    renewed = Project(project.root)
    assert agreement(renewed.labels(), renewed.annotators(), renewed.codebook, bootstrap=0).outdated == {
        "Ana": 1,
        "Ben Ito": 1,
    }
    ran = annotator("export", "--format", "jsonl", "--output", tmp_path / "dataset")
    assert ran.code == 0
    assert "; 2 labels given under other rules or words left out" in ran.out
    ran = annotator("status")
    assert "Ana: 5 of 8 (62.5 %), 1 to be confirmed, 4 s per sentence (median)" in ran.out
    assert [one["outdated"] for one in annotator("status", "--json").json["annotators"]] == [1, 1]


def test_export_lists_its_formats(annotator: CommandLine) -> None:
    ran = annotator("export", "--list")
    assert ran.code == 0
    names = [line.split()[0] for line in ran.out.splitlines() if line.strip() and line[0] != " "]
    assert names == list(EXPORTERS) and names[:2] == ["jsonl", "csv"]
    told = annotator("export", "--list", "--json").json["formats"]
    assert [one["name"] for one in told] == names
    assert told[0]["cannot_hold"] == [] and told[1]["cannot_hold"][-1] == "second passes"
    assert told[0]["installed"] and told[0]["imported"] and told[0]["offset_unit"] == "code points"


def test_codebook_is_shown_written_once_and_then_the_projects(
    annotator: CommandLine, project: Project
) -> None:
    shipped = annotator("codebook", "--json")
    assert Codebook.model_validate_json(shipped.out).label_names[0] == "sourced"
    assert annotator("codebook", "--init").code == 0
    own = project.root / "codebook.toml"
    own.write_text(own.read_text().replace('name = "credibility"', 'name = "ours"', 1))
    assert annotator("codebook", "--init").code == 2
    assert annotator("codebook").code == 0
    assert Project.open(project.root).codebook.label_names == project.codebook.label_names


def test_check_is_quiet_on_a_good_project_and_finds_a_flipped_letter(
    annotator: CommandLine, project: Project
) -> None:
    good = annotator("check")
    assert (good.code, good.out) == (0, "4 files read, 0 problems\n")
    labels = next(project.root.glob("annotations/*/*.json"))
    labels.write_text(labels.read_text().replace("opinion", "sourced", 1))
    bad = annotator("check", "--json")
    assert bad.code == 1
    assert bad.json["findings"][0]["file"] == str(labels)
    assert annotator("check").code == 1


def test_check_reads_the_settings_and_the_codebook(annotator: CommandLine, project: Project) -> None:
    (project.root / "annotator.toml").write_text('langauge = "de"\n')
    (project.root / "codebook.toml").write_text("name = 3\n")
    found = annotator("check", "--json")
    assert found.code == 1
    files = [Path(finding["file"]).name for finding in found.json["findings"]]
    assert files[:2] == ["annotator.toml", "codebook.toml"]


def test_check_tells_many_outdated_labels_of_a_file_at_once(annotator: CommandLine, project: Project) -> None:
    change_the_rules(project)
    assert annotator("check").out.count("opinion") == 2  # one in each file
    own = project.root / "codebook.toml"
    own.write_text(own.read_text().replace('"not_a_claim"', '"none"').replace('"unverified"', '"other"'))
    ran = annotator("check")
    assert ran.code == 1
    assert ran.out.count("4 labels are outdated (the first, u001: ") == 2
    assert len(ran.out.splitlines()) == 3


@pytest.mark.parametrize("command", ["status", "compare", "show council", "check"])
def test_a_file_in_the_place_of_annotations_is_named(
    annotator: CommandLine, project: Project, command: str
) -> None:
    annotations = project.root / "annotations"
    annotations.rename(project.root / "elsewhere")
    annotations.write_text("not a folder")
    ran = annotator(*command.split())
    assert ran.code == (1 if command == "check" else 2)
    said = ran.out.splitlines()[0] if command == "check" else ran.err
    assert str(annotations) in said
    assert "is a file, a folder is needed; move the file away" in said


def test_a_file_in_the_place_of_an_annotators_folder_is_named(
    annotator: CommandLine, project: Project
) -> None:
    file = project.root / "annotations" / "cleo"
    file.write_text("not a folder")
    ran = annotator("check")
    assert ran.code == 1
    assert f"{file}: is a file, a folder is needed; move the file away" in ran.out
    with pytest.raises(AnnotatorError, match="cleo is a file, a folder is needed"):
        project.store(project.article("council"), "Cleo")
    ran = annotator("open", "--annotator", "Cleo")
    assert ran.code == 2
    assert "cleo is a file, a folder is needed; move the file away" in ran.err


def test_a_file_in_the_place_of_the_corpus_is_named(annotator: CommandLine, project: Project) -> None:
    project.corpus.rename(project.root / "elsewhere")
    project.corpus.write_text("not a folder")
    for command in ("articles", "status", "check"):
        ran = annotator(command)
        assert ran.code == (1 if command == "check" else 2)
        assert f"{project.corpus}" in ran.out + ran.err
        assert "is a file, a folder is needed" in ran.out + ran.err


def test_check_reads_the_adjudicated_labels(annotator: CommandLine, project: Project) -> None:
    annotations = project.root / "annotations"
    (annotations / "gold").mkdir()
    assert annotator("check").out == "4 files read, 0 problems\n"
    (annotations / "gold" / "anything.json").write_text("{")
    (annotations / ".gitkeep").write_text("")
    ran = annotator("check", "--json")
    assert ran.code == 1
    found = [(Path(one["file"]).name, one["level"], one["problem"]) for one in ran.json["findings"]]
    assert found == [("anything.json", "problem", "labels of an article that is not in corpus/")]


def test_an_article_is_never_replaced_by_another_with_its_id(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two texts have the same eight digits at the beginning of their hashes: found by trying."""
    texts = [f"Live updates\n\nSentence number {number} stands here.\n" for number in COLLIDING]
    first, second = (project.root / "a.txt", project.root / "b.txt")
    for file, text in zip((first, second), texts, strict=True):
        file.write_text(text)
    [one] = project.import_files([first])
    kept = (project.corpus / f"{one.article}.json").read_bytes()
    [two] = project.import_files([second])
    assert (one.status.value, two.status.value) == ("new", "refused")
    assert "another article has this id by chance; give the new one another title" in two.reason
    assert (project.corpus / f"{one.article}.json").read_bytes() == kept
    [again] = project.import_files([first])
    assert again.status.value == "duplicate"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("annotator.toml", 'name = "x"\n"n\\u0061mx" = 1\n', "no setting 'namx'; did you mean 'name'?"),
        ("annotator.toml", f"name = {'[' * 5000}{']' * 5000}\n", "nested too deeply"),
        ("codebook.toml", f"name = {'[' * 5000}{']' * 5000}\n", "nested too deeply"),
        ("annotator.toml", f"name = {'9' * 5000}\n", "Exceeds the limit (4300 digits)"),
        ("codebook.toml", f"name = {'9' * 5000}\n", "Exceeds the limit (4300 digits)"),
        ("annotator.toml", '# closed\nblind = "x"\n', "line 2: blind: should be a valid boolean"),
    ],
)
def test_odd_settings_are_one_clear_line(
    annotator: CommandLine, project: Project, name: str, text: str, says: str
) -> None:
    (project.root / name).write_text(text)
    ran = annotator("check")
    assert ran.code == 1
    assert f"{project.root / name}: " in ran.out.splitlines()[0]
    assert says in ran.out.splitlines()[0]
    assert ran.out.splitlines()[0].count(name) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
@pytest.mark.parametrize("name", ["corpus/pipe-00000000.json", "annotator.toml", "codebook.toml"])
def test_a_pipe_is_not_waited_for(project: Project, name: str) -> None:
    pipe = project.root / name
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    ran = subprocess.run(
        [sys.executable, "-m", "annotator", "check", "--project", project.root],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert f"{pipe}: no regular file" in ran.stdout


def test_an_article_is_found_by_the_digits_at_the_end_of_its_id(project: Project) -> None:
    for name in project.article_ids():
        assert project.article(name[-8:]).id == name
    with pytest.raises(AnnotatorError, match="no article '00000000'"):
        project.article("00000000")
    with pytest.raises(AnnotatorError, match="no article"):
        project.article(project.article_ids()[0][-7:])


def test_what_is_imported_is_a_valid_article(annotator: CommandLine, project: Project) -> None:
    for path in project.corpus.iterdir():
        assert Article.model_validate_json(path.read_bytes()).id == path.stem


def test_import_reads_any_ending_in_the_format_given(annotator: CommandLine, project: Project) -> None:
    file = project.root / "story.dump"
    file.write_text("# A *new* pier\n\nIt opens on Friday.\n")
    assert annotator("import", file).code == 2
    ran = annotator("import", file, "--format", "markdown", "--json")
    assert ran.code == 0
    article = project.article(ran.json["files"][0]["article"])
    assert (article.title, article.provenance.format) == ("A new pier", "markdown")
    unknown = annotator("import", file, "--format", "papyrus")
    assert unknown.code == 2
    assert "known are text, markdown" in unknown.err


def test_import_files_takes_paths_as_text(project: Project) -> None:
    file = project.root / "story.txt"
    file.write_text("A pier opens on Friday.\n")
    [result] = project.import_files([str(file)])
    assert (result.path, result.status.value) == (file, "new")


def test_a_corpus_that_cannot_be_written_refuses_each_file(project: Project, tmp_path: Path) -> None:
    for path in project.corpus.iterdir():
        path.unlink()
    project.corpus.rmdir()
    project.corpus.write_text("no folder")
    files = [tmp_path / "reservoir.txt", tmp_path / "missing.txt", tmp_path / "harbour.txt"]
    results = list(Project(project.root).import_files(files))
    assert [(result.path, result.status.value) for result in results] == [(file, "refused") for file in files]
    assert all("\n" not in result.reason for result in results)
