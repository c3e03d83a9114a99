"""`annotator adjudicate`: settle what annotators disagree on, or fill in what they agree on."""

import argparse
import gc
from typing import TYPE_CHECKING

from annotator.cli.open_app import add_annotator_option, add_mouse_option, annotator_name, open_app
from annotator.cli.options import ARTICLE_HELP, counted, open_project
from annotator.cli.output import document, line
from annotator.cli.progress import Progress
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.adjudication.filling import Filled
    from annotator.project import Project

PURPOSE = "Settle what annotators label differently: gold labels, one by one or where all agree."
EXAMPLES = (
    "annotator adjudicate",
    "annotator adjudicate reservoir --annotator dee",
    "annotator adjudicate --fill unanimous --json",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the article, who adjudicates, and what to fill in."""
    parser.add_argument("article", metavar="ARTICLE", nargs="?", help=ARTICLE_HELP)
    add_annotator_option(parser, "who settles them")
    parser.add_argument(
        "--fill",
        choices=("unanimous", "majority"),
        help="open nothing: fill in the labels that all annotators of a sentence gave, at least two; with "
        "`majority` also those that more than half gave. What an adjudicator decided stays",
    )
    parser.add_argument(
        "--json", action="store_true", help="open nothing: print how many sentences are in which state"
    )
    add_mouse_option(parser)


def run(args: argparse.Namespace) -> int:
    """Open the app, or fill in and count; 1 when a file was left out."""
    if not args.fill and not args.json:
        gc.disable()  # as `annotator open`
        return open_app(
            open_project(args),
            args.annotator,
            args.article,
            mouse=not args.no_mouse,
            begin_with="adjudicate",
        )
    project = open_project(args)
    articles = [project.article(args.article).id] if args.article else []
    adjudicator = annotator_name(args.annotator)
    if args.fill:
        _require_adjudicator(project, adjudicator)
    filled = _fill(project, adjudicator, articles, args.fill == "majority") if args.fill else None
    if args.json:
        return _print_json(project, adjudicator, articles, filled)
    if filled:
        _print(filled, adjudicator)
    return 1 if filled and filled.problems else 0


def _require_adjudicator(project: "Project", adjudicator: str) -> None:
    """Raise where others are named to settle disagreements."""
    from annotator.blindness import adjudicates

    named = project.settings.adjudicators
    if named and not adjudicates(project, adjudicator):
        raise AnnotatorError(
            f"{adjudicator!r} is not among the adjudicators of annotator.toml ({', '.join(named)}); "
            "say who settles with --annotator NAME"
        )


def _fill(project: "Project", adjudicator: str, articles: list[str], majority: bool) -> "Filled":
    from annotator.parallel import processors

    total = len(articles or project.newest_ids())
    with Progress("filling in, articles done:", total) as progress:
        return project.adjudication(adjudicator).fill(
            *articles,
            majority=majority,
            progress=progress.at,
            processes=processors(),
            on_problem=progress.note,
        )


def _print(filled: "Filled", adjudicator: str) -> None:
    said = [f"filled in {counted(filled.unanimous + filled.majority, 'sentence')} as {adjudicator}"]
    if filled.majority:
        said.append(f"{filled.majority:,} of them by majority")
    if filled.taken_back:
        said.append(f"took back {filled.taken_back:,} on which annotators differ now")
    said.append(
        f"{filled.left:,} left to settle: annotator adjudicate" if filled.left else "none left to settle"
    )
    line(", ".join(said))


def _print_json(project: "Project", adjudicator: str, articles: list[str], filled: "Filled | None") -> int:
    """Count sentences by their state, after filling in."""
    from annotator.parallel import processors

    problems: list[str] = []
    with Progress("reading, articles done:", len(articles or project.newest_ids())) as progress:

        def tell(problem: str) -> None:
            problems.append(problem)
            if filled is None or problem not in filled.problems:
                progress.note(problem)

        queue = project.adjudication(adjudicator).queue(
            sees=articles.__contains__ if articles else None,
            progress=progress.at,
            processes=processors(),
            on_problem=tell,
        )
    told = dict.fromkeys([*(filled.problems if filled else ()), *problems])
    found = {"states": {state.value: count for state, count in queue.states.items()}}
    done = {"filled": {**filled._asdict(), "problems": list(filled.problems)}} if filled else {}
    document({**found, **done, "problems": list(told)})
    return 1 if told else 0
