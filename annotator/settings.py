"""Settings in TOML: reading such a file, and the `annotator.toml` that a new project has."""

import re
from pathlib import Path
from typing import TypeVar

from annotator.errors import AnnotatorError, describe
from annotator.special import refuse_special
from schemas import ProjectSettings
from schemas.base import Record

_Settings = TypeVar("_Settings", bound=Record)

SETTINGS_FILE = "annotator.toml"

NEW_SETTINGS = """\
# Settings of this Annotator project; every line may be left out.

# The project's name, shown in the app. Left out: the folder's name.
# name = "Reservoir story"

# Language given to imported articles that do not say their own (BCP 47).
# language = "en"
"""


def read_settings(path: Path) -> ProjectSettings:
    """Read a project's settings file; raises `AnnotatorError` naming file, line and key."""
    return read_settings_file(path, ProjectSettings)


def read_settings_file(path: Path, model: type[_Settings]) -> _Settings:
    """Read and validate a settings file; raises `AnnotatorError` naming file, line and nearest known key."""
    refuse_special(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise AnnotatorError(f"{path}: cannot be read: {error}") from error
    return parse_settings(text, model, path)


def parse_settings(text: str, model: type[_Settings], path: Path) -> _Settings:
    """Validate the text of a settings file; `path` is for the messages of `AnnotatorError`."""
    import difflib
    import tomllib

    from pydantic import ValidationError

    try:
        found = tomllib.loads(text)
    except ValueError as error:  # no TOML, or a number of thousands of digits
        raise AnnotatorError(f"{path}: cannot be read: {error}") from error
    except RecursionError as error:
        raise AnnotatorError(f"{path}: cannot be read: nested too deeply") from error
    try:
        return model.model_validate(found)
    except ValidationError as error:
        # A slip in a name is said first: it may be why something else is missing.
        problems = error.errors(include_url=False)
        for problem in problems:
            if problem["type"] == "extra_forbidden":
                key = str(problem["loc"][-1])
                near = difflib.get_close_matches(key, model.model_fields, n=1, cutoff=0)[0]
                raise AnnotatorError(
                    f"{path}{line_of(text, key)}: no setting {key!r}; did you mean {near!r}?"
                ) from error
        line = line_of(text, str(problems[0]["loc"][-1])) if problems[0]["loc"] else ""
        raise AnnotatorError(f"{path}{line}: {describe(error)}") from error


def line_of(text: str, key: str) -> str:
    """Where a key is set, to follow the file's name; empty when it is written with escapes."""
    sets = re.compile(rf"""[\s\["'\w.-]*\b{re.escape(key)}["'\]\s]*(=|$)""")
    lines = text.split("\n")
    return next((f", line {number}" for number, line in enumerate(lines, start=1) if sets.match(line)), "")
