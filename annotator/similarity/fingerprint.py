"""A text as a sample of its word 5-grams, comparable across texts, runs and machines.

Papers quote excerpts of a wire story, so what is asked is how much of the shorter text stands in the longer
one (containment, Broder 1997), not how much the two have in common of all (Jaccard). Every gram whose hash is
a multiple of 4 is kept (0 mod p sampling, Manber 1994): the same gram is kept in every text, so the share of
kept grams that two texts have in common estimates the share of all, without bias.
"""

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Fingerprint = NDArray[np.uint64]
    """Sorted, each once, below 2 to the power of `HASH_BITS`."""
else:
    Fingerprint = object

HASH_BITS = 39
"""With 100 million different grams in a corpus, one in 5,000 is taken for another: far below what counts."""

_WORDS = 5
_SAMPLED = 4
"""One gram in this many is kept."""

_IDEOGRAPHS = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTERS_WITHOUT_BLANKS = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
_IDEOGRAPHS_PER_GRAM = 8
_LETTERS_PER_GRAM = 18
"""Characters of five words of Chinese or Japanese, and of Thai, Lao, Tibetan, Burmese or Khmer."""

_SEPARATORS = (
    r"\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\u02b0-\u02ff\u055a-\u055f\u05be"
    r"\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f"
    r"\u3001-\u3004\u3008-\u3030\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufffd"
)
_TOKEN = re.compile(
    f"[{_IDEOGRAPHS}{_LETTERS_WITHOUT_BLANKS}]|[^{_SEPARATORS}{_IDEOGRAPHS}{_LETTERS_WITHOUT_BLANKS}]+"
)
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_LETTER_WITHOUT_BLANKS = re.compile(f"[{_LETTERS_WITHOUT_BLANKS}]")

_MULTIPLIER = 0x9E3779B97F4A7C15
_MIX = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Constants of SplitMix64 (Steele, Lea, Flood 2014)."""


def fingerprint(text: str) -> Fingerprint:
    """Give the sampled hashes of the grams of a text; case and punctuation do not count.

    A gram is five words; in scripts written without blanks, as many characters as five words have. A text of
    fewer words has none.
    """
    import numpy as np

    tokens = _TOKEN.findall(text.casefold())
    size = _gram_size(text, len(tokens))
    if len(tokens) < size:
        return np.empty(0, np.uint64)
    words = np.fromiter(map(_hash_of, tokens), np.uint64, len(tokens))
    grams = np.zeros(len(tokens) - size + 1, np.uint64)
    for place in range(size):
        grams = grams * np.uint64(_MULTIPLIER) + words[place : place + len(grams)]
    mixed = _mixed(grams)
    return np.unique(mixed[mixed % np.uint64(_SAMPLED) == 0] >> np.uint64(64 - HASH_BITS))


def is_short(text: str) -> bool:
    """Whether a text has fewer words than a gram, five, or fewer characters that make as much."""
    tokens = len(_TOKEN.findall(text.casefold()))
    return tokens < _gram_size(text, tokens)


def containment(one: Fingerprint, other: Fingerprint) -> float:
    """Give the share of the smaller fingerprint that stands in the other; 0 where either is empty."""
    import numpy as np

    smaller = min(len(one), len(other))
    if not smaller:
        return 0.0
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller


def _gram_size(text: str, tokens: int) -> int:
    if text.isascii() or tokens == 0:
        return _WORDS
    ideographs = sum(1 for _ in _IDEOGRAPH.finditer(text))
    letters = sum(1 for _ in _LETTER_WITHOUT_BLANKS.finditer(text))
    if 2 * max(ideographs, letters) < tokens:
        return _WORDS
    return _IDEOGRAPHS_PER_GRAM if ideographs >= letters else _LETTERS_PER_GRAM


def _hash_of(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _mixed(values: Fingerprint) -> Fingerprint:
    """Spread every bit over all (the finaliser of SplitMix64)."""
    import numpy as np

    for shift, factor in zip((30, 27), _MIX, strict=True):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    return values ^ (values >> np.uint64(31))
