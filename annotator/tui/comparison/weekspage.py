"""The page of the weeks: whether annotators drift apart."""

from annotator.compare import Comparison
from annotator.compare.result import Period
from annotator.tui.comparison.wording import Sight, counted, estimated, interval, number, percent
from annotator.tui.widgets.blocks import QUIET, Block, Row, below, fitting, headline, table, text
from annotator.tui.widgets.timeplot import Point, time_plot
from annotator.tui.widgets.wrapping import shown

_LEAST_HEIGHT, _MOST_HEIGHT = 7, 21
_LEAST_WIDTH = 50
_GAP = 4
_WHY = "No week has articles that two annotators have labelled."


def weeks_page(comparison: Comparison, sight: Sight) -> Block:
    """Alpha of the label week by week, drawn and listed."""
    weeks = comparison.weeks
    head = Block((headline("Alpha of the label, by the week in which the last annotator began"),))
    if not weeks:
        return below([head, text(_WHY, sight.width, QUIET)], gap=0)
    listed = table(
        ("week", "articles", "n", "alpha", "95 % interval", "same", "codebook"),
        [_row(week) for week in weeks],
        "lrrrlrl",
    )
    codebooks = len({book for week in weeks for book in week.codebooks})
    note = "The codebook changed on the way." if codebooks > 1 else ""
    beside_it = sight.width - listed.width - _GAP
    room, taken = (beside_it, 0) if beside_it >= _LEAST_WIDTH else (sight.width, len(listed.lines))
    height = max(_LEAST_HEIGHT, min(_MOST_HEIGHT, sight.height - taken - 5))
    plot = time_plot([_point(week) for week in weeks], room, height)
    return below(
        [head, fitting([plot, listed], sight.width, _GAP), text(note, sight.width) if note else Block()]
    )


def _point(week: Period) -> Point:
    alpha = week.krippendorff_alpha
    return Point(week.week.partition("-")[2], alpha.value, alpha.low, alpha.high, _words(week))


def _row(week: Period) -> Row:
    alpha = week.krippendorff_alpha
    cells = (
        week.week,
        f"{week.articles:,}",
        f"{week.pairable_units:,}",
        number(alpha.value),
        interval(alpha.low, alpha.high),
        percent(week.percent_agreement),
        shown(", ".join(week.codebooks)),
    )
    return Row(cells, _words(week))


def _words(week: Period) -> str:
    one = week.krippendorff_alpha
    alpha = estimated(one.value, one.low, one.high, one.undefined, one.no_interval)
    n = f"{counted(week.pairable_units, 'sentence')} in {counted(week.articles, 'article')}"
    return f"{week.week}, {n}: {percent(week.percent_agreement)} the same, alpha {alpha}"
