"""Offsets in the two units that tools count in: code points (ours) and UTF-16 code units."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


class Utf16:
    """Converts offsets into one text; cheap for texts without astral characters, where both are the same."""

    def __init__(self, text: str) -> None:
        """Remember where the characters of `text` stand that take two UTF-16 code units."""
        self._astral: Sequence[int] = (
            [place for place, character in enumerate(text) if character > "\uffff"]
            if text and max(text) > "\uffff"
            else ()
        )
        self._in_units = [place + before for before, place in enumerate(self._astral)]
        self.length = len(text) + len(self._astral)
        """Of the text, in UTF-16 code units."""

    def from_code_points(self, offset: int) -> int:
        """Give the offset in UTF-16 code units."""
        return offset + bisect_left(self._astral, offset)

    def to_code_points(self, offset: int) -> int:
        """Give the offset in code points.

        Raises:
            ValueError: the offset is in the middle of a character.
        """
        before = bisect_right(self._in_units, offset - 1)
        if before and self._in_units[before - 1] == offset - 1:
            raise ValueError(f"UTF-16 offset {offset} is in the middle of a character")
        return offset - before
