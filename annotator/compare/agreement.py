"""Agreement on labelled articles, field by field."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.compare.fields import Field, Reducer
from annotator.compare.ratings import label_field
from annotator.compare.result import AnyAgreement, Comparison
from annotator.compare.spans import SpanTable
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
    reducer: Reducer,
    articles: Iterable[list[Any]],
    *,
    bootstrap: int = 1000,
    seed: int = 0,
    gamma: int = 0,
) -> dict[str, AnyAgreement]:
    """Compute the figures of each field from articles that `reducer` has reduced, here or elsewhere.

    With `gamma`, that of the fields with passages is computed over so many articles; it needs scipy.
    """
    tables = [field.table(reducer.annotators) for field in reducer.fields]
    for article in articles:
        for table, reduced in zip(tables, article, strict=True):
            table.add(reduced)
    from annotator.compare.bootstrap import forget_draws

    found = {}
    for field, table in zip(reducer.fields, tables, strict=True):
        besides: dict[str, object] = {"condition": field.condition}
        if gamma and isinstance(table, SpanTable):
            besides["gamma"] = table.gamma(gamma, seed=seed)
        found[field.name] = table.figures(bootstrap=bootstrap, seed=seed).model_copy(update=besides)
    forget_draws()
    return found


def distinct(annotators: Sequence[str]) -> tuple[str, ...]:
    """Give the annotators; raises `AnnotatorError` when one is named twice."""
    twice = sorted({name for name in annotators if list(annotators).count(name) > 1})
    if twice:
        raise AnnotatorError(f"annotator {twice[0]!r} is named twice; name each once")
    return tuple(annotators)
