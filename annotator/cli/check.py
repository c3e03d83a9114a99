"""`annotator check`: read every file of the project."""

import argparse

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, line, plain
from annotator.cli.progress import Progress

PURPOSE = "Read every file of the project and say what is wrong, where, and what to do."
EXAMPLES = ("annotator check", "annotator check --json --project reservoir-story")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the form of the answer."""
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print one line for each finding; 1 when one of them is a problem, not a note."""
    from dataclasses import asdict

    from annotator.parallel import processors

    project = open_project(args)
    with Progress("checking, files done:") as progress:
        findings = list(project.check(progress.at, processes=processors()))
        files = progress.done
    problems = sum(finding.level == "problem" for finding in findings)
    if args.json:
        rows = [{**asdict(finding), "file": str(finding.file)} for finding in findings]
        document({"files": files, "findings": rows})
    else:
        for finding in findings:
            entry = f", {finding.entry}" if finding.entry else ""
            note = "note: " if finding.level == "note" else ""
            line(plain(f"{note}{finding.file}{entry}: {finding.problem}; {finding.remedy}"))
        notes = f", {counted(len(findings) - problems, 'note')}" if len(findings) > problems else ""
        line(f"{counted(files, 'file')} read, {counted(problems, 'problem')}{notes}")
    return 1 if problems else 0
