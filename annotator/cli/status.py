"""`annotator status`: how far everyone is."""

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, hanging, line, note, table
from annotator.cli.progress import Progress

if TYPE_CHECKING:
    from annotator.project import ArticleHeader, ArticleProgress, Project

PURPOSE = "Show how many sentences each annotator has labelled in each article, and the time it took."
EXAMPLES = ("annotator status", "annotator status --json")

_MOST_PAIRS = 15


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the form of the answer."""
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print progress by annotator and article; 1 when a file of the project could not be read."""
    project = open_project(args)
    headers, problems = [], []
    for header in project.all_headers():
        if header.problem:
            problems.append(header.problem)
        elif not header.replaced_by:
            headers.append(header)
    counts = _counts(project, len(headers) + len(problems), problems) if headers else []
    progress = [_progress(name, headers, counts) for name in project.annotators()]
    dealt = project.settings.assignment is not None
    assignment = _assignment(project, counts, progress, headers, problems) if dealt else None
    units = sum(header.units for header in headers)
    gold = _gold(headers, counts) if project.has_gold else None
    if args.json:
        summary = {"project": project.name, "articles": len(headers), "units": units}
        summary |= {"annotators": progress, "assignment": assignment, "gold": gold}
        document({**summary, "problems": problems})
    else:
        hanging("", f"{project.name}: {counted(len(headers), 'article')}, {counted(units, 'unit')}")
        for one in progress:
            _print(one, {header.id: header.title for header in headers})
        if not progress:
            line("nobody has labelled anything yet" if headers else "no articles yet: annotator import FILE…")
        if assignment:
            _print_assignment(assignment)
        if gold:
            line()
            hanging("", f"gold labels: {_so_far(gold)}")
    for problem in problems:
        note(problem)
    return 1 if problems else 0


def _counts(project: "Project", articles: int, problems: list[str]) -> "list[ArticleProgress]":
    """Read everybody's labels of so many articles; a damaged one was told with the headers."""
    from annotator.parallel import processors

    with Progress("counting, articles read:", articles) as progress:
        counts = list(project.progress(*project.voices(), processes=processors(), progress=progress.at))
    problems += [problem for one in counts for problem in one.problems]
    return counts


def _progress(
    annotator: str, headers: "list[ArticleHeader]", counts: "list[ArticleProgress]"
) -> dict[str, Any]:
    import statistics

    tallies = {one.article: one.tallies[annotator] for one in counts if annotator in one.tallies}
    seconds = [spent for tally in tallies.values() for spent in tally.seconds]
    rows = [
        _row({"article": header.id}, tallies[header.id].labelled, header.units)
        for header in headers
        if header.id in tallies
    ]
    labelled = sum(row["labelled"] for row in rows)
    return {
        **_row({"annotator": annotator}, labelled, sum(header.units for header in headers)),
        "seconds_median": round(statistics.median(seconds), 2) if seconds else None,
        "outdated": sum(one.outdated.get(annotator, 0) for one in counts),
        "articles": rows,
    }


def _gold(headers: "list[ArticleHeader]", counts: "list[ArticleProgress]") -> dict[str, Any]:
    """Count the units with an adjudicated label."""
    from schemas import GOLD

    found = _progress(GOLD, headers, counts)
    return {name: found[name] for name in ("labelled", "units", "percent", "outdated")}


def _assignment(
    project: "Project",
    counts: "list[ArticleProgress]",
    progress: list[dict[str, Any]],
    headers: "list[ArticleHeader]",
    problems: list[str],
) -> dict[str, Any]:
    """How far what was dealt out is; tells all in `progress` what is theirs, and adds who is missing."""
    from annotator.assigning import done_by, done_by_pairs
    from annotator.assignment import REPAIR
    from schemas import slug

    if damage := project.assignment.damage:
        problems.append(f"{damage}; {REPAIR}")
    dealing = project.dealing()
    labels = {
        (one.article, slug(name)): tally.labelled for one in counts for name, tally in one.tallies.items()
    }
    known = {slug(one["annotator"]): one for one in progress}
    for name, done in done_by(dealing, labels).items():
        if slug(name) not in known:
            known[slug(name)] = _progress(name, headers, counts)
            progress.append(known[slug(name)])
        row = _row({}, done.labelled, done.sentences)
        known[slug(name)]["assigned"] = {
            "articles": done.articles,
            "begun": done.begun,
            "finished": done.finished,
            **row,
        }
    return {
        "rule": dealing.rule and dealing.rule.model_dump(mode="json"),
        "dealt": len(dealing.headers) - len(dealing.undealt),
        "overlap": dealing.overlap,
        "pairs": [
            dict(zip("ab", sorted(pair), strict=True))
            | {"articles": done.articles, "finished": done.finished}
            for pair, done in done_by_pairs(dealing, labels).items()
        ],
        "undealt": dealing.undealt,
    }


def _print_assignment(assignment: dict[str, Any]) -> None:
    line()
    dealt, undealt, pairs = assignment["dealt"], len(assignment["undealt"]), assignment["pairs"]
    line(f"assignment: {counted(dealt, 'article')} dealt out, {assignment['overlap']:,} of them to several")
    if 0 < len(pairs) <= _MOST_PAIRS:
        said = (f"{one['a']} and {one['b']} {one['finished']:,} of {one['articles']:,}" for one in pairs)
        hanging("shared articles that both have finished: ", ", ".join(said))
    elif pairs:
        finished, shared = (sum(one[what] for one in pairs) for what in ("finished", "articles"))
        line(f"shared articles that both have finished: {finished:,} of {shared:,}, over {len(pairs)} pairs")
    if undealt:
        line(f"{counted(undealt, 'article')} dealt to nobody: annotator assign deals them out")


def _row(who: dict[str, str], labelled: int, units: int) -> dict[str, Any]:
    percent = round(100 * labelled / units, 1) if units else 0.0
    return {**who, "labelled": labelled, "units": units, "percent": percent}


def _print(one: dict[str, Any], titles: dict[str, str]) -> None:
    line()
    pace = one["seconds_median"]
    time = "" if pace is None else f", {pace:g} s per sentence (median)"
    hanging("", f"{one['annotator']}: {_so_far(one)}{time}")
    if assigned := one.get("assigned"):
        finished = f"{assigned['finished']:,} of {counted(assigned['articles'], 'article')} finished"
        sentences = f"{assigned['labelled']:,} of {counted(assigned['units'], 'sentence')}"
        hanging("", f"assigned: {finished}, {sentences} ({assigned['percent']} %)")
    begun = [row for row in one["articles"] if row["labelled"]]
    if begun:
        _print_articles(begun, titles)
    rest = assigned["articles"] - assigned["begun"] if assigned else len(one["articles"]) - len(begun)
    if rest:
        line(f"{counted(rest, 'article')} not begun")


def _so_far(one: dict[str, Any]) -> str:
    outdated = f", {one['outdated']:,} to be confirmed" if one["outdated"] else ""
    return f"{one['labelled']:,} of {one['units']:,} ({one['percent']} %){outdated}"


def _print_articles(rows: list[dict[str, Any]], titles: dict[str, str]) -> None:
    table(
        ("title", "labelled", "of", "%"),
        (
            (
                titles[row["article"]],
                str(row["labelled"]),
                str(row["units"]),
                f"{row['percent']}",
            )
            for row in rows
        ),
        "lrrr",
        shorten=(0,),
    )
