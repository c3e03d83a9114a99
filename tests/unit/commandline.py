"""A small project on the disk, and running the command line on it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotator.cli import main
from annotator.project import Project
from tests.unit.labelled import record

RESERVOIR = """\
Council approves reservoir

The town council approved the reservoir on Tuesday. Ada Brook, the mayor, said it would cost four million.

It is the boldest plan in years. Nobody knows who paid for the survey.
"""
HARBOUR = "Harbour closed\n\nThe harbour closed at noon. The port office said a crane had fallen.\n"


class Ran(NamedTuple):
    """What one command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """Runs `annotator …` inside this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *argv: str | Path) -> Ran:
        self.capsys.readouterr()
        code = main([str(word) for word in argv])
        return Ran(code, *self.capsys.readouterr())


def spawn(*argv: str | Path, **environment: str) -> Ran:
    """Run `python -m annotator …` as a process, with a closed stdin and no terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, argv)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def make_project(root: Path) -> Project:
    """One article that two annotators have labelled, differing on one sentence, and one that is new."""
    project = Project.create(root / "project")
    for name, text in (("reservoir", RESERVOIR), ("harbour", HARBOUR)):
        file = root / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        assert [result.status.value for result in project.import_files([file])] == ["new"]
    article = project.article("council")
    given = {
        "Ana": ("not_a_claim", "unverified", "sourced", "opinion", "not_a_claim"),
        "Ben Ito": ("not_a_claim", "unverified", "sourced", "opinion", "unverified"),
    }
    for annotator, labels in given.items():
        for unit, label in zip(article.units, labels, strict=True):
            project.save(
                article,
                record(article, unit.id, annotator, label, codebook=project.codebook.ref, seconds=4.0),
            )
    return project
