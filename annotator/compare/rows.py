"""Ratings of any origin, one row each: collected in a few bytes, then laid out by unit and annotator."""

import math
from array import array
from collections.abc import Iterable, Sequence

from annotator.compare.fields import Level
from annotator.compare.ratings import MISSING, Ratings
from annotator.compare.result import FieldAgreement
from annotator.errors import AnnotatorError

MOST_CODES = 1_000_000_000
"""Units times annotators that are laid out; each takes two bytes."""


def ratings_agreement(
    rows: Iterable[tuple[str, str, str]],
    *,
    level: Level = "nominal",
    values: Sequence[str] | None = None,
    bootstrap: int = 1000,
    seed: int = 0,
) -> tuple[tuple[str, ...], FieldAgreement]:
    """Compute the figures of any ratings `(unit, annotator, value)`; gives the annotators with them.

    `values` declares all values in their order; without it they are those that occur, in numeric order where
    all are numbers, else sorted. Units take the place of articles in the resampling.

    Raises:
        AnnotatorError: a rating given twice, a value not declared, or no number where the level needs one.
    """
    table = RatingRows()
    for unit, annotator, value in rows:
        table.add(unit, annotator, value)
    return table.annotators, table.agreement(level, values, bootstrap=bootstrap, seed=seed)


class RatingRows:
    """A table of ratings while its rows come in, in any order."""

    def __init__(self, source: str = "") -> None:
        """Begin; `source` is what errors call the table, e.g. the name of its file."""
        self._source = source
        self._articles: dict[str, tuple[int, dict[str, int]]] = {}
        self._annotators: dict[str, int] = {}
        self._values: dict[str, int] = {}
        # By rating: numbers of its unit, annotator and value, and the line it stands on.
        self._units, self._raters, self._given, self._lines = (array("I") for _ in range(4))
        self._article_of = array("I")

    def add(self, unit: str, annotator: str, value: str, article: str = "", line: int = 0) -> None:
        """Take one rating; `line` is where it stands, 0 for nowhere. Units are named within their article."""
        found = self._articles.get(article)
        if found is None:
            found = self._articles[article] = (len(self._articles), {})
        place, units = found
        number = units.get(unit)
        if number is None:
            number = units[unit] = len(self._article_of)
            self._article_of.append(place)
        self._units.append(number)
        self._raters.append(self._annotators.setdefault(annotator, len(self._annotators)))
        self._given.append(self._values.setdefault(value, len(self._values)))
        self._lines.append(line)

    def know(self, annotator: str) -> None:
        """Count an annotator in who may have given no rating at all."""
        self._annotators.setdefault(annotator, len(self._annotators))

    @property
    def annotators(self) -> tuple[str, ...]:
        """All annotators, sorted."""
        return tuple(sorted(self._annotators))

    def agreement(
        self,
        level: Level,
        values: Sequence[str] | None = None,
        *,
        bootstrap: int,
        seed: int,
        resampled: str = "units",
    ) -> FieldAgreement:
        """Compute every coefficient; `resampled`: `articles`, or `units` as if each were an article.

        Raises:
            AnnotatorError: as `ratings_agreement`, with the line.
        """
        from annotator.compare.measure import measure

        ratings = self._ratings(level, values, by_article=resampled == "articles")
        return measure(ratings, bootstrap=bootstrap, seed=seed, resampled=resampled)

    def _ratings(self, level: Level, values: Sequence[str] | None, *, by_article: bool) -> Ratings:
        import numpy as np

        declared, codes = self._coded(level, values)
        ratings = Ratings(self.annotators, declared, level)
        shape = len(self._article_of), len(self._annotators)
        if math.prod(shape) > MOST_CODES:
            raise self._error(f"{shape[0]:,} units by {shape[1]:,} annotators are too many to compare")
        article_of = np.asarray(self._article_of)
        order = np.argsort(article_of, kind="stable")
        rows = np.empty(shape[0], dtype=np.int64)
        rows[order] = np.arange(shape[0])
        columns = np.argsort(sorted(range(shape[1]), key=list(self._annotators).__getitem__))
        table = np.full(shape, MISSING, dtype=np.int16)
        table[rows[np.asarray(self._units)], columns[np.asarray(self._raters)]] = np.asarray(
            codes, dtype=np.int16
        )[np.asarray(self._given)]
        if np.count_nonzero(table != MISSING) < len(self._units):
            raise self._given_twice()
        starts = np.flatnonzero(np.diff(article_of[order], prepend=-1)) if by_article else np.arange(shape[0])
        ratings.codes.frombytes(table.tobytes())
        ratings.starts.frombytes(starts.astype(np.int64).tobytes())
        return ratings

    def _coded(self, level: Level, values: Sequence[str] | None) -> tuple[tuple[str, ...], list[int]]:
        """Give the declared values, and the code of each value that occurs; equal numbers are one value."""
        declared = self._in_order(level) if values is None else tuple(values)
        code_of = {_key(value, level): code for code, value in enumerate(declared)}
        if len(code_of) < len(declared):
            raise AnnotatorError(f"a value is declared twice: {', '.join(declared)}")
        codes = []
        for value, number in self._values.items():
            code = code_of.get(_key(value, level))
            if code is None:
                line = self._lines[self._given.index(number)]
                raise self._error(f"value {value!r} is not declared ({', '.join(declared)})", line)
            codes.append(code)
        return declared, codes

    def _in_order(self, level: Level) -> tuple[str, ...]:
        """Give the values that occur, by number where all are numbers; else sorted, if they need no order."""
        numbers = {value: _number(value) for value in self._values}
        words = [value for value, number in numbers.items() if number is None]
        if words and level != "nominal":
            line = self._lines[self._given.index(self._values[words[0]])]
            what = "numbers, or all values declared in their order" if level == "ordinal" else "numbers"
            raise self._error(f"level {level} needs {what}: {words[0]!r}", line)
        if words:
            return tuple(sorted(numbers))
        spelled = {_key(value, level): value for value in reversed(numbers)}
        return tuple(sorted(spelled.values(), key=lambda value: (numbers[value] or 0, value)))

    def _given_twice(self) -> AnnotatorError:
        """Find the first rating that repeats an earlier one."""
        first: dict[tuple[int, int], int] = {}
        for pair, line in zip(zip(self._units, self._raters, strict=True), self._lines, strict=True):
            if pair in first:
                break
            first[pair] = line
        unit = next(unit for _, units in self._articles.values() for unit in units if units[unit] == pair[0])
        annotator = list(self._annotators)[pair[1]]
        before = f" (first in line {first[pair]})" if first[pair] else ""
        return self._error(f"unit {unit!r} has two ratings by {annotator!r}{before}; keep one", line)

    def _error(self, problem: str, line: int = 0) -> AnnotatorError:
        where = f"{self._source}, line {line}: " if line else f"{self._source}: " if self._source else ""
        return AnnotatorError(where + problem)


def _key(value: str, level: Level) -> str | float:
    """What makes two spellings one value: where values have an order, 1 and 1.0 are the same."""
    number = None if level == "nominal" else _number(value)
    return value if number is None else number


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
