"""The figures that the compare screen shows: computed once, over what the viewer may see."""

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass

from annotator.blindness import over_finished, sees
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


Kept = MutableMapping[str, Compared]
"""The figures computed last, by the state of the files that they are of."""


def computed(
    project: Project, viewer: str, kept: Kept, read: Callable[[int, int], None], left: Callable[[], bool]
) -> Compared:
    """Give the figures of all annotators, over the articles that `viewer` may see: kept ones if still true.

    `read` is told how many articles of how many were read. Raises `LeftError` soon after `left` becomes
    true, `AnnotatorError` or `OSError` for what cannot be read at all.
    """
    state = state_of(project.root)
    if state not in kept:
        found = _compute(project, viewer, read, left)
        kept.clear()
        kept[state] = found
    return kept[state]


def notes(compared: Compared) -> Iterator[str]:
    """Say what must be known of all figures."""
    if compared.said:
        yield f"{compared.said}."
    comparison = compared.comparison
    if comparison and comparison.problems:
        files = counted(len(comparison.problems), "file")
        yield f"{files} left out that cannot be read: {shown(comparison.problems[0])}"
    if comparison and (outdated := sum(comparison.outdated.values())):
        yield f"{counted(outdated, 'label')} left out, given under other rules or to other words."


def _compute(
    project: Project, viewer: str, read: Callable[[int, int], None], left: Callable[[], bool]
) -> Compared:
    def go_on() -> None:
        if left():
            raise LeftError

    def progress(articles: int) -> None:
        go_on()
        read(articles, len(seen))

    everything, may_see = project.newest_ids(), sees(project, viewer)
    seen = set()
    for name in everything:
        go_on()
        if may_see(name):
            seen.add(name)
    if everything and not seen:
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
