"""How commands write: data to stdout, narration to stderr, one JSON document for programs."""

import io
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_FEWEST_CELLS = 4
"""A column is not cut further."""


def prepare_streams() -> None:
    """Let neither a closed stream nor a character that the terminal cannot show end a command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        # A stream that the caller closed is None; in this order each takes its own number again.
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def line(text: str = "") -> None:
    """Write one line of data."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Say one thing on stderr, on one line."""
    sys.stdout.flush()
    sys.stderr.write(f"annotator: {plain(text)}\n")


def document(value: object) -> None:
    """Write a command's result as one JSON document; escaped where stdout cannot carry Unicode."""
    line(_json(value, indent=1))


class ListedDocument:
    """One JSON document of a list that is written as it grows, and of a few fields at the end."""

    def __init__(self, name: str) -> None:
        """Write nothing yet; the list will be the field `name`."""
        self._name = name
        self.begun = False
        """Whether anything is written."""
        self._closed = False

    def add(self, item: object) -> None:
        """Write one more item, on a line of its own."""
        before = "," if self.begun else f'{{\n "{self._name}": ['
        text = f"{before}\n  {_json(item)}"
        self.begun = True
        sys.stdout.write(text)
        sys.stdout.flush()  # what fits into the buffer stays in it when waiting for a reader is interrupted

    def close(self, fields: Mapping[str, object]) -> None:
        """Write the end of the list and some fields after it, once."""
        if self._closed:
            return
        self._closed = True
        start = "\n ]" if self.begun else f'{{\n "{self._name}": []'
        line(start + "".join(f",\n {_json(name)}: {_json(value)}" for name, value in fields.items()) + "\n}")


def _json(value: object, indent: int | None = None) -> str:
    import json

    unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    return json.dumps(value, ensure_ascii=not unicode, indent=indent, allow_nan=False)


def plain(text: str) -> str:
    """Put a text on one line and take the terminal's control characters out of it."""
    words = " ".join(text.split())
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in words)


def width(text: str) -> int:
    """Count the terminal cells that a text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def columns() -> int:
    """Give the terminal's width in cells; 80 where there is none to ask."""
    import shutil

    return max(20, shutil.get_terminal_size((80, 24)).columns)


def wrap(text: str, room: int) -> list[str]:
    """Break a text into lines of at most `room` cells, at blanks where there are any."""
    lines = [""]
    for word in plain(text).split(" "):
        for piece in _pieces(word, room):
            longer = f"{lines[-1]} {piece}" if lines[-1] else piece
            if width(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def cut(text: str, room: int) -> str:
    """Shorten a text to `room` cells, with an ellipsis where something is missing."""
    text = plain(text)
    if width(text) <= room:
        return text
    while text and width(text) > room - 1:
        text = text[:-1]
    return f"{text}…"


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], align: str, shorten: Sequence[int] = ()
) -> None:
    """Write columns under their headers; `align` has `l` (left) or `r` (right, for numbers) for each.

    The columns in `shorten` are cut, the widest first, as far as the terminal's width asks for.
    """
    cells = [[plain(cell) for cell in row] for row in (header, *rows)]
    sizes = [max(width(row[place]) for row in cells) for place in range(len(header))]
    too_wide = sum(sizes) + 2 * (len(sizes) - 1) - columns()
    while too_wide > 0 and shorten:
        widest = max(shorten, key=lambda place: sizes[place])
        if sizes[widest] <= _FEWEST_CELLS:
            break
        sizes[widest] -= 1
        too_wide -= 1
    for row in cells:
        row = [cut(text, size) for text, size in zip(row, sizes, strict=True)]
        padded = [
            " " * (size - width(text)) + text if side == "r" else text + " " * (size - width(text))
            for text, size, side in zip(row, sizes, align, strict=True)
        ]
        line("  ".join(padded).rstrip())


def hanging(head: str, text: str) -> None:
    """Write a text to the right of `head`, its further lines indented to the same column."""
    first, *more = wrap(text, max(20, columns() - width(head)))
    line(head + first)
    for rest in more:
        line(" " * width(head) + rest)


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _pieces(word: str, room: int) -> list[str]:
    """Break a word that is wider than the line (a web address, Chinese) into parts that fit."""
    if width(word) <= room:
        return [word]
    pieces, taken = [""], 0
    for character in word:
        cells = _cells(character)
        if taken + cells > room:
            pieces.append("")
            taken = 0
        pieces[-1] += character
        taken += cells
    return pieces
