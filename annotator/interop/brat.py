r"""brat standoff: a folder per annotator (and `gold`) with each article as `.txt` and `.ann`.

Every unit is a text-bound annotation `Sentence`. Its label is the attribute `Label`; what else was said of it
are attributes under their names in `annotator.interop.flat`, or notes where they are free text: `Unit` (the
id), `AnnotatorNotes` (the comment), `source_id`, `via`. A gold label has the attribute `state`. A record that
says nothing has the attribute `seen`. Passages are text-bound annotations under their names.

Names that brat does not take (`mostly true`, `content#2`) are written in ASCII letters, digits, `_` and `-`;
`names.json` leads back. Notes write line ends as `\n` (see `annotator.interop.escapes`). Articles without
any label stand in the folder `unlabelled`. Offsets are code points; what stands over several lines is written
in pieces, as brat does.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from annotator.interop.escapes import visible
from annotator.interop.flat import Flat, Passage, flatten, passage_names
from annotator.interop.folder import OutputFolder
from annotator.interop.losses import ABOUT, EMPTY, HISTORY, LAYOUT, OUTSIDE, VERSIONS
from annotator.interop.names import (
    FILE,
    UNLABELLED,
    Names,
    NameTable,
    ascii_word,
    records_apart,
    user_names,
)
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter
from schemas import GOLD, Annotation, Article, Directness, GoldOrigin, Hedge, SourceType, Unit

SENTENCE = "Sentence"
LABEL, STATE, SEEN = "Label", "state", "seen"
UNIT_NOTE, COMMENT_NOTE = "Unit", "AnnotatorNotes"

NOTES = {"comment": COMMENT_NOTE, "source_id": "source_id", "via": "via"}
"""Attributes that are free text, and what their notes are called."""

_VALUES: Mapping[str, tuple[str, ...]] = {
    "hedge": tuple(Hedge),
    "check_worthiness": ("0", "1", "2"),
    "credibility": ("1", "2", "3", "4", "5", "6"),
    "source_type": tuple(SourceType),
    "directness": tuple(Directness),
    "chain_length": tuple(str(number) for number in range(1, 21)),
    STATE: tuple(GoldOrigin),
}
"""What an attribute may be; one that is not here is a flag."""

_FLAGS = ("same_source", "gap", "mixed", "low_confidence", "flag", "source_view", SEEN)

INFO = FormatInfo(
    name="brat",
    summary="brat standoff: a folder per annotator with texts, their annotations and brat's configuration",
    files=("<annotator>/<article>.txt", "<annotator>/<article>.ann", "annotation.conf", "visual.conf", FILE),
    loses=(
        HISTORY,
        LAYOUT,
        EMPTY,
        VERSIONS,
        ABOUT,
        "line ends at the edges of a passage",
    ),
    imported=True,
)

_LINE = re.compile("[^\n]+")

_VISUAL = """[drawing]
SPAN_DEFAULT\tfgColor:black, bgColor:#dfe8f5, borderColor:darken
ATTRIBUTE_DEFAULT\tglyph:*
Sentence\tbgColor:#f4f4f4
source\tbgColor:#cfe8cf
cue\tbgColor:#fff0b3
content\tbgColor:#d6e4ff
"""


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the stretches of a passage between line ends, which brat cannot have in one."""
    return [found.span() for found in _LINE.finditer(text, start, end)]


