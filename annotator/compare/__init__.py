"""Agreement between annotators, and the units they disagree on.

Labelled articles stream in once. Each article is reduced to a vector of sums; every coefficient is a formula
on summed vectors; intervals come from resampling articles. numpy is imported when a figure is computed.
"""

from annotator.compare.agreement import agreement, reduced_agreement
from annotator.compare.disagreement import Disagreement, disagreements, worst_first
from annotator.compare.fields import Field, Level, Reducer
from annotator.compare.ratings import RatedField, label_field
from annotator.compare.result import (
    AnyAgreement,
    Comparison,
    Confused,
    Estimate,
    FieldAgreement,
    LabelAgreement,
    PairAgreement,
)
from annotator.compare.rows import RatingRows, ratings_agreement

__all__ = [
    "AnyAgreement",
    "Comparison",
    "Confused",
    "Disagreement",
    "Estimate",
    "Field",
    "FieldAgreement",
    "LabelAgreement",
    "Level",
    "PairAgreement",
    "RatedField",
    "RatingRows",
    "Reducer",
    "agreement",
    "disagreements",
    "label_field",
    "ratings_agreement",
    "reduced_agreement",
    "worst_first",
]
