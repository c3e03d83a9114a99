"""PDF with a text layer: paragraphs in reading order."""

import re
from collections.abc import Iterator
from typing import Any

from annotator.errors import AnnotatorError
from annotator.ingest.confined import confined
from annotator.ingest.dates import publication_date
from annotator.ingest.document import Document, Metadata
from annotator.ingest.layout import Layout
from annotator.ingest.office import is_title
from annotator.ingest.pdf_order import Line, in_reading_order
from annotator.ingest.pdf_paragraphs import to_blocks
from annotator.ingest.source import SourceFile

_SECONDS = 60.0
"""Longest time for one file; a page takes some hundredths."""

_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]")
_MOST_UNREADABLE = 0.3
_MIN_CHARACTERS = 20
"""Letters and digits of a file below which it is a scan with a stamp."""


def read_pdf(source: SourceFile) -> Iterator[Document]:
    """Yield the one article of a PDF.

    Lines are unwrapped and hyphens at their ends dropped, so that words are whole; headers, footers and page
    numbers are left out; all of it is said. Raises `AnnotatorError` for a PDF that is encrypted, damaged, or
    has no text layer.
    """
    found = confined("annotator.ingest.pdf_pages", source.raw, source.where, _SECONDS)
    pages = [
        in_reading_order([Line(*fragment) for fragment in fragments], number)
        for number, (_, _, fragments, _) in enumerate(found["pages"])
    ]
    layout = Layout()
    headline = to_blocks(pages, [height for _, height, _, _ in found["pages"]], layout)
    scanned = [str(n) for n, page in enumerate(found["pages"], start=1) if page[3]]
    letters = sum(map(str.isalnum, layout.text))
    if letters < _MIN_CHARACTERS and scanned:
        raise AnnotatorError(f"{source.where}: the PDF has no text layer; run OCR first")
    if len(_UNREADABLE.findall(layout.text)) > _MOST_UNREADABLE * max(letters, 1):
        raise AnnotatorError(
            f"{source.where}: the fonts of this PDF do not say which letters they show; run OCR first"
        )
    known, said = _metadata(found["properties"])
    if headline and not known.title:
        known = Metadata(title=headline).over(known)
        said = (*said, "title: the largest heading of the first page")
    without = (f"no text layer on page {', '.join(scanned)}",) if scanned else ()
    wrapped = ("lines unwrapped",) if layout.text else ()
    yield Document(layout.text, "pdf", (*wrapped, *layout.changes, *without, *said), layout.hints, known)


def _metadata(properties: dict[str, Any]) -> tuple[Metadata, tuple[str, ...]]:
    title, author = (" ".join(str(properties.get(key, "")).split()) for key in ("Title", "Author"))
    date = publication_date(properties.get("CreationDate", ""))
    known, left_out = Metadata.lenient(
        {
            "title": title if is_title(title) else "",
            "authors": (author,) if author else (),
            "published": date or None,
        }
    )
    dated = ("published: the day on which the document was made",) if date else ()
    return known, (*dated, *left_out)
