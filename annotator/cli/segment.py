"""`annotator segment`: what units a file would have, nothing stored."""

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.options import json_option
from annotator.cli.output import document, hanging
from annotator.cli.reading import language_option, only_article, reading_options

if TYPE_CHECKING:
    from schemas import Article, Unit

PURPOSE = "Show the units that a file with one article is read in; nothing is stored."
EXAMPLES = ("annotator segment story.txt", "annotator segment story.txt --json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the file."""
    from pathlib import Path

    parser.add_argument("file", metavar="FILE", type=Path, help="a file, or - for standard input")
    language_option(parser)
    reading_options(parser)
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Read one article and show its units, with offsets in code points into its canonical text."""
    article = only_article(args, args.file)
    if args.json:
        document({"units": [_as_json(unit, article) for unit in article.units]})
        return 0
    for unit in article.units:
        quotation = "" if unit.quotation is None else str(unit.quotation)
        hanging(f"{unit.id}  {unit.kind:<11}  {quotation:<3}", article.unit_text(unit))
    return 0


def _as_json(unit: "Unit", article: "Article") -> dict[str, Any]:
    """Give a unit with its text; `quotation` is there only for what lies in one."""
    said = {} if unit.quotation is None else {"quotation": unit.quotation}
    place = {"id": unit.id, "start": unit.start, "end": unit.end, "kind": unit.kind.value}
    return {**place, **said, "text": article.unit_text(unit)}
