"""The source register, `annotations/sources.json`: who speaks in the articles, and by which names.

`SourceRegister` is the file, open for everybody at once; `check_register` says what is wrong with it.
`choices` gives what a typed name may mean, `settle` makes entries of what was answered.
"""

from annotator.sources.choosing import Answer, Choice, Settled, choices, names_in, settle, short_name
from annotator.sources.joining import Joined, SourceConflict, differing
from annotator.sources.naming import folded, refers_back
from annotator.sources.register import SOURCES_FILE, SourceRegister
from annotator.sources.tables import check_register

__all__ = [
    "SOURCES_FILE",
    "Answer",
    "Choice",
    "Joined",
    "Settled",
    "SourceConflict",
    "SourceRegister",
    "check_register",
    "choices",
    "differing",
    "folded",
    "names_in",
    "refers_back",
    "settle",
    "short_name",
]
