"""The way from a file to articles."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from annotator import __version__
from annotator.errors import AnnotatorError, describe
from annotator.ingest.document import Document, Metadata, SourceFile
from annotator.ingest.files import READERS, format_of, read_source, shown
from annotator.segment import segment, segmenter_version
from schemas import Article, Provenance, Unit, UnitKind

_MAX_TITLE = 120
"""Characters of a title taken from the text."""

_WORDS_OF_THE_ARTICLE = frozenset({UnitKind.SENTENCE, UnitKind.QUOTE, UnitKind.HEADING})


def read_articles(
    path: Path, given: Metadata, *, default_language: str = "en", format: str = ""
) -> Iterator[Article]:
    """Yield the articles of one file, validated.

    `given` goes before what the file says of itself. `format` (`text`, `markdown`) overrules the file's
    ending. Raises `AnnotatorError` with one line when the file cannot be read or holds no text.
    """
    if format and format not in READERS:
        raise AnnotatorError(f"unknown format {format!r}; known are {', '.join(READERS)}")
    source = read_source(path)
    name = format or format_of(path)
    for document in READERS[name](source):
        if not any(map(str.isalnum, document.text)):
            raise AnnotatorError(f"{shown(path)}: there are no words in this file")
        try:
            yield _article(source, document, given.over(document.metadata), name, default_language)
        except ValidationError as error:
            raise AnnotatorError(f"{shown(path)}: {describe(error)}") from None


def _article(
    source: SourceFile, document: Document, known: Metadata, format: str, default_language: str
) -> Article:
    text, language = document.text, known.language or default_language
    units = segment(text, language, document.hints)
    title = " ".join(known.title.split()) or _title(text, units)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=Article.make_id(title, sha256),
        title=title,
        outlet=known.outlet,
        url=known.url,
        authors=known.authors,
        published=known.published,
        language=language,
        text=text,
        sha256=sha256,
        units=tuple(units),
        provenance=Provenance(
            file=source.name,
            source_sha256=hashlib.sha256(source.raw).hexdigest(),
            format=format,
            encoding=document.encoding,
            reader=f"{format} {__version__}",
            segmenter=segmenter_version(),
            imported=datetime.now(UTC),
            changes=document.changes,
        ),
    )


def _title(text: str, units: Sequence[Unit]) -> str:
    """Take the first unit that is heading, sentence or quotation, else the first of all."""
    first = next((unit for unit in units if unit.kind in _WORDS_OF_THE_ARTICLE), units[0])
    words = " ".join(text[first.start : first.end].split())
    if len(words) <= _MAX_TITLE:
        return words
    cut = words[: _MAX_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
