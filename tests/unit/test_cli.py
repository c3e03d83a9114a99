"""The command line as a whole: help, exit codes, errors of one line, streams, terminals."""

import os
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from annotator import AnnotatorError, Project, __version__
from annotator.cli import COMMANDS
from annotator.cli.open_app import annotator_name
from annotator.cli.output import cut, plain, width, wrap
from annotator.sample import SAMPLE_FOLDERS, copy_sample
from annotator.store import label_path
from annotator.usersettings import save_user_settings
from tests.__main__ import ROOT
from tests.unit.commandline import CommandLine, make_project, spawn


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def test_help_names_every_command(annotator: CommandLine) -> None:
    ran = annotator("--help")
    assert ran.code == 0
    listed = ran.out.replace("\n", " \n")  # what a long name means begins on the line after it
    assert all(f"\n    {command} " in listed for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_sentence_an_example_and_a_project(annotator: CommandLine, command: str) -> None:
    module = import_module(f"annotator.cli.{COMMANDS[command]}")
    ran = annotator(command, "--help")
    assert ran.code == 0
    assert module.PURPOSE.endswith(".")
    assert module.PURPOSE.split()[0] in ran.out
    assert any(f"annotator {command}" in example for example in module.EXAMPLES)
    assert all(f"\n  {example}\n" in ran.out for example in module.EXAMPLES)
    assert "--project DIR" in ran.out


def test_version(annotator: CommandLine) -> None:
    assert annotator("--version").out == f"annotator {__version__}\n"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["shwo"], "did you mean 'show'?"),
        (["xyzzy"], "`annotator --help` lists the commands"),
        (["show"], "ARTICLE"),
        (["show", "a", "--jsno"], "--jsno"),
        (["compare", "--bootstrap", "many"], "'many' is no whole number"),
        (["compare", "--list", "-1"], "--list"),
        (["export"], "--format"),
        (["import"], "PATH"),
        (["segment", "nowhere.txt"], "nowhere.txt"),
        (["articles", "--project", "nowhere"], "nowhere is no project"),
        (["codebook", "--project", "nowhere"], "nowhere is no project"),
    ],
)
def test_wrong_use_is_one_line_and_2(annotator: CommandLine, argv: list[str], words: str) -> None:
    ran = annotator(*argv)
    assert ran.code == 2
    assert ran.out == ""
    assert words in ran.err.splitlines()[-1]


def test_bad_input_is_one_line_and_2(annotator: CommandLine, tmp_path: Path) -> None:
    project = make_project(tmp_path)
    bad = [
        ["show", "nothing"],
        ["show", "council", "--annotator", "Nobody"],
        ["compare", "Ana", "Nobody"],
        ["export", "--format", "nothing", "--output", str(tmp_path / "out")],
        ["import", str(tmp_path), "--published", "yesterday"],
        ["import", str(tmp_path), "--language", "English!"],
    ]
    for argv in bad:
        ran = annotator(*argv, "--project", project.root)
        assert ran.code == 2, argv
        assert ran.out == "", argv
        assert ran.err.startswith("annotator: ")
        assert len(ran.err.splitlines()) == 1, ran.err
    (project.root / "annotator.toml").write_text('nmae = "x"\n')
    ran = annotator("status", "--project", project.root)
    assert ran.code == 2
    assert "line 1" in ran.err
    assert "'name'" in ran.err


def test_the_project_may_be_named_before_the_command(annotator: CommandLine, tmp_path: Path) -> None:
    project = make_project(tmp_path)
    after = annotator("articles", "--json", "--project", project.root)
    assert annotator("--project", project.root, "articles", "--json").out == after.out
    assert annotator(f"--project={project.root}", "articles", "--json").out == after.out


