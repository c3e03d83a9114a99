"""Rows of coefficients with bars: name, value, interval, bar, and what else is said of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.compare import Estimate, LabelAgreement
from annotator.tui.comparison.wording import estimated, interval, number
from annotator.tui.widgets.bars import Scale
from annotator.tui.widgets.blocks import QUIET, STRONG, Behind, Block, Opens, Row, table
from annotator.tui.widgets.linepane import Line

_BAR_CELLS = 44
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
    chip: str = ""
    """Component class of the name; empty: none."""


def measured(
    name: str,
    one: Estimate | LabelAgreement,
    *more: str,
    said: str = "",
    leads: Behind | Opens | None = None,
    chip: str = "",
) -> Measured:
    """Take an estimate as a row."""
    value = one.value if isinstance(one, Estimate) else one.alpha
    words = estimated(value, one.low, one.high, one.undefined, one.no_interval)
    return Measured(name, value, one.low, one.high, words, more, said or f"{name}: ", leads, chip)


def bars(
    title: str, rows: Sequence[Measured], width: int, after: Sequence[str] = (), what: str = "alpha"
) -> Block:
    """Draw rows with their bars over one scale; `after` are the headings of what stands behind the bars."""
    names = min(28, max((len(row.name) for row in rows), default=0))
    behind = sum(2 + max([len(head), *(len(row.more[at]) for row in rows)]) for at, head in enumerate(after))
    with_interval = width - names - behind >= 60
    room = width - names - behind - 12 - with_interval * (_INTERVAL_CELLS + 2)
    lowest = min((end for row in rows for end in (row.value, row.low) if end is not None), default=0.0)
    scale = Scale(lowest, min(_BAR_CELLS, room))
    heading = ("", what, *["95 % interval"] * with_interval, scale.axis(), *after)
    sides = "lr" + "l" * with_interval + "l" + "r" * len(after)
    drawn = [
        Row(
            (
                _name(row, names),
                ((number(row.value), STRONG),),
                *[((interval(row.low, row.high), QUIET),)] * with_interval,
                scale.bar(row.value, row.low, row.high),
                *row.more,
            ),
            f"{row.said}{row.words}",
            row.leads,
        )
        for row in rows
    ]
    return table(heading, drawn, sides, title)


def _name(row: Measured, most: int) -> str | Line:
    from annotator.tui.widgets.wrapping import shortened

    return ((shortened(row.name, most), row.chip),)
