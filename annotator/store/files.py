"""Where label files are, and reading them without a lock, to compare, count and export."""

import re
from collections.abc import Iterable
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store.contents import Expected, is_current, read_contents
from annotator.store.form import FormError, decode
from annotator.store.storage import read_limited
from schemas import RESERVED_ANNOTATORS, Annotation, Article, Codebook, slug

_ARTICLE_ID = re.compile(r"(?P<stem>.+)-[0-9a-f]{8}")


def label_path(root: Path, annotator: str, article_id: str) -> Path:
    """Give the label file of an annotator and an article in the project at `root`.

    Raises `AnnotatorError` for a name that is reserved or has no letter or digit, and for what is no
    article id (`../` for example).
    """
    folder = slug(annotator)
    if folder in RESERVED_ANNOTATORS:
        raise AnnotatorError(f"the name {annotator!r} is reserved for adjudicated labels; choose another one")
    if not folder:
        raise AnnotatorError(f"the name {annotator!r} has no letter or digit; choose another one")
    match = _ARTICLE_ID.fullmatch(article_id)
    if not match or match["stem"] != slug(match["stem"]):
        raise AnnotatorError(f"{article_id!r} is no article id; `annotator articles` lists them")
    return root / "annotations" / folder / f"{article_id}.json"


def label_files(folder: Path) -> list[Path]:
    """List the label files of an annotator's folder, without sealed history and hidden files."""
    return sorted(path for path in folder.glob("*.json") if "." not in path.stem)


def annotator_folders(root: Path) -> dict[Path, str]:
    """List the annotators' folders of the project at `root` with each name as typed.

    The name is in the files; a folder without a readable one is called by its own name. The folder of the
    adjudicated labels is not among them.
    """
    annotations = root / "annotations"
    if not annotations.is_dir():
        return {}
    folders = sorted(path for path in annotations.iterdir() if path.is_dir() and path.name[0] != ".")
    return {folder: _name(folder) for folder in folders if folder.name not in RESERVED_ANNOTATORS}


def read_labels(path: Path, article: Article, codebook: Codebook) -> dict[str, Annotation]:
    """Read the labels of a file by unit id, in the article's order; empty when there is no file.

    Only those that apply are given: the sentence has the words it had when labelled. Everything is
    validated; raises `AnnotatorError` naming file and entry when anything is wrong.
    """
    data = read_limited(path)
    if data is None:
        return {}
    contents = read_contents(path, data, Expected(article, None, codebook), history=False)
    if contents.problems:
        more = f" (and {len(contents.problems) - 1} more)" if len(contents.problems) > 1 else ""
        remedy = "open the article in Annotator to have it set aside and repaired"
        raise AnnotatorError(f"{path}: {contents.problems[0]}{more}; {remedy}")
    records = sorted(contents.records.values(), key=lambda record: int(record.unit[1:]))
    return {record.unit: record for record in records if is_current(record, article, codebook)}


def count_labels(path: Path) -> int:
    """Count the units with a label in a file, without validating it; 0 when it is missing or unreadable."""
    try:
        tables = decode(read_limited(path) or b"")
    except (AnnotatorError, FormError):
        return 0
    rows: Iterable[object] = tables.get("labels", {}).values()
    return sum(isinstance(row, dict) and row.get("label") is not None for row in rows)


def _name(folder: Path) -> str:
    for path in label_files(folder):
        try:
            name = decode(read_limited(path) or b"")["meta"]["1"]["annotator"]
        except (AnnotatorError, FormError, LookupError, TypeError):
            continue
        if isinstance(name, str) and name.isprintable() and slug(name) == folder.name:
            return name
    return folder.name
