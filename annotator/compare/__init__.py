"""Agreement between annotators, and the units they disagree on.

Labelled articles stream in once. Each article is reduced to a vector of sums; every coefficient is a formula
on summed vectors; intervals come from resampling articles. numpy is imported when a figure is computed.
"""

from annotator.compare.agreement import agreement, make_rater, rated_agreement, ratings_agreement
from annotator.compare.disagreement import Disagreement, disagreements, worst_first
from annotator.compare.fields import LABEL, FieldSpec, Level
from annotator.compare.ratings import Rated, Rater
from annotator.compare.result import (
    Comparison,
    Confused,
    Estimate,
    FieldAgreement,
    LabelAgreement,
    PairAgreement,
)

__all__ = [
    "LABEL",
    "Comparison",
    "Confused",
    "Disagreement",
    "Estimate",
    "FieldAgreement",
    "FieldSpec",
    "LabelAgreement",
    "Level",
    "PairAgreement",
    "Rated",
    "Rater",
    "agreement",
    "disagreements",
    "make_rater",
    "rated_agreement",
    "ratings_agreement",
    "worst_first",
]
