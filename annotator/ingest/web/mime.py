"""MIME messages: the parts of mails and of pages saved with all that belongs to them."""

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from annotator.errors import AnnotatorError
from annotator.ingest.source import SourceFile

_MAX_LINES = 1_000_000
_MAX_BOUNDARIES = 300
_MAX_DELIMITERS = 20_000
_MAX_WORK = 20_000_000
"""Lines times boundaries: what the parser compares."""

_MAX_FIELD = 4_000
"""Bytes of a field about the content; the parser's time grows with its square."""

_MAX_HEADER = 1_000
_BAD_WORDS = (LookupError, ValueError, AssertionError, MessageError)
"""What decoding a header may raise."""

_CONTENT_FIELD = re.compile(rb"^content-[a-z-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M)
_BOUNDARY = re.compile(rb"boundary", re.I)
_DELIMITER = re.compile(rb"^--", re.M)


def parsed(source: SourceFile) -> Message:
    """Parse a message; raises `AnnotatorError` for one that is made to take for ever."""
    raw = source.raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines, boundaries = raw.count(b"\n"), sum(1 for _ in _BOUNDARY.finditer(raw))
    delimiters = sum(1 for _ in _DELIMITER.finditer(raw))
    longest = max((len(field[0]) for field in _CONTENT_FIELD.finditer(raw)), default=0)
    if (
        lines > _MAX_LINES
        or boundaries > _MAX_BOUNDARIES
        or (boundaries > 10 and lines * boundaries > _MAX_WORK)
        or (boundaries and delimiters > _MAX_DELIMITERS)
        or longest > _MAX_FIELD
    ):
        raise AnnotatorError(
            f"{source.where}: the message has so many parts or fields that it must be a trap"
        )
    try:
        return email.message_from_bytes(raw)
    except RecursionError:
        raise AnnotatorError(f"{source.where}: the message has parts in parts without end") from None


def leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold no others, in order; attached mails are parts that hold none."""
    stack = [message]
    while stack:
        part = stack.pop()
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            stack.extend(reversed(part.get_payload()))  # type: ignore[arg-type]
        else:
            yield part


def content(part: Message) -> bytes:
    """Give the bytes of a part, its transfer encoding undone as far as it is sound."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def field(message: Message, name: str) -> str:
    """Give a field of the header as text, its encoded words decoded; empty where there is none."""
    value = " ".join(str(message.get(name, "")).split())[:_MAX_HEADER]
    try:
        return str(make_header(decode_header(value)))
    except _BAD_WORDS:
        return value


def name_of(part: Message) -> str:
    """Give the file name of a part, without folders; empty where it has none."""
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        name = ""
    name = name.replace("\\", "/").rpartition("/")[2]
    with suppress(*_BAD_WORDS):
        name = str(make_header(decode_header(name[:_MAX_HEADER])))
    return "".join(c if c.isprintable() else "\ufffd" for c in name)[:200]
