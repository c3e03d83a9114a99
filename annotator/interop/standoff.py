"""Which of a tool's stretches are labels of sentences and which are passages in them.

Tools with free stretches do not tell: a stretch that stands for itself, as a sentence does, may carry a
label, one within a sentence is a passage of it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotator.interop.flat import Passage

_ENDS = tuple(".!?…。！？؟۔।")
_CLOSING = "\"'”’»)]}*_\u200d\ufe0f"
_NEAR = 1000
"""How many characters, or stretches, are looked at around a place; keeps hostile files from taking ages."""
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029\ufeff")


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch is as a sentence stands: from the end of one, or of a line, to the next."""
    head, tail = text[start : min(end, start + _NEAR)], text[max(start, end - _NEAR) : end]
    start += len(head) - len(head.lstrip())
    end -= len(tail) - len(tail.rstrip())
    return start < end and _after_an_end(text, start) and _ends_here(text, end)


def _after_an_end(text: str, start: int) -> bool:
    before = text[max(0, start - _NEAR) : start]
    blanks = before[len(before.rstrip()) :]
    if not _LINE_ENDS.isdisjoint(blanks) or len(blanks) == start:
        return True
    place = start - len(blanks)
    return text[place - 1] == "\ufeff" or (place < start and _is_end(text, place))


def _ends_here(text: str, end: int) -> bool:
    if _is_end(text, end):
        return end == len(text) or text[end].isspace()
    after = text[end : end + _NEAR]
    blanks = after[: len(after) - len(after.lstrip())]
    return not _LINE_ENDS.isdisjoint(blanks) or end + len(blanks) == len(text)


def _is_end(text: str, place: int) -> bool:
    before = text[max(0, place - _NEAR) : place].rstrip(_CLOSING)
    return before.endswith(_ENDS)


def in_stretches(
    passages: Iterable[Passage], stretches: Sequence[tuple[int, int]]
) -> tuple[list[list[Passage]], list[Passage]]:
    """Deal passages to the stretches, given in order, that hold them; the second list has what none holds."""
    held: list[list[Passage]] = [[] for _ in stretches]
    rest: list[Passage] = []
    first = {stretch: place for place, stretch in reversed([*enumerate(stretches)])}
    places = sorted(first.values())
    begins = [stretches[place][0] for place in places]
    for passage in passages:
        after = bisect_right(begins, passage.start)
        near = reversed(places[max(0, after - _NEAR) : after])
        place = next((place for place in near if passage.end <= stretches[place][1]), None)
        (rest if place is None else held[place]).append(passage)
    return held, rest
