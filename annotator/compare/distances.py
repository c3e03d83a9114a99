"""How far apart two sets are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.compare.sums import Floats

Words = NDArray[np.uint64]
"""Sets as bits, (..., words): 64 members a word."""

_WORD = 64


def as_words(masks: Sequence[int], members: int) -> Words:
    """Write sets given as whole numbers, bit by bit, (sets, words)."""
    size = max(1, -(-members // _WORD))
    data = b"".join(mask.to_bytes(size * _WORD // 8, "little") for mask in masks)
    return np.frombuffer(data, dtype="<u8").astype(np.uint64).reshape(len(masks), size)


def set_distances(first: Words, second: Words) -> tuple[Floats, Floats]:
    """Give the Jaccard and the MASI distance of sets, broadcast against one another; of two empty sets 0.

    Jaccard: 1 - J, with J the shared members over all members. MASI (Passonneau 2006): 1 - J M.
    """
    jaccard, monotonicity = set_similarities(first, second)
    return 1 - jaccard, 1 - jaccard * monotonicity


def set_similarities(first: Words, second: Words) -> tuple[Floats, Floats]:
    """Give Jaccard's J of sets and Passonneau's M, broadcast against one another.

    M (Passonneau 2004) is 1 for the same set, 2/3 where one holds the other, 1/3 where they share something,
    else 0.
    """
    shared, one, other = _members(first & second), _members(first), _members(second)
    every = one + other - shared
    jaccard = np.divide(shared, every, out=np.ones(every.shape), where=every > 0)
    monotonicity = np.where(shared > 0, 1 / 3, 0.0)
    monotonicity[shared == np.minimum(one, other)] = 2 / 3
    monotonicity[shared == every] = 1.0
    return jaccard, monotonicity


def _members(words: Words) -> NDArray[np.int32]:
    """Count the members of sets, (...)."""
    counts: NDArray[np.uint8] = np.bitwise_count(words)
    return counts[..., 0].astype(np.int32) if counts.shape[-1] == 1 else counts.sum(axis=-1, dtype=np.int32)
