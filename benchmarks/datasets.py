"""How long each format takes, against the bare library writing the same rows, and how much memory.

    python -m benchmarks.datasets [FORMAT…] [--units 1000000] [--turns 1]

In turns, each in a process of its own: the export of so many labelled sentences through `annotator.interop`,
from articles in memory to the folder in its place (placing labels, hashes, manifest, fsync), without the time
to make the articles; and the library alone, writing to files the rows read back from that export, without the
time to read them. Seconds are those of the processor. Memory is the most that the exporting process had.

`writer` is the same ratio without what every export does whatever its format: to put each label in its place,
its words' hash compared, and to hash the content (measured on 20,000 sentences, in the exporting process).
"""

import argparse
import csv
import json
import multiprocessing
import resource
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple, Self

from annotator.interop import Request, Split, export
from annotator.interop.content import ContentHash
from annotator.interop.writer import place
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import GOLD, Adjudication, Annotation, GoldOrigin, LabelledArticle

UNITS_EACH = 40
_BATCH = 5_000
_ARTICLES_AT_A_TIME = _BATCH // UNITS_EACH
_BEGUN = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
_SEGMENTATION = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
_SAMPLE = 20_000
_EVERY_SETTLED = 5
"""One article of so many has a second annotator, and gold."""


class Clock:
    """Counts the processor's seconds while it is entered."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> Self:
        self._begun = process_time()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds += process_time() - self._begun


Bare = Callable[[Path, Path, Clock], None]
"""Reads the rows of the export in the first folder, and writes them into the second, empty one with nothing
but the library, the clock running while it does that only."""


class Exported(NamedTuple):
    """What one export took."""

    seconds: float
    megabytes: float
    """The most memory that the process had."""
    size: int
    """Of the files, in bytes."""
    shared: float
    """Seconds of what is the same in every format."""


def articles(units: int) -> Iterator[LabelledArticle]:
    """Give articles of 40 sentences: all by one annotator, every fifth by two, with gold."""
    for number in range(units // UNITS_EACH):
        article = make_article(UNITS_EACH, f"Reservoir nearly dry {number}", f"Ostbrück {number}")
        names = ("ana", "ben", GOLD) if number % _EVERY_SETTLED == 0 else ("ana",)
        labels = {
            name: {
                unit.id: _record(article, unit.id, name, place) for place, unit in enumerate(article.units)
            }
            for name in names
        }
        yield LabelledArticle.model_construct(article=article, labels=labels, second_passes={}, outdated={})


def _record(article: Any, unit: str, name: str, place: int) -> Annotation:
    label = CODEBOOK.label_names[(place + (name == "ben" and not place % 7)) % len(CODEBOOK.labels)]
    decided = Adjudication(origin=GoldOrigin.DECIDED, adjudicator="cem") if name == GOLD else None
    created = _BEGUN + timedelta(seconds=5 * place)
    times = {"created": created, "updated": created + timedelta(microseconds=place % 3)}
    return make_record(article, unit, label, annotator=name, adjudication=decided, **times)


def run_export(format: str, units: int, folder: Path) -> Exported:
    """Export so many sentences into a new folder."""
    making, whole = Clock(), Clock()

    def timed() -> Iterator[LabelledArticle]:
        made = articles(units)
        batch: list[LabelledArticle] = []
        while True:
            with making:  # what was written is let go here, as its rows are by the library's turn
                batch = list(islice(made, _ARTICLES_AT_A_TIME))
            if not batch:
                return
            yield from batch

    with whole:
        summary = export(timed(), CODEBOOK, Request(format), folder)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(file.bytes for file in summary.manifest.files)
    return Exported(whole.seconds - making.seconds, megabytes, size, _shared(units))


def _shared(units: int) -> float:
    sample, clock, content = min(units, _SAMPLE), Clock(), ContentHash()
    made = articles(sample)
    while batch := list(islice(made, _ARTICLES_AT_A_TIME)):
        with clock:
            for labelled in batch:
                content.add(place(labelled, None, {}, Split()).item)
    return clock.seconds * units / sample


def run_bare(format: str, written: Path, folder: Path) -> float:
    """Let the library alone write the rows of an export; gives the seconds."""
    clock = Clock()
    folder.mkdir()
    BARE[format](written, folder, clock)
    return clock.seconds


def in_batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Give a few thousand rows at a time."""
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _bare_jsonl(written: Path, folder: Path, clock: Clock) -> None:
    for path in sorted(written.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines, (folder / path.name).open("w", encoding="utf-8") as out:
            for batch in in_batches(lines):
                rows = [json.loads(line) for line in batch]
                with clock:
                    for row in rows:
                        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _bare_ascii_json(written: Path, folder: Path, clock: Clock) -> None:
    """A line for each object; also of an array, whose brackets and commas are at the lines' ends."""
    paths = [path for path in written.rglob("*.json*") if path.name == "tasks.json" or ".jsonl" in path.name]
    for number, path in enumerate(sorted(paths)):
        with path.open(encoding="ascii") as lines, (folder / f"{number}.json").open("w") as out:
            for batch in in_batches(line.rstrip(",\n") for line in lines if len(line) > 2):
                rows = [json.loads(line) for line in batch]
                with clock:
                    for row in rows:
                        out.write(json.dumps(row) + "\n")


def _bare_csv(written: Path, folder: Path, clock: Clock) -> None:
    for path in sorted(written.glob("*.csv")):
        with (
            path.open(encoding="utf-8", newline="") as lines,
            (folder / path.name).open("w", encoding="utf-8", newline="") as out,
        ):
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            for rows in in_batches(csv.reader(lines)):
                with clock:
                    writer.writerows(rows)


def _bare_xlsx(written: Path, folder: Path, clock: Clock) -> None:
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from xlsxwriter import Workbook

    with clock:
        book = Workbook(folder / "bare.xlsx", {"constant_memory": True, "strings_to_formulas": False})
    for sheet in load_workbook(written / "dataset.xlsx", read_only=True):
        with clock:
            out = book.add_worksheet(sheet.title)
        at = 0
        for rows in in_batches(sheet.iter_rows(values_only=True)):
            with clock:
                for row in rows:
                    out.write_row(at, 0, row)
                    at += 1
    with clock:
        book.close()


def _bare_parquet(written: Path, folder: Path, clock: Clock) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for number, path in enumerate(sorted(written.rglob("*.parquet"))):
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            with clock:
                out = pq.ParquetWriter(folder / f"{number}.parquet", schema, compression="zstd")
            for group in range(file.num_row_groups):
                batches = file.read_row_group(group).to_batches(_BATCH)
                tables = []
                for batch in batches:
                    rows = batch.to_pylist()
                    with clock:
                        tables.append(pa.Table.from_pylist(rows, schema=schema))
                with clock:
                    out.write_table(pa.concat_tables(tables))
            with clock:
                out.close()


def _bare_xmi(written: Path, folder: Path, clock: Clock) -> None:
    import cassis

    types = cassis.load_typesystem(written / "TypeSystem.xml")
    sentence, token = (types.get_type(f"{_SEGMENTATION}.{name}") for name in ("Sentence", "Token"))
    label, span = (types.get_type(f"webanno.custom.{name}") for name in ("SentenceLabel", "NewsSpan"))
    for number, path in enumerate(sorted(written.rglob("*.xmi"))):
        cas = cassis.load_cas_from_xmi(path, typesystem=types)
        rows = [
            (kind, {name: one[name] for name in ("begin", "end", *names) if one[name] is not None})
            for kind, names in (
                (sentence, ("id",)),
                (token, ()),
                (label, tuple(feature.name for feature in label.features)),
                (span, ("label",)),
            )
            for one in cas.select(kind.name)
        ]
        text = cas.sofa_string
        with clock:
            made = cassis.Cas(typesystem=types)
            made.sofa_string = text
            made.sofa_mime = "text/plain"
            made.add_all([kind(**values) for kind, values in rows])
            made.to_xmi(folder / f"{number}.xmi")


def _bare_w3c(written: Path, folder: Path, clock: Clock) -> None:
    for number, path in enumerate(sorted(written.rglob("*.jsonld"))):
        rows = json.loads(path.read_bytes())
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        with clock:
            (folder / f"{number}.jsonld").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def _bare_misp(written: Path, folder: Path, clock: Clock) -> None:
    from pymisp import MISPEvent

    for number, path in enumerate(sorted(written.rglob("events/*-*.json"))):
        event = MISPEvent()
        event.load_file(str(path))
        with clock:
            (folder / f"{number}.json").write_text(event.to_json(), encoding="utf-8")


def _bare_conll(written: Path, folder: Path, clock: Clock) -> None:
    """Tokens, made and written line by line; nothing is known of tags but those of the export."""
    from annotator.interop.tokens import tokens

    for path in sorted(written.glob("*.conll")):
        sentences = path.read_text(encoding="utf-8").split("\n\n")
        with (folder / path.name).open("w", encoding="utf-8") as out:
            for batch in in_batches(sentences):
                rows = [_conll_rows(sentence) for sentence in batch]
                with clock:
                    for about, text, tags in rows:
                        words = [text[start:end] for start, end in tokens(text)]
                        lines = [f"{word}\t{tag}\n" for word, tag in zip(words, tags, strict=False)]
                        out.write(about + "".join(lines) + "\n")


def _conll_rows(sentence: str) -> tuple[str, str, list[str]]:
    lines = sentence.split("\n")
    about = [line for line in lines if line.startswith("# ")]
    text = next((line for line in about if line.startswith("# text = ")), "").removeprefix("# text = ")
    return (
        "".join(f"{line}\n" for line in about),
        text,
        [line.rpartition("\t")[2] for line in lines[len(about) :]],
    )


def _bare_spacy(written: Path, folder: Path, clock: Clock) -> None:
    import spacy
    from spacy.tokens import DocBin

    pipeline = spacy.blank("en")
    for number, path in enumerate(sorted(written.rglob("*.spacy"))):
        found = [
            (doc.text, doc.cats, doc.user_data, _spans_of(doc))
            for doc in DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab)
        ]
        with clock:
            docs = DocBin(attrs=["ORTH"], store_user_data=True)
            for text, cats, user_data, spans in found:
                doc = pipeline.make_doc(text)
                doc.cats, doc.user_data = cats, user_data
                for key, group in spans.items():
                    named = (doc.char_span(start, end, label=label) for start, end, label in group)
                    doc.spans[key] = [span for span in named if span is not None]
                docs.add(doc)
            docs.to_disk(folder / f"{number}.spacy")


