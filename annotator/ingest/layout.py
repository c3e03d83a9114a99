"""Blocks that a reader found, put together as canonical text with hints."""

from collections import Counter
from collections.abc import Sequence

from annotator.ingest.canonical import canonical
from annotator.segment import Hint
from schemas import UnitKind

_LONG_CELL = 200
"""Characters of a cell above which a table is there for the layout, not for data."""


class Layout:
    """Takes the blocks of an article one after another."""

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        """How many of what were left out, e.g. `footnotes`."""
        self._blocks: list[str] = []
        self._hints: list[Hint] = []
        self._length = 0
        self._raw: list[str] = []

    def add(self, words: str, kind: UnitKind | None = None) -> None:
        """Add a block; one without words is none."""
        if not words.strip():
            return
        block = canonical(words)[0].strip()
        while "\n\n" in block:
            block = block.replace("\n\n", "\n")
        self._raw.append(words)
        if self._blocks:
            self._length += 2
        self._blocks.append(block)
        if kind:
            self._hints.append(Hint(self._length, self._length + len(block), kind))
        self._length += len(block)

    def add_table(self, rows: Sequence[Sequence[str]]) -> bool:
        """Add a table of data, a block for each row with tabs between its cells.

        False, and nothing is added, for a table that is there for the layout: its cells hold blocks.
        """
        if any(len(cell) > _LONG_CELL for row in rows for cell in row) or all(len(row) < 2 for row in rows):
            return False
        for cells in rows:
            self.add("\t".join(cell for cell in cells if cell))
        return True

    @property
    def text(self) -> str:
        """The blocks with an empty line between them."""
        return "\n\n".join(self._blocks)

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The kinds of blocks that are known."""
        return tuple(self._hints)

    @property
    def changes(self) -> tuple[str, ...]:
        """What was made canonical and what was left out, in words with counts."""
        left_out = [f"{count} {what} left out" for what, count in sorted(self.dropped.items()) if count]
        return (*canonical("\n".join(self._raw))[1], *left_out)
