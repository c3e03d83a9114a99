"""`annotator open --plain`: reads typed lines and prints answers; nothing is drawn."""

import io
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from annotator.cli.output import line, note, plain
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.project import Project
    from schemas import UserSettings

_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Characters that only reorder what is shown: a text must not rearrange what is said around it."""


def work(project: "Project", annotator: str, article: str, settings: "UserSettings | None" = None) -> int:
    """Work line by line until `q` or the end of the input; gives the exit code.

    1 when something could not be put on the disk. Raises `AnnotatorError` when the article cannot be opened.
    """
    from annotator.pace import summary
    from annotator.plain import Desk

    desk = Desk(project, annotator, article, settings)
    try:
        _print(desk.greeting())
        for typed in _typed():
            _print(desk.do(typed))
            if desk.left:
                break
    finally:
        problem = _closed(desk.close)
    if problem:
        note(problem)
        return 1
    pace = desk.pace()
    for said in summary(pace, project.codebook) if pace.decided else ():
        note(said)
    return 0


def _closed(close: Callable[[], None]) -> str:
    """Close and give the problem in one line, if there is one."""
    try:
        close()
    except AnnotatorError as error:
        return str(error)
    return ""


def _typed() -> Iterator[str]:
    """The lines typed, after a prompt where somebody sits before it."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    while True:
        sys.stdout.flush()
        try:
            typed = input("> ") if asks else sys.stdin.readline()
        except EOFError:
            return
        if not asks and not typed:
            return
        yield typed


def _print(lines: Iterable[str]) -> None:
    for text in lines:
        line("".join("\ufffd" if unicodedata.bidirectional(c) in _TURNING else c for c in plain(text)))
