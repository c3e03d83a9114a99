"""Passages marked inside a sentence, as styles on its words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from annotator.marking import marks_of
from annotator.tui.widgets.layout import Piece
from annotator.tui.widgets.wrapping import shown, snapped
from schemas import Annotation, Role, Suggestion

PASSAGE_CLASSES = frozenset(
    {"reader--source", "reader--cue", "reader--content", "reader--bias", "reader--suggested"}
)
"""Component classes of the passages."""

# Where passages overlap the later one here gives the colour; underline, slant and reverse add up.
_ORDER = (Role.CONTENT, Role.SOURCE, Role.CUE)


class Passage(NamedTuple):
    """A stretch of the article's text, [start, end), and what it adds to the style of the words."""

    start: int
    end: int
    style: Style


def marked(record: Annotation | None, styles: Mapping[str, Style]) -> list[Passage]:
    """Give the passages of a record, in the order in which they are drawn over one another."""
    marks = sorted(marks_of(record), key=lambda mark: _place(mark.role))
    return [Passage(mark.span.start, mark.span.end, styles[_class(mark.role)]) for mark in marks]


def suggested(offer: Annotation | Suggestion | None, styles: Mapping[str, Style]) -> list[Passage]:
    """Give the passages that are not decided: alike, whatever their role, and unlike any decided one.

    Contents are left out: they are most of a sentence, which would then stand back behind the others.
    """
    marks = (mark for mark in marks_of(offer) if mark.role is not Role.CONTENT)
    return [Passage(mark.span.start, mark.span.end, styles["reader--suggested"]) for mark in marks]


def styled(
    text: str, begin: int, base: Style, passages: Sequence[Passage], pieces: Sequence[Piece] | None = None
) -> Iterator[Segment]:
    """Draw one line: `text`, which begins at the offset `begin`, with the passages over it.

    `pieces` are its characters from left to right where that is not the order of the text.
    """
    ranges = [
        (*snapped(text, max(one.start - begin, 0), min(one.end - begin, len(text))), one.style)
        for one in passages
        if one.start < begin + len(text) and one.end > begin
    ]
    if pieces is None:
        cuts = sorted({0, len(text), *(start for start, _, _ in ranges), *(end for _, end, _ in ranges)})
        for start, end in pairwise(cuts):
            yield Segment(shown(text[start:end]), _over(base, ranges, start, end))
    else:
        drawn = (Segment(piece.drawn, _over(base, ranges, piece.start, piece.end)) for piece in pieces)
        yield from Segment.simplify(drawn)


def _over(base: Style, ranges: Sequence[tuple[int, int, Style]], start: int, end: int) -> Style:
    """The style of a stretch with those of all ranges that cover it."""
    for first, last, style in ranges:
        if first <= start and end <= last:
            base += style
    return base


def _place(role: Role) -> int:
    return len(_ORDER) if role.is_bias else _ORDER.index(role)


def _class(role: Role) -> str:
    return "reader--bias" if role.is_bias else f"reader--{role}"
