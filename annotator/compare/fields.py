"""What can be compared: a field is its declared values, their level of measurement and a condition."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from schemas import Annotation, Codebook

Level = Literal["nominal", "ordinal", "interval", "ratio"]
"""Level of measurement; it decides how far apart two values are (Krippendorff 2011)."""


def _always(annotation: Annotation) -> bool:
    return True


@dataclass(frozen=True)
class FieldSpec:
    """One field of a record as agreement sees it."""

    name: str
    level: Level
    values: Callable[[Codebook], tuple[str, ...]]
    """All values that may be given, used or not, in their order (numbers, for interval and ratio)."""
    value: Callable[[Annotation], str | None]
    """What the record says; None is a missing rating."""
    applies: Callable[[Annotation], bool] = _always
    """Records outside the condition count as missing, so figures hold where two annotators both meet it."""

    def rating(self, annotation: Annotation) -> str | None:
        """Give the rating that a record holds, None when it holds none or the condition is not met."""
        return self.value(annotation) if self.applies(annotation) else None


LABEL = FieldSpec("label", "nominal", lambda codebook: codebook.label_names, lambda record: record.label)
"""The primary label."""
