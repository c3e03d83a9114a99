"""Bytes to text: Unicode by its marks, else UTF-8, else the best guess."""

import codecs

from annotator.errors import AnnotatorError
from annotator.ingest.canonical import control_share
from annotator.ingest.document import SourceFile

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
"""How files begin that are often saved under a wrong ending."""

_MOST_CONTROLS = 0.02
"""Share of control characters above which bytes are no text; damaged text has fewer, binary data more."""


def decode(source: SourceFile) -> tuple[str, str]:
    """Give the text of a file (with its byte order mark, if any) and the name of the encoding.

    Raises `AnnotatorError` for bytes that are no text.
    """
    for signature, what in _SIGNATURES:
        if source.raw.startswith(signature):
            raise AnnotatorError(f"{source.name}: the file is {what}, not text; export it as UTF-8 text")
    text, encoding = _decode_marked(source) or _decode_unmarked(source)
    if control_share(text) > _MOST_CONTROLS:
        raise AnnotatorError(f"{source.name}: the file is no text (many control characters as {encoding})")
    return text, encoding


def _decode_marked(source: SourceFile) -> tuple[str, str] | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if source.raw.startswith(mark):
            try:
                return source.raw.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise AnnotatorError(
                    f"{source.name}: damaged {encoding.upper()} at byte {error.start}; save it again as UTF-8"
                ) from None
    return None


def _decode_unmarked(source: SourceFile) -> tuple[str, str]:
    if b"\x00" in source.raw:
        at = source.raw.index(b"\x00")
        raise AnnotatorError(
            f"{source.name}: the file is no text (a NUL at byte {at}); if it is UTF-16, save it as UTF-8"
        )
    try:
        return source.raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _guess(source.raw)
    try:
        return source.raw.decode(encoding), encoding
    except UnicodeDecodeError:
        raise AnnotatorError(f"{source.name}: the encoding is not known; save the file as UTF-8") from None


def _guess(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    return best.encoding if best else "cp1252"
