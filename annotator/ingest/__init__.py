"""Any file that holds articles to validated `Article`s: one reader module per format.

`read_outcomes` does it all. Its two halves are `read_entries`, which streams, and `make_article`, which can
run in other processes. A reader yields `Document`s, and `SourceFile`s for files inside the file; see
`annotator.ingest.document.Reader` and `annotator.ingest.formats`.
"""

from annotator.ingest.document import Metadata, Note, Refused
from annotator.ingest.entries import Entry, read_entries
from annotator.ingest.files import article_files
from annotator.ingest.formats import FORMATS, SUPPORTED, Format
from annotator.ingest.reading import Outcome, make_article, read_articles, read_outcomes
from annotator.ingest.source import ReadOptions

__all__ = [
    "FORMATS",
    "SUPPORTED",
    "Entry",
    "Format",
    "Metadata",
    "Note",
    "Outcome",
    "ReadOptions",
    "Refused",
    "article_files",
    "make_article",
    "read_articles",
    "read_entries",
    "read_outcomes",
]
