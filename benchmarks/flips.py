"""Damage a label file in every way a disk, an editor or git can, and look at what is noticed and recovered.

`python -m benchmarks.flips --flips 2000`

Single flipped bits at random; the file cut off at every line and at places in between; git conflict markers
between every two versions; every row of labels and history removed; rows that change places; keys that are
there twice. Each time: reading, checking and opening notice it and name file and entry; the damaged bytes
are kept beside the file, nothing is written over them; no unit loses its label where a whole row of labels
or history still has it. Printed, by kind: how many were noticed, kept, recovered as far as whole rows are
left, recovered in every unit, and recovered to the letter. A file that says a newer Annotator wrote it is
refused unchanged, which counts as noticed and kept.
"""

import argparse
import itertools
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.store import LabelStore, check_label_file, read_labels
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation

ARTICLE = make_article(6)
TABLES = ("meta", "labels", "history")
_NEWER = "newer Annotator"

Damages = Iterator[tuple[str, bytes]]


def make_file(path: Path) -> bytes:
    """Write a label file of five labels and seven events."""
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        for number, unit in enumerate(ARTICLE.units[:5]):
            label = ("sourced", "unverified", "opinion")[number % 3]
            store.save(unit.id, make_record(ARTICLE, unit.id, label, comment=f"number {number}"))
        store.save("u002", make_record(ARTICLE, "u002", "opinion", comment="changed"))
        store.save("u003", make_record(ARTICLE, "u003", "sourced", comment="changed"))
    return path.read_bytes()


def flipped_bits(whole: bytes, times: int, choose: random.Random) -> Damages:
    """Give the file with one bit flipped."""
    for _ in range(times):
        place, bit = choose.randrange(len(whole)), choose.randrange(8)
        damaged = bytearray(whole)
        damaged[place] ^= 1 << bit
        yield f"bit {bit} of byte {place}", bytes(damaged)


def truncations(whole: bytes) -> Damages:
    """Cut the file off at and beside every line end, and at every 97th byte."""
    lengths = {place + beside for place, byte in enumerate(whole) if byte == 10 for beside in (0, 1, 2)}
    for length in sorted(lengths | set(range(0, len(whole), 97))):
        if whole[:length].rstrip() != whole.rstrip():
            yield f"cut at {length}", whole[:length]


def conflicts(whole: bytes) -> Damages:
    """Put git's conflict markers round every stretch of lines, each side with one of its own."""
    lines = whole.split(b"\n")
    for first in range(1, len(lines) - 2):
        for size in (0, 1, 3):
            both = lines[first : first + size]
            ours, theirs = [b"<<<<<<< HEAD", *both, b"======="], [*both, b">>>>>>> other"]
            yield f"conflict at {first}", b"\n".join([*lines[:first], *ours, *theirs, *lines[first + size :]])


def removed_rows(whole: bytes, table: str) -> Damages:
    """Remove each row of a table."""
    for key in json.loads(whole)[table]:
        tables = json.loads(whole)
        del tables[table][key]
        yield f"{table} {key} removed", _lines(tables)


def swapped_rows(whole: bytes) -> Damages:
    """Let each two neighbours of a table change places."""
    for table in ("labels", "history"):
        keys = list(json.loads(whole)[table])
        for one, other in itertools.pairwise(keys):
            tables = json.loads(whole)
            rows = tables[table]
            rows[one], rows[other] = rows[other], rows[one]
            yield f"{table} {one} and {other} swapped", _lines(tables)


def duplicated_keys(whole: bytes) -> Damages:
    """Repeat each row under its key, with another comment: before it, and after it."""
    lines = whole.split(b"\n")
    for number, line in enumerate(lines):
        if b'"comment": "' in line:
            # A last row has no comma: the copy before it needs one, the row before a copy too.
            bare = line.removesuffix(b",")
            other = bare.replace(b'"comment": "', b'"comment": "x')
            yield f"line {number} twice, first changed", _joined(lines, number, other + b",", line)
            after = other + line[len(bare) :]
            yield f"line {number} twice, last changed", _joined(lines, number, bare + b",", after)


def _joined(lines: list[bytes], number: int, *instead: bytes) -> bytes:
    return b"\n".join([*lines[:number], *instead, *lines[number + 1 :]])


