"""`annotator articles`: list the corpus."""

import argparse

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import cut, document, line, note, table

PURPOSE = "List the articles of the project."
EXAMPLES = ("annotator articles", "annotator articles --json")

_TITLE_CELLS = 50
_OUTLET_CELLS = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the form of the answer."""
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """List the articles; damaged ones are named on stderr and make the exit code 1."""
    from dataclasses import asdict

    headers = list(open_project(args).headers())
    damaged = [header for header in headers if header.problem]
    if args.json:
        document({"articles": [asdict(header) for header in headers]})
    else:
        good = [header for header in headers if not header.problem]
        if good:
            table(
                ("article", "title", "outlet", "published", "units"),
                (
                    (
                        header.id,
                        cut(header.title, _TITLE_CELLS),
                        cut(header.outlet, _OUTLET_CELLS),
                        header.published[:10],
                        str(header.units),
                    )
                    for header in good
                ),
                align="llllr",
            )
        line(counted(len(good), "article") if good else "no articles yet: annotator import FILE…")
    for header in damaged:
        note(header.problem)
    return 1 if damaged else 0
