"""The figures that the compare screen shows: computed once, over what the viewer may see."""

import os
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from annotator.blindness import over_finished
from annotator.changes import state_of
from annotator.compare import Comparison
from annotator.parallel import processors
from annotator.project import Project
from annotator.tui.comparison.wording import counted
from annotator.tui.widgets.wrapping import shown

_RESAMPLES = 1000
_NOTHING_SEEN = (
    "The project is blind: figures are over the articles in which every sentence has your label, and there "
    "is none yet. Finish one; or let somebody look who is named by `adjudicators = […]` in annotator.toml."
)


class LeftError(Exception):
    """Nobody waits for the figures any more."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures, or why there are none."""

    comparison: Comparison | None
    said: str = ""
    """Over which articles the figures are, if not over all; without figures, why there are none."""


MaySee = Callable[[], Callable[[str], bool]]
"""Gives what tells of an article's id whether the viewer may see the labels of others in it."""
Kept = MutableMapping[str, Compared]
"""The figures computed last, by the state of the files that they are of."""


def computed(
    project: Project, may_see: MaySee, kept: Kept, read: Callable[[int, int], None], left: Callable[[], bool]
) -> Compared:
    """Give the figures of all annotators, over the articles that `may_see` gives: kept ones if still true.

    `read` is told how many articles of how many were read. Raises `LeftError` soon after `left` becomes
    true, `AnnotatorError` or `OSError` for what cannot be read at all.
    """
    state = state_of(project.root)
    if state not in kept:
        found = _compute(project, may_see, read, left)
        kept.clear()
        kept[state] = found
    return kept[state]


def notes(compared: Compared, root: Path) -> Iterator[str]:
    """Say what must be known of all figures; files are named as seen from the project at `root`."""
    if compared.said:
        yield f"{compared.said}."
    comparison = compared.comparison
    if comparison and comparison.problems:
        first = comparison.problems[0].removeprefix(f"{root}{os.sep}")
        files = counted(len(comparison.problems), "file")
        yield f"{files} left out that cannot be read: {shown(first)}"
    if comparison and (outdated := sum(comparison.outdated.values())):
        yield f"{counted(outdated, 'label')} left out, given under other rules or to other words."


def _compute(
    project: Project, may_see: MaySee, read: Callable[[int, int], None], left: Callable[[], bool]
) -> Compared:
    def go_on() -> None:
        if left():
            raise LeftError

    def progress(articles: int) -> None:
        go_on()
        read(articles, len(seen))

    everything, sees = project.newest_ids(), may_see()
    seen = set()
    for name in everything:
        go_on()
        if sees(name):
            seen.add(name)
    if not seen and project.annotators():
        return Compared(None, _NOTHING_SEEN)
    comparison = project.compare(
        bootstrap=_RESAMPLES,
        progress=progress,
        processes=processors(),
        on_problem=lambda _: None,  # the comparison names them
        sees=seen.__contains__,
    )
    over = over_finished(len(seen)) if len(seen) < len(everything) else ""
    return Compared(comparison, f"{over[:1].upper()}{over[1:]}")
