"""Where the text of a unit may be cut in two."""

import unicodedata

_CLOSE = 12
"""Characters to look back over for what ends a sentence: closing marks and blanks stand between."""


def cut_places(text: str) -> list[int]:
    """Where a unit of these words may sensibly be split: before words, and after marks that end something."""
    return [
        place
        for place in range(1, len(text))
        if not text[place].isspace()
        and (text[place - 1].isspace() or _ends(text[place - 1], text[place]))
        and not joined_to_the_one_before(text, place)
    ]


def likely_cut(text: str) -> int:
    """The place among `cut_places` to begin with: after the first end of a sentence or clause; -1: none."""
    places = cut_places(text)
    for ends in (".!?…。！？؟।", ":;—–"):
        for place in places:
            before = text[max(0, place - _CLOSE) : place].rstrip().rstrip("”’\"'»)]」』")
            if before.endswith(tuple(ends)):
                return place
    return places[len(places) // 2] if places else -1


def _ends(before: str, character: str) -> bool:
    """Whether something may end between two characters that no blank parts."""
    if before.isalnum() or unicodedata.category(before)[0] != "P" or before in "-'’‘“(«[":
        return False
    return (character.isalpha() and not character.islower()) or character in '“‘«("「『'


def joined_to_the_one_before(text: str, offset: int) -> bool:
    """Whether the character at `offset` is drawn together with the one before it (accents, joined emoji)."""
    character = text[offset]
    return (
        unicodedata.category(character)[0] == "M"
        or "\u200d" in text[offset - 1 : offset + 1]
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
