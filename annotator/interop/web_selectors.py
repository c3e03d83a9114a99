"""Where the target of a web annotation is: by its position, its words, or both.

Positions come in code points, as the standard has it, or in UTF-16 code units, as many programs count. Which
it is shows where both are said: the words stand at one of the two places. A position without words is taken
as the others of its text are. Words that no position leads to are looked for, with what is around them where
they stand in several places.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from annotator.interop.json_rows import RowError, number, quoted
from annotator.interop.offsets import Utf16

_MAX_PLACES = 10_000
_MAX_SELECTORS = 100


class Selected(NamedTuple):
    """What the selectors of a target say."""

    start: int | None = None
    end: int | None = None
    """In whatever unit; both or none."""
    inner: bool = False
    """The position is not from the beginning of the text, but of a part of it that another selector names."""
    exact: str = ""
    """Empty: the words are not said."""
    prefix: str = ""
    suffix: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is selected: the target is the whole text."""
        return self.start is None and not self.exact


class Stretch(NamedTuple):
    """A stretch of a text, in code points."""

    start: int
    end: int


def selected(selectors: object) -> Selected:
    """Put together what the selectors of a target say, one or several, also those that refine others.

    Raises:
        RowError: a selector is no object, or what it says is wrong.
    """
    found = Selected()
    for selector, inner in _all(selectors):
        kind = selector.get("type")
        if kind == "TextPositionSelector" and found.start is None:
            start, end = number(selector.get("start"), "start"), number(selector.get("end"), "end")
            if not 0 <= start < end:
                raise RowError(f"the position from {start} to {end} is empty or reversed")
            found = found._replace(start=start, end=end, inner=inner)
        elif kind == "TextQuoteSelector" and not found.exact:
            exact, prefix, suffix = (_words(selector, name) for name in ("exact", "prefix", "suffix"))
            found = found._replace(exact=exact, prefix=prefix, suffix=suffix)
    if selectors and found.is_whole:
        raise RowError("no selector says a position or words")
    return found


def _all(selectors: object) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Give the selectors of a target, and whether another one comes before."""
    waiting = [(one, False) for one in (selectors if isinstance(selectors, list) else [selectors])]
    if len(waiting) > _MAX_SELECTORS:
        raise RowError(f"{len(waiting):,} selectors of one target")
    while waiting:
        selector, inner = waiting.pop(0)
        if selector is None:
            continue
        if not isinstance(selector, dict):
            raise RowError(f"the selector {quoted(selector)} is no object")
        yield selector, inner
        waiting.append((selector.get("refinedBy"), True))


def _words(selector: Mapping[str, Any], name: str) -> str:
    said = selector.get(name)
    if said is not None and not isinstance(said, str):
        raise RowError(f"{name} {quoted(said)} is no text")
    return said or ""


class Places:
    """Finds targets in one text."""

    def __init__(self, text: str, targets: Iterable[Selected]) -> None:
        """Find out in which unit the positions of these targets are."""
        self._text = text
        self._utf16 = Utf16(text)
        self._in_utf16 = False
        votes = 0
        if self._utf16.length > len(text):
            for target in targets:
                here, there = self._reads(target, False), self._reads(target, True)
                votes += (here is None) - (there is None)
        self._in_utf16 = votes > 0

    def find(self, target: Selected) -> Stretch:
        """Give where a target is; all of the text, if it selects nothing.

        Raises:
            RowError: its position is outside the text, or its words are nowhere or in several places.
        """
        if target.is_whole:
            return Stretch(0, len(self._text))
        if not target.exact:
            stretch = self._stretch(target, self._in_utf16)
            if stretch is None or target.inner:
                raise RowError(f"the position from {target.start} to {target.end} is not in the text")
            return stretch
        for in_utf16 in (self._in_utf16, not self._in_utf16):
            if stretch := self._reads(target, in_utf16):
                return stretch
        return self._search(target)

    def _reads(self, target: Selected, in_utf16: bool) -> Stretch | None:
        """Give the place of a target's position if the text has the target's words there."""
        stretch = self._stretch(target, in_utf16)
        if stretch is None or not target.exact or self._text[stretch.start : stretch.end] != target.exact:
            return None
        return stretch

    def _stretch(self, target: Selected, in_utf16: bool) -> Stretch | None:
        start, end = target.start, target.end
        if start is None or end is None:
            return None
        if in_utf16:
            try:
                start, end = self._utf16.to_code_points(start), self._utf16.to_code_points(end)
            except ValueError:
                return None
        return Stretch(start, end) if end <= len(self._text) else None

    def _search(self, target: Selected) -> Stretch:
        found = list(self._occurrences(target.exact))
        if not found:
            raise RowError(f"its words, {quoted(target.exact)}, are not in the text")
        if len(found) > 1 and (target.prefix or target.suffix):
            found = [place for place in found if self._is_amid(place, target)]
        if len(found) != 1:
            several = (
                f"in {len(found)} places" if found else "in several places, none amid what should be around"
            )
            raise RowError(f"its words, {quoted(target.exact)}, are {several}")
        return Stretch(found[0], found[0] + len(target.exact))

    def _occurrences(self, words: str) -> Iterator[int]:
        place = self._text.find(words)
        for _ in range(_MAX_PLACES):
            if place < 0:
                return
            yield place
            place = self._text.find(words, place + 1)

    def _is_amid(self, place: int, target: Selected) -> bool:
        before = self._text[max(0, place - len(target.prefix)) : place]
        return before == target.prefix and self._text.startswith(target.suffix, place + len(target.exact))


def within(quote: str, outer: Selected, inner: Selected) -> Stretch | None:
    """Give where in `quote`, the words of `outer`, `inner` is, of a text that nobody has; None: not in it."""
    if (
        outer.start is None
        or outer.end is None
        or inner.start is None
        or inner.end is None
        or not inner.exact
    ):
        return None
    if not outer.start <= inner.start < inner.end <= outer.end:
        return None
    moved = inner._replace(start=inner.start - outer.start, end=inner.end - outer.start)
    try:
        return Places(quote, [moved]).find(moved)
    except RowError:
        return None
