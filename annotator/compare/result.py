"""The figures of a comparison, in the shape of `annotator compare --json`."""

from collections.abc import Mapping
from typing import Any

from annotator.compare.fields import Level
from schemas import Record


class Estimate(Record):
    """A coefficient with its 95 % percentile interval; what is null says why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    undefined: str | None = None
    """Why there is no value."""
    no_interval: str | None = None
    """Why there is no interval."""
    undefined_replicates: int = 0
    """Resamples in which the coefficient could not be computed; they are left out of the interval."""


class PairAgreement(Estimate):
    """Cohen's kappa of two annotators, over the units that both rated."""

    a: str
    b: str
    units: int
    percent_agreement: float | None


class LabelAgreement(Record):
    """One value against all others."""

    alpha: float | None
    """Krippendorff's alpha of the ratings reduced to this value or not."""
    low: float | None = None
    high: float | None = None
    prevalence: float | None
    """Share of all ratings that are this value."""
    positive_agreement: float | None
    """Of two annotators, when one says this value, the chance that the other does (specific agreement)."""
    undefined: str | None = None
    no_interval: str | None = None


class Confused(Record):
    """How often one of two annotators said `a` and the other `b`, over all pairs of annotators and units."""

    a: str
    b: str
    count: int


class FieldAgreement(Record):
    """All figures of one field."""

    level: Level
    units: int
    """Units with at least one rating."""
    pairable_units: int
    """Units with at least two ratings; only these say anything about agreement."""
    ratings: int
    disagreeing_units: int
    """Units with at least two different ratings."""
    articles: int
    """Articles with at least one pairable unit."""
    percent_agreement: float | None
    """Weighted by ratings, as alpha weighs them: 1 minus the observed disagreement (nominal)."""
    percent_agreement_items: float | None
    """Mean over pairable units of the share of agreeing pairs, as Fleiss, Gwet and others define it."""
    krippendorff_alpha: Estimate
    fleiss_kappa: Estimate
    gwet_ac1: Estimate
    brennan_prediger: Estimate
    cohen_kappa: tuple[PairAgreement, ...]
    per_label: Mapping[str, LabelAgreement]
    confusion: tuple[Confused, ...]
    """Differing values only, most frequent first."""
    n_bootstrap: int
    seed: int
    resampled: str
    """What the intervals resample, e.g. `articles`. Annotators are taken as fixed."""
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give plain data for `json.dumps`, every key present."""
        return self.model_dump(mode="json")


class Comparison(Record):
    """Agreement of named annotators, by field."""

    annotators: tuple[str, ...]
    fields: Mapping[str, FieldAgreement]
    outdated: Mapping[str, int] = {}
    """By annotator, labels left out since they were given under other rules or to other words."""
    problems: tuple[str, ...] = ()
    """Files left out since they cannot be read, one line each."""

    def to_json(self) -> dict[str, Any]:
        """Give plain data for `json.dumps`, every key present."""
        return self.model_dump(mode="json")
