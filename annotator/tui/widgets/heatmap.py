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
    corner: str = "",
) -> Block:
    """Draw cells by row and column; where there is none, nothing is drawn."""
    names = min(name_cells, max(map(cell_len, (*rows, corner)), default=0))
    longest = max((cell_len(cell.text) for cell in cells.values()), default=1)
    width = max(longest + 2, min(name_cells, max(map(cell_len, columns), default=0)), 5)
    head: Line = (
        (f" {fitted_to(corner, names, 'l')} ", QUIET),
        *((f" {fitted_to(name, width, 'r')} ", QUIET) for name in columns),
    )
    lines: list[Line] = [((f" {title}", TITLE),), head]
    spots = []
    for y, name in enumerate(rows):
        line: list[Piece] = [(f" {fitted_to(name, names, 'l')} ", "")]
        for x in range(len(columns)):
            cell = cells.get((y, x))
            line += _drawn(cell, width)
            if cell:
                spots.append(Spot(names + 2 + x * (width + 2), y + 2, width + 2, cell.words, cell.leads))
        lines.append(tuple(line))
    return Block(tuple(lines), tuple(spots))


def _drawn(cell: HeatCell | None, width: int) -> Line:
    if cell is None:
        return ((" " * (width + 2), ""),)
    if cell.step is None:
        return ((f" {fitted_to(cell.text, width, 'r')} ", ""),)
    sign = SIGNS[cell.step]
    return ((f" {sign}{fitted_to(cell.text, width - 1, 'r')} ", HEATS[cell.step]),)
