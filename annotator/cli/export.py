"""`annotator export`: labels as a dataset."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.cli.options import json_option, open_project
from annotator.cli.output import document, hanging, line, note
from annotator.cli.progress import Progress
from annotator.cli.splitplan import dealing_options, nothing_asked, plan_wanted
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.interop import ExportOptions, ExportSummary, FormatInfo, Split
    from annotator.project import Project

PURPOSE = "Write the labels as a dataset into a folder, check one, or list the formats."
EXAMPLES = (
    "annotator export --list",
    "annotator export --format jsonl --output dataset",
    "annotator export --format csv --output dataset --excel --annotator ana --annotator ben --force",
    "annotator export --format hf --output dataset --gold --check",
    "annotator export --format parquet --output dataset --no-text --keep-names",
    "annotator export --format jsonl --output dataset --split 80/10/10",
    "annotator export --check --output dataset",
)


_PSEUDONYMS = "people are under pseudonyms; annotations/pseudonyms.json, which is not in it, says who is who"
_NAMES = "people are under their own names; --pseudonyms writes annotator_1, … instead"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the format, the folder, whose labels and what they are to look like."""
    from pathlib import Path

    parser.add_argument("--list", action="store_true", help="list the formats")
    parser.add_argument("--format", metavar="FORMAT", help="one of those that --list lists")
    parser.add_argument("--output", metavar="DIR", type=Path, help="the folder to write into")
    _whose(parser)
    _shape(parser)
    parser.add_argument(
        "--split",
        metavar="SHARES",
        nargs="?",
        const="",
        help="in parts to train and test with, as 80/10/10; see `annotator split --help`",
    )
    dealing_options(parser)
    parser.add_argument("--strict", action="store_true", help="write nothing if anything would be left out")
    parser.add_argument(
        "--check",
        action="store_true",
        help="read back what was written; without --format, the dataset that is in the folder",
    )
    parser.add_argument("--force", action="store_true", help="replace an earlier export in that folder")
    json_option(parser)


def _whose(parser: argparse.ArgumentParser) -> None:
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument(
        "--annotator",
        metavar="NAME",
        action="append",
        nargs="+",
        default=[],
        help="only these annotators' labels, and the adjudicated ones beside them",
    )
    whose.add_argument("--gold", action="store_true", help="only the adjudicated labels")
    whose.add_argument(
        "--all", action="store_true", help="the labels of all, and the adjudicated ones (default)"
    )

    names = parser.add_mutually_exclusive_group()
    names.add_argument("--keep-names", action="store_true", help="write annotators' names (default: jsonl)")
    names.add_argument(
        "--pseudonyms", action="store_true", help="write annotator_1, … instead (default: all other formats)"
    )


