"""Pages saved with all that belongs to them in one file (MHTML, RFC 2557)."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from annotator.errors import AnnotatorError
from annotator.ingest.document import Metadata, Part
from annotator.ingest.source import SourceFile
from annotator.ingest.web.encoding import decode_page
from annotator.ingest.web.html import Page, article_of
from annotator.ingest.web.mime import content, field, leaves, parsed

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read_mhtml(source: SourceFile) -> Iterator[Part]:
    """Yield the article of a saved page. Raises `AnnotatorError` when the file holds no page."""
    message = parsed(source)
    page = _main_page(message)
    if page is None:
        raise AnnotatorError(f"{source.where}: there is no page in this file")
    raw = content(page)
    html = decode_page(source.with_bytes(raw), page.get_content_charset() or "")
    address = field(message, "Snapshot-Content-Location") or field(page, "Content-Location")
    found = article_of(Page(source.where, html, address if address.startswith("http") else ""))
    subject = Metadata(title=field(message, "Subject"))
    yield replace(
        found, metadata=found.metadata.over(subject), source_sha256=hashlib.sha256(source.raw).hexdigest()
    )


def _main_page(message: Message) -> Message | None:
    """Give the page that the others belong to: the one that is named as the start, else the first."""
    pages = [part for part in leaves(message) if part.get_content_type() in _PAGES]
    start = str(message.get_param("start") or "").strip()
    named = (page for page in pages if start and str(page.get("Content-ID", "")).strip() == start)
    return next(named, pages[0] if pages else None)
