"""`annotator retest`: label sentences once more that were labelled some time ago."""

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.cli.open_app import add_annotator_option, add_mouse_option, open_app
from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, line, table
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator.retest import Due

PURPOSE = "Label sentences once more that you labelled some time ago, to measure how you agree with yourself."
EXAMPLES = ("annotator retest", "annotator retest --list", "annotator retest --list --json --annotator ana")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the name to annotate as and the list."""
    add_annotator_option(parser)
    add_mouse_option(parser)
    parser.add_argument(
        "--list",
        action="store_true",
        help="only say how much there is: of everybody, or with --annotator in which articles",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Open the second pass, or list what is due."""
    from annotator.retest import required_rule

    project = open_project(args)
    required_rule(project.settings)
    if not (args.list or args.json):
        return open_app(
            project, args.annotator, mouse=not args.no_mouse, begin_with="retest", only_visiting=True
        )
    found = {name: list(project.retests(name)) for name in _names(project, args.annotator)}
    if args.json:
        document(
            {
                "annotators": [
                    {
                        "annotator": name,
                        "due": [{"article": due.article, "units": due.units} for due in dues],
                    }
                    for name, dues in found.items()
                ]
            }
        )
    else:
        _print(found, articles=args.annotator is not None)
    return 0


def _names(project: "Project", given: str | None) -> list[str]:
    """Whose second pass to list: that of one annotator, or of all; raises for one who has no labels."""
    from schemas import slug

    known = project.annotators()
    if given is None:
        return known
    if name := next((name for name in known if slug(name) == slug(given)), ""):
        return [name]
    raise AnnotatorError(f"no labels by {given!r}; there are labels by: {', '.join(known) or 'nobody yet'}")


def _print(found: "Mapping[str, Sequence[Due]]", *, articles: bool) -> None:
    for name, dues in found.items():
        units = sum(len(due.units) for due in dues)
        line(f"{name}: {counted(units, 'sentence')} to label once more, in {counted(len(dues), 'article')}")
        if articles and dues:
            table(("article", "sentences"), [(due.article, str(len(due.units))) for due in dues], "lr")
    if not found:
        line("nobody has labelled anything yet")
