"""What only looks like a file."""

from pathlib import Path

from annotator.errors import AnnotatorError


def refuse_special(path: Path) -> None:
    """Raise `AnnotatorError` for a pipe or a device, which could be waited for without end."""
    try:
        special = not (path.is_file() or path.is_dir()) and path.exists()
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read: {error.strerror}") from error
    if special:
        raise AnnotatorError(f"{path}: no regular file; move it away")
