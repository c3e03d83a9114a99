"""Labels from UIMA CAS XMI: our own export, or what INCEpTION and WebAnno export, in folders or ZIP archives.

A layer whose annotations all cover whole sentences labels sentences; every other custom layer, and DKPro's
`NamedEntity`, is of passages. DKPro's other layers (tokens, parts of speech …) say nothing of labels. No type
system is needed. A document type declaration is refused, so no entity can be declared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from annotator.interop.cas_xmi import INFO
from annotator.interop.foreign import ForeignLabel, ForeignText, Importer, Refused
from annotator.interop.offsets import Utf16
from annotator.interop.project_files import ProjectFile, has_files
from annotator.interop.uima_document import Stretch, UimaDocument, may_label
from annotator.interop.uima_layers import METADATA, SENTENCE
from annotator.interop.uima_project import read_documents
from annotator.interop.whole_file import UnreadableError

_XMI = "http://www.omg.org/XMI"
_SOFA = "uima.cas.Sofa"
_RELATION = frozenset({"Governor", "Dependent", "first", "next"})
_MAX_ELEMENTS = 1_000_000
_NUMBER = re.compile(r"[0-9]{1,10}")


@dataclass(slots=True)
class _Element:
    """A feature structure as it stands in the file."""

    type: str
    id: str
    features: dict[str, str]


def read(path: Path) -> Iterator[ForeignText | Refused]:
    """Read a file, a folder with files in it or below, or an archive."""
    for found in read_documents(path, ".xmi", _document):
        if isinstance(found, Refused):
            yield found
        else:
            yield from _told(*found)


def _told(document: UimaDocument, file: ProjectFile) -> Iterator[ForeignText | Refused]:
    labels: list[ForeignLabel] = []
    for found in document.labels(file.shown, file.annotator):
        if isinstance(found, Refused):
            yield found
        else:
            labels.append(found)
    about = document.about
    named = file.article(about.get("documentId") or about.get("documentTitle") or "")
    told = {"title": about.get("documentTitle", ""), "url": about.get("documentUri", "")}
    if (language := about.get("language", "x-unspecified")) != "x-unspecified":
        told["language"] = language
    yield ForeignText(
        where=file.shown,
        text=document.text,
        article=named,
        about={name: words for name, words in told.items() if words},
        labels=tuple(labels),
    )


def _document(data: bytes) -> UimaDocument:
    """Take the text and all that covers it out of a file.

    Raises:
        UnreadableError: it is no XMI, or has no text.
    """
    elements = _elements(data)
    sofas = [one for one in elements if one.type == _SOFA and "sofaString" in one.features]
    main = [one for one in sofas if one.features.get("sofaID") == "_InitialView"] or sofas
    if not main:
        raise UnreadableError("has no text (no Sofa with a sofaString)")
    text = main[0].features["sofaString"]
    document = UimaDocument(text)
    utf16 = Utf16(text)
    relations = 0
    for one in elements:
        if one.type == METADATA:
            document.about = one.features
        elif one.type == _SOFA or one.features.get("sofa", main[0].id) != main[0].id:
            continue
        elif _RELATION & one.features.keys():
            relations += 1
        else:
            try:
                _take(document, one, utf16)
            except ValueError as error:
                document.refused.append((f"{one.type.rpartition('.')[2]} {one.id}", str(error)))
    if relations:
        document.refused.append(("relations", f"there is no place for them ({relations:,})"))
    document.sentences = dict(sorted(document.sentences.items()))
    return document


def _take(document: UimaDocument, one: _Element, utf16: Utf16) -> None:
    given = dict(one.features)
    given.pop("sofa", None)
    if "begin" not in given and "end" not in given:
        return
    begin, end = given.pop("begin", ""), given.pop("end", "")
    if not (_NUMBER.fullmatch(begin) and _NUMBER.fullmatch(end)):
        raise ValueError(f"begin {begin[:20]!r} and end {end[:20]!r} are no offsets")
    if not int(begin) < int(end) <= utf16.length:
        raise ValueError(
            f"[{begin}, {end}) is empty, reversed or past the end of the text ({utf16.length:,})"
        )
    start, stop = utf16.to_code_points(int(begin)), utf16.to_code_points(int(end))
    if one.type == SENTENCE:
        document.sentences[start, stop] = given.get("id", "")
    else:
        where = f"{one.type.rpartition('.')[2]} {one.id}"
        document.add(Stretch(one.type, where, start, stop, given))


def _elements(data: bytes) -> list[_Element]:
    """Parse XMI: every child of the root, with its attributes and the words of its own children.

    Raises:
        UnreadableError: it is not well-formed, has a document type declaration, or is other XML.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    builder = _Builder()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableError(f"is no well-formed XML ({error})") from None
    return builder.elements


class _Builder:
    """Takes the events of the parser."""

    def __init__(self) -> None:
        self.elements: list[_Element] = []
        self._depth = 0
        self._kept = False
        self._words: list[str] = []

    def doctype(self, *_: object) -> None:
        """Refuse the only place where entities are declared."""
        raise UnreadableError("has a document type declaration, which XMI never has")

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take the root, or a feature structure."""
        if not self._depth and name != f"{_XMI} XMI":
            raise UnreadableError("is no XMI")
        if self._depth == 1:
            self._take(_type_of(name), given)
        self._depth += 1
        self._words = []

    def _take(self, type_: str, given: dict[str, str]) -> None:
        self._kept = type_ in (_SOFA, METADATA, SENTENCE) or may_label(type_)
        if not self._kept:
            return
        if len(self.elements) == _MAX_ELEMENTS:
            raise UnreadableError(f"has more than {_MAX_ELEMENTS:,} annotations")
        features = {key: value for key, value in given.items() if " " not in key}
        self.elements.append(_Element(type_, given.get(f"{_XMI} id", ""), features))

    def words(self, words: str) -> None:
        """Take the value of a feature that stands as an element of its own."""
        if self._depth == 3:
            self._words.append(words)

    def end(self, name: str) -> None:
        """Take the feature, unless it has several values."""
        self._depth -= 1
        if self._depth == 2 and self._kept:
            features, key = self.elements[-1].features, name.rpartition(" ")[2]
            words = "".join(self._words)
            features[key] = f"{features[key]}; {words}" if key in features else words


def _type_of(name: str) -> str:
    """Give `webanno.custom.Span` for the element `Span` of the namespace `http:///webanno/custom.ecore`."""
    space, _, local = name.rpartition(" ")
    package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{package}.{local}" if package and package != "uima.noNamespace" else local


def sniff(path: Path, head: bytes) -> bool:
    """Whether it is XMI, or a folder or archive with some in it."""
    return has_files(path, head, ".xmi", _XMI.encode())


IMPORTER = Importer(
    name=INFO.name,
    summary="UIMA CAS XMI: files, folders and ZIP archives as INCEpTION and WebAnno export them",
    sniff=sniff,
    read=read,
)
