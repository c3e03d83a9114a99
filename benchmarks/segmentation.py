"""Sentence boundaries against libraries: `python -m benchmarks.segmentation FILE_OR_FOLDER ...`.

A file is JSONL, one document a line: `text`, and the sentences as `[start, end)` in code points under
`offsets` or `sents` (lines without are left out); optional are `lang` and `set`, the name of a data set
within a file. Libraries are optional: what cannot be imported is named and left out, and any interpreter will
do that has them beside the dependencies of `annotator.segment`.

Figures, in percent, over characters that are not blanks, so that nobody is judged by blanks:
P, R, F1 of the boundaries between sentences, the end of the document not counted; `exact`, F1 of whole
sentences; `docs`, the documents with nothing wrong. Layouts: `as is`; `wrapped`, every line broken at 72
columns and lines parted by an empty one; `flat`, without line breaks. A library reads the text as it is, and
with `+lines` line by line, which is the better way for it unless the text is wrapped.

Of the 47 golden rules of pySBD for English one is missed on purpose: `compounds. . . . The practice` is to be
cut after the first of four dots, so that a sentence begins with three of them; another rule of the same set
puts all four before the cut (`with a period . . . . Next sentence.`), and so do the papers.

Speed is measured on text that the process has not seen: a new interpreter, one document to warm up, one pass
over the others, all in turns, the median.
"""

import argparse
import json
import statistics
import subprocess
import sys
import textwrap
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

Spans = list[tuple[int, int]]
Splitter = Callable[[str], Spans]

OURS = "annotator"
COLUMNS = 72


class Document(NamedTuple):
    """A text with its sentences."""

    text: str
    sentences: Spans
    language: str


class Score(NamedTuple):
    """Counts of one splitter on one data set."""

    right: int
    found: int
    expected: int
    exact_right: int
    exact_found: int
    exact_expected: int
    documents: int