def _spans_of(doc: Any) -> dict[str, list[tuple[int, int, str]]]:
    return {
        key: [(span.start_char, span.end_char, span.label_) for span in group]
        for key, group in doc.spans.items()
    }


BARE: Mapping[str, Bare] = {
    "jsonl": _bare_jsonl,
    "csv": _bare_csv,
    "xlsx": _bare_xlsx,
    "label-studio": _bare_ascii_json,
    "doccano": _bare_ascii_json,
    "prodigy": _bare_ascii_json,
    "parquet": _bare_parquet,
    "hf": _bare_parquet,
    "xmi": _bare_xmi,
    "conll": _bare_conll,
    "w3c": _bare_w3c,
    "spacy": _bare_spacy,
    "misp": _bare_misp,
}
"""The library alone, by format."""


def measure(format: str, units: int, turns: int) -> str:
    """Give a line of the report."""
    ours, shared, bare, megabytes, size = 0.0, 0.0, 0.0, 0.0, 0
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as temporary:
        for turn in range(turns):
            written, folder = Path(temporary) / f"ours{turn}", Path(temporary) / f"bare{turn}"
            with ProcessPoolExecutor(1, mp_context=spawn) as own:
                done = own.submit(run_export, format, units, written).result()
            with ProcessPoolExecutor(1, mp_context=spawn) as own:
                bare += own.submit(run_bare, format, written, folder).result()
            ours += done.seconds
            shared += done.shared
            megabytes, size = max(megabytes, done.megabytes), done.size
    each = 1e6 / (units * turns)
    return (
        f"{format:<14}{ours / turns:>8.1f} s{ours * each:>8.1f} us{bare / turns:>8.1f} s{ours / bare:>8.2f} x"
        f"{(ours - shared) / bare:>8.2f} x{megabytes:>8.0f} MB{size / 1e6:>9.0f} MB"
    )


def main() -> None:
    """Print a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", choices=(*BARE, []), default=[])
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=2)
    asked = parser.parse_args()
    print(f"{asked.units:,} labelled sentences, {asked.turns} turns, Python {sys.version.split()[0]}")
    print(
        f"{'format':<14}{'export':>10}{'each':>11}{'bare':>10}{'ratio':>10}{'writer':>10}{'memory':>11}{'files':>12}"
    )
    for format in asked.formats or BARE:
        print(measure(format, asked.units, asked.turns), flush=True)


if __name__ == "__main__":
    main()
