"""How much of one text stands in another: what near-duplicates and new versions of articles are found by.

`fingerprint` reduces a text to a sample of its word 5-grams; `Catalogue` keeps those of a whole corpus, in
the platform's folder for caches, and finds the articles that share many of them.
"""

from annotator.similarity.catalogue import Catalogue, Known, Match
from annotator.similarity.fingerprint import Fingerprint, containment, fingerprint, is_short
from annotator.similarity.groups import connected
from annotator.similarity.pairs import similar_pairs

__all__ = [
    "Catalogue",
    "Fingerprint",
    "Known",
    "Match",
    "connected",
    "containment",
    "fingerprint",
    "is_short",
    "similar_pairs",
]
