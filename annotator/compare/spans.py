"""Fields with stretches of text, such as the words that name a source; that there are none is a rating."""

from array import array
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotator.compare.fields import Rows, always
from schemas import Annotation

if TYPE_CHECKING:
    from annotator.compare.result import Gamma, SpanAgreement


Marked = tuple[int, int, str]
"""A stretch of the article's text, in code points, end exclusive, and its kind, which may be empty.

Spans match only those of their kind; whether a character is marked does not depend on it.
"""


class ReducedSpans(NamedTuple):
    """The spans of one article: units that somebody saw, and what was marked in them."""

    units: bytes
    """Start and end of each unit, eight bytes each."""
    seen: bytes
    """A byte for each unit and annotator: 1 where it is a rating."""
    marks: bytes
    """Unit, annotator, start, end and place in `kinds` of each span, eight bytes each; each span once."""
    kinds: tuple[str, ...]


@dataclass
class SpanTable:
    """The spans of one field, and its figures."""

    annotators: tuple[str, ...]
    units: "array[int]" = field(default_factory=lambda: array("q"))
    seen: bytearray = field(default_factory=bytearray)
    marks: "array[int]" = field(default_factory=lambda: array("q"))
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    """Unit with which each article begins; only articles with at least one."""
    kinds: dict[str, int] = field(default_factory=dict)

    def add(self, reduced: ReducedSpans) -> None:
        """Take one article as `SpanField.reduce` gives it."""
        if not reduced.units:
            return
        before = len(self.units) // 2
        self.starts.append(before)
        self.units.frombytes(reduced.units)
        self.seen += reduced.seen
        marks = array("q")
        marks.frombytes(reduced.marks)
        kinds = [self.kinds.setdefault(kind, len(self.kinds)) for kind in reduced.kinds]
        for place in range(0, len(marks), 5):
            marks[place] += before
            marks[place + 4] = kinds[marks[place + 4]]
        self.marks.extend(marks)

    def figures(self, *, bootstrap: int, seed: int, resampled: str = "articles") -> "SpanAgreement":
        """Compute everything but gamma; intervals resample articles."""
        from annotator.compare.measure_spans import measure_spans

        return measure_spans(self, bootstrap=bootstrap, seed=seed, resampled=resampled)

    def gamma(self, articles: int, *, seed: int = 0) -> "Gamma":
        """Compute gamma over a sample of so many articles; needs scipy (see `annotator.compare.gamma`)."""
        from annotator.compare.gamma import sample_gamma

        return sample_gamma(self, articles, seed=seed)


@dataclass(frozen=True)
class SpanField:
    """A field with any number of spans a record."""

    name: str
    marks: Callable[[Annotation], Sequence[Marked]]
    """What the record marks; the same span twice counts once."""
    condition: str = ""
    applies: Callable[[Annotation], bool] = always
    reads: frozenset[str] = frozenset()

    @property
    def unsaid(self) -> Hashable:
        """Of records that say nothing all fields with spans take the same: none."""
        return SpanField

    def reduce(self, rows: Rows) -> ReducedSpans:
        """Give the spans of an article."""
        marks_of, width = self.marks, len(rows.annotators)
        marks, kinds = array("q"), dict[str, int]()
        for place, record in rows.given:
            if spans := marks_of(record):
                unit, annotator = divmod(place, width)
                for start, end, kind in spans if len(spans) == 1 else sorted(set(spans)):
                    marks.extend((unit, annotator, start, end, kinds.setdefault(kind, len(kinds))))
        return ReducedSpans(rows.ends, rows.seen, marks.tobytes(), tuple(kinds))

    def table(self, annotators: Sequence[str]) -> SpanTable:
        """Begin the table of these annotators."""
        return SpanTable(tuple(annotators))
