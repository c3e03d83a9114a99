"""The installed command in real terminals of several kinds."""

import os
import re
import signal
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotator.ingest import Metadata
from annotator.project import Project
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


def test_without_colour_nothing_is_coloured(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ | {"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(lambda text: "0/11" in text)
        terminal.press("s")
        terminal.wait_for(lambda text: "1/11" in text and " S " in text and "▌" in text)
        assert not COLOUR.search(terminal.sent)


@pytest.mark.parametrize("name", ["linux", "xterm-16color"])
def test_sixteen_colours_are_enough(arguments: list[str], environ: dict[str, str], name: str) -> None:
    with Terminal(arguments, environ | {"TERM": name, "COLORTERM": ""}) as terminal:
        terminal.wait_for(lambda text: "0/11" in text)
        terminal.press("su")
        terminal.wait_for(lambda text: "2/11" in text and " S " in text and " U " in text)
        assert b"38;5;" not in terminal.sent
        assert b"38;2;" not in terminal.sent
        assert COLOUR.search(terminal.sent)


def test_resized_while_running(arguments: list[str], environ: dict[str, str]) -> None:
    with Terminal(arguments, environ) as terminal:
        terminal.wait_for(lambda text: "space accepts" in text)
        terminal.resize(160, 45)
        terminal.wait_for(lambda text: "sentence 1 of 11 (heading), paragraph 1" in text)
        terminal.resize(50, 10)
        terminal.wait_for(lambda text: "needs 60×16" in text)
        terminal.resize(80, 24)
        terminal.wait_for(lambda text: "space accepts" in text and "Ferry stranded" in text)
