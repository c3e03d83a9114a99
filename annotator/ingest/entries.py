"""From a file to the articles in it, before they are cut into units."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.ingest.document import Document, Note, Refused
from annotator.ingest.files import not_read
from annotator.ingest.formats import Format
from annotator.ingest.sniffing import UnsupportedFormat, ending_of, format_of
from annotator.ingest.source import MAX_DEPTH, ReadOptions, SourceFile, file_source

FAULT = "cannot be read: a fault of the reader"


@dataclass(frozen=True)
class Entry:
    """One article of a file, as read; plain data that can be handed to another process."""

    document: Document
    where: str
    """The place as messages name it: the path, and the entry inside it."""
    file: str
    """Name of the file without its folder."""
    entry: str
    """As in `schemas.Provenance.entry`."""
    format: str
    source_sha256: str


def read_entries(path: Path, options: ReadOptions | None = None) -> Iterator[Entry | Refused | Note]:
    """Yield what is in a file as it is read; never raises for what is in the file.

    Files inside the file (of an archive, attached to a mail) are read like files; those in formats that are
    not read are told in one note.
    """
    try:
        source = file_source(path, options)
        format = format_of(source)
    except AnnotatorError as error:
        yield Refused(str(error))
        return
    yield from _read(source, format)


def _read(source: SourceFile, format: Format) -> Iterator[Entry | Refused | Note]:
    source = source.limited(format.max_bytes)
    try:
        yield from _found(source, format)
    except AnnotatorError as error:
        yield Refused(str(error), source.entry)
    except OSError as error:
        yield Refused(f"{source.where}: cannot be read ({error.strerror or error})", source.entry)
    except Exception as error:
        # One file among thousands must not end the import, even where the fault is ours.
        reason = " ".join(f"{type(error).__name__} {error}".split())[:120]
        yield Refused(f"{source.where}: {FAULT} ({reason}); please report it", source.entry)


def _found(source: SourceFile, format: Format) -> Iterator[Entry | Refused | Note]:
    foreign: Counter[str] = Counter()
    found = False
    for part in format.load(source.where)(source):
        if not isinstance(part, SourceFile):
            found = found or not isinstance(part, Note)
            yield _checked(source, format, part)
            continue
        try:
            inner = format_of(part)
        except UnsupportedFormat:
            foreign[ending_of(part)] += 1
            continue
        except AnnotatorError as error:
            yield Refused(str(error), part.entry)
        else:
            yield from _descend(part, inner)
        found = True
    if foreign:
        yield Note(f"{source.where}: {not_read(foreign)}")
    if not found:
        yield Refused(f"{source.where}: there are no articles in this file", source.entry)


def _descend(part: SourceFile, format: Format) -> Iterator[Entry | Refused | Note]:
    if part.depth > MAX_DEPTH:
        yield Refused(f"{part.where}: packed into more than {MAX_DEPTH} files; unpack it first", part.entry)
    else:
        yield from _read(part, format)


def _checked(source: SourceFile, format: Format, part: Document | Refused | Note) -> Entry | Refused | Note:
    if not isinstance(part, Document):
        return part
    where = f"{source.where}, {part.entry}" if part.entry else source.where
    entry = source.inside(part.entry)
    if not any(map(str.isalnum, part.text)):
        what = "entry" if part.entry else "file"
        return Refused(f"{where}: there are no words in this {what}", entry)
    sha256 = part.source_sha256 or source.sha256
    return Entry(part, where, source.name, entry, format.name, sha256)
