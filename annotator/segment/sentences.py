"""Sentences inside one block: a library proposes the cuts, a few rules for news repair them."""

import re
from collections.abc import Callable

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
        cuts = repaired_cuts(clean, _checked(_english_cuts, clean, primary))
    else:
        cuts = _checked(_other_cuts, clean, primary)
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(block)], strict=True):
        piece = block[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append((left, right))
    return spans


def _checked(find: Callable[[str, str], list[int]], block: str, language: str) -> list[int]:
    """Give the library's inner cuts, ascending and inside the block; none if its answer makes no sense."""
    cuts = [cut for cut in find(block, language) if cut not in (0, len(block))]
    ordered = all(a < b for a, b in zip([0, *cuts], [*cuts, len(block)], strict=True))
    return cuts if ordered else []


def _english_cuts(block: str, language: str) -> list[int]:
    import nupunkt

    return [start for start, _ in nupunkt.sent_spans(block)]


def _other_cuts(block: str, language: str) -> list[int]:
    import sentencex

    return [boundary["start_index"] for boundary in sentencex.get_sentence_boundaries(language, block)]
