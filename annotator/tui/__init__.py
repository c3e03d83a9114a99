"""The terminal interface; `run` is all that the command line needs of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.project import Project
    from schemas import UserSettings


def run(
    project: "Project",
    annotator: str,
    article: str | None,
    settings: "UserSettings",
    *,
    mouse: bool,
    begin_with: str = "",
    only_visiting: bool = False,
) -> tuple[int, list[str]]:
    """Run the app until it is left; gives the exit code, and what was done in a few lines.

    `begin_with` and `only_visiting` as in `GuidedApp`. Raises `AnnotatorError` when the article or its labels
    cannot be opened.
    """
    from annotator.tui.app import AnnotatorApp

    app = AnnotatorApp(project, annotator, article, settings)
    app.begin_with, app.only_visiting = begin_with, only_visiting
    app.run(mouse=mouse)
    return app.return_code or 0, app.closing_words
