"""Armenian: the colon-like stop, also where it is typed as a colon."""

from annotator.segment.languages import Language

LANGUAGE = Language(end_marks=":", strict_capitals=True)
