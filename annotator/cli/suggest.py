"""`annotator suggest`: what the rules would offer for each sentence, nothing stored."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.options import ARTICLE_HELP, json_option, open_project
from annotator.cli.output import document, hanging, line
from annotator.cli.reading import language_option, only_article, reading_options
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.project import Project
    from schemas import Article, Attribution, Codebook, Span, Suggestion

PURPOSE = "Show what label the rules offer for each sentence, with the reason; nothing is stored."
EXAMPLES = ("annotator suggest reservoir", "annotator suggest story.txt --json")

_NONE = "·"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the file or the article."""
    parser.add_argument(
        "what",
        metavar="FILE-or-ARTICLE",
        help=f"a file, - for standard input, or an article of the project: {ARTICLE_HELP}",
    )
    language_option(parser)
    reading_options(parser)
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Show every unit with its offer, if there is one; span offsets are into the article's canonical text."""
    article, project = _article(args)
    if project is None:
        from annotator.codebook import load_codebook
        from annotator.suggest import suggest

        codebook, offers = load_codebook(), suggest(article)
    else:
        codebook, offers = project.codebook, project.suggestions(article)
    if args.json:
        document({"units": _as_json(article, offers)})
    else:
        _print(article, offers, codebook)
    return 0


def _article(args: argparse.Namespace) -> "tuple[Article, Project | None]":
    """Read the file, or find the article, and give the project that is open, if there is one."""
    try:
        project = open_project(args)
    except AnnotatorError:
        if args.project is not None:
            raise
        project = None
    if args.what == "-" or Path(args.what).is_file():
        return only_article(args, Path(args.what)), project
    if project is None:
        raise AnnotatorError(f"{args.what}: no such file, and no project here that has such an article")
    return project.article(args.what), project


def _as_json(article: "Article", offers: "Sequence[Suggestion]") -> list[dict[str, Any]]:
    """Give every unit; the label is null where nothing is offered."""
    of_unit = {one.unit: one for one in offers}
    rows = []
    for unit in article.units:
        offer = of_unit.get(unit.id)
        rows.append(
            {
                "id": unit.id,
                "start": unit.start,
                "end": unit.end,
                "kind": unit.kind.value,
                "text": article.unit_text(unit),
                "label": offer.label if offer else None,
                "same_source": bool(offer and offer.same_source),
                "reason": offer.reason if offer else "",
                "confidence": offer.confidence if offer else 0.0,
                "attributions": [_attribution(article, one) for one in offer.attributions] if offer else [],
                "bias": [
                    {"kind": mark.kind.value, "span": _span(article, mark.span), "voice": mark.voice.value}
                    for mark in offer.bias
                ]
                if offer
                else [],
            }
        )
    return rows


def _attribution(article: "Article", one: "Attribution") -> dict[str, Any]:
    return {
        "source": _span(article, one.source),
        "cue": _span(article, one.cue),
        "content": [_span(article, span) for span in one.content],
        "source_type": one.source_type.value if one.source_type else None,
        "directness": one.directness.value,
        "chain_length": one.chain_length,
    }


def _span(article: "Article", span: "Span | None") -> dict[str, Any] | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "text": article.text[span.start : span.end]}


def _print(article: "Article", offers: "Sequence[Suggestion]", codebook: "Codebook") -> None:
    """Write number, key of the label and text; below it the reason and what was found."""
    of_unit = {one.unit: one for one in offers}
    digits = len(str(article.last_number))
    for unit in article.units:
        offer = of_unit.get(unit.id)
        hanging(f"{unit.number:>{digits}}  {_key(offer, codebook)}  ", article.unit_text(unit))
        for more in _details(article, offer):
            hanging(" " * (digits + 5), more)
    line()
    line("  ".join([*(f"{label.key} {label.title}" for label in codebook.labels), f"{_NONE} none offered"]))


def _key(offer: "Suggestion | None", codebook: "Codebook") -> str:
    """The key that would give the label."""
    if offer is None or offer.label is None or offer.label not in codebook.label_names:
        return _NONE
    label = codebook.label(offer.label)
    return label.same_source_key if offer.same_source and label.same_source_key else label.key


def _details(article: "Article", offer: "Suggestion | None") -> list[str]:
    if offer is None:
        return []
    lines = [f"{offer.reason} ({100 * offer.confidence:.0f} %)"] if offer.label else []
    for one in offer.attributions:
        type_ = f" ({one.source_type.replace('_', ' ')})" if one.source_type else ""
        source = f"“{article.text[one.source.start : one.source.end]}”" if one.source else "none found"
        lines.append(f"source: {source}{type_}")
        lines += [f"content: {article.text[span.start : span.end]}" for span in one.content]
    if offer.bias:
        words = (f"“{article.text[mark.span.start : mark.span.end]}” ({mark.kind})" for mark in offer.bias)
        lines.append(f"marks: {', '.join(words)}")
    return lines
