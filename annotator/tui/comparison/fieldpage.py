"""The page of one field: pairs and confusion as heat maps, its values as bars."""

from collections.abc import Sequence

from annotator.compare import Estimate, FieldAgreement
from annotator.compare.result import AnyAgreement, SetAgreement, SpanAgreement, SpanPair
from annotator.tui.comparison.estimates import Measured, bars, measured
from annotator.tui.comparison.pairmaps import MOST_VALUES, confusion_map, maps, pair_map
from annotator.tui.comparison.wording import (
    Sight,
    counted,
    in_words,
    number,
    percent,
)
from annotator.tui.widgets.blocks import ALERT, QUIET, Behind, Block, below, beside, text
from annotator.tui.widgets.heatmap import SIGNS, HeatCell, heat_map, step_of
from annotator.tui.widgets.wrapping import shown

_GAP = 3
_NAMES = len("Krippendorff's alpha")
"""Cells of the names beside bars that stand over others."""
_LEAST_BARS = 60
"""Cells that bars need beside something else."""
_HEAD_AND_FOOT = 6


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
        return below([maps(name, figures, annotators, sight), _values(name, figures, sight.width, sight)])
    for tall in (True, False):
        left = below(
            [
                pair_map(name, figures, annotators, sight, tall=tall),
                confusion_map(name, figures, sight, tall=tall),
            ]
        )
        room = sight.width - left.width - _GAP
        if room < _LEAST_BARS:
            break
        values = _values(name, figures, room, sight, spaced=tall)
        page = beside([left, below([values, _others(figures, room, spaced=tall)])], _GAP)
        if len(page.lines) <= sight.height - _HEAD_AND_FOOT:
            return page
    return below([left, _values(name, figures, sight.width, sight)])


def _condition(figures: AnyAgreement, sight: Sight) -> Block:
    if not figures.condition:
        return Block()
    return text(f"Only where {figures.condition}.", sight.width, QUIET)


def _coefficients(figures: AnyAgreement, sight: Sight) -> Block:
    """The figures of all in a line, where there is no room to draw them."""
    if isinstance(figures, FieldAgreement):
        said = [f"agreement {percent(figures.percent_agreement)}"]
        if not sight.wide:
            said += [
                f"AC1 {_or_why(figures.gwet_ac1)}",
                f"Fleiss' kappa {_or_why(figures.fleiss_kappa)}",
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
    return text(f"alpha {_of(alpha)}, " + ", ".join(said), sight.width)


def _or_why(one: Estimate) -> str:
    return f"{number(one.value)} ({one.undefined})" if one.undefined else number(one.value)


def _of(one: Estimate) -> str:
    if one.low is None:
        return _or_why(one)
    return f"{number(one.value)} ({number(one.low)} to {number(one.high)})"


def _others(figures: FieldAgreement, width: int, *, spaced: bool) -> Block:
    """Every coefficient of all annotators."""
    n = f"{figures.pairable_units:,}"
    named = {
        "Krippendorff's alpha": figures.krippendorff_alpha,
        "Fleiss' kappa": figures.fleiss_kappa,
        "Conger's kappa": figures.conger_kappa,
        "Gwet's AC1": figures.gwet_ac1,
        "Gwet's AC2": figures.gwet_ac2,
        "Brennan-Prediger": figures.brennan_prediger,
    }
    rows = [
        measured(name, one, n, said=f"{name} of {counted(figures.pairable_units, 'sentence')}: ")
        for name, one in named.items()
        if one
    ]
    return bars("Of all annotators", rows, width, ("n",), "value", spaced=spaced, least=_NAMES)


def _values(
    name: str, figures: FieldAgreement | SetAgreement, width: int, sight: Sight, *, spaced: bool = False
) -> Block:
    """Every value as a bar, under that of all of them."""
    shares = {value: one.prevalence or 0.0 for value, one in figures.per_label.items()}
    kept = sorted(shares, key=lambda value: -shares[value])[:MOST_VALUES]
    n = counted(figures.pairable_units, "sentence")
    everything = "all" if name == "label" else in_words(name)
    rows: list[Measured | str] = [
        measured("all", figures.krippendorff_alpha, "", "", said=f"Alpha of {everything} in {n}: ")
    ]
    named = sight.named(name, list(figures.per_label))
    for value, one in figures.per_label.items():
        if value not in kept:
            continue
        title = sight.value(name, value)
        given = f"{percent(one.prevalence)} of {figures.ratings:,}"
        both = number(one.positive_agreement)
        said = f"{title}, {given} ratings; when one says it, another does in {both}; alpha "
        leads = Behind((), (value,), "label") if name == "label" else Behind((), (), name)
        rows.append(measured(named[value][1], one, percent(one.prevalence), both, said=said, leads=leads))
    more = len(shares) - len(kept)
    title = f"By {in_words(name)}, of {figures.ratings:,} ratings"
    drawn = bars(title, rows, width, ("share", "if one"), spaced=spaced, least=_NAMES * sight.wide)
    return below([drawn, text(f"and {more:,} rarer ones", width, QUIET) if more > 0 else Block()], gap=0)


def _spans(name: str, figures: SpanAgreement, annotators: Sequence[str], sight: Sight) -> Block:
    n = counted(figures.pairable_units, "sentence")
    rows = [
        measured(short, one, said=f"{long}, {n}: ")
        for short, long, one in (
            ("alpha by character", "Alpha, character by character", figures.krippendorff_alpha),
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
        gamma = text(f"gamma {found}, of {counted(figures.gamma.articles, 'article')}", sight.width)
    return below([bars("Passages", rows, sight.width, what="value"), matrix if cells else Block(), gamma])


def _span_pair(pair: SpanPair) -> str:
    return (
        f"{shown(pair.a)} marked {pair.a_spans:,}, {shown(pair.b)} {pair.b_spans:,} passages in "
        f"{counted(pair.units, 'sentence')}: {pair.exact:,} with the same ends (F1 {number(pair.exact_f1)}), "
        f"{pair.overlapping:,} that overlap (F1 {number(pair.relaxed_f1)})"
    )


def whiskers(width: int) -> Block:
    """What the bars show."""
    return text("● value  ├──┤ 95 % interval  ┊ .667 and .800; page 6 says more", width, QUIET)


def _legend(sight: Sight) -> Block:
    """What shades and bars show, in as many lines as there is room for."""
    a, b, c, d = SIGNS
    shades = f"{a} below .400  {b} .400  {c} .667  {d} .800 and above"
    return text(f"{shades}   ├──┤ 95 % interval", sight.width, QUIET)


def _foot(figures: AnyAgreement, sight: Sight) -> Block:
    warnings = [text(f"Note: {warning}.", sight.width, ALERT) for warning in figures.warnings]
    return below([_legend(sight), *warnings], gap=0)
