"""The words that are chosen in a sentence, and how keys move them: by words, characters or clauses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.steps import Range, characters, clauses, words


class Step(StrEnum):
    """How far a key goes."""

    WORD = "word"
    CLAUSE = "clause"
    CHARACTER = "character"


class Steps:
    """The ranges of one sentence, [start, end) in code points from its beginning."""

    def __init__(self, text: str) -> None:
        """Break `text`, which is not empty; where there is no word, all of it counts as one."""
        whole = [(0, len(text))]
        self._ranges: dict[Step, Sequence[Range]] = {
            Step.WORD: words(text) or whole,
            Step.CLAUSE: clauses(text) or whole,
            Step.CHARACTER: characters(text),
        }

    def __getitem__(self, step: Step) -> Sequence[Range]:
        """Give the ranges of a step, in the order of the text."""
        return self._ranges[step]

    def around(self, first: int, last: int) -> Range:
        """Give the words from the one at the character `first` to the one at `last`, in either order."""
        first, last = sorted((first, last))
        ranges = self._ranges[Step.WORD]
        start = next((start for start, end in ranges if end > first), ranges[-1][0])
        end = next((end for start, end in reversed(ranges) if start <= last), ranges[0][1])
        return (start, end) if start < end else next(one for one in ranges if one[0] == start)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice, [start, end) in code points from the beginning of the sentence; never empty."""

    start: int
    end: int
    held: bool = False
    """Whether keys move its active end; else they move all of it."""
    forward: bool = True
    """Whether the active end is the one at `end`."""

    def moved(self, ranges: Sequence[Range], direction: int) -> "Chosen":
        """Go on to the next range, or back; from inside one, to that first."""
        around = next((one for one in ranges if one[0] <= self.start and self.end <= one[1]), None)
        if around and around != (self.start, self.end):
            return Chosen(*around)
        if direction > 0:
            found = next((one for one in ranges if one[0] >= self.end), ranges[-1])
        else:
            found = next((one for one in reversed(ranges) if one[1] <= self.start), ranges[0])
        return Chosen(*found)

    def grown(self, ranges: Sequence[Range], direction: int) -> "Chosen":
        """Move the active end to the next border; where nothing would be left, the other end goes out."""
        if self.forward:
            borders = [end for _, end in ranges]
            inner = [end for end in borders if self.start < end < self.end]
        else:
            borders = [start for start, _ in ranges]
            inner = [start for start in borders if self.start < start < self.end]
        outward = (direction > 0) is self.forward
        if not outward and inner:
            return self._with_active(inner[-1] if self.forward else inner[0])
        turned = self if outward else self.turned()
        return turned._with_active(turned._outward(ranges))

    def turned(self) -> "Chosen":
        """Make the other end the active one, and hold."""
        return replace(self, held=True, forward=not self.forward)

    def to_edge(self, ranges: Sequence[Range], direction: int) -> "Chosen":
        """Go to the last range, or the first; held, up to it."""
        last = ranges[-1] if direction > 0 else ranges[0]
        if not self.held:
            return Chosen(*last)
        if direction > 0:
            return replace(self, end=max(self.end, last[1]), forward=True)
        return replace(self, start=min(self.start, last[0]), forward=False)

    def snapped(self, ranges: Sequence[Range]) -> "Chosen":
        """Choose the range in which the choice begins, or the next one."""
        return Chosen(*next((one for one in ranges if one[1] > self.start), ranges[-1]))

    def up_to(self, place: Range) -> "Chosen":
        """Move the active end to a range; where nothing would be left, the other end goes out to it."""
        if self.forward and place[1] > self.start:
            return replace(self, end=place[1])
        if not self.forward and place[0] < self.end:
            return replace(self, start=place[0])
        start, end = min(self.start, place[0]), max(self.end, place[1])
        return replace(self, start=start, end=end, forward=not self.forward)

    def _outward(self, ranges: Sequence[Range]) -> int:
        if self.forward:
            return next((end for _, end in ranges if end > self.end), self.end)
        return next((start for start, _ in reversed(ranges) if start < self.start), self.start)

    def _with_active(self, place: int) -> "Chosen":
        held = replace(self, held=True)
        return replace(held, end=place) if self.forward else replace(held, start=place)
