"""Which sentences are shown without a suggestion, so that what suggestions lead to can be measured."""

import hashlib

_BYTES = 8
_PARTS = 1 << 8 * _BYTES


def shown(text_sha256: str, share: float) -> bool:
    """Whether suggestions are shown for a sentence, given by the hash of its words, as its record keeps it.

    The same sentences to all, in every article that has them; `share` is the part of all sentences, from 0
    to 1 (`ProjectSettings.suggestion_share`). A greater share shows all that a smaller one does.
    """
    digest = hashlib.sha256(f"suggestion {text_sha256}".encode()).digest()
    return int.from_bytes(digest[:_BYTES]) < share * _PARTS
