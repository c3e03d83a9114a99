"""The progress line: on a terminal only, and gone at the end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.commandline import make_project, spawn

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")


def stderr_on_a_terminal(*argv: str) -> bytes:
    """Run a command with stderr on a pseudo-terminal, and give what it wrote there."""
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "annotator", *argv]
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=inside, check=True)
    os.close(inside)
    written = b""
    try:
        while read := os.read(terminal, 4096):
            written += read
    except OSError:  # Linux says so when the other end is closed and all is read
        pass
    finally:
        os.close(terminal)
    return written


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (["check"], b"checking, files done: 1"),
        (["compare", "--bootstrap", "0"], b"comparing, articles read: 1/2"),
    ],
)
def test_progress_is_shown_on_a_terminal_and_taken_away(
    tmp_path: Path, command: list[str], shown: bytes
) -> None:
    root = str(make_project(tmp_path).root)
    written = stderr_on_a_terminal(*command, "--project", root)
    assert shown in written
    assert written.endswith(b"\r\x1b[K")


def test_nothing_is_shown_in_a_pipe(tmp_path: Path) -> None:
    assert spawn("check", "--project", make_project(tmp_path).root).err == ""
