"""The page of one field: pairs and confusion as heat maps, its values as bars."""

from collections import Counter
from collections.abc import Sequence

from annotator.compare import Confused, Estimate, FieldAgreement, PairAgreement
from annotator.compare.result import AnyAgreement, SetAgreement, SpanAgreement, SpanPair
from annotator.tui.comparison.estimates import Measured, bars, measured
from annotator.tui.comparison.wording import (
    NONE,
    Sight,
    counted,
    estimated,
    in_words,
    number,
    percent,
)
from annotator.tui.widgets.blocks import ALERT, QUIET, Behind, Block, Row, below, beside, table, text
from annotator.tui.widgets.heatmap import SIGNS, HeatCell, heat_map, share_step, step_of
from annotator.tui.widgets.wrapping import shown

_MOST_VALUES = 16
"""Of a field with more values, the most frequent ones are shown."""
_MOST_CONFUSED = 12
_GAP = 3


def field_page(name: str, figures: AnyAgreement, annotators: Sequence[str], sight: Sight) -> Block:
    """All that is known of how far annotators agree in a field."""
    head = below([_condition(figures, sight), _coefficients(figures, sight)], gap=0)
    if isinstance(figures, FieldAgreement):
        body = _rated(name, figures, annotators, sight)
    elif isinstance(figures, SetAgreement):
        body = _values(name, figures, sight.width, sight)
    else:
        body = _spans(name, figures, annotators, sight)
    return below([head, body, _foot(figures, sight)])


def _rated(name: str, figures: FieldAgreement, annotators: Sequence[str], sight: Sight) -> Block:
    if not sight.wide:
        maps = _abreast(name, figures, annotators, sight)
        return below([maps, _values(name, figures, sight.width, sight)])
    left = below([_pairs(name, figures, annotators, sight), _confusion(name, figures, sight)])
    room = sight.width - left.width - _GAP
    if room < 60:
        return below([left, _values(name, figures, sight.width, sight)])
    return beside([left, below([_values(name, figures, room, sight), _others(figures, room)])], _GAP)


def _abreast(name: str, figures: FieldAgreement, annotators: Sequence[str], sight: Sight) -> Block:
    """Both maps beside one another, if need be with every pair once only; else below."""
    confusion = _confusion(name, figures, sight)
    for twice in (True, False):
        maps = beside([_pairs(name, figures, annotators, sight, twice=twice), confusion], _GAP - 1)
        if maps.width <= sight.width:
            return maps
    return below([_pairs(name, figures, annotators, sight), confusion])


def _condition(figures: AnyAgreement, sight: Sight) -> Block:
    if not figures.condition:
        return Block()
    return text(f" Only where {figures.condition}.", sight.width, QUIET)


def _coefficients(figures: AnyAgreement, sight: Sight) -> Block:
    """The figures of all in a line, where there is no room to draw them."""
    if isinstance(figures, FieldAgreement):
        said = [f"agreement {percent(figures.percent_agreement)}"]
        if not sight.wide:
            said += [
                f"AC1 {number(figures.gwet_ac1.value)}",
                f"Fleiss' kappa {number(figures.fleiss_kappa.value)}",
            ]
        if figures.within_one is not None:
            said.append(f"within one step {percent(figures.within_one)}")
    elif isinstance(figures, SetAgreement):
        said = [
            f"same set {percent(figures.percent_agreement)}",
            f"mean Jaccard {number(figures.mean_jaccard)}",
        ]
    else:
        said = [f"{in_words(shown(who))} {counted(count, 'passage')}" for who, count in figures.spans.items()]
    alpha = figures.krippendorff_alpha
    return text(f" alpha {_of(alpha)}, " + ", ".join(said), sight.width)


def _of(one: Estimate) -> str:
    if one.low is None:
        return number(one.value)
    return f"{number(one.value)} ({number(one.low)} to {number(one.high)})"


