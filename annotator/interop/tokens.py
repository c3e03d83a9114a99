"""Words and signs of a text, for formats that count in tokens: small, so that passages meet their ends.

A token is a run of letters and digits of any script with the marks that belong to them, or else one sign
with its marks, modifiers and what is joined to it: `café`, `don`, `’`, `t`, `👍🏽`. In scripts that leave no
blanks between words (Chinese, Japanese, Thai …) every letter is one. Blanks belong to no token.
"""

import re
import unicodedata

# Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")
_ALONE = re.compile(f"[{_UNSPACED}]").match
# No mark, joiner nor the like among them: what most texts consist of.
_SIMPLE = re.compile("[\\w\\s!-/:-@\\[-`{-~\u00a1-\u00ac\u00ae-\u00bf\u2010-\u2027\u2030-\u205e\u20ac]*")
_JOINERS = frozenset("\u200c\u200d")  # zero width non-joiner, as in Persian words, and joiner
_SOFT_HYPHEN = "\u00ad"


def tokens(text: str) -> list[tuple[int, int]]:
    """Give the tokens of a text in their order, as offsets in code points; only blanks are between them."""
    found = [match.span() for match in _TOKEN.finditer(text)]
    return found if _SIMPLE.fullmatch(text) else _joined(text, found)


def _joined(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put together what is one word or sign for its readers."""
    whole: list[tuple[int, int]] = []
    for start, end in found:
        if whole and whole[-1][1] == start and _goes_on(text[whole[-1][0]], text[start - 1], text[start]):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _goes_on(first: str, last: str, character: str) -> bool:
    """Say whether a character belongs to the token before it, by that token's first and last character."""
    if _clings(character) or last in _JOINERS:
        return True
    # Letters after a mark or soft hyphen inside a word.
    return character.isalnum() and first.isalnum() and _clings(last) and not _ALONE(character)


def _clings(character: str) -> bool:
    """Say whether a character has no place of its own: a mark, joiner, soft hyphen, or an emoji's skin."""
    if character in _JOINERS or character == _SOFT_HYPHEN or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"
