"""`annotator articles`: list the corpus."""

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import cut, document, line, note, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.project import ArticleHeader
    from schemas import NearDuplicate

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
    from annotator.importing.links import near_duplicates

    project = open_project(args)
    headers = project.all_headers()
    assigned = project.dealing().rows if project.settings.assignment else {}
    near = near_duplicates(headers)
    damaged = [header for header in headers if header.problem]
    if args.json:
        document(
            {
                "articles": [
                    _as_json(header, near.get(header.id, ()), assigned.get(header.id, ()))
                    for header in headers
                ]
            }
        )
    else:
        good = [header for header in headers if not header.problem]
        if good:
            columns = 6 if near else 5
            table(
                ("article", "title", "outlet", "published", "units", "alike")[:columns],
                (
                    (
                        header.id[-_DIGITS:],
                        _title(header),
                        cut(header.outlet, _OUTLET_CELLS),
                        header.published[:10],
                        str(header.units),
                        str(len(near.get(header.id, ())) or ""),
                    )[:columns]
                    for header in good
                ),
                align="llllrr"[:columns],
                shorten=(1, 2),
            )
        line(counted(len(good), "article") if good else "no articles yet: annotator import FILE…")
    for header in damaged:
        note(header.problem)
    return 1 if damaged else 0


def _title(header: "ArticleHeader") -> str:
    if not header.replaced_by:
        return header.title
    return f"(replaced by {header.replaced_by[-_DIGITS:]}) {header.title}"


def _as_json(
    header: "ArticleHeader", near: "Sequence[NearDuplicate]", assigned: "Sequence[str]"
) -> dict[str, Any]:
    return {
        "id": header.id,
        "title": header.title,
        "outlet": header.outlet,
        "published": header.published,
        "units": header.units,
        "edited": header.edited,
        "replaces": header.replaces,
        "replaced_by": header.replaced_by,
        "near_duplicates": [one.model_dump() for one in near],
        "assigned": list(assigned),
        "problem": header.problem,
    }
