"""`annotator rehydrate`: the text back into a dataset that was exported without it."""

import argparse
from pathlib import Path

from annotator.cli.options import json_option, open_project
from annotator.cli.output import document, line, note

PURPOSE = "Put the text back into a dataset exported with --no-text, from the articles of a project."
EXAMPLES = (
    "annotator rehydrate dataset --output dataset-with-text",
    "annotator rehydrate dataset --output dataset-with-text --project ../reservoir",
)

_MOST_TOLD = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the dataset and where to write."""
    parser.add_argument("dataset", metavar="DATASET", type=Path, help="the folder of the dataset")
    parser.add_argument("--output", metavar="DIR", type=Path, required=True, help="the folder to write into")
    parser.add_argument("--force", action="store_true", help="replace an earlier dataset in that folder")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Write the dataset with text; 1 when the text of an article is missing or differs."""
    done = open_project(args).rehydrate(args.dataset, args.output, force=args.force)
    if args.json:
        document(
            {
                "output": str(done.output),
                "articles": done.articles,
                "missing": done.missing,
                "problems": done.problems,
            }
        )
    else:
        line(str(done))
    told = done.problems if not args.json else ()
    for problem in told[:_MOST_TOLD]:
        note(problem)
    if len(told) > _MOST_TOLD:
        note(f"and {len(told) - _MOST_TOLD:,} more; --json lists all")
    return 1 if done.problems else 0
