"""Names of sources: when two are the same, and the id of a new entry."""

import hashlib
import unicodedata
from collections.abc import Container

from annotator.errors import AnnotatorError
from schemas import slug

_ARTICLE = "the "
_PRONOUNS = frozenset(
    [
        *("he", "she", "it", "they", "i", "we", "er", "sie", "es", "wir", "ich"),
        *("il", "elle", "ils", "elles", "nous", "on", "él", "ella", "ellos", "ellas", "ele", "ela", "eles"),
        *("elas", "lui", "lei", "loro", "hij", "zij", "ze", "wij", "он", "она", "они", "оно", "han", "hun"),
    ]
)
"""Words for a source that was named before, in languages that are often read."""


def refers_back(words: str) -> bool:
    """Whether words stand for somebody named before and are no name themselves."""
    return folded(words) in _PRONOUNS


def folded(name: str) -> str:
    """Give a name as it is compared: case, spacing, typographic forms and a leading "the" do not matter."""
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    words = " ".join(composed.split())
    while words.startswith(_ARTICLE):
        words = words.removeprefix(_ARTICLE)
    return words


def new_id(name: str, taken: Container[str]) -> str:
    """Make the id of a new entry: its name and eight digits of a hash of that, the same on every machine.

    Raises `AnnotatorError` for a name without a letter or digit.
    """
    words, copy = slug(folded(name)), 1
    if not words:
        raise AnnotatorError(f"no source can be named {name[:60]!r}: a name has a letter or digit")
    while (found := f"{words}-{_digits(name, copy)}") in taken:
        copy += 1
    return found


def _digits(name: str, copy: int) -> str:
    written = folded(name) if copy == 1 else f"{folded(name)} {copy}"
    return hashlib.sha256(written.encode()).hexdigest()[:8]
