"""Text in the cells of a terminal: where lines break, which character is where, and what is drawn of it.

Lines are ranges of code points, so that offsets stay those of the article whatever the screen shows.
"""

import re

from rich.cells import cell_len, set_cell_size, split_graphemes

_WIDE = 2

# Letters of alphabets and the punctuation of print, without combining marks: one character, one cell.
narrow = re.compile(
    "[\\t\\n -~\\xa0-\\xac\\xae-\\u02ff\\u0386-\\u0482\\u048a-\\u058a\\u05be\\u05d0-\\u05f4\\u060c-\\u060f"
    "\\u061b\\u061d-\\u064a\\u0660-\\u066f\\u0671-\\u06d5\\u10a0-\\u10ff\\u1e00-\\u1fff\\u2010-\\u2027"
    "\\u2030-\\u203a\\u20ac]*"
).fullmatch
"""Whether every character of a text takes exactly one cell (a match; None where some may not)."""

# Blanks of any kind take one cell. Invisible characters are left out; those that reorder or hide text are
# shown as a mark, since they could make a sentence read differently from what it says. What a terminal would
# obey never reaches it. Each character becomes one or none: `clusters` relies on it.
_SHOWN = str.maketrans(
    {"\n": " ", "\t": " ", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""}
    | dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "\ufffd")
    | dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "\u00b7")
)


# Between letters a joiner only chooses their shape, and terminals differ on the cells of what it joins; in
# emoji it makes one picture of several.
_JOINER = "\u200d"
_LETTER_JOINER = re.compile(f"(?<![\u00a9\u00ae\u2190-\u3299\ufe0f\U0001f000-\U000e007f]){_JOINER}")


def shown(text: str) -> str:
    """Give the characters to draw for a piece of article text."""
    if text.isascii() and text.isprintable():
        return text
    return (_LETTER_JOINER.sub("", text) if _JOINER in text else text).translate(_SHOWN)


def clusters(text: str) -> list[tuple[int, int, int]]:
    """Give the stretches of `text` that are drawn as one character: start, end, and how many cells it takes.

    They cover the text. Each takes at least one cell: what is invisible belongs to the one before it, or
    after it at the beginning. Only text of which nothing can be seen is one stretch of no cells.
    """
    drawn = shown(text)
    if len(drawn) == len(text):
        spans = [*split_graphemes(drawn)[0]]
    else:
        joiners = {match.start() for match in _LETTER_JOINER.finditer(text)}
        kept = [at for at, one in enumerate(text) if at not in joiners and _SHOWN.get(ord(one)) != ""]
        kept.append(len(text))
        spans = [(kept[start], kept[end], cells) for start, end, cells in split_graphemes(drawn)[0]]
    while len(spans) > 1 and not spans[0][2]:
        spans[:2] = [(spans[0][0], spans[1][1], spans[1][2])]
    if not spans:
        return [(0, len(text), 0)] if text else []
    return [(0, *spans[0][1:]), *spans[1:]]


def cell_of(text: str, offset: int) -> int:
    """The cell of a line of `text` at which the character at `offset` is drawn."""
    if narrow(text):
        return offset
    return sum(cells for _, end, cells in clusters(text) if end <= offset)


def offset_at(text: str, cell: int) -> int:
    """Which character of a line of `text` is drawn at a cell; its length for a cell beyond the end."""
    if narrow(text):
        return max(0, min(cell, len(text)))
    reached = 0
    for start, _, cells in clusters(text):
        reached += cells
        if cell < reached:
            return start
    return len(text)


def snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a range of `text` so that it cuts no character that is drawn as one."""
    if narrow(text):
        return start, end
    inside = [(first, last) for first, last, _ in clusters(text) if first < end and last > start]
    return (inside[0][0], inside[-1][1]) if inside else (start, end)


def shortened(text: str, cells: int) -> str:
    """Cut a line to at most so many cells, showing where it was cut."""
    return text if cell_len(text) <= cells else set_cell_size(text, max(0, cells - 1)).rstrip() + "…"


def fitted(text: str, cells: int) -> str:
    """Make a line exactly so many cells: cut, or filled with blanks."""
    return set_cell_size(shortened(text, cells), cells)


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Break `text` into lines of at most `width` cells, as [start, end) ranges of code points.

    Lines end at blanks where they can, after a wide character (CJK) where they must, and within a word only
    when it is longer than a line. Blanks at a break belong to no line. Never cuts a grapheme.
    """
    width = max(width, _WIDE)
    return _wrap_narrow(text, width) if narrow(text) else _wrap_graphemes(text, width)


def _wrap_narrow(text: str, width: int) -> list[tuple[int, int]]:
    """One character, one cell: the common case, found by searching blanks from the right."""
    plain = text.replace("\n", " ").replace("\t", " ")
    lines: list[tuple[int, int]] = []
    start, length = 0, len(plain)
    while length - start > width:
        blank = plain.rfind(" ", start, start + width + 1)
        end = blank if blank > start else start + width
        lines.append((start, start + len(plain[start:end].rstrip())))
        start = end
        while start < length and plain[start] == " ":
            start += 1
    if start < length or not lines:
        lines.append((start, length))
    return lines


def _wrap_graphemes(text: str, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    start = used = 0
    # Where the line may end, where the next would begin, and the cells up to there; -1: nowhere yet.
    line_end, next_start, cells_before = -1, -1, 0
    for first, last, cells in clusters(text):
        cluster = text[first] if last == first + 1 else shown(text[first:last])
        blank = cluster.isspace() and cluster != "\u00a0"
        if blank and first == start and lines:
            start = last
            continue
        # Twice where what is left after the last break is still too wide with this cluster.
        while used and used + cells > width and not blank:
            if next_start < 0:
                line_end, next_start, cells_before = first, first, used
            lines.append((start, line_end))
            start, used, next_start = next_start, used - cells_before, -1
        used += cells
        if blank:
            line_end = line_end if next_start == first else first
        if blank or cells >= _WIDE:
            line_end = line_end if blank else last
            next_start, cells_before = last, used
    if start < len(text) or not lines:
        lines.append((start, len(text)))
    return lines