def _shape(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    parser.add_argument(
        "--no-text",
        action="store_true",
        help="positions, hashes and labels only; `annotator rehydrate` puts the text back",
    )
    parser.add_argument("--no-card", action="store_true", help="without the dataset card, README.md")
    parser.add_argument("--excel", action="store_true", help="CSV that Excel takes for UTF-8")
    parser.add_argument(
        "--no-guard",
        action="store_true",
        help="CSV for programs: without the ' before cells that a spreadsheet would run as formulas",
    )
    parser.add_argument(
        "--offsets",
        choices=("codepoint", "utf16"),
        default="",
        help="what positions count, in formats whose readers differ",
    )
    parser.add_argument(
        "--users",
        metavar="FILE",
        type=Path,
        help='TOML: the other tool\'s user for each annotator, e.g. "ana" = "ana@example.org"',
    )


def run(args: argparse.Namespace) -> int:
    """Export, check, or list the formats; 1 when a file could not be read or the dataset is not in order."""
    if args.list:
        return _list(args.json)
    if not args.output or not (args.format or args.check):
        raise AnnotatorError(
            "export needs --format and --output; `annotator export --list` lists the formats"
        )
    if not args.format:
        return _report(None, args)
    project = open_project(args)
    with Progress("exporting, articles done:", len(project.newest_ids())) as progress:
        summary = _export(project, args, progress)
    return _report(summary, args)


def _export(project: "Project", args: argparse.Namespace, progress: Progress) -> "ExportSummary":
    names = ["gold"] if args.gold else [name for group in args.annotator for name in group]
    return project.export(
        args.format,
        args.output,
        *names,
        split=_split(project, args),
        options=_options(args),
        names=None if _keeps_names(args) else project.pseudonyms(),
        card=not args.no_card,
        strict=args.strict,
        force=args.force,
        progress=progress.at,
        on_problem=progress.note,
    )


def _split(project: "Project", args: argparse.Namespace) -> "Split | None":
    """Deal the articles, if they are to be; what is exported in parts stays in them from now on."""
    from annotator.interop import ExportOptions, exporter_of
    from annotator.interop.folder import OutputFolder
    from annotator.parallel import processors

    if args.split is None:
        if not nothing_asked(args, None):
            raise AnnotatorError("--seed, --by and --parts are about a split: give --split, too")
        return None
    exporter_of(args.format, ExportOptions(text=not args.no_text))
    OutputFolder(args.output, force=args.force).refuse_if_taken()  # what is dealt stays
    with Progress("reading labels, articles done:") as progress:
        split = project.split(
            plan_wanted(project, args, args.split),
            processes=processors(),
            progress=progress.at,
            on_problem=lambda problem: None,  # the export tells it
        )
    for name in split.linked:
        note(f"{name} belongs to articles in two parts: it is in none")
    return split


def _keeps_names(args: argparse.Namespace) -> bool:
    """Whether names are written: as asked for, else in what people of the same project exchange."""
    from annotator.interop import ExportOptions, exporter_of

    if args.keep_names or args.pseudonyms:
        return bool(args.keep_names)
    return exporter_of(args.format, ExportOptions(text=not args.no_text)).info.exchange


def _options(args: argparse.Namespace) -> "ExportOptions":
    from annotator.interop import ExportOptions

    return ExportOptions(
        text=not args.no_text,
        excel=args.excel,
        guard=not args.no_guard,
        offsets=args.offsets,
        users=_users(args.users) if args.users else {},
    )


def _users(path: "Path") -> Mapping[str, str]:
    """Read the other tool's users by annotator; raises `AnnotatorError` for a file that is none of that."""
    import tomllib

    try:
        users = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnnotatorError(f"{path}: is no TOML ({error})") from None
    for name, user in users.items():
        if not isinstance(user, str):
            raise AnnotatorError(f'{path}: {name!r} has no user; write "{name}" = "user@example.org"')
    return users


def _report(summary: "ExportSummary | None", args: argparse.Namespace) -> int:
    """Say what was written and, if asked, whether it is in order."""
    from annotator.interop.checking import check_dataset

    problems = check_dataset(args.output) if args.check else []
    if args.json:
        found = summary.model_dump(mode="json") if summary else {"output": str(args.output)}
        document(found | ({"problems": problems} if args.check else {}))
    else:
        if summary:
            line(str(summary))
            line(_PSEUDONYMS if summary.manifest.pseudonyms else _NAMES)
        if args.check and not problems:
            line(f"{args.output}: in order")
    for problem in problems:
        note(problem)
    return 1 if problems or (summary and summary.unreadable) else 0


def _list(as_json: bool) -> int:
    from annotator.interop import formats

    if as_json:
        told = [
            {
                **form.model_dump(mode="json", exclude={"loses", "second_passes"}),
                "cannot_hold": form.cannot_hold,
                "installed": form.installed,
            }
            for form in formats()
        ]
        document({"formats": told})
        return 0
    for number, form in enumerate(formats()):
        if number:
            line()
        hanging(f"{form.name}  ", form.summary)
        for head, text in _about(form):
            hanging(f"    {head:<14}", text)
    return 0


def _about(form: "FormatInfo") -> list[tuple[str, str]]:
    told = [
        ("files", ", ".join((*form.files, "README.md", "manifest.json"))),
        ("offsets", form.offset_unit),
        (
            "cannot hold",
            "; ".join(form.cannot_hold) or "the history of changes, which stays here",
        ),
    ]
    if form.extra:
        there = "installed" if form.installed else "not installed"
        told.append(("extra", f"{form.extra}, {there}: pip install 'credibility-annotator[{form.extra}]'"))
    told.append(("reading back", "with import-labels" if form.imported else "no"))
    return told
