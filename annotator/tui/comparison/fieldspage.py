"""The page of all fields: a line for each, grouped by the condition that they are compared under."""

from collections.abc import Mapping
from itertools import groupby

from annotator.compare import FieldAgreement
from annotator.compare.result import AnyAgreement, SpanAgreement
from annotator.tui.comparison.estimates import Measured, bars, measured
from annotator.tui.comparison.fieldpage import whiskers
from annotator.tui.comparison.wording import Sight, counted, in_words, number, percent
from annotator.tui.widgets.blocks import QUIET, Block, Opens, below, text


def fields_page(fields: Mapping[str, AnyAgreement], sight: Sight) -> Block:
    """A bar for every field; those that nobody can be compared in stand below."""
    known = {name: one for name, one in fields.items() if one.pairable_units}
    empty = [in_words(name) for name, one in fields.items() if not one.pairable_units]
    rows: list[Measured | str] = []
    for condition, group in groupby(known.items(), key=lambda item: item[1].condition):
        rows += [
            f"Where {condition}" if condition else "In every sentence",
            *(_row(name, one) for name, one in group),
        ]
    listed = bars("", rows, sight.width, ("n", "same"))
    rest = text(f"No data: {', '.join(empty)}.", sight.width, QUIET) if empty else Block()
    return below([listed, below([rest, whiskers(sight.width)], gap=0)])


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
