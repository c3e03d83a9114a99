"""Rich Text Format (RTF 1.9): paragraphs, and what styles and outline levels say of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.errors import AnnotatorError
from annotator.ingest.document import Document, Metadata
from annotator.ingest.docx import kind_of_style
from annotator.ingest.layout import Layout
from annotator.ingest.office import is_title
from annotator.ingest.source import SourceFile
from schemas import UnitKind

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)

_CODE_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""Encodings by the character sets that fonts name; others have that of the document."""

_SIGNS = {
    "tab": "\t",
    "cell": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
}
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_ENDS = frozenset({"par", "sect", "page", "row", "nestrow"})

_SKIPPED = frozenset(
    {
        *(
            "colortbl",
            "pict",
            "object",
            "objdata",
            "fldinst",
            "header",
            "headerl",
            "headerr",
            "headerf",
            "xe",
        ),
        *(
            "footer",
            "footerl",
            "footerr",
            "footerf",
            "listtable",
            "listoverridetable",
            "rsidtbl",
            "generator",
        ),
        *(
            "themedata",
            "datastore",
            "pntext",
            "listtext",
            "nonshppict",
            "revtbl",
            "bkmkstart",
            "bkmkend",
            "tc",
        ),
    }
)
"""Groups that hold no words of the article; so do those marked as unknown to old readers."""

_TOLD = {"footnote": "footnotes", "annotation": "comments"}
_KEPT = frozenset({"shptxt", "fonttbl", "stylesheet", "info", "title", "author", "shpinst", "shp"})
_APART = frozenset({"fonttbl", "stylesheet", "info", "title", "author"})
_MAX_GROUPS = 10_000
_MAX_HEADER = 1000
"""Characters of a title, a style's name and the like."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits."""

    place: str = ""
    """`skip`, or the part of the header that is read; empty in the article."""
    codec: str = "cp1252"
    width: int = 1
    """Characters to pass over after one in Unicode."""
    hidden: bool = False


def read_rtf(source: SourceFile) -> Iterator[Document]:
    """Yield the one article of an RTF file; raises `AnnotatorError` when the file is none."""
    if not source.raw.lstrip().startswith(b"{\\rtf"):
        raise AnnotatorError(f"{source.where}: damaged RTF (it does not begin as such)")
    parser = _Parser()
    if not parser.parse(source.raw.decode("latin-1")):
        raise AnnotatorError(f"{source.where}: damaged RTF (nested too deep)")
    title, author = (" ".join(parser.header[name].split()) for name in ("title", "author"))
    known, left_out = Metadata.lenient(
        {"title": title if is_title(title) else "", "authors": (author,) if author else ()}
    )
    layout = parser.layout
    yield Document(layout.text, parser.encoding, (*layout.changes, *left_out), layout.hints, known)


class _Parser:
    """Goes through the file once; groups are kept on a list, so that depth costs nothing."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.encoding = "cp1252"
        self.header = {"title": "", "author": "", "fonttbl": "", "stylesheet": "", "info": ""}
        self._state = _State()
        self._stack: list[_State] = []
        self._words: list[str] = []
        self._bytes = bytearray()
        self._pass_over = 0
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._style = 0
        self._styles: dict[int, UnitKind] = {}
        self._kind: UnitKind | None = None
        self._optional = False

    def parse(self, text: str) -> bool:
        """Take a whole file; False when its groups are nested too deep."""
        position = 0
        while position < len(text):
            token = _TOKEN.match(text, position)
            assert token is not None  # the expression matches any character
            position = token.end()
            word, number, byte, symbol, brace, plain = token.groups()
            if word == "bin":
                position += max(int(number or 0), 0)
            elif word:
                self._control(word, int(number) if number else None)
            elif byte:
                self._add_bytes(bytes.fromhex(byte))
            elif symbol:
                self._symbol(symbol)
            elif brace:
                if not self._group(brace):
                    return False
            elif plain:
                self._add_bytes(plain.encode("latin-1"))
        self._end()
        return True

    def _group(self, brace: str) -> bool:
        self._flush()
        if brace == "{":
            self._stack.append(self._state)
        elif self._stack:
            if self._state.place == "stylesheet" and (name := self.header["stylesheet"].strip(" ;")):
                if kind := kind_of_style(name.lower()):
                    self._styles[self._style] = kind
                self.header["stylesheet"] = ""
            self._state = self._stack.pop()
        self._optional = False
        self._pass_over = 0
        return len(self._stack) < _MAX_GROUPS

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._optional = True
        elif symbol in "\n\r":
            self._end()
        else:
            self._add(_SYMBOLS.get(symbol, ""))

    def _control(self, word: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        if word in _SKIPPED or (optional and word not in _KEPT):
            self._enter("skip")
        elif word in _TOLD:
            self.layout.dropped[_TOLD[word]] += not self._state.place
            self._enter("skip")
        elif word in _APART:
            self._enter(word)
        elif word == "u" and number is not None:
            self._add(chr(number % 0x10000))
            self._pass_over = self._state.width
        elif word in _ENDS:
            self._end()
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        else:
            self._property(word, number)

    def _property(self, word: str, number: int | None) -> None:
        if word == "ansicpg":
            self.encoding = f"cp{number}" if _is_codec(f"cp{number}") else "cp1252"
            self._turn(codec=self.encoding)
        elif word == "f" and number is not None:
            self._font = number
            self._turn(codec=self._fonts.get(number, self.encoding))
        elif word == "fcharset" and number is not None:
            self._fonts[self._font] = _CODE_PAGES.get(number, self.encoding)
        elif word == "uc":
            self._turn(width=max(number or 0, 0))
        elif word in ("v", "deleted"):
            self._turn(hidden=number != 0)
        elif word == "plain":
            self._turn(hidden=False)
        elif word == "pard":
            self._kind = None
        elif word == "s" and number is not None:
            self._style = number
            self._kind = self._styles.get(number)
        elif word == "outlinelevel" and (number or 0) < 9:
            self._kind = UnitKind.HEADING

    def _enter(self, place: str) -> None:
        self._flush()
        if self._state.place != "skip":
            self._state = replace(self._state, place=place)

    def _turn(self, *, codec: str = "", width: int | None = None, hidden: bool | None = None) -> None:
        self._flush()
        state = self._state
        self._state = _State(
            state.place,
            codec or state.codec,
            state.width if width is None else width,
            state.hidden if hidden is None else hidden,
        )

    def _add_bytes(self, content: bytes) -> None:
        passed = min(self._pass_over, len(content))
        self._pass_over -= passed
        self._bytes += content[passed:]

    def _add(self, words: str) -> None:
        self._flush()
        if self._state.place in self.header:
            if len(self.header[self._state.place]) < _MAX_HEADER:
                self.header[self._state.place] += words
        elif not self._state.place and not self._state.hidden:
            self._words.append(words)

    def _flush(self) -> None:
        if self._bytes:
            words = self._bytes.decode(self._state.codec, "replace")
            self._bytes = bytearray()
            self._add(words)

    def _end(self) -> None:
        """End a paragraph."""
        self._flush()
        if self._state.place:
            return
        # Characters beyond the first 65536 are written as two halves.
        words = "".join(self._words).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self._words = []
        self.layout.add(words.strip(" \t"), self._kind)


def _is_codec(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:
        return False
    return True