def main() -> None:
    """Score, time and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--language", help="only documents in this language")
    parser.add_argument("--set", help="only data sets whose name holds this")
    parser.add_argument("--library", action="append", help="only this one (may be given again)")
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS), help="only this layout")
    parser.add_argument("--turns", type=int, default=3, help="passes for the speed; 0 leaves it out")
    parser.add_argument("--misses", action="store_true", help="print our wrong boundaries")
    parser.add_argument("--one-pass", metavar="LIBRARY", help=argparse.SUPPRESS)
    args = parser.parse_args()
    sets = _read(args.paths, args.language, args.set)
    if args.one_pass:
        print(_one_pass(args.one_pass, [document for documents in sets.values() for document in documents]))
        return
    names = [name for name in LIBRARIES if not args.library or name in (OURS, *args.library)]
    present = [name for name in names if _is_present(name)]
    if missing := sorted(set(names) - set(present)):
        print(f"not installed, left out: {', '.join(missing)}")
    for title, documents in sets.items():
        for layout in args.layout or LAYOUTS:
            _print_scores(
                f"{title}, {layout}", [LAYOUTS[layout](document) for document in documents], present
            )
        if args.misses:
            _print_misses(documents)
    if args.turns:
        _print_speeds(present, args.turns, sys.argv[1:])


def _read(paths: Iterable[Path], language: str | None, part: str | None) -> dict[str, list[Document]]:
    sets: dict[str, list[Document]] = defaultdict(list)
    files = [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            record: dict[str, Any] = json.loads(line)
            name = record.get("set") or file.stem
            tag = record.get("lang", "en")
            if (language and tag != language) or (part and part not in name):
                continue
            pairs = record.get("offsets") or record["sents"]
            if any(isinstance(pair, str) for pair in pairs):
                continue
            spans = [_stripped(record["text"], int(start), int(end)) for start, end in pairs]
            sets[name].append(Document(record["text"], [(a, b) for a, b in spans if a < b], tag))
    return sets


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _as_is(document: Document) -> Document:
    return document


def _flat(document: Document) -> Document:
    return _with_text(document, " ".join(document.text.split()))


def _wrapped(document: Document) -> Document:
    lines = [
        textwrap.fill(line, COLUMNS, break_long_words=False, break_on_hyphens=False)
        for line in document.text.split("\n")
        if line.strip()
    ]
    return _with_text(document, "\n\n".join(lines))


def _with_text(document: Document, text: str) -> Document:
    """Carry the sentences over to a text that differs in its blanks only."""
    old = [place for place, char in enumerate(document.text) if not char.isspace()]
    new = [place for place, char in enumerate(text) if not char.isspace()]
    if len(old) != len(new):
        raise ValueError("a new layout must not change words")
    moved = dict(zip(old, new, strict=True))
    return Document(text, [(moved[a], moved[b - 1] + 1) for a, b in document.sentences], document.language)


LAYOUTS: dict[str, Callable[[Document], Document]] = {"as is": _as_is, "wrapped": _wrapped, "flat": _flat}


def _places(text: str) -> list[int]:
    """Count for each offset the characters before it that are not blanks."""
    counts = [0]
    for char in text:
        counts.append(counts[-1] + (not char.isspace()))
    return counts


def _score(documents: Sequence[Document], split_in: Callable[[str], Splitter]) -> Score:
    totals = [0] * 7
    for document in documents:
        place = _places(document.text)
        expected = {(place[a], place[b]) for a, b in document.sentences}
        found = {(place[a], place[b]) for a, b in split_in(document.language)(document.text)}
        found = {(a, b) for a, b in found if a < b}
        last = place[-1]
        ends = {b for _, b in expected} - {last}
        cuts = {b for _, b in found} - {last}
        counts = (len(ends & cuts), len(cuts), len(ends), len(expected & found), len(found), len(expected))
        for index, count in enumerate((*counts, int(expected == found))):
            totals[index] += count
    return Score(*totals)


def _f1(right: int, found: int, expected: int) -> float:
    return 200 * right / (found + expected) if found + expected else 100.0


def _print_scores(title: str, documents: Sequence[Document], names: Sequence[str]) -> None:
    sentences = sum(len(document.sentences) for document in documents)
    print(f"\n{title}: {len(documents)} documents, {sentences} sentences")
    print(f"  {'':<20} {'P':>6} {'R':>6} {'F1':>6} {'exact':>6} {'docs':>5}")
    rows = []
    for name in names:
        ways = [("", False)] if name == OURS else [("", False), (" +lines", True)]
        rows += [(name + note, _score(documents, _splitter(name, by_line))) for note, by_line in ways]
    for name, s in sorted(rows, key=lambda row: -_f1(*row[1][:3])):
        precision = 100 * s.right / s.found if s.found else 100.0
        recall = 100 * s.right / s.expected if s.expected else 100.0
        f1, exact = _f1(*s[:3]), _f1(*s[3:6])
        print(f"  {name:<20} {precision:6.2f} {recall:6.2f} {f1:6.2f} {exact:6.2f} {s.documents:5}")


def _print_misses(documents: Sequence[Document]) -> None:
    for document in documents:
        ends = {b for _, b in document.sentences}
        cuts = {b for _, b in _splitter(OURS, False)(document.language)(document.text)}
        for cut in sorted((ends ^ cuts) - {len(document.text.rstrip())}):
            what = "cut " if cut in cuts else "miss"
            around = f"{document.text[max(0, cut - 50) : cut]} ‖{document.text[cut : cut + 40]}"
            print(f"  {what} {around!r}")


def _print_speeds(names: Sequence[str], turns: int, arguments: Sequence[str]) -> None:
    speeds: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(turns):
        for name in names:
            child = [sys.executable, "-m", "benchmarks.segmentation", *arguments, "--one-pass", name]
            out = subprocess.run(child, check=True, capture_output=True, text=True)
            speeds[name].append(float(out.stdout.split()[-1]))
    print(f"\nsentences a second on fresh text, median of {turns} (our figure has the block pass and kinds)")
    for name in sorted(names, key=lambda name: -statistics.median(speeds[name])):
        print(f"  {name:<20} {statistics.median(speeds[name]):10,.0f}")


def _one_pass(name: str, documents: Sequence[Document]) -> float:
    split = _splitter(name, False)
    first, *others = documents
    split(first.language)(first.text)
    # What a library prepares for a language is no part of its speed.
    ready = {language: split(language) for language in {document.language for document in others}}
    for prepared in ready.values():
        prepared("One. Two.")
    start = time.process_time()
    for document in others:
        ready[document.language](document.text)
    return sum(len(document.sentences) for document in others) / (time.process_time() - start)


def _is_present(name: str) -> bool:
    try:
        LIBRARIES[name]("en")("One. Two.")
    except Exception as error:
        if not isinstance(error, ImportError):
            print(f"{name}: {error!r}")
        return False
    return True


def _splitter(name: str, by_line: bool) -> Callable[[str], Splitter]:
    """Give a function from a language to a splitter, made once for each language."""
    ready: dict[str, Splitter] = {}

    def split_in(language: str) -> Splitter:
        if language not in ready:
            whole = LIBRARIES[name](language)
            ready[language] = _line_by_line(whole) if by_line else whole
        return ready[language]

    return split_in


def _line_by_line(split: Splitter) -> Splitter:
    def split_lines(text: str) -> Spans:
        spans, start = [], 0
        for line in text.split("\n"):
            if line.strip():
                spans += [(start + a, start + b) for a, b in split(line)]
            start += len(line) + 1
        return spans

    return split_lines


def _aligned(text: str, sentences: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Find the sentences of a library that gives no offsets again, whatever it did to blanks."""
    place = 0
    for sentence in sentences:
        start = None
        for char in sentence:
            if char.isspace():
                continue
            found = text.find(char, place)
            if found < 0:
                break
            start = found if start is None else start
            place = found + 1
        if start is not None:
            yield start, place


