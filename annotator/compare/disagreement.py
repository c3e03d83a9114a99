"""Units that annotators see differently: what a team talks about, and what adjudication settles."""

import heapq
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from annotator.compare.fields import Field
from annotator.compare.ratings import RatedField, label_field
from annotator.compare.rules import Rules
from annotator.compare.said import in_words, said
from annotator.compare.states import size_of, state_of
from annotator.compare.wanted import Wanted
from schemas import Annotation, Codebook, LabelledArticle, Record, Unit, UnitKind

ANY = Wanted()


class Disagreement(Record):
    """One unit of which at least two annotators say something different."""

    article: str
    """Id of the article."""
    title: str
    outlet: str = ""
    unit: str
    kind: UnitKind = UnitKind.SENTENCE
    text: str
    labels: Mapping[str, str]
    """Label by annotator, only of those who gave one."""
    comments: Mapping[str, str] = {}
    """What annotators who are in `values` say of it in their own words."""
    field: str = "label"
    """What they say differently."""
    values: Mapping[str, str]
    """What they say, in words, by annotator; only of those with a rating."""
    size: float
    """Share of differing pairs times raters: a three-way split of three outweighs one against one.

    On a scale, the mean distance of two ratings as a share of the scale, times raters.
    """
    rule: int | None = None
    """Number of the first rule at which they parted, derived from their labels; None: at none."""


def disagreements(
    articles: Iterable[LabelledArticle],
    annotators: Sequence[str],
    codebook: Codebook,
    field: Field | None = None,
    wanted: Wanted = ANY,
) -> Iterator[Disagreement]:
    """Find the units on which the named annotators differ, in the order of the articles.

    They differ in their labels, or in what they say of another `field`. Of `wanted` everything counts but
    what only adjudication knows: reasons, rules in need of a change, and what changed under a decision.
    """
    asked, rules = field or label_field(codebook), Rules(codebook)
    for labelled in articles:
        names = [name for name in annotators if name in labelled.labels]
        by = {name: said(asked, labelled.article, labelled.labels[name]) for name in names}
        for unit in labelled.article.units:
            says = {name: by[name][unit.id] for name in names if unit.id in by[name]}
            if len(set(says.values())) > 1:
                found = _disagreement(labelled, unit, says, asked, rules)
                if _is_wanted(found, says, wanted):
                    yield found


def worst_first(found: Iterable[Disagreement], limit: int | None = None) -> list[Disagreement]:
    """Order by size, largest first, at most `limit`; equals stay in the order they came in."""
    if limit is not None:
        return heapq.nlargest(limit, found, key=lambda disagreement: disagreement.size)
    return sorted(found, key=lambda disagreement: -disagreement.size)


def _disagreement(
    labelled: LabelledArticle, unit: Unit, says: Mapping[str, Hashable], field: Field, rules: Rules
) -> Disagreement:
    article = labelled.article
    records: dict[str, Annotation] = {name: labelled.labels[name][unit.id] for name in says}
    return Disagreement(
        article=article.id,
        title=article.title,
        outlet=article.outlet,
        unit=unit.id,
        kind=unit.kind,
        text=article.unit_text(unit),
        labels={name: record.label for name, record in records.items() if record.label is not None},
        comments={name: record.comment for name, record in records.items() if record.comment},
        field=field.name,
        values={name: in_words(field, article, value) for name, value in says.items()},
        size=_size(field, list(says.values())),
        rule=rules.parted(records.values()),
    )


def _size(field: Field, says: Sequence[Hashable]) -> float:
    if not isinstance(field, RatedField) or field.level == "nominal":
        return size_of(says)
    codes = [field.values.index(str(value)) for value in says]
    distances = [abs(a - b) for a, b in combinations(codes, 2)]
    return sum(distances) / len(distances) / (len(field.values) - 1) * len(codes)


def _is_wanted(found: Disagreement, says: Mapping[str, Hashable], wanted: Wanted) -> bool:
    if wanted.states and state_of(list(says.values())) not in wanted.states:
        return False
    return wanted.fits(found, found.values)
