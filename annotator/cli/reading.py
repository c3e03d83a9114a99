"""What commands that read article files have in common: how to read them, and which formats there are."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from annotator.cli.options import open_project
from annotator.cli.output import note, table
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.ingest import ReadOptions
    from schemas import Article


def reading_options(parser: argparse.ArgumentParser) -> None:
    """Let the caller say what is not to be found out."""
    from annotator.ingest.formats import FORMATS
    from annotator.ingest.source import FIELDS

    missing = [f"  {f.title}: {f.install}" for f in FORMATS.values() if not f.installed]
    more = "not installed:\n" + "\n".join(missing) if missing else None
    reading = parser.add_argument_group("how to read", more)
    reading.add_argument(
        "--format",
        metavar="FORMAT",
        default="",
        help=f"{', '.join(FORMATS)} (default: by the file's content and ending)",
    )
    reading.add_argument(
        "--encoding",
        metavar="NAME",
        default="",
        help="of text, e.g. cp1251 (default: found out, and recorded)",
    )
    reading.add_argument(
        "--column",
        metavar="FIELD=NAME",
        action="append",
        default=[],
        help="in tables and JSON: which column holds a field, e.g. text=body; may be repeated; fields: "
        f"{', '.join(FIELDS)} (default: by the columns' names, and said)",
    )
    reading.add_argument(
        "--formats",
        action=_ListFormats,
        nargs=0,
        help="list the formats, and what to install for them, and exit",
    )


def language_option(parser: argparse.ArgumentParser) -> None:
    """Let the caller say what language a file is in."""
    parser.add_argument(
        "--language",
        metavar="TAG",
        help="BCP 47 tag (default: what the file says, else what its words are in)",
    )


def read_options(args: argparse.Namespace) -> "ReadOptions":
    """Give what the caller said; raises `AnnotatorError` for names that are not known."""
    from annotator.ingest import ReadOptions
    from annotator.ingest.decoding import codec
    from annotator.ingest.formats import format_named
    from annotator.ingest.source import FIELDS

    if args.format:
        format_named(args.format)
    if args.encoding:
        codec(args.encoding)
    columns: dict[str, str] = {}
    for said in args.column:
        field, mark, column = said.partition("=")
        if field not in FIELDS or not mark or not column:
            raise AnnotatorError(
                f"--column {said}: write FIELD=NAME with one of the fields {', '.join(FIELDS)}"
            )
        if field in columns:
            raise AnnotatorError(f"--column {said}: the column of {field} is given twice")
        columns[field] = column
    return ReadOptions(format=args.format, encoding=args.encoding, columns=columns)


class _ListFormats(argparse.Action):
    """Prints the formats and ends the program, like `--help`."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> NoReturn:
        from annotator.ingest.formats import FORMATS

        rows = [
            (f.name, f.title, " ".join(f.endings), "yes" if f.installed else f.install)
            for f in FORMATS.values()
        ]
        table(("format", "what", "endings", "installed"), rows, "llll")
        parser.exit()


def only_article(args: argparse.Namespace, file: "Path") -> "Article":
    """Read a file with one article; raises `AnnotatorError` when it holds no article, or several."""
    from annotator.ingest import Metadata, Note, Refused, read_outcomes

    given = Metadata.checked("--language", language=args.language)
    found: list[Article] = []
    refused: list[str] = []
    for outcome in read_outcomes(
        file, given, default_language=_default_language(args), options=read_options(args)
    ):
        if isinstance(outcome, Note):
            note(outcome.text)
        elif isinstance(outcome, Refused):
            refused.append(outcome.reason)
        else:
            found.append(outcome)
        if len(found) > 1:
            raise AnnotatorError(f"{file}: holds more than one article; give a file with one")
    if not found:
        raise AnnotatorError(refused[0])
    for reason in refused:
        note(reason)
    return found[0]


def _default_language(args: argparse.Namespace) -> str:
    """The language of the project, where there is one: segmenting needs none."""
    try:
        project = open_project(args)
    except AnnotatorError:
        if args.project is not None:
            raise
        return "en"
    return project.settings.language
