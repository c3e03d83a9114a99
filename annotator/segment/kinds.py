"""What a block is in the layout, told by its words alone."""

from annotator.segment import rules
from schemas import UnitKind


def kind_of(block: str, *, is_first: bool, is_only: bool) -> UnitKind:
    """Tell the kind of a block (never quote, which only a reader knows). A hint, not a decision."""
    if _is_boilerplate(block):
        return UnitKind.BOILERPLATE
    if _is_byline(block):
        return UnitKind.BYLINE
    if _is_dateline(block):
        return UnitKind.DATELINE
    if _is_caption(block):
        return UnitKind.CAPTION
    if not is_only and _is_heading(block, is_first=is_first):
        return UnitKind.HEADING
    return UnitKind.SENTENCE


def _is_boilerplate(block: str) -> bool:
    if not any(c.isalnum() for c in block):
        return True
    if len(block) > rules.MAX_BOILERPLATE:
        return False
    is_line = not block.endswith(".") and rules.PAGE_LINE.fullmatch(block)
    return bool(is_line or rules.PAGE_SENTENCE.fullmatch(block))


def _is_dateline(block: str) -> bool:
    if len(block) > rules.MAX_DATELINE:
        return False
    for date in rules.DATE.finditer(block):
        before = rules.BEFORE_DATE.fullmatch(block, 0, date.start())
        if before and rules.AFTER_DATE.fullmatch(block, date.end()):
            return before["place"] is None or _are_names(before["place"])
    return False


def _is_byline(block: str) -> bool:
    if len(block) > rules.MAX_BYLINE:
        return False
    if rules.SIGN_OFF.fullmatch(block):
        return True
    match = rules.BYLINE.fullmatch(block)
    return match is not None and not block.endswith(rules.END_MARKS) and _are_names(match["names"])


def _are_names(text: str) -> bool:
    """Say whether a text consists of capitalised words, and particles between them."""
    words = text.split()
    names = [word for word in words if word not in rules.NAME_PARTICLES]
    return bool(names) and len(words) <= rules.MAX_NAME_WORDS and all(map(_is_name, names))


def _is_caption(block: str) -> bool:
    if len(block) > rules.MAX_CAPTION:
        return False
    return bool(rules.CAPTION.match(block) or rules.CREDIT.search(block[-rules.CREDIT_LENGTH :]))


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
    return is_first or titled or (_is_short(words) and not block[0].islower())


def _is_titled(words: list[str]) -> bool:
    """Say whether a line is in Title Case or capitals: 7 of 10 words that could be small are not."""
    cased = [word for word in words if word.lower() not in rules.SMALL_WORDS and word.lower() != word.upper()]
    return bool(cased) and 10 * sum(_has_capital(word) for word in cased) >= 7 * len(cased)


def _is_name(word: str) -> bool:
    """Say whether a word begins with a capital or a digit, as in `CNN` and `12/02/2031`."""
    first = next((c for c in word if c.isalnum()), "A")
    return first.isupper() or first.isdigit()


def _has_capital(word: str) -> bool:
    first = next((c for c in word if c.isalpha()), "")
    return first.isupper()


def _is_short(words: list[str]) -> bool:
    """Say whether a line has few words; two letters of a script without cases and blanks count as a word."""
    unspaced = sum("\u3040" <= c <= "\u9fff" for word in words for c in word)
    return len(words) + unspaced // 2 <= rules.MAX_HEADING_WORDS
