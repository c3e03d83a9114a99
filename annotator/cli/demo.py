"""`annotator demo`: the app on a throwaway copy of the sample project."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.open_app import add_annotator_option, need_terminal, open_app
from annotator.cli.output import note
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from pathlib import Path

PURPOSE = "Try the app on a fresh copy of the sample project; nothing of it touches your own files."
EXAMPLES = ("annotator demo", "annotator demo --annotator ana")

SAMPLE_ANNOTATORS = ("ilse", "tomas", "wen")
"""Folders of the sample; in a checkout, people's own labels stand beside them."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the name to annotate as."""
    add_annotator_option(parser)


def run(args: argparse.Namespace) -> int:
    """Copy the sample, open the app on it, and say at the end where the copy is."""
    need_terminal()
    import tempfile
    from pathlib import Path

    from annotator.project import Project

    root = copy_sample(Path(args.project or tempfile.mkdtemp(prefix="annotator-demo-")))
    code = open_app(Project.open(root), args.annotator or "you")
    note(f"the demo project is in {root}; go on with: annotator --project {root}")
    return code


def copy_sample(root: "Path", sample: "Path | None" = None) -> "Path":
    """Copy the sample project into a new or empty folder: that of the package, or of the checkout."""
    import shutil

    sample = sample or _sample()
    if not (sample / "corpus").is_dir():
        raise AnnotatorError("this installation has no sample project; make your own with `annotator init`")
    if root.exists() and any(root.iterdir()):
        raise AnnotatorError(f"{root} is not empty; the demo needs a new folder")
    (root / "annotations").mkdir(parents=True)
    for folder in ("corpus", *(f"annotations/{name}" for name in SAMPLE_ANNOTATORS)):
        unwanted = shutil.ignore_patterns("*.lock", "*.damaged-*", ".*")
        if (sample / folder).is_dir():
            shutil.copytree(sample / folder, root / folder, ignore=unwanted)
    return root


def _sample() -> "Path":
    from pathlib import Path

    package = Path(__file__).parents[1]
    inside = package / "sample"
    return inside if inside.is_dir() else package.parent
