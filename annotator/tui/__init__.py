"""The terminal interface; `run` is all that the command line needs of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.project import Project


def run(project: "Project", annotator: str, article: str | None = None) -> int:
    """Run the app until it is left; gives the exit code.

    Raises `AnnotatorError` when the article or its labels cannot be opened.
    """
    from annotator.tui.app import AnnotatorApp

    app = AnnotatorApp(project, annotator, article)
    app.run()
    return app.return_code or 0
