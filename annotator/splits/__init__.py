"""Parts of a dataset that share nothing: what stays together, who goes where, and what leaks all the same.

`plan_of` reads what is asked for; `grouped` joins articles that belong together and keeps what was dealt
before; `deal` puts each group where it makes the parts most alike; `find_leaks` finds sentences
that stand in two parts.
"""

from annotator.splits.asking import plan_of
from annotator.splits.dealing import Group, Sizes, deal
from annotator.splits.grouping import Grouped, Piece, grouped
from annotator.splits.leaks import Leak, Place, Reading, Sentences, crossing, find_leaks
from annotator.splits.stories import stories

__all__ = [
    "Group",
    "Grouped",
    "Leak",
    "Piece",
    "Place",
    "Reading",
    "Sentences",
    "Sizes",
    "crossing",
    "deal",
    "find_leaks",
    "grouped",
    "plan_of",
    "stories",
]
