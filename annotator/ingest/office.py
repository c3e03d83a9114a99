"""What office documents have in common: XML files in a ZIP archive."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from annotator.errors import AnnotatorError
from annotator.ingest.dates import publication_date
from annotator.ingest.document import Metadata, damage
from annotator.ingest.source import SourceFile

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
}
"""Short names of the namespaces that are looked at."""

_MAX_XML = 64 * 1024 * 1024
_MAX_ELEMENTS = 3_000_000
_MAX_DEPTH = 150
"""Levels of elements; text in a box in a cell of a table in a table has about 60."""

_FILE_NAME = re.compile(r"\.(?:docx?|odt|rtf|pdf|indd|qxd|pages|html?|txt)$", re.I)
_NO_TITLE = ("microsoft word -", "untitled", "document", "dokument", "unbenannt", "powerpoint", "template")


class Package:
    """The XML files of an office document."""

    def __init__(self, source: SourceFile, archive: zipfile.ZipFile) -> None:
        self._source = source
        self._archive = archive
        self._names = frozenset(archive.namelist())

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def root(self, name: str) -> Element | None:
        """Parse one of the files; None where there is none. Raises `AnnotatorError` when it is damaged."""
        if name not in self._names:
            return None
        with self._archive.open(name) as file:
            raw = file.read(_MAX_XML + 1)
        if len(raw) > _MAX_XML:
            raise AnnotatorError(f"{self._source.where}: {name} in it is too large for an article")
        self._source.allowance.take(len(raw), self._source.where)
        return parse_xml(raw, f"{self._source.where}, {name}")


@contextmanager
def opened(source: SourceFile, what: str) -> Iterator[Package]:
    """Open an office document; raises `AnnotatorError` for a damaged or encrypted one, also later on."""
    with damage(source, what), zipfile.ZipFile(source.path or io.BytesIO(source.raw)) as archive:
        yield Package(source, archive)


def parse_xml(raw: bytes, where: str) -> Element:
    """Parse XML without entities of its own; tags have the prefixes above, e.g. `w.p`.

    Raises `AnnotatorError` for what is not well-formed, declares a document type (that is how bombs and
    requests for other files are made), is nested too deep or has too many elements.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    tree = _Tree(where)
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.builder.data
    parser.StartDoctypeDeclHandler = tree.doctype
    try:
        parser.Parse(raw, True)
        return tree.builder.close()
    except (expat.ExpatError, ValueError) as error:
        raise AnnotatorError(f"{where}: damaged XML ({error})") from None


class _Tree:
    """Builds the tree from what the parser finds."""

    def __init__(self, where: str) -> None:
        self.builder = TreeBuilder()
        self._where = where
        self._names: dict[str, str] = {}
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH:
            raise AnnotatorError(f"{self._where}: damaged XML (nested too deep)")
        if self._count > _MAX_ELEMENTS:
            raise AnnotatorError(f"{self._where}: too many elements for an article")
        self.builder.start(self._short(tag), {self._short(k): v for k, v in attributes.items()})

    def end(self, tag: str) -> None:
        self._depth -= 1
        self.builder.end(self._short(tag))

    def doctype(self, *_: object) -> None:
        raise AnnotatorError(f"{self._where}: declares a document type, which no office document does")

    def _short(self, name: str) -> str:
        if name not in self._names:
            space, mark, local = name.rpartition("}")
            self._names[name] = f"{_PREFIXES.get(space, '?')}.{local}" if mark else name
        return self._names[name]


def properties(root: Element | None, *, made: tuple[str, ...]) -> tuple[Metadata, tuple[str, ...]]:
    """Read title, author, date and language of a document; `made` are the elements with its date."""
    if root is None:
        return Metadata(), ()
    found = {element.tag: " ".join((element.text or "").split()) for element in root.iter()}
    title = found.get("dc.title", "")
    author = found.get("meta.initial-creator") or found.get("dc.creator", "")
    date = next((day for tag in made if (day := publication_date(found.get(tag, ""))[:10])), "")
    known, left_out = Metadata.lenient(
        {
            "title": title if is_title(title) else "",
            "authors": (author,) if author else (),
            "published": date or None,
            "language": found.get("dc.language") or None,
        }
    )
    dated = ("published: the day on which the document was made",) if date else ()
    return known, (*dated, *left_out)


def is_title(title: str) -> bool:
    """Say whether a document's title is one, and not what a program made up."""
    return not (title.lower().startswith(_NO_TITLE) or _FILE_NAME.search(title))
