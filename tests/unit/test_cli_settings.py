"""`annotator settings` and `annotator keys`: what there is, and changing it."""

import tomllib
from pathlib import Path

import pytest

from annotator.codebook import default_codebook_text
from annotator.project import Project
from annotator.usersettings import load_user_settings, user_settings_file
from schemas import UserSettings
from tests.__main__ import ROOT
from tests.unit.commandline import CommandLine, spawn


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of this test's own, and no project around."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def test_all_settings_are_shown_with_a_sentence(annotator: CommandLine) -> None:
    ran = annotator("settings")
    assert ran.code == 0
    assert ran.out.startswith(str(user_settings_file()))
    for name in UserSettings.model_fields:
        assert f"\n{name} = " in ran.out
    assert "Longest line of text, in columns." in ran.out
    assert annotator("settings", "--json").json == {
        "path": str(user_settings_file()),
        "settings": UserSettings().model_dump(mode="json"),
    }


def test_one_setting_is_shown(annotator: CommandLine) -> None:
    out = annotator("settings", "measure").out
    assert "measure = 84" in out
    assert "theme" not in out


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("measure", "76", 76),
        ("theme", "annotator-light", "annotator-light"),
        ("theme", "", ""),
        ("advance", "stay", "stay"),
        ("mouse", "off", False),
        ("repeat_guard", "0.3", 0.3),
        ("annotator", "Ana Ek", "Ana Ek"),
    ],
)
def test_a_setting_is_changed(annotator: CommandLine, name: str, text: str, value: object) -> None:
    ran = annotator("settings", name, text)
    assert ran.code == 0
    assert f"saved in {user_settings_file()}" in ran.err
    assert tomllib.loads(user_settings_file().read_text())[name] == value


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["mesure", "76"], "no setting 'mesure'; did you mean 'measure'?"),
        (["measure", "wide"], "measure: 'wide' is no number"),
        (["measure", "500"], "measure: should be less than or equal to 160"),
        (["mouse", "perhaps"], "mouse: 'perhaps' is neither true nor false"),
        (["theme", "annotator-drak"], "no theme 'annotator-drak'; there are: annotator-ansi, "),
        (["advance", "back"], "advance: should be 'next', 'unlabelled' or 'stay'"),
        (["keys", "F"], "keys of which action?"),
        (["keys.flagg", "F"], "no action 'flagg'; did you mean 'flag'?"),
        (["keys.flag", "x"], "keys.flag: x is the key of comment"),
        (["keys.flag", "hyper+x"], "keys.flag: no key 'hyper+x'"),
        (["measure.x", "F"], "no setting 'measure.x'"),
    ],
)
def test_a_slip_changes_nothing(annotator: CommandLine, argv: list[str], said: str) -> None:
    ran = annotator("settings", *argv)
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not user_settings_file().exists()


def test_keys_are_given_and_taken_back(annotator: CommandLine) -> None:
    assert annotator("settings", "keys.flag", "F, ctrl+f").code == 0
    assert annotator("settings", "keys.help", "H").code == 0
    listed = {one["id"]: one["keys"] for one in annotator("keys", "--json").json["actions"]}
    assert listed["flag"] == ["F", "ctrl+f"]
    assert listed["help"] == ["H"]
    assert annotator("settings", "keys.flag", "").code == 0
    assert load_user_settings().keys == {"help": "H"}


def test_every_action_is_listed_by_screen(annotator: CommandLine) -> None:
    ran = annotator("keys")
    assert ran.code == 0
    assert ran.out.startswith("everywhere\n")
    for words in ("\nannotate\n", "\nedit unit\n", "\nsettings\n", str(user_settings_file())):
        assert words in ran.out
    document = annotator("keys", "--json").json
    assert document["warnings"] == []
    listed = {(one["screen"], one["id"]): one for one in document["actions"]}
    assert listed["annotate", "undo"] == {
        "screen": "annotate",
        "id": "undo",
        "keys": ["z", "ctrl+z"],
        "does": "undo",
    }
    assert listed["annotate", "label-sourced"]["keys"] == ["s"]
    assert listed["annotate", "tour"]["keys"] == []
    assert listed["everywhere", None]["keys"] == ["ctrl+q"]


def test_the_projects_own_labels_are_listed(annotator: CommandLine, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    (project.root / "codebook.toml").write_text(default_codebook_text().replace('key = "u"', 'key = "f"'))
    listed = annotator("keys", "--json", "--project", project.root).json["actions"]
    keys = {one["id"]: one["keys"] for one in listed}
    assert keys["label-unverified"] == ["f"]
    assert keys["flag"] == []
    assert annotator("keys", "--project", tmp_path / "nowhere").code == 2


def test_keys_that_may_not_arrive_are_told(annotator: CommandLine) -> None:
    assert annotator("settings", "keys.flag", "ctrl+i").code == 0
    ran = annotator("keys", "--json")
    assert ran.code == 1
    assert ran.json["warnings"] == ["flag: ctrl+i may not arrive: many terminals send it as tab"]
    assert "may not arrive" in ran.err


@pytest.mark.parametrize("argv", [["settings"], ["keys"], ["open", "--annotator", "Ana"]])
def test_a_slip_in_the_file_is_one_line(annotator: CommandLine, tmp_path: Path, argv: list[str]) -> None:
    project = Project.create(tmp_path / "project")
    (tmp_path / "story.txt").write_text("A story.\n")
    list(project.import_files([tmp_path / "story.txt"]))
    user_settings_file().parent.mkdir(parents=True)
    user_settings_file().write_text("# mine\nmesure = 80\n")
    ran = annotator(*argv, "--project", project.root)
    assert ran.code == 2
    assert (
        ran.err
        == f"annotator: {user_settings_file()}, line 2: no setting 'mesure'; did you mean 'measure'?\n"
    )


def test_without_a_terminal_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    project = Project.create(tmp_path / "project")
    (tmp_path / "story.txt").write_text("A story.\n")
    list(project.import_files([tmp_path / "story.txt"]))
    ran = spawn("open", "--project", project.root, XDG_CONFIG_HOME=str(tmp_path), ANNOTATOR_NAME="")
    assert ran.code == 2
    assert "annotator open --plain" in ran.err
    assert spawn("keys", "--test", XDG_CONFIG_HOME=str(tmp_path)).code == 2
