"""A strict reader of brat standoff, written from the definition of the format, not from our reader."""

import re
from dataclasses import dataclass, field
from pathlib import Path

_WORD = re.compile(r"[A-Za-z0-9_-]+")


@dataclass
class BratDocument:
    """A pair of files, every line understood or refused by an assertion."""

    text: str
    bound: dict[str, tuple[str, list[tuple[int, int]], str]] = field(default_factory=dict)
    """Type, fragments and words, by id."""
    attributes: dict[str, tuple[str, str, str | None]] = field(default_factory=dict)
    """Name, target and value, by id."""
    notes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Type, target and words, by id."""


def read_pair(ann: Path) -> BratDocument:
    document = BratDocument(ann.with_suffix(".txt").read_bytes().decode())
    data = ann.read_bytes().decode()
    assert not data or data.endswith("\n")
    # brat splits at everything that Python takes for a line end.
    lines = data.splitlines()
    assert lines == data.removesuffix("\n").split("\n") or not data
    for line in lines:
        key, rest = line.split("\t", 1)
        prefix, number = key[0], key[1:]
        assert number.isdigit()
        if prefix == "T":
            assert key not in document.bound
            document.bound[key] = _text_bound(rest, document.text)
        elif prefix == "A":
            name, target, *value = rest.split(" ")
            assert len(value) < 2
            assert all(_WORD.fullmatch(word) for word in (name, *value))
            assert target in document.bound
            assert key not in document.attributes
            document.attributes[key] = name, target, value[0] if value else None
        elif prefix == "#":
            data_part, words = rest.split("\t", 1)
            kind, target = data_part.split(" ")
            assert target in document.bound
            assert key not in document.notes
            document.notes[key] = kind, target, words
        else:
            raise AssertionError(line)
    pairs = [(name, target) for name, target, _ in document.attributes.values()]
    assert len(pairs) == len(set(pairs)), "an attribute twice on the same annotation"
    return document


def _text_bound(rest: str, text: str) -> tuple[str, list[tuple[int, int]], str]:
    data, words = rest.split("\t", 1)
    kind, places = data.split(" ", 1)
    assert _WORD.fullmatch(kind)
    fragments: list[tuple[int, int]] = []
    for place in places.split(";"):
        start, end = map(int, place.split(" "))
        assert 0 <= start < end <= len(text)
        assert not fragments or fragments[-1][1] < start
        assert "\n" not in text[start:end]
        fragments.append((start, end))
    assert words == " ".join(text[start:end] for start, end in fragments)
    return kind, fragments, words


def read_conf(path: Path) -> dict[str, list[str]]:
    """Read a configuration of brat: lines by section."""
    sections: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            current = sections.setdefault(line[1:-1], [])
        elif line.strip() and not line.startswith("#"):
            current.append(line)
    return sections
