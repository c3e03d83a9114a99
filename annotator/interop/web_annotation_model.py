"""What web annotations say, each by itself: who, of which stretch, which names, comments and attributes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from annotator.ingest.json_values import JsonObject
from annotator.interop.flat import OF_SOURCES, SAID
from annotator.interop.json_rows import RowError, quoted
from annotator.interop.web_annotation import URN
from annotator.interop.web_selectors import Selected, selected

_NAMING = frozenset({"classifying", "tagging", "identifying"})
_ATTRIBUTES = frozenset({*SAID, *OF_SOURCES, "state"}) - {"comment"}
_ABOUT = {
    "title": "schema:headline",
    "outlet": "schema:publisher",
    "url": "schema:url",
    "published": "schema:datePublished",
    "language": "schema:inLanguage",
}


@dataclass(frozen=True)
class Document:
    """What is said of the text that annotations are on."""

    source: str = ""
    """As the annotations name it."""
    article: str = ""
    sha256: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


class Said(NamedTuple):
    """What one person says in one place."""

    creator: str
    names: tuple[str, ...] = ()
    """Labels and names of passages."""
    comments: tuple[str, ...] = ()
    attributes: Mapping[str, str] = {}


class Annotation(NamedTuple):
    """One annotation; of several targets, each is one."""

    where: str
    document: Document
    said: tuple[Said, ...]
    place: Selected = Selected()
    unit: str = ""
    """In our own: the unit that it belongs to."""
    of_passage: bool = False
    """Whether it is of our own and names a passage."""

    @property
    def is_ours(self) -> bool:
        """Whether its id says where it belongs."""
        return bool(self.unit)


def document_of(value: Mapping[str, Any]) -> Document | None:
    """Read what a collection of ours says of its article."""
    said = value.get("schema:about")
    if not isinstance(said, dict):
        return None
    about = {name: found for name, key in _ABOUT.items() if (found := text_of(said, key))}
    authors = said.get("schema:author")
    if isinstance(authors, list) and (names := [name for name in authors if isinstance(name, str)]):
        about["authors"] = "; ".join(names)
    return Document("", text_of(said, "schema:identifier"), text_of(said, "schema:sha256"), about)


def name_of(source: str) -> str:
    """Give the file that a source names, without folders; empty: it is none beside."""
    try:
        return unquote(urlsplit(source).path.rpartition("/")[2])
    except ValueError:
        return ""


def annotations(where: str, value: JsonObject, within: Document) -> Iterator[Annotation]:
    """Read one annotation, of one target or several.

    Raises:
        RowError: it is none, or what it says cannot be understood.
    """
    unit, of_passage = _own_place(text_of(value, "id"))
    said = tuple(_said(value, is_ours=bool(unit)))
    for target in listed(value.get("target")) or [None]:
        if isinstance(target, JsonObject):
            source, place = _iri(target.get("source")), selected(target.get("selector"))
        elif target is None or isinstance(target, str):
            source, place = target or "", Selected()
        else:
            raise RowError(f"the target {quoted(target)} is no object")
        document = _document(value, source or text_of(value, "uri"), within)
        yield Annotation(where, document, said, place, unit, of_passage)


def _document(value: JsonObject, source: str, within: Document) -> Document:
    if not source:
        return within
    document = replace(within, source=source)
    if not within.article:
        is_file = "://" not in source and not source.startswith(("urn:", "//"))
        document = replace(document, article=name_of(source).removesuffix(".txt") if is_file else source)
    # As Hypothesis has it.
    page = value.get("document")
    titles = page.get("title") if isinstance(page, dict) else None
    if isinstance(titles, list) and titles and isinstance(titles[0], str):
        document = replace(document, about={"title": titles[0], "url": source})
    return document


def _own_place(name: str) -> tuple[str, bool]:
    """Take the unit from an id of our own making, and whether it is that of a passage."""
    parts = name.removeprefix(URN).split(":")
    if not name.startswith(URN) or len(parts) not in (3, 4):
        return "", False
    return unquote(parts[1]), len(parts) == 4


def _said(value: JsonObject, *, is_ours: bool) -> Iterator[Said]:
    """Give what each person says, in the order in which they come; of ours, a record may say nothing."""
    everybody: dict[str, tuple[list[str], list[str], dict[str, str]]] = {}
    makers = [_name(creator) for creator in listed(value.get("creator"))] or [_user(value)]
    motives = set(filter(None, map(_word, listed(value.get("motivation")))))
    for body in (*listed(value.get("body")), *listed(value.get("bodyValue")), *_hypothesis(value)):
        by = listed(body.get("creator")) if isinstance(body, dict) else []
        for creator in dict.fromkeys(_name(one) for one in by) or makers:
            _take(body, motives, *everybody.setdefault(creator, ([], [], {})))
    if is_ours:
        everybody = everybody or {creator: ([], [], {}) for creator in makers}
    if not everybody:
        raise RowError("it has no body: neither label, tag nor comment")
    for creator, (names, comments, attributes) in everybody.items():
        yield Said(creator, tuple(dict.fromkeys(names)), tuple(comments), attributes)


def _take(
    body: object, motives: set[str], names: list[str], comments: list[str], attributes: dict[str, str]
) -> None:
    """Take in one body."""
    words, purposes = _words(body), motives
    if isinstance(body, dict):
        purposes = set(filter(None, map(_word, listed(body.get("purpose"))))) or motives
    if not purposes or purposes & _NAMING:
        names.append(words)
        return
    name, sign, said = words.partition("=")
    if sign and name.partition("#")[0] in _ATTRIBUTES and "describing" in purposes:
        attributes[name] = said
    else:
        comments.append(words)


def _words(body: object) -> str:
    """Give the words of a body; a thing has its label, or else its address."""
    if isinstance(body, str):
        return body
    if not isinstance(body, dict):
        raise RowError(f"the body {quoted(body)} is no object")
    for holder in (body, body.get("source")):
        if isinstance(holder, dict) and (words := text_of(holder, "value", "label", "name")):
            return words
    if words := _iri(body.get("source")) or text_of(body, "id"):
        return words
    raise RowError(f"the body {quoted(dict(body))} says nothing that is text")


def _hypothesis(value: JsonObject) -> Iterator[JsonObject]:
    """Give the tags and the text of an annotation of Hypothesis as bodies."""
    for tag in listed(value.get("tags")):
        yield JsonObject(purpose="tagging", value=tag)
    if words := text_of(value, "text"):
        yield JsonObject(purpose="commenting", value=words)


def _user(value: JsonObject) -> str:
    return text_of(value, "user").removeprefix("acct:")


def _name(creator: object) -> str:
    """Give the name of a person, as far as it is said."""
    if isinstance(creator, dict):
        return text_of(creator, "name", "nickname", "id")
    return creator if isinstance(creator, str) else ""


def text_of(row: Mapping[str, Any], *names: str) -> str:
    """Give the first value that is a string and not empty; empty without one."""
    return next((value for name in names if isinstance(value := row.get(name), str) and value), "")


def _iri(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str) else ""


def _word(value: object) -> str:
    """Give a motivation, with or without the prefix of its vocabulary."""
    return value.removeprefix("oa:") if isinstance(value, str) else ""


def listed(value: object) -> list[Any]:
    """Give what may stand alone or in a list as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
