"""Sentences by a library, for languages where it is better than the rules."""

import re
from collections.abc import Sequence
from itertools import pairwise

_SURROGATE = re.compile("[\ud800-\udfff]")


def library_cuts(block: str, tag: str) -> list[int]:
    """Give where sentences begin inside a block; none if the library's answer is inconsistent."""
    import sentencex

    clean = _SURROGATE.sub("\ufffd", block)
    found = sentencex.get_sentence_boundaries(tag.split("-")[0].lower(), clean)
    return checked_cuts([boundary["start_index"] for boundary in found], len(block))


def checked_cuts(starts: Sequence[int], length: int) -> list[int]:
    """Give the inner cuts among a library's sentence starts; none if they do not ascend inside the block."""
    cuts = [start for start in starts if start not in (0, length)]
    return cuts if all(a < b for a, b in pairwise([0, *cuts, length])) else []
