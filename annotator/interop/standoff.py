"""Which of a tool's stretches are labels of sentences and which are passages in them.

Tools with free stretches do not tell: a stretch that stands for itself, as a sentence does, may carry a
label, one within a sentence is a passage of it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotator.interop.flat import Passage

_ENDS = frozenset(".!?…。！？؟۔।")
_CLOSING = frozenset("\"'”’»)]}*_\u200d\ufe0f")
_NEAR = 1000
"""How many stretches before a passage may be the one that holds it; keeps hostile files from taking ages."""
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029\ufeff")


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch is as a sentence stands: from the end of one, or of a line, to the next."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start < end and _after_an_end(text, start) and _ends_here(text, end)


def _after_an_end(text: str, start: int) -> bool:
    place = start
    while place and text[place - 1].isspace():
        if text[place - 1] in _LINE_ENDS:
            return True
        place -= 1
    return not place or text[place - 1] == "\ufeff" or (place < start and _is_end(text, place))


def _ends_here(text: str, end: int) -> bool:
    if _is_end(text, end):
        return end == len(text) or text[end].isspace()
    rest = end
    while rest < len(text) and text[rest].isspace() and text[rest] not in _LINE_ENDS:
        rest += 1
    return rest == len(text) or text[rest] in _LINE_ENDS


def _is_end(text: str, place: int) -> bool:
    while place and text[place - 1] in _CLOSING:
        place -= 1
    return bool(place) and text[place - 1] in _ENDS


def in_stretches(
    passages: Iterable[Passage], stretches: Sequence[tuple[int, int]]
) -> tuple[list[list[Passage]], list[Passage]]:
    """Deal passages to the stretches, given in order, that hold them; the second list has what none holds."""
    held: list[list[Passage]] = [[] for _ in stretches]
    rest = []
    first = {stretch: place for place, stretch in reversed([*enumerate(stretches)])}
    places = sorted(first.values())
    begins = [stretches[place][0] for place in places]
    for passage in passages:
        after = bisect_right(begins, passage.start)
        near = reversed(places[max(0, after - _NEAR) : after])
        place = next((place for place in near if passage.end <= stretches[place][1]), None)
        (rest if place is None else held[place]).append(passage)
    return held, rest
