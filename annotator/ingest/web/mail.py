"""Mails: the article in one, and the files attached to it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from annotator.ingest.canonical import canonical
from annotator.ingest.decoding import decode
from annotator.ingest.document import Document, Metadata, Part, Refused
from annotator.ingest.source import SourceFile
from annotator.ingest.web.encoding import codec_of
from annotator.ingest.web.html import article_in
from annotator.ingest.web.metadata import iso_date
from annotator.ingest.web.mime import content, field, leaves, name_of, parsed
from annotator.segment import Hint
from schemas import UnitKind

_FORWARDED = re.compile(
    r"^[> ]*(?:-{2,} ?(?:forwarded|original|weitergeleitete|ursprüngliche|message|mensaje|messaggio"
    r"|пересылаемое)\b.*"
    r"|begin forwarded message:.*)$",
    re.I,
)
_FIELD = re.compile(r"^[> ]*\*?(?P<name>[A-Z][\w-]{1,15})\s?:\*?\s+(?P<value>.*)$")
_NAMES = {
    "title": frozenset(["subject", "betreff", "objet", "asunto", "oggetto", "assunto", "тема"]),
    "published": frozenset(["date", "datum", "fecha", "data", "sent", "gesendet", "дата"]),
}
_SIGNATURE = "-- "
_PREFIX = re.compile(r"^(?:(?:fwd?|wg|tr|rv|re|aw|i|enc|пересл)\s*:\s*)+", re.I)


def read_mail(source: SourceFile) -> Iterator[Part]:
    """Yield the article in a mail, then what is attached to it.

    Of a text in both forms the HTML is read, for it has headings and quotations; the other only where that
    gives no article. The mail's own header gives title and date where the article does not; what a mail
    program wrote above a forwarded article, and a signature, stay in the text as boilerplate. Raises
    `AnnotatorError` when there are no words and no files.
    """
    message = parsed(source)
    attached = [part for part in leaves(message) if _is_attached(part)]
    yield from _article(source, message, "text" if attached else "")
    for number, part in enumerate(attached, start=1):
        yield _member(source, part, number)


def _bodies(message: Message) -> list[Message]:
    """Give the forms of the mail's text: its first HTML, then its first plain text."""
    texts = [part for part in leaves(message) if not _is_attached(part)]
    by_type = {part.get_content_type(): part for part in reversed(texts)}
    forms = (by_type.get("text/html"), by_type.get("text/plain"))
    return [part for part in forms if part is not None and content(part).strip()]


def _is_attached(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition", "")).lower()
    if part.get_content_maintype() == "message" or disposition.startswith("attachment"):
        return True
    return bool(name_of(part)) and part.get_content_maintype() != "image"


def _member(source: SourceFile, part: Message, number: int) -> SourceFile:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        mail = inner[0] if isinstance(inner, list) and inner else None
        raw = mail.as_bytes() if isinstance(mail, Message) else content(part)
        title = field(mail, "Subject") if isinstance(mail, Message) else ""
        name = re.sub(r"[^\w .,()-]+", " ", title).strip()[:80] or f"mail {number}"
        return source.member(f"{name}.eml", raw, format="eml")
    format = {"text/html": "html", "text/plain": "text", "application/pdf": "pdf"}.get(
        part.get_content_type(), ""
    )
    name = name_of(part) or f"attachment {number}"
    return source.member(name, content(part), format=format if "." not in name else "")


def _article(source: SourceFile, message: Message, entry: str) -> Iterator[Part]:
    """Yield the article of the first form that gives one; else why the first does not, if there is any."""
    refused: Part | None = None
    for body in _bodies(message):
        found = _read(source, body, entry)
        if isinstance(found, Document):
            text, hints, forwarded = _with_forwarding(found)
            known = found.metadata.over(forwarded.over(_header(message)))
            told = ("the plain text is read: the HTML gives no article",) if refused else ()
            yield replace(found, text=text, hints=hints, metadata=known, changes=told + found.changes)
            return
        refused = refused or found
    if refused:
        yield refused


def _read(source: SourceFile, body: Message, entry: str) -> Document | Refused:
    declared = codec_of(body.get_content_charset() or "")
    if body.get_content_type() == "text/html":
        return article_in(source, entry, content(body), declared=declared, is_page=False)
    return replace(_plain(source, body, declared), entry=entry)


def _header(message: Message) -> Metadata:
    fields = {
        "title": _PREFIX.sub("", field(message, "Subject")),
        "published": iso_date(field(message, "Date")) or None,
        "url": field(message, "List-Post") if field(message, "List-Post").startswith("http") else "",
    }
    return Metadata.lenient(fields)[0]


def _plain(source: SourceFile, body: Message, declared: str) -> Document:
    decoded = decode(source.with_bytes(content(body)), declared)
    text, changes = canonical(decoded.text)
    if str(body.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, delete_blank=str(body.get_param("delsp", "")).lower() == "yes")
    return Document(text, decoded.encoding, decoded.changes + changes)


def _unflowed(text: str, *, delete_blank: bool) -> str:
    """Join the lines that a mail program broke: those that end in a blank (RFC 3676)."""
    joined: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        line = line.removeprefix(" ") if line.startswith((" >", " From", "  ")) else line
        soft = line.endswith(" ") and line != _SIGNATURE
        piece = line[:-1] if soft and delete_blank else line
        if goes_on:
            joined[-1] += piece
        else:
            joined.append(piece)
        goes_on = soft
    return "\n".join(joined)


def _with_forwarding(found: Document) -> tuple[str, tuple[Hint, ...], Metadata]:
    """Mark what a mail program wrote over a forwarded article, and a signature, as boilerplate.

    Gives the text, the hints, and what the lines over the article say of it.
    """
    marked, said = _program_lines(found.text)
    if not marked:
        return found.text, found.hints, Metadata()
    kept = [
        hint
        for hint in found.hints
        if not any(hint.start < end and start < hint.end for start, end in marked)
    ]
    hints = [*kept, *(Hint(start, end, UnitKind.BOILERPLATE) for start, end in marked)]
    return found.text, tuple(sorted(hints)), Metadata.lenient(said)[0]


def _program_lines(text: str) -> tuple[list[tuple[int, int]], dict[str, object]]:
    marked: list[tuple[int, int]] = []
    said: dict[str, object] = {}
    position, inside, signature = 0, False, False
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        words = line.strip()
        if line == _SIGNATURE:
            signature = True
        if _FORWARDED.match(words):
            inside, signature = True, False
        elif inside and words and not (field := _FIELD.match(words)):
            inside = False
        elif inside and words and field:
            _remember(said, field["name"].lower(), field["value"])
        if (inside or signature) and words:
            marked.append((start, start + len(line)))
    return marked, said


def _remember(said: dict[str, object], name: str, value: str) -> None:
    for known, names in _NAMES.items():
        if name in names and known not in said:
            said[known] = iso_date(value) or None if known == "published" else _PREFIX.sub("", value.strip())
