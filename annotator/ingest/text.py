"""Plain text files."""

from collections.abc import Iterator

from annotator.ingest.canonical import canonical
from annotator.ingest.decoding import decode
from annotator.ingest.document import Document
from annotator.ingest.frontmatter import split_front_matter
from annotator.ingest.source import SourceFile


def read_text(source: SourceFile) -> Iterator[Document]:
    """Yield the one article of a text file: its words as they are, without front matter."""
    decoded = decode(source)
    text, changes = canonical(decoded.text)
    front = split_front_matter(text, source.where)
    done = decoded.changes + changes + front.changes
    yield Document(front.body, decoded.encoding, done, metadata=front.metadata)
