"""Ratings of any origin, one row each: collected in a few bytes, then laid out by unit and annotator."""

import math
from array import array
from collections.abc import Iterable, Sequence

from annotator.compare.fields import Level
from annotator.compare.listed import Listed
from annotator.compare.ratings import MISSING, Ratings
from annotator.compare.result import FieldAgreement, SetAgreement
from annotator.compare.sets import SetTable
from annotator.errors import AnnotatorError

SEPARATOR = "|"
"""Between the members of a set."""
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


def set_agreement(
    rows: Iterable[tuple[str, str, str]],
    *,
    values: Sequence[str] | None = None,
    bootstrap: int = 1000,
    seed: int = 0,
) -> tuple[tuple[str, ...], SetAgreement]:
    """Compute the figures of any sets `(unit, annotator, "a|b")`; gives the annotators with them.

    "" is the empty set. `values` declares all members; without it they are those that occur. Units take the
    place of articles in the resampling.

    Raises:
        AnnotatorError: a rating given twice, or a member that is not declared.
    """
    table = RatingRows()
    for unit, annotator, value in rows:
        table.add(unit, annotator, value)
    return table.annotators, table.sets(values, bootstrap=bootstrap, seed=seed)


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

        declared, codes = self._coded(level, values)
        ratings = Ratings(self.annotators, declared, level)
        self._lay_out(codes, ratings, by_article=resampled == "articles")
        return measure(ratings, bootstrap=bootstrap, seed=seed, resampled=resampled)

    def sets(
        self,
        values: Sequence[str] | None = None,
        *,
        bootstrap: int,
        seed: int,
        resampled: str = "units",
    ) -> SetAgreement:
        """Compute the figures of values that are sets, `a|b`; "" and `|` are the empty set.

        Raises:
            AnnotatorError: a rating given twice, or a member that is not declared.
        """
        members = {text: _members(text) for text in self._values}
        declared = tuple(sorted(frozenset().union(*members.values()))) if values is None else tuple(values)
        bits = {value: 1 << place for place, value in enumerate(declared)}
        listed = Listed[int](self.annotators)
        codes = []
        for text, given in members.items():
            if undeclared := sorted(given.difference(bits)):
                raise self._undeclared(undeclared[0], declared, self._line_of(text))
            mask = sum(bits[member] for member in given)
            codes.append(listed.places.setdefault(mask, len(listed.places)))
        self._lay_out(codes, listed, by_article=resampled == "articles")
        return SetTable(declared, listed).figures(bootstrap=bootstrap, seed=seed, resampled=resampled)

    def _lay_out(self, codes: Sequence[int], table: Ratings | Listed[int], *, by_article: bool) -> None:
        """Fill a table; `codes` are those of the values, in the order in which they came."""
        import numpy as np

        shape = len(self._article_of), len(self._annotators)
        if math.prod(shape) > MOST_CODES:
            raise self._error(f"{shape[0]:,} units by {shape[1]:,} annotators are too many to compare")
        article_of = np.asarray(self._article_of)
        order = np.argsort(article_of, kind="stable")
        rows = np.empty(shape[0], dtype=np.int64)
        rows[order] = np.arange(shape[0])
        columns = np.argsort(sorted(range(shape[1]), key=list(self._annotators).__getitem__))
        cells = np.full(shape, MISSING, dtype=table.codes.typecode)
        places = rows[np.asarray(self._units)], columns[np.asarray(self._raters)]
        cells[places] = np.asarray(codes, dtype=cells.dtype)[np.asarray(self._given)]
        if np.count_nonzero(cells != MISSING) < len(self._units):
            raise self._given_twice()
        starts = np.flatnonzero(np.diff(article_of[order], prepend=-1)) if by_article else np.arange(shape[0])
        table.codes.frombytes(cells.tobytes())
        table.starts.frombytes(starts.astype(np.int64).tobytes())

    def _coded(self, level: Level, values: Sequence[str] | None) -> tuple[tuple[str, ...], list[int]]:
        """Give the declared values, and the code of each value that occurs; equal numbers are one value."""
        declared = self._in_order(level) if values is None else tuple(values)
        code_of = {_key(value, level): code for code, value in enumerate(declared)}
        if len(code_of) < len(declared):
            raise AnnotatorError(f"a value is declared twice: {', '.join(declared)}")
        codes = []
        for value in self._values:
            code = code_of.get(_key(value, level))
            if code is None:
                raise self._undeclared(value, declared, self._line_of(value))
            codes.append(code)
        return declared, codes

    def _in_order(self, level: Level) -> tuple[str, ...]:
        """Give the values that occur, by number where all are numbers; else sorted, if they need no order."""
        numbers = {value: _number(value) for value in self._values}
        words = [value for value, number in numbers.items() if number is None]
        if words and level != "nominal":
            what = "numbers, or all values declared in their order" if level == "ordinal" else "numbers"
            raise self._error(f"level {level} needs {what}: {words[0]!r}", self._line_of(words[0]))
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

    def _line_of(self, value: str) -> int:
        return self._lines[self._given.index(self._values[value])]

    def _undeclared(self, value: str, declared: Sequence[str], line: int) -> AnnotatorError:
        return self._error(f"value {value!r} is not declared ({', '.join(declared)})", line)

    def _error(self, problem: str, line: int = 0) -> AnnotatorError:
        where = f"{self._source}, line {line}: " if line else f"{self._source}: " if self._source else ""
        return AnnotatorError(where + problem)


def _members(text: str) -> frozenset[str]:
    return frozenset(filter(None, (member.strip() for member in text.split(SEPARATOR))))


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