def test_the_project_is_found_from_below(
    annotator: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(tmp_path)
    monkeypatch.chdir(project.corpus)
    assert len(annotator("articles", "--json").json["articles"]) == 2


def test_the_app_is_not_started_without_a_terminal(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    for argv in ([], ["open"], ["--annotator", "Ana"], ["demo"]):
        ran = spawn(*argv, "--project", project.root, TERM="xterm-256color")
        assert ran.code == 2, argv
        assert ran.out == ""
        assert "needs a terminal" in ran.err
        assert "annotator show" in ran.err
        assert len(ran.err.splitlines()) == 1


def test_the_app_is_not_started_on_a_dumb_terminal(tmp_path: Path) -> None:
    ran = spawn("--project", make_project(tmp_path).root, TERM="dumb")
    assert ran.code == 2
    assert "TERM is dumb" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_outside_any_project_one_line_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "annotator"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "annotator init" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_open_says_what_is_wrong_before_it_asks_for_a_terminal(
    annotator: CommandLine, tmp_path: Path
) -> None:
    empty = Project.create(tmp_path / "empty")
    assert "no articles yet: annotator import FILE" in annotator("--project", empty.root).err
    project = make_project(tmp_path)
    assert "no article 'nothing'" in annotator("open", "nothing", "--project", project.root).err
    assert "'gold' is reserved" in annotator("--annotator", "gold", "--project", project.root).err


def test_output_survives_a_terminal_without_unicode(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    (tmp_path / "story.txt").write_text("Kürzere Wörter über “水”.\n", encoding="utf-8")
    narrow = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    assert spawn("import", tmp_path / "story.txt", "--project", project.root, **narrow).code == 0
    name = project.article_ids()[0]
    shown = spawn("show", name, "--project", project.root, **narrow)
    assert shown.code == 0
    assert "K?rzere W?rter" in shown.out
    as_json = spawn("show", name, "--json", "--project", project.root, **narrow)
    assert as_json.json["text"] == project.article(name).text


def test_a_locale_that_cannot_name_the_file_is_one_line(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    (tmp_path / "story.txt").write_text("Kürzere Wörter.\n", encoding="utf-8")
    ascii_only = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    ran = spawn("import", tmp_path / "story.txt", "--project", project.root, **ascii_only)
    assert ran.code == 2
    assert "PYTHONUTF8=1" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    command = [sys.executable, "-m", "annotator", "show", "council", "--json", "--project", str(project.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize(
    ("command", "closed", "code"),
    [
        ("codebook", (1,), 0),
        ("codebook", (1, 2), 0),
        ("codebook --json", (0,), 0),
        ("--version", (1,), 0),
        ("shwo", (2,), 2),
        ("segment nowhere.txt", (2,), 2),
        ("segment nowhere.txt", (0, 1, 2), 2),
        ("demo", (0,), 2),
    ],
)
def test_closed_streams_change_no_exit_code(command: str, closed: tuple[int, ...], code: int) -> None:
    shell = f'exec "$0" -m annotator {command} {" ".join(f"{stream}>&-" for stream in closed)}'
    done = subprocess.run(["sh", "-c", shell, sys.executable], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert (done.stdout == "") == (1 in closed or code != 0)
    assert len(done.stderr.splitlines()) == (code != 0 and 2 not in closed)


def test_a_full_disk_is_one_line() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with full.open("w") as stdout:
        command = [sys.executable, "-m", "annotator", "codebook"]
        done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_control_characters_do_not_reach_the_terminal(annotator: CommandLine, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    (tmp_path / "story.txt").write_text("A story.\n")
    annotator("import", tmp_path / "story.txt", "--outlet", "\x1b[31mRed\x07", "--project", project.root)
    for argv in (["articles"], ["show", project.article_ids()[0]]):
        out = annotator(*argv, "--project", project.root).out
        assert "Red" in out
        assert "\x1b" not in out
        assert "\x07" not in out


def test_the_name_comes_from_the_option_the_variable_the_settings_git_or_the_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_NAME", "From Variable")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LOGNAME", "login")
    (tmp_path / "gitconfig").write_text("[user]\n\tname = From Git\n")
    assert annotator_name("  Given\tName ") == "Given Name"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    save_user_settings(annotator="From Settings")
    assert annotator_name(None) == "From Variable"
    monkeypatch.delenv("ANNOTATOR_NAME")
    assert annotator_name(None) == "From Settings"
    save_user_settings(annotator="")
    assert annotator_name(None) == "From Git"
    (tmp_path / "gitconfig").write_text("")
    assert annotator_name(None) == "login"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert annotator_name(None) == "login"


@pytest.mark.parametrize("name", ["gold", "GOLD", "…", "x" * 300])
def test_names_that_cannot_be_folders_are_refused_with_one_reason(name: str) -> None:
    with pytest.raises(AnnotatorError) as here:
        annotator_name(name)
    with pytest.raises(AnnotatorError) as there:
        label_path(Path("project"), name, "dam-breaks-01234567")
    reason, _, remedy = str(here.value).partition("; ")
    assert remedy == "give another with --annotator NAME"
    assert str(there.value) == f"{reason}; choose another one"
    assert len(reason) < 80


def test_the_demo_copies_the_sample_and_nothing_else(tmp_path: Path) -> None:
    project = Project.open(copy_sample(tmp_path / "demo"))
    assert project.article_ids()
    assert len(project.annotators()) == 3
    assert list(project.check()) == []
    assert sorted(path.name for path in project.root.iterdir()) == ["annotations", "annotator.toml", "corpus"]
    with pytest.raises(AnnotatorError, match="is not empty"):
        copy_sample(project.root)


def test_the_demo_leaves_out_what_others_have_labelled_in_the_checkout(tmp_path: Path) -> None:
    checkout = copy_sample(tmp_path / "checkout")
    shutil.copytree(checkout / "annotations" / "ilse", checkout / "annotations" / "me")
    (checkout / "annotations" / "sources.json").write_text("{}")
    copy = copy_sample(tmp_path / "demo", checkout)
    assert sorted(path.name for path in (copy / "annotations").iterdir()) == sorted(SAMPLE_FOLDERS)


def test_the_wheel_holds_what_the_demo_copies() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    included = build["targets"]["wheel"]["only-include"]
    labels = [path for path in included if path.startswith("annotations")]
    assert labels == [f"annotations/{name}" for name in SAMPLE_FOLDERS]
    assert all((ROOT / path).exists() for path in included)


def test_the_readme_has_the_one_test_command() -> None:
    command = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
    assert command.endswith(".venv-test/bin/python -m tests")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"annotator {command}" not in readme] == []


def test_constraints_are_names_and_versions() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(line.count("==") == 1 and not set(line) & set(" /@;#") for line in lines)


def test_text_is_measured_in_cells() -> None:
    assert (width("abc"), width("水水"), width("e\u0301")) == (3, 4, 1)
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("水水水", 4) == ["水水", "水"]
    assert wrap("", 5) == [""]
    assert cut("a long title", 6) == "a lon…"
    assert plain("a\x1b[0m\n b") == "a\ufffd[0m b"
