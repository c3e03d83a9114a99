"""How a dataset is dealt into parts, and rows of `annotations/splits.json`: what was dealt into which."""

from collections.abc import Mapping
from enum import StrEnum
from math import gcd
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from schemas.base import Record, UtcDatetime
from schemas.naming import slug

PartName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A part of a dataset, e.g. `train`: also the name of folders and files."""


class SplitBy(StrEnum):
    """What is never torn apart, beside near-duplicates and versions of an article."""

    ARTICLE = "article"
    """Nothing else."""
    OUTLET = "outlet"
    """Articles of one outlet."""
    STORY = "story"
    """Articles of about the same day whose titles share most of their words."""


class SplitPlan(Record):
    """What decides, with the corpus and its labels, which article goes into which part."""

    parts: Annotated[tuple[PartName, ...], Field(min_length=2, max_length=20)]
    """In their order, e.g. train, validation, test."""
    weights: tuple[Annotated[int, Field(ge=1, le=1_000_000, strict=True)], ...]
    """Of each part, as small as whole numbers can be: 8, 1, 1 for 80, 10 and 10 percent."""
    seed: Annotated[int, Field(ge=0, strict=True)] = 0
    by: SplitBy = SplitBy.ARTICLE

    @model_validator(mode="before")
    @classmethod
    def _reduced(cls, given: Any) -> Any:
        """Equal shares are one plan, however they were typed."""
        weights = given.get("weights") if isinstance(given, dict) else None
        if not weights or not all(type(weight) is int for weight in weights):
            return given
        shared = gcd(*weights) or 1
        return {**given, "weights": tuple(weight // shared for weight in weights)}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.weights) != len(self.parts):
            raise ValueError(f"{len(self.weights)} shares for {len(self.parts)} parts")
        for part in self.parts:
            if self.parts.count(part) > 1:
                raise ValueError(f"the part {part!r} is there twice")
            if part == "all" or slug(part) == f"{part}-1":
                raise ValueError(f"no part can be called {part!r}: systems or readers keep that name")
        return self

    @property
    def shares(self) -> Mapping[str, float]:
        """Share of each part, from 0 to 1."""
        total = sum(self.weights)
        return {part: weight / total for part, weight in zip(self.parts, self.weights, strict=True)}

    @property
    def key(self) -> str:
        """How the file names the plan, e.g. `train=8 validation=1 test=1 seed=0 by=article`."""
        parts = (f"{part}={weight}" for part, weight in zip(self.parts, self.weights, strict=True))
        return " ".join((*parts, f"seed={self.seed}", f"by={self.by}"))

    @classmethod
    def from_key(cls, key: str) -> Self:
        """Read the name of a plan; raises `ValueError` when it is none."""
        try:
            *parts, seed, by = (word.partition("=") for word in key.split(" "))
            found = cls(
                parts=tuple(part[0] for part in parts),
                weights=tuple(int(part[2]) for part in parts),
                seed=int(seed[2]),
                by=SplitBy(by[2]),
            )
        except ValueError:
            found = None
        if found is None or found.key != key:
            raise ValueError(f"{key[:200]!r} names no split")
        return found


class SplitArticle(Record):
    """One article and the part that it was dealt into: there it stays."""

    plan: Annotated[str, Field(min_length=1)]
    """The split, e.g. `train=8 validation=1 test=1 seed=0 by=article`."""
    article: Annotated[str, Field(min_length=1)]
    """Its id."""
    part: PartName
    group: Annotated[str, Field(min_length=1)]
    """What it stays together with, named by one of its articles."""
    dealt: UtcDatetime
    """When; of two copies of a project that differ the earlier one counts."""
