"""The two entries to agreement: labelled articles, or any table of ratings."""

from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.compare.fields import LABEL, FieldSpec, Level
from annotator.compare.ratings import MISSING, Rated, Rater, Ratings
from annotator.compare.result import Comparison, FieldAgreement
from annotator.errors import AnnotatorError
from schemas import Codebook, LabelledArticle


def agreement(
    articles: Iterable[LabelledArticle],
    annotators: Sequence[str],
    codebook: Codebook,
    *,
    fields: Sequence[FieldSpec] = (LABEL,),
    bootstrap: int = 1000,
    seed: int = 0,
) -> Comparison:
    """Compare annotators field by field, reading the articles once.

    A rating is missing when the annotator has no record of the unit or the record does not say the field. The
    values that count are those of the codebook, used or not. Intervals resample articles, since sentences of
    one article are not independent; annotators are taken as fixed.

    Raises:
        AnnotatorError: an annotator is named twice, or a record holds a value that is not declared.
    """
    rater = make_rater(annotators, codebook, fields)
    outdated: Counter[str] = Counter()

    def rated(labelled: LabelledArticle) -> Rated:
        outdated.update({name: labelled.outdated.get(name, 0) for name in rater.annotators})
        return rater(labelled)

    comparison = rated_agreement(rater, map(rated, articles), bootstrap=bootstrap, seed=seed)
    return comparison.model_copy(update={"outdated": dict(+outdated)})


def make_rater(
    annotators: Sequence[str], codebook: Codebook, fields: Sequence[FieldSpec] = (LABEL,)
) -> Rater:
    """Prepare to reduce articles to ratings; raises `AnnotatorError` when an annotator is named twice."""
    return Rater(_distinct(annotators), tuple((spec, spec.values(codebook)) for spec in fields))


def rated_agreement(
    rater: Rater, articles: Iterable[Rated], *, bootstrap: int = 1000, seed: int = 0
) -> Comparison:
    """Compute what `agreement` does, from articles that `rater` has reduced, here or in other processes."""
    tables = [(spec, Ratings(rater.annotators, values, spec.level)) for spec, values in rater.fields]
    for rated in articles:
        for (_, ratings), units in zip(tables, rated, strict=True):
            ratings.add(units)
    from annotator.compare.measure import measure

    return Comparison(
        annotators=rater.annotators,
        fields={
            spec.name: measure(ratings, bootstrap=bootstrap, seed=seed, resampled="articles")
            for spec, ratings in tables
        },
    )


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


def _distinct(annotators: Sequence[str]) -> tuple[str, ...]:
    twice = sorted({name for name in annotators if list(annotators).count(name) > 1})
    if twice:
        raise AnnotatorError(f"annotator {twice[0]!r} is named twice; name each once")
    return tuple(annotators)


def _in_order(values: Iterable[str]) -> tuple[str, ...]:
    try:
        return tuple(sorted(values, key=lambda value: (float(value), value)))
    except ValueError:
        return tuple(sorted(values))
