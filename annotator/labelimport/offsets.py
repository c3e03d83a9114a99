"""Offsets into a foreign text, and what they are once the text is canonical."""

import re
from bisect import bisect_left

from annotator.ingest.canonical import canonical

_CRLF = re.compile("\r\n")


class CanonicalText:
    """A text made canonical, which knows where its characters stood before.

    All that `annotator.ingest.canonical` does keeps the length, but for byte order marks at the beginning and
    line ends of two characters.
    """

    def __init__(self, raw: str, *, is_part: bool = False) -> None:
        """Make `raw` canonical; in a part of a text a byte order mark is a character like any other."""
        self.raw_length = len(raw)
        self.text, changes = canonical(raw)
        self._dropped = len(raw) - len(raw.lstrip("\ufeff")) if changes else 0
        if is_part and self._dropped:
            self.text = raw[: self._dropped] + self.text
            self._dropped = 0
        self._twos = [found.start() for found in _CRLF.finditer(raw)] if changes else []
        self.words = self.text.strip()
        """The text without blanks around it."""
        self.lead = len(self.text) - len(self.text.lstrip())
        """Blanks before them."""

    def offset(self, raw: int) -> int:
        """Give the offset in the canonical text of one in the raw text."""
        return max(0, raw - self._dropped) - bisect_left(self._twos, raw)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Give a stretch without blanks around it; raises `ValueError` when it is none of the text."""
        if not 0 <= start < end <= self.raw_length:
            raise ValueError(
                f"[{start}, {end}) is empty, reversed or outside the text of {self.raw_length:,} characters"
            )
        first, last = self.offset(start), self.offset(end)
        words = self.text[first:last]
        inner = words.strip()
        if not inner:
            raise ValueError(f"[{start}, {end}) holds nothing but blanks")
        first += len(words) - len(words.lstrip())
        return first, first + len(inner)
