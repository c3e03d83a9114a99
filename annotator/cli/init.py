"""`annotator init`: make a project."""

import argparse

from annotator.cli.output import line, note

PURPOSE = "Make a project in a new or existing folder, empty or of a dataset; what is there stays as it is."
EXAMPLES = (
    "annotator init",
    "annotator init reservoir-story",
    "annotator init shared-task --from train.csv dev.csv",
    "annotator init copy --from reservoir-dataset/",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the folder, and the dataset."""
    from pathlib import Path

    from annotator.cli.import_labels import labels_options

    parser.add_argument("dir", metavar="DIR", nargs="?", help="the folder (default: this one)")
    dataset = parser.add_argument_group("of a dataset: its texts, labels, and a codebook of the labels")
    dataset.add_argument(
        "--from",
        dest="paths",
        metavar="PATH",
        nargs="+",
        type=Path,
        help="files with texts and labels, or the folder of an export",
    )
    dataset.add_argument(
        "--annotator", metavar="NAME", default="", help="who gave the labels, if the files do not say"
    )
    labels_options(parser)


def run(args: argparse.Namespace) -> int:
    """Make the project and say where it is and what comes next."""
    from annotator.project import Project

    project = Project.create(args.dir or args.project or ".")
    line(f"project in {project.root}")
    if not args.paths:
        line("next: annotator import FILE…   (add --project DIR when you are elsewhere)")
        return 0
    from annotator.cli.import_labels import imported, tell

    result = imported(project, args, texts=True, new_codebook=True)
    tell(result)
    if not project.has_articles:
        note("the project is empty: run this again with files that can be read")
    return result.exit_code
