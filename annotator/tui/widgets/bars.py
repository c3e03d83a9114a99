"""Coefficients as bars with their intervals as whiskers, in one line each."""

from annotator.tui.widgets.blocks import QUIET
from annotator.tui.widgets.linepane import Line

BAR = "sheet--bar"
WHISKER = "sheet--whisker"
TICKS = (0.667, 0.8)
"""Krippendorff's: for tentative conclusions, and for reliable ones."""
_SLIGHTLY = -0.05
"""What is no farther below 0 stands at 0."""


class Scale:
    """Where on a line of cells a coefficient stands: from 0, or what is lower, to 1."""

    def __init__(self, lowest: float, width: int) -> None:
        """Use `width` cells for what is not below `lowest`."""
        self.low = 0.0 if lowest > _SLIGHTLY else max(-1.0, int(lowest * 5 - 1) / 5)
        self.width = width

    def cell(self, value: float) -> int:
        """The cell of a value; what is beyond the ends stands at the end."""
        place = round((value - self.low) / (1 - self.low) * (self.width - 1))
        return max(0, min(self.width - 1, place))

    def axis(self) -> str:
        """The numbers over the bars."""
        signs = [" "] * self.width
        for value, words in (
            (self.low, f"{self.low:.1f}".removesuffix(".0").replace("-0.", "-.")),
            (1.0, "1"),
        ):
            self._write(signs, words, self.cell(value) - (len(words) - 1) * (value == 1))
        low, high = (self.cell(tick) for tick in TICKS)
        if high + 2 < self.width - 1 and high - low >= 4:
            self._write(signs, ".667", low - 2)
            self._write(signs, ".8", high)
        elif high + 2 < self.width - 1:
            self._write(signs, ".8", high)
        return "".join(signs)

    def bar(self, value: float | None, low: float | None, high: float | None) -> Line:
        """Draw one: `━` up to the value, `●` the value, `├─┤` its interval, `┊` Krippendorff's marks."""
        signs = [" "] * self.width
        looks = [QUIET] * self.width
        for tick in TICKS:
            signs[self.cell(tick)] = "┊"
        if self.low < 0:
            signs[self.cell(0)] = "│"
        if value is not None:
            here = self.cell(value)
            first, last = sorted((self.cell(0), here))
            for at in range(first, last):
                signs[at], looks[at] = "┿" if signs[at] == "┊" else "━", BAR
            if low is not None and high is not None:
                self._whisker(signs, looks, self.cell(low), self.cell(high))
            signs[here], looks[here] = "●", BAR
        return _pieces(signs, looks)

    def _whisker(self, signs: list[str], looks: list[str], low: int, high: int) -> None:
        for at in range(low, high + 1):
            between = "┼" if signs[at] in "┊┿" else "─"
            sign = "├" if at == low else "┤" if at == high else between
            signs[at], looks[at] = sign, WHISKER

    def _write(self, signs: list[str], words: str, at: int) -> None:
        for place, sign in enumerate(words):
            if 0 <= at + place < self.width:
                signs[at + place] = sign


def _pieces(signs: list[str], looks: list[str]) -> Line:
    """Signs of the same look as one piece."""
    pieces: list[tuple[str, str]] = []
    for sign, look in zip(signs, looks, strict=True):
        if pieces and pieces[-1][1] == look:
            pieces[-1] = (pieces[-1][0] + sign, look)
        else:
            pieces.append((sign, look))
    return tuple(pieces)
