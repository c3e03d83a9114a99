"""`annotator retest`: label sentences once more that were labelled some time ago."""

import argparse

from annotator.cli.open_app import add_annotator_option, add_mouse_option, annotator_name, open_app
from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, line, table

PURPOSE = "Label sentences once more that you labelled some time ago, to measure how you agree with yourself."
EXAMPLES = ("annotator retest", "annotator retest --list", "annotator retest --list --json --annotator ana")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the name to annotate as and the list."""
    add_annotator_option(parser)
    add_mouse_option(parser)
    parser.add_argument("--list", action="store_true", help="only say in which articles there are any")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Open the second pass, or list what is due."""
    project = open_project(args)
    if not (args.list or args.json):
        from annotator.retest import required_rule

        required_rule(project.settings)
        return open_app(
            project, args.annotator, mouse=not args.no_mouse, begin_with="retest", only_visiting=True
        )
    name = annotator_name(args.annotator)
    found = list(project.retests(name))
    if args.json:
        document({"annotator": name, "due": [{"article": due.article, "units": due.units} for due in found]})
        return 0
    units = sum(len(due.units) for due in found)
    line(f"{name}: {counted(units, 'sentence')} to label once more, in {counted(len(found), 'article')}")
    if found:
        table(("article", "sentences"), [(due.article, str(len(due.units))) for due in found], "lr")
    return 0