def _ours(language: str) -> Splitter:
    from annotator.segment import segment

    return lambda text: [(unit.start, unit.end) for unit in segment(text, language)]


def _nupunkt(_: str) -> Splitter:
    library: Any = import_module("nupunkt")
    return lambda text: [_stripped(text, a, b) for a, b in library.sent_spans(text)]


def _sentencex(language: str) -> Splitter:
    library: Any = import_module("sentencex")

    def split(text: str) -> Spans:
        found = library.get_sentence_boundaries(language, text)
        return [_stripped(text, each["start_index"], each["end_index"]) for each in found]

    return split


def _pysbd(language: str) -> Splitter:
    library: Any = import_module("pysbd")
    known: Any = import_module("pysbd.languages").LANGUAGE_CODES
    segmenter = library.Segmenter(language=language if language in known else "en", clean=False)
    return lambda text: list(_aligned(text, segmenter.segment(text)))


def _syntok(_: str) -> Splitter:
    library: Any = import_module("syntok.segmenter")

    def split(text: str) -> Spans:
        found = [sentence for paragraph in library.process(text) for sentence in paragraph]
        return list(
            _aligned(text, ("".join(token.spacing + token.value for token in each) for each in found))
        )

    return split


def _segtok(_: str) -> Splitter:
    library: Any = import_module("segtok.segmenter")
    return lambda text: list(_aligned(text, library.split_single(text)))


def _blingfire(_: str) -> Splitter:
    library: Any = import_module("blingfire")
    return lambda text: [_stripped(text, a, b) for a, b in library.text_to_sentences_and_offsets(text)[1]]


def _razdel(_: str) -> Splitter:
    library: Any = import_module("razdel")
    return lambda text: [_stripped(text, each.start, each.stop) for each in library.sentenize(text)]


def _phrasplit(_: str) -> Splitter:
    library: Any = import_module("phrasplit")
    return lambda text: list(_aligned(text, library.split_sentences(text, use_spacy=False)))


def _spacy(language: str) -> Splitter:
    library: Any = import_module("spacy")
    try:
        pipeline = library.blank(language)
    except Exception:
        pipeline = library.blank("xx")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 10_000_000
    return lambda text: [_stripped(text, each.start_char, each.end_char) for each in pipeline(text).sents]


def _punkt(language: str) -> Splitter:
    library: Any = import_module("nltk.tokenize.punkt")
    names = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian"}
    names |= {"pt": "portuguese", "ru": "russian", "tr": "turkish"}
    tokenizer = library.PunktTokenizer(names.get(language, "english"))
    return lambda text: [_stripped(text, a, b) for a, b in tokenizer.span_tokenize(text)]


LIBRARIES: dict[str, Callable[[str], Splitter]] = {
    OURS: _ours,
    "nupunkt": _nupunkt,
    "sentencex": _sentencex,
    "pysbd": _pysbd,
    "syntok": _syntok,
    "segtok": _segtok,
    "blingfire": _blingfire,
    "razdel": _razdel,
    "phrasplit": _phrasplit,
    "spacy": _spacy,
    "nltk punkt": _punkt,
}


if __name__ == "__main__":
    main()
