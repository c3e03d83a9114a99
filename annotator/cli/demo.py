"""`annotator demo`: the app on a throwaway copy of the sample project."""

import argparse

from annotator.cli.open_app import add_annotator_option, add_mouse_option, need_terminal, open_app
from annotator.cli.output import note

PURPOSE = "Try the app on a fresh copy of the sample project; nothing of it touches your own files."
EXAMPLES = ("annotator demo", "annotator demo --annotator ana", "annotator demo --tour")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the name to annotate as."""
    add_annotator_option(parser)
    add_mouse_option(parser)
    parser.add_argument("--tour", action="store_true", help="begin with the guided tour of two minutes")


def run(args: argparse.Namespace) -> int:
    """Copy the sample, open the app on it, and say at the end where the copy is."""
    need_terminal()
    import tempfile
    from pathlib import Path

    from annotator.project import Project
    from annotator.sample import copy_sample

    root = copy_sample(Path(args.project or tempfile.mkdtemp(prefix="annotator-demo-")))
    code = open_app(
        Project.open(root),
        args.annotator or "you",
        mouse=not args.no_mouse,
        begin_with="tour" if args.tour else "",
    )
    note(f"the demo project is in {root}; go on with: annotator --project {root}")
    return code
