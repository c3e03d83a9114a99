"""Web archives (WARC, ISO 28500): each page that was answered is an article."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import compat32
from typing import BinaryIO, NamedTuple

from annotator.errors import AnnotatorError
from annotator.ingest.document import Note, Part, refuse
from annotator.ingest.source import MAX_BYTES, Allowance, SourceFile, joined
from annotator.ingest.web.html import article_in

_MAX_LINE = 65_536
_MAX_HEADERS = 200
_MAX_RESCUES = 100
"""Records with a wrong length in which the next ones are looked for."""

_BEGIN = b"WARC/"
_CHUNK = 1 << 20
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_RECORDS = frozenset({"response", "resource"})
_LENGTH = re.compile(r"\d{1,15}")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")


class _Record(NamedTuple):
    """A record as it stands in the file."""

    headers: dict[str, str]
    """With names in lower case."""
    block: bytes
    problem: str = ""
    """Why the block is not what the headers say; empty where it is."""


class _Answer(NamedTuple):
    """What a server answered."""

    status: int
    mime: str
    charset: str
    body: bytes


def read_warc(source: SourceFile) -> Iterator[Part]:
    """Yield the article of each page that was answered; other records are counted in a note.

    The file is read as a stream. A record with a wrong length costs that record: reading goes on at the next
    line that begins one. Raises `AnnotatorError` for a file that does not begin as a WARC file.
    """
    others: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    with source.open() as stream:
        for number, record in enumerate(_records(stream, source.where), start=1):
            if record.headers.get("warc-type", "").lower() not in _RECORDS:
                continue
            address = record.headers.get("warc-target-uri", "").strip("<> ")[:500]
            entry = address or f"record {number}"
            seen[entry] += 1
            if seen[entry] > 1:
                entry = f"{entry} (record {number})"
            if record.problem:
                yield refuse(source, entry, record.problem)
            else:
                yield from _page(source, record, address, entry, others)
    if others:
        told = ", ".join(f"{count} {what}" for what, count in others.most_common(12))
        yield Note(f"{source.where}: answers that are no pages: {told}")


def _page(
    source: SourceFile, record: _Record, address: str, entry: str, others: Counter[str]
) -> Iterator[Part]:
    try:
        answer = _answer(record, source.allowance)
    except AnnotatorError as error:
        yield refuse(source, entry, str(error))
        return
    if answer.status != 200:
        others[f"with status {answer.status}"] += 1
    elif answer.mime not in _PAGES:
        others[answer.mime[:60] or "of unknown type"] += 1
    else:
        yield article_in(source, entry, answer.body, declared=answer.charset, address=address)


def _records(stream: BinaryIO, where: str) -> Iterator[_Record]:
    line, rescues = _next_line(stream), 0
    if line and not line.startswith(_BEGIN):
        raise AnnotatorError(f"{where}: this is no WARC file")
    while line:
        headers = _headers(stream)
        block, problem = _block(stream, headers)
        line = _next_line(stream)
        if line and not line.startswith(_BEGIN):
            problem = problem or "its length is wrong"
        swallowed = block.find(b"\n" + _BEGIN) + 1 if problem else 0
        if swallowed and rescues < _MAX_RESCUES:
            rescues += 1
            stream = joined(block[swallowed:] + line, stream)
            line = _next_line(stream)
        yield _Record(headers, b"" if problem else block, problem)
        while line and not line.startswith(_BEGIN):
            line = stream.readline(_MAX_LINE)


def _next_line(stream: BinaryIO) -> bytes:
    while (line := stream.readline(_MAX_LINE)) and not line.strip():
        pass
    return line


def _headers(stream: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_MAX_HEADERS):
        line = stream.readline(_MAX_LINE)
        if not line.strip():
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _block(stream: BinaryIO, headers: dict[str, str]) -> tuple[bytes, str]:
    """Read what a record holds, and what is wrong with it; of one that is too large nothing is kept."""
    said = headers.get("content-length", "")
    if not _LENGTH.fullmatch(said):
        return b"", f"its length {said[:30]!r} is no number"
    left, parts = int(said), list[bytes]()
    too_large = left > MAX_BYTES
    while left and (part := stream.read(min(left, _CHUNK))):
        left -= len(part)
        if not too_large:
            parts.append(part)
    if left:
        return b"".join(parts), "the file ends in the middle of it"
    return b"".join(parts), f"too large for an article; the limit is {MAX_BYTES / 1e6:.0f} MB" * too_large


def _answer(record: _Record, allowance: Allowance) -> _Answer:
    """Take the server's answer apart; `resource` records hold the page alone."""
    found = _STATUS.match(record.block)
    if not found:
        mime, charset = _mime(record.headers.get("content-type", ""))
        return _Answer(200, mime, charset, record.block)
    head, _, body = record.block.partition(
        b"\r\n\r\n" if b"\r\n\r\n" in record.block[:_MAX_LINE] else b"\n\n"
    )
    fields = BytesParser(policy=compat32).parsebytes(head.partition(b"\n")[2][:_MAX_LINE], headersonly=True)
    named = {name.lower(): str(value) for name, value in fields.items()}
    status = int(found[1])
    mime, charset = _mime(named.get("content-type", ""))
    if status == 200 and mime in _PAGES:
        if "chunked" in named.get("transfer-encoding", "").lower():
            body = _unchunked(body)
        body = _unpacked(body, named.get("content-encoding", "").strip().lower())
        allowance.take(len(body), "unpacked")
    return _Answer(status, mime, charset, body)


def _mime(said: str) -> tuple[str, str]:
    """Split `text/html; charset=utf-8`."""
    mime, _, rest = said[:300].partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", rest, re.I)
    return mime.strip().lower(), charset[1] if charset else ""


def _unchunked(body: bytes) -> bytes:
    """Undo chunked transfer (RFC 9112); archives that undid it and left the field are taken as they are."""
    parts: list[bytes] = []
    position = 0
    while match := _CHUNK_SIZE.match(body, position):
        size = int(match[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        position = match.end() + size + 2
    return b"".join(parts) if parts else body


def _unpacked(body: bytes, packed: str) -> bytes:
    if packed in ("", "identity", "none") or body[:1] == b"<":
        return body
    if packed not in ("gzip", "x-gzip", "deflate"):
        raise AnnotatorError(f"packed with {packed[:20]}, which is not read")
    window = {"deflate": (15, -15)}.get(packed, (31,))
    for bits in window:
        unpacker = zlib.decompressobj(bits)
        try:
            page = unpacker.decompress(body, MAX_BYTES + 1)
        except zlib.error:
            continue
        if len(page) > MAX_BYTES:
            raise AnnotatorError(f"too large for an article; the limit is {MAX_BYTES / 1e6:.0f} MB")
        return page
    raise AnnotatorError(f"damaged {packed} data")
