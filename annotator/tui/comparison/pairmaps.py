"""Heat maps of one field: the pairs of annotators, and what one said where the other said something else."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from annotator.compare import Confused, FieldAgreement, PairAgreement
from annotator.tui.comparison.wording import Sight, counted, estimated, number, percent
from annotator.tui.widgets.blocks import QUIET, Behind, Block, Row, below, beside, table, text
from annotator.tui.widgets.heatmap import HeatCell, heat_map, share_step, step_of
from annotator.tui.widgets.wrapping import shortened, shown

MOST_VALUES = 16
"""Of a field with more values, the most frequent ones are shown."""
_MOST_CONFUSED = 12
_VALUE_CELLS = 28
_GAP = 2

Shape = Literal["whole", "half", "split"]
"""Each pair on both sides of the diagonal; on one; its coefficient on one and n on the other."""


def maps(name: str, figures: FieldAgreement, annotators: Sequence[str], sight: Sight) -> Block:
    """Both maps beside one another, if need be with every pair once only; else below one another."""
    confusion = confusion_map(name, figures, sight)
    shapes: tuple[Shape, ...] = ("whole", "half")
    for shape in shapes:
        abreast = beside([pair_map(name, figures, annotators, sight, shape), confusion], _GAP)
        if abreast.width <= sight.width:
            return abreast
    pairs = pair_map(name, figures, annotators, sight)
    if pairs.width > sight.width:
        pairs = pair_map(name, figures, annotators, sight, "split")
    return below([pairs, confusion])


def pair_map(
    name: str,
    figures: FieldAgreement,
    annotators: Sequence[str],
    sight: Sight,
    shape: Shape = "whole",
    *,
    tall: bool = False,
) -> Block:
    """A cell for each pair of annotators."""
    places = {who: place for place, who in enumerate(annotators)}
    digits = max((len(f"{pair.units:,}") for pair in figures.cohen_kappa), default=1)
    cells = {}
    for pair in figures.cohen_kappa:
        value = pair.krippendorff_alpha if sight.second else pair.value
        said, leads = _pair_in_words(pair), Behind((pair.a, pair.b), (), name)
        n = f"{pair.units:>{digits},}"
        both = number(value) if shape == "split" else f"{number(value)} {n}"
        column, row = sorted((places[pair.a], places[pair.b]))
        cells[row - (shape == "half"), column] = HeatCell(both, step_of(value), said, leads)
        if shape == "whole":
            cells[column, row] = cells[row, column]
        elif shape == "split":
            cells[column, row] = HeatCell(n, None, said, leads)
    names = [shown(who) for who in annotators]
    rows, columns = (names[1:], names[:-1]) if shape == "half" else (names, names)
    what = "alpha" if sight.second else "kappa"
    title = f"Pairs: {what}, above it n" if shape == "split" else f"Pairs: {what} and n"
    room = 16 if sight.wide else 10
    heads = 5 if shape == "split" else room
    return heat_map(title, rows, columns, cells, name_cells=room, head_cells=heads, tall=tall)


def _pair_in_words(pair: PairAgreement) -> str:
    kappa = estimated(pair.value, pair.low, pair.high, pair.undefined, pair.no_interval)
    alpha = f", alpha {number(pair.krippendorff_alpha)}" if pair.krippendorff_alpha is not None else ""
    same = percent(pair.percent_agreement)
    who = f"{shown(pair.a)} and {shown(pair.b)}"
    if not pair.units:
        return f"{who}: no sentence is rated by both"
    return f"{who}: kappa {kappa}{alpha}; the same in {same} of {counted(pair.units, 'sentence')}"


def confusion_map(name: str, figures: FieldAgreement, sight: Sight, *, tall: bool = False) -> Block:
    """How often one said this and the other that, over all pairs; what both said is on the diagonal."""
    values = list(figures.per_label)
    if not figures.confusion:
        return Block()
    if not values or len(values) > MOST_VALUES:
        return _confused(name, figures.confusion, sight)
    counts = {(values.index(one.a), values.index(one.b)): one.count for one in figures.confusion}
    most = max(counts.values())
    cells = {}
    for (row, column), count in counts.items():
        a, b = values[row], values[column]
        words = f"One said {sight.value(name, a)}, the other {sight.value(name, b)}: {count:,} times"
        labels = (a, b) if name == "label" else ()
        cell = HeatCell(f"{count:,}", share_step(count, most), words, Behind((), labels, name))
        cells[row, column] = cells[column, row] = cell
    for place, both in _agreed(figures, len(values)).items():
        words = f"Both said {sight.value(name, values[place])}: {both:,} times"
        cells[place, place] = HeatCell(f"{both:,}", None, words)
    heads, rows = zip(*sight.named(name, values).values(), strict=True)
    room = 24 if sight.wide else 14
    return heat_map("One said, the other said", rows, heads, cells, name_cells=room, tall=tall)


def _agreed(figures: FieldAgreement, values: int) -> Counter[int]:
    """How often both of a pair said a value, by its place, as far as the pairs' tables are known."""
    found: Counter[int] = Counter()
    for pair in figures.cohen_kappa:
        if len(pair.table) == values:
            found.update({place: pair.table[place][place] for place in range(values)})
    return found


def _confused(name: str, confusion: Sequence[Confused], sight: Sight) -> Block:
    """The same as a list, where there are many values."""
    room = min(_VALUE_CELLS, sight.width // 2 - 8)
    rows = []
    for one in confusion[:_MOST_CONFUSED]:
        a, b = sight.value(name, one.a), sight.value(name, one.b)
        words = f"One said {a}, the other {b}: {one.count:,} times"
        leads = Behind((), (one.a, one.b) if name == "label" else (), name)
        rows.append(Row((shortened(a, room), shortened(b, room), f"{one.count:,}"), words, leads))
    more = len(confusion) - len(rows)
    listed = table(("one said", "the other", "times"), rows, "llr", "One said, the other said")
    return below([listed, text(f"and {more:,} more", sight.width, QUIET) if more > 0 else Block()], gap=0)
