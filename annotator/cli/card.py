"""`annotator card`: the dataset card, and the questions that only people can answer."""

import argparse
import sys
from typing import TYPE_CHECKING

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, line, plain
from annotator.cli.progress import Progress
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.project import Project

PURPOSE = "Print the dataset card: what is known of texts and labels; every export has it as README.md."
EXAMPLES = (
    "annotator card > card.md",
    "annotator card --ask",
    "annotator card --json",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the asking and the names."""
    parser.add_argument(
        "--ask",
        action="store_true",
        help="ask what only people can tell (licence, motivation, …) and is not answered yet; an empty line "
        "skips a question; answers are kept in annotator.toml, under [dataset]",
    )
    parser.add_argument("--keep-names", action="store_true", help="with annotators' names, not pseudonyms")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the card, or ask; 1 when a file could not be read."""
    from annotator.card import unanswered

    project = open_project(args)
    if args.ask:
        return _ask(project)
    problems: list[str] = []
    with Progress("counting, articles done:", len(project.newest_ids())) as progress:

        def tell(problem: str) -> None:
            problems.append(problem)
            progress.note(problem)

        card = project.card(
            names=None if args.keep_names else project.pseudonyms(), progress=progress.at, on_problem=tell
        )
    info = project.settings.dataset
    if args.json:
        document(
            {
                "title": info.title or project.name,
                "facts": card.facts().model_dump(mode="json"),
                "told": info.model_dump(mode="json"),
                "not_provided": [field for field, _ in unanswered(info)],
                "problems": problems,
            }
        )
    else:
        line(card.text().rstrip("\n"))
    return 1 if problems else 0


def _ask(project: "Project") -> int:
    """Ask question after question; each answer is on the disk before the next one is asked."""
    from annotator.card import HEADINGS, keep_answers, unanswered
    from annotator.settings import SETTINGS_FILE

    path = project.root / SETTINGS_FILE
    questions = list(unanswered(project.settings.dataset))
    kept = 0
    for number, (field, question) in enumerate(questions, start=1):
        answer = _answer(f"{number}/{len(questions)} {HEADINGS[field]}. {question}")
        if answer is None:
            break
        if answer:
            keep_answers(path, {field: answer})
            kept += 1
    missing = len(questions) - kept
    line(f"{counted(kept, 'answer')} kept in {path}; {counted(missing, 'question')} without an answer")
    return 0


def _answer(question: str) -> str | None:
    """Read one line; empty: skipped, None: there is nobody to answer any more."""
    sys.stderr.write(f"{plain(question)}\n> ")
    sys.stderr.flush()
    try:
        given = sys.stdin.readline()
    except UnicodeDecodeError as error:
        raise AnnotatorError(f"this answer cannot be read ({error}); those before it are kept") from None
    if not given:
        sys.stderr.write("\n")
        return None
    return plain(given)
