"""What a person would see on the screen of a running app."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

import annotator.tui
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.widgets.reader import Reader
from annotator.tui.widgets.titlebar import SaveState, TitleBar


class StyleSheets(NamedTuple):
    """The variables that our style sheets use."""

    texts: frozenset[str]
    """For text."""
    grounds: frozenset[str]
    """For what text stands on."""


def style_sheets() -> StyleSheets:
    """Read all of them."""
    folder = Path(annotator.tui.__file__).parent
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.tcss")))
    return StyleSheets(
        frozenset(re.findall(r"[^-]color: \$([\w-]+)", sheets)),
        frozenset(re.findall(r"background: \$([\w-]+);", sheets)),
    )


def annotating(app: App[None]) -> AnnotateScreen:
    """The annotate screen, which may be covered."""
    return next(screen for screen in app.screen_stack if isinstance(screen, AnnotateScreen))


def on_top(app: App[None]) -> bool:
    """Whether nothing covers the annotate screen."""
    return app.screen is annotating(app)


def reader(app: App[None]) -> Reader:
    """The article on the annotate screen."""
    return annotating(app).query_one(Reader)


def reader_lines(app: App[None]) -> list[str]:
    """The lines of the article as drawn now."""
    widget = reader(app)
    return [widget.render_line(y).text for y in range(widget.size.height)]


def line_of(app: App[None], words: str) -> str:
    """The first drawn line that holds `words`."""
    return next(line for line in reader_lines(app) if words in line)


def screen_text(app: App[None]) -> str:
    """Everything on the screen, widget by widget."""
    return "\n".join(
        "\n".join(line.text for line in widget.render_lines(widget.outer_size.region))
        for widget in app.screen.walk_children(Widget, with_self=False)
        if widget.is_attached and widget.size and widget.display
    )


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    """Wait until something is so; fails when it is not within ten seconds."""
    for _ in range(1_000):
        await pilot.pause()
        if seen():
            return
        await pilot.pause(0.01)
    raise AssertionError("not within ten seconds")


async def until_saved(pilot: Pilot[None]) -> None:
    """Wait until the screen says that everything is on the disk."""
    screen = annotating(pilot.app)
    title = screen.query_one(TitleBar)
    await until(pilot, lambda: title.saving is SaveState.SAVED and not screen.labelling.store.pending)
