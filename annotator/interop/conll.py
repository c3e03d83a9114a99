r"""CoNLL/BIO: a token and its tag on each line, sentences apart by an empty line; files per annotator.

`<annotator>.conll` tags who said what (source, cue, content), `<annotator>.bias.conll` the wording that
leans, for a token has one tag, and the two kinds overlap more often than not. Gold is the annotator `gold`.
Sentences that an annotator has no record of are not there. Tags are `O`, or `B-` and `I-` with the name of a
passage (see `annotator.interop.flat`), after a tab; tokens are those of `annotator.interop.tokens`.

Before its tokens a sentence has lines `# key = value`: `newdoc id` where an article begins, `sent_id`
(article, `/`, unit), `start` (its first code point in the article), `text`, `label`, of gold `state`, and
what else was said. Line ends and controls in values are written as `\n`, `\t`, `\u0007`, a backslash
as two. No token holds a blank, so a line that begins with `# ` is never one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from annotator.interop.escapes import visible
from annotator.interop.flat import Flat, Passage, flatten
from annotator.interop.folder import HashedFile, OutputFolder
from annotator.interop.losses import ABOUT, HISTORY, LAYOUT, OUTSIDE, VERSIONS
from annotator.interop.names import FILE, Names, NameTable, file_name, records_apart
from annotator.interop.tokens import tokens
from annotator.interop.writer import Exporter, FormatInfo, Item, Job, PlainWriter
from schemas import GOLD, Annotation, Article, BiasKind, Unit

INFO = FormatInfo(
    name="conll",
    summary="CoNLL/BIO: a token and its tag per line, for sequence taggers; two files per annotator",
    files=("<annotator>.conll", "<annotator>.bias.conll", FILE),
    offset_unit="tokens; the start of a sentence in code points",
    loses=(
        "passages that overlap another of their file, begin or end inside a token",
        "the order of a sentence's passages, other than that of the text",
        "sentences that an annotator has no record of, text between sentences",
        HISTORY,
        LAYOUT,
        VERSIONS,
        ABOUT,
    ),
)

_BIAS = tuple(kind.value for kind in BiasKind)


class ConllWriter(PlainWriter):
    """Writes the files of all annotators side by side."""

    def __init__(self, folder: OutputFolder, job: Job) -> None:
        self._folder = folder
        self._names = Names(file_name, taken=(GOLD,))
        self._has_gold = False
        self._files: dict[str, HashedFile] = {}
        self._dropped: Counter[str] = Counter()

    def add(self, item: Item) -> None:
        """Write what everybody said of one article."""
        article = item.article
        apart = records_apart(item)
        begun = set[str]()
        for unit in article.units:
            given = [(name, record) for name, records in apart.items() if (record := records.get(unit.id))]
            if not given:
                continue
            words = _Words(article, unit)
            for annotator, record in given:
                newdoc = "" if annotator in begun else f"# newdoc id = {article.id}\n"
                begun.add(annotator)
                self._write(f"{item.part}/" if item.part else "", annotator, newdoc, words, record)

    def finish(self) -> None:
        """Write the table of names."""
        gold = {GOLD: GOLD} if self._has_gold else {}
        self._folder.write(FILE, NameTable(self._names.table() | gold).text())

    def dropped(self) -> Counter[str]:
        """Count the passages that tags cannot hold."""
        return self._dropped

    def _write(self, place: str, annotator: str, newdoc: str, words: "_Words", record: Annotation) -> None:
        flat = flatten(record)
        about = newdoc + words.about + "".join(_said(flat, record))
        said = [passage for passage in flat.passages if not passage.name.startswith(_BIAS)]
        leaning = [passage for passage in flat.passages if passage.name.startswith(_BIAS)]
        for kind, passages in (("", said), (".bias", leaning)):
            lines = words.tagged(passages, self._dropped)
            self._file(place, annotator, kind).write_rows([f"{about}{lines}\n"])

    def _file(self, place: str, annotator: str, kind: str) -> HashedFile:
        if annotator == GOLD:
            self._has_gold = True
        stem = GOLD if annotator == GOLD else self._names[annotator]
        name = f"{place}{stem}{kind}.conll"
        if name not in self._files:
            self._files[name] = self._folder.file(name, rows=0)
        return self._files[name]


class _Words:
    """The tokens of a sentence, the same ones for all its annotators."""

    def __init__(self, article: Article, unit: Unit) -> None:
        text = article.unit_text(unit)
        self._unit = unit
        self._stretches = tokens(text)
        self._tokens = [text[start:end] for start, end in self._stretches]
        self.about = f"# sent_id = {article.id}/{unit.id}\n# start = {unit.start}\n# text = {visible(text)}\n"
        self._bare = "\tO\n".join([*self._tokens, ""])

    @cached_property
    def _at_start(self) -> dict[int, int]:
        """The tokens by where they begin in the sentence."""
        return {start: place for place, (start, _) in enumerate(self._stretches)}

    @cached_property
    def _at_end(self) -> dict[int, int]:
        return {end: place for place, (_, end) in enumerate(self._stretches)}

    def tagged(self, passages: Sequence[Passage], dropped: Counter[str]) -> str:
        """Give a line for each token; of passages that overlap, the first one has its tags."""
        if not passages:
            return self._bare
        tags: dict[int, str] = {}
        for passage in passages:
            first = self._at_start.get(passage.start - self._unit.start)
            last = self._at_end.get(passage.end - self._unit.start)
            if not self._unit.start <= passage.start < passage.end <= self._unit.end:
                dropped[OUTSIDE] += 1
            elif first is None or last is None:
                dropped["passage with an end inside a token"] += 1
            elif any(place in tags for place in range(first, last + 1)):
                dropped["passage across another"] += 1
            else:
                tags[first] = f"B-{passage.name}"
                tags.update(dict.fromkeys(range(first + 1, last + 1), f"I-{passage.name}"))
        return "".join(f"{token}\t{tags.get(place, 'O')}\n" for place, token in enumerate(self._tokens))


def _said(flat: Flat, record: Annotation) -> Iterator[str]:
    """Give the lines on what was said of a whole sentence."""
    if flat.label is not None:
        yield f"# label = {flat.label}\n"
    if record.adjudication is not None:
        yield f"# state = {record.adjudication.origin.value}\n"
    for name, value in flat.attributes.items():
        yield f"# {name} = {visible(value)}\n"


EXPORTER = Exporter(INFO, ConllWriter)
