"""What only people can tell: the questions, and keeping their answers in the settings."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.settings import changed_settings, parse_settings
from annotator.special import refuse_special
from annotator.store import write_durably
from schemas import DatasetInfo, ProjectSettings

NOT_PROVIDED = "not provided"

HEADINGS: Mapping[str, str] = {
    "title": "Title",
    "version": "Version",
    "licence": "Licence of the labels",
    "text_rights": "Rights in the texts",
    "motivation": "Why it was made, by whom, who paid",
    "selection": "How articles were chosen",
    "collection": "How articles were collected",
    "language_variety": "Varieties of language",
    "authors": "Who wrote the texts",
    "annotators": "Who labelled",
    "sensitive": "What could be sensitive",
    "uses": "What it is for, and what not",
    "limits": "Known errors, gaps and leanings",
    "distribution": "Where it is given out",
    "maintenance": "Who keeps it",
    "contact": "Whom to ask",
    "citation": "How to cite it",
}
"""What each answer is called, in the order in which it is asked for."""


def unanswered(info: DatasetInfo) -> Iterator[tuple[str, str]]:
    """Give the fields without an answer, each with its question."""
    from schemas.json_schema import sentences

    questions = sentences(DatasetInfo)
    for field in HEADINGS:
        if not getattr(info, field).strip():
            yield field, " ".join(questions[field].split())


def keep_answers(path: Path, answers: Mapping[str, str]) -> None:
    """Write answers into the settings file at `path`, whose comments and other lines stay.

    Raises:
        AnnotatorError: the file is not valid, before or after; nothing is written then.
    """
    refuse_special(path)
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotatorError(f"{path}: cannot be read: {error}") from error
    known = parse_settings(text, ProjectSettings, path).dataset
    given = {**known.model_dump(exclude_defaults=True), **answers}
    changed = changed_settings(text, {"dataset": {name: given[name] for name in HEADINGS if name in given}})
    parse_settings(changed, ProjectSettings, path)
    try:
        write_durably(path, changed.encode())
    except OSError as error:
        raise AnnotatorError(f"{path} was not saved: {error.strerror}") from error
