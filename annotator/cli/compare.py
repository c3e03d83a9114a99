"""`annotator compare`: agreement between annotators, and where they differ."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.besides import print_besides, print_others, print_outdated
from annotator.cli.figures import print_figures
from annotator.cli.options import counted, json_option, open_project, whole_number
from annotator.cli.output import document, hanging, line, plain
from annotator.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.compare import Comparison, Disagreement
    from annotator.project import Project

PURPOSE = "Compute the agreement of annotators, with intervals, and list where they differ."
EXAMPLES = (
    "annotator compare",
    "annotator compare ana ben --list 20",
    "annotator compare --field source --field hedge",
    "annotator compare --json --bootstrap 5000 --seed 7",
)


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
        "--field",
        metavar="NAME",
        action="append",
        default=[],
        help="compare only this field, and print all of it; can be given several times",
    )
    parser.add_argument(
        "--gamma",
        metavar="N",
        type=whole_number,
        default=0,
        help="compute Mathet's gamma of passages, too, over N articles (needs the extra `gamma`)",
    )
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
            fields=args.field,
            bootstrap=args.bootstrap,
            seed=args.seed,
            gamma=args.gamma,
            progress=progress.at,
            processes=processors(),
            on_problem=progress.note,
        )
    found = _disagreements(project, comparison, args.list) if args.list is not None else []
    if args.json:
        rows = [one.model_dump(mode="json") for one in found]
        document(comparison.to_json() | ({} if args.list is None else {"disagreements": rows}))
    else:
        _print(comparison, found, asked=args.list is not None, in_full=bool(args.field))
    return 1 if comparison.problems else 0


def _print(comparison: "Comparison", found: "Sequence[Disagreement]", *, asked: bool, in_full: bool) -> None:
    names = comparison.annotators
    if len(names) < 2:
        who = f"only {plain(names[0])} has labels here" if names else "nobody has labelled anything yet"
        line(f"{counted(len(names), 'annotator')}: {who}; there is nobody to compare with")
    else:
        line(f"{counted(len(names), 'annotator')}: {plain(', '.join(names))}")
        for name, figures in comparison.fields.items():
            if in_full or name == "label":
                print_figures(name, figures, names)
        if not in_full:
            print_others(comparison)
    print_besides(comparison)
    if len(names) > 1:
        line()
    print_outdated(comparison.outdated)
    if len(names) > 1 and "label" in comparison.fields:
        differing = comparison.label.disagreeing_units
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


def _print_disagreement(one: "Disagreement") -> None:
    line()
    labels = ", ".join(f"{who}: {said}" for who, said in one.labels.items())
    line(plain(f"{one.article} {one.unit}  {labels}"))
    hanging("  ", one.text)
    for who, comment in one.comments.items():
        hanging("    ", f"{who}: {comment}")
