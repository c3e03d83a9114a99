"""Files and folders into the corpus: what is new is added and linked, the rest is said.

Files are read in several processes (`reading`); one links, writes and tells (`importer`): an article names
those that were there before it and share much of its text, and the one that it is a new version of, whose
labels it takes over (`versions`). What is there is known from a catalogue (`annotator.similarity`).
"""

from annotator.importing.results import ImportResult, ImportStatus, LeftLabel

__all__ = ["ImportResult", "ImportStatus", "LeftLabel"]
