"""Sentences inside one block: every end mark is a candidate, a short list of decisions says which ones end.

The mechanism knows scripts and layout; all words come from `annotator.segment.languages`.
"""

import re
from functools import cache
from itertools import pairwise

from annotator.segment.candidates import LOOK_BACK, UNSPACED_MARKS, candidate_at
from annotator.segment.decisions import is_end
from annotator.segment.enumerations import enumeration_cuts
from annotator.segment.languages import Language, language_of

_SPACED_MARKS = ".!?…؟۔‼⁇⁈⁉܀܁܂"
_CLOSERS = "\"”’'»›)\\]}）」』】》〉*_\u200b\u200e\u200f\u2060\u2069\ufeff"

_APART = r"[ \xa0\u202f\u3000][»”」』》](?=[\u3040-\u9fff]|\W|$)"
"""A closing quote mark after a blank: `C'est fini ! » Il`, `结束 。 ” 他`."""

_REFERENCE = r"\s?\[(?:\d{1,3}|\.{3}|…)\]"
"""A note mark as in encyclopaedias, or words left out: it belongs to the sentence before."""

_MAX_BRACKETS = 400
"""Characters between brackets that are taken for a pair; longer ones are where one is missing."""

_MAX_NUMERAL = 4
"""Letters of a numeral such as `viii` before an entry of a list."""


def sentence_spans(block: str, tag: str) -> list[tuple[int, int]]:
    """Give `[start, end)` of the sentences of a block that neither begins nor ends with a blank.

    The spans are ordered, disjoint and cover every character that is not a blank. `tag` is a BCP 47 tag.
    """
    language = language_of(tag)
    spans = []
    cuts = _with_words(block, _cuts(_with_attached_quotes(block), language))
    for start, end in pairwise([0, *cuts, len(block)]):
        piece = block[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append((left, right))
    return spans


def _with_attached_quotes(block: str) -> str:
    """Move closing quote marks that stand alone to the word before, for reading: `so. " He` as `so."  He`."""
    if ' " ' not in block:
        return block
    parts = block.split('"')
    for index in range(1, len(parts) - 1, 2):
        if parts[index].endswith(" ") and parts[index + 1].startswith(" "):
            parts[index] = parts[index][:-1]
            parts[index + 1] = f" {parts[index + 1]}"
    return '"'.join(parts)


def _cuts(block: str, language: Language) -> list[int]:
    entries = list(enumeration_cuts(block, language))
    whole = _whole_brackets(block, language)
    cuts: list[int] = []
    last = entry = bracket = 0
    for match in _pattern(language.end_marks).finditer(block):
        while entry < len(entries) and entries[entry] <= match.start():
            last = entries[entry]
            entry += 1
        while bracket < len(whole) and whole[bracket][1] <= match.end():
            bracket += 1
        if bracket < len(whole) and whole[bracket][0] < match.start():
            continue
        if match.end() == len(block):
            break
        if _is_plain(block, match, language) or is_end(candidate_at(match, block, last, language), language):
            last = match.end()
            cuts.append(last)
    return sorted({*entries, *cuts})


def _is_plain(block: str, match: re.Match[str], language: Language) -> bool:
    """Say of most ends at once what the decisions would: an ordinary word, a stop, a blank, a capital."""
    start, cut = match.span()
    if block[start:cut] != ". " or not block[cut].isupper():
        return False
    begin = block.rfind(" ", max(0, start - LOOK_BACK), start) + 1
    word = block[begin:start] if begin else ""
    is_ordinary = len(word) > _MAX_NUMERAL and word.isalpha() and word.islower()
    return (
        is_ordinary and word not in language.abbreviations and not word.endswith(language.abbreviated_endings)
    )


def _whole_brackets(block: str, language: Language) -> list[tuple[int, int]]:
    """Give the stretches in brackets, in order, in which no sentence of this language ends."""
    found = []
    for opening, closing in language.whole:
        position = 0
        while (start := block.find(opening, position)) >= 0 and (end := block.find(closing, start)) >= 0:
            position = end + 1
            if position - start <= _MAX_BRACKETS:
                found.append((start, position))
    return sorted(found)


@cache
def _pattern(more_marks: str) -> re.Pattern[str]:
    """End marks with all that belongs to the sentence before. Each part is possessive, so time is linear."""
    spaced = re.escape(_SPACED_MARKS + more_marks)
    return re.compile(
        rf"(?P<marks>[{spaced}{UNSPACED_MARKS}]++(?:[ \xa0][.…](?!\w))*+)"
        rf"(?P<closers>(?:[{_CLOSERS}]|[“«‘]++(?!\S)|{_APART}|{_REFERENCE})*+)(?P<gap>\s*+)"
    )


def _with_words(block: str, cuts: list[int]) -> list[int]:
    """Drop cuts around pieces without a letter or digit: such a piece goes to the sentence before it."""
    kept: list[int] = []
    position, has_word = 0, False
    for cut in cuts:
        has_word = has_word or any(c.isalnum() for c in block[position:cut])
        position = cut
        if has_word:
            kept.append(cut)
            has_word = False
    if kept and not any(c.isalnum() for c in block[position:]):
        kept.pop()
    return kept
