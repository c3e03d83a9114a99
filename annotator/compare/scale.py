"""How far apart the values of a field are."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotator.compare.coefficients import agreement_weights
from annotator.compare.ratings import Ratings
from annotator.compare.sums import Floats
from annotator.errors import AnnotatorError


@dataclass(frozen=True)
class Scale:
    """The places of values, and the weights of agreement that follow from them."""

    values: int
    places: Floats | None
    """(q,) the values as numbers, for ordinal values their ranks; None where they have no order."""

    @cached_property
    def weights(self) -> Floats:
        """(1 or 3, q, q): all or nothing; where values have an order, then linear and quadratic."""
        alike: Floats = np.eye(self.values)[np.newaxis]
        if self.places is None:
            return alike
        return np.concatenate(
            [alike, *(agreement_weights(self.places, power)[np.newaxis] for power in (1, 2))]
        )

    @property
    def quadratic(self) -> Floats:
        """(q, q) quadratic weights; only where values have an order."""
        weights: Floats = self.weights[2]
        return weights


def scale_of(ratings: Ratings) -> Scale:
    """Give the scale of a field's values; raises `AnnotatorError` where a level needs numbers."""
    if ratings.level == "nominal":
        return Scale(len(ratings.values), None)
    ordinal = ratings.level == "ordinal"
    return Scale(len(ratings.values), np.arange(float(len(ratings.values))) if ordinal else _numbers(ratings))


def _numbers(ratings: Ratings) -> Floats:
    try:
        numbers = np.array([float(value) for value in ratings.values])
    except ValueError as error:
        raise AnnotatorError(f"level {ratings.level} needs numbers: {error}") from None
    if not np.isfinite(numbers).all() or (ratings.level == "ratio" and (numbers < 0).any()):
        raise AnnotatorError(f"level {ratings.level} needs finite numbers (for ratio: none below 0)")
    return numbers
