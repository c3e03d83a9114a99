"""The encoding of a page: its marks, what it says itself, else as of any text; and what it really is."""

import codecs
import re

from annotator.ingest.decoding import Decoded, decode
from annotator.ingest.source import SourceFile

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{2,40})[\"']")
_LOOKED_AT = 4096
"""Bytes at the beginning in which a page must name its encoding; browsers look at 1024."""

_KNOWN = re.compile(
    r"utf-?(?:8|16|16le|16be|32)|windows|cp\d|iso|latin|koi8|mac|gb|hz|big5|euc|ks_?c|s(?:hift)?[_-]?jis|x-sjis|tis"
    r"|us-ascii|ascii|ibm|x-mac"
)
"""How the names of encodings of text begin; Python has codecs of other sorts too."""

_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What browsers read for what pages say: https://encoding.spec.whatwg.org/#names-and-labels."""

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def codec_of(name: str) -> str:
    """Give the codec that browsers use for an encoding's name; empty for one that is not known."""
    name = name.strip().lower()
    if not _KNOWN.match(name):
        return ""
    try:
        codec = codecs.lookup(name.replace("x-sjis", "shift_jis").replace("x-mac", "mac")).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(codec, codec)


def decode_page(source: SourceFile, declared: str = "") -> Decoded:
    """Turn the bytes of a page into text; `declared` is what its container says of the encoding.

    Raises `AnnotatorError` for bytes that are no text. UTF-8 is recognised whatever a page says: browsers
    save pages as UTF-8 and leave the old name in them.
    """
    raw = source.raw
    if raw.startswith(_BOMS) or source.options.encoding:
        return decode(source)
    if wide := _wide(raw):
        return Decoded(raw.decode(wide, "replace"), wide)
    if b"\x00" in raw:
        # A zero in a page is a damaged character, no sign of another encoding.
        raw = raw.replace(b"\x00", b"\x1a")
        source = source.with_bytes(raw)
    said = codec_of(declared) or codec_of(_named(raw))
    said = "utf-8" if said.startswith("utf") else said
    if not said:
        return decode(source)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode(source) if said == "utf-8" else _as_declared(raw, said)
    if said == "utf-8" or raw.isascii():
        return Decoded(text, "utf-8") if said == "utf-8" else _as_declared(raw, said)
    return Decoded(text, "utf-8", (f"read as UTF-8, which it is, though the page says {said}",))


def _as_declared(raw: bytes, codec: str) -> Decoded:
    text = raw.decode(codec, "replace")
    lost = text.count("\ufffd")
    return Decoded(text, codec, (f"{lost} damaged byte{'s' * (lost > 1)} to U+FFFD",) if lost else ())


def _named(raw: bytes) -> str:
    head = raw[:_LOOKED_AT]
    found = _META.search(head) or _XML.search(head)
    return found[1].decode("ascii") if found else ""


def _wide(raw: bytes) -> str:
    """Tell UTF-16 without a byte order mark by the zero beside the first `<` of a page."""
    head = raw[:64].lstrip(b" \t\r\n\x00")
    if not head.startswith(b"<"):
        return ""
    start = raw.index(b"<")
    if raw[start + 1 : start + 2] == b"\x00":
        return "utf-16-le" if start % 2 == 0 else "utf-16-be"
    return "utf-16-be" if raw[start - 1 : start] == b"\x00" and start % 2 else ""
