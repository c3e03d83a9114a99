r"""WebAnno TSV 3.3, as INCEpTION and WebAnno write it: a row per token, a column per feature.

`annotation/<article>/<annotator>.tsv` and `curation/<article>/CURATION_USER.tsv` (gold) hold the units as
sentences (`#Sentence.id` is ours) and the layers of `annotator.interop.uima_layers`, with the features that
occur in the file. An article without any label is `INITIAL_CAS.tsv`; `names.json` has annotators' names by
those of files. Offsets are UTF-16 code units. An annotation of several tokens, or in a sentence with others,
has a number, `loaded[3]`; `_` is no annotation, `*` one without a value; a part of a token has a row of its
own, `1-2.1`.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.interop.flat import flatten, passages
from annotator.interop.folder import OutputFolder
from annotator.interop.losses import ABOUT, EMPTY, HISTORY, LAYOUT, OUTSIDE, VERSIONS
from annotator.interop.names import FILE
from annotator.interop.offsets import Utf16
from annotator.interop.tokens import tokens
from annotator.interop.uima_layers import (
    CURATION,
    FEATURES,
    LABEL,
    NEWS_SPAN,
    SENTENCE_LABEL,
    features,
)
from annotator.interop.uima_project import ProjectWriter
from annotator.interop.writer import Exporter, FormatInfo, Job
from schemas import Annotation, Article, Unit

HEADER = "#FORMAT=WebAnno TSV 3.3"

INFO = FormatInfo(
    name="webanno-tsv",
    summary="WebAnno TSV 3.3: a row per token, for INCEpTION and WebAnno; xmi is the better bridge",
    files=(
        "annotation/<article>/<annotator>.tsv",
        f"curation/<article>/{CURATION}.tsv",
        FILE,
    ),
    offset_unit="UTF-16 code units",
    loses=(
        HISTORY,
        LAYOUT,
        EMPTY,
        VERSIONS,
        ABOUT,
        "blanks between sentences, and at the edges of a passage",
    ),
    imported=True,
)

_RESERVED = re.compile(r"->|[\\\[\]|_;*\t\n]")
_SHORT = {"\t": "\\t", "\n": "\\n"}

_Place = tuple[int, int]


def escaped_value(value: str) -> str:
    """Write the value of a feature; it has no control characters."""
    return _RESERVED.sub(lambda found: _SHORT.get(found[0], "\\" + found[0]), value)


def escaped_text(line: str) -> str:
    """Write a line of canonical text."""
    return line.replace("\\", "\\\\").replace("\t", "\\t")


@dataclass(slots=True)
class _Mark:
    """A passage, and its number where it needs one."""

    name: str
    number: int = 0


@dataclass(slots=True)
class _Row:
    """A token, or a part of one, with the passages on it."""

    name: str
    place: _Place
    part: bool = False
    marks: list[_Mark] = field(default_factory=list)


class TsvWriter(ProjectWriter):
    """Writes a file per article and annotator."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        super().__init__(folder, job, ".tsv", _Document)