class BratWriter(PlainWriter):
    """Writes a pair of files per article and annotator."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._dropped: Counter[str] = Counter()
        self._folders = user_names(job)
        self._has_gold = False
        self._labels = Names(ascii_word)
        self._passages = Names(ascii_word, taken=(SENTENCE,))
        self._attributes = Names(ascii_word, taken=(LABEL, UNIT_NOTE, COMMENT_NOTE))
        for name in job.codebook.label_names:
            self._labels[name]
        for name in passage_names():
            self._passages[name]
        for name in (*_VALUES, *_FLAGS, *NOTES):
            self._attributes[name]

    def add(self, item: Item) -> None:
        """Write one article as each annotator has it."""
        article = item.article
        before = f"{item.part}/" if item.part else ""
        apart = records_apart(item) or {"": {}}
        for annotator, records in apart.items():
            place = f"{before}{self._folder_of(annotator)}/{article.id}"
            self._folder.write(f"{place}.txt", article.text)
            lines = _Lines(self, article, records)
            self._folder.write(f"{place}.ann", lines.text(), rows=len(records))
            self._dropped.update(lines.dropped)

    def finish(self) -> None:
        """Write brat's configuration and the table of names."""
        self._folder.write("annotation.conf", self._annotation_conf())
        self._folder.write("visual.conf", self._visual_conf())
        annotators = self._folders.table() | ({GOLD: GOLD} if self._has_gold else {})
        table = NameTable(annotators, self._labels.table(), self._passages.table(), self._attributes.table())
        self._folder.write(FILE, table.text())

    def dropped(self) -> Counter[str]:
        """Count the passages that brat has no place for."""
        return self._dropped

    def label(self, name: str) -> str:
        """Give a label as brat takes it."""
        return self._labels[name]

    def passage(self, name: str) -> str:
        """Give the type of a passage as brat takes it."""
        return self._passages[name]

    def attribute(self, name: str) -> str:
        """Give an attribute as brat takes it."""
        return self._attributes[name]

    def _folder_of(self, annotator: str) -> str:
        if annotator == GOLD:
            self._has_gold = True
            return GOLD
        return self._folders[annotator] if annotator else UNLABELLED

    def _annotation_conf(self) -> str:
        types = [SENTENCE, *self._passages.table()]
        attributes = [f"{LABEL}\tArg:{SENTENCE}, Value:{'|'.join(self._labels.table())}"]
        for written, name in self._attributes.table().items():
            if (bare := name.partition("#")[0]) not in NOTES:
                values = _VALUES.get(bare)
                attributes.append(
                    f"{written}\tArg:{SENTENCE}" + (f", Value:{'|'.join(values)}" if values else "")
                )
        sections = {
            "entities": types,
            "relations": ["<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"],
            "events": [],
            "attributes": attributes,
        }
        return "\n".join(
            f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items()
        )

    def _visual_conf(self) -> str:
        tables = (self._labels.table(), self._passages.table(), self._attributes.table())
        shown = {written: name for table in tables for written, name in table.items() if written != name}
        lines = [f"{written} | {visible(name)}\n" for written, name in sorted(shown.items())]
        return "[labels]\n" + "".join(lines) + "\n" + _VISUAL


class _Lines:
    """Makes the `.ann` file of one annotator's records of an article."""

    def __init__(self, names: BratWriter, article: Article, records: Mapping[str, Annotation]) -> None:
        self.dropped: Counter[str] = Counter()
        self._names = names
        self._article = article
        self._records = records
        self._bound = self._attributes = self._notes = 0

    def text(self) -> str:
        """Give the whole file."""
        return "".join(line for unit in self._article.units for line in self._unit(unit))

    def _unit(self, unit: Unit) -> Iterator[str]:
        yield self._text_bound(SENTENCE, pieces(self._article.text, unit.start, unit.end))
        sentence = f"T{self._bound}"
        yield self._note(UNIT_NOTE, sentence, unit.id)
        if (record := self._records.get(unit.id)) is None:
            return
        flat = flatten(record)
        yield from self._said(flat, record, sentence)
        yield from self._passages(flat.passages, unit)

    def _said(self, flat: Flat, record: Annotation, sentence: str) -> Iterator[str]:
        if flat.label is not None:
            yield self._attribute(LABEL, sentence, self._names.label(flat.label))
        for name, value in flat.attributes.items():
            if (note := NOTES.get(name.partition("#")[0])) is not None:
                yield self._note(
                    note if "#" not in name else self._names.attribute(name), sentence, visible(value)
                )
            else:
                yield self._attribute(self._names.attribute(name), sentence, "" if value == "true" else value)
        if record.adjudication is not None:
            yield self._attribute(STATE, sentence, record.adjudication.origin)
        elif flat == Flat():
            yield self._attribute(SEEN, sentence, "")

    def _passages(self, passages: Iterable[Passage], unit: Unit) -> Iterator[str]:
        for passage in passages:
            if not unit.start <= passage.start < passage.end <= unit.end:
                self.dropped[OUTSIDE] += 1
                continue
            found = pieces(self._article.text, passage.start, passage.end)
            if not found:
                self.dropped["passage of line ends only"] += 1
                continue
            if (found[0][0], found[-1][1]) != passage[:2]:
                self.dropped["edge of a passage that is a line end"] += 1
            yield self._text_bound(self._names.passage(passage.name), found)

    def _text_bound(self, name: str, found: list[tuple[int, int]]) -> str:
        self._bound += 1
        text = self._article.text
        places = ";".join(f"{start} {end}" for start, end in found)
        words = " ".join(text[start:end] for start, end in found)
        return f"T{self._bound}\t{name} {places}\t{words}\n"

    def _attribute(self, name: str, target: str, value: str) -> str:
        self._attributes += 1
        return f"A{self._attributes}\t{name} {target}{' ' if value else ''}{value}\n"

    def _note(self, name: str, target: str, words: str) -> str:
        self._notes += 1
        return f"#{self._notes}\t{name} {target}\t{words}\n"


EXPORTER = Exporter(INFO, BratWriter)