def _lines(tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Write tables as they are in the file, one row a line, without mending the checksum."""
    written = []
    for name, rows in tables.items():
        row_lines = ",\n".join(f'"{key}": {json.dumps(row, ensure_ascii=False)}' for key, row in rows.items())
        written.append(f'"{name}": {{\n{row_lines}\n}}')
    return ("{\n" + ",\n".join(written) + "\n}\n").encode()


KINDS: Mapping[str, Callable[[bytes], Damages]] = {
    "cut off": truncations,
    "git conflict": conflicts,
    "label row removed": lambda whole: removed_rows(whole, "labels"),
    "history row removed": lambda whole: removed_rows(whole, "history"),
    "meta row removed": lambda whole: removed_rows(whole, "meta"),
    "rows swapped": swapped_rows,
    "key twice": duplicated_keys,
}


def judge(path: Path, damaged: bytes, labels: Mapping[str, Annotation]) -> set[str]:
    """Damage the file, read, check and open it; says which of noticed, kept, rows, units, exact hold."""
    for old in path.parent.iterdir():
        old.unlink()
    path.write_bytes(damaged)
    holds: set[str] = set()
    newer = False
    try:
        read_labels(path, ARTICLE, CODEBOOK)
    except AnnotatorError as error:
        newer = _NEWER in str(error)
        if str(path) in str(error) and str(error).isprintable():
            holds.add("read")
    if any(found.file == path and found.problem for found in check_label_file(path, ARTICLE, CODEBOOK)):
        holds.add("checked")
    try:
        with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
            told, found = store.notices, dict(store.labels)
    except AnnotatorError as error:
        told, found, newer = (str(error),), dict(labels), newer or _NEWER in str(error)
    if told and all(str(path) in line and line.isprintable() for line in told):
        holds.add("told")
    kept = path if newer else next(path.parent.glob(f"{path.name}.damaged-*"), None)
    if kept and kept.read_bytes() == damaged:
        holds.add("kept")
    return holds | _recovered(found, damaged, labels)


def _recovered(found: Mapping[str, Annotation], damaged: bytes, labels: Mapping[str, Annotation]) -> set[str]:
    wanted = {
        "rows": found.keys() >= labels.keys() & units_in_whole_rows(damaged),
        "units": found.keys() >= labels.keys(),
        "exact": found == labels,
    }
    return {name for name, holds in wanted.items() if holds}


def units_in_whole_rows(damaged: bytes) -> set[str]:
    """The units that some line of the file, in whichever table, still tells all of."""
    units = set()
    for line in damaged.decode(errors="replace").split("\n"):
        try:
            document = json.loads("{" + line.rstrip(",") + "}")
        except ValueError:
            continue
        units |= {row["unit"] for row in document.values() if isinstance(row, dict) and "unit" in row}
    return units


def run(path: Path, damages: Damages, labels: Mapping[str, Annotation]) -> tuple[Counter[str], list[str]]:
    """Judge damages; counts what holds, and names those that were not noticed, kept or recovered."""
    counts: Counter[str] = Counter()
    failures = []
    for name, damaged in damages:
        holds = judge(path, damaged, labels)
        counts.update(holds)
        counts["all"] += 1
        if missing := {"read", "checked", "told", "kept", "rows"} - holds:
            failures.append(f"{name}: not {', '.join(sorted(missing))}")
    return counts, failures


def main() -> int:
    """Damage in every way and print the table; 1 when something was not noticed, kept or recovered."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--flips", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annotations" / "ana" / f"{ARTICLE.id}.json"
        whole = make_file(path)
        labels = read_labels(path, ARTICLE, CODEBOOK)
        choose = random.Random(options.seed)

        def flips(whole: bytes) -> Damages:
            return flipped_bits(whole, options.flips, choose)

        print(f"{'':20}" + "".join(f"{name:>9}" for name in _COLUMNS))
        for kind, damage in ({"flipped bit": flips} | dict(KINDS)).items():
            counts, failures = run(path, damage(whole), labels)
            print(f"{kind:20}" + "".join(f"{counts[name]:9}" for name in _COLUMNS))
            print(*(f"    {failure}" for failure in failures[:8]), sep="\n", end="\n" if failures else "")
            failed |= bool(failures)
        shutil.rmtree(path.parent)
    return int(failed)


_COLUMNS = ("all", "read", "checked", "told", "kept", "rows", "units", "exact")


if __name__ == "__main__":
    sys.exit(main())
