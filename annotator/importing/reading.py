"""The half of importing that runs in several processes: files to articles, ready to be written."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from annotator.corpus import article_json
from annotator.importing.knowing import known_of
from annotator.ingest import Entry, Metadata, Note, ReadOptions, Refused, make_article, read_entries
from annotator.similarity import Known


class Ready(NamedTuple):
    """An article as it will be written, but for what it has in common with others."""

    entry: str
    units: int
    known: Known
    written: str


class Same(NamedTuple):
    """A part of a file that is in the corpus already."""

    article: str
    """Its id there."""
    entry: str = ""


Part = Ready | Refused | Note | Same
"""What becomes of a part of a file."""


class Job(NamedTuple):
    """A file to be read, or what was found out of it already."""

    path: Path
    found: Entry | Refused | Note | Same | None = None
    """None: nothing yet."""
    beside: Metadata = Metadata()
    """What is known of the file from elsewhere, before what it says itself."""


class Done(NamedTuple):
    """What became of a job."""

    path: Path
    parts: list[Part]


class Work(NamedTuple):
    """How files are read; small enough to be handed to another process."""

    given: Metadata
    language: str
    options: ReadOptions

    def reader(self) -> Callable[[Job], Done]:
        """Make what does one job."""
        return partial(_done, self)


def lost(job: Job) -> Done:
    """Say that reading a file has ended the process that read it."""
    where = job.found.where if isinstance(job.found, Entry) else job.path
    entry = job.found.entry if isinstance(job.found, Entry) else ""
    reason = f"{where}: reading it crashed the program that reads such files; convert it to plain text"
    return Done(job.path, [Refused(reason, entry)])


def cannot_be_read(path: Path, error: OSError) -> Refused:
    """Say why the system does not give a file."""
    return Refused(f"{path}: cannot be imported ({error.strerror or error})")


def _done(work: Work, job: Job) -> Done:
    found = [job.found] if job.found is not None else read_entries(job.path, work.options)
    given = work.given.over(job.beside)
    try:
        return Done(job.path, [_part(one, given, work.language) for one in found])
    except OSError as error:
        return Done(job.path, [cannot_be_read(job.path, error)])


def _part(found: Entry | Refused | Note | Same, given: Metadata, language: str) -> Part:
    if not isinstance(found, Entry):
        return found
    article = make_article(found, given, language)
    if isinstance(article, Refused):
        return article
    return Ready(article.provenance.entry, len(article.units), known_of(article), article_json(article))
