"""Bytes to text: Unicode by its marks, else UTF-8, else the best guess."""

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from annotator.errors import AnnotatorError
from annotator.ingest.canonical import control_count
from annotator.ingest.guessing import guess
from annotator.ingest.source import SourceFile, joined, read_up_to

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
"""What is meant by what formats declare, as in browsers: https://encoding.spec.whatwg.org/#names-and-labels."""

_MOST_CONTROLS = 0.02
"""Share of control characters, beyond the first 8, above which bytes are no text."""

_SOUND_PER_DAMAGED = 4
"""Characters beyond ASCII per bad byte that make bytes damaged UTF-8 rather than another encoding."""

_WIDE = ("utf-16-le", "utf-16-be")
_NUL_SHARE = 0.2
"""Share of NULs below which ASCII may be just that, with NULs among it."""

_ONE_SCRIPT = 0.85
"""Share of characters of one script, with its signs, above which wide characters are those of a text."""

_SAMPLE = 1 << 18
"""Bytes at the beginning of a stream by which its encoding is told."""

MAX_LINE = 16 * 1024 * 1024
"""Characters of a line of a stream; what is beyond them is not read."""

_MAX_EMPTY = 1_000_000
"""Empty lines one after another above which a stream is given up: bombs are made of them."""

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


def codec(name: str) -> str:
    """Give Python's name of an encoding of text; raises `AnnotatorError` for one that it does not know."""
    try:
        "".encode(name)  # refuses what is no encoding of text, such as base64
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise AnnotatorError(
            f"unknown encoding {name[:40]!r}; known are utf-8, utf-16, cp1252, cp1251, gb18030 and more"
        ) from None


class Lines(NamedTuple):
    """The text of a stream, line by line."""

    encoding: str
    changes: tuple[str, ...]
    """As in `Decoded`."""
    lines: Iterator[str]
    """With their ends: LF, CR or CRLF. Damaged bytes of UTF-8 are lone surrogates; of a line longer than
    `MAX_LINE` only that much and one more character comes."""
    text: io.TextIOWrapper
    """What the lines are read from, for what goes over several of them."""


def decode_lines(source: SourceFile, stream: BinaryIO) -> Lines:
    """Read a stream as text, in an encoding told by its beginning; raises as `decode`."""
    sample = read_up_to(stream, _SAMPLE)
    beginning = _complete(sample) if len(sample) == _SAMPLE else sample
    if source.options.encoding:
        encoding = codec(source.options.encoding)
        changes: tuple[str, ...] = (f"read as {encoding}, as given",)
    else:
        found = decode(source.with_bytes(beginning))
        encoding, changes = found.encoding, tuple(c for c in found.changes if "damaged" not in c)
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    text = io.TextIOWrapper(joined(sample, stream), encoding, errors, newline="")
    return Lines(encoding, changes, _lines(text, source.where), text)


def _lines(text: io.TextIOWrapper, where: str) -> Iterator[str]:
    first, empty = True, 0
    while line := text.readline(MAX_LINE + 1):
        yield line.removeprefix("\ufeff") if first else line
        first = False
        empty = empty + 1 if len(line) < 3 else 0
        if empty > _MAX_EMPTY:
            raise AnnotatorError(f"{where}: more than {_MAX_EMPTY:,} empty lines; the rest is not read")
        while len(line) > MAX_LINE and not line.endswith("\n"):
            line = text.readline(MAX_LINE + 1)


