"""Plain text files."""

from collections.abc import Iterator

from annotator.ingest.canonical import canonical
from annotator.ingest.decoding import decode
from annotator.ingest.document import Document, SourceFile
from annotator.ingest.frontmatter import split_front_matter


def read_text(source: SourceFile) -> Iterator[Document]:
    """Yield the one article of a text file: its words as they are, without front matter."""
    decoded = decode(source)
    text, changes = canonical(decoded.text)
    metadata, body = split_front_matter(text, source.name)
    yield Document(body, decoded.encoding, decoded.changes + changes, metadata=metadata)
