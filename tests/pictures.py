"""Pictures of the real app on a copy of the sample project: the README's, and those that tests compare."""

import asyncio
import os
import re
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from annotator.project import Project
from annotator.sample import copy_sample
from annotator.tui.app import AnnotatorApp
from schemas import UserSettings

NOWHERE = "/home/ilse/.config"
"""Where the settings of whoever looks at a picture would be: it is shown, not used."""
DOCS = Path(__file__).parents[1] / "docs"
GOLDEN = Path(__file__).parent / "golden"


class Picture(NamedTuple):
    """One picture: who looks, in what terminal, and the keys that lead to what is shown."""

    name: str
    theme: str
    columns: int
    rows: int
    keys: tuple[str, ...]
    annotator: str = "Ilse"
    article: str = "vasse"
    awaited: str = ""
    """Words that come late: the picture is drawn when they are there."""


FOR_README = (
    Picture("annotate", "annotator-dark", 128, 36, ("home", *["down"] * 9)),
    Picture("articles", "annotator-light", 104, 18, ("a",), annotator="Wen", awaited="Flesch"),
    Picture("compare", "annotator-dark", 104, 27, ("C",), awaited="Pairs"),
    Picture("adjudicate", "annotator-dark", 128, 36, ("A",), annotator="Mara", awaited="&#160;settled"),
)

_TO_SOURCE = ("home", *["down"] * 9)
COMPARED = (
    Picture("annotate-80x24-dark", "annotator-dark", 80, 24, _TO_SOURCE),
    Picture("annotate-160x45-dark", "annotator-dark", 160, 45, _TO_SOURCE),
    Picture("annotate-160x45-light", "annotator-light", 160, 45, _TO_SOURCE),
    Picture("annotate-80x24-ansi", "annotator-ansi", 80, 24, _TO_SOURCE),
    Picture("annotate-60x16-contrast", "annotator-dark-contrast", 60, 16, _TO_SOURCE),
    Picture("suggestions-120x30-light", "annotator-light", 120, 30, ("down",) * 10, annotator="Newcomer"),
    Picture("range-80x24-dark", "annotator-dark", 80, 24, ("r", "down", "down"), annotator="Newcomer"),
    Picture("spans-80x24-dark", "annotator-dark", 80, 24, (*_TO_SOURCE, "v")),
    Picture("spans-160x45-light", "annotator-light", 160, 45, (*_TO_SOURCE, "v")),
    Picture("text-only-80x24-light", "annotator-light", 80, 24, (*_TO_SOURCE, "T")),
    Picture("articles-80x24-dark", "annotator-dark", 80, 24, ("a",), awaited="Flesch"),
    Picture("articles-160x45-light", "annotator-light", 160, 45, ("a",), awaited="Flesch"),
    Picture("search-80x24-dark", "annotator-dark", 80, 24, ("slash", *"gate")),
    Picture("source-80x24-light", "annotator-light", 80, 24, (*_TO_SOURCE, "enter")),
    Picture(
        "disagreements-80x24-dark", "annotator-dark", 80, 24, ("D",), annotator="Mara", awaited="part&#160;at"
    ),
    Picture(
        "adjudicate-80x24-dark", "annotator-dark", 80, 24, ("A",), annotator="Mara", awaited="&#160;settled"
    ),
    Picture(
        "adjudicate-160x45-light",
        "annotator-light",
        160,
        45,
        ("A",),
        annotator="Mara",
        awaited="&#160;settled",
    ),
    Picture("settings-80x24-dark", "annotator-dark", 80, 24, ("comma",)),
    Picture("compare-80x24-dark", "annotator-dark", 80, 24, ("C",), awaited="Pairs"),
    Picture("compare-160x45-light", "annotator-light", 160, 45, ("C",), awaited="Pairs"),
    Picture("compare-fields-80x24-ansi", "annotator-ansi", 80, 24, ("C", "2"), awaited="chain"),
    Picture("help-80x24-light", "annotator-light", 80, 24, ("question_mark",)),
)

_CELL = 12.2
_TEXT = re.compile(r'(<text[^>]*? x=")([\d.]+)("[^>]*? textLength=")([\d.]+)("[^>]*>)([^<]*)</text>')


def draw_pictures() -> list[Path]:
    """Draw every picture anew and give the files written."""
    written = []
    for folder, pictures in ((DOCS, FOR_README), (GOLDEN, COMPARED)):
        folder.mkdir(exist_ok=True)
        for picture in pictures:
            with tempfile.TemporaryDirectory() as place:
                for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
                    os.environ[name] = f"{place}/{name}"
                os.environ |= {"XDG_CONFIG_HOME": NOWHERE, "TZ": "UTC"}
                time.tzset()
                svg = drawn(picture, Path(place))
            path = folder / f"{picture.name}.svg"
            path.write_text(svg, encoding="utf-8", newline="\n")
            written.append(path)
    return written


def drawn(picture: Picture, folder: Path) -> str:
    """Draw a picture as SVG with a copy of the sample in `folder`; the same on every machine, in UTC."""
    return asyncio.run(_draw(Project.open(copy_sample(folder / "sample")), picture))


async def _draw(project: Project, picture: Picture) -> str:
    settings = UserSettings(repeat_guard=0, theme=picture.theme, tour_seen=True)
    app = AnnotatorApp(project, picture.annotator, project.article(picture.article).id, settings)
    async with app.run_test(size=(picture.columns, picture.rows)) as pilot:
        await app.workers.wait_for_complete()
        for key in picture.keys:
            await pilot.press(key)
        await app.workers.wait_for_complete()
        await pilot.pause(0.2)
        svg = app.export_screenshot(title="Annotator")
        for _ in range(200):
            if picture.awaited in svg:
                break
            await pilot.pause(0.1)
            svg = app.export_screenshot(title="Annotator")
    # Fonts come from the reader's machine, never from the network.
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = _TEXT.sub(_without_outer_blanks, svg)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def _without_outer_blanks(match: re.Match[str]) -> str:
    """Place a text where its first visible character is: some viewers drop blanks and stretch the rest."""
    before, left, between, length, after, text = match.groups()
    visible = text.replace("&#160;", "\u00a0")
    start = len(visible) - len(visible.lstrip())
    outer = len(visible) - len(visible.strip())
    if not visible.strip():
        return ""
    x, width = float(left) + start * _CELL, float(length) - outer * _CELL
    return f"{before}{x:.1f}{between}{width:.1f}{after}{visible.strip()}</text>"