def _others(figures: FieldAgreement, width: int) -> Block:
    """Every coefficient of all annotators."""
    n = f"{figures.pairable_units:,}"
    named = {
        "Krippendorff's alpha": figures.krippendorff_alpha,
        "Fleiss' kappa": figures.fleiss_kappa,
        "Gwet's AC1": figures.gwet_ac1,
        "Gwet's AC2": figures.gwet_ac2,
        "Brennan-Prediger": figures.brennan_prediger,
    }
    rows = [
        measured(name, one, n, said=f"{name} of {counted(figures.pairable_units, 'sentence')}: ")
        for name, one in named.items()
        if one
    ]
    return bars("Other coefficients beside it", rows, width, ("n",), "value")


def _pairs(
    name: str, figures: FieldAgreement, annotators: Sequence[str], sight: Sight, *, twice: bool = True
) -> Block:
    """A cell for each pair; with `twice` on both sides of the diagonal."""
    what = "alpha" if sight.second else "kappa"
    places = {who: place for place, who in enumerate(annotators)}
    digits = max((len(f"{pair.units:,}") for pair in figures.cohen_kappa), default=1)
    cells = {}
    for pair in figures.cohen_kappa:
        value = pair.krippendorff_alpha if sight.second else pair.value
        words = f"{number(value)} {pair.units:>{digits},}"
        cell = HeatCell(words, step_of(value), _pair_in_words(pair), Behind((pair.a, pair.b), (), name))
        row, column = sorted((places[pair.b], places[pair.a]), reverse=True)
        cells[row - (not twice), column] = cell
        if twice:
            cells[column, row] = cell
    names = [shown(who) for who in annotators]
    rows, columns = (names, names) if twice else (names[1:], names[:-1])
    return heat_map(f"Pairs: {what} and n", rows, columns, cells, name_cells=16 if sight.wide else 10)


def _pair_in_words(pair: PairAgreement) -> str:
    kappa = estimated(pair.value, pair.low, pair.high, pair.undefined, pair.no_interval)
    alpha = f", alpha {number(pair.krippendorff_alpha)}" if pair.krippendorff_alpha is not None else ""
    same = percent(pair.percent_agreement)
    who = f"{shown(pair.a)} and {shown(pair.b)}"
    return f"{who}: kappa {kappa}{alpha}; the same in {same} of {counted(pair.units, 'sentence')}"


def _confusion(name: str, figures: FieldAgreement, sight: Sight) -> Block:
    """How often one said this and the other that, over all pairs; what both said is on the diagonal."""
    values = list(figures.per_label)
    if not figures.confusion:
        return Block()
    if not values or len(values) > _MOST_VALUES:
        return _confused(name, figures.confusion, sight)
    counts = {(values.index(one.a), values.index(one.b)): one.count for one in figures.confusion}
    most = max(counts.values())
    cells = {}
    for (row, column), count in counts.items():
        a, b = values[row], values[column]
        words = f"one said {sight.value(name, a)}, the other {sight.value(name, b)}: {count:,} times"
        labels = (a, b) if name == "label" else ()
        cell = HeatCell(f"{count:,}", share_step(count, most), words, Behind((), labels, name))
        cells[row, column] = cells[column, row] = cell
    for place, both in _agreed(figures, len(values)).items():
        words = f"both said {sight.value(name, values[place])}: {both:,} times"
        cells[place, place] = HeatCell(f"{both:,}", None, words)
    signs = [sight.sign(name, value, place) for place, value in enumerate(values)]
    rows = [f"{sign} {sight.value(name, value)}" for sign, value in zip(signs, values, strict=True)]
    return heat_map("One said, the other said", rows, signs, cells, name_cells=24 if sight.wide else 14)


def _agreed(figures: FieldAgreement, values: int) -> Counter[int]:
    """How often both of a pair said a value, by its place, as far as the pairs' tables are known."""
    found: Counter[int] = Counter()
    for pair in figures.cohen_kappa:
        if len(pair.table) == values:
            found.update({place: pair.table[place][place] for place in range(values)})
    return found


def _confused(name: str, confusion: Sequence[Confused], sight: Sight) -> Block:
    """The same as a list, where there are many values."""
    rows = [
        Row(
            (sight.value(name, one.a), sight.value(name, one.b), f"{one.count:,}"),
            f"one said {sight.value(name, one.a)}, the other {sight.value(name, one.b)}: {one.count:,} times",
            Behind((), (one.a, one.b) if name == "label" else (), name),
        )
        for one in confusion[:_MOST_CONFUSED]
    ]
    more = len(confusion) - len(rows)
    listed = table(("one said", "the other", "times"), rows, "llr", "One said, the other said")
    return below([listed, text(f" and {more:,} more", sight.width, QUIET) if more > 0 else Block()], gap=0)


