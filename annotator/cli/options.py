"""What several commands have in common: the project and the form of the answer."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.project import Project

ARTICLE_HELP = "the 8 digits that `annotator articles` shows, or its id; the beginning of either is enough"
"""How an article is named on the command line."""


def json_option(parser: argparse.ArgumentParser) -> None:
    """Let the command print one JSON document."""
    parser.add_argument("--json", action="store_true", help="print one JSON document for programs")


def whole_number(text: str) -> int:
    """Read an option's value that counts something."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number")
    return int(text)


def bootstrap_options(parser: argparse.ArgumentParser) -> None:
    """Add how the intervals are computed."""
    parser.add_argument(
        "--bootstrap",
        metavar="N",
        type=whole_number,
        default=1000,
        help="resamples for the intervals; 0: no intervals",
    )
    parser.add_argument("--seed", metavar="N", type=whole_number, default=0, help="seed of the resampling")


def open_project(args: argparse.Namespace) -> "Project":
    """Open the project asked for, or the one found at or above the working folder."""
    from annotator.project import Project

    return Project.open(args.project)


def counted(number: int, what: str) -> str:
    """Give a number and its noun, e.g. `1 article`, `2 articles`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
