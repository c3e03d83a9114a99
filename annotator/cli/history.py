"""`annotator history`: who labelled what, when, and what it was before."""

import argparse
import heapq
import re
from typing import TYPE_CHECKING

from annotator.cli.options import ARTICLE_HELP, counted, json_option, open_project
from annotator.cli.output import cut, document, hanging, line, note, plain, table
from annotator.cli.wording import changed_fields, label_in_words
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.project import Project
    from schemas import Article, Event

PURPOSE = "Show every change of the labels of an article or of one sentence: when, who, what, and why."
EXAMPLES = (
    "annotator history reservoir",
    "annotator history reservoir 12 --annotator ana",
    "annotator history reservoir u012 --json",
)

_NAME_CELLS = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the article, the sentence and the annotator."""
    parser.add_argument("article", metavar="ARTICLE", help=ARTICLE_HELP)
    parser.add_argument("unit", metavar="UNIT", nargs="?", help="one sentence, e.g. u012 or 12")
    parser.add_argument(
        "--annotator",
        metavar="NAME",
        help="only this annotator's changes, or `gold` for the adjudicated labels (default: all)",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the changes, newest last; 1 when a file could not be read."""
    project = open_project(args)
    article = project.article(args.article)
    events, problems = _events(project, article, args.annotator)
    if args.unit is not None:
        unit = _unit_id(args.unit)
        events = [event for event in events if event.unit == unit]
        _refuse_unknown(article, unit, events)
    if args.json:
        document({"article": article.id, "events": [event.model_dump(mode="json") for event in events]})
    else:
        line(plain(f"{article.title} · {article.id}"))
        if args.unit is not None:
            _print_sentence(article, unit)
        _print(events, with_unit=args.unit is None)
    for problem in problems:
        note(problem)
    return 1 if problems else 0


def _events(project: "Project", article: "Article", annotator: str | None) -> "tuple[list[Event], list[str]]":
    """The changes in order of time, and what could not be read; one damaged file hides no other."""
    if annotator is not None:
        return list(project.history(article, annotator)), []
    histories, problems = [], []
    for name in project.voices():
        try:
            histories.append(list(project.history(article, name)))
        except AnnotatorError as error:
            problems.append(str(error))
    return list(heapq.merge(*histories, key=lambda event: event.time)), problems


def _unit_id(text: str) -> str:
    match = re.fullmatch(r"u?([0-9]{1,7})", text)
    if not match:
        raise AnnotatorError(f"{text!r} is no sentence; write its number, e.g. 12 or u012")
    return f"u{int(match[1]):03}"


def _refuse_unknown(article: "Article", unit: str, events: "Sequence[Event]") -> None:
    if not events and not any(known.id == unit for known in article.units):
        raise AnnotatorError(
            f"{article.id} has no sentence {unit}; they go from {article.units[0].id} "
            f"to {article.units[-1].id}"
        )


def _print_sentence(article: "Article", unit: str) -> None:
    words = next((article.unit_text(known) for known in article.units if known.id == unit), None)
    hanging(f"{unit}  ", "(no longer in the article)" if words is None else words)


def _print(events: "Sequence[Event]", *, with_unit: bool) -> None:
    if events:
        line()
        rows = [_row(event, with_unit=with_unit) for event in events]
        unit = ("unit",) if with_unit else ()
        header = ("time", "annotator", *unit, "before", "", "after", "cause", "also changed")
        table(header, rows, "l" * len(header))
        line()
    line(counted(len(events), "change"))


def _who(event: "Event") -> str:
    """The annotator; of a gold label also who decided or let it be filled in."""
    record = event.after or event.before
    adjudication = record.adjudication if record else None
    return f"{event.annotator}: {adjudication.adjudicator}" if adjudication else event.annotator


def _row(event: "Event", *, with_unit: bool) -> "tuple[str, ...]":
    return (
        f"{event.time.astimezone():%Y-%m-%d %H:%M:%S}",
        cut(_who(event), _NAME_CELLS),
        *((event.unit,) if with_unit else ()),
        label_in_words(event.before),
        "→",
        label_in_words(event.after),
        event.cause.value,
        ", ".join(changed_fields(event.before, event.after)),
    )
