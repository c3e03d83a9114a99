"""What a block is in the layout, told by its words alone."""

import re
from typing import NamedTuple

from annotator.segment import layout
from annotator.segment.layout import Layout
from schemas import UnitKind

_MARK_OF_CREDIT = re.compile(r"[/:：©[(（＝]| (?:by|for|de|di|von|da|do) |ourtesy")
"""One of these is part of any credit: found faster than the whole pattern."""

_INNER_END = re.compile(r"[^\W\d_]{3}[.!?…]+[\"”’)]*\s")
"""An end mark after a word of some length, inside a line."""

_STOPS = (".", "。", "।", "۔", "።", "։")
"""What ends a whole sentence, which is no line of a page."""

_DIGIT = re.compile(r"\d")


class Place(NamedTuple):
    """Where a block stands."""

    is_first: bool = False
    is_under_title: bool = False
    """The second block, after a heading."""
    is_only: bool = False
    is_above_text: bool = False
    """A longer block with an end mark follows, and no heading stands before."""


def kind_of(block: str, look: Layout, place: Place) -> UnitKind:
    """Tell the kind of a block (never quote, which only a reader knows). A hint, not a decision."""
    if _is_boilerplate(block, look):
        return UnitKind.BOILERPLATE
    if _is_byline(block, look):
        return UnitKind.BYLINE
    if _is_dateline(block, look):
        return UnitKind.DATELINE
    if _is_caption(block, look):
        return UnitKind.CAPTION
    if not place.is_only and _is_heading(block, look, place):
        return UnitKind.HEADING
    return UnitKind.SENTENCE


def credit_start(caption: str, look: Layout) -> int | None:
    """Say where the credit begins that ends a caption as a sentence of its own: `A tank. Photo: Ann Lee`."""
    found = _credit(caption, look)
    return found.start() if found and found["own"] and found.start() else None


def _credit(block: str, look: Layout) -> re.Match[str] | None:
    tail = max(0, len(block) - layout.CREDIT_LENGTH)
    return look.credit.search(block, tail) if _MARK_OF_CREDIT.search(block, tail) else None


def _is_boilerplate(block: str, look: Layout) -> bool:
    if not any(c.isalnum() for c in block):
        return True
    if len(block) > layout.MAX_BOILERPLATE:
        return False
    is_line = not block.endswith(_STOPS) and (look.page_line.fullmatch(block) or layout.MENU.fullmatch(block))
    return bool(is_line or look.page_sentence.fullmatch(block))


def _is_dateline(block: str, look: Layout) -> bool:
    if len(block) > layout.MAX_DATELINE or not _DIGIT.search(block):
        return False
    for date in look.date.finditer(block):
        before = look.before_date.fullmatch(block, 0, date.start())
        if before and look.after_date.fullmatch(block, date.end()):
            return before["place"] is None or _are_names(before["place"].rstrip(" ,:|–—-"))
    return False


def _is_byline(block: str, look: Layout) -> bool:
    if len(block) > layout.MAX_BYLINE:
        return False
    if look.sign_off.match(block):
        return True
    match = look.byline.fullmatch(block)
    return (
        match is not None and not block.endswith(layout.END_MARKS) and _are_names(match["names"], look.roles)
    )


def _are_names(text: str, roles: frozenset[str] = frozenset()) -> bool:
    """Say whether a text consists of capitalised words, and particles and roles between them."""
    words = text.split()
    roles = roles | layout.NAME_PARTICLES
    names = [word for word in words if word not in roles and word.strip("().,") not in roles]
    limit = layout.MAX_NAME_WORDS if text.lower() != text.upper() else layout.MAX_UNCASED_NAME_WORDS
    return bool(names) and len(words) <= limit and all(map(_is_name, names))


def _is_caption(block: str, look: Layout) -> bool:
    if len(block) > layout.MAX_CAPTION:
        return False
    return bool(look.caption.match(block) or _credit(block, look))


def ends_sentence(block: str) -> bool:
    """Say whether a block ends with an end mark, perhaps with closing quote marks or brackets after it."""
    return block.rstrip(layout.CLOSERS).endswith(layout.END_MARKS)


def _is_heading(block: str, look: Layout, place: Place) -> bool:
    if layout.TIME_LINE.fullmatch(block):
        return True
    if len(block) > layout.MAX_HEADING_LENGTH or layout.BULLET.match(block):
        return False
    words = block.split()
    ending = block.rstrip(layout.CLOSERS)[-1:]
    if ending == ":":
        return len(words) <= 6 and _is_titled(words, look)
    if ending in ("?", "!"):
        return len(words) >= 3 and _is_titled(words, look)
    if ending in layout.END_MARKS:
        return False
    is_top = place.is_first or place.is_under_title
    if (is_top and not _INNER_END.search(block)) or _is_titled(words, look):
        return True
    if block[0].islower():
        return False
    return (_is_short(words) and not _INNER_END.search(block)) or (
        place.is_above_text and _is_terse(words, look)
    )


def _is_terse(words: list[str], look: Layout) -> bool:
    """Say whether a line does without pronouns, as headings do: one with them may lack its final stop."""
    return bool(look.personal) and look.personal.isdisjoint(
        word.lower().split("’")[0].split("'")[0] for word in words
    )


def _is_titled(words: list[str], look: Layout) -> bool:
    """Say whether a line is in Title Case or capitals: 7 of 10 words that could be small are not."""
    cased = [word for word in words if word.lower() not in look.small_words and word.lower() != word.upper()]
    return bool(cased) and 10 * sum(_has_capital(word) for word in cased) >= 7 * len(cased)


def _is_name(word: str) -> bool:
    """Say whether a word begins with a capital or a digit, as in `CNN` and `12/02/2031`."""
    first = next((c for c in word if c.isalnum()), "A")
    return first.isupper() or first.isdigit() or first.lower() == first.upper()


def _has_capital(word: str) -> bool:
    first = next((c for c in word if c.isalpha()), "")
    return first.isupper()


def _is_short(words: list[str]) -> bool:
    """Say whether a line has few words; two letters of a script without cases and blanks count as a word."""
    unspaced = sum("\u3040" <= c <= "\u9fff" for word in words for c in word)
    return len(words) + unspaced // 2 <= layout.MAX_HEADING_WORDS
