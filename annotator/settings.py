"""A project's settings, `annotator.toml`: reading them, and the file that a new project has."""

from pathlib import Path

from annotator.errors import AnnotatorError, describe
from annotator.special import refuse_special
from schemas import ProjectSettings

SETTINGS_FILE = "annotator.toml"

NEW_SETTINGS = """\
# Settings of this Annotator project; every line may be left out.

# The project's name, shown in the app. Left out: the folder's name.
# name = "Reservoir story"

# Language given to imported articles that do not say their own (BCP 47).
# language = "en"
"""


def read_settings(path: Path) -> ProjectSettings:
    """Read and validate a settings file; raises `AnnotatorError` naming file, line and key."""
    import difflib
    import tomllib

    from pydantic import ValidationError

    refuse_special(path)
    try:
        return ProjectSettings.model_validate(read := tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise AnnotatorError(f"{path}: cannot be read: {error}") from error
    except RecursionError as error:
        raise AnnotatorError(f"{path}: cannot be read: nested too deeply") from error
    except ValidationError as error:
        for key in read:
            if key not in ProjectSettings.model_fields:
                near = difflib.get_close_matches(key, ProjectSettings.model_fields, n=1, cutoff=0)[0]
                raise AnnotatorError(
                    f"{path}{_line_of(path, key)}: no setting {key!r}; did you mean {near!r}?"
                ) from error
        raise AnnotatorError(f"{path}: {describe(error)}") from error


def _line_of(path: Path, key: str) -> str:
    """Where a key is, to follow the file's name; empty when it is written with escapes."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next((f", line {number}" for number, text in enumerate(lines, start=1) if key in text), "")
