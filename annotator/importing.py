"""Files and folders into the corpus: what is new is added, the rest is said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from annotator.corpus import KnownTexts
from annotator.errors import AnnotatorError
from schemas import ProjectSettings

if TYPE_CHECKING:
    from annotator.ingest import Metadata


class ImportStatus(StrEnum):
    """What became of one file."""

    NEW = "new"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file, and why."""

    path: Path
    status: ImportStatus
    article: str = ""
    """Id of the new article, or of the one that already has this text."""
    units: int = 0
    reason: str = ""


class Importing(Protocol):
    """What importing needs of a project."""

    corpus: Path

    @property
    def settings(self) -> ProjectSettings:
        """What is the same for all articles."""
        ...


def import_files(
    project: Importing, paths: Iterable[Path], given: "Metadata | None" = None, *, format: str = ""
) -> Iterator[ImportResult]:
    """Import files and folders, one result per file as it is done; a bad file never stops the others.

    `format` (`text`, `markdown`) overrules the files' endings.
    """
    from annotator.ingest import Metadata, article_files

    texts = KnownTexts(project.corpus)
    for path in paths:
        try:
            for file in article_files(path):
                yield from _import_file(project, texts, file, given or Metadata(), format)
        except AnnotatorError as error:
            yield ImportResult(path, ImportStatus.REFUSED, reason=str(error))


def _import_file(
    project: Importing, texts: KnownTexts, file: Path, given: "Metadata", format: str
) -> Iterator[ImportResult]:
    from annotator.ingest import read_articles

    language = project.settings.language
    try:
        for article in read_articles(file, given, default_language=language, format=format):
            if texts.add(article):
                yield ImportResult(file, ImportStatus.NEW, article.id, len(article.units))
            else:
                same = texts.same_as(article) or article.id
                yield ImportResult(file, ImportStatus.DUPLICATE, same, reason=f"same text as {same}")
    except AnnotatorError as error:
        yield ImportResult(file, ImportStatus.REFUSED, reason=str(error))
    except OSError as error:
        reason = f"{file}: cannot be imported ({error.strerror or error})"
        yield ImportResult(file, ImportStatus.REFUSED, reason=reason)
