"""Documents of a project as INCEpTION and WebAnno export one, whatever their format: written and read."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from annotator.errors import AnnotatorError
from annotator.interop.folder import OutputFolder
from annotator.interop.foreign import Refused
from annotator.interop.names import FILE, NameTable, records_apart, user_names
from annotator.interop.project_files import ProjectFile, project_files
from annotator.interop.uima_document import UimaDocument
from annotator.interop.uima_layers import CURATION, INITIAL
from annotator.interop.whole_file import UnreadableError
from annotator.interop.writer import Item, Job, PlainWriter
from schemas import GOLD, Annotation, Article


class Document(Protocol):
    """One article, to which anybody's labels are added."""

    def with_labels(self, records: Mapping[str, Annotation]) -> str:
        """Give the document with these records, by unit."""


class ProjectWriter(PlainWriter):
    """Writes a file per article and annotator.

    `annotation/<article>/<annotator>` and its ending; gold is `curation/<article>/CURATION_USER`, an article
    without any label `INITIAL_CAS`. `names.json` has annotators' names by those of files.
    """

    def __init__(
        self, folder: OutputFolder, job: Job, ending: str, begin: Callable[[Article, Counter[str]], Document]
    ) -> None:
        """Write files with this ending; `begin` makes a document, which counts what it leaves out."""
        self._folder = folder
        self._ending = ending
        self._begin = begin
        self._users = user_names(job)
        self._dropped: Counter[str] = Counter()

    def add(self, item: Item) -> None:
        """Write one article as each annotator has it."""
        document = self._begin(item.article, self._dropped)
        before = f"{item.part}/" if item.part else ""
        for annotator, records in (records_apart(item) or {"": {}}).items():
            name = f"{before}{self._place(item.article, annotator)}{self._ending}"
            self._folder.write(name, document.with_labels(records), rows=len(records))

    def finish(self) -> None:
        """Write the table of annotators' names."""
        self._folder.write(FILE, NameTable(self._users.table()).text())

    def dropped(self) -> Counter[str]:
        """Count by reason what the documents have no place for."""
        return self._dropped

    def _place(self, article: Article, annotator: str) -> str:
        if annotator == GOLD:
            return f"curation/{article.id}/{CURATION}"
        return f"annotation/{article.id}/{self._users[annotator] if annotator else INITIAL}"


def read_documents(
    path: Path, ending: str, parse: Callable[[bytes], UimaDocument]
) -> Iterator[tuple[UimaDocument, ProjectFile] | Refused]:
    """Read a file, a folder or an archive; what a document refuses comes before it.

    Raises:
        AnnotatorError: the file or archive that was named cannot be read, or there is none.
    """
    for file in project_files(path, ending):
        if isinstance(file, Refused):
            yield file
            continue
        try:
            document = parse(file.data)
        except UnreadableError as error:
            if file.alone:
                raise AnnotatorError(f"{file.shown}: {error}") from None
            yield Refused(file.shown, str(error))
            continue
        yield from (Refused(f"{file.shown}: {where}", why) for where, why in document.refused)
        yield document, file
