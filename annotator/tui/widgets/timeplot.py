"""A coefficient over time: a point for each week with its interval, over Krippendorff's marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.tui.widgets.bars import BAR, TICKS, WHISKER, Scale
from annotator.tui.widgets.blocks import QUIET, Block, Spot
from annotator.tui.widgets.linepane import Line, Piece

_MARGIN = 7
"""Cells of the numbers at the left."""
_STEPS = (3, 5, 7, 9, 11, 13, 15)
"""Cells of a week, as many as there is room for."""


@dataclass(frozen=True, slots=True)
class Point:
    """What is known of one week."""

    name: str
    """As under the plot, e.g. `W10`."""
    value: float | None
    low: float | None
    high: float | None
    words: str


def time_plot(points: Sequence[Point], width: int, height: int) -> Block:
    """Draw points from left to right, the latest that fit; `height` is that of the plot without its foot."""
    most = max(1, (width - _MARGIN) // _STEPS[0])
    points = points[-most:]
    step = max(step for step in _STEPS if step == _STEPS[0] or step * len(points) <= width - _MARGIN)
    lowest = min((end for one in points for end in (one.low, one.value) if end is not None), default=0.0)
    scale = Scale(lowest, height)
    grid = _Grid(scale, step * len(points))
    for place, point in enumerate(points):
        grid.draw(point, place * step + step // 2)
    grid.join([None if one.value is None else scale.cell(one.value) for one in points], step)
    lines = [*grid.lines(), _foot(points, step)]
    spots = tuple(
        Spot(_MARGIN + place * step, len(lines) - 1, step, point.words) for place, point in enumerate(points)
    )
    return Block(tuple(lines), spots)


class _Grid:
    """Cells of the plot, from the lowest line up."""

    def __init__(self, scale: Scale, width: int) -> None:
        self._scale = scale
        marks = {scale.cell(tick) for tick in TICKS}
        self._signs = [["┈" if y in marks else " "] * width for y in range(scale.width)]
        self._looks = [[QUIET] * width for _ in range(scale.width)]

    def put(self, x: int, y: int, sign: str, look: str) -> None:
        self._signs[y][x], self._looks[y][x] = sign, look

    def draw(self, point: Point, x: int) -> None:
        """Draw a point and its interval."""
        cell = self._scale.cell
        if point.low is not None and point.high is not None:
            low, high = cell(point.low), cell(point.high)
            for y in range(low, high + 1):
                self.put(x, y, "┴" if y == low else "┬" if y == high else "│", WHISKER)
        if point.value is not None:
            self.put(x, cell(point.value), "●", BAR)

    def join(self, heights: Sequence[int | None], step: int) -> None:
        """Lead from each point to the next, up or down half the way."""
        for place, (one, other) in enumerate(pairwise(heights)):
            if one is None or other is None:
                continue
            start, end = place * step + step // 2, (place + 1) * step + step // 2
            turn = (start + end) // 2
            for x in range(start + 1, end):
                self._lead(x, one if x < turn else other, "─")
            if one != other:
                self._lead(turn, one, "╮" if one > other else "╯")
                self._lead(turn, other, "╰" if one > other else "╭")
                for y in range(min(one, other) + 1, max(one, other)):
                    self._lead(turn, y, "│")

    def _lead(self, x: int, y: int, sign: str) -> None:
        if self._looks[y][x] in (QUIET, BAR) and self._signs[y][x] != "●":
            self.put(x, y, sign, BAR)

    def lines(self) -> list[Line]:
        """From the top; beside the lines that mean something stands their number."""
        named = {self._scale.cell(value): name for value, name in ((0.0, "0"), (0.667, ".667"), (1.0, "1"))}
        named.setdefault(self._scale.cell(0.8), ".800")
        drawn = []
        for y in reversed(range(self._scale.width)):
            line: list[Piece] = [(f"{named.get(y, ''):>{_MARGIN - 2}} │", QUIET)]
            line += zip(self._signs[y], self._looks[y], strict=True)
            drawn.append(tuple(line))
        return drawn


def _foot(points: Sequence[Point], step: int) -> Line:
    names = "".join(f"{point.name[-step:]:^{step}}" for point in points)
    return ((" " * _MARGIN, ""), (names, ""))
