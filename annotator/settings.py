"""Settings in TOML: reading such a file, and the `annotator.toml` that a new project has."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from annotator.errors import AnnotatorError, describe
from annotator.special import refuse_special
from schemas import ProjectSettings
from schemas.base import Record

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_Settings = TypeVar("_Settings", bound=Record)

SETTINGS_FILE = "annotator.toml"

NEW_SETTINGS = """\
# Settings of this Annotator project; every line may be left out.

# The project's name, shown in the app. Left out: the folder's name.
# name = "Reservoir story"

# Language given to imported articles that do not say their own (BCP 47).
# language = "en"

# Offer labels and passages while annotating; what was offered and accepted is recorded.
# suggestions = true

# Share of the sentences on which suggestions are shown, the same ones to all; the rest measures what they
# lead to.
# suggestion_share = 1.0

# The app shows annotators what others decided only in articles that they have finished themselves.
# blind = true

# The app shows annotators neither outlet nor authors nor address of an article.
# blind_outlet = false

# Who settles disagreements and may see all labels. Left out: anybody who has and is to annotate nothing.
# adjudicators = ["Mira"]

# Adjudicators see the annotators as A, B, C.
# blind_adjudication = false

# Sentences that an annotator gets again, without seeing the first label, to measure self-consistency.
# share: of the sentences that the annotator has labelled; after_days: how long ago the first label was given,
# at least; seed: another number chooses others.
# [retest]
# share = 0.05
# after_days = 7
# seed = 0

# Who is to annotate what. `annotator assign` writes this table and deals the articles out by it.
# overlap: share of the articles that several annotate, so that agreement can be measured; the rest one each;
# raters: how many annotate each article of the overlap; seed: another number deals otherwise.
# [assignment]
# annotators = ["Ana", "Ben", "Cleo"]
# overlap = 0.2
# raters = 2
# seed = 0

# What only people can tell of the dataset, for its card; `annotator card --ask` asks.
# It writes this table: title, licence, why the dataset was made, by whom, whom readers can ask …
# [dataset]
# licence = "CC-BY-4.0"
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
                *tables, key = map(str, problem["loc"])
                names = _model_of(model, tables).model_fields
                near = difflib.get_close_matches(key, names, n=1, cutoff=0)[0]
                where = f" in [{'.'.join(tables)}]" if tables else ""
                raise AnnotatorError(
                    f"{path}{line_of(text, *tables, key)}: no setting {key!r}{where}; did you mean {near!r}?"
                ) from error
        named = [part for part in problems[0]["loc"] if isinstance(part, str)]
        line = line_of(text, *named) if named else ""
        raise AnnotatorError(f"{path}{line}: {describe(error)}") from error


def line_of(text: str, *names: str) -> str:
    """Where a key is set, to follow the file's name; empty when it is written with escapes.

    The names of the tables that it is in go before its own; one that is not in its table stands where that
    begins.
    """
    lines = text.split("\n")
    *tables, key = names
    first, last = 0, len(lines)
    if tables:
        head = re.compile(rf"""\s*\[\s*["']?{re.escape(tables[-1])}["']?\s*\]""")
        first = next((place for place, line in enumerate(lines) if head.match(line)), -1) + 1
        if first:
            ends = (place for place in range(first, last) if lines[place].lstrip().startswith("["))
            last = next(ends, last)
    sets = re.compile(rf"""[\s\["'\w.-]*\b{re.escape(key)}["'\]\s]*(=|$)""")
    found = next((place for place in range(first, last) if sets.match(lines[place])), None)
    if found is not None:
        return f", line {found + 1}"
    if first:
        return f", line {first}"
    return line_of(text, *tables) if tables else ""


def changed_settings(text: str, changes: Mapping[str, object]) -> str:
    """Give a file's text with some values replaced or added; comments and order stay.

    A mapping is a table, and replaced as a whole.
    """
    import tomlkit

    document = tomlkit.parse(text)
    for name, value in changes.items():
        if isinstance(value, Mapping) and isinstance(document.get(name), dict):
            _replace_table(document, name, value)
        else:
            document[name] = _plain(value)
    return tomlkit.dumps(document)


def _replace_table(document: "TOMLDocument", name: str, entries: Mapping[str, object]) -> None:
    """Change what differs in a table, so that its comments stay."""
    table: Any = document[name]
    for gone in [key for key in table if key not in entries]:
        del table[gone]
    for key, value in entries.items():
        if table.get(key) != value:
            table[key] = _plain(value)


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _model_of(model: type[Record], tables: Sequence[str]) -> type[Record]:
    """Give the model of a table in a table, and so on."""
    for table in tables:
        kind = model.model_fields[table].annotation
        kinds = get_args(kind) or (kind,)
        model = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Record))
    return model
