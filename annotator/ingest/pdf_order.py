"""The lines of a page in the order in which they are read: down one column, then down the next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

_MAX_LINES = 1500
"""Fragments of a page above which it is no article, and is read from top to bottom."""

_MIN_ROWS = 3
_MAX_STARTS = 30
"""Places where most lines begin that may be the left edge of a column."""

_MIN_CHARACTERS = 14
"""Mean length of a line of a column of words; cells of tables are shorter."""


@dataclass(slots=True)
class Line:
    """Words on one line of one column, in points from the upper left corner of the page."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    text: str
    page: int = 0
    column: int = 0
    """Lines of one column of one page have the same number."""


def in_reading_order(lines: Sequence[Line], page: int) -> list[Line]:
    """Join fragments to lines, and order these; each gets the number of its page and column."""
    if len(lines) > _MAX_LINES:
        groups: Iterator[list[Line]] = iter([sorted(lines, key=lambda line: (line.y0, line.x0))])
    else:
        groups = _columns(list(lines), 0)
    ordered = []
    for column, group in enumerate(groups):
        for line in _joined(group):
            line.page, line.column = page, column
            ordered.append(line)
    return ordered


def _columns(lines: list[Line], depth: int) -> Iterator[list[Line]]:
    """Split lines into groups that are read one after another, each of one column."""
    gutter = _gutter(lines) if depth < 6 else None
    if gutter is None:
        yield lines
        return
    lines.sort(key=lambda line: line.y0)
    for crossing, band in groupby(lines, key=lambda line: line.x0 < gutter < line.x1):
        if crossing:
            yield list(band)
            continue
        within = list(band)
        for side in (
            [line for line in within if line.x1 <= gutter],
            [line for line in within if line.x1 > gutter],
        ):
            if side:
                yield from _columns(side, depth + 1)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Find where columns of words stand side by side: the place with most lines on both sides."""
    if len(lines) < 2 * _MIN_ROWS:
        return None
    best, place = 0, None
    starts = Counter(int(line.x0) for line in lines).most_common(_MAX_STARTS)
    for start in sorted(start for start, count in starts if count >= _MIN_ROWS):
        x = start - 1
        left = [line for line in lines if line.x1 <= x]
        right = [line for line in lines if line.x0 >= x]
        if min(len(left), len(right)) < _MIN_ROWS or not (_is_words(left) and _is_words(right)):
            continue
        beside = _beside(left, right)
        crossing = len(lines) - len(left) - len(right)
        score = beside - crossing // 4
        if beside >= _MIN_ROWS and score > best:
            best, place = score, x
    return place


def _is_words(lines: Sequence[Line]) -> bool:
    """Say whether lines are those of a column of words rather than cells of a table."""
    widest = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    filled = median(line.x1 - line.x0 for line in lines) > 0.5 * widest
    return filled and sum(len(line.text) for line in lines) >= _MIN_CHARACTERS * len(lines)


def _beside(left: Sequence[Line], right: Sequence[Line]) -> int:
    """Count the lines on the right that have one on the left at the same height."""
    count, index = 0, 0
    ordered = sorted(left, key=lambda line: line.y1)
    for line in sorted(right, key=lambda line: line.y0):
        while index < len(ordered) and ordered[index].y1 <= line.y0:
            index += 1
        count += index < len(ordered) and ordered[index].y0 < line.y1
    return count


def _joined(lines: list[Line]) -> Iterator[Line]:
    """Join fragments at the same height, left to right; cells of a row with TAB between them."""
    lines.sort(key=lambda line: (line.y0 + line.y1) / 2)
    row: list[Line] = []
    for line in lines:
        middle = (line.y0 + line.y1) / 2
        if row and not any(other.y0 <= middle <= other.y1 for other in row[-3:]):
            yield _one(row)
            row = []
        row.append(line)
    if row:
        yield _one(row)


def _one(row: list[Line]) -> Line:
    row.sort(key=lambda line: line.x0)
    parts = [row[0].text]
    for before, line in pairwise(row):
        gap = line.x0 - before.x1
        parts += ["\t" if gap > 1.5 * line.size else " " if gap > 0.1 * line.size else "", line.text]
    longest = max(row, key=lambda line: len(line.text))
    return Line(
        row[0].x0,
        min(line.y0 for line in row),
        max(line.x1 for line in row),
        max(line.y1 for line in row),
        longest.size,
        all(line.bold for line in row),
        "".join(parts),
    )
