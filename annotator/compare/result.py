"""The figures of a comparison, in the shape of `annotator compare --json`."""

from collections.abc import Mapping
from typing import Any, Literal

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
    krippendorff_alpha: float | None = None
    """Of these two alone, at the field's level."""
    scott_pi: float | None = None
    linear_kappa: float | None = None
    """Cohen's kappa with linear weights; None where the values have no order."""
    quadratic_kappa: float | None = None
    """Cohen's kappa with quadratic weights; None where the values have no order."""
    standard_error: float | None = None
    """Of kappa, as if units were independent (Fleiss, Cohen & Everitt 1969): what other programs print."""
    maximum: float | None = None
    """Largest kappa that the two annotators' own shares of the values allow (Cohen 1960)."""
    table: tuple[tuple[int, ...], ...] = ()
    """Units by the value of `a` (rows) and of `b`, in the order of the values; empty for many values."""


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


class Figures(Record):
    """What the figures of every field have in common."""

    condition: str = ""
    """When two annotators are compared at all, in words, e.g. `both say sourced`; empty: always."""
    units: int
    """Units with at least one rating."""
    pairable_units: int
    """Units with at least two ratings; only these say anything about agreement."""
    ratings: int
    disagreeing_units: int
    """Units with at least two different ratings."""
    articles: int
    """Articles with at least one pairable unit."""
    krippendorff_alpha: Estimate
    """The headline: of sets with the MASI distance, of spans character by character."""
    n_bootstrap: int
    seed: int
    resampled: str
    """What the intervals resample, e.g. `articles`. Annotators are taken as fixed."""
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give plain data for `json.dumps`, every key present."""
        return self.model_dump(mode="json")


class FieldAgreement(Figures):
    """All figures of a field with one value a record."""

    level: Level
    percent_agreement: float | None
    """Weighted by ratings, as alpha weighs them: 1 minus the observed disagreement (nominal)."""
    percent_agreement_items: float | None
    """Mean over pairable units of the share of agreeing pairs, as Fleiss, Gwet and others define it."""
    fleiss_kappa: Estimate
    conger_kappa: Estimate
    """Cohen's kappa for several annotators: chance agreement from each one's own shares (Conger 1980)."""
    gwet_ac1: Estimate
    gwet_ac2: Estimate | None = None
    """With quadratic weights; None where the values have no order."""
    brennan_prediger: Estimate
    cohen_kappa: tuple[PairAgreement, ...]
    per_label: Mapping[str, LabelAgreement]
    confusion: tuple[Confused, ...]
    """Differing values only, most frequent first; of an open list of values the most frequent alone."""
    mean_difference: float | None = None
    """Mean absolute difference of two ratings of a unit, in steps of the values; None without an order."""
    within_one: float | None = None
    """Share of pairs of ratings at most one step apart; None without an order."""


class SetAgreement(Figures):
    """All figures of a field with a set of values a record; the empty set is a rating."""

    level: Literal["set"] = "set"
    percent_agreement: float | None
    """Share of pairs of ratings with the same set, weighted as alpha weighs them."""
    jaccard_alpha: Estimate
    """Krippendorff's alpha with the Jaccard distance."""
    mean_jaccard: float | None
    """Mean Jaccard index of two ratings of a unit; of two empty sets it is 1."""
    per_label: Mapping[str, LabelAgreement]
    """Each value as there or not."""


class SpanPair(Record):
    """Spans of two annotators, in the sentences that both have seen."""

    a: str
    b: str
    units: int
    a_spans: int
    b_spans: int
    exact: int
    """Spans with the same ends in both."""
    overlapping: int
    """Largest one-to-one matching of spans that share a character."""
    exact_f1: float | None
    relaxed_f1: float | None


class Gamma(Record):
    """Mathet's gamma (Mathet, Widlöcher & Métivier 2015) over a sample of articles."""

    value: float | None
    low: float | None = None
    high: float | None = None
    kinds: float | None = None
    """Of the kinds of aligned spans alone (gamma-cat); None where there is only one."""
    alpha_u: float | None = None
    """Krippendorff's alpha_U (1995) of the same articles and kinds, for comparison with other tools."""
    articles: int
    samples: int
    """Random annotations that the expected disorder is the mean of, for each article."""
    seed: int
    parameters: str
    undefined: str | None = None
    no_interval: str | None = None


