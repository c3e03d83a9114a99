"""Bytes to text: Unicode by its marks, else UTF-8, else the best guess."""

import codecs
import re
from typing import NamedTuple

from annotator.errors import AnnotatorError
from annotator.ingest.canonical import control_count
from annotator.ingest.source import SourceFile

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

_LEGACY_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)

_MOST_CONTROLS = 0.02
"""Share of control characters, beyond the first 8, above which bytes are no text."""

_SOUND_PER_DAMAGED = 4
"""Characters beyond ASCII per bad byte that make bytes damaged UTF-8 rather than another encoding."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class Decoded(NamedTuple):
    """The text of a file, with its byte order mark, if any."""

    text: str
    encoding: str
    changes: tuple[str, ...] = ()
    """What is not certain or was lost, in words, e.g. `3 damaged bytes to U+FFFD`."""


def decode(source: SourceFile, declared: str = "") -> Decoded:
    """Turn bytes into text; raises `AnnotatorError` for bytes that are no text.

    What the caller's options say goes first, then a byte order mark, then UTF-8 where the bytes are sound
    UTF-8 beyond ASCII, then the encoding that the format `declared`, then a guess.
    """
    for signature, what in _SIGNATURES:
        if source.raw.startswith(signature):
            raise AnnotatorError(f"{source.where}: the file is {what}, not text; export it as UTF-8 text")
    decoded = (
        _decode_given(source)
        or _decode_marked(source)
        or _decode_declared(source, declared)
        or _decode_unmarked(source)
    )
    if control_count(decoded.text) > 8 + _MOST_CONTROLS * len(decoded.text):
        raise AnnotatorError(
            f"{source.where}: the file is no text (many control characters as {decoded.encoding})"
        )
    return decoded


def _decode_given(source: SourceFile) -> Decoded | None:
    if not source.options.encoding:
        return None
    encoding = codec(source.options.encoding)
    try:
        return Decoded(source.raw.decode(encoding), encoding, (f"read as {encoding}, as given",))
    except UnicodeError as error:
        raise AnnotatorError(f"{source.where}: the file is not {encoding} ({error})") from None


def codec(name: str) -> str:
    """Give Python's name of an encoding; raises `AnnotatorError` for one that it does not know."""
    try:
        "".encode(name)  # refuses what is no encoding of text, such as base64
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise AnnotatorError(
            f"unknown encoding {name[:40]!r}; known are utf-8, utf-16, cp1252, cp1251, gb18030 and more"
        ) from None


def _decode_declared(source: SourceFile, declared: str) -> Decoded | None:
    """Read in the encoding that a format declares; None where it is not known or the bytes are not in it."""
    try:
        encoding = codec(declared) if declared else ""
    except AnnotatorError:
        return None
    # Pages that declare these mean their superset, as browsers do (WHATWG Encoding Standard).
    encoding = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        encoding, encoding
    )
    if not encoding or (encoding != "utf-8" and _is_utf8(source.raw)):
        return None
    try:
        return Decoded(source.raw.decode(encoding), encoding)
    except UnicodeError:
        return None


def _is_utf8(raw: bytes) -> bool:
    """Say whether bytes are UTF-8 and not plain ASCII: that does not happen by chance."""
    try:
        return not raw.isascii() and bool(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _decode_marked(source: SourceFile) -> Decoded | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if source.raw.startswith(mark):
            try:
                return Decoded(source.raw.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                raise AnnotatorError(
                    f"{source.where}: damaged {encoding.upper()} at byte {error.start}; save it as UTF-8"
                ) from None
    return None


def _decode_unmarked(source: SourceFile) -> Decoded:
    if b"\x00" in source.raw:
        at = source.raw.index(b"\x00")
        raise AnnotatorError(
            f"{source.where}: the file is no text (a NUL at byte {at}); if it is UTF-16, save it as UTF-8"
        )
    try:
        return Decoded(source.raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(source.raw) or _decode_guessed(source)


def _damaged_utf8(raw: bytes) -> Decoded | None:
    """Read UTF-8 with a few bad bytes, as when a file was cut off or pasted together; None if it is not."""
    text = raw.decode("utf-8", "replace")
    damaged = text.count("\ufffd") - raw.count("\ufffd".encode())
    sound = sum(1 for _ in _NOT_ASCII.finditer(text)) - damaged
    if sound < _SOUND_PER_DAMAGED * damaged:
        return None
    return Decoded(text, "utf-8", (f"{damaged} damaged byte{'s' * (damaged > 1)} to U+FFFD",))


def _decode_guessed(source: SourceFile) -> Decoded:
    encoding = _guess(source.raw)
    try:
        text = source.raw.decode(encoding)
    except UnicodeDecodeError:
        raise AnnotatorError(f"{source.where}: the encoding is not known; save the file as UTF-8") from None
    return Decoded(text, encoding, (f"not UTF-8: read as {encoding}, a guess",))


def _guess(raw: bytes) -> str:
    """Guess among the encodings that old newsroom systems write; cp1252 whenever it is plausible.

    The others of Latin script differ from it in few letters and cannot be told from it in short texts.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(raw, cp_isolation=list(_LEGACY_ENCODINGS))
    plausible = [encoding for match in matches for encoding in match.could_be_from_charset]
    return "cp1252" if "cp1252" in plausible or not plausible else plausible[0]
