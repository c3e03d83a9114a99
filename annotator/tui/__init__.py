"""The terminal interface; `run` is all that the command line needs of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.project import Project
    from schemas import UserSettings


def run(
    project: "Project", annotator: str, article: str | None, settings: "UserSettings", *, mouse: bool
) -> int:
    """Run the app until it is left; gives the exit code.

    Raises `AnnotatorError` when the article or its labels cannot be opened.
    """
    from annotator.tui.app import AnnotatorApp

    app = AnnotatorApp(project, annotator, article, settings)
    app.run(mouse=mouse)
    return app.return_code or 0
