"""The columns of the list of articles: which there is room for, and where they stand."""

from typing import NamedTuple

from annotator.listing import SortKey

MARK_CELLS = 2
"""Of the sign of the current row, before the first column."""
GAP = 2
_LEAST_TITLE = 8


class Column(NamedTuple):
    """One column; its name is what is drawn in it."""

    name: str
    heading: str
    cells: int
    left: int
    """Cells before it in its line."""
    key: SortKey | None
    """What the articles are sorted by when its heading is chosen."""
    right: bool = False
    """Whether what it holds stands at its right edge."""


# Name, heading, cells, key, at the right edge, and the least width of the list that has it. A title takes
# what the others leave.
_COLUMNS: tuple[tuple[str, str, int, SortKey | None, bool, int], ...] = (
    ("progress", "done", 15, SortKey.PROGRESS, False, 0),
    ("title", "title", 0, SortKey.TITLE, False, 0),
    ("outlet", "outlet", 12, SortKey.OUTLET, False, 72),
    ("date", "date", 10, SortKey.DATE, False, 0),
    ("words", "words", 8, SortKey.WORDS, True, 100),
    ("ease", "ease", 6, SortKey.EASE, True, 110),
    ("others", "others", 8, None, True, 110),
    ("alike", "alike", 7, None, True, 120),
    ("flagged", "flags", 7, None, True, 100),
)


def columns_for(width: int, *, outlets: bool = True) -> list[Column]:
    """Give the columns of a list that is so many cells wide, in their order."""
    kept = [column for column in _COLUMNS if width >= column[-1] and (outlets or column[0] != "outlet")]
    taken = MARK_CELLS + sum(cells for _, _, cells, *_ in kept) + GAP * (len(kept) - 1)
    placed, left = [], MARK_CELLS
    for name, heading, cells, key, right, _ in kept:
        room = cells or max(_LEAST_TITLE, width - taken)
        placed.append(Column(name, heading, room, left, key, right))
        left += room + GAP
    return placed
