"""Printing what a comparison tells besides the label: fields, weeks, suggestions, second passes, gold."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from annotator.cli.figures import diverging, interval, number, percent
from annotator.cli.options import counted
from annotator.cli.output import hanging, line, table

if TYPE_CHECKING:
    from annotator.compare import AnyAgreement, Comparison, Confused, Estimate
    from annotator.compare.result import Anchoring, ErrorProfile, LeftOut, Period, SelfConsistency

_MOST_ERRORS = 3


def print_others(comparison: "Comparison") -> None:
    """Print one line for each field but the label, under the condition that it is compared on."""
    others = [(name, figures) for name, figures in comparison.fields.items() if name != "label"]
    found = [(name, figures) for name, figures in others if figures.pairable_units and _varies(figures)]
    if found:
        line()
        _print_fields(found)
        hanging(
            "", "Agreement: pairs of ratings that are the same; of passages (spans), F1 of the same ends."
        )
        _print_markless(comparison.annotators, found)
        for name, figures in found:
            if skewed := diverging(figures):
                hanging("note: ", f"{name}: {skewed}")
        if not _is_few(comparison.label.articles):  # else it was told already, of all
            _print_few({name: (figures.articles, figures.krippendorff_alpha) for name, figures in found})
        hanging("", "One field in full: annotator compare --field NAME")
    if alike := [name for name, figures in others if figures.pairable_units and not _varies(figures)]:
        hanging("", f"Not listed, since all said the same, or nothing: {', '.join(alike)}")


def _print_few(found: "Mapping[str, tuple[int, Estimate]]") -> None:
    """Name what has an interval from few articles, given with their number."""
    few = [name for name, (articles, one) in found.items() if one.low is not None and _is_few(articles)]
    if few:
        hanging("note: ", f"from few articles, so that the interval is too narrow: {', '.join(few)}")


def _is_few(articles: int) -> bool:
    from annotator.compare.bootstrap import FEW_ARTICLES

    return articles < FEW_ARTICLES


def _print_markless(names: "Sequence[str]", found: "Sequence[tuple[str, AnyAgreement]]") -> None:
    """Name annotators who have marked nothing of what others mark: that counts as nothing being there."""
    from annotator.compare.result import SpanAgreement

    for annotator in names:
        none = [
            field
            for field, figures in found
            if isinstance(figures, SpanAgreement) and not figures.spans.get(annotator)
        ]
        if none:
            hanging(
                "note: ", f"{annotator} has marked none of: {', '.join(none)}; that counts as nothing there"
            )


def _varies(figures: "AnyAgreement") -> bool:
    """Whether anything was said, and not the same of every sentence."""
    return figures.krippendorff_alpha.value is not None or figures.disagreeing_units > 0


def _print_fields(found: "Sequence[tuple[str, AnyAgreement]]") -> None:
    rows = []
    for condition, fields in groupby(found, key=lambda one: one[1].condition):
        rows.append((f"{condition or 'every sentence'}:", "", "", "", ""))
        rows += [_row(name, figures) for name, figures in fields]
    table(("besides the label", "n", "alpha", "95 % interval", "agreement"), rows, "lrrrr")


def _row(name: str, figures: "AnyAgreement") -> tuple[str, str, str, str, str]:
    from annotator.compare.result import SpanAgreement

    alpha = figures.krippendorff_alpha
    if isinstance(figures, SpanAgreement):
        alike = f"F1 {number(figures.exact_f1.value)}"
    else:
        alike = percent(figures.percent_agreement)
    return name, f"{figures.pairable_units:,}", number(alpha.value), interval(alpha), alike


def print_besides(comparison: "Comparison") -> None:
    """Print what there is besides the fields, each part only where there is something."""
    if comparison.leave_one_out:
        _print_left_out(comparison.leave_one_out)
    if len(comparison.weeks) > 1:
        _print_weeks(comparison.weeks)
    if comparison.suggestions:
        _print_suggestions(comparison.suggestions)
    if comparison.self_consistency:
        _print_consistency(comparison.self_consistency)
    if comparison.gold:
        _print_gold(comparison.gold)


def _print_left_out(left_out: "Sequence[LeftOut]") -> None:
    line()
    table(
        ("label, without", "n", "alpha", "95 % interval", "difference"),
        (
            (
                one.annotator,
                f"{one.pairable_units:,}",
                number(one.krippendorff_alpha.value),
                interval(one.krippendorff_alpha),
                _signed(one.difference),
            )
            for one in left_out
        ),
        "lrrrr",
        (0,),
    )
    hanging("", "Difference: to the alpha of all; above 0 the others agree better without that annotator.")


def _print_weeks(weeks: "Sequence[Period]") -> None:
    line()
    table(
        ("label, by week", "articles", "n", "agreement", "alpha", "95 % interval", "codebook"),
        (
            (
                one.week,
                f"{one.articles:,}",
                f"{one.pairable_units:,}",
                percent(one.percent_agreement),
                number(one.krippendorff_alpha.value),
                interval(one.krippendorff_alpha),
                ", ".join(one.codebooks),
            )
            for one in weeks
        ),
        "lrrrrrl",
        (6,),
    )
    hanging("", "An article is of the week in which the last of its annotators began with it.")
    _print_few({one.week: (one.articles, one.krippendorff_alpha) for one in weeks})


def _print_suggestions(found: "Anchoring") -> None:
    compared = [
        (what, alpha, units)
        for what, alpha, units in (
            ("with suggestions", found.shown, found.shown_units),
            ("without", found.withheld, found.withheld_units),
        )
        if alpha is not None and units
    ]
    if not (found.use or compared):
        return
    line()
    if found.use:
        table(
            ("suggested labels", "offered", "taken", "taken, changed", "same by hand", "other", "agree"),
            (
                (
                    one.annotator,
                    f"{one.offered:,}",
                    f"{one.accepted:,}",
                    f"{one.edited:,}",
                    f"{one.same:,}",
                    f"{one.overruled:,}",
                    percent(one.agreement),
                )
                for one in found.use
            ),
            "lrrrrrr",
            (0,),
        )
    for what, alpha, units in compared:
        between = "" if alpha.low is None else f" ({interval(alpha)})"
        line(f"alpha {what}: {number(alpha.value)}{between}, n = {units:,}")
    agree = "Agree: in the end the label is the one that was offered. " if found.use else ""
    hanging("", f"{agree}What annotators take from the same suggestions makes them agree more.")


def _print_consistency(found: "Sequence[SelfConsistency]") -> None:
    line()
    table(
        ("second pass", "n", "days", "agreement", "alpha", "95 % interval"),
        (
            (
                one.annotator,
                f"{one.units:,}",
                "" if one.days is None else f"{one.days:.{0 if one.days >= 1 else 1}f}",
                percent(one.percent_agreement),
                number(one.krippendorff_alpha.value),
                interval(one.krippendorff_alpha),
            )
            for one in found
        ),
        "lrrrrr",
        (0,),
    )
    hanging("", "Each annotator against their own first labels; the second ones count in no other figure.")
    _print_few({one.annotator: (one.articles, one.krippendorff_alpha) for one in found})
    for one in found:
        _print_most(one.annotator, one.flips, "first {a}, then {b}")


def _print_gold(found: "Sequence[ErrorProfile]") -> None:
    line()
    table(
        ("against gold", "n", "agreement", "kappa", "95 % interval", "decided", "agreement"),
        (
            (
                one.annotator,
                f"{one.units:,}",
                percent(one.percent_agreement),
                number(one.cohen_kappa.value),
                interval(one.cohen_kappa),
                f"{one.decided_units:,}",
                percent(one.percent_agreement_decided),
            )
            for one in found
        ),
        "lrrrrrr",
        (0,),
    )
    hanging("", "Decided: by an adjudicator; the other gold labels are what all, or most, annotators gave.")
    for one in found:
        _print_most(one.annotator, one.errors, "{b} where gold is {a}")


def _print_most(name: str, confused: "Sequence[Confused]", form: str) -> None:
    if confused:
        most = [f"{form.format(a=one.a, b=one.b)} ({one.count:,})" for one in confused[:_MOST_ERRORS]]
        hanging(f"{name}: ", "; ".join(most))


def print_outdated(outdated: Mapping[str, int]) -> None:
    """Say how many labels were left out, if any."""
    if labels := sum(outdated.values()):
        were = "was" if labels == 1 else "were"
        left_out = f"{counted(labels, 'label')} {were} given under other rules or words and left out"
        hanging("note: ", f"{left_out}; in the app they can be confirmed")


def _signed(difference: float | None) -> str:
    return "" if difference is None else f"{difference:+.3f}"
