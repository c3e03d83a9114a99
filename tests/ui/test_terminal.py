"""The installed command in real terminals of several kinds."""

import base64
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotator.ingest import Metadata
from annotator.marking import marks_of
from annotator.project import Project
from annotator.usersettings import save_user_settings
from schemas import SourceType
from tests.ui.terminal import Terminal

COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|38;[0-9;]*|48;[0-9;]*)m")


@pytest.fixture
def arguments(project: Project) -> list[str]:
    """The command line that opens the ferry article as Ana."""
    return ["open", "ferry", "--annotator", "Ana", "--project", str(project.root)]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A common terminal, remembering nothing."""
    return {"TERM": "xterm-256color", "COLORTERM": "truecolor", "XDG_STATE_HOME": str(tmp_path / "state")}


def mark_words(terminal: Terminal) -> None:
    """Take what is suggested for the third sentence, and mark a word besides: all that can be marked."""
    terminal.wait_for(lambda text: "0/11" in text and "S?" in text)
    terminal.press("jjva")
    terminal.wait_for(lambda text: "[the harbour office]  source" in text)
    terminal.press(" \x1b[H\x1b[Cl")
    terminal.wait_for(lambda text: "[ferry]  in content, loaded" in text and text.startswith(" saved"))


def leave_marking(terminal: Terminal) -> None:
    """Press Escape, and nothing behind it until it was heeded: that would be a key with Alt."""
    terminal.press("\x1b")
    terminal.wait_for(lambda text: "q quit" in text and "esc done" not in text)


def test_a_label_shown_as_saved_survives_a_kill(
    arguments: list[str], environ: dict[str, str], project: Project
) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "0/11" in text and "The ferry Lisbet" in text)
        terminal.press("nns")
        terminal.wait_for(lambda text: text.startswith(" saved     3/11"))
        terminal.kill()
    (path,) = (project.root / "annotations" / "ana").glob("ferry*.json")
    with TinyDB(path) as database:
        labels = {row.doc_id: row["label"] for row in database.table("labels").all()}
    assert labels == {1: "not_a_claim", 2: "not_a_claim", 3: "sourced"}
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "3/11" in text and " S " in text)


def test_attributes_and_marks_shown_as_saved_survive_a_kill(
    arguments: list[str], environ: dict[str, str], project: Project
) -> None:
    with Terminal(arguments, environ) as terminal:
        mark_words(terminal)
        leave_marking(terminal)
        terminal.press("3dif")
        terminal.wait_for(lambda text: text.startswith(" saved     1/11") and "S !" in text)
        terminal.kill()
    article = project.article("ferry")
    with project.store(article, "Ana", read_only=True) as store:
        record = store.labels[article.units[2].id]
    assert (record.label, record.flag, record.low_confidence) == ("sourced", True, True)
    assert record.attributions[0].source_type is SourceType.DOCUMENT
    assert [(mark.role, article.text[mark.span.start : mark.span.end]) for mark in marks_of(record)] == [
        ("content", "The ferry Lisbet ran aground at dawn"),
        ("loaded", "ferry"),
        ("source", "the harbour office"),
        ("cue", "said"),
    ]


def test_after_a_kill_the_same_article_is_opened_again(
    arguments: list[str], environ: dict[str, str], project: Project
) -> None:
    with Terminal([*arguments[:1], "market", *arguments[2:]], environ) as terminal:
        terminal.wait_for(lambda text: "0/3" in text)
        terminal.press("ns")
        terminal.wait_for(lambda text: text.startswith(" saved     2/3"))
        terminal.kill()
    with Terminal([*arguments[:1], *arguments[2:]], environ) as terminal:
        terminal.wait_for(lambda text: "2/3" in text and "Market reopens" in text)


def test_a_hang_up_ends_it_in_order(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "q quit" in text)
        os.kill(terminal.pid, signal.SIGHUP)
        assert terminal.end() == 0
        assert b"\x1b[?1049l" in terminal.sent


def test_a_terminal_that_goes_without_a_word_ends_it(arguments: list[str], environ: dict[str, str]) -> None:
    """A process that leads its own session gets no signal when its terminal goes."""
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "annotator", *arguments]
    process = subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, env=os.environ | environ, start_new_session=True
    )
    os.close(inside)
    sent = b""
    while b"quit" not in sent:
        sent += os.read(terminal, 65_536)
    os.close(terminal)
    try:
        process.wait(timeout=60)
    finally:
        process.kill()


def test_quitting_ends_with_success(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "q quit" in text)
        terminal.press("q")
        assert terminal.end() == 0


def test_article_text_reaches_the_terminal_as_it_is(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ, columns=200, rows=60) as terminal:
        terminal.wait_for(lambda text: "[sic] has [b]odd[/b] brackets [/ and [red]colours." in text)


def test_what_a_terminal_would_obey_never_reaches_it(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "trap.txt").write_text("Trap\n\nNothing to see here.\n")
    project = Project.create(tmp_path / "trap")
    given = Metadata(title="Trap", outlet="Out\x1b]0;pwned\x1b\\let", authors=())
    list(project.import_files([tmp_path / "trap.txt"], given))
    arguments = ["open", "trap", "--annotator", "Ana", "--project", str(project.root)]
    with Terminal(arguments, environ, columns=120) as terminal:
        terminal.wait_for(lambda text: "Nothing to see here." in text)
        assert b"\x1b]0;pwned" not in terminal.sent


def test_a_terminal_too_small_at_the_start(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ, columns=40, rows=10) as terminal:
        terminal.wait_for(lambda text: "needs 60×16" in text)
        terminal.resize(80, 24)
        terminal.wait_for(lambda text: "The ferry Lisbet" in text)
        terminal.press("n")
        terminal.wait_for(lambda text: text.startswith(" saved     1/11"))


def test_without_colour_everything_is_told_by_other_means(
    arguments: list[str], environ: dict[str, str]
) -> None:
    with Terminal(arguments, environ | {"NO_COLOR": "1"}) as terminal:
        mark_words(terminal)
        leave_marking(terminal)
        terminal.press("j")
        terminal.wait_for(lambda text: "▌   4" in text)
        assert not COLOUR.search(terminal.sent)
        looks = {
            words: (look.underscore, look.italics, look.reverse)
            for words in ("the harbour office", "said", "ran aground", "ferry", "Nobody")
            for look in terminal.looks(words)
        }
        assert looks == {
            "the harbour office": (True, False, False),
            "said": (True, True, False),
            "ran aground": (False, True, False),
            "ferry": (False, True, True),
            "Nobody": (False, False, False),
        }
        assert terminal.look("Nobody").bold
        assert not terminal.look("ferry").bold


@pytest.mark.parametrize(
    ("terminfo", "colorterm", "sent", "not_sent"),
    [
        ("xterm-256color", "truecolor", b"38;2;", b"38;5;"),
        ("xterm-256color", "", b"38;5;", b"38;2;"),
        ("screen-256color", "", b"38;5;", b"38;2;"),
    ],
)
def test_a_terminal_gets_as_many_colours_as_it_has(
    arguments: list[str], environ: dict[str, str], terminfo: str, colorterm: str, sent: bytes, not_sent: bytes
) -> None:
    with Terminal(arguments, environ | {"TERM": terminfo, "COLORTERM": colorterm}) as terminal:
        terminal.wait_for(lambda text: "0/11" in text)
        terminal.press("suo")
        terminal.wait_for(lambda text: "3/11" in text and " O  " in text)
        assert sent in terminal.sent
        assert not_sent not in terminal.sent
        assert len({terminal.look(f"{label}  ").bg for label in "SUO"}) == 3


@pytest.mark.parametrize("chosen", [True, False], ids=["settings", "terminal"])
def test_a_light_terminal_gets_the_light_theme(
    arguments: list[str], environ: dict[str, str], chosen: bool
) -> None:
    if chosen:
        save_user_settings(theme="annotator-light")
    with Terminal(arguments, environ | ({} if chosen else {"COLORFGBG": "0;15"})) as terminal:
        terminal.wait_for(lambda text: "0/11" in text and "q quit" in text)
        look = terminal.look("Nobody was hurt.")
        assert (look.fg, look.bg) == ("23272e", "fbfaf7")
        assert all(cell.bg == look.bg for cell in terminal.looks("Nobody was hurt."))


@pytest.mark.parametrize("name", ["linux", "xterm-16color"])
def test_sixteen_colours_are_enough(arguments: list[str], environ: dict[str, str], name: str) -> None:
    with Terminal(arguments, environ | {"TERM": name, "COLORTERM": ""}) as terminal:
        terminal.wait_for(lambda text: "0/11" in text)
        terminal.press("su")
        terminal.wait_for(lambda text: "2/11" in text and " S " in text and " U " in text)
        assert b"8;5;" not in terminal.sent
        assert b"8;2;" not in terminal.sent
        grounds = {terminal.look(f"{label} ").bg for label in "SU"}
        assert len(grounds) == 2 and "default" not in grounds


def test_resized_while_running(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "space accepts" in text)
        terminal.resize(160, 45)
        terminal.wait_for(lambda text: "sentence 1 of 11 (heading), paragraph 1" in text)
        terminal.resize(50, 10)
        terminal.wait_for(lambda text: "needs 60×16" in text)
        terminal.resize(80, 24)
        terminal.wait_for(lambda text: "space accepts" in text and "Ferry stranded" in text)


SCREENS = [
    ("v", "esc done"),
    ("/bang", "1 sentence in"),
    ("\r", "Who says it"),
    (",", "Your settings, in every project"),
    ("a", "2 articles"),
    ("e", "what is wrong with it?"),
    ("xwhy?", "An empty line removes the comment."),
    ("g12", "Go to sentence 12"),
    ("?", "Keys: Labels"),
]
"""Keys that open a screen, and what is seen there."""


def shows(words: str, without: str = "") -> Callable[[str], bool]:
    """Whether a screen shows words, and not others."""
    return lambda text: words in text and not (without and without in text)


def test_resized_on_every_screen(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "0/11" in text and "S?" in text)
        terminal.press("jj2k")
        terminal.wait_for(lambda text: "▌   3  S" in text and "enter who says it" in text)
        for keys, sign in SCREENS:
            terminal.press(keys)
            terminal.wait_for(shows(sign))
            terminal.resize(50, 10)
            terminal.wait_for(lambda text: "needs 60×16; this terminal is 50×10" in text)
            terminal.resize(140, 40)
            terminal.wait_for(shows(sign))
            terminal.resize(80, 24)
            terminal.settle()  # the screen below may be drawn before the one on top
            terminal.wait_for(shows(sign))
            terminal.press("\x1b")
            terminal.wait_for(shows("q quit", without=sign))
        terminal.press("u")
        terminal.wait_for(lambda text: "3  U" in text and text.startswith(" saved     1/11"))


def test_the_sentence_is_sent_to_the_clipboard(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "0/11" in text and "q quit" in text)
        terminal.press("jjjjy")
        sentence = base64.b64encode("“We heard a bang,” said Ola Brandt, a passenger.".encode())
        terminal.wait_for_sent(b"\x1b]52;c;" + sentence + b"\a")
        terminal.wait_for(lambda text: "Sent to the terminal's clipboard" in text)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """A tmux of its own, with default settings; its server ends with the test."""
    command = ["tmux", "-u", "-S", str(tmp_path / "tmux"), "-f", os.devnull]
    yield command
    subprocess.run([*command, "kill-server"], capture_output=True, check=False, timeout=30)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_inside_tmux(arguments: list[str], environ: dict[str, str], tmux: list[str]) -> None:
    with Terminal(arguments, environ, 100, 30, within=[*tmux, "new-session"]) as terminal:
        terminal.wait_for(lambda text: "0/11" in text and "S?" in text)
        terminal.press("jjsjy")
        terminal.wait_for(lambda text: "1/11" in text and "3  S" in text and "Copied into tmux" in text)
        assert terminal.look("S  ").bg != terminal.look("Nobody was hurt.").bg
        copied = subprocess.run([*tmux, "show-buffer"], capture_output=True, check=True, timeout=30)
        assert copied.stdout.decode() == "“We heard a bang,” said Ola Brandt, a passenger."
        terminal.resize(80, 24)
        terminal.wait_for(lambda text: "space accept" in text and "Ferry stranded" in text)
        terminal.press("v")
        terminal.wait_for(lambda text: "[Ola Brandt, a passenger]  suggested: source" in text)
        leave_marking(terminal)
        terminal.press("q")
        assert terminal.end() == 0


def test_line_by_line_in_a_terminal(arguments: list[str], environ: dict[str, str], project: Project) -> None:
    with Terminal([*arguments, "--plain"], environ | {"TERM": "dumb"}) as terminal:
        terminal.wait_for(lambda text: "Type a command" in text and text.rstrip().endswith(">"))
        terminal.press("n\n")
        terminal.wait_for(lambda text: "PORT ANSELM" in text and text.rstrip().endswith(">"))
        terminal.press("q\n")
        assert terminal.end() == 0
        assert b"\x1b" not in terminal.sent
    with project.store(project.article("ferry"), "Ana", read_only=True) as store:
        assert [record.label for record in store.labels.values()] == ["not_a_claim"]
