"""The page of all fields: a line for each, grouped by the condition that they are compared under."""

from collections.abc import Mapping
from itertools import groupby

from annotator.compare import FieldAgreement
from annotator.compare.result import AnyAgreement, SpanAgreement
from annotator.tui.comparison.estimates import Measured, bars, measured
from annotator.tui.comparison.fieldpage import legend
from annotator.tui.comparison.wording import Sight, counted, in_words, number, percent
from annotator.tui.widgets.blocks import QUIET, Block, Opens, below, text


def fields_page(fields: Mapping[str, AnyAgreement], sight: Sight) -> Block:
    """A bar for every field; those that nobody can be compared in stand below."""
    known = {name: one for name, one in fields.items() if one.pairable_units}
    empty = [in_words(name) for name, one in fields.items() if not one.pairable_units]
    groups = [
        (condition, [_row(name, one) for name, one in group])
        for condition, group in groupby(known.items(), key=lambda item: item[1].condition)
    ]
    widest = max((len(row.name) for _, rows in groups for row in rows), default=0)
    blocks = [
        bars(
            f"Where {condition}" if condition else "Always",
            [_padded(row, widest) for row in rows],
            sight.width,
            ("n", "same"),
        )
        for condition, rows in groups
    ]
    rest = text(f" No data: {', '.join(empty)}.", sight.width, QUIET) if empty else Block()
    return below([below(blocks, gap=int(sight.height > 40)), below([rest, legend(sight.width)], gap=0)])


def _row(name: str, one: AnyAgreement) -> Measured:
    title = in_words(name)
    if isinstance(one, SpanAgreement):
        same, meaning = f"F1 {number(one.exact_f1.value)}", "F1 of the same ends"
    else:
        same, meaning = percent(one.percent_agreement), "agreement"
    kind = f" ({one.level})" if isinstance(one, FieldAgreement) else ""
    n = counted(one.pairable_units, "sentence")
    said = f"{title}{kind}, {n}, {meaning} {same.removeprefix('F1 ')}; alpha "
    return measured(
        title, one.krippendorff_alpha, f"{one.pairable_units:,}", same, said=said, leads=Opens(name)
    )


def _padded(row: Measured, width: int) -> Measured:
    """With a name as long as the longest, so that the bars of all groups stand over one another."""
    from dataclasses import replace

    return replace(row, name=f"{row.name:<{width}}", more=(f"{row.more[0]:>6}", f"{row.more[1]:>7}"))
