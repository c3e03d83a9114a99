"""`annotator segment`: what units a file would have, nothing stored."""

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.options import json_option, open_project
from annotator.cli.output import document, hanging, note
from annotator.cli.reading import read_options, reading_options
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from schemas import Article, Unit

PURPOSE = "Show the units that a file with one article is read in; nothing is stored."
EXAMPLES = ("annotator segment story.txt", "annotator segment story.txt --json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the file."""
    from pathlib import Path

    parser.add_argument("file", metavar="FILE", type=Path, help="a file, or - for standard input")
    parser.add_argument(
        "--language",
        metavar="TAG",
        help="BCP 47 tag (default: what the file says, else what its words are in)",
    )
    reading_options(parser)
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Read one article and show its units, with offsets in code points into its canonical text."""
    article = _only_article(args)
    if args.json:
        document({"units": [_as_json(unit, article) for unit in article.units]})
        return 0
    for unit in article.units:
        quotation = "" if unit.quotation is None else str(unit.quotation)
        hanging(f"{unit.id}  {unit.kind:<11}  {quotation:<3}", article.unit_text(unit))
    return 0


def _only_article(args: argparse.Namespace) -> "Article":
    """Read the file; raises `AnnotatorError` when it holds no article, or several."""
    from annotator.ingest import Metadata, Note, Refused, read_outcomes

    given = Metadata.checked("--language", language=args.language)
    found: list[Article] = []
    refused: list[str] = []
    for outcome in read_outcomes(
        args.file, given, default_language=_default_language(args), options=read_options(args)
    ):
        if isinstance(outcome, Note):
            note(outcome.text)
        elif isinstance(outcome, Refused):
            refused.append(outcome.reason)
        else:
            found.append(outcome)
        if len(found) > 1:
            raise AnnotatorError(f"{args.file}: holds more than one article; give a file with one")
    if not found:
        raise AnnotatorError(refused[0])
    for reason in refused:
        note(reason)
    return found[0]


def _as_json(unit: "Unit", article: "Article") -> dict[str, Any]:
    """Give a unit with its text; `quotation` is there only for what lies in one."""
    said = {} if unit.quotation is None else {"quotation": unit.quotation}
    place = {"id": unit.id, "start": unit.start, "end": unit.end, "kind": unit.kind.value}
    return {**place, **said, "text": article.unit_text(unit)}


def _default_language(args: argparse.Namespace) -> str:
    """The language of the project, where there is one: segmenting needs none."""
    try:
        project = open_project(args)
    except AnnotatorError:
        if args.project is not None:
            raise
        return "en"
    return project.settings.language
