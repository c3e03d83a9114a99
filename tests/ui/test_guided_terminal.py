"""The tour and practice as the installed command shows them in a terminal."""

from pathlib import Path

import pytest

from annotator.project import Project
from tests.ui.terminal import Terminal


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A common terminal of somebody who has never used it."""
    folders = {name: str(tmp_path / name.lower()) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "TMPDIR")}
    (tmp_path / "tmpdir").mkdir()
    return {"TERM": "xterm-256color", "COLORTERM": "truecolor", "ANNOTATOR_NAME": "", **folders}


def test_the_first_start_asks_for_a_name_and_shows_the_tour(
    environ: dict[str, str], project: Project
) -> None:
    command = ["open", "ferry", "--project", str(project.root)]
    with Terminal(command, environ) as terminal:
        terminal.wait_for(lambda text: "Under which name" in text)
        terminal.press("Ana")
        terminal.wait_for(lambda text: " Ana " in text)
        terminal.press("\r")
        terminal.wait_for(lambda text: "Tour, 1 of" in text)
        terminal.press("\r\x1b")
        terminal.wait_for(lambda text: "Tour" not in text and "The ferry Lisbet" in text)
        terminal.press("q")
        assert terminal.end() == 0
    with Terminal(command, environ) as terminal:
        terminal.wait_for(lambda text: "The ferry Lisbet" in text)
        assert "Tour" not in terminal.text


def test_practice_is_a_command_of_its_own_that_leaves_nothing(environ: dict[str, str]) -> None:
    with Terminal(["practice"], environ) as terminal:
        terminal.wait_for(lambda text: "Practice: label" in text and "saved" in text)
        terminal.press("n=")
        terminal.wait_for(lambda text: "1 of 1 labels are those of the codebook" in text)
        terminal.press("q")
        assert terminal.end() == 0
    assert not list(Path(environ["TMPDIR"]).iterdir())


def test_the_demo_begins_with_the_tour_if_asked(environ: dict[str, str]) -> None:
    with Terminal(["demo", "--tour"], environ) as terminal:
        terminal.wait_for(lambda text: "Tour, 1 of" in text)
        terminal.press("q")
        terminal.wait_for(lambda text: "Tour" not in text and "saved" in text)
        terminal.press("nq")
        terminal.wait_for(lambda text: "1 sentence labelled in" in text)
        assert terminal.end() == 0
