"""`annotator init`: make a project."""

import argparse

from annotator.cli.output import line

PURPOSE = "Make a project in a new or existing folder; what is there stays as it is."
EXAMPLES = ("annotator init", "annotator init reservoir-story")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the folder."""
    parser.add_argument("dir", metavar="DIR", nargs="?", help="the folder (default: this one)")


def run(args: argparse.Namespace) -> int:
    """Make the project and say where it is and what comes next."""
    from annotator.project import Project

    project = Project.create(args.dir or args.project or ".")
    line(f"project in {project.root}")
    line("next: annotator import FILE…   (add --project DIR when you are elsewhere)")
    return 0
