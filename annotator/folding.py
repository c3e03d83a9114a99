"""Text as it is looked for: without case, accents and the difference between straight and curly quotes."""

import re
import unicodedata
from functools import lru_cache

# Quotes and dashes of print, as a keyboard has them.
_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\n\t\u00a0\u202f\u2009", " ")
    | {"\u00ad": "", "\u200b": ""}
)

_REPLACED = [(chr(printed), str(plain)) for printed, plain in _PLAIN.items()]

# Latin, Greek, the first of Cyrillic, and punctuation: all marks that their characters decompose into are of
# one block, so that a text can be folded as a whole, twice as fast.
_WESTERN = re.compile("[\\x00-\\u0482\\u1e00-\\u20cf]*").fullmatch
_MARKS = re.compile("[\\u0300-\\u034e\\u0350-\\u036f]")


def folded(text: str) -> str:
    """Give `text` without case and accents, quotes and dashes as typed, blanks as blanks."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ")
    if not _WESTERN(text):
        return "".join(map(_folded_character, text))
    for printed, plain in _REPLACED:  # faster than a table for the whole text
        text = text.replace(printed, plain)
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def places_of(text: str) -> list[int]:
    """Give for each character of `folded(text)` the index in `text` that it comes from, and the end."""
    places = [place for place, character in enumerate(text) for _ in _folded_character(character)]
    return [*places, len(text)]


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    """Fold one character by itself, so that every part of a folded text has one origin."""
    if character.isascii():
        return " " if character in "\n\t" else character.lower()
    decomposed = unicodedata.normalize("NFKD", character.translate(_PLAIN).casefold())
    return "".join(part for part in decomposed if not unicodedata.combining(part))
