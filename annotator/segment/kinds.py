"""What a block is in the layout, told by its words alone."""

from annotator.segment import rules
from schemas import UnitKind


def kind_of(block: str, *, is_first: bool, is_only: bool) -> UnitKind:
    """Tell the kind of a block (never quote, which only a reader knows). A hint, not a decision."""
    if _is_boilerplate(block):
        return UnitKind.BOILERPLATE
    if rules.DATELINE.fullmatch(block):
        return UnitKind.DATELINE
    if rules.BYLINE.fullmatch(block):
        return UnitKind.BYLINE
    if len(block) <= _MAX_CAPTION and rules.CAPTION.fullmatch(block):
        return UnitKind.CAPTION
    if not is_only and _is_heading(block, is_first=is_first):
        return UnitKind.HEADING
    return UnitKind.SENTENCE


_MAX_CAPTION = 600
"""Characters; a longer block that begins with "Photo:" is text."""


def _is_boilerplate(block: str) -> bool:
    if len(block) > 500:
        return False
    return not any(c.isalnum() for c in block) or bool(rules.BOILERPLATE.fullmatch(block))


def _is_heading(block: str, *, is_first: bool) -> bool:
    if rules.TIME_LINE.fullmatch(block):
        return True
    if len(block) > rules.MAX_HEADING_LENGTH or rules.BULLET.match(block):
        return False
    words = block.split()
    ending = block.rstrip(rules.CLOSERS)[-1:]
    titled = _is_titled(words)
    if ending == ":":
        return titled and len(words) <= 6
    if ending in ("?", "!"):
        return titled and len(words) >= 3
    if ending in rules.END_MARKS:
        return False
    return is_first or titled or _is_short(words)


def _is_titled(words: list[str]) -> bool:
    """Say whether a line is in Title Case or capitals: 7 of 10 words that could be small are not."""
    cased = [word for word in words if word.lower() not in rules.SMALL_WORDS and word.lower() != word.upper()]
    return bool(cased) and 10 * sum(_has_capital(word) for word in cased) >= 7 * len(cased)


def _has_capital(word: str) -> bool:
    first = next((c for c in word if c.isalpha()), "")
    return first.isupper()


def _is_short(words: list[str]) -> bool:
    """Say whether a line has few words; two letters of a script without cases and blanks count as a word."""
    unspaced = sum("\u3040" <= c <= "\u9fff" for word in words for c in word)
    return len(words) + unspaced // 2 <= rules.MAX_HEADING_WORDS
