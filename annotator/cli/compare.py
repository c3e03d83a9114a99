"""`annotator compare`: agreement between annotators, and where they differ."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.options import counted, json_option, open_project, whole_number
from annotator.cli.output import cut, document, hanging, line, plain, table
from annotator.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.compare import Comparison, Disagreement, Estimate, FieldAgreement, LabelAgreement
    from annotator.project import Project

PURPOSE = "Compute the agreement of annotators, with intervals, and list where they differ."
EXAMPLES = (
    "annotator compare",
    "annotator compare ana ben --list 20",
    "annotator compare --json --bootstrap 5000 --seed 7",
)

_NAME_CELLS = 16
_NOT_COMPUTED = "–"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the annotators and how the intervals are computed."""
    parser.add_argument("names", metavar="NAME", nargs="*", help="annotators to compare (default: all)")
    parser.add_argument(
        "--bootstrap",
        metavar="N",
        type=whole_number,
        default=1000,
        help="resamples for the intervals; 0: no intervals",
    )
    parser.add_argument("--seed", metavar="N", type=whole_number, default=0, help="seed of the resampling")
    parser.add_argument(
        "--list",
        "--disagreements",
        dest="list",
        metavar="N",
        type=whole_number,
        help="list N disagreements, largest first",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print every figure with its interval and count; 1 when a file could not be read."""
    from annotator.parallel import processors

    project = open_project(args)
    with Progress("comparing, articles read:", len(project.newest_ids())) as progress:
        comparison = project.compare(
            *args.names,
            bootstrap=args.bootstrap,
            seed=args.seed,
            progress=progress.at,
            processes=processors(),
            on_problem=progress.note,
        )
    found = _disagreements(project, comparison, args.list) if args.list is not None else []
    if args.json:
        rows = [one.model_dump(mode="json") for one in found]
        document(comparison.to_json() | ({} if args.list is None else {"disagreements": rows}))
    else:
        _print(comparison, found, asked=args.list is not None)
    return 1 if comparison.problems else 0


def _print(comparison: "Comparison", found: "Sequence[Disagreement]", *, asked: bool) -> None:
    names = comparison.annotators
    if len(names) < 2:
        who = f"only {plain(names[0])} has labels here" if names else "nobody has labelled anything yet"
        line(f"{counted(len(names), 'annotator')}: {who}; there is nobody to compare with")
        _print_outdated(comparison)
        return
    line(f"{counted(len(names), 'annotator')}: {plain(', '.join(names))}")
    for name, figures in comparison.fields.items():
        _print_field(name, figures, names)
    line()
    _print_outdated(comparison)
    differing = comparison.fields["label"].disagreeing_units
    hint = "; list them: annotator compare --list 20" if differing and not asked else ""
    line(f"{counted(differing, 'unit')} labelled differently{hint}")
    for one in found:
        _print_disagreement(one)


def _disagreements(project: "Project", comparison: "Comparison", limit: int) -> "list[Disagreement]":
    from annotator.compare import worst_first

    with Progress("listing, articles read:", len(project.newest_ids())) as progress:
        # What cannot be read was told when the figures were computed.
        found = project.disagreements(
            *comparison.annotators, progress=progress.at, on_problem=lambda problem: None
        )
        return worst_first(found, limit)


def _print_field(name: str, figures: "FieldAgreement", names: "Sequence[str]") -> None:
    line()
    line(
        f"{name} ({figures.level}): {counted(figures.units, 'unit')} rated, "
        f"{figures.pairable_units:,} by two or more annotators, in {counted(figures.articles, 'article')}"
    )
    line()
    _print_coefficients(figures)
    if any(value.prevalence for value in figures.per_label.values()):
        _print_values(figures)
    _print_pairs(names, figures)
    if figures.confusion:
        line()
        table(
            ("one said", "the other", "times"),
            ((pair.a, pair.b, f"{pair.count:,}") for pair in figures.confusion),
            "llr",
        )
    for warning in figures.warnings:
        hanging("note: ", warning)


def _print_outdated(comparison: "Comparison") -> None:
    if number := sum(comparison.outdated.values()):
        were = "was" if number == 1 else "were"
        outdated = f"{counted(number, 'label')} {were} given under other rules or words and left out"
        hanging("note: ", f"{outdated}; in the app they can be confirmed")


def _print_coefficients(figures: "FieldAgreement") -> None:
    coefficients = {
        "Krippendorff's alpha": figures.krippendorff_alpha,
        "Fleiss' kappa": figures.fleiss_kappa,
        "Gwet's AC1": figures.gwet_ac1,
        "Brennan-Prediger": figures.brennan_prediger,
    }
    n = f"{figures.pairable_units:,}"
    rows = [
        (name, _number(one.value), _interval(one), n, one.undefined or "")
        for name, one in coefficients.items()
    ]
    rows.append(("percent agreement", _percent(figures.percent_agreement), "", n, ""))
    table(("", "value", "95 % interval", "n", ""), rows, "lrrrl")
    line("Krippendorff (2004) asks for an alpha of .800, or .667 where tentative conclusions will do.")


def _print_values(figures: "FieldAgreement") -> None:
    line()
    table(
        (figures.level, "alpha", "95 % interval", "prevalence", "positive agreement", ""),
        (
            (
                name,
                _number(value.alpha),
                _interval(value),
                _percent(value.prevalence),
                _number(value.positive_agreement),
                value.undefined or "",
            )
            for name, value in figures.per_label.items()
        ),
        "lrrrrl",
    )


def _print_pairs(names: "Sequence[str]", figures: "FieldAgreement") -> None:
    """Cohen's kappa of each pair below the diagonal, the units that both rated above it."""
    line()
    kappa = {(pair.a, pair.b): _number(pair.value) for pair in figures.cohen_kappa}
    units = {(pair.a, pair.b): f"{pair.units:,}" for pair in figures.cohen_kappa}
    short = [cut(name, _NAME_CELLS) for name in names]
    table(
        ("Cohen's kappa; above: n", *short),
        (
            (label, *(kappa.get((b, a)) or units.get((a, b)) or "" for b in names))
            for a, label in zip(names, short, strict=True)
        ),
        "l" + "r" * len(names),
    )


def _print_disagreement(one: "Disagreement") -> None:
    line()
    labels = ", ".join(f"{who}: {said}" for who, said in one.labels.items())
    line(plain(f"{one.article} {one.unit}  {labels}"))
    hanging("  ", one.text)
    for who, comment in one.comments.items():
        hanging("    ", f"{who}: {comment}")


def _interval(estimate: "Estimate | LabelAgreement") -> str:
    if estimate.low is None or estimate.high is None:
        return _NOT_COMPUTED
    return f"{estimate.low:.3f} to {estimate.high:.3f}"


def _number(value: float | None) -> str:
    return _NOT_COMPUTED if value is None else f"{value:.3f}"


def _percent(share: float | None) -> str:
    return _NOT_COMPUTED if share is None else f"{100 * share:.1f} %"
