"""The codebook in force: the project's own `codebook.toml`, or the one that Annotator ships."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from annotator.special import refuse_special
from schemas import Codebook

CODEBOOK_FILE = "codebook.toml"
"""In a project's folder; left out: the shipped one."""
_DEFAULT = Path(__file__).with_name("default.toml")


def load_codebook(path: Path | None = None) -> Codebook:
    """Read a codebook file; without a path, the one that Annotator ships.

    Raises `AnnotatorError` naming file and field when it is no valid codebook.
    """
    file = path or _DEFAULT
    refuse_special(file)
    try:
        return Codebook.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except RecursionError as error:
        raise AnnotatorError(f"{file}: nested too deeply. Mend the entry or remove the file.") from error
    except ValidationError as error:
        raise AnnotatorError(f"{file}: {describe(error)}. Mend the entry or remove the file.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotatorError(f"{file}: cannot be read: {error}") from error
    except ValueError as error:  # also a number of thousands of digits
        raise AnnotatorError(f"{file}: not valid TOML: {error}. Mend the line or remove the file.") from error


def default_codebook_text() -> str:
    """Give the shipped codebook as a file to edit."""
    return _DEFAULT.read_text(encoding="utf-8")
