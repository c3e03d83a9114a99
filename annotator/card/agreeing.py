"""The section on agreement: one coefficient first, with its interval, and nothing called good or bad."""

from collections.abc import Iterable, Sequence

from annotator.card.markdown import code, counted, escaped, number, table
from annotator.compare import Estimate, FieldAgreement, LabelAgreement

_MOST_CONFUSED = 6
_MOST_PAIRS = 10


def agreement_section(found: FieldAgreement | None) -> list[str]:
    """Give the lines of the section."""
    lines = ["## Agreement", ""]
    if found is None:
        return [*lines, "It has not the labels of two annotators or more: there is nothing to compare.", ""]
    lines += [
        "Of annotators' own labels, before anything was settled: "
        f"{counted(found.pairable_units, 'sentence')} in {counted(found.articles, 'article')} have labels of "
        f"two or more, {found.disagreeing_units:,} of them different ones.",
        "",
    ]
    if found.krippendorff_alpha.value is None:
        return [*lines, f"No coefficient: {escaped(found.krippendorff_alpha.undefined or '')}.", ""]
    percent = "–" if found.percent_agreement is None else f"{100 * found.percent_agreement:.1f} %"
    rows = [
        ("Krippendorff's α (nominal)", *_row(found.krippendorff_alpha)),
        ("Gwet's AC1", *_row(found.gwet_ac1)),
        ("labels that agree", percent, ""),
    ]
    lines += table(("", "value", "95 % interval"), rows, "lrr")
    lines += [
        f"Intervals resample {found.resampled} ({counted(found.n_bootstrap, 'time')}, seed {found.seed}). "
        "For orientation: Krippendorff (2004) asks for α of .800, and .667 for tentative conclusions.",
        "",
    ]
    lines += [line for warning in found.warnings for line in (f"Note: {escaped(warning)}.", "")]
    lines += table(
        ("label", "α against the others", "95 % interval", "share of labels", "said by the other too"),
        (_label(name, one) for name, one in found.per_label.items()),
        "lrrrr",
    )
    return [*lines, *_confused(found), *_pairs(found)]


def _row(estimate: Estimate) -> tuple[str, str]:
    return number(estimate.value), _interval(estimate.low, estimate.high)


def _interval(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{number(low)} to {number(high)}"


def _label(name: str, one: LabelAgreement) -> Sequence[str]:
    return (
        code(name),
        number(one.alpha),
        _interval(one.low, one.high),
        "–" if one.prevalence is None else f"{100 * one.prevalence:.1f} %",
        "–" if one.positive_agreement is None else f"{100 * one.positive_agreement:.1f} %",
    )


def _confused(found: FieldAgreement) -> Iterable[str]:
    if not found.confusion:
        return []
    pairs = (f"{code(one.a)} and {code(one.b)} ({one.count:,})" for one in found.confusion[:_MOST_CONFUSED])
    return [f"Taken for one another most often: {', '.join(pairs)}.", ""]


def _pairs(found: FieldAgreement) -> Iterable[str]:
    pairs = [pair for pair in found.cohen_kappa if pair.units]
    if not 1 < len(pairs) <= _MOST_PAIRS:
        return []
    rows = [
        (
            f"{escaped(pair.a)}, {escaped(pair.b)}",
            f"{pair.units:,}",
            "–" if pair.percent_agreement is None else f"{100 * pair.percent_agreement:.1f} %",
            *_row(pair),
        )
        for pair in pairs
    ]
    return table(("two annotators", "sentences", "agree", "Cohen's κ", "95 % interval"), rows, "lrrrr")
