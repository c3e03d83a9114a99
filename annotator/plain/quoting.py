"""The passage of a sentence that somebody means who types its words."""

import re

from annotator.errors import AnnotatorError
from annotator.plain.typed import whole_number

_ALIKE = (
    frozenset("'’‘‛ʼ`"),
    frozenset('"“”„‟«»'),
    frozenset("-‐‑–—−"),
)
"""Characters that are one key on most keyboards."""
_GAP = re.compile(r"\s*(?:\.\.\.|…)\s*")
_WHICH = re.compile(r"\s+#(\d+)$")
_PAIRS = {'"': '"', "“": "”", "'": "'", "‘": "’"}


def find_words(sentence: str, typed: str) -> tuple[int, int]:
    """Give start and end, in code points, of the words of `sentence` that `typed` quotes.

    Case counts only where it tells two places apart; any straight quote or hyphen stands for the curly or
    long ones. `first words ... last words` means all from the ones to the others. ` #2` at the end takes the
    second of several places. Raises `AnnotatorError` when the words are not there, or there more than once.
    """
    which = _WHICH.search(typed)
    words = (typed[: which.start()] if which else typed).strip()
    if not words:
        raise AnnotatorError("quote the words of the sentence, e.g.: source the harbour office")
    found = _places(sentence, words) or _places(sentence, _without_quotes(words))
    if not found:
        raise AnnotatorError(f"“{words}” is not in this sentence; nothing was marked")
    if which:
        wanted = whole_number(which[1]) or 0
        if not 1 <= wanted <= len(found):
            raise AnnotatorError(
                f"“{words}” is in this sentence {len(found)} times, so there is no #{which[1][:9]}"
            )
        return found[wanted - 1]
    if len(found) > 1:
        raise AnnotatorError(f"“{words}” is in this sentence {len(found)} times: add #1, or #2 …")
    return found[0]


def _places(sentence: str, words: str) -> list[tuple[int, int]]:
    """Every place, whole words first, then parts of words as in languages that write no blanks."""
    parts = [part for part in _GAP.split(words) if part]
    body = r".*?".join(_pattern(part) for part in parts) if parts else _pattern(words)
    # Without a gap the dots themselves may be in the sentence.
    bodies = [_pattern(words), body] if len(parts) != 1 or parts[0] != words else [body]
    for pattern in bodies:
        for bounded in (rf"(?<!\w){pattern}(?!\w)", pattern):
            for flags in (re.DOTALL, re.DOTALL | re.IGNORECASE):
                if found := [match.span() for match in re.finditer(bounded, sentence, flags)]:
                    return found
    return []


def _pattern(words: str) -> str:
    return r"\s+".join("".join(map(_character, word)) for word in words.split())


def _character(character: str) -> str:
    for alike in _ALIKE:
        if character in alike:
            return f"[{re.escape(''.join(sorted(alike)))}]"
    return re.escape(character)


def _without_quotes(words: str) -> str:
    if len(words) > 2 and _PAIRS.get(words[0]) == words[-1]:
        return words[1:-1].strip()
    return words
