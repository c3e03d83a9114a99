"""Whether a dataset on the disk is what its manifest says."""

import hashlib
import json
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.interop.folder import MANIFEST, TOOL


def check_dataset(folder: Path) -> list[str]:
    """Read a dataset back and say in one line each what is not in order; nothing: all is.

    Raises:
        AnnotatorError: there is no dataset in the folder.
    """
    return [problem for file in _files(folder) if (problem := _check_file(folder, file))]


def _files(folder: Path) -> list[dict[str, Any]]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if manifest["tool"]["name"] == TOOL:
            return [dict(file) for file in manifest["files"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    raise AnnotatorError(
        f"{folder}: holds no dataset that annotator wrote ({MANIFEST} is missing or damaged)"
    )


def _check_file(folder: Path, file: dict[str, Any]) -> str:
    path = folder / str(file.get("name"))
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"{path}: cannot be read ({error.strerror or error})"
    return "" if digest == file.get("sha256") else f"{path}: is not as it was written; its hash differs"
