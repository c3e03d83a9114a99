r"""Labels from WebAnno TSV 3: our own export, or what INCEpTION and WebAnno export.

The format has no text between sentences, so every sentence comes as a text of its own that says where it
begins.
Layers are understood as in XMI (`annotator.interop.uima_document`). Relations, chains and links have no place
here: their number is told.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.interop.foreign import ForeignLabel, ForeignText, Importer, Refused
from annotator.interop.offsets import Utf16
from annotator.interop.project_files import ProjectFile, has_files
from annotator.interop.uima_document import Stretch, UimaDocument, may_label
from annotator.interop.uima_project import read_documents
from annotator.interop.webanno_tsv import INFO
from annotator.interop.whole_file import UnreadableError, utf8

_MARK = "#FORMAT=WebAnno TSV "
_ROW = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})?")
_PLACE = re.compile(r"([0-9]{1,10})-([0-9]{1,10})")
_STACKED = re.compile(r"(?:\\.|[^\\|])*", re.DOTALL)
_VALUE = re.compile(r"((?:\\.|[^\\\[\]])*)(?:\[([0-9]{1,9})\])?", re.DOTALL)
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_CHARACTERS = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}
_MAX_GAPS = 1_000_000
"""Characters between all sentences; more is no text."""
_MAX_COLUMNS = 1000
_MAX_STACKED = 1000
"""Annotations of one layer on one token."""


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    features: tuple[str, ...]
    """Names of its columns; empty: one column without a name."""
    first: int
    """Its first column."""

    @property
    def columns(self) -> range:
        return range(self.first, self.first + max(1, len(self.features)))


@dataclass(slots=True)
class _Sentence:
    """One sentence as it stands in the file."""

    line: int
    id: str = ""
    texts: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    """Lines and cells."""


@dataclass(slots=True)
class _Open:
    """An annotation of which rows are still being read."""

    layer: str
    line: int
    begin: int
    end: int
    number: int
    """Tells it from others that cover the same; 0: it has none."""
    features: dict[str, str]


class _SentenceError(Exception):
    """What is wrong with a sentence."""


def read(path: Path) -> Iterator[ForeignText | Refused]:
    """Read a file, a folder with files in it or below, or an archive."""
    for found in read_documents(path, ".tsv", lambda data: _Reader(_lines(data)).document()):
        if isinstance(found, Refused):
            yield found
        else:
            yield from _by_sentence(*found)


def _lines(data: bytes) -> list[str]:
    """Give the lines of a file of a version that is understood.

    Raises:
        UnreadableError: it is no such file.
    """
    lines = [line.removesuffix("\r") for line in utf8(data).removeprefix("\ufeff").split("\n")]
    found = re.fullmatch(rf"{re.escape(_MARK)}([0-9])\.[0-9]{{1,2}}\s*", lines[0])
    if found is None:
        raise UnreadableError(f"does not begin with {_MARK}3.3")
    if found[1] != "3":
        raise UnreadableError(f"is WebAnno TSV {found[1]}; export it as version 3")
    header = itertools.takewhile(lambda line: line.startswith("#T_"), lines[1:])
    if sum(1 + line.count("|") for line in header) > _MAX_COLUMNS:
        raise UnreadableError(f"declares more than {_MAX_COLUMNS:,} columns")
    return lines


def _by_sentence(document: UimaDocument, file: ProjectFile) -> Iterator[ForeignText | Refused]:
    """Give every sentence with its labels; those across sentences have no place."""
    inside: dict[tuple[int, int], list[ForeignLabel]] = {place: [] for place in document.sentences}
    for label in document.labels(file.shown, file.annotator):
        if isinstance(label, Refused):
            yield label
        elif label.start is None or label.end is None or (label.start, label.end) not in inside:
            yield Refused(label.where, "is not within one sentence")
        else:
            inside[label.start, label.end].append(label)
    article = file.article("")
    for number, ((start, end), labels) in enumerate(inside.items(), start=1):
        yield ForeignText(
            where=f"{file.shown}: sentence {number}",
            text=document.text[start:end],
            article=article,
            start=start,
            labels=tuple(
                replace(
                    label,
                    start=0,
                    end=end - start,
                    passages=tuple(passage.moved(-start) for passage in label.passages),
                )
                for label in labels
            ),
        )


class _Reader:
    """Reads the lines of one file."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._layers: list[_Layer] = []
        self._texts: list[str] = []
        self._units = 0
        """UTF-16 code units of the text so far."""
        self._gaps = 0
        self._numbered: dict[tuple[str, int], _Open] = {}
        """Annotations that may go on in the next sentence, by layer and number."""
        self._document = UimaDocument("")
        self._without_place: Counter[str] = Counter()

    def document(self) -> UimaDocument:
        """Give what the file says; blanks stand where it has no text."""
        first = self._header()
        found: list[_Open] = []
        places: list[tuple[int, int, str]] = []
        for sentence in self._sentences(first):
            try:
                begin, end = self._take_text(sentence)
            except _SentenceError as error:
                self._document.refused.append((f"line {sentence.line}", str(error)))
                continue
            places.append((begin, end, sentence.id))
            found += self._annotations(sentence, begin, end)
        document = self._document
        document.text = "".join(self._texts)
        utf16 = Utf16(document.text)
        for begin, end, name in places:
            document.sentences[utf16.to_code_points(begin), utf16.to_code_points(end)] = name
        for one in found:
            try:
                start, end = utf16.to_code_points(one.begin), utf16.to_code_points(one.end)
            except ValueError as error:
                document.refused.append((f"line {one.line}", str(error)))
                continue
            document.add(Stretch(one.layer, f"line {one.line}", start, end, one.features))
        for what, count in sorted(self._without_place.items()):
            document.refused.append((what, f"there is no place for them ({count:,})"))
        return document

    def _header(self) -> int:
        """Take in the layers; gives the number of the first line after them."""
        column = 3
        for line in self._lines[1:]:
            kind, sign, rest = line.partition("=")
            if not sign or kind not in ("#T_SP", "#T_RL", "#T_CH"):
                break
            name, *names = rest.split("|")
            features = tuple(filter(None, names))
            layer = _Layer(name if kind == "#T_SP" else kind, features, column)
            self._layers.append(layer)
            column = layer.columns.stop
        return 1 + len(self._layers)

    def _sentences(self, first: int) -> Iterator[_Sentence]:
        current: _Sentence | None = None
        for number, line in enumerate(self._lines[first:], start=first + 1):
            if line.startswith("#") and (current is None or current.rows):
                if current is not None:
                    yield current
                current = _Sentence(number)
            if current is None or not line.strip():
                continue
            if line.startswith("#Text="):
                current.texts.append(line.removeprefix("#Text="))
            elif line.startswith("#Sentence.id="):
                current.id = _unescaped(line.removeprefix("#Sentence.id="))
            elif not line.startswith("#"):
                current.rows.append((number, line.split("\t")))
        if current is not None:
            yield current

    def _take_text(self, sentence: _Sentence) -> tuple[int, int]:
        """Add a sentence to the text; gives its place in UTF-16 code units."""
        if not sentence.texts or not sentence.rows:
            raise _SentenceError("a sentence has a #Text line and at least one token")
        begin, last = _place(sentence.rows[0][1])[0], _place(sentence.rows[-1][1])[1]
        gap = begin - self._units
        if not 0 <= gap <= _MAX_GAPS - self._gaps:
            raise _SentenceError(f"the sentence begins at {begin}, the one before it ends at {self._units}")
        written = "\n".join(sentence.texts)
        text = _unescaped_text(written)
        if begin + Utf16(text).length < last:
            raise _SentenceError(f"the last token ends at {last}, past the end of the sentence")
        if begin + Utf16(text).length > last and begin + Utf16(_unescaped(written)).length == last:
            text = _unescaped(written)
        if not text:
            raise _SentenceError("the sentence is empty")
        self._texts += [" " * gap, text]
        self._gaps += gap
        self._units = begin + Utf16(text).length
        return begin, self._units

    def _annotations(self, sentence: _Sentence, begin: int, end: int) -> list[_Open]:
        """Put together the rows of each annotation; gives those that begin in this sentence."""
        text = self._texts[-1]
        utf16 = Utf16(text)
        found: list[_Open] = []
        goes_on = self._numbered
        numbered: dict[tuple[str, int], _Open] = {}
        for line, cells in sentence.rows:
            try:
                place = _checked(cells, text, utf16, begin, end)
            except _SentenceError as error:
                self._document.refused.append((f"line {line}", str(error)))
                continue
            for layer in self._layers:
                for number, given in self._stacked(layer, cells, line):
                    key = layer.name, number
                    one = numbered.get(key) or (goes_on.get(key) if place[0] == begin else None)
                    if one is None:
                        one = _Open(layer.name, line, *place, number, given)
                        found.append(one)
                    if number:
                        # The last row says where it ends: a part of a token stands below the whole.
                        one.end = place[1]
                        numbered[key] = one
        self._numbered = {key: one for key, one in numbered.items() if one.end == end}
        return sorted(found, key=lambda one: one.number)

    def _stacked(
        self, layer: _Layer, cells: Sequence[str], line: int
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Give the annotations of one layer on one row: their numbers and features."""
        columns = [_parts(cells[column]) if column < len(cells) else ["_"] for column in layer.columns]
        depth = max(map(len, columns))
        if depth > _MAX_STACKED:
            self._document.refused.append((f"line {line}", f"there are {depth:,} annotations on one token"))
            return
        for place in range(depth):
            values = [parts[place] if place < len(parts) else "_" for parts in columns]
            if all(value in ("_", "") for value in values) and "_" in values:
                continue
            if layer.name.startswith("#") or not may_label(layer.name):
                self._without_place["relations and chains"] += layer.name.startswith("#")
                continue
            given: dict[str, str] = {}
            number = 0
            for name, value in zip(layer.features or ("",), values, strict=True):
                found = _VALUE.fullmatch(value)
                if found is None:
                    self._document.refused.append((f"line {line}", f"{value[:40]!r} is no value"))
                    break
                number = int(found[2] or number)
                if name.startswith("ROLE_") or "." in name:
                    self._without_place["links"] += value not in ("_", "*")
                elif name and found[1] not in ("*", "_"):
                    given[name] = _unescaped(found[1])
            else:
                yield number, given


def _place(cells: Sequence[str]) -> tuple[int, int]:
    found = _PLACE.fullmatch(cells[1]) if len(cells) > 1 else None
    if found is None or not _ROW.fullmatch(cells[0]):
        raise _SentenceError("a row begins with its number, as 1-2, and its place, as 4-9")
    return int(found[1]), int(found[2])


def _checked(cells: Sequence[str], text: str, utf16: Utf16, begin: int, end: int) -> tuple[int, int]:
    """Give the place of a row if it is in the sentence and has the words that stand there."""
    start, stop = _place(cells)
    if not begin <= start < stop <= end:
        raise _SentenceError(f"{start}-{stop} is empty, reversed or outside its sentence ({begin}-{end})")
    try:
        there = text[utf16.to_code_points(start - begin) : utf16.to_code_points(stop - begin)]
    except ValueError as error:
        raise _SentenceError(str(error)) from None
    words = cells[2] if len(cells) > 2 else ""
    if there not in (words, _unescaped(words)):
        raise _SentenceError(f"the text has {there[:40]!r} there, not {words[:40]!r}")
    return start, stop


def _parts(cell: str) -> list[str]:
    """Split a cell at the bars that are not escaped."""
    parts = []
    place = 0
    while True:
        found = _STACKED.match(cell, place)
        end = found.end() if found else place
        if end < len(cell) and cell[end] == "\\":
            end = len(cell)
        parts.append(cell[place:end])
        if end >= len(cell):
            return parts
        place = end + 1


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: _CHARACTERS.get(found[1], found[1]), value)


def _unescaped_text(line: str) -> str:
    """Give back a line of text as INCEpTION writes it: only backslashes and controls are escaped."""
    return re.sub(r"\\([\\tnfrb])", lambda found: _CHARACTERS.get(found[1], found[1]), line)


def sniff(path: Path, head: bytes) -> bool:
    """Whether it is WebAnno TSV, or a folder or archive with some in it."""
    return has_files(path, head, ".tsv", _MARK.encode())


IMPORTER = Importer(
    name=INFO.name,
    summary="WebAnno TSV 3: files, folders and ZIP archives as INCEpTION and WebAnno export them",
    sniff=sniff,
    read=read,
)
