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
    """Print one line for each problem; 1 when there are any."""
    from dataclasses import asdict

    project = open_project(args)
    with Progress("checking, files done:") as progress:
        findings = list(project.check(progress.at))
        files = progress.done
    if args.json:
        rows = [{**asdict(finding), "file": str(finding.file)} for finding in findings]
        document({"files": files, "findings": rows})
    else:
        for finding in findings:
            entry = f", {finding.entry}" if finding.entry else ""
            line(plain(f"{finding.file}{entry}: {finding.problem}; {finding.remedy}"))
        line(f"{counted(files, 'file')} read, {counted(len(findings), 'problem')}")
    return 1 if findings else 0
