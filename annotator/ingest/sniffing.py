"""What format a source has: by its content where that is certain, else by its ending."""

import io
import re
import zipfile

from annotator.errors import AnnotatorError
from annotator.ingest.formats import BY_ENDING, FORMATS, SUPPORTED, Format, format_named
from annotator.ingest.source import SourceFile

_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"WARC/1.", "warc"),
    (b"WARC/0.", "warc"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
"""How files begin that are told by it whatever their ending is."""

_NOT_READ = (
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as DOCX"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3\x00", "an SQLite database; export it as CSV"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (b"%!PS", "PostScript; save it as PDF"),
)
"""How files begin that hold no article in a form that is read."""

_SPACE = r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?"
_MARKUP = (
    (re.compile(_SPACE + r"(?:<!doctype\s+html\b|<html[\s>])", re.I), "html"),
    (re.compile(_SPACE + r"(?:<\?xml-stylesheet[^>]*>\s*)?<(?:rss|feed|rdf:RDF)[\s>]", re.I), "feed"),
)
_MAY_BE_MARKUP = frozenset({"", ".txt", ".text", ".xml", ".htm", ".html", ".doc", ".rss", ".atom", ".xhtml"})
"""Endings under which pages and feeds are found; other endings are not theirs by mistake."""

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]*:.*|[ \t].*")
_MAY_BE_MAIL = frozenset({"", ".mht", ".mhtml", ".htm", ".html", ".eml", ".doc"})
_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*\{\s*\")")

_OFFICE = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/epub+zip", "epub"),
)


class UnsupportedFormat(AnnotatorError):
    """A file in a format that is not read, to be told with the others of its ending."""


def format_of(source: SourceFile) -> Format:
    """Tell the format: what the caller or the container says, the content, the ending.

    A source without ending and known content is text. Raises `UnsupportedFormat` for one that is not read,
    `AnnotatorError` for one whose ending promises what the content is not.
    """
    if source.options.format:
        return format_named(source.options.format)
    if source.format in FORMATS:
        return FORMATS[source.format]
    ending = ending_of(source)
    foreign = ending and ending not in BY_ENDING
    for signature, what in _NOT_READ:
        if source.head.startswith(signature):
            raise (UnsupportedFormat if foreign else AnnotatorError)(f"{source.where}: the file is {what}")
    found = by_content(source)
    if found in FORMATS:
        return FORMATS[found]
    if foreign:
        raise UnsupportedFormat(
            f"{source.where}: files ending in {ending} are not supported; "
            f"supported are {', '.join(SUPPORTED)}"
        )
    return BY_ENDING[ending] if ending else FORMATS["text"]


def ending_of(source: SourceFile) -> str:
    """Give the ending of a source's own name, in lower case with its dot; empty without one."""
    name = (source.entry or source.name).rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if stem and dot and ending else ""


def by_content(source: SourceFile) -> str:
    """Tell the format by the first bytes; empty where they do not tell it."""
    for signature, name in _SIGNATURES:
        if source.head.startswith(signature):
            return _packed(source) if name == "zip" else name
    ending, text = ending_of(source), _text(source.head)
    if ending in _MAY_BE_MAIL and (mail := _mail(text)):
        return mail
    if ending in _MAY_BE_MARKUP:
        for pattern, name in _MARKUP:
            if pattern.match(text):
                return name
    if not ending and _JSON.match(text):
        return "json"
    return ""


def _packed(source: SourceFile) -> str:
    """Tell an office document from an archive."""
    for mark, name in _OFFICE:
        if mark in source.head[:200]:
            return name
    ending = ending_of(source)
    if ending == ".zip":
        return "zip"
    if ending in (".docx", ".odt") or _has_word(source):
        return "odt" if ending == ".odt" else "docx"
    return "" if ending and ending not in BY_ENDING else "zip"  # spreadsheets and many others are packed too


def _has_word(source: SourceFile) -> bool:
    try:
        whole = source.path or io.BytesIO(source.limited(FORMATS["zip"].max_bytes).raw)
        with zipfile.ZipFile(whole) as archive:
            return "word/document.xml" in archive.namelist()
    except Exception:
        return ending_of(source) == ".docx"  # damaged in one of many ways; its reader says which


def _mail(text: str) -> str:
    """Tell a mail, or a page saved as one, by its header; empty for other texts."""
    header, blank, _ = text.replace("\r\n", "\n").partition("\n\n")
    if not all(map(_FIELD.fullmatch, header.split("\n")[: -1 if not blank else None])):
        return ""
    low = f"\n{header.lower()}"
    if "\nmime-version:" in low and ("multipart/related" in low or "snapshot-content-location" in low):
        return "mhtml"
    return "eml" if "\nfrom:" in low and ("\nsubject:" in low or "\nreceived:" in low) else ""


def _text(head: bytes) -> str:
    """Read the first bytes so that markup can be seen, in whatever encoding it is."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace").lstrip("\ufeff")
