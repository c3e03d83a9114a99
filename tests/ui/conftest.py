"""A small project of two articles, and the app on it."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.project import Project
from annotator.tui.app import AnnotatorApp

FERRY = """\
Ferry stranded off Port Anselm

PORT ANSELM, May 2 -

The ferry Lisbet ran aground at dawn, the harbour office said. Nobody was hurt.

“We heard a bang,” said Ola Brandt, a passenger. “Then it went quiet.”

The captain is a careless man. Was he asleep? The text [sic] has [b]odd[/b] brackets [/ and [red]colours.

漢字の文です مرحبا بالعالم Cafe\u0301 👩‍👩‍👧 ❤️ \u202eevil

Share this article
"""

MARKET = """\
Market reopens

The market reopened on Friday, according to the council. Prices rose by 3 per cent.
"""


@pytest.fixture(autouse=True)
def quiet_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep remembered places and settings inside the test, and the terminal's own wishes out of it.

    Tests press keys faster than people: the guard against pressing twice is off where nothing else is said.
    """
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = tmp_path / "config" / "annotator" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("repeat_guard = 0\n", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    # Running tests side by side sets COLUMNS, which an app takes for the size of its terminal.
    for name in ("NO_COLOR", "TEXTUAL_THEME", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def garbage_of_each_app() -> Iterator[None]:
    """An app keeps what it started with from being collected; here many follow one another in a process."""
    yield
    gc.unfreeze()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with two imported articles."""
    for name, text in (("ferry.txt", FERRY), ("market.txt", MARKET)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    project = Project.create(tmp_path / "project")
    list(project.import_files([tmp_path / "ferry.txt", tmp_path / "market.txt"]))
    return project


@pytest.fixture
def open_app(project: Project) -> Callable[..., AnnotatorApp]:
    """Make the app for an annotator, on the ferry article unless told otherwise."""

    def make(annotator: str = "Ana", article: str = "ferry") -> AnnotatorApp:
        return AnnotatorApp(project, annotator, project.article(article).id)

    return make