def _values(name: str, figures: FieldAgreement | SetAgreement, width: int, sight: Sight) -> Block:
    """Every value as a bar, under that of all of them."""
    shares = {value: one.prevalence or 0.0 for value, one in figures.per_label.items()}
    kept = sorted(shares, key=lambda value: -shares[value])[:_MOST_VALUES]
    n = counted(figures.pairable_units, "sentence")
    everything = "all" if name == "label" else in_words(name)
    rows: list[Measured] = [
        measured("all", figures.krippendorff_alpha, "", "", said=f"alpha of {everything} in {n}: ")
    ]
    for place, (value, one) in enumerate(figures.per_label.items()):
        if value not in kept:
            continue
        title = sight.value(name, value)
        given = f"{percent(one.prevalence)} of {figures.ratings:,}"
        both = number(one.positive_agreement)
        said = f"{title}, {given} ratings; when one says it, another does in {both}; alpha "
        leads = Behind((), (value,), "label") if name == "label" else Behind((), (), name)
        sign = sight.sign(name, value, place)
        rows.append(measured(f"{sign} {title}", one, percent(one.prevalence), both, said=said, leads=leads))
    more = len(shares) - len(kept)
    drawn = bars(f"By {in_words(name)}, of {figures.ratings:,} ratings", rows, width, ("share", "if one"))
    return below([drawn, text(f" and {more:,} rarer ones", width, QUIET) if more > 0 else Block()], gap=0)


def _spans(name: str, figures: SpanAgreement, annotators: Sequence[str], sight: Sight) -> Block:
    n = counted(figures.pairable_units, "sentence")
    rows = [
        measured(short, one, said=f"{long}, {n}: ")
        for short, long, one in (
            ("alpha by character", "alpha, character by character", figures.krippendorff_alpha),
            ("F1, same ends", "F1 of passages with the same ends", figures.exact_f1),
            ("F1, overlapping", "F1 of passages that share a character", figures.relaxed_f1),
        )
    ]
    places = {who: place for place, who in enumerate(annotators)}
    cells = {}
    for pair in figures.pairs:
        value = pair.relaxed_f1 if sight.second else pair.exact_f1
        words = f"{number(value)} {pair.a_spans + pair.b_spans:,}"
        cell = HeatCell(words, step_of(value), _span_pair(pair), Behind((pair.a, pair.b), (), name))
        cells[places[pair.a], places[pair.b]] = cells[places[pair.b], places[pair.a]] = cell
    names = [shown(who) for who in annotators]
    what = "overlapping" if sight.second else "same ends"
    matrix = heat_map(f"Pairs: F1, {what}, and passages", names, names, cells, name_cells=16)
    gamma = Block()
    if figures.gamma:
        found = figures.gamma.undefined or number(figures.gamma.value)
        gamma = text(f" gamma {found}, of {counted(figures.gamma.articles, 'article')}", sight.width)
    return below([bars("Passages", rows, sight.width, what="value"), matrix if cells else Block(), gamma])


def _span_pair(pair: SpanPair) -> str:
    return (
        f"{shown(pair.a)} marked {pair.a_spans:,}, {shown(pair.b)} {pair.b_spans:,} passages in "
        f"{counted(pair.units, 'sentence')}: {pair.exact:,} with the same ends (F1 {number(pair.exact_f1)}), "
        f"{pair.overlapping:,} that overlap (F1 {number(pair.relaxed_f1)})"
    )


def legend(width: int) -> Block:
    """What shades and whiskers mean."""
    a, b, c, d = SIGNS
    return text(
        f" {a} below .400  {b} .400  {c} .667  {d} .800 and above   ├──┤ 95 % interval   {NONE} see below",
        width,
        QUIET,
    )


def _foot(figures: AnyAgreement, sight: Sight) -> Block:
    warnings = [text(f" Note: {warning}.", sight.width, ALERT) for warning in figures.warnings]
    return below([legend(sight.width), *warnings], gap=0)
