"""`annotator import-labels`: labels made elsewhere, or by a colleague, into the project."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, line, note, plain
from annotator.cli.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.labelimport import LabelImport, LabelImportOptions, RowProblem
    from annotator.project import Project

PURPOSE = "Import labels that were given elsewhere; each finds exactly one sentence, or is refused."
EXAMPLES = (
    "annotator import-labels colleague/labels.jsonl",
    "annotator import-labels coded.csv --annotator 'Ana Paz' --column text=satz --rejects rejects.jsonl",
    "annotator import-labels project-1-at-2031.json --from 4 --annotator ben --map names.toml --dry-run",
    "annotator import-labels brat/ --texts",
)

_SHOWN = 20
"""Rows that are told on stderr; `--rejects` has all."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the files, and what of them is taken."""
    from pathlib import Path

    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="a file, or the folder of an export"
    )
    parser.add_argument(
        "--annotator", metavar="NAME", default="", help="who gave the labels (default: whom the files name)"
    )
    parser.add_argument(
        "--from",
        dest="only",
        metavar="NAME",
        default="",
        help="take the labels of this annotator of the files only",
    )
    labels_options(parser)
    parser.add_argument(
        "--texts",
        action="store_true",
        help="put texts that are not in the corpus into it, with the labelled stretches as their sentences",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="let these labels replace those that are there and differ (default: they are told and kept); "
        "the history keeps both",
    )
    parser.add_argument(
        "--pseudonyms",
        action="store_true",
        help="take annotator_1, … for those who have these pseudonyms in this project",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be imported, change nothing")
    json_option(parser)


def labels_options(parser: argparse.ArgumentParser) -> None:
    """Add what tells how foreign files are read."""
    from pathlib import Path

    parser.add_argument(
        "--format",
        metavar="F",
        default="",
        help="of the files: jsonl, csv, label-studio, doccano, prodigy, brat, xmi, w3c … (default: told by "
        "what is in them; `annotator export --list` shows what is read)",
    )
    parser.add_argument(
        "--map",
        metavar="FILE",
        type=Path,
        help="a TOML file with what names in the files mean here: tables [labels], [annotators], [articles], "
        "[passages], [attributes]; an empty name leaves out",
    )
    parser.add_argument(
        "--column",
        metavar="WHAT=NAME",
        action="append",
        default=[],
        help="of a table, the column that holds text, label, annotator, article, unit, start or end",
    )
    parser.add_argument(
        "--rejects",
        metavar="FILE",
        type=Path,
        help="write every row that was not imported as it is, as JSONL",
    )


def run(args: argparse.Namespace) -> int:
    """Import; 1 when labels differ from those there, 3 when rows were refused, 2 when all were."""
    result = imported(open_project(args), args)
    if args.json:
        document(_as_json(result))
    else:
        tell(result, dry_run=args.dry_run)
    return result.exit_code


def imported(project: "Project", args: argparse.Namespace, **options: Any) -> "LabelImport":
    """Import what the arguments name and tell what is wrong with it."""
    with _rejects(args.rejects) as rejects, Progress("") as progress:

        def told(problem: "RowProblem") -> None:
            shown.count += 1
            if shown.count <= _SHOWN:
                progress.note(str(problem))
            if rejects is not None:
                rejects.write(_line(problem))

        def at(what: str, done: int) -> None:
            progress.what = what
            progress.at(done)

        shown = _Shown()
        result = project.import_labels(args.paths, _options(args, options), tell=told, progress=at)
    if shown.count > _SHOWN:
        where = f"{args.rejects} has them all" if args.rejects else "--rejects FILE writes all"
        note(f"… and {counted(shown.count - _SHOWN, 'more row')}; {where}")
    return result


def tell(result: "LabelImport", *, dry_run: bool = False) -> None:
    """Say in a few lines what came of an import."""
    for text in result.notes:
        note(text)
    if result.articles:
        line(f"{counted(result.articles, 'new article')}")
    if result.codebook:
        line(plain(f"labels, keys and rules: {result.codebook}"))
    if result.sources:
        line(f"{result.sources:,} new in the source register")
    said = [f"{counted(result.saved, 'label')} {'would be saved' if dry_run else 'saved'}"]
    said += [f"{result.there:,} already there"] if result.there else []
    if result.conflicts:
        kept = "replaced" if result.replaced else "kept as they are"
        said.append(f"{counted(result.conflicts, 'conflict')} ({kept})")
    said += [f"{counted(result.refused, 'row')} refused"] if result.refused else []
    line(", ".join(said))
    for name, count in sorted(result.annotators.items()):
        if count:
            line("  " + plain(f"{name}: {count:,}"))


class _Shown:
    count = 0


def _options(args: argparse.Namespace, more: dict[str, Any]) -> "LabelImportOptions":
    from annotator.errors import AnnotatorError
    from annotator.labelimport import LabelImportOptions, LabelMapping, load_mapping

    columns = {}
    for given in args.column:
        what, sign, name = given.partition("=")
        if not sign or not name:
            raise AnnotatorError(f"--column {given!r}: write it as WHAT=NAME, e.g. text=sentence")
        columns[what] = name
    known = {
        name: getattr(args, name)
        for name in ("annotator", "only", "replace", "texts", "pseudonyms", "dry_run")
        if name in args
    }
    return LabelImportOptions(
        format=args.format,
        mapping=load_mapping(args.map) if args.map else LabelMapping(),
        columns=columns,
        **(known | more),
    )


@contextmanager
def _rejects(path: "Path | None") -> Iterator[IO[str] | None]:
    """Open the file of rejects, which must not be one of anybody else."""
    from annotator.errors import AnnotatorError

    if path is None:
        yield None
        return
    if path.exists():
        raise AnnotatorError(f"{path} is there already; name another file for the rejects")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            yield stream
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be written ({error.strerror or error})") from None


def _line(problem: "RowProblem") -> str:
    import json

    return json.dumps(problem._asdict()) + "\n"


def _as_json(result: "LabelImport") -> dict[str, Any]:
    return {
        "saved": result.saved,
        "already_there": result.there,
        "conflicts": result.conflicts,
        "replaced": result.replaced,
        "refused": result.refused,
        "unreadable_files": result.unreadable,
        "new_articles": result.articles,
        "new_sources": result.sources,
        "annotators": dict(sorted(result.annotators.items())),
        "notes": result.notes,
    }
