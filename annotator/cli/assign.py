"""`annotator assign`: who annotates which article."""

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.options import counted, json_option, open_project, whole_number
from annotator.cli.output import document, hanging, line, note, table
from annotator.cli.progress import Progress
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.assigning import Dealing
    from annotator.dealing import Pair
    from annotator.project import Project
    from schemas import AssignmentRule

PURPOSE = "Deal the articles out to the annotators, some of them to several; run it again for new articles."
EXAMPLES = (
    "annotator assign --annotators Ana,Ben,Cleo --overlap 0.2 --dry-run",
    "annotator assign",
    "annotator assign --show --json",
)

_SET_ASIDE = "the file was set aside, and what could not be read is dealt anew"
_MOST_OUTLETS = 12
_MOST_PAIRS = 15


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the rule and what to do with it."""
    parser.add_argument("--annotators", metavar="A,B,C", help="who annotates (default: as the settings say)")
    parser.add_argument(
        "--overlap", metavar="SHARE", type=float, help="share of the articles that several annotate, as 0.2"
    )
    parser.add_argument(
        "--raters", metavar="N", type=whole_number, help="how many annotate each of these (default: 2)"
    )
    parser.add_argument(
        "--seed", metavar="N", type=whole_number, help="another number deals otherwise (default: 0)"
    )
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--show", action="store_true", help="show who has what, and deal nothing")
    doing.add_argument(
        "--anew", action="store_true", help="deal everything again that nobody has begun; begun work stays"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be dealt, and write nothing")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Deal articles out, or show who has which; 1 when articles are dealt to nobody, or cannot be read."""
    from annotator.assignment import REPAIR

    project = open_project(args)
    lost = project.assignment.damage
    if args.show:
        dealing = project.dealing()
    else:
        with Progress("looking at labels, files done:") as progress:
            dealing = project.assign(
                _rule(project, args), anew=args.anew, dry_run=args.dry_run, progress=progress.at
            )
    damaged = [header.problem for header in project.headers() if header.problem]
    if lost:
        damaged.append(f"{lost}; {REPAIR if project.assignment.damage else _SET_ASIDE}")
    if args.json:
        document({**_as_json(dealing), "written": not (args.show or args.dry_run), "problems": damaged})
    else:
        _print(dealing)
        line(_outcome(dealing, show=args.show, dry_run=args.dry_run))
    for name, count in dealing.elsewhere.items():
        note(f"{name}, who is not in the rule, has begun {counted(count, 'article')}: others have these, too")
    for problem in damaged:
        note(problem)
    return 1 if damaged or (dealing.rule and dealing.undealt) else 0


def _rule(project: "Project", args: argparse.Namespace) -> "AssignmentRule":
    """The rule of the settings with what the options change of it."""
    from pydantic import ValidationError

    from annotator.errors import describe
    from schemas import AssignmentRule, slug

    known = project.settings.assignment
    fields: dict[str, Any] = known.model_dump() if known else {}
    if args.annotators is not None:
        known_as = {slug(name): name for name in project.annotators()}
        named = (" ".join(given.split()) for given in args.annotators.split(","))
        fields["annotators"] = [known_as.get(slug(name), name) for name in named if name]
    fields |= {
        name: value for name in ("overlap", "raters", "seed") if (value := getattr(args, name)) is not None
    }
    if not fields.get("annotators"):
        raise AnnotatorError("who annotates? annotator assign --annotators Ana,Ben,Cleo")
    try:
        return AssignmentRule.model_validate(fields)
    except ValidationError as error:
        raise AnnotatorError(f"nothing was dealt: {describe(error)}") from error


def _print(dealing: "Dealing") -> None:
    shares = dealing.shares()
    if not shares:
        return
    table(
        ("annotator", "articles", "sentences", "shared"),
        (
            (name, f"{share.articles:,}", f"{share.sentences:,}", f"{share.shared:,}")
            for name, share in shares.items()
        ),
        "lrrr",
        shorten=(0,),
    )
    sizes: dict[str, int] = {}
    for header in dealing.headers.values():
        sizes[header.outlet] = sizes.get(header.outlet, 0) + 1
    outlets = sorted(sizes, key=lambda outlet: (-sizes[outlet], outlet))
    if len(outlets) > 1:
        line()
        table(
            ("outlet", *shares),
            (
                (outlet or "(none)", *(f"{share.outlets.get(outlet, 0):,}" for share in shares.values()))
                for outlet in outlets[:_MOST_OUTLETS]
            ),
            "l" + "r" * len(shares),
            shorten=range(len(shares) + 1),
        )
        if (rest := len(outlets) - _MOST_OUTLETS) > 0:
            line(f"and {counted(rest, 'smaller outlet')}")
    line()
    _print_pairs(dealing.pairs())


def _print_pairs(pairs: "dict[Pair, int]") -> None:
    """Say how many articles every two annotators share."""
    if not pairs:
        return
    if len(pairs) <= _MOST_PAIRS:
        said = (f"{' and '.join(sorted(pair))} {count:,}" for pair, count in pairs.items())
        hanging("shared articles: ", ", ".join(said))
    else:
        low, high = min(pairs.values()), max(pairs.values())
        line(f"shared articles: {low:,} to {high:,} by each of {len(pairs)} pairs of annotators")
    if alone := sum(not count for count in pairs.values()):
        pair = "pair shares" if alone == 1 else "pairs share"
        line(f"{alone} {pair} no article, so these cannot be compared directly: a larger overlap would do it")


def _outcome(dealing: "Dealing", *, show: bool, dry_run: bool) -> str:
    if dealing.rule is None:
        return "no assignment: everybody annotates everything (annotator assign --annotators A,B deals out)"
    dealt = len(dealing.headers) - len(dealing.undealt)
    said = (
        f"{dealt:,} of {counted(len(dealing.headers), 'article')} dealt out, {dealing.overlap:,} to several"
    )
    if show:
        return said + ("; annotator assign deals the rest out" if dealing.undealt else "")
    news = f"{said}; {len(dealing.news):,} new or changed"
    return f"{news}; nothing was written (--dry-run)" if dry_run else news


def _as_json(dealing: "Dealing") -> dict[str, Any]:
    return {
        "rule": dealing.rule.model_dump(mode="json") if dealing.rule else None,
        "annotators": [
            {
                "annotator": name,
                "articles": share.articles,
                "sentences": share.sentences,
                "shared": share.shared,
                "outlets": dict(share.outlets),
            }
            for name, share in dealing.shares().items()
        ],
        "pairs": [{"a": a, "b": b, "articles": count} for (a, b), count in _sorted_pairs(dealing.pairs())],
        "articles": [
            {"article": name, "annotators": dealing.rows.get(name, ()), "new": name in dealing.news}
            for name in dealing.headers
        ],
        "overlap": dealing.overlap,
        "begun_by_others": dict(dealing.elsewhere),
    }


def _sorted_pairs(pairs: "dict[Pair, int]") -> "list[tuple[list[str], int]]":
    return [(sorted(pair), count) for pair, count in pairs.items()]
