"""Printing the figures of one field, whatever its kind."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.cli.options import counted
from annotator.cli.output import columns, cut, hanging, line, table

if TYPE_CHECKING:
    from annotator.compare import AnyAgreement, Estimate, FieldAgreement, LabelAgreement
    from annotator.compare.result import Confused, Figures, Gamma, SetAgreement, SpanAgreement

NOT_COMPUTED = "–"
_LONGEST_NAME = 16
_SHORTEST_NAME = 4
_MOST_CONFUSED = 15
_DIVERGING = 0.1
"""Alpha and AC1 that are further apart are worth a word."""


def number(value: float | None) -> str:
    """Give a coefficient with three decimals."""
    return NOT_COMPUTED if value is None else f"{value:.3f}"


def percent(share: float | None) -> str:
    """Give a share in percent."""
    return NOT_COMPUTED if share is None else f"{100 * share:.1f} %"


def interval(estimate: "Estimate | LabelAgreement") -> str:
    """Give the ends of an interval."""
    if estimate.low is None or estimate.high is None:
        return NOT_COMPUTED
    return f"{estimate.low:.3f} to {estimate.high:.3f}"


def print_figures(name: str, figures: "AnyAgreement", names: "Sequence[str]", noun: str = "article") -> None:
    """Print everything about one field; `noun` is what the intervals resample."""
    from annotator.compare.result import FieldAgreement, SetAgreement

    line()
    when = f", {figures.condition}" if figures.condition else ""
    rated = f"{counted(figures.units, 'unit')} rated, {figures.pairable_units:,} by two or more annotators"
    where = f", in {counted(figures.articles, noun)}" if figures.resampled != "units" else ""
    hanging("", f"{name} ({figures.level}{when}): {rated}{where}")
    line()
    if isinstance(figures, FieldAgreement):
        _print_rated(figures, names)
    elif isinstance(figures, SetAgreement):
        _print_sets(figures)
    else:
        _print_spans(figures)
    for warning in figures.warnings:
        hanging("note: ", warning)


def diverging(figures: "Figures") -> str:
    """Say in one line when AC1 is far above alpha, and what most ratings are; empty where it is not."""
    from annotator.compare.result import FieldAgreement

    if not isinstance(figures, FieldAgreement):
        return ""
    alpha, ac1 = figures.krippendorff_alpha.value, figures.gwet_ac1.value
    if not figures.per_label or alpha is None or ac1 is None or ac1 - alpha <= _DIVERGING:
        return ""
    value, most = max(figures.per_label.items(), key=lambda one: one[1].prevalence or 0)
    return f"alpha {alpha:.3f}, AC1 {ac1:.3f}: {percent(most.prevalence)} of the ratings are {value}"


def _print_rated(figures: "FieldAgreement", names: "Sequence[str]") -> None:
    _print_estimates(
        figures,
        {
            "Krippendorff's alpha": figures.krippendorff_alpha,
            "Fleiss' kappa": figures.fleiss_kappa,
            "Conger's kappa": figures.conger_kappa,
            "Gwet's AC1": figures.gwet_ac1,
            "Gwet's AC2, quadratic": figures.gwet_ac2,
            "Brennan-Prediger": figures.brennan_prediger,
        },
        {
            "percent agreement": percent(figures.percent_agreement),
            "at most one step apart": percent(figures.within_one) if figures.within_one is not None else "",
            "mean difference, steps": number(figures.mean_difference)
            if figures.within_one is not None
            else "",
        },
    )
    hanging("", "Krippendorff (2004) asks for an alpha of .800, or .667 where tentative conclusions will do.")
    if skewed := diverging(figures):
        hanging("note: ", f"{skewed}; AC1 rises with such a share, alpha falls")
    _print_values(figures)
    _print_pairs(names, figures)
    print_confused(("one said", "the other", "times"), figures.confusion)


def _print_estimates(
    figures: "Figures", estimates: "dict[str, Estimate | None]", shares: dict[str, str]
) -> None:
    n = f"{figures.pairable_units:,}"
    there = {name: one for name, one in estimates.items() if one is not None}
    rows = [(name, number(one.value), interval(one), n) for name, one in there.items()]
    rows += [(name, value, "", n) for name, value in shares.items() if value]
    table(("", "value", "95 % interval", "n"), rows, "lrrr")
    _print_reasons({name: one.undefined for name, one in there.items()})


def _print_values(figures: "FieldAgreement | SetAgreement") -> None:
    """Print each value against all others; nothing where values are not declared or nobody used any."""
    if not any(value.prevalence for value in figures.per_label.values()):
        return
    line()
    table(
        (figures.level, "alpha", "95 % interval", "prevalence", "positive agreement"),
        (
            (
                name,
                number(value.alpha),
                interval(value),
                percent(value.prevalence),
                number(value.positive_agreement),
            )
            for name, value in figures.per_label.items()
        ),
        "lrrrr",
    )
    _print_reasons({name: value.undefined for name, value in figures.per_label.items()})


def _print_reasons(undefined: Mapping[str, str | None]) -> None:
    """Say why something is not computed, each reason once."""
    for reason in dict.fromkeys(filter(None, undefined.values())):
        names = [name for name, one in undefined.items() if one == reason]
        hanging("", f"{NOT_COMPUTED} {', '.join(names)}: {reason}")


def _print_pairs(names: "Sequence[str]", figures: "FieldAgreement") -> None:
    """Print what each two annotators have, one figure below the diagonal and one above it."""
    pairs = {(pair.a, pair.b): pair for pair in figures.cohen_kappa}
    _print_matrix(
        "Cohen's kappa; above: n",
        names,
        {two: number(pair.value) for two, pair in pairs.items()},
        {two: f"{pair.units:,}" for two, pair in pairs.items()},
    )
    _print_matrix(
        "alpha; above: % alike",
        names,
        {two: number(pair.krippendorff_alpha) for two, pair in pairs.items()},
        {two: percent(pair.percent_agreement) for two, pair in pairs.items()},
    )
    if any(pair.quadratic_kappa is not None for pair in pairs.values()):
        _print_matrix(
            "kappa, quadratic; above: linear",
            names,
            {two: number(pair.quadratic_kappa) for two, pair in pairs.items()},
            {two: number(pair.linear_kappa) for two, pair in pairs.items()},
        )


def _print_matrix(
    title: str, names: Sequence[str], below: dict[tuple[str, str], str], above: dict[tuple[str, str], str]
) -> None:
    line()
    room = (columns() - len(title)) // max(len(names), 1) - 2
    short = [cut(name, max(_SHORTEST_NAME, min(_LONGEST_NAME, room))) for name in names]
    table(
        (title, *short),
        (
            (label, *(below.get((b, a)) or above.get((a, b)) or "" for b in names))
            for a, label in zip(names, short, strict=True)
        ),
        "l" + "r" * len(names),
    )


def print_confused(header: Sequence[str], confused: "Iterable[Confused]") -> None:
    """Print how often what was said for what, the most frequent; nothing where nothing was."""
    rows = [(pair.a, pair.b, f"{pair.count:,}") for pair in confused]
    if rows:
        line()
        table(header, rows[:_MOST_CONFUSED], "llr", (0, 1))
    if len(rows) > _MOST_CONFUSED:
        line(f"and {counted(len(rows) - _MOST_CONFUSED, 'pair')} more")


def _print_sets(figures: "SetAgreement") -> None:
    _print_estimates(
        figures,
        {
            "alpha, MASI distance": figures.krippendorff_alpha,
            "alpha, Jaccard distance": figures.jaccard_alpha,
        },
        {"the same set": percent(figures.percent_agreement), "mean Jaccard": number(figures.mean_jaccard)},
    )
    hanging("", "A sentence in which nothing was marked counts as marked with nothing.")
    _print_values(figures)


def _print_gamma(gamma: "Gamma") -> None:
    ends = "" if gamma.low is None else f" ({gamma.low:.3f} to {gamma.high:.3f})"
    kinds = "" if gamma.kinds is None else f", of kinds alone {number(gamma.kinds)}"
    of = f"{counted(gamma.articles, 'article')}, seed {gamma.seed}; {gamma.parameters}"
    hanging("gamma ", f"{number(gamma.value)}{ends}{kinds}, alpha_U {number(gamma.alpha_u)} over {of}")
    _print_reasons({"gamma": gamma.undefined})


def _print_spans(figures: "SpanAgreement") -> None:
    _print_estimates(
        figures,
        {
            "alpha of characters": figures.krippendorff_alpha,
            "F1, same ends": figures.exact_f1,
            "F1, overlapping": figures.relaxed_f1,
        },
        {},
    )
    hanging("", "F1 is not corrected for chance; alpha compares which characters are marked.")
    if gamma := figures.gamma:
        _print_gamma(gamma)
    line()
    table(
        ("pair", "n", "spans of each", "same ends", "overlap", "F1", "overlapping"),
        (
            (
                f"{pair.a}, {pair.b}",
                f"{pair.units:,}",
                f"{pair.a_spans:,}, {pair.b_spans:,}",
                f"{pair.exact:,}",
                f"{pair.overlapping:,}",
                number(pair.exact_f1),
                number(pair.relaxed_f1),
            )
            for pair in figures.pairs
        ),
        "lrrrrrr",
        (0,),
    )