class _Document:
    """One article in tokens, to which anybody's labels are added."""

    def __init__(self, article: Article, dropped: Counter[str]) -> None:
        self._article = article
        self._dropped = dropped
        self._utf16 = Utf16(article.text)
        self._tokens = [
            [(unit.start + start, unit.start + end) for start, end in tokens(article.unit_text(unit))]
            for unit in article.units
        ]
        self._numbers = 0

    def with_labels(self, records: Mapping[str, Annotation]) -> str:
        """Give the document with these records, by unit."""
        self._numbers = 0
        columns = self._columns(records)
        has_passages = any(record.spans() for record in records.values())
        lines = [HEADER]
        if records:
            lines.append(f"#T_SP={SENTENCE_LABEL}|{'|'.join(columns)}")
        if has_passages:
            lines.append(f"#T_SP={NEWS_SPAN}|{LABEL}")
        lines.append("")
        nothing = "_\t" * len(columns) if records else ""
        for number, (unit, found) in enumerate(zip(self._article.units, self._tokens, strict=True), start=1):
            record = records.get(unit.id)
            lines += ["", f"#Sentence.id={unit.id}"]
            lines += [f"#Text={escaped_text(line)}" for line in self._article.unit_text(unit).split("\n")]
            covering = self._label(record, columns, alone=len(found) == 1) if record else nothing
            for row in self._rows(unit, number, found, record):
                cells = nothing if row.part else covering
                lines.append(self._line(row, cells, _cell(row.marks) if has_passages else ""))
        return "\n".join(lines) + "\n"

    def _label(self, record: Annotation, columns: tuple[str, ...], *, alone: bool) -> str:
        """Give the cells of a record's label, the same on every token of the sentence."""
        self._numbers += not alone
        number = "" if alone else f"[{self._numbers}]"
        said = features(flatten(record), record)
        return "".join(f"{escaped_value(said[name]) if name in said else '*'}{number}\t" for name in columns)

    def _columns(self, records: Mapping[str, Annotation]) -> tuple[str, ...]:
        used = {name for record in records.values() for name in features(flatten(record), record)} | {LABEL}
        return tuple(name for name in FEATURES if name in used)

    def _rows(
        self, unit: Unit, number: int, found: list[_Place], record: Annotation | None
    ) -> Iterator[_Row]:
        rows = [_Row(f"{number}-{place}", token) for place, token in enumerate(found, start=1)]
        if record is None:
            return iter(rows)
        parts: dict[int, dict[_Place, _Row]] = defaultdict(dict)
        found_passages = passages(record)
        for start, end, name in found_passages:
            if place := self._between_blanks(unit, found, start, end):
                mark = _Mark(name)
                if len(found_passages) > 1:
                    self._number(mark)
                self._mark(rows, parts, found, place, mark)
        return self._with_parts(rows, parts)

    def _between_blanks(self, unit: Unit, found: list[_Place], start: int, end: int) -> _Place | None:
        """Give what tokens have of a passage."""
        if not unit.start <= start < end <= unit.end:
            self._dropped[OUTSIDE] += 1
            return None
        first = bisect_right(found, start, key=lambda token: token[1])
        last = bisect_left(found, end, key=lambda token: token[0]) - 1
        if first > last:
            self._dropped["passage of blanks only"] += 1
            return None
        place = max(start, found[first][0]), min(end, found[last][1])
        if place != (start, end):
            self._dropped["edge of a passage that is a blank"] += 1
        return place

    def _mark(
        self,
        rows: list[_Row],
        parts: dict[int, dict[_Place, _Row]],
        found: list[_Place],
        place: _Place,
        mark: _Mark,
    ) -> None:
        """Put a passage on the tokens that it covers, and on the parts of those that it begins or ends in."""
        start, end = place
        first = bisect_right(found, start, key=lambda token: token[1])
        last = bisect_left(found, end, key=lambda token: token[0])
        for index in range(first, last):
            inside = max(start, found[index][0]), min(end, found[index][1])
            row = (
                rows[index]
                if inside == found[index]
                else parts[index].setdefault(inside, _Row("", inside, True))
            )
            if last - first > 1:
                self._number(mark)
            row.marks.append(mark)

    def _number(self, mark: _Mark) -> None:
        if not mark.number:
            self._numbers += 1
            mark.number = self._numbers

    @staticmethod
    def _with_parts(rows: Iterable[_Row], parts: Mapping[int, Mapping[_Place, _Row]]) -> Iterator[_Row]:
        for index, row in enumerate(rows):
            yield row
            for number, (_, part) in enumerate(sorted(parts.get(index, {}).items()), start=1):
                part.name = f"{row.name}.{number}"
                yield part

    def _line(self, row: _Row, label: str, marks: str) -> str:
        start, end = row.place
        begin, stop = self._utf16.from_code_points(start), self._utf16.from_code_points(end)
        return f"{row.name}\t{begin}-{stop}\t{self._article.text[start:end]}\t{label}{marks}"


def _cell(marks: Iterable[_Mark]) -> str:
    values = (
        f"{escaped_value(mark.name)}[{mark.number}]" if mark.number else escaped_value(mark.name)
        for mark in marks
    )
    return f"{'|'.join(values) or '_'}\t"


EXPORTER = Exporter(INFO, TsvWriter)
