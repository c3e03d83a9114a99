"""Labels from brat standoff: our own export, or any folder of `.txt` and `.ann` pairs.

Where annotations are called `Sentence` or the like and have attributes or notes, these are the labels; else
an annotation is one if all of its type stand as sentences do. Every other one is a passage of the stretch
that holds it. Relations, events and normalisations have no place here: their number is told.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.interop.brat import COMMENT_NOTE, INFO, LABEL, SEEN, SENTENCE, UNIT_NOTE
from annotator.interop.escapes import plain
from annotator.interop.flat import Passage
from annotator.interop.foreign import ForeignLabel, ForeignText, Importer, Refused
from annotator.interop.names import UNLABELLED, NameTable, names_of
from annotator.interop.standoff import in_stretches, stands_alone
from annotator.interop.whole_file import UnreadableError, files_in, utf8, whole_bytes

_CARRIERS = frozenset({SENTENCE.casefold(), "segment", "unit", "clause", "statement"})
_LABEL_ATTRIBUTES = frozenset({LABEL.casefold(), "labels", "class", "category"})
_UNUSED = {"R": "relations", "E": "events", "*": "equivalences", "N": "normalisations"}
_ID = re.compile(r"[TAMREN#]\S+|\*")
_MAX_BLANKS = 1000
_NUMBER = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class _Bound:
    line: int
    name: str
    pieces: tuple[tuple[int, int], ...]
    """In order; none overlaps another."""

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


@dataclass(slots=True)
class _Annotations:
    """What stands in one `.ann` file."""

    bound: dict[str, _Bound] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By target, then name; a flag is `true`."""
    notes: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """By target: type and words."""
    unused: Counter[str] = field(default_factory=Counter)


class _LineError(Exception):
    """What is wrong with a line."""


def read(path: Path) -> Iterator[ForeignText | Refused]:
    """Read a folder with pairs of files in it or below, or one pair by either of its files."""
    table = names_of(path)
    if not path.is_dir():
        file = path.with_suffix(".ann")
        yield from _pair(file, file.name, _annotators(path.parent, [file], table)[file.parent], table)
        return
    files = list(files_in(path, ".ann"))
    if not files:
        raise AnnotatorError(f"{path}: there is no .ann file; brat has one beside every .txt")
    annotator_of = _annotators(path, files, table)
    for file in files:
        yield from _pair(file, file.relative_to(path).as_posix(), annotator_of[file.parent], table)


def _annotators(root: Path, files: Sequence[Path], table: NameTable | None) -> Mapping[Path, str]:
    """Say whose a folder is: by the table, else its name where the same document stands in several."""
    names = {file.parent: file.parent.absolute().name for file in files}
    if table is not None:
        known = {UNLABELLED: ""} | dict(table.annotators)
        return {folder: known.get(name, name) for folder, name in names.items()}
    several = any(count > 1 for count in Counter(file.name for file in files).values())
    return {folder: name if several and folder != root else "" for folder, name in names.items()}


def _pair(file: Path, shown: str, annotator: str, table: NameTable | None) -> Iterator[ForeignText | Refused]:
    try:
        text = utf8(whole_bytes(file.with_suffix(".txt")))
    except UnreadableError as error:
        yield Refused(shown, f"its text, {file.stem}.txt, {error}")
        return
    try:
        lines = utf8(whole_bytes(file)).split("\n")
    except UnreadableError as error:
        yield Refused(shown, str(error))
        return
    found = _Annotations()
    for number, line in enumerate(lines, start=1):
        try:
            _take(found, line.removesuffix("\r"), number, text)
        except _LineError as error:
            yield Refused(f"{shown}: line {number}", str(error))
    labels = tuple(_labels(found, text, shown, annotator, table))
    for what, count in sorted(found.unused.items()):
        yield Refused(shown, f"there is no place for {what} ({count:,})")
    yield ForeignText(where=shown, text=text, article=file.stem, labels=labels)


def _take(found: _Annotations, line: str, number: int, text: str) -> None:
    if not line.strip():
        return
    key, _, rest = line.partition("\t")
    if not _ID.fullmatch(key):
        raise _LineError("does not begin with an id and a tab")
    kind = key[0]
    data, _, tail = rest.partition("\t")
    if kind == "T":
        if key in found.bound:
            raise _LineError(f"there is a {key} already")
        found.bound[key] = _text_bound(data, tail, number, text)
    elif kind in "AM":
        _take_attribute(found, data)
    elif kind == "#":
        words = data.split()
        if len(words) != 2:
            raise _LineError("a note has a type and what it is of")
        found.notes[words[1]].append((words[0], tail))
    else:
        found.unused[_UNUSED[kind]] += 1


def _take_attribute(found: _Annotations, data: str) -> None:
    words = data.split(None, 2)
    if len(words) < 2:
        raise _LineError("an attribute has a name and what it is of")
    of = found.attributes[words[1]]
    if words[0] in of:
        raise _LineError(f"{words[1]} has the attribute {words[0]} twice")
    of[words[0]] = words[2] if len(words) > 2 else "true"


