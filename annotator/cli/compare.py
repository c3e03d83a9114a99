"""`annotator compare`: agreement between annotators, and where they differ."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.besides import print_besides, print_others, print_outdated
from annotator.cli.figures import print_figures
from annotator.cli.listing import is_listed, list_options, listed, print_disagreement
from annotator.cli.options import bootstrap_options, counted, json_option, open_project, whole_number
from annotator.cli.output import document, hanging, line, plain
from annotator.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.compare import Comparison, Disagreement

PURPOSE = "Compute the agreement of annotators, with intervals, and list where they differ."
EXAMPLES = (
    "annotator compare",
    "annotator compare ana ben --list 20",
    "annotator compare --field source --field hedge",
    "annotator compare --list 20 --pair ana,ben --label sourced/unverified",
    "annotator compare --json --bootstrap 5000 --seed 7",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the annotators and how the intervals are computed."""
    parser.add_argument("names", metavar="NAME", nargs="*", help="annotators to compare (default: all)")
    bootstrap_options(parser)
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
    list_options(parser)
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
    asked = is_listed(args)
    found = listed(project, comparison, args) if asked else []
    if args.json:
        rows = [one.model_dump(mode="json") for one in found]
        document(comparison.to_json() | ({"disagreements": rows} if asked else {}))
    else:
        _print(comparison, in_full=bool(args.field))
        _print_list(comparison, found, asked=asked)
    return 1 if comparison.problems else 0


def _print(comparison: "Comparison", *, in_full: bool) -> None:
    names = comparison.annotators
    if len(names) < 2:
        who = f"only {plain(names[0])}" if names else "nobody has labelled anything yet"
        line(f"{counted(len(names), 'annotator')}: {who}; there is nobody to compare with")
    else:
        hanging(f"{counted(len(names), 'annotator')}: ", ", ".join(names))
        for name, figures in comparison.fields.items():
            if in_full or name == "label":
                print_figures(name, figures, names)
        if not in_full:
            print_others(comparison)
    print_besides(comparison)


def _print_list(comparison: "Comparison", found: "Sequence[Disagreement]", *, asked: bool) -> None:
    several = len(comparison.annotators) > 1
    if several:
        line()
    print_outdated(comparison.outdated)
    if several and "label" in comparison.fields:
        differing = comparison.label.disagreeing_units
        hint = "; list them: annotator compare --list 20" if differing and not asked else ""
        line(f"{counted(differing, 'unit')} labelled differently{hint}")
    for one in found:
        print_disagreement(one)
    if asked and not found:
        line("no disagreement to list is as asked for")
