"""Sentences inside one block: a library proposes the cuts, a few rules for news repair them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from annotator.segment.repair import repaired_cuts

_SURROGATE = re.compile("[\ud800-\udfff]")


def sentence_spans(block: str, language: str) -> list[tuple[int, int]]:
    """Give `[start, end)` of the sentences of a block that neither begins nor ends with a blank.

    The spans are ordered, disjoint and cover every character that is not a blank, whatever the library says:
    if its answer is inconsistent the block stays whole.
    """
    clean = _SURROGATE.sub("\ufffd", block)
    primary = language.split("-")[0].lower()
    if primary == "en":
        cuts = repaired_cuts(clean, checked_cuts(_english_starts(clean), len(clean)))
    else:
        cuts = checked_cuts(_other_starts(clean, primary), len(clean))
    spans = []
    for start, end in pairwise([0, *cuts, len(block)]):
        piece = block[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append((left, right))
    return spans


def checked_cuts(starts: Sequence[int], length: int) -> list[int]:
    """Give the inner cuts among a library's sentence starts; none if they do not ascend inside the block."""
    cuts = [start for start in starts if start not in (0, length)]
    return cuts if all(a < b for a, b in pairwise([0, *cuts, length])) else []


def _english_starts(block: str) -> list[int]:
    import nupunkt

    return [start for start, _ in nupunkt.sent_spans(block)]


def _other_starts(block: str, language: str) -> list[int]:
    import sentencex

    return [boundary["start_index"] for boundary in sentencex.get_sentence_boundaries(language, block)]
