"""`annotator import`: files and folders into the corpus."""

import argparse
import re
from typing import TYPE_CHECKING

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, line, note, plain
from annotator.cli.progress import Progress

if TYPE_CHECKING:
    from annotator.importing import ImportResult

PURPOSE = "Import article files, or folders of them, into the project; say what was new, known or refused."
EXAMPLES = (
    "annotator import story.txt --outlet 'Harbour Post' --published 2031-03-04",
    "annotator import downloads/ --language de --json",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the files, and what is known of them that they do not say."""
    from pathlib import Path

    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file or a folder")
    given = parser.add_argument_group("what to record of the articles, before what the files say")
    given.add_argument("--title", default="", help="the title")
    given.add_argument("--outlet", default="", help="who published it")
    given.add_argument("--published", metavar="DATE", help="e.g. 2031-03-04 or 2031-03-04T17:05+02:00")
    given.add_argument("--url", default="", help="its address")
    given.add_argument("--authors", metavar="NAMES", default="", help="names, with semicolons between them")
    given.add_argument("--language", metavar="TAG", help="BCP 47 tag, e.g. en, de, ar (default: detected)")
    parser.add_argument(
        "--format", metavar="FORMAT", default="", help="text or markdown (default: by the file's ending)"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Import; 2 when any file was refused, the others are in the corpus all the same."""
    from annotator.importing import ImportStatus
    from annotator.ingest import Metadata

    project = open_project(args)
    authors = [name.strip() for name in re.split(r"[;\n]", args.authors) if name.strip()]
    given = Metadata.checked(
        "the options given",
        title=args.title,
        outlet=args.outlet,
        published=args.published,
        url=args.url,
        authors=authors,
        language=args.language,
    )
    results = []
    with Progress("importing, articles done:") as progress:
        for result in project.import_files(args.paths, given, format=args.format):
            results.append(result)
            progress.clear()
            _tell(result, quiet=args.json)
            progress.step()
    count = {status.value: sum(result.status is status for result in results) for status in ImportStatus}
    if args.json:
        document({"files": [_as_json(result) for result in results]} | count)
    else:
        line(", ".join(f"{number} {status}" for status, number in count.items()))
    return 2 if count[ImportStatus.REFUSED] else 0


def _tell(result: "ImportResult", *, quiet: bool) -> None:
    from annotator.importing import ImportStatus

    if result.status is ImportStatus.REFUSED:
        note(result.reason)
    elif not quiet:
        new = f"{result.article} ({counted(result.units, 'unit')})"
        what = new if result.status is ImportStatus.NEW else result.reason
        line(plain(f"{result.status}: {result.path} → {what}"))


def _as_json(result: "ImportResult") -> dict[str, str | int]:
    return {
        "path": str(result.path),
        "status": result.status.value,
        "article": result.article,
        "units": result.units,
        "reason": result.reason,
    }
