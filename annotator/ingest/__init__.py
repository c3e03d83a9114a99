"""Any file that holds articles to validated `Article`s: one reader module per format.

`read_outcomes` does it all. Its two halves are `read_entries`, which streams, and `make_article`, which can
run in other processes. A reader yields `Document`s, and `SourceFile`s for files inside the file; see
`annotator.ingest.document.Reader` and `annotator.ingest.formats`. Nothing is imported until it is used, for
the formats are also listed in the help.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOMES = {
    "document": ("Metadata", "Note", "Refused"),
    "entries": ("Entry", "read_entries"),
    "files": ("article_files",),
    "formats": ("FORMATS", "SUPPORTED", "Format"),
    "reading": ("Outcome", "make_article", "read_articles", "read_outcomes"),
    "source": ("ReadOptions",),
}
"""The module of each name."""


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"annotator.ingest.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
