"""Feeds (RSS 0.9x, 1.0 and 2.0, Atom): each entry is an article."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.entities import html5
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from annotator.errors import AnnotatorError
from annotator.ingest.canonical import canonical
from annotator.ingest.document import Document, Metadata, Part, Refused, refuse
from annotator.ingest.source import SourceFile
from annotator.ingest.web.blocks import core_of
from annotator.ingest.web.html import article_in
from annotator.ingest.web.metadata import is_name, iso_date, language_tag
from annotator.segment import Hint
from schemas import UnitKind

_MAX_DEPTH = 100
_MAX_ELEMENTS = 2_000_000
_ENTRIES = frozenset({"item", "entry"})
_ROOTS = frozenset({"rss", "feed", "rdf"})
_FULL = ("encoded", "content", "body")
_SUMMARY = ("description", "summary")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_VOID = frozenset({"br", "hr", "img", "wbr", "input", "source"})


def read_feed(source: SourceFile) -> Iterator[Part]:
    """Yield an article for each entry of a feed: its full text, else its summary, which is told.

    A feed that is cut off or damaged gives the entries before the damage, then one refusal. Raises
    `AnnotatorError` for XML that is no feed, and for XML that defines entities.
    """
    parser = _FeedParser(source)
    seen: dict[str, int] = {}
    for entry in parser.entries():
        name = _link(entry) or _text(entry, "guid", "id") or _text(entry, "title") or "entry"
        name = name[:500]
        seen[name] = seen.get(name, 0) + 1
        label = name if seen[name] == 1 else f"{name} ({seen[name]})"
        yield _article(source, entry, parser.channel, label)
    if parser.problem:
        yield Refused(parser.problem, source.inside("the rest"))


class _FeedParser:
    """Builds the entries of a feed one after another; it expands no entities and loads nothing."""

    def __init__(self, source: SourceFile) -> None:
        self.channel: dict[str, str] = {}
        """What is said of the feed, by the name of the element."""
        self.problem = ""
        self._source = source
        self._entries: list[Element] = []
        self._open: list[str] = []
        self._entry: TreeBuilder | None = None
        self._words: list[str] = []
        self._elements = 0

    def entries(self) -> Iterator[Element]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._refuse_entity
        parser.SkippedEntityHandler = self._skipped
        # Entities of HTML are used without being declared; so they are skipped, not an error.
        parser.UseForeignDTD(True)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        raw = self._source.raw
        found = 0
        for at in range(0, len(raw) + 1, 65_536):
            try:
                parser.Parse(raw[at : at + 65_536], at + 65_536 > len(raw))
            except (expat.ExpatError, LookupError, ValueError) as error:
                self.problem = self._damaged(error, found + len(self._entries))
            found += len(self._entries)
            yield from self._entries
            self._entries.clear()
            if self.problem:
                if not found:
                    raise AnnotatorError(self.problem)
                return

    def _damaged(self, error: Exception, found: int) -> str:
        read = "1 entry before was read" if found == 1 else f"{found} entries before were read"
        return f"{self._source.where}: damaged XML ({str(error)[:100]}); {read}"

    def _refuse_entity(self, name: str, *_: object) -> None:
        raise AnnotatorError(
            f"{self._source.where}: the feed defines entities of its own ({name[:40]!r}); that is not read"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._open.append(_local(tag))
        if self._elements == 1 and self._open[0] not in _ROOTS:
            raise AnnotatorError(f"{self._source.where}: this XML is no feed (RSS or Atom)")
        if len(self._open) > _MAX_DEPTH or self._elements > _MAX_ELEMENTS:
            raise AnnotatorError(
                f"{self._source.where}: elements without end, one in another; this is no feed"
            )
        named = {_local(key): value for key, value in attributes.items()}
        if self._entry is None and self._open[-1] in _ENTRIES:
            self._entry = TreeBuilder()
        if self._entry is not None:
            self._entry.start(self._open[-1], named)
        elif len(self._open) <= 3:
            self._words.clear()
            if "lang" in named:
                self.channel.setdefault("language", named["lang"])

    def _end(self, _: str) -> None:
        name = self._open.pop()
        if self._entry is None:
            if len(self._open) <= 2 and (words := " ".join("".join(self._words).split())):
                self.channel.setdefault(name, words)
            self._words.clear()
            return
        done = self._entry.end(name)
        if name in _ENTRIES and _ENTRIES.isdisjoint(self._open):
            self._entries.append(done)
            self._entry = None

    def _data(self, text: str) -> None:
        if self._entry is not None:
            self._entry.data(text)
        else:
            self._words.append(text)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._data(html5.get(f"{name};", f"&{name};"))


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2].lower()


def _article(source: SourceFile, entry: Element, channel: dict[str, str], label: str) -> Document | Refused:
    known, left_out = _metadata(entry, channel)
    words, is_summary = _words(entry)
    if not words.strip():
        return refuse(source, label, "there is neither text nor summary in this entry")
    if _TAG.search(words):
        found = article_in(
            source,
            label,
            f"<body><div>{words}</div></body>".encode("utf-8", "replace"),
            declared="utf-8",
            is_page=False,
        )
        if isinstance(found, Refused):
            return found
    else:
        text, changes = canonical(unescape(words).strip())
        found = Document(text, "utf-8", changes, entry=label)
    told = ("the feed holds a summary of it only",) if is_summary else ()
    found = _under_title(found, known.title)
    sha256 = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
    return replace(
        found,
        metadata=known.over(found.metadata),
        changes=(*found.changes, *left_out, *told),
        source_sha256=sha256,
    )


def _under_title(found: Document, title: str) -> Document:
    """Put the title over the text, as readers of feeds do, unless it is there."""
    title = canonical(title)[0]
    if not title or core_of(found.text[: 2 * len(title)]).startswith(core_of(title)):
        return found
    before = len(title) + 2
    hints = (
        Hint(0, len(title), UnitKind.HEADING),
        *(Hint(h.start + before, h.end + before, h.kind) for h in found.hints),
    )
    return replace(found, text=f"{title}\n\n{found.text}", hints=hints)


def _words(entry: Element) -> tuple[str, bool]:
    """Give the text of an entry as HTML or plain text, and whether it is a summary only."""
    full = [_inside(child) for child in entry if child.tag in _FULL]
    short = [_inside(child) for child in entry if child.tag in _SUMMARY]
    longest = max(full, key=len, default="")
    return (longest, False) if longest.strip() else (max(short, key=len, default=""), True)


def _inside(element: Element) -> str:
    """Give the HTML in an element, whether it is escaped or in elements of its own."""
    if not len(element):
        return element.text or ""
    return "".join(_written(element))


def _written(element: Element) -> Iterator[str]:
    yield escape(element.text or "")
    for child in element:
        name = child.tag if _NAME.fullmatch(child.tag) else "span"
        attributes = "".join(
            f" {key}={quoteattr(value)}" for key, value in child.attrib.items() if _NAME.fullmatch(key)
        )
        yield f"<{name}{attributes}>"
        yield from _written(child)
        yield "" if name in _VOID else f"</{name}>"
        yield escape(child.tail or "")


def _metadata(entry: Element, channel: dict[str, str]) -> tuple[Metadata, tuple[str, ...]]:
    names = [_author(child) for child in entry if child.tag in ("author", "creator")]
    fields = {
        "title": _TAG.sub("", unescape(_text(entry, "title"))),
        "outlet": channel.get("title", ""),
        "url": _link(entry),
        "authors": tuple(dict.fromkeys(name for name in names if is_name(name))),
        "published": iso_date(_text(entry, "published", "pubdate", "date", "issued", "updated", "created")),
        "language": language_tag(
            entry.get("lang") or _text(entry, "language") or channel.get("language", "")
        ),
    }
    return Metadata.lenient({name: value for name, value in fields.items() if value})


def _author(element: Element) -> str:
    """Give the name of an author; RSS writes `mail@example.org (Name)`, Atom has an element for it."""
    name = _text(element, "name") or " ".join("".join(element.itertext()).split())
    return re.sub(r"^\S+@\S+\s*\((.+)\)$", r"\1", name)


def _text(entry: Element, *names: str) -> str:
    for name in names:
        for child in entry:
            if child.tag == name and (words := " ".join("".join(child.itertext()).split())):
                return words
    return ""


def _link(entry: Element) -> str:
    links = [child for child in entry if child.tag == "link"]
    for link in links:
        if link.get("rel", "alternate") == "alternate" and (
            address := (link.get("href") or link.text or "").strip()
        ):
            return address if address.startswith("http") else ""
    return ""
