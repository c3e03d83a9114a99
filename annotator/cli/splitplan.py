"""Which split is meant: options that several commands have."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.options import whole_number
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.project import Project
    from schemas import SplitPlan

SHARES = "80/10/10"
"""Where nobody says anything."""


def dealing_options(parser: argparse.ArgumentParser) -> None:
    """Add what decides, beside the shares, which article goes where."""
    parser.add_argument("--seed", metavar="N", type=whole_number, help="another number deals otherwise")
    parser.add_argument(
        "--by",
        choices=("article", "outlet", "story"),
        help="what stays together, beside near-duplicates, versions and articles of one address "
        "(default: article)",
    )
    parser.add_argument(
        "--parts", metavar="A,B,C", help="names of the parts (default: train,validation,test or train,test)"
    )


def nothing_asked(args: argparse.Namespace, shares: str | None) -> bool:
    """Whether neither shares nor any of the options are given."""
    return not shares and (args.seed, args.by, args.parts) == (None, None, None)


def plan_asked(args: argparse.Namespace, shares: str | None) -> "SplitPlan":
    """Make the plan of shares and options; raises `AnnotatorError` where they make no sense."""
    from annotator.splits import plan_of

    parts = [part.strip() for part in args.parts.split(",")] if args.parts is not None else []
    return plan_of(shares or SHARES, seed=args.seed or 0, by=args.by or "article", parts=parts)


def plan_wanted(project: "Project", args: argparse.Namespace, shares: str | None) -> "SplitPlan":
    """Make the plan asked for; where nothing is, the one that articles were dealt by before."""
    if nothing_asked(args, shares):
        plans = project.splits.plans()
        if len(plans) > 1:
            known = "; ".join(map(said, plans))
            raise AnnotatorError(f"there are {len(plans)} splits: {known}; say which, as {SHARES}")
        if plans:
            return plans[0]
    return plan_asked(args, shares)


def said(plan: "SplitPlan") -> str:
    """Name a plan, e.g. `train 80, test 20, seed 7, by outlet`."""
    shares = (f"{part} {100 * share:.4g}" for part, share in plan.shares.items())
    return ", ".join((*shares, f"seed {plan.seed}", f"by {plan.by}"))