def _text_bound(data: str, words: str, number: int, text: str) -> _Bound:
    name, _, places = data.partition(" ")
    pieces = []
    end = 0
    for place in places.split(";"):
        offsets = place.split()
        if len(offsets) != 2 or not all(map(_NUMBER.fullmatch, offsets)):
            raise _LineError(f"{places[:40]!r} is no place; write 0 12, or 0 12;13 20")
        start, last, end = int(offsets[0]), end, int(offsets[1])
        if not last <= start < end:
            raise _LineError(f"{places[:40]!r} is empty, reversed or overlaps itself")
        if end > len(text):
            raise _LineError(f"offset {end:,} is past the end of the text ({len(text):,} characters)")
        pieces.append((start, end))
    if words.strip():
        there = " ".join(text[start:end] for start, end in pieces)
        if "".join(words.split()) != "".join(there.split()):
            raise _LineError(f"the text has {there[:40]!r} there, not {words[:40]!r}")
    return _Bound(number, name, tuple(pieces))


def _labels(
    found: _Annotations, text: str, shown: str, annotator: str, ours: NameTable | None
) -> Iterator[ForeignLabel]:
    carriers = _carriers(found, text)
    table = ours or NameTable()
    passages = [
        Passage(start, end, table.passages.get(bound.name, bound.name))
        for key, bound in found.bound.items()
        if key not in carriers
        for start, end in _joined(bound, text)
    ]
    order = sorted(carriers, key=lambda key: (found.bound[key].start, -found.bound[key].end))
    held, rest = in_stretches(passages, [(found.bound[key].start, found.bound[key].end) for key in order])
    for key, inside in zip(order, held, strict=True):
        bound = found.bound[key]
        said = dict(found.attributes.get(key, {}))
        unit, notes = _noted(found.notes.get(key, []))
        if not (carriers[key] or said or notes or inside):
            continue
        label = bound.name if carriers[key] else _taken_label(said, or_only=ours is None)
        attributes = {table.attributes.get(name, name): words for name, words in (said | notes).items()}
        yield ForeignLabel(
            where=f"{shown}: line {bound.line}",
            label=None if label is None else table.labels.get(label, label),
            annotator=annotator,
            start=bound.start,
            end=bound.end,
            unit=unit,
            passages=tuple(inside),
            attributes={name: words for name, words in attributes.items() if name != SEEN},
        )
    if rest:
        yield ForeignLabel(where=shown, label=None, annotator=annotator, passages=tuple(rest))
    on_passages = sum(
        len(of[target]) for of in (found.attributes, found.notes) for target in of if target not in carriers
    )
    if on_passages:
        found.unused["attributes and notes of passages"] = on_passages


def _carriers(found: _Annotations, text: str) -> dict[str, bool]:
    """Give the ids that stand for a sentence, and whether the type itself is the label."""
    sentences = {key for key, bound in found.bound.items() if bound.name.casefold() in _CARRIERS}
    alone: dict[str, bool] = {}
    if sentences.isdisjoint((*found.attributes, *found.notes)):
        for key, bound in found.bound.items():
            if key not in sentences and alone.get(bound.name, True):
                alone[bound.name] = stands_alone(text, bound.start, bound.end)
    return {
        key: key not in sentences
        for key, bound in found.bound.items()
        if key in sentences or alone.get(bound.name)
    }


def _taken_label(said: dict[str, str], *, or_only: bool) -> str | None:
    """Take the label out of the attributes of a sentence: the one called so, or else the only one.

    Of other tools an attribute without a value is its own label; of ours `true` may be a label.
    """
    names = [name for name in said if name.casefold() in _LABEL_ATTRIBUTES] or (list(said) if or_only else [])
    if len(names) != 1:
        return None
    value = said.pop(names[0])
    return names[0] if or_only and value == "true" else value


def _noted(notes: Sequence[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """Give the unit's id and what else the notes of a sentence say, by attribute."""
    unit, said = "", dict[str, str]()
    for name, words in notes:
        if name == UNIT_NOTE:
            unit = words.strip()
        elif name == COMMENT_NOTE and "comment" in said:
            said["comment"] += "\n" + plain(words)
        else:
            said["comment" if name == COMMENT_NOTE else name] = plain(words)
    return unit, said


def _joined(bound: _Bound, text: str) -> Iterator[tuple[int, int]]:
    """Give the pieces of a passage; those with only blanks between them are one."""
    start, end = bound.pieces[0]
    for next_start, next_end in bound.pieces[1:]:
        if next_start - end > _MAX_BLANKS or text[end:next_start].strip():
            yield start, end
            start = next_start
        end = next_end
    yield start, end


def sniff(path: Path, head: bytes) -> bool:
    """Whether it is a folder with `.ann` files in it or below, or one of a pair."""
    try:
        if path.is_dir():
            return any(True for _ in path.rglob("*.ann"))
        return path.suffix == ".ann" or (path.suffix == ".txt" and path.with_suffix(".ann").is_file())
    except (OSError, ValueError):
        return False


IMPORTER = Importer(
    name=INFO.name, summary="brat standoff: pairs of .txt and .ann, in folders or not", sniff=sniff, read=read
)
