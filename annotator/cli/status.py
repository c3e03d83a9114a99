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
    units = sum(header.units for header in headers)
    gold = _gold(headers, counts) if project.has_gold else None
    if args.json:
        summary = {"project": project.name, "articles": len(headers), "units": units}
        document({**summary, "annotators": progress, "gold": gold, "problems": problems})
    else:
        hanging("", f"{project.name}: {counted(len(headers), 'article')}, {counted(units, 'unit')}")
        for one in progress:
            _print(one, {header.id: header.title for header in headers})
        if not progress:
            line("nobody has labelled anything yet" if headers else "no articles yet: annotator import FILE…")
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


def _row(who: dict[str, str], labelled: int, units: int) -> dict[str, Any]:
    percent = round(100 * labelled / units, 1) if units else 0.0
    return {**who, "labelled": labelled, "units": units, "percent": percent}


def _print(one: dict[str, Any], titles: dict[str, str]) -> None:
    line()
    pace = one["seconds_median"]
    time = "" if pace is None else f", {pace:g} s per sentence (median)"
    hanging("", f"{one['annotator']}: {_so_far(one)}{time}")
    begun = [row for row in one["articles"] if row["labelled"]]
    if begun:
        _print_articles(begun, titles)
    if rest := len(one["articles"]) - len(begun):
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
