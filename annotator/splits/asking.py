"""Shares and names of parts as people type them."""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from pydantic import ValidationError

from annotator.errors import AnnotatorError, describe
from schemas import SplitBy, SplitPlan

_NAMES = {2: ("train", "test"), 3: ("train", "validation", "test")}
_SEPARATORS = "/;:-, "
_NUMBER = re.compile(r"(\d{1,6}(\.\d{1,6})?|\.\d{1,6})%?", re.ASCII)


def plan_of(
    shares: str | Sequence[float],
    *,
    seed: int = 0,
    by: SplitBy | str = SplitBy.ARTICLE,
    parts: Sequence[str] = (),
) -> SplitPlan:
    """Make a plan of shares, e.g. `80/10/10`, `0.8,0.1,0.1`, `2:1`; of names train, validation, test.

    Two shares are of train and test. Raises `AnnotatorError` when something in it makes no sense.
    """
    typed = shares if isinstance(shares, str) else "/".join(format(share, "f") for share in shares)
    found = _read(typed)
    names = tuple(parts) or _NAMES.get(len(found), ())
    if not names:
        raise AnnotatorError(f"{len(found)} shares, {typed}: name their parts, e.g. --parts train,test")
    weights = _whole(found, typed)
    try:
        return SplitPlan(parts=names, weights=weights, seed=seed, by=SplitBy(by))
    except ValidationError as error:
        raise AnnotatorError(f"no split can be made so: {describe(error)}") from error
    except ValueError:
        known = ", ".join(one.value for one in SplitBy)
        raise AnnotatorError(f"a split by {by!r} is not known; there are: {known}") from None


def _read(typed: str) -> list[Fraction]:
    text = typed.strip()
    separator = next((one for one in _SEPARATORS if one in text), "/")
    words = [word.strip() for word in text.split(separator)]
    if separator != ",":
        words = [word.replace(",", ".") for word in words]
    if len(words) < 2 or not all(map(_NUMBER.fullmatch, words)):
        raise AnnotatorError(f"{typed!r} are no shares of parts; write them as 80/10/10 or 0.8,0.1,0.1")
    return [Fraction(word.rstrip("%")) for word in words]


def _whole(shares: Sequence[Fraction], typed: str) -> tuple[int, ...]:
    """Give the shares as whole numbers; a sum that is nearly 100 or 1 is a slip of the hand."""
    if not all(shares):
        raise AnnotatorError(f"{typed!r} has a share of 0: leave that part out")
    total, largest = sum(shares), max(shares)
    wanted = 1 if min(shares) < 1 and largest <= 1 else 100
    if (wanted == 1 or largest > 10) and total != wanted:
        equal = "/".join("1" * len(shares))
        raise AnnotatorError(
            f"the shares {typed} make {float(total):g}, not {wanted}; for equal parts write {equal}"
        )
    scale = lcm(*(share.denominator for share in shares))
    return tuple(int(share * scale) for share in shares)
