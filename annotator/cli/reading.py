"""What commands that read article files have in common: how to read them, and which formats there are."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from annotator.cli.output import table
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.ingest import ReadOptions


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
