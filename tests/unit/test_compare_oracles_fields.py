"""Every field with one value, under its condition, gives what the package krippendorff gives of a matrix.

The matrix is made record by record, and knows nothing of articles, tables or reducing.
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

import krippendorff
import numpy as np
import pytest

from annotator.codebook import load_codebook
from annotator.compare.agreement import agreement
from annotator.compare.fieldlist import fields_of
from annotator.compare.fields import Level
from annotator.compare.result import SetAgreement
from annotator.identity import identities
from schemas import (
    Annotation,
    Attribution,
    BiasKind,
    BiasMark,
    Hedge,
    LabelledArticle,
    SourceType,
    Span,
    Unit,
)
from tests.unit.labelled import article, record

SHIPPED = load_codebook(None)
NAMES = ("Ana", "Ben", "Cem")
CLAIMS = ("sourced", "unverified")

Given = Callable[[Annotation], int | None]
"""Place of the value that a record says; None: it says nothing that counts."""


def of_claims(value: Given) -> Given:
    return lambda record: value(record) if record.label in CLAIMS else None


def of_first(value: Callable[[Attribution], int | None]) -> Given:
    """What is said of the first source of a sourced sentence."""
    return lambda record: (
        value(record.attributions[0]) if record.label == "sourced" and record.attributions else None
    )


FIELDS: dict[str, tuple[Level, int, Given]] = {
    "label": ("nominal", 4, lambda one: SHIPPED.label_names.index(one.label) if one.label else None),
    "hedge": ("nominal", 3, of_claims(lambda one: [*Hedge].index(one.hedge or Hedge.CERTAIN))),
    "check_worthiness": (
        "ordinal",
        3,
        of_claims(lambda one: 1 if one.check_worthiness is None else one.check_worthiness),
    ),
    "credibility": ("ordinal", 6, of_claims(lambda one: one.credibility and one.credibility - 1)),
    "credibility_judged": (
        "ordinal",
        5,
        of_claims(lambda one: None if one.credibility in (None, 6) else (one.credibility or 0) - 1),
    ),
    "source_type": (
        "nominal",
        8,
        of_first(lambda one: None if one.source_type is None else [*SourceType].index(one.source_type)),
    ),
    "chain_length": ("ordinal", 5, of_first(lambda one: min(one.chain_length, 5) - 1)),
    "source_view": ("nominal", 2, of_first(lambda one: int(one.source_view))),
    "same_source": ("nominal", 2, lambda one: int(one.same_source) if one.label == "sourced" else None),
    "gap": ("nominal", 2, lambda one: int(one.gap) if one.label == "not_a_claim" else None),
    "mixed": ("nominal", 2, lambda one: int(one.mixed) if one.label else None),
    "bias": (
        "nominal",
        2,
        lambda one: int(any(mark.kind is BiasKind.LOADED for mark in one.bias)) if one.label else None,
    ),
}


def said(rng: random.Random, unit: Unit) -> dict[str, Any]:
    """What somebody may say of a sentence; a label, or only a flag."""
    label = rng.choice([*SHIPPED.label_names, "sourced", "unverified", None])
    if label is None:
        return {"label": None, "flag": True}
    found: dict[str, Any] = {"label": label, "mixed": rng.random() < 0.3}
    if label in CLAIMS and rng.random() < 0.7:
        found |= {"hedge": rng.choice([*Hedge]), "check_worthiness": rng.randrange(3)}
        found |= {"credibility": rng.randint(1, 6)}
    if label == "sourced":
        found["same_source"] = rng.random() < 0.3
        found["attributions"] = tuple(
            Attribution(
                chain_length=rng.randint(1, 8),
                source_type=rng.choice([None, *SourceType]),
                source_view=rng.random() < 0.4,
            )
            for _ in range(rng.randrange(3))
        )
    if label == "not_a_claim":
        found["gap"] = rng.random() < 0.3
    if rng.random() < 0.3:
        span = Span(start=unit.start, end=unit.start + 2)
        found["bias"] = (BiasMark(kind=rng.choice([*BiasKind]), span=span),)
    return found


def labelled_articles(rng: random.Random) -> list[LabelledArticle]:
    found = []
    for number in range(rng.randint(1, 6)):
        of = article([f"Barge {number} has {place} doors." for place in range(rng.randint(1, 9))], "Barge")
        labels = {
            name: {
                unit.id: record(of, unit.id, name, **said(rng, unit))
                for unit in of.units
                if rng.random() < 0.75
            }
            for name in NAMES
        }
        found.append(LabelledArticle(article=of, labels=labels))
    return found


def expected(articles: Sequence[LabelledArticle], level: Level, values: int, given: Given) -> float | None:
    rows = [
        [given(by[unit.id]) if (by := one.labels[name]) and unit.id in by else None for name in NAMES]
        for one in articles
        for unit in one.article.units
    ]
    data = np.array([[np.nan if value is None else value for value in row] for row in rows]).T
    try:
        alpha = krippendorff.alpha(data, level_of_measurement=level, value_domain=list(range(values)))
    except ValueError:  # fewer than two values
        return None
    return None if np.isnan(alpha) else float(alpha)


@pytest.mark.filterwarnings("ignore::RuntimeWarning:krippendorff")
@pytest.mark.parametrize("seed", range(20))
def test_alpha_of_every_field_under_its_condition(seed: int) -> None:
    articles = labelled_articles(random.Random(seed))
    found = agreement(articles, NAMES, SHIPPED, fields=fields_of(SHIPPED, identities(())), bootstrap=0)
    for name, (level, values, given) in FIELDS.items():
        figures = found.fields[name]
        ours = (
            figures.per_label["loaded"].alpha
            if isinstance(figures, SetAgreement)
            else figures.krippendorff_alpha.value
        )
        theirs = expected(articles, level, values, given)
        assert ours == (None if theirs is None else pytest.approx(theirs, abs=1e-9)), name
