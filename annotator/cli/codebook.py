"""`annotator codebook`: the instrument, to read or to edit."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.options import json_option, open_project, whole_number
from annotator.cli.output import document, hanging, line
from annotator.cli.progress import Progress
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from schemas import Codebook

PURPOSE = "Show the codebook in force: labels, keys, rules; write it down to edit; report where it divides."
EXAMPLES = (
    "annotator codebook",
    "annotator codebook --init",
    "annotator codebook --report",
    "annotator codebook --json",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what to do with it."""
    parser.add_argument("--init", action="store_true", help="write codebook.toml into the project, to edit")
    parser.add_argument(
        "--report",
        action="store_true",
        help="what to talk about: rules by how often annotators part at them, with the sentences",
    )
    parser.add_argument(
        "--sentences",
        metavar="N",
        type=whole_number,
        default=5,
        help="of the report: at most N sentences of each rule (default: 5; --json has all)",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Show the codebook, write it, or report where it divides; 1 when a file could not be read."""
    if args.report:
        return _report(args)
    if args.init:
        line(f"wrote {open_project(args).write_codebook()}: edit it, and raise its version when rules change")
        return 0
    codebook = _in_force(args)
    if args.json:
        document(codebook.model_dump(mode="json"))
    else:
        _print(codebook)
    return 0


def _report(args: argparse.Namespace) -> int:
    from annotator.cli.codebook_report import print_report
    from annotator.parallel import processors

    project = open_project(args)
    problems: list[str] = []
    with Progress("reading articles, done:", len(project.newest_ids())) as progress:

        def tell(problem: str) -> None:
            problems.append(problem)
            progress.note(problem)

        report = project.codebook_report(progress=progress.at, processes=processors(), on_problem=tell)
    if args.json:
        document(report.to_json())
    else:
        print_report(report, args.sentences)
    return 1 if problems else 0


def _in_force(args: argparse.Namespace) -> "Codebook":
    """The project's codebook; outside any project, the shipped one."""
    from annotator.codebook import load_codebook

    try:
        project = open_project(args)
    except AnnotatorError:
        if args.project is not None:
            raise
        return load_codebook()
    return project.codebook


def _print(codebook: "Codebook") -> None:
    line(f"{codebook.name} {codebook.version}: {codebook.question}")
    line()
    for label in codebook.labels:
        _entry(label.key, label.title, label.definition)
        if label.same_source_key:
            _entry(label.same_source_key, f"{label.title}, same source", label.same_source_definition)
    if codebook.rules:
        line()
        line("Rules, in order; the first yes decides:")
    for rule in codebook.rules:
        _entry(str(rule.number), rule.title, rule.text)
        for example in rule.examples:
            _entry(" ", "e.g.", example)


def _entry(mark: str, title: str, text: str) -> None:
    stop = "" if title.endswith((".", "?")) or not text else ":"
    hanging(f"{mark:>2}  ", f"{title}{stop} {text}")
