"""A strict reader of WebAnno TSV 3.3, written from the definition of the format, not from our reader."""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class TsvAnnotation:
    """One annotation: its values by column, and the UTF-16 places of the rows that have it."""

    values: dict[str, str | None]
    rows: list[tuple[int, int]]


@dataclass
class TsvDocument:
    """Every line understood or refused by an assertion."""

    sentences: list[tuple[str, int, str]] = field(default_factory=list)
    """Id, begin in UTF-16 code units, and text."""
    annotations: dict[str, list[TsvAnnotation]] = field(default_factory=dict)
    """By layer."""
    tokens: list[str] = field(default_factory=list)


def unescape(value: str) -> str:
    letters = {"t": "\t", "n": "\n"}
    return re.sub(r"\\(->|.)", lambda found: letters.get(found[1], found[1]), value)


def read_tsv(path: Path) -> TsvDocument:
    data = path.read_bytes().decode()
    assert "\r" not in data and data.endswith("\n")
    header, *blocks = data.removesuffix("\n").split("\n\n")
    first, *layers = header.split("\n")
    assert first == "#FORMAT=WebAnno TSV 3.3"
    columns: list[tuple[str, str]] = []
    document = TsvDocument()
    for layer in layers:
        name, *features = layer.removeprefix("#T_SP=").split("|")
        assert layer.startswith("#T_SP=") and features
        columns += [(name, feature) for feature in features]
        document.annotations[name] = []
    # Two empty lines stand after the header, one between sentences.
    blocks[0] = blocks[0].removeprefix("\n")
    for number, block in enumerate(blocks, start=1):
        _sentence(document, columns, number, block)
    return document


def _sentence(document: TsvDocument, columns: list[tuple[str, str]], number: int, block: str) -> None:
    lines = block.split("\n")
    assert lines[0].startswith("#Sentence.id=")
    texts = [line.removeprefix("#Text=") for line in lines if line.startswith("#Text=")]
    text = re.sub(r"\\([\\t])", lambda found: {"t": "\t"}.get(found[1], found[1]), "\n".join(texts))
    rows = [line.split("\t") for line in lines[1 + len(texts) :]]
    begin = int(rows[0][1].split("-")[0])
    document.sentences.append((lines[0].partition("=")[2], begin, text))
    units = text.encode("utf-16-le")
    by_number: dict[tuple[str, str], TsvAnnotation] = {}
    token, end = 0, begin
    for name, place, words, *cells in rows:
        start, stop = map(int, place.split("-"))
        assert units[2 * (start - begin) : 2 * (stop - begin)].decode("utf-16-le") == words
        if "." not in name:
            token += 1
            assert name == f"{number}-{token}" and end <= start
            end = stop
            document.tokens.append(words)
        else:
            assert name.rpartition(".")[0] == f"{number}-{token}"
        assert cells.pop() == ""
        assert len(cells) == len(columns)
        _row(document, columns, cells, (start, stop), by_number)
    assert 2 * (end - begin) == len(units)


def _row(
    document: TsvDocument,
    columns: list[tuple[str, str]],
    cells: list[str],
    place: tuple[int, int],
    by_number: dict[tuple[str, str], TsvAnnotation],
) -> None:
    for layer in document.annotations:
        stacks = {
            feature: re.split(r"(?<=\])\|", cell) if "]|" in cell else [cell]
            for (name, feature), cell in zip(columns, cells, strict=True)
            if name == layer
        }
        (depth,) = {len(stack) for stack in stacks.values()}
        for level in range(depth):
            parts = {feature: _parsed(stack[level]) for feature, stack in stacks.items()}
            (number,) = {number for _, number in parts.values()}
            if all(value == "_" for value, _ in parts.values()):
                continue
            assert depth == 1 or number is not None
            values = {
                feature: None if value == "*" else unescape(value) for feature, (value, _) in parts.items()
            }
            if number is not None and (layer, number) in by_number:
                one = by_number[layer, number]
                assert one.values == values
                one.rows.append(place)
                continue
            one = TsvAnnotation(values, [place])
            document.annotations[layer].append(one)
            if number is not None:
                by_number[layer, number] = one


def _parsed(part: str) -> tuple[str, str | None]:
    found = re.fullmatch(r"((?:\\.|[^\\])*?)(?:\[(\d+)\])?", part, re.DOTALL)
    assert found is not None
    value = found[1]
    # What is left of reserved characters stands behind a backslash.
    bare = re.sub(r"\\(->|.)", "", value)
    assert value in ("_", "*") or not re.search(r"[\\\[\]|_;*\t\n]|->", bare), value
    return value, found[2]
