"""Blocks: every line break ends one, unless the text was wrapped to a line width."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.segment.rules import CLOSERS, END_MARKS

_LINE = re.compile(r"[^\n]+")

MIN_WIDTH, MAX_WIDTH = 40, 120
"""Line widths in characters between which text counts as wrapped; e-mail and agencies use 60 to 80."""

_FULL_SHARE = 0.75
"""Share of line breaks that a line width must explain."""

_RUNNING_ON_SHARE = 0.45
"""Share of explained breaks where the sentence visibly runs on; prose has about 0.75, lists near 0."""


class Span(NamedTuple):
    """A stretch `[start, end)` of a text, in code points."""

    start: int
    end: int


def find_blocks(text: str) -> list[Span]:
    """Give the blocks of a text in order, without blanks at their ends; a block may span wrapped lines."""
    lines = [line for match in _LINE.finditer(text) if (line := _stripped(text, *match.span()))]
    width = _wrap_width(text, lines)
    blocks = lines[:1]
    for before, line in pairwise(lines):
        if width and _is_adjacent(text, before, line) and _is_wrapped(text, before, line, width):
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def _stripped(text: str, start: int, end: int) -> Span | None:
    """Shrink a stretch until it neither begins nor ends with a blank; None if nothing is left."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Span(start, end) if start < end else None


def _wrap_width(text: str, lines: Sequence[Span]) -> int:
    """Give the width the text was wrapped to, or 0 if its line breaks mean something."""
    breaks = [pair for pair in pairwise(lines) if _is_adjacent(text, *pair)]
    if len(breaks) < 2:
        return 0
    lengths = sorted(before.end - before.start for before, _ in breaks)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return 0
    full = [pair for pair in breaks if _is_full(text, *pair, width)]
    running_on = sum(_runs_on(text, *pair) for pair in full)
    explained = len(full) >= _FULL_SHARE * len(breaks) and running_on >= _RUNNING_ON_SHARE * len(full)
    return width if explained else 0


def _is_wrapped(text: str, before: Span, line: Span, width: int) -> bool:
    return _is_full(text, before, line, width) or _runs_on(text, before, line)


def _is_adjacent(text: str, before: Span, line: Span) -> bool:
    return text.count("\n", before.end, line.start) == 1


def _is_full(text: str, before: Span, line: Span, width: int) -> bool:
    """Say whether the next line's first word would not have fitted, so that wrapping explains the break."""
    blank = text.find(" ", line.start, line.end)
    first_word = (line.end if blank < 0 else blank) - line.start
    return before.end - before.start + 1 + first_word > width


def _runs_on(text: str, before: Span, line: Span) -> bool:
    """Say whether the sentence visibly goes on: no end mark, and no capital after the break."""
    tail = text[max(before.start, before.end - 5) : before.end].rstrip(CLOSERS)
    return not tail.endswith(END_MARKS) and not text[line.start].isupper()
