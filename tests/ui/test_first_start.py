"""The first start in a real terminal: who annotates, and what the app takes of the terminal."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.project import Project
from annotator.usersettings import load_user_settings, save_user_settings
from tests.ui.terminal import Terminal

ROOT = Path(__file__).parents[2]
MOUSE = re.compile(rb"\x1b\[\?(?:9|100[0-356]|101[56])h")
"""What tells a terminal to send the mouse: all kinds of tracking, and of writing what it did."""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A terminal of somebody whose name nobody has told, but git."""
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Ola Brandt\n")
    return {
        "TERM": "xterm-256color",
        "ANNOTATOR_NAME": "",
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


@pytest.fixture
def arguments(project: Project) -> list[str]:
    """The command line that opens the ferry article, as whom is not said; without the tour."""
    save_user_settings(tour_seen=True)
    return ["open", "ferry", "--project", str(project.root)]


def test_a_name_is_asked_for_once(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "Under which name do you annotate?" in text and "Ola Brandt" in text)
        terminal.press("Mio Ek\r")
        terminal.wait_for(lambda text: "0/11" in text and "Mio Ek" in text)
    assert load_user_settings().annotator == "Mio Ek"
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "0/11" in text)
        assert b"Under which name" not in terminal.sent
    with Terminal(arguments, environ | {"ANNOTATOR_NAME": "Bo"}) as terminal:
        terminal.wait_for(lambda text: "0/11" in text and "Bo" in text.partition("\n")[0])


def test_nobody_has_to_give_a_name(arguments: list[str], environ: dict[str, str], project: Project) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "Under which name do you annotate?" in text)
        terminal.press("\x1b")
        assert terminal.end() == 0
    assert load_user_settings().annotator == ""
    assert project.annotators() == []


@pytest.mark.parametrize(
    ("more", "mouse", "taken"), [([], True, True), (["--no-mouse"], True, False), ([], False, False)]
)
def test_the_mouse_is_left_to_the_terminal_on_request(
    arguments: list[str], environ: dict[str, str], more: list[str], mouse: bool, taken: bool
) -> None:
    save_user_settings(mouse=mouse)
    with Terminal([*arguments, "--annotator", "Ana", *more], environ) as terminal:
        terminal.wait_for(lambda text: "0/11" in text)
        assert bool(MOUSE.search(terminal.sent)) is taken


@pytest.mark.parametrize("missing", ["stdin", "stdout", "stderr"])
def test_without_a_whole_terminal_it_says_what_to_use_instead(arguments: list[str], missing: str) -> None:
    inside, outside = pty.openpty()
    try:
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), inside)
        streams[missing] = subprocess.PIPE
        command = [sys.executable, "-m", "annotator", *arguments, "--annotator", "Ana"]
        done = subprocess.run(command, cwd=ROOT, check=False, timeout=60, **streams)  # type: ignore[call-overload]
        assert done.returncode == 2
        said = done.stderr or os.read(outside, 4_096)
        assert f"{missing} is none".encode() in said
        assert b"open --plain" in said
    finally:
        os.close(inside)
        os.close(outside)
