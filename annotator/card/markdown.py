"""Pieces of Markdown: text from elsewhere in it, and tables."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*\[\]|<])")


def escaped(text: str) -> str:
    """Put a text on one line, with nothing in it that Markdown reads as a sign."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """Show a word as a program has it."""
    words = " ".join(text.split())
    return f"`` {words} ``" if "`" in words else f"`{words}`"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], align: str) -> list[str]:
    """Give the lines of a table; `align` has `l` (left) or `r` (right, for numbers) for each column."""
    marks = ["---:" if side == "r" else "---" for side in align]
    return ["", *(f"| {' | '.join(row)} |" for row in (header, marks, *rows)), ""]


def number(value: float | None, digits: int = 2) -> str:
    """Show a coefficient; a dash for none."""
    return "–" if value is None else f"{value:.{digits}f}".replace("-", "−")


def share(count: int, total: int) -> str:
    """Show a share as per cent; a dash of nothing."""
    return f"{100 * count / total:.1f} %" if total else "–"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Give a number with its noun."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
