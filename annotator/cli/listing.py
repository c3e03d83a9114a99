"""The list of disagreements of `annotator compare`: what is asked of it, and printing it."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.cli.options import whole_number
from annotator.cli.output import hanging, line
from annotator.cli.progress import Progress

if TYPE_CHECKING:
    from annotator.compare import Comparison, Disagreement
    from annotator.compare.wanted import Wanted
    from annotator.project import Project

_LISTED = 20
"""How many are listed where nobody said how many."""
_TYPED = ("pair", "label", "kind", "rule")
_MEANT = ("article", "outlet")


def list_options(parser: argparse.ArgumentParser) -> None:
    """Add how many disagreements are listed, and which."""
    group = parser.add_argument_group("disagreements")
    group.add_argument(
        "--list",
        "--disagreements",
        dest="list",
        metavar="N",
        type=whole_number,
        help=f"list N disagreements, largest first ({_LISTED} with what follows), of the first --field",
    )
    group.add_argument(
        "--pair", metavar="NAME,NAME", help="only where these two differ, or this one and others"
    )
    group.add_argument("--label", metavar="A/B", help="only between these two labels, or with this one")
    group.add_argument("--kind", help="only in units of this kind, e.g. heading")
    group.add_argument("--article", help="only in the article whose id, or its last 8 digits, begins so")
    group.add_argument("--outlet", help="only in articles of this outlet")
    group.add_argument("--rule", metavar="N", help="only where they part at this rule of the codebook")


def is_listed(args: argparse.Namespace) -> bool:
    """Whether disagreements are to be listed."""
    return args.list is not None or any(getattr(args, name) is not None for name in (*_TYPED, *_MEANT))


def listed(project: "Project", comparison: "Comparison", args: argparse.Namespace) -> "list[Disagreement]":
    """Find the disagreements asked for; raises `AnnotatorError` for what cannot be asked."""
    from annotator.compare import worst_first

    wanted = _wanted(project, comparison.annotators, args)
    with Progress("listing, articles read:", len(project.newest_ids())) as progress:
        # What cannot be read was told when the figures were computed.
        found = project.disagreements(
            *comparison.annotators,
            field=args.field[0] if args.field else "label",
            wanted=wanted,
            progress=progress.at,
            on_problem=lambda problem: None,
        )
        return worst_first(found, _LISTED if args.list is None else args.list)


def _wanted(project: "Project", names: Sequence[str], args: argparse.Namespace) -> "Wanted":
    from dataclasses import replace

    from annotator.adjudication.typed import TypedFilter, typed_label
    from annotator.errors import AnnotatorError
    from schemas import slug

    typed = {name: value for name in _TYPED if (value := getattr(args, name)) is not None}
    if "pair" in typed:
        typed["pair"] = ",".join(map(slug, typed["pair"].split(",")))
    if "label" in typed:
        typed["label"] = "/".join(typed_label(name.strip()) for name in typed["label"].split("/"))
    words = " ".join(f"{name}:{''.join(value.split())}" for name, value in typed.items())
    asked = TypedFilter(project.codebook, {name: name for name in names}).read(words)
    if asked.unclear:
        option, _, known = asked.unclear.partition(": ")
        raise AnnotatorError(f"--{option} {typed.get(option, '')!r}: there are {known}")
    return replace(asked.wanted, article=args.article or "", outlet=args.outlet or "")


def print_disagreement(one: "Disagreement") -> None:
    """Print who said what of a sentence, the sentence, and what they say of it in their own words."""
    line()
    rule = "" if one.rule is None else f", parted at rule {one.rule}"
    line(f"{one.article} {one.unit}{rule}")
    hanging("  ", ", ".join(f"{who}: {said}" for who, said in one.values.items()))
    hanging("  ", one.text)
    for who, comment in one.comments.items():
        hanging("    ", f"{who}: {comment}")
