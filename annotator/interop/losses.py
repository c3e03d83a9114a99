"""What formats cannot hold, and why something is left out, in the same words wherever it is the same."""

OF_ALL_BUT_NATIVE = (
    "how articles were imported and edited",
    "entries of the source register",
    "the history of changes",
    "second passes",
)
"""What no format but our own has a place for; of the history that has none, either."""

HISTORY = "how a label came about (times, origin, suggestion, codebook, who settled gold, why, which votes)"
"""Of `Annotation` all that `annotator.interop.flat` leaves out."""

EMPTY = "records that say nothing: no label, passage, flag or comment"
LAYOUT = "kind, paragraph and quotation of a sentence"
VERSIONS = "near-duplicates and older versions of an article"
BETWEEN = "the articles' text between sentences"
ABOUT = "title, outlet, address, authors, date and language of an article"
NEAR_DUPLICATES = "near-duplicates of an article"

OUTSIDE = "passage outside its sentence"
"""A reason to leave something out."""
