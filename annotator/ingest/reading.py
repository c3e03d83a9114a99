"""The way from a file to articles."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from annotator import __version__
from annotator.errors import AnnotatorError, describe
from annotator.ingest.document import Metadata, Note, Refused
from annotator.ingest.entries import Entry, read_entries
from annotator.ingest.source import ReadOptions
from annotator.segment import segment, segmenter_version
from schemas import Article, LanguageFrom, Provenance, Unit, UnitKind

_MAX_TITLE = 120
"""Characters of a title taken from the text."""

_WORDS_OF_THE_ARTICLE = frozenset({UnitKind.SENTENCE, UnitKind.QUOTE, UnitKind.HEADING})


Outcome = Article | Refused | Note
"""What becomes of a part of a file."""


def read_outcomes(
    path: Path, given: Metadata, *, default_language: str = "en", options: ReadOptions | None = None
) -> Iterator[Outcome]:
    """Yield what becomes of each part of a file; a bad one never stops the others.

    `given` goes before what the file says of itself; a language that neither names is detected, and where
    the text says too little it is `default_language`.
    """
    for found in read_entries(path, options):
        yield make_article(found, given, default_language) if isinstance(found, Entry) else found


def read_articles(
    path: Path,
    given: Metadata,
    *,
    default_language: str = "en",
    format: str = "",
    options: ReadOptions | None = None,
) -> Iterator[Article]:
    """Yield the articles of one file, validated; as `read_outcomes`, where nothing may be refused.

    `format` is short for options with it. Raises `AnnotatorError` with one line for the first part that is
    refused.
    """
    options = options or ReadOptions(format=format)
    for outcome in read_outcomes(path, given, default_language=default_language, options=options):
        if isinstance(outcome, Refused):
            raise AnnotatorError(outcome.reason)
        if isinstance(outcome, Article):
            yield outcome


def make_article(entry: Entry, given: Metadata, default_language: str = "en") -> Article | Refused:
    """Cut what was read into units; `given` goes before what the file says of itself."""
    try:
        return _article(entry, given, default_language)
    except ValidationError as error:
        return Refused(f"{entry.where}: {describe(error)}", entry.entry)


def _article(entry: Entry, given: Metadata, default_language: str) -> Article:
    document = entry.document
    text, known = document.text, given.over(document.metadata)
    language, language_from = language_of(text, given, document.metadata, default_language)
    units = segment(text, language, document.hints)
    return article_of(
        text,
        " ".join(known.title.split()) or _title(text, units),
        known,
        language,
        units,
        Provenance(
            file=entry.file,
            entry=entry.entry,
            source_sha256=entry.source_sha256,
            format=entry.format,
            encoding=document.encoding,
            reader=f"{entry.format} {__version__}",
            segmenter=segmenter_version(),
            language_from=language_from,
            imported=datetime.now(UTC),
            changes=document.changes,
        ),
    )


def article_of(
    text: str, title: str, known: Metadata, language: str, units: Iterable[Unit], provenance: Provenance
) -> Article:
    """Put a new article together; `known` has what is known of it besides title and language.

    Raises `ValidationError` when something of it cannot be.
    """
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
        provenance=provenance,
    )


def language_of(text: str, given: Metadata, said: Metadata, default: str) -> tuple[str, LanguageFrom]:
    """Give the language of a text by whoever knows it best, and who that was."""
    if given.language:
        return given.language, LanguageFrom.GIVEN
    if said.language:
        return said.language, LanguageFrom.FILE
    from annotator.ingest.language import detect_language

    if detected := detect_language(text):
        return detected, LanguageFrom.DETECTED
    return default, LanguageFrom.DEFAULT


def _title(text: str, units: Sequence[Unit]) -> str:
    """Take the first unit that is heading, sentence or quotation, else the first of all."""
    first = next((unit for unit in units if unit.kind in _WORDS_OF_THE_ARTICLE), units[0])
    words = " ".join(text[first.start : first.end].split())
    if len(words) <= _MAX_TITLE:
        return words
    cut = words[: _MAX_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
