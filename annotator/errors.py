"""The one error that people see, and how a validation problem is put into one line."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class AnnotatorError(Exception):
    """Bad input or a state that a person must mend: one line saying what, where and what to do."""


_FORMS = {
    "^[a-z][a-z0-9_]*$": "lower-case letters, digits and _ only",
    "^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "a language is a tag like en, de or pt-BR",
    r"^[^\s\x00-\x1f\x7f-\x9f\"'`,/:;|\\<>{}\[\]]( ?[^\s\x00-\x1f\x7f-\x9f\"'`,/:;|\\<>{}\[\]])*$": (
        "a label has no control characters, quotes, brackets, backslashes, nor , / : ; |, nor blanks twice"
    ),
}
"""Patterns of the schemas in words."""


def describe(error: "ValidationError") -> str:
    """Put the first problem of a validation into one line, e.g. `units.3.start: should be at least 0`."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if first["type"] == "string_pattern_mismatch":
        pattern = first["ctx"]["pattern"]
        form = _FORMS.get(pattern, f"the form {pattern}")
        message = f"{str(first['input'])[:60]!a} is not allowed: {form}"
    rest = error.error_count() - 1
    more = f" (and {rest} more)" if rest else ""
    return f"{place}: {message}{more}" if place else f"{message}{more}"
