"""`annotator merge`: another copy of the project joined into this one."""

import argparse
from collections import Counter
from typing import TYPE_CHECKING, Any

from annotator.cli.options import counted, json_option, open_project
from annotator.cli.output import document, line, note, plain
from annotator.cli.progress import Progress
from annotator.cli.wording import changed_fields, label_in_words

if TYPE_CHECKING:
    from annotator.merge import MergeResult
    from annotator.store import Conflict
    from schemas import Annotation

PURPOSE = "Join another copy of this project into this one: articles, sources, and every annotator's changes."
EXAMPLES = (
    "annotator merge ~/laptop/reservoir-story",
    "annotator merge /mnt/stick/reservoir-story --annotator ana --json",
)

_BY_HAND = ("decided", "declined")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the other copy and whose labels."""
    parser.add_argument("other", metavar="OTHER-PROJECT", help="the other copy's folder; it is only read")
    parser.add_argument(
        "--annotator",
        metavar="NAME",
        action="append",
        nargs="+",
        default=[],
        help="only these annotators' labels (default: all); articles are joined in any case",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Merge; 1 when there were conflicts, differing articles, or files that had to be left as they are."""
    from annotator.project import Project

    project, other = open_project(args), Project.open(args.other)
    names = [name for group in args.annotator for name in group]
    count: Counter[str] = Counter(added=0, joined=0, same=0, differs=0, left=0, conflicts=0)
    told: list[MergeResult] = []
    attention = False
    with Progress("merging, files done:") as progress:
        for result in project.merge(other, *names):
            count[result.status.value] += 1
            count["conflicts"] += len(result.conflicts)
            attention = attention or result.needs_attention
            progress.step()
            if result.status.value == "same":
                continue
            progress.clear()
            if args.json:
                told.append(result)
            _tell(result, quiet=args.json)
    if args.json:
        document({"results": [_as_json(result) for result in told], **count})
    else:
        line(
            f"{count['added']} added, {count['joined']} joined, {count['same']} the same, "
            f"{counted(count['conflicts'], 'conflict')}, {count['differs']} differing, "
            f"{count['left']} left as they are"
        )
    return 1 if attention else 0


def _tell(result: "MergeResult", *, quiet: bool) -> None:
    from annotator.assignment import ASSIGNMENT_FILE
    from annotator.pseudonyms import PSEUDONYMS_FILE
    from annotator.sources import SOURCES_FILE
    from annotator.splitfile import SPLITS_FILE

    who = f", {result.annotator}" if result.annotator else ""
    who += ", second pass" if result.retest else ""
    if result.reason:
        note(f"{result.status}: {result.reason}")
    elif not quiet:
        shared = {
            SOURCES_FILE: "source",
            ASSIGNMENT_FILE: "article",
            SPLITS_FILE: "article",
            PSEUDONYMS_FILE: "pseudonym",
        }
        one = "change" if who else shared.get(result.article, "edit")
        changes = f" ({counted(result.events, one)})" if result.events or who else ""
        if result.to_confirm:
            changes += f", {counted(result.to_confirm, 'label')} to be confirmed"
        line(plain(f"{result.status}: {result.article}{who}{changes}"))
    for conflict in [] if quiet else result.conflicts:
        ours, theirs = label_in_words(conflict.ours), label_in_words(conflict.theirs)
        differing = ", ".join(changed_fields(conflict.ours, conflict.theirs))
        where = f" (differing in {differing})" if differing and conflict.ours else ""
        line(
            plain(
                f"conflict: {result.article}, {conflict.unit}{who}: ours {ours}, theirs {theirs}{where}; "
                f"{conflict.kept} is kept, {_why(conflict)}"
            )
        )


def _why(conflict: "Conflict") -> str:
    """Why one side of a conflict is kept."""
    ours_is_kept = conflict.kept == "ours"
    kept, other = (conflict.ours, conflict.theirs) if ours_is_kept else (conflict.theirs, conflict.ours)
    if _is_by_hand(kept) and not _is_by_hand(other):
        return "which an adjudicator decided"
    return "the later one"


def _is_by_hand(record: "Annotation | None") -> bool:
    adjudication = record.adjudication if record else None
    return adjudication is not None and adjudication.origin in _BY_HAND


def _as_json(result: "MergeResult") -> dict[str, Any]:
    from dataclasses import asdict

    conflicts = [
        {
            "unit": conflict.unit,
            "ours": _record(conflict.ours),
            "theirs": _record(conflict.theirs),
            "kept": conflict.kept,
        }
        for conflict in result.conflicts
    ]
    return {**asdict(result), "status": result.status.value, "conflicts": conflicts}


def _record(record: "Annotation | None") -> dict[str, Any] | None:
    return None if record is None else record.model_dump(mode="json")