def _complete(sample: bytes) -> bytes:
    """Cut bytes off at the end of a line, lest a character is cut in two."""
    end = sample.rfind(b"\n")
    if end < 0:
        return sample[: len(sample) // 4 * 4]
    return sample[: end + 1 + (sample[end + 1 : end + 2] == b"\x00")]


def _decode_given(source: SourceFile) -> Decoded | None:
    if not source.options.encoding:
        return None
    encoding = codec(source.options.encoding)
    try:
        return Decoded(source.raw.decode(encoding), encoding, (f"read as {encoding}, as given",))
    except UnicodeError as error:
        raise AnnotatorError(f"{source.where}: the file is not {encoding} ({error})") from None


def _decode_marked(source: SourceFile) -> Decoded | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if source.raw.startswith(mark):
            try:
                return Decoded(source.raw.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                if encoding == "utf-8":
                    return _replaced(source.raw)
                raise _damaged_wide(source, encoding, error) from None
    return None


def _damaged_wide(source: SourceFile, encoding: str, error: UnicodeDecodeError) -> AnnotatorError:
    name = encoding.upper()
    return AnnotatorError(f"{source.where}: damaged {name} at byte {error.start}; save it as UTF-8")


def _decode_declared(source: SourceFile, declared: str) -> Decoded | None:
    """Read in the encoding that a format declares; None where it is not known or the bytes are not in it."""
    try:
        encoding = codec(declared) if declared else ""
    except AnnotatorError:
        return None
    encoding = _WIDER.get(encoding, encoding)
    if not encoding or (encoding != "utf-8" and not source.raw.isascii() and _is_utf8(source.raw)):
        return None
    try:
        return Decoded(source.raw.decode(encoding), encoding)
    except UnicodeError:
        return None


def _decode_unmarked(source: SourceFile) -> Decoded:
    raw = source.raw
    if b"\x00" in raw and (encoding := _utf16(raw)):
        try:
            return Decoded(raw.decode(encoding), encoding, (f"no byte order mark: read as {encoding}",))
        except UnicodeDecodeError as error:
            raise _damaged_wide(source, encoding, error) from None
    if _is_utf8(raw):
        return Decoded(raw.decode("utf-8"), "utf-8")
    if damaged := _damaged_utf8(raw):
        return damaged
    if b"\x00" in raw:
        at = raw.index(b"\x00")
        raise AnnotatorError(f"{source.where}: the file is no text (a NUL at byte {at})")
    return _decode_guessed(source)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16(raw: bytes) -> str:
    """Tell UTF-16 without a mark from text of one byte per character with NULs among it; empty for that."""
    if len(raw) % 2:
        return ""
    if raw.count(0) < _NUL_SHARE * len(raw) and _is_utf8(raw):
        words = raw.decode("utf-8")
        if control_count(words) == words.count("\x00"):
            return ""
    likely = max(_WIDE, key=lambda encoding: _of_one_script(raw, encoding))
    return likely if _of_one_script(raw, likely) >= _ONE_SCRIPT else ""


def _of_one_script(raw: bytes, encoding: str) -> float:
    """Give the share of characters that are ASCII, signs, or in the most frequent block of 256 or of Asia."""
    try:
        text = raw[:_SAMPLE].decode(encoding, "ignore" if len(raw) > _SAMPLE else "strict")
    except UnicodeDecodeError:
        return 0.0
    if control_count(text):
        return 0.0
    blocks = Counter(_block(ord(character)) for character in text)
    plain = blocks.pop(0, 0) + blocks.pop(0x20, 0) + blocks.pop(0x30, 0) + blocks.pop(0xFF, 0)
    return (plain + max(blocks.values(), default=0)) / len(text)


def _block(code: int) -> int:
    if 0x3400 <= code < 0xA000:
        return 0x4E
    return 0xAC if 0xAC00 <= code < 0xD7B0 else code >> 8


def _damaged_utf8(raw: bytes) -> Decoded | None:
    """Read UTF-8 with a few bad bytes, as when a file was cut off or pasted together; None if it is not."""
    text, damaged = _damage(raw)
    sound = sum(1 for _ in _NOT_ASCII.finditer(text)) - damaged
    return _replaced(raw) if sound >= _SOUND_PER_DAMAGED * damaged else None


def _damage(raw: bytes) -> tuple[str, int]:
    text = raw.decode("utf-8", "replace")
    return text, text.count("\ufffd") - raw.count("\ufffd".encode())


def _replaced(raw: bytes) -> Decoded:
    text, damaged = _damage(raw)
    return Decoded(text, "utf-8", (f"{damaged} damaged byte{'s' * (damaged > 1)} to U+FFFD",))


def _decode_guessed(source: SourceFile) -> Decoded:
    encoding = guess(source.raw)
    if not encoding:
        raise AnnotatorError(
            f"{source.where}: the encoding is not known; say it with --encoding, or save the file as UTF-8"
        )
    return Decoded(source.raw.decode(encoding), encoding, (f"not UTF-8: read as {encoding}, a guess",))