class SpanAgreement(Figures):
    """All figures of a field with spans; no span in a sentence that was seen is a rating."""

    level: Literal["spans"] = "spans"
    exact_f1: Estimate
    """2 x matches / spans over all pairs; not corrected for chance (Hripcsak & Rothschild 2005)."""
    relaxed_f1: Estimate
    """The same where spans match, one to one, that share a character."""
    spans: Mapping[str, int]
    """By annotator, over all sentences that meet the condition."""
    pairs: tuple[SpanPair, ...]
    gamma: Gamma | None = None
    """Only when asked for."""


AnyAgreement = FieldAgreement | SetAgreement | SpanAgreement


class LeftOut(Record):
    """Agreement on the label without one annotator."""

    annotator: str
    pairable_units: int
    """Units that two of the others have labelled."""
    krippendorff_alpha: Estimate
    difference: float | None
    """To the alpha of all: above zero, the others agree better without."""


class Period(Record):
    """Agreement on the label in the articles of one week."""

    week: str
    """ISO week, e.g. `2031-W10`, in which the last of the article's annotators began with it."""
    articles: int
    pairable_units: int
    percent_agreement: float | None
    krippendorff_alpha: Estimate
    codebooks: tuple[str, ...]
    """Versions of the codebook that the labels were given under."""


class SuggestionUse(Record):
    """What one annotator did with the labels that were offered."""

    annotator: str
    offered: int
    """Sentences whose record says what was offered."""
    accepted: int
    """Taken, and unchanged since."""
    edited: int
    """Taken, then changed."""
    same: int
    """Labelled by hand, as was offered."""
    overruled: int
    """Labelled by hand, otherwise."""
    agreement: float | None
    """Share of the offered labels that are the annotator's label now."""


class Anchoring(Record):
    """What suggestions lead to: use by annotator, and agreement with and without them."""

    use: tuple[SuggestionUse, ...]
    shown: Estimate | None = None
    """Alpha of the labels of sentences with suggestions shown, where a project shows them on some only."""
    withheld: Estimate | None = None
    """Alpha of the labels of the other sentences."""
    shown_units: int = 0
    withheld_units: int = 0


class SelfConsistency(Record):
    """Agreement of one annotator with a second pass of the same sentences; in no other figure."""

    annotator: str
    units: int
    articles: int
    percent_agreement: float | None
    krippendorff_alpha: Estimate
    flips: tuple[Confused, ...]
    """First (`a`) and second (`b`) label where they differ, most frequent first."""
    days: float | None
    """Median time between the two."""


class Retrieval(Record):
    """How well an annotator finds one label of the gold."""

    precision: float | None
    recall: float | None
    gold: int
    given: int


class ErrorProfile(Record):
    """One annotator against the gold labels; in no other figure."""

    annotator: str
    units: int
    """Units with a gold label that the annotator has labelled; declined ones do not count."""
    decided_units: int
    """Of these, units whose gold label an adjudicator decided: the others agree by construction."""
    percent_agreement: float | None
    percent_agreement_decided: float | None
    cohen_kappa: Estimate
    per_label: Mapping[str, Retrieval]
    errors: tuple[Confused, ...]
    """Gold label (`a`) and the annotator's (`b`) where they differ, most frequent first."""


class Comparison(Record):
    """Agreement of named annotators, by field."""

    annotators: tuple[str, ...]
    fields: Mapping[str, AnyAgreement]
    leave_one_out: tuple[LeftOut, ...] = ()
    """Only with three annotators or more."""
    weeks: tuple[Period, ...] = ()
    suggestions: Anchoring | None = None
    self_consistency: tuple[SelfConsistency, ...] = ()
    gold: tuple[ErrorProfile, ...] = ()
    outdated: Mapping[str, int] = {}
    """By annotator, labels left out since they were given under other rules or to other words."""
    problems: tuple[str, ...] = ()
    """Files left out since they cannot be read, one line each."""

    @property
    def label(self) -> FieldAgreement:
        """The figures of the primary label; raises `KeyError` when it was not compared."""
        found = self.fields["label"]
        if not isinstance(found, FieldAgreement):
            raise TypeError("the label has one value a record")
        return found

    def to_json(self) -> dict[str, Any]:
        """Give plain data for `json.dumps`, every key present."""
        return self.model_dump(mode="json")
