"""`annotator show`: an article with its labels."""

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.options import json_option, open_project
from annotator.cli.output import columns, cut, document, hanging, line, plain, width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemas import Annotation, Article, Codebook

PURPOSE = "Print an article with its labels, those of one annotator or of all side by side."
EXAMPLES = ("annotator show reservoir", "annotator show reservoir --annotator ana --json")

_NAME_CELLS = 24
_UNLABELLED = "·"
_FLAGGED = "!"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the article and the annotator."""
    parser.add_argument(
        "article", metavar="ARTICLE", help="its id, the beginning of it, or the 8 digits at its end"
    )
    parser.add_argument("--annotator", metavar="NAME", help="only this annotator's labels (default: all)")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the article: number, each annotator's label as a letter and flag, the sentence, the comments."""
    project = open_project(args)
    article = project.article(args.article)
    named = [args.annotator] if args.annotator else []
    labels = project.labelled(article, *named).labels or {name: {} for name in named}
    if args.json:
        document(_as_json(article, labels))
    else:
        _print(article, labels, project.codebook)
    return 0


def _as_json(article: "Article", labels: "Mapping[str, Mapping[str, Annotation]]") -> dict[str, Any]:
    fields = ("id", "title", "outlet", "url", "authors", "published", "language", "text")
    return {
        **article.model_dump(mode="json", include=set(fields)),
        "annotators": list(labels),
        "units": [
            {
                **unit.model_dump(mode="json"),
                "text": article.unit_text(unit),
                "labels": {
                    name: records[unit.id].model_dump(mode="json")
                    for name, records in labels.items()
                    if unit.id in records
                },
            }
            for unit in article.units
        ],
    }


def _print(
    article: "Article", labels: "Mapping[str, Mapping[str, Annotation]]", codebook: "Codebook"
) -> None:
    hanging("", article.title)
    hanging("", " · ".join(part for part in (article.outlet, article.published, article.id) if part))
    line()
    digits = len(str(len(article.units)))
    for place, name in enumerate(labels):
        head = f"{' ' * digits}  {'│ ' * place}"
        line(head + cut(name, max(1, min(_NAME_CELLS, columns() - width(head)))))
    if labels:
        line(f"{' ' * digits}  {'│ ' * len(labels)}".rstrip())
    paragraph = article.units[0].paragraph
    for unit in article.units:
        if unit.paragraph != paragraph:
            line()
            paragraph = unit.paragraph
        records = {name: by[unit.id] for name, by in labels.items() if unit.id in by}
        letters = "".join(_letter(records.get(name), codebook) for name in labels)
        head = f"{unit.number:>{digits}}  {letters}{' ' * bool(labels)}"
        hanging(head, article.unit_text(unit))
        for name, record in records.items():
            if record.comment:
                hanging(" " * width(head), f"{name}: {record.comment}")
    line()
    marks = (f"{_UNLABELLED} no label", f"{_FLAGGED} flagged")
    _print_legend([*(f"{label.key} {label.title}" for label in codebook.labels), *marks])


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
        return _UNLABELLED + flag
    label = codebook.label(record.label)
    key = label.same_source_key if record.same_source and label.same_source_key else label.key
    return key + flag
