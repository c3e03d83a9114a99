"""`annotator edit-article`: correct what is known of an article, and the sentences it is read in."""

import argparse
import re
from typing import TYPE_CHECKING

from annotator.cli.options import ARTICLE_HELP, counted, json_option, open_project
from annotator.cli.output import document, line, plain
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotator.editing import Draft
    from annotator.revision import Plan, Revised
    from schemas import Article, Unit

PURPOSE = "Correct an article's title, outlet and so on, or split, merge and re-classify its sentences."
EXAMPLES = (
    "annotator edit-article reservoir --outlet 'Harbour Post' --published 2031-03-04",
    "annotator edit-article reservoir --url ''",
    "annotator edit-article reservoir --split u012:'Nobody was hurt' --kind u014=heading",
    "annotator edit-article reservoir --merge u012 --force",
)

_FIELDS = {
    "title": ("TITLE", "the title; the article's id stays as it is"),
    "outlet": ("NAME", "who published it"),
    "published": ("DATE", "e.g. 2031-03-04 or 2031-03-04T17:05+02:00"),
    "url": ("URL", "its address"),
    "authors": ("NAMES", "names, with semicolons between them"),
    "language": ("TAG", "BCP 47 tag, e.g. en, de, ar"),
}

_KINDS = "sentence, heading, caption, dateline, byline, boilerplate, quote"
"""Written out, for `--help` loads no schemas."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the article and what is to be changed."""
    parser.add_argument("article", metavar="ARTICLE", help=ARTICLE_HELP)
    known = parser.add_argument_group("what is known of it (an empty value: not known)")
    for name, (metavar, text) in _FIELDS.items():
        known.add_argument(f"--{name}", metavar=metavar, help=text)
    units = parser.add_argument_group(
        "its sentences",
        "UNIT is the number that `annotator show` gives, e.g. 12 or u012. The changes are made in\nthe order "
        "given; labels of changed words have to be confirmed in the app.",
    )
    for name, metavar, text in (
        ("split", "UNIT:WORDS", "split where these words begin, or before a character given by its offset"),
        ("merge", "UNIT", "merge with the next one"),
        ("kind", "UNIT=KIND", f"say what it is: {_KINDS}"),
    ):
        units.add_argument(
            f"--{name}", metavar=metavar, dest="units", action="append", type=_named(name), help=text
        )
    units.add_argument(
        "--undo", action="store_true", help="take the latest split, merge or change of kind back"
    )
    units.add_argument("--force", action="store_true", help="edit sentences although there are labels")
    parser.add_argument(
        "--annotator",
        metavar="NAME",
        help="who edits (default: ANNOTATOR_NAME, your settings, git's user.name, the login)",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Make all changes in one step, or none; say what changed."""
    from annotator.cli.open_app import annotator_name

    project = open_project(args)
    plans = _plans(args)
    if not plans:
        raise AnnotatorError("nothing to change is given; see `annotator edit-article --help`")
    article = project.article(args.article)
    try:
        revised = project.revise(article.id, plans, annotator_name(args.annotator), force=args.force)
    except AnnotatorError as error:
        from annotator.revision import LabelsTouched

        hint = "; --force edits all the same" if isinstance(error, LabelsTouched) else ""
        raise AnnotatorError(f"{error}{hint}") from None
    if args.json:
        document(_as_json(revised))
    else:
        _print(revised)
    return 0


def _named(name: str) -> "Callable[[str], tuple[str, str]]":
    """Keep the name of an option with its value: several options fill one list, in the order given."""

    def named(value: str) -> tuple[str, str]:
        return name, value

    return named


def _plans(args: argparse.Namespace) -> "list[Plan]":
    values = {name: value for name in _FIELDS if (value := getattr(args, name)) is not None}
    if "authors" in values:
        values["authors"] = [name for name in re.split(r"[;\n]", values["authors"]) if name.strip()]
    plans: list[Plan] = []
    if args.undo:
        plans.append(_undo)
    if values:
        plans.append(lambda article: _metadata(article, values))
    plans += [_unit_plan(name, value) for name, value in args.units or ()]
    return plans


def _undo(article: "Article") -> "Iterable[Draft]":
    from annotator.editing import undo

    return [undo(article)]


def _metadata(article: "Article", values: dict[str, object]) -> "Iterable[Draft]":
    from annotator.editing import change_metadata

    draft = change_metadata(article, values)
    return [draft] if draft else []


def _unit_plan(name: str, value: str) -> "Plan":
    """Make the plan of one option about a unit; raises `AnnotatorError` for a value of the wrong form."""
    from annotator.editing import change_kind, merge, split, split_at_words

    if name == "merge":
        return lambda article: [merge(article, _unit(article, value))]
    sign = ":" if name == "split" else "="
    unit, found, rest = value.partition(sign)
    if not found or not rest.strip():
        example = "u012:'Nobody was hurt'" if name == "split" else "u012=heading"
        raise AnnotatorError(f"--{name} {value!r}: write it like {example}")
    if name == "kind":
        return lambda article: [change_kind(article, _unit(article, unit), rest.strip())]
    if re.fullmatch("[0-9]{1,9}", rest):
        return lambda article: [split(article, _unit(article, unit), int(rest))]
    return lambda article: [split_at_words(article, _unit(article, unit), rest)]


def _unit(article: "Article", text: str) -> "Unit":
    match = re.fullmatch(r"u?([0-9]{1,7})", text.strip())
    if not match:
        raise AnnotatorError(f"{text!r} is no sentence; write its number, e.g. 12 or u012")
    try:
        return article.unit(f"u{int(match[1]):03}")
    except KeyError:
        raise AnnotatorError(f"{article.id} has no sentence {text}; `annotator show` lists them") from None


def _as_json(revised: "Revised") -> dict[str, object]:
    from annotator.editing import in_words

    edits = [{**edit.model_dump(mode="json"), "in_words": in_words(edit)} for edit in revised.edits]
    return {
        "article": revised.article.id,
        "edits": edits,
        "to_confirm": dict(revised.touched.here) if revised.touched.words else {},
    }


def _print(revised: "Revised") -> None:
    from annotator.editing import in_words

    article = revised.article
    for edit in revised.edits:
        line(plain(f"{article.id}: {in_words(edit)}"))
        for unit in edit.after:
            line(plain(f"  {unit.id}  {article.text[unit.start : unit.end]}"))
    if not revised.edits:
        line(plain(f"{article.id}: nothing changed, all is so already"))
    if any(change.field == "title" for edit in revised.edits for change in edit.fields):
        line("the id stays as it is: files and labels are known by it")
    if revised.touched.words and (number := sum(revised.touched.here.values())):
        line(f"{counted(number, 'label')} to be confirmed in the app: {', '.join(revised.touched.here)}")
