"""Annotator: read news articles sentence by sentence, tag each claim, compare annotators, export datasets.

`from annotator import Project` is the whole Python interface; nothing heavy is imported until it is used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.errors import AnnotatorError
    from annotator.project import Project

__version__ = "0.1.0"
__all__ = ["AnnotatorError", "Project", "__version__"]


def __getattr__(name: str) -> object:
    if name == "Project":
        from annotator.project import Project

        return Project
    if name == "AnnotatorError":
        from annotator.errors import AnnotatorError

        return AnnotatorError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
