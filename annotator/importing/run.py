"""Importing as a whole: from paths to what became of every article."""

import hashlib
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.importing.beside import MetadataTable
from annotator.importing.importer import Importer, Importing
from annotator.importing.knowing import refresh
from annotator.importing.reading import Done, Job, Part, Same, Work, cannot_be_read, lost
from annotator.importing.results import ImportResult
from annotator.ingest import Entry, Metadata, Note, ReadOptions, Refused, article_files, read_entries
from annotator.ingest.formats import BY_ENDING
from annotator.parallel import in_order
from annotator.similarity import Catalogue

_BATCH = 200
_SECONDS = 1.0
"""What is read is written and told after so many articles, or so long."""

_STREAMED_FROM = 4 * 1024 * 1024
"""Larger files that may hold many articles are read in this process, which hands on one by one."""

_OF_ONE = frozenset({"text", "markdown", "pdf", "docx", "odt", "html", "mhtml"})
"""Formats whose files hold one article."""

_PAYS = 50
"""Fewer files are read before other processes have started."""

Tell = Callable[[str], None]
"""Called with a line that is worth saying and no failure."""


def import_files(
    project: Importing,
    paths: Iterable[Path],
    given: Metadata,
    options: ReadOptions,
    *,
    metadata: Path | None = None,
    replaces: str = "",
    processes: int = 1,
    tell: Tell | None = None,
) -> Iterator[ImportResult]:
    """Import files and folders; see `Project.import_files`."""
    table = MetadataTable(metadata) if metadata else None
    work = Work(given, project.settings.language, options)
    with Catalogue(project.root) as catalogue:
        try:
            refresh(catalogue, project.corpus, processes)
            importer = Importer(project, catalogue, _replaceable(project, catalogue, replaces))
            jobs = _beside(_jobs(catalogue, paths, options, tell), table)
            read = in_order(work.reader, jobs, processes, pays=_PAYS, lost=lost)
            for batch in _batches(read, tell):
                yield from importer.take(batch)
            if table and tell and (line := table.not_used()):
                tell(line)
        except sqlite3.Error as error:
            remedy = "delete that file, which is only a cache, and import again"
            raise AnnotatorError(f"{catalogue.path}: {error}; {remedy}") from error


def _replaceable(project: Importing, catalogue: Catalogue, name: str) -> str:
    """Id of the article named, if any; raises `AnnotatorError` when it is not the newest version."""
    if not name:
        return ""
    old = project.article(name).id
    if newer := catalogue.replaced_by(old):
        raise AnnotatorError(f"{old} has been replaced by {newer} already; name that one")
    return old


def _jobs(
    catalogue: Catalogue, paths: Iterable[Path], options: ReadOptions, tell: Tell | None
) -> Iterator[Job]:
    for path in paths:
        try:
            for file in article_files(path, tell):
                yield from _jobs_of(catalogue, file, options)
        except AnnotatorError as error:
            yield Job(path, Refused(str(error)))


def _beside(jobs: Iterable[Job], table: MetadataTable | None) -> Iterator[Job]:
    """Add what the table says of each file."""
    for job in jobs:
        yield job._replace(beside=table.of(job.path)) if table else job


def _jobs_of(catalogue: Catalogue, file: Path, options: ReadOptions) -> Iterator[Job]:
    """What is to be done for a file: nothing where its bytes are known."""
    size = _size(file)
    format = BY_ENDING.get(file.suffix.lower())
    if str(file) == "-" or ((size or 0) > _STREAMED_FROM and (not format or format.name not in _OF_ONE)):
        try:
            for found in read_entries(file, options):
                yield Job(file, _if_known(catalogue, found) if isinstance(found, Entry) else found)
        except OSError as error:
            yield Job(file, cannot_be_read(file, error))
        return
    same = ""
    if size is not None and not (options.format or options.encoding):
        try:
            with file.open("rb") as stream:
                same = catalogue.from_source(hashlib.file_digest(stream, "sha256").hexdigest())
        except OSError:
            same = ""  # it is said when it is read
    yield Job(file, Same(same) if same else None)


def _if_known(catalogue: Catalogue, entry: Entry) -> Entry | Same:
    text = entry.document.text.encode("utf-8", "surrogatepass")
    same = catalogue.with_text(hashlib.sha256(text).hexdigest())
    return Same(same, entry.entry) if same else entry


def _size(file: Path) -> int | None:
    """Bytes of a regular file; None for what is none, or cannot be asked."""
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _batches(read: Iterable[Done], tell: Tell | None) -> Iterator[list[tuple[Path, Part]]]:
    batch: list[tuple[Path, Part]] = []
    begun = time.monotonic()
    for done in read:
        for part in done.parts:
            if isinstance(part, Note):
                if tell:
                    tell(part.text)
                continue
            batch.append((done.path, part))
            if len(batch) >= _BATCH or time.monotonic() - begun >= _SECONDS:
                yield batch
                batch, begun = [], time.monotonic()
    if batch:
        yield batch
