"""The user's own settings: read with care, written without losing anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.usersettings import load_user_settings, save_user_settings, user_settings_file
from schemas import Advance, UserSettings


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of this test, not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return user_settings_file()


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())


def test_without_a_file_all_have_their_defaults() -> None:
    assert load_user_settings() == UserSettings()


def test_what_is_saved_is_read() -> None:
    saved = save_user_settings(measure=90, advance=Advance.STAY, keys={"flag": "F"})
    assert load_user_settings() == saved == UserSettings(measure=90, advance=Advance.STAY, keys={"flag": "F"})


def test_comments_order_and_line_ends_stay(file: Path) -> None:
    before = (
        '# mine\r\nmeasure = 70 # narrow\r\n\r\nannotator = "Ana"\r\n\r\n[keys] # moved\r\n'
        'flag = "F" # left hand\r\nhelp = "H"\r\n'
    )
    write(file, before)
    save_user_settings(measure=71, keys={"flag": "G", "help": "H"})
    assert file.read_bytes().decode() == before.replace("70", "71").replace('"F"', '"G"')


def test_a_setting_is_added_before_the_keys(file: Path) -> None:
    write(file, '[keys]\nflag = "F"\n')
    assert save_user_settings(theme="annotator-light").theme == "annotator-light"
    assert load_user_settings() == UserSettings(theme="annotator-light", keys={"flag": "F"})


def test_keys_can_be_taken_out_and_put_in(file: Path) -> None:
    write(file, 'keys.flag = "F"\nkeys.help = "H"\n')
    save_user_settings(keys={"help": "H", "undo": "u"})
    assert load_user_settings().keys == {"help": "H", "undo": "u"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mesure = 80\n", "line 1: no setting 'mesure'; did you mean 'measure'?"),
        (
            '# on measure\ntheme = "x"\nmeasure = 4\n',
            "line 3: measure: should be greater than or equal to 40",
        ),
        ('advance = "nxt"\n', "line 1: advance: should be 'next', 'unlabelled' or 'stay'"),
        ('\n[keys]\n"flag" = 3\n', "line 3: keys.flag: should be a valid string"),
        ("\n[theme]\nx = 3\n", "line 2: theme: should be a valid string"),
        ("measure = \n", "cannot be read: Invalid value (at line 1, column 11)"),
        (f"measure = {'9' * 5000}\n", "cannot be read: Exceeds the limit (4300 digits)"),
    ],
)
def test_a_slip_is_named_with_its_line(file: Path, text: str, said: str) -> None:
    write(file, text)
    with pytest.raises(AnnotatorError) as raised:
        load_user_settings()
    assert str(raised.value).startswith(str(file))
    assert said in str(raised.value)
    with pytest.raises(AnnotatorError):
        save_user_settings(mouse=False)
    assert file.read_text() == text


def test_a_value_that_is_not_allowed_is_not_written(file: Path) -> None:
    save_user_settings(measure=50)
    before = file.read_bytes()
    with pytest.raises(AnnotatorError, match="measure"):
        save_user_settings(measure=500)
    with pytest.raises(AnnotatorError, match="did you mean 'density'"):
        save_user_settings(densty="compact")
    assert file.read_bytes() == before


def test_a_file_as_some_editors_leave_it(file: Path) -> None:
    write(file, "\ufeffmeasure = 60\n")
    assert load_user_settings().measure == 60
    save_user_settings(mouse=False)
    assert load_user_settings() == UserSettings(measure=60, mouse=False)


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_nothing_waits_for_a_pipe(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    with pytest.raises(AnnotatorError, match="no regular file"):
        load_user_settings()
    with pytest.raises(AnnotatorError, match="no regular file"):
        save_user_settings(measure=50)


def test_a_link_to_itself_is_replaced(file: Path) -> None:
    file.parent.mkdir()
    file.symlink_to(file)
    assert load_user_settings() == UserSettings()
    save_user_settings(measure=50)
    assert load_user_settings().measure == 50


def test_half_a_character_is_refused(file: Path) -> None:
    with pytest.raises(AnnotatorError, match="was not saved: '\\\\udcff' is no character"):
        save_user_settings(annotator="Ana\udcff")
    assert not file.exists()


def test_a_link_goes_on_being_one(file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("measure = 60\n")
    file.parent.mkdir()
    file.symlink_to(kept)
    save_user_settings(mouse=False)
    assert file.is_symlink()
    assert kept.read_text() == "measure = 60\nmouse = false\n"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(file: Path) -> None:
    save_user_settings(measure=50)
    file.parent.chmod(0o500)
    try:
        with pytest.raises(AnnotatorError, match="no permission"):
            save_user_settings(measure=51)
    finally:
        file.parent.chmod(0o700)


def test_programs_at_once_lose_nothing(file: Path) -> None:
    program = (
        "import sys; from annotator.usersettings import load_user_settings, save_user_settings\n"
        "for turn in range(8): save_user_settings(**{sys.argv[1]: type(getattr(load_user_settings(), "
        "sys.argv[1]))(41 + turn)})"
    )
    names = ("measure", "annotator", "theme")
    running = [
        subprocess.Popen([sys.executable, "-c", program, name], cwd=Path(__file__).parents[2])
        for name in names
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert load_user_settings() == UserSettings(measure=48, annotator="48", theme="48")
    assert [path.name for path in file.parent.glob("*")].count(file.name) == 1
    assert not list(file.parent.glob("*.tmp"))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(
    st.lists(st.tuples(TEXTS, st.integers(40, 160), st.dictionaries(TEXTS, TEXTS, max_size=3)), max_size=5)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_the_last_word_counts(changes: list[tuple[str, int, dict[str, str]]]) -> None:
    user_settings_file().unlink(missing_ok=True)
    expected = UserSettings()
    for name, measure, keys in changes:
        save_user_settings(annotator=name, measure=measure, keys=keys)
        expected = UserSettings(annotator=name, measure=measure, keys=keys)
    assert load_user_settings() == expected
