"""Rows of coefficients with bars: name, value, interval, bar, and what else is said of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from annotator.compare import Estimate, LabelAgreement
from annotator.tui.comparison.wording import estimated, interval, number
from annotator.tui.widgets.bars import Scale
from annotator.tui.widgets.blocks import QUIET, STRONG, Behind, Block, Opens, Row, table
from annotator.tui.widgets.linepane import Line
from annotator.tui.widgets.wrapping import fitted

_BAR_CELLS, _LEAST_BAR = 60, 12
_NAME_CELLS = 28
_INTERVAL_CELLS = 13


@dataclass(frozen=True, slots=True)
class Measured:
    """A coefficient and what it is of."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    """The figure in words, without its name."""
    more: tuple[str, ...] = ()
    """What stands after the bar."""
    said: str = ""
    """The name in a sentence, with what else there is to say before the figure."""
    leads: Behind | Opens | None = None


def measured(
    name: str,
    one: Estimate | LabelAgreement,
    *more: str,
    said: str = "",
    leads: Behind | Opens | None = None,
) -> Measured:
    """Take an estimate as a row."""
    value = one.value if isinstance(one, Estimate) else one.alpha
    words = estimated(value, one.low, one.high, one.undefined, one.no_interval)
    return Measured(name, value, one.low, one.high, words, more, said or f"{name}: ", leads)


def bars(
    title: str,
    rows: Sequence[Measured | str],
    width: int,
    after: Sequence[str] = (),
    what: str = "alpha",
    *,
    spaced: bool = False,
    least: int = 0,
) -> Block:
    """Draw rows with their bars over one scale; `after` are the headings of what stands behind the bars.

    Words instead of a row are a line over those after it; `spaced` leaves a line free between rows;
    `least` are the cells that the names take at least.
    """
    known = [row for row in rows if isinstance(row, Measured)]
    names = min(_NAME_CELLS, max([least, *(cell_len(row.name) for row in known)]))
    behind = sum(2 + max([len(head), *(len(row.more[at]) for row in known)]) for at, head in enumerate(after))
    with_interval = width - names - behind >= 60
    room = width - names - behind - 12 - with_interval * (_INTERVAL_CELLS + 2)
    lowest = min((end for row in known for end in (row.value, row.low) if end is not None), default=0.0)
    scale = Scale(lowest, max(_LEAST_BAR, min(_BAR_CELLS, room)))
    heading = ("", what, *["95 % interval"] * with_interval, scale.axis(), *after)
    sides = "lr" + "l" * with_interval + "l" + "r" * len(after)
    drawn = [row if isinstance(row, str) else _drawn(row, names, scale, with_interval) for row in rows]
    return table(heading, drawn, sides, title, most=_NAME_CELLS, spaced=spaced)


def _drawn(row: Measured, names: int, scale: Scale, with_interval: bool) -> Row:
    cells: tuple[str | Line, ...] = (
        fitted(row.name, names),
        ((number(row.value), STRONG),),
        *[((interval(row.low, row.high), QUIET),)] * with_interval,
        scale.bar(row.value, row.low, row.high),
        *row.more,
    )
    return Row(cells, f"{row.said}{row.words}", row.leads)
