"""The sample project that Annotator ships: copied to try things on, never worked on itself."""

import shutil
from pathlib import Path

from annotator.corpus import read_article
from annotator.errors import AnnotatorError
from annotator.settings import SETTINGS_FILE
from schemas import GOLD, Article

SAMPLE_FOLDERS = ("ilse", "tomas", "wen", GOLD)
"""Of the sample's labels; in a checkout, people's own stand beside them."""

_TOUR_ARTICLE = "four-in-five-trains"
"""What the id of the article begins with that is shown first."""


def copy_sample(root: Path, sample: Path | None = None) -> Path:
    """Copy the sample project into a new or empty folder: that of the package, or of the checkout."""
    sample = sample or _sample()
    if root.exists() and any(root.iterdir()):
        raise AnnotatorError(f"{root} is not empty; the demo needs a new folder")
    (root / "annotations").mkdir(parents=True)
    for folder in ("corpus", *(f"annotations/{name}" for name in SAMPLE_FOLDERS)):
        unwanted = shutil.ignore_patterns("*.lock", "*.damaged-*", ".*")
        if (sample / folder).is_dir():
            shutil.copytree(sample / folder, root / folder, ignore=unwanted)
    if (sample / SETTINGS_FILE).is_file():
        shutil.copyfile(sample / SETTINGS_FILE, root / SETTINGS_FILE)
    return root


def sample_article() -> Article:
    """The article of the sample that shows most of the work in its first sentences.

    Raises `AnnotatorError` when this installation has no sample.
    """
    found = sorted((_sample() / "corpus").glob("*.json"))
    chosen = [path for path in found if path.name.startswith(_TOUR_ARTICLE)] or found
    return read_article(chosen[0])


def _sample() -> Path:
    package = Path(__file__).parent
    inside = package / "sample"
    sample = inside if inside.is_dir() else package.parent
    if not any((sample / "corpus").glob("*.json")):
        raise AnnotatorError("this installation has no sample project; make your own with `annotator init`")
    return sample
