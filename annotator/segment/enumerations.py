"""Lists written in one line: `1) Water 2) Food 3) Fuel` has three units."""

import re
from collections.abc import Iterator

from annotator.segment.languages import Language

_MARK = re.compile(
    r"(?:(?<=\s)|^)(?P<bullet>[•⁃▪●◦‣]\s?)?"
    r"(?:(?P<open>\(?)(?P<count>\d{1,2}|[a-z])(?P<form>\.\)|[.)])\s+)?(?=[^\W\d_a-z])"
)
"""A bullet, a number or a letter before a word that begins with a capital or in a script without them."""

_LEAD_IN = re.compile(r"[:：]\s(?=[•⁃▪●◦‣]|\(?1(?:\.\)|[.)])\s+[^\W\d_a-z])")
"""The end of the lead-in of a list in the same line: `The terms: • Water • Food`."""


def enumeration_cuts(block: str, language: Language) -> Iterator[int]:
    """Give where the second and later entries begin, in a block that begins with the mark of the first.

    After a lead-in that ends in a colon the first entry begins with a cut, too.
    Numbers and letters count only in their order, so that years and sums are no marks; where `1.` is an
    ordinal, numbers with a stop are none.
    """
    first = _MARK.match(block)
    if (first is None or not first[0]) and (lead_in := _LEAD_IN.search(block)):
        first = _MARK.match(block, lead_in.end())
    if first is None or not first[0] or (language.ordinal_stop and first["form"] == "."):
        return
    if first.start():
        yield first.start()
    shape, count = _shape(first), first["count"]
    for mark in _MARK.finditer(block, first.end()):
        if mark[0] and _shape(mark) == shape and mark["count"] == _following(count):
            count = mark["count"]
            yield mark.start()


def _shape(mark: re.Match[str]) -> tuple[str, str | None, str | None]:
    return (mark["bullet"] or "").strip(), mark["open"], mark["form"]


def _following(count: str | None) -> str | None:
    if count is None:
        return None
    return str(int(count) + 1) if count.isdigit() else chr(ord(count) + 1)
