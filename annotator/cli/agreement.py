"""`annotator agreement`: every coefficient of agreement for any table of ratings."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.options import bootstrap_options, counted, json_option
from annotator.cli.output import document, hanging, line, plain

if TYPE_CHECKING:
    from annotator.compare import AnyAgreement

PURPOSE = "Compute every coefficient of agreement, with intervals, for a table of ratings from anywhere."
EXAMPLES = (
    "annotator agreement ratings.csv",
    "annotator agreement ratings.csv --level ordinal --values low,medium,high",
    "annotator agreement labels.csv --value credibility --level ordinal --json",
    "annotator agreement one-column-per-annotator.tsv --wide --level interval",
    "annotator agreement kinds.csv --level set",
)
_LEVELS = ("nominal", "ordinal", "interval", "ratio", "set")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the table and how its values are to be taken."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="CSV or TSV with the columns unit, annotator and value, in any order; -: standard input. With a "
        "column article the intervals resample articles. An empty value is missing, or the empty set",
    )
    parser.add_argument("--level", choices=_LEVELS, default="nominal", help="how values differ; set: a|b")
    parser.add_argument(
        "--values",
        metavar="A,B,C",
        help="all values that could be given, in their order (default: those used)",
    )
    parser.add_argument("--value", metavar="COLUMN", help="the column with the values")
    parser.add_argument("--wide", action="store_true", help="first column: unit; one more per annotator")
    bootstrap_options(parser)
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print every figure with its interval and count."""
    from annotator.cli.ratings_file import read_ratings

    sets = args.level == "set"
    ratings, by_article = read_ratings(args.file, wide=args.wide, value=args.value, sets=sets)
    values = None if args.values is None else [value.strip() for value in args.values.split(",")]
    options = {
        "bootstrap": args.bootstrap,
        "seed": args.seed,
        "resampled": "articles" if by_article else "units",
    }
    if sets:
        figures: AnyAgreement = ratings.sets(values, **options)
    else:
        figures = ratings.agreement(args.level, values, **options)
    if args.json:
        document({"annotators": ratings.annotators} | figures.to_json())
    else:
        _print(args.value or "value", ratings.annotators, figures)
    return 0


def _print(name: str, annotators: tuple[str, ...], figures: "AnyAgreement") -> None:
    from annotator.cli.figures import print_figures

    who = f": {plain(', '.join(annotators))}" if annotators else ""
    hanging("", f"{counted(len(annotators), 'annotator')}{who}")
    print_figures(name, figures, annotators)
    if figures.resampled == "units" and figures.n_bootstrap and figures.pairable_units:
        line()
        hanging(
            "note: ",
            "intervals take units as independent; sentences of one article are not: a column `article` "
            "resamples articles",
        )
