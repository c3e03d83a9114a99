"""The README's pictures, drawn by the real app on a copy of the sample project."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

from annotator.project import Project
from annotator.sample import copy_sample
from annotator.tui.app import AnnotatorApp

_DOCS = Path(__file__).parents[1] / "docs"
# Name, annotator, theme, columns, rows, and the keys that lead to what is shown.
_PICTURES = (
    ("annotate", "Ilse", "annotator-dark", 128, 36, ("home", *["down"] * 9)),
    ("articles", "Wen", "annotator-light", 104, 18, ("a",)),
)


_CELL = 12.2
_TEXT = re.compile(r'(<text[^>]*? x=")([\d.]+)("[^>]*? textLength=")([\d.]+)("[^>]*>)([^<]*)</text>')


def draw_pictures() -> list[Path]:
    """Draw every picture anew and give the files written."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        project = Project.open(copy_sample(Path(folder) / "sample"))
        return [asyncio.run(_draw(project, *picture)) for picture in _PICTURES]


async def _draw(
    project: Project, name: str, annotator: str, theme: str, columns: int, rows: int, keys: tuple[str, ...]
) -> Path:
    app = AnnotatorApp(project, annotator, project.article("vasse").id)
    async with app.run_test(size=(columns, rows)) as pilot:
        app.theme = theme
        await pilot.press(*keys)
        await app.workers.wait_for_complete()
        await pilot.pause(3.0)  # the reading ease of the article under the cursor takes its time
        picture = app.export_screenshot(title="Annotator")
    # Fonts come from the reader's machine, never from the network.
    picture = re.sub(r"@font-face\s*\{.*?\}", "", picture, flags=re.DOTALL)
    picture = _TEXT.sub(_without_outer_blanks, picture)
    path = _DOCS / f"{name}.svg"
    path.parent.mkdir(exist_ok=True)
    path.write_text(re.sub(r"[ \t]+$", "", picture, flags=re.MULTILINE), encoding="utf-8", newline="\n")
    return path


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
