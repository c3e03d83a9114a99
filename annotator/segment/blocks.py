"""Blocks: every line break ends one, unless the text was wrapped to a line width."""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.segment.layout import CLOSERS, END_MARKS

_LINE = re.compile(r"[^\n]+")
_SEPARATOR = re.compile(r"(?<!\S)(?:([*=~#])\1{2,}+|[-_]{5,}+|\*(?: \*){2,}+)(?!\S)")
"""A rule between two parts of a page, which may stand inside a line: `***`."""

_SEPARATOR_MARKS = ("***", "===", "~~~", "###", "-----", "_____", "* * *")
"""One of these is part of any separator: found faster than the pattern."""

MIN_WIDTH, MAX_WIDTH = 40, 120
"""Line widths in characters between which text counts as wrapped; e-mail and agencies use 60 to 80."""

MAX_WIDE_WIDTH = 2 * MAX_WIDTH
"""The same where characters are two columns wide, for some count characters."""

_WIDE = re.compile("[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uff01-\uff60]+")

_FULL_WIDE_SHARE = 0.85
"""Share of the width from which a line is full before such a character: some signs begin or end no line."""

_LONG_SHARE = 0.6
"""Share of the width from which a line is long; shorter ones end paragraphs and say nothing."""

_RUNNING_ON_SHARE = 0.3
"""Share of breaks after long lines where the sentence runs on; wrapped prose has about 0.7, lists near 0."""

_FULL_SHARE = 0.75
"""Share of these where the line was full; verses and notes break where they like."""

_FEW = 4
"""Long lines that are enough to judge by how full they are, where few sentences visibly run on."""


class Span(NamedTuple):
    """A stretch `[start, end)` of a text, in code points."""

    start: int
    end: int


def find_blocks(text: str, small_words: Container[str] = ()) -> list[Span]:
    """Give the blocks of a text in order, without blanks at their ends; a block may span wrapped lines.

    `small_words` of the language, such as `of`, end no sentence and no heading: after one a line goes on.
    """
    lines = list(_lines(text))
    width = _wrap_width(text, lines, small_words)
    blocks = lines[:1]
    for before, line in pairwise(lines):
        if width and _is_adjacent(text, before, line) and _is_wrapped(text, before, line, width, small_words):
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def _lines(text: str) -> Iterator[Span]:
    """Yield what stands between line breaks and separators, and the separators."""
    may_hold_separators = any(mark in text for mark in _SEPARATOR_MARKS)
    for line in _LINE.finditer(text):
        position = line.start()
        found = _SEPARATOR.finditer(text, line.start(), line.end()) if may_hold_separators else ()
        for separator in found:
            if before := _stripped(text, position, separator.start()):
                yield before
            yield Span(*separator.span())
            position = separator.end()
        if rest := _stripped(text, position, line.end()):
            yield rest


def _stripped(text: str, start: int, end: int) -> Span | None:
    """Shrink a stretch until it neither begins nor ends with a blank; None if nothing is left."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Span(start, end) if start < end else None


def _wrap_width(text: str, lines: Sequence[Span], small_words: Container[str]) -> int:
    """Give the width the text was wrapped to, or 0 if its line breaks mean something."""
    breaks = [pair for pair in pairwise(lines) if _is_adjacent(text, *pair)]
    if not breaks:
        return 0
    lengths = sorted(_columns(text, before) for before, _ in breaks)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not MIN_WIDTH <= width <= (MAX_WIDE_WIDTH if _WIDE.search(text) else MAX_WIDTH):
        return 0
    long = [pair for pair in breaks if _columns(text, pair[0]) >= _LONG_SHARE * width]
    running_on = [pair for pair in breaks if _runs_on(text, *pair, small_words)]
    if running_on and len(running_on) >= _RUNNING_ON_SHARE * len(long):
        explained = _share_full(text, running_on, width) >= _FULL_SHARE
    else:
        unended = sum(not _is_ended(text, before) for before, _ in long)
        explained = len(long) >= _FEW and 2 * unended >= len(long)
        explained = explained and _share_full(text, long, width) >= _FULL_SHARE
    return width if explained else 0


def _share_full(text: str, pairs: Sequence[tuple[Span, Span]], width: int) -> float:
    return sum(_is_full(text, *pair, width) for pair in pairs) / len(pairs)


def _is_wrapped(text: str, before: Span, line: Span, width: int, small_words: Container[str]) -> bool:
    if _is_indented(text, line) and not _is_indented(text, before):
        return False
    return _is_full(text, before, line, width) or _runs_on(text, before, line, small_words)


def _is_indented(text: str, line: Span) -> bool:
    return line.start > 0 and text[line.start - 1] in " \t\u3000"


def _is_adjacent(text: str, before: Span, line: Span) -> bool:
    return text.count("\n", before.end, line.start) == 1


def _is_full(text: str, before: Span, line: Span, width: int) -> bool:
    """Say whether the next line's first word would not have fitted, so that wrapping explains the break."""
    if _WIDE.match(text, line.start):
        return _columns(text, before) >= _FULL_WIDE_SHARE * width
    blank = text.find(" ", line.start, line.end)
    first_word = Span(line.start, line.end if blank < 0 else blank)
    return _columns(text, before) + 1 + _columns(text, first_word) > width


def _columns(text: str, line: Span) -> int:
    """Give the width of a line, to which a Chinese or Japanese character adds two."""
    wide = 0 if text.isascii() else sum(map(len, _WIDE.findall(text, line.start, line.end)))
    return line.end - line.start + wide


def _runs_on(text: str, before: Span, line: Span, small_words: Container[str]) -> bool:
    """Say whether the sentence visibly goes on: no end mark before the break, and no capital after it."""
    if _is_ended(text, before):
        return False
    if text[line.start].islower() or text[before.end - 1] == ",":
        return True
    return text[max(before.start, before.end - 12) : before.end].split()[-1] in small_words


def _is_ended(text: str, line: Span) -> bool:
    return text[max(line.start, line.end - 5) : line.end].rstrip(CLOSERS).endswith(END_MARKS)
