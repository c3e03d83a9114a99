"""`annotator import`: files and folders into the corpus."""

import argparse
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import ListedDocument, line, note, plain
from annotator.cli.progress import Progress
from annotator.cli.reading import read_options, reading_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.importing import ImportResult

PURPOSE = "Import article files, or folders of them, into the project; say what was new, known or refused."
EXAMPLES = (
    "annotator import story.txt --outlet 'Harbour Post' --published 2031-03-04",
    "annotator import downloads/ --language de --json",
    "annotator import dump.csv --column text=body --column published=pub_date",
    "annotator import corrected.html --replaces 1f3a90c2",
)

_NAMED = 3
"""Near-duplicates that a line names."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the files, and what is known of them that they do not say."""
    from pathlib import Path

    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="a file, a folder, or - for standard input"
    )
    given = parser.add_argument_group("what to record of every article, instead of what its file says")
    given.add_argument("--title", default="", help="the title")
    given.add_argument("--outlet", default="", help="who published it")
    given.add_argument("--published", metavar="DATE", help="e.g. 2031-03-04 or 2031-03-04T17:05+02:00")
    given.add_argument("--url", default="", help="its address")
    given.add_argument("--authors", metavar="NAMES", default="", help="names, with semicolons between them")
    given.add_argument("--language", metavar="TAG", help="BCP 47 tag, e.g. en, de, ar (default: detected)")
    given.add_argument(
        "--metadata",
        metavar="TABLE",
        type=Path,
        help="a CSV, TSV or JSONL file with a row for each file: its name in the column `file` (with as much "
        "of its path as is needed), and what is known of it in columns like those above",
    )
    reading_options(parser)
    parser.add_argument(
        "--replaces",
        metavar="ARTICLE",
        default="",
        help="the article that the file is a new version of (default: the one with the same address, or the "
        "same file name and title, if the texts have enough in common); labels of unchanged sentences are "
        "carried over, and lists leave the old version out",
    )
    parser.add_argument(
        "--quiet", action="store_true", help="say only what was refused or left out, and the numbers"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Import; 2 when any file was refused, the others are in the corpus all the same."""
    from annotator.importing import ImportStatus
    from annotator.ingest import Metadata
    from annotator.parallel import processors

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
    count: Counter[str] = Counter(dict.fromkeys(ImportStatus, 0))
    with (
        Progress("importing, articles done:", rate=True) as progress,
        _Answer(json=args.json, quiet=args.quiet) as answer,
    ):
        for result in project.import_files(
            args.paths,
            given,
            options=read_options(args),
            metadata=args.metadata,
            replaces=args.replaces,
            processes=processors(),
            tell=progress.note,
        ):
            count[result.status] += 1
            progress.clear()
            answer.add(result)
            progress.step()
        answer.end(count)
    if count[ImportStatus.DUPLICATE] and (given != Metadata() or args.metadata or args.column):
        note("what is known of the duplicates stays as it is: `annotator edit-article` changes it")
    return 2 if count[ImportStatus.REFUSED] else 0


class _Answer:
    """Writes each result as it comes: there may be more than fit into memory."""

    def __init__(self, *, json: bool, quiet: bool) -> None:
        self._list = ListedDocument("files") if json else None
        self._quiet = quiet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._list and self._list.begun:
            self._list.close({"interrupted": True})

    def add(self, result: "ImportResult") -> None:
        from annotator.importing import ImportStatus

        if result.status is ImportStatus.REFUSED:
            note(result.reason)
        for problem in result.problems:
            note(problem)
        if self._list:
            self._list.add(_as_json(result))
        elif result.status is not ImportStatus.REFUSED and (not self._quiet or result.left):
            _print(result)

    def end(self, count: "Mapping[str, int]") -> None:
        """Write how many articles had each fate."""
        if self._list:
            self._list.close({str(status): number for status, number in count.items()})
        else:
            words = {status: f"{number:,} {status}" for status, number in count.items()}
            words["version"] = counted(count["version"], "new version")
            line(", ".join(said for status, said in words.items() if status != "version" or count[status]))


def _print(result: "ImportResult") -> None:
    from annotator.importing import ImportStatus

    where = f"{result.path}, {result.entry}" if result.entry else f"{result.path}"
    if result.status is ImportStatus.DUPLICATE:
        line(plain(f"{result.status}: {where} → {result.reason}"))
        return
    status = "new version" if result.status is ImportStatus.VERSION else result.status
    line(plain(f"{status}: {where} → {result.article} ({counted(result.units, 'unit')})"))
    if result.replaces:
        line("  " + plain(f"replaces {result.replaces}; {counted(result.carried, 'label')} carried over"))
    for label in result.left:
        line("  " + plain(f"not carried over: {label.annotator}, {label.unit}: {label.words}"))
    if near := result.near_duplicates:
        named = ", ".join(f"{one.article} ({100 * one.similarity:.0f} %)" for one in near[:_NAMED])
        more = f" and {len(near) - _NAMED} more" if len(near) > _NAMED else ""
        line("  " + plain(f"shares words with {named}{more}"))


def _as_json(result: "ImportResult") -> dict[str, Any]:
    return {
        "path": str(result.path),
        "entry": result.entry,
        "status": result.status.value,
        "article": result.article,
        "units": result.units,
        "reason": result.reason,
        "near_duplicates": [one.model_dump() for one in result.near_duplicates],
        "replaces": result.replaces,
        "labels_carried_over": result.carried,
        "labels_left": [label._asdict() for label in result.left],
        "problems": list(result.problems),
    }
