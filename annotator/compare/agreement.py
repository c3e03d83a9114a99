"""The two entries to agreement: labelled articles, or any table of ratings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.compare.fields import Field, Level, Reducer
from annotator.compare.ratings import MISSING, Ratings, label_field
from annotator.compare.result import AnyAgreement, Comparison, FieldAgreement
from annotator.errors import AnnotatorError
from schemas import Codebook, LabelledArticle


def agreement(
    articles: Iterable[LabelledArticle],
    annotators: Sequence[str],
    codebook: Codebook,
    *,
    fields: Sequence[Field] | None = None,
    bootstrap: int = 1000,
    seed: int = 0,
) -> Comparison:
    """Compare annotators field by field, reading the articles once; without `fields`, by the label alone.

    A rating is missing when the annotator has no record of the unit or the record does not say the field. The
    values that count are those of the codebook, used or not. Intervals resample articles, since sentences of
    one article are not independent; annotators are taken as fixed.

    Raises:
        AnnotatorError: an annotator is named twice, or a record holds a value that is not declared.
    """
    reducer = Reducer(distinct(annotators), tuple(fields or (label_field(codebook),)))
    outdated: Counter[str] = Counter()

    def reduced(labelled: LabelledArticle) -> list[Any]:
        outdated.update({name: labelled.outdated.get(name, 0) for name in reducer.annotators})
        return reducer(labelled)

    figures = reduced_agreement(reducer, map(reduced, articles), bootstrap=bootstrap, seed=seed)
    return Comparison(annotators=reducer.annotators, fields=figures, outdated=dict(+outdated))


def reduced_agreement(
    reducer: Reducer, articles: Iterable[list[Any]], *, bootstrap: int = 1000, seed: int = 0
) -> dict[str, AnyAgreement]:
    """Compute the figures of each field from articles that `reducer` has reduced, here or elsewhere."""
    tables = [field.table(reducer.annotators) for field in reducer.fields]
    for article in articles:
        for table, reduced in zip(tables, article, strict=True):
            table.add(reduced)
    return {
        field.name: table.figures(bootstrap=bootstrap, seed=seed).model_copy(
            update={"condition": field.condition}
        )
        for field, table in zip(reducer.fields, tables, strict=True)
    }


def ratings_agreement(
    rows: Iterable[tuple[str, str, str]],
    *,
    level: Level = "nominal",
    values: Sequence[str] | None = None,
    bootstrap: int = 1000,
    seed: int = 0,
) -> tuple[tuple[str, ...], FieldAgreement]:
    """Compute the same figures for any ratings `(unit, annotator, value)`; gives the annotators with them.

    `values` declares all values in their order; without it they are those that occur, in numeric order where
    all are numbers, else sorted. Units take the place of articles in the resampling.

    Raises:
        AnnotatorError: a rating given twice, a value not declared, or no number where the level needs one.
    """
    units: dict[str, dict[str, str]] = {}
    for unit, annotator, value in rows:
        given = units.setdefault(unit, {})
        if annotator in given:
            raise AnnotatorError(f"unit {unit!r} has two ratings by {annotator!r}; keep one")
        given[annotator] = value
    names = tuple(sorted({annotator for given in units.values() for annotator in given}))
    used = {value for given in units.values() for value in given.values()}
    declared = tuple(values) if values is not None else _in_order(used)
    if undeclared := sorted(used.difference(declared)):
        raise AnnotatorError(f"value {undeclared[0]!r} is not declared ({', '.join(declared)})")
    ratings = Ratings(names, declared, level)
    code_of = {value: code for code, value in enumerate(declared)}
    for given in units.values():
        ratings.add([[code_of[given[name]] if name in given else MISSING for name in names]])
    from annotator.compare.measure import measure

    return names, measure(ratings, bootstrap=bootstrap, seed=seed, resampled="units")


def distinct(annotators: Sequence[str]) -> tuple[str, ...]:
    """Give the annotators; raises `AnnotatorError` when one is named twice."""
    twice = sorted({name for name in annotators if list(annotators).count(name) > 1})
    if twice:
        raise AnnotatorError(f"annotator {twice[0]!r} is named twice; name each once")
    return tuple(annotators)


def _in_order(values: Iterable[str]) -> tuple[str, ...]:
    try:
        return tuple(sorted(values, key=lambda value: (float(value), value)))
    except ValueError:
        return tuple(sorted(values))
