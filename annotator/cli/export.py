"""`annotator export`: labels as a dataset."""

import argparse

from annotator.cli.options import open_project
from annotator.cli.output import hanging, line
from annotator.cli.progress import Progress
from annotator.errors import AnnotatorError

PURPOSE = "Write the labels as a dataset into a folder, or list the formats."
EXAMPLES = (
    "annotator export --list",
    "annotator export --format jsonl --output dataset",
    "annotator export --format csv --output dataset --annotator ana --annotator ben --force",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the format, the folder and whose labels."""
    from pathlib import Path

    parser.add_argument("--list", action="store_true", help="list the formats")
    parser.add_argument("--format", metavar="FORMAT", help="one of those that --list lists")
    parser.add_argument("--output", metavar="PATH", type=Path, help="the folder to write into")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument(
        "--annotator",
        metavar="NAME",
        action="append",
        nargs="+",
        default=[],
        help="only these annotators' labels; `gold`: the adjudicated ones",
    )
    whose.add_argument(
        "--all",
        action="store_true",
        help="the labels of all annotators (the default), not the adjudicated ones",
    )
    parser.add_argument("--force", action="store_true", help="replace an earlier export in that folder")


def run(args: argparse.Namespace) -> int:
    """Export, or list the formats; says what was written, and 1 when a file could not be read."""
    if args.list:
        return _list()
    if not args.format or not args.output:
        raise AnnotatorError(
            "export needs --format and --output; `annotator export --list` lists the formats"
        )
    project = open_project(args)
    names = [name for group in args.annotator for name in group]
    with Progress("exporting, articles done:", len(project.newest_ids())) as progress:
        summary = project.export(
            args.format,
            args.output,
            *names,
            force=args.force,
            progress=progress.at,
            on_problem=progress.note,
        )
    line(str(summary))
    return 1 if summary.unreadable else 0


def _list() -> int:
    from annotator.interop import formats

    for form in formats():
        hanging(f"{form.name:<8}", form.summary)
        hanging(
            " " * 8, f"writes {', '.join((*form.files, 'manifest.json'))}; offsets are {form.offset_unit}"
        )
        if form.loses:
            hanging(" " * 8, f"cannot hold: {'; '.join(form.loses)}")
    return 0
