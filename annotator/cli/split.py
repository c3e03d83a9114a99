"""`annotator split`: articles dealt into parts, and what stands in two of them."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, line, note
from annotator.cli.progress import Progress
from annotator.cli.splitplan import SHARES, dealing_options, nothing_asked, plan_asked, plan_wanted, said
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.leaking import Leaking
    from annotator.project import Project
    from annotator.splitting import DealtSplit
    from schemas import SplitPlan

PURPOSE = "Deal the articles into parts to train and test with, so that no part knows another's sentences."
EXAMPLES = (
    "annotator split 80/10/10 --dry-run",
    "annotator split 70/30 --seed 7 --by outlet",
    "annotator split 60/20/20 --parts train,dev,test",
    "annotator split --check",
    "annotator split --check dataset",
)

_SET_ASIDE = "the file was set aside, and what could not be read is dealt anew"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the shares, how to deal, and what to do."""
    from pathlib import Path

    parser.add_argument(
        "shares",
        nargs="?",
        metavar="SHARES",
        help=f"as 80/10/10 or 0.8,0.2 (default: those dealt before, else {SHARES})",
    )
    dealing_options(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would be dealt, and write nothing")
    parser.add_argument(
        "--check",
        metavar="DATASET",
        nargs="*",
        type=Path,
        help="name what stands in two parts, of the splits dealt here or of exported datasets",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Deal or check; 1 when something leaks, belongs to no part, or cannot be read."""
    if args.check is not None:
        return _check(args)
    from annotator.cli.parts import parts_as_json, print_parts
    from annotator.parallel import processors
    from annotator.splitfile import REPAIR

    project = open_project(args)
    lost = project.splits.damage
    problems: list[str] = []
    with Progress("reading labels, articles done:") as progress:
        split = project.split(
            plan_wanted(project, args, args.shares),
            dry_run=args.dry_run,
            measured=True,
            mend=True,
            processes=processors(),
            progress=progress.at,
            on_problem=problems.append,
        )
    if lost:
        problems.append(f"{lost}; {REPAIR if args.dry_run else _SET_ASIDE}")
    if args.json:
        document({**parts_as_json(split), "written": not args.dry_run, "problems": problems})
    else:
        print_parts(split)
        line(_outcome(split, dry_run=args.dry_run))
    for problem in (*problems, *_warnings(split)):
        note(problem)
    return 1 if problems or split.linked else 0


def _outcome(split: "DealtSplit", *, dry_run: bool) -> str:
    groups = len(set(split.group_of.values()))
    told = f"{counted(len(split.part_of), 'article')} in {counted(groups, 'group')}, {len(split.news):,} new"
    plan = f" ({said(split.asked)})" if split.asked else ""
    return f"{told}{plan}; nothing was written (--dry-run)" if dry_run else f"{told}{plan}"


def _warnings(split: "DealtSplit") -> list[str]:
    warnings = [
        f"{name} belongs to articles in {' and in '.join(parts)}: it is in no part"
        for name, parts in split.linked.items()
    ]
    full = set(split.part_of.values())
    empty = [part for part in split.parts if part not in full]
    if empty and split.part_of:
        warnings.append(f"nothing in {', '.join(empty)}: there are fewer groups of articles than parts")
    return warnings


def _check(args: argparse.Namespace) -> int:
    """Name what leaks, of the splits dealt here or of datasets; 1 when anything but short sentences does."""
    from annotator.cli.leaks import leaks_as_json, print_leaks
    from annotator.leaking import leaks_in_dataset

    problems: list[str] = []
    found: dict[str, Leaking] = {}
    with Progress("looking for leaks, articles done:") as progress:
        for folder in args.check:
            found[str(folder)] = leaks_in_dataset(folder, progress.at)
        if not args.check:
            project = open_project(args)
            for plan in _to_check(project, args):
                found[said(plan)] = project.split_leaks(plan, progress.at, problems.append)
    if args.json:
        told = [leaks_as_json(name, one) for name, one in found.items()]
        document({"checked": told, "problems": problems})
    else:
        for name, leaking in found.items():
            print_leaks(name, leaking)
    for problem in problems:
        note(problem)
    return 1 if problems or any(one.serious for one in found.values()) else 0


def _to_check(project: "Project", args: argparse.Namespace) -> "list[SplitPlan]":
    from annotator.splitfile import REPAIR

    if project.splits.damage:
        raise AnnotatorError(f"{project.splits.damage}; {REPAIR}")
    plans = project.splits.plans()
    if nothing_asked(args, args.shares):
        if not plans:
            raise AnnotatorError(f"nothing is dealt yet: annotator split {SHARES}")
        return plans
    plan = plan_asked(args, args.shares)
    if plan not in plans:
        there = "; ".join(map(said, plans)) or "none"
        raise AnnotatorError(f"nothing is dealt by {said(plan)}; splits that there are: {there}")
    return [plan]
