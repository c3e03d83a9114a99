"""`annotator articles`: list the corpus."""

import argparse

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import cut, document, line, note, table

PURPOSE = "List the articles; every command takes the digits shown, or the beginning of the id in --json."
EXAMPLES = ("annotator articles", "annotator show 1f3a90c2", "annotator articles --json")

_OUTLET_CELLS = 20
_DIGITS = 8
"""At the end of an id; other commands take them for the whole."""


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
                        header.id[-_DIGITS:],
                        header.title,
                        cut(header.outlet, _OUTLET_CELLS),
                        header.published[:10],
                        str(header.units),
                    )
                    for header in good
                ),
                align="llllr",
                shorten=(1, 2),
            )
        line(counted(len(good), "article") if good else "no articles yet: annotator import FILE…")
    for header in damaged:
        note(header.problem)
    return 1 if damaged else 0
