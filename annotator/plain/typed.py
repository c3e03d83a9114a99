"""What typed words name: one of several values, or a number."""

from typing import TypeVar

from annotator.errors import AnnotatorError

T = TypeVar("T", bound=str)

_MOST_DIGITS = 9


def whole_number(typed: str) -> int | None:
    """The whole number that was typed; None for anything else, and for more digits than anything here has."""
    return int(typed) if typed.isdecimal() and len(typed) <= _MOST_DIGITS else None


def one_of(values: list[T], typed: str, what: str) -> T:
    """The one value that a word or its beginning names; raises `AnnotatorError` saying what there is."""
    wanted = typed.strip().casefold().replace(" ", "_").replace("-", "_")
    found = [value for value in values if value == wanted] or [
        value for value in values if wanted and value.startswith(wanted)
    ]
    if len(found) != 1:
        names = ", ".join(value.replace("_", " ") for value in (found or values))
        raise AnnotatorError(f"{what}: one of {names}")
    return found[0]
