"""`annotator show`: an article with its labels."""

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.options import ARTICLE_HELP, counted, json_option, open_project
from annotator.cli.output import columns, cut, document, hanging, line, plain, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from schemas import Annotation, Article, Codebook, NearDuplicate, Unit

    _Records = Mapping[str, Mapping[str, Annotation]]

PURPOSE = "Print an article with its labels, those of one annotator or of all side by side."
EXAMPLES = ("annotator show reservoir", "annotator show reservoir --annotator ana --json")

_NAME_CELLS = 24
_UNLABELLED = "·"
_FLAGGED = "!"
_WAITING = "~"
_DECLINED = "-"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the article and the annotator."""
    parser.add_argument("article", metavar="ARTICLE", help=ARTICLE_HELP)
    parser.add_argument(
        "--annotator",
        metavar="NAME",
        help="only this annotator's labels, or `gold` for the adjudicated ones (default: all)",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the article: number, each annotator's label as a letter and flag, the sentence, the comments."""
    from annotator.importing.links import near_duplicates

    project = open_project(args)
    article = project.article(args.article)
    named = [args.annotator] if args.annotator else []
    names = named or project.voices()
    waiting = project.waiting(article, *names)
    found = project.labelled(article, *names).labels
    labels = {name: found.get(name, {}) for name in {**found, **waiting}} or {name: {} for name in named}
    headers = project.all_headers()
    newer = next((one.replaced_by for one in headers if one.id == article.id), "")
    near = near_duplicates(headers).get(article.id, [])
    if args.json:
        links = {"near_duplicates": [one.model_dump() for one in near], "replaced_by": newer}
        document(_as_json(article, labels, waiting) | links)
    else:
        _print_head(article, near, newer)
        _print(article, labels, waiting, project.codebook)
    return 0


def _as_json(article: "Article", labels: "_Records", waiting: "_Records") -> dict[str, Any]:
    from schemas import GOLD

    return {
        **article.model_dump(mode="json", exclude={"schema_version", "sha256", "units", "provenance"}),
        "annotators": [name for name in labels if name != GOLD],
        "units": [
            {
                **unit.model_dump(mode="json"),
                "text": article.unit_text(unit),
                "labels": _of_unit(unit.id, labels),
                "to_confirm": _of_unit(unit.id, waiting),
            }
            for unit in article.units
        ],
        "merged_away": {
            gone: {"into": unit, "to_confirm": _of_unit(gone, waiting)}
            for gone, unit in article.merged_away().items()
        },
    }


def _of_unit(unit: str, by: "_Records") -> dict[str, Any]:
    return {name: records[unit].model_dump(mode="json") for name, records in by.items() if unit in records}


def _print(article: "Article", labels: "_Records", waiting: "_Records", codebook: "Codebook") -> None:
    digits = len(str(article.last_number))
    for place, name in enumerate(labels):
        head = f"{' ' * digits}  {'│ ' * place}"
        line(head + cut(name, max(1, min(_NAME_CELLS, columns() - width(head)))))
    if labels:
        line(f"{' ' * digits}  {'│ ' * len(labels)}".rstrip())
    paragraph = article.units[0].paragraph
    away = article.merged_away()
    for unit in article.units:
        if unit.paragraph != paragraph:
            line()
            paragraph = unit.paragraph
        records = {name: by[unit.id] for name, by in labels.items() if unit.id in by}
        before = [unit.id, *(gone for gone, into in away.items() if into == unit.id)]
        held = {name: next((by[one] for one in before if one in by), None) for name, by in waiting.items()}
        letters = "".join(
            _WAITING + _letter(record, codebook)[0]
            if (record := held.get(name))
            else _letter(records.get(name), codebook)
            for name in labels
        )
        head = f"{unit.number:>{digits}}  {letters}{' ' * bool(labels)}"
        hanging(head, article.unit_text(unit) + _kind(unit))
        for name, record in records.items():
            for said in _said(record):
                hanging(" " * width(head), f"{name}: {said}")
    line()
    marks = [f"{_UNLABELLED} no label", f"{_FLAGGED} flagged"]
    if any(_is_declined(record) for by in labels.values() for record in by.values()):
        marks.append(f"{_DECLINED} declined")
    if number := sum(map(len, waiting.values())):
        marks.append(f"{_WAITING} to be confirmed ({number})")
    _print_legend([*(f"{label.key} {label.title}" for label in codebook.labels), *marks])


def _said(record: "Annotation") -> "Iterator[str]":
    """The comment on a label, and of a gold label what explains it."""
    if record.comment:
        yield record.comment
    if (one := record.adjudication) is None:
        return
    reason = one.reason.replace("_", " ") if one.reason else ""
    rule = "" if one.needs_change is None else f"rule {one.needs_change} needs a change"
    if said := ", ".join(part for part in (reason, rule, one.note) if part):
        yield said


def _is_declined(record: "Annotation") -> bool:
    return record.adjudication is not None and record.adjudication.origin == "declined"


def _kind(unit: "Unit") -> str:
    """What a unit is, where it is no plain sentence."""
    quotation = "" if unit.quotation is None else f"quotation {unit.quotation}"
    said = [part for part in ("" if unit.kind == "sentence" else str(unit.kind), quotation) if part]
    return f" [{', '.join(said)}]" if said else ""


def _print_head(article: "Article", near: "Sequence[NearDuplicate]", newer: str) -> None:
    """What is known of the article; what is not known takes no line."""
    hanging("", article.title)
    hanging("", " · ".join(part for part in (article.outlet, article.published, article.id) if part))
    alike = ", ".join(f"{one.article} ({100 * one.similarity:.0f} %)" for one in near)
    for name, value in (
        ("by", "; ".join(article.authors)),
        ("url", article.url),
        ("language", article.language),
        ("near duplicate of", alike),
        ("replaces", article.replaces),
        ("replaced by", newer),
        ("edited", _edits(article)),
    ):
        if value:
            hanging(f"{name}: ", value)
    line()


def _edits(article: "Article") -> str:
    if not article.edits:
        return ""
    from annotator.editing import in_words

    last = article.edits[-1]
    when = f"{last.time.astimezone():%Y-%m-%d %H:%M}"
    return f"{counted(len(article.edits), 'time')}, last by {last.editor} on {when}: {in_words(last)}"


def _print_legend(entries: "Sequence[str]") -> None:
    """Write as many entries on a line as fit, none of them broken."""
    row, *more = map(plain, entries)
    for entry in more:
        if width(f"{row}  {entry}") > columns():
            line(row)
            row = entry
        else:
            row = f"{row}  {entry}"
    line(row)


def _letter(record: "Annotation | None", codebook: "Codebook") -> str:
    """The key of the label, as typed while annotating, and whether it is flagged: two cells.

    The second key of the label where the source is carried over.
    """
    flag = _FLAGGED if record is not None and record.flag else " "
    if record is None or record.label is None:
        return (_DECLINED if record is not None and _is_declined(record) else _UNLABELLED) + flag
    if record.label not in codebook.label_names:
        return "?" + flag
    label = codebook.label(record.label)
    key = label.same_source_key if record.same_source and label.same_source_key else label.key
    return key + flag
