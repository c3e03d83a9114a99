"""A table of numbers with a shade for each, which can be told without colour by the sign before it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from annotator.tui.widgets.blocks import QUIET, TITLE, Behind, Block, Spot, fitted_to
from annotator.tui.widgets.linepane import Line, Piece

SIGNS = ("░", "▒", "▓", "█")
HEATS = tuple(f"sheet--heat-{step}" for step in range(1, len(SIGNS) + 1))
"""Component classes of the shades."""
MARKS = (0.4, 0.667, 0.8)
"""Where the shades of coefficients change; the last two are Krippendorff's."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One number of the table."""

    text: str
    step: int | None
    """Which shade, from 0; None: none."""
    words: str
    """What it says in a sentence."""
    leads: Behind | None = None


def step_of(value: float | None) -> int | None:
    """The shade of a coefficient; none for what is no better than chance."""
    if value is None or value <= 0:
        return None
    return bisect_right(MARKS, round(value, 3))


def share_step(count: int, most: int) -> int | None:
    """The shade of a count among counts of which `most` is the largest; none for none."""
    return min(len(SIGNS) - 1, count * len(SIGNS) // (most + 1)) if count else None


def heat_map(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], HeatCell],
    *,
    name_cells: int,
    head_cells: int = 5,
    tall: bool = False,
) -> Block:
    """Draw cells by row and column; where there is none, nothing is drawn. Tall ones have three lines.

    `name_cells` and `head_cells` are the most that names of rows and of columns may take.
    """
    names = min(name_cells, max(map(cell_len, rows), default=0))
    longest = max((cell_len(cell.text) for cell in cells.values()), default=1)
    width = max(longest + 2 + 2 * tall, min(head_cells, max(map(cell_len, columns), default=0)), 5)
    head: Line = (
        (" " * (names + 2), ""),
        *((f" {fitted_to(name, width, 'r')} ", QUIET) for name in columns),
    )
    lines: list[Line] = [((f" {title}", TITLE),), head]
    spots = []
    for y, name in enumerate(rows):
        drawn = [cells.get((y, x)) for x in range(len(columns))]
        shade: Line = ((" " * (names + 2), ""), *(_shade(cell, width) for cell in drawn))
        lines += [shade] * tall
        for x, cell in enumerate(drawn):
            if cell:
                spots.append(Spot(names + 2 + x * (width + 2), len(lines), width + 2, cell.words, cell.leads))
        lines.append(((f" {fitted_to(name, names, 'l')} ", ""), *(_number(cell, width) for cell in drawn)))
        lines += [shade] * tall
    return Block(tuple(lines), tuple(spots))


def _number(cell: HeatCell | None, width: int) -> Piece:
    if cell is None:
        return " " * (width + 2), ""
    if cell.step is None:
        return f" {fitted_to(cell.text, width, 'r')} ", ""
    return f" {SIGNS[cell.step]}{fitted_to(cell.text, width - 1, 'r')} ", HEATS[cell.step]


def _shade(cell: HeatCell | None, width: int) -> Piece:
    """The line over or under a number."""
    if cell is None or cell.step is None:
        return " " * (width + 2), ""
    return f" {SIGNS[cell.step]}{' ' * width}", HEATS[cell.step]
