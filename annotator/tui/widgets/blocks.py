"""Pages made of blocks: lines with places in them that can be chosen, put below and beside one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from annotator.tui.widgets.linepane import Line, Piece, cells, wrapped
from annotator.tui.widgets.wrapping import fitted, shortened

TITLE = "sheet--title"
QUIET = "sheet--quiet"
STRONG = "sheet--strong"
ALERT = "sheet--alert"


@dataclass(frozen=True, slots=True)
class Behind:
    """The disagreements behind a figure."""

    pair: tuple[str, ...] = ()
    """The annotators that differ; of one, whoever the other is; none: anybody."""
    labels: tuple[str, ...] = ()
    """What they said; none: anything."""
    field: str = "label"


@dataclass(frozen=True, slots=True)
class Opens:
    """A field whose figures have a page of their own."""

    field: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that the cursor can go to, in cells and lines of its block."""

    x: int
    y: int
    width: int
    words: str
    """What stands there, in a sentence."""
    leads: Behind | Opens | None = None
    """What enter shows."""

    def moved(self, x: int, y: int) -> "Spot":
        """The same place in a block that holds this one."""
        return replace(self, x=self.x + x, y=self.y + y)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines, in the component classes of the sheet they are drawn on."""

    lines: tuple[Line, ...] = ()
    spots: tuple[Spot, ...] = ()

    @property
    def width(self) -> int:
        """Cells of the longest line."""
        return max(map(cells, self.lines), default=0)


def text(words: str, width: int, look: str = "") -> Block:
    """A paragraph."""
    return Block(_indented(((words, look),), width))


def entry(first: str, words: str, width: int) -> Block:
    """A paragraph that begins with what it is about."""
    return Block(_indented(((f"{first}  ", STRONG), (words, "")), width))


def _indented(line: Line, width: int) -> tuple[Line, ...]:
    return tuple(((" ", ""), *part) for part in wrapped(line, width - 2))


def below(blocks: Iterable[Block], gap: int = 1) -> Block:
    """Blocks under one another, so many empty lines between them; empty ones are left out."""
    lines: list[Line] = []
    spots: list[Spot] = []
    for block in blocks:
        if not block.lines:
            continue
        lines += [()] * gap if lines else []
        spots += (spot.moved(0, len(lines)) for spot in block.spots)
        lines += block.lines
    return Block(tuple(lines), tuple(spots))


def beside(blocks: Sequence[Block], gap: int = 3) -> Block:
    """Blocks beside one another, so many cells between them; empty ones are left out."""
    blocks = [block for block in blocks if block.lines]
    if not blocks:
        return Block()
    first, *rest = blocks
    if not rest:
        return first
    other = beside(rest, gap)
    left = first.width + gap
    height = max(len(first.lines), len(other.lines))
    lines = []
    for line, more in zip(_filled(first.lines, height), _filled(other.lines, height), strict=True):
        blank: Line = ((" " * (left - cells(line)), ""),) if more else ()
        lines.append(line + blank + more)
    return Block(tuple(lines), first.spots + tuple(spot.moved(left, 0) for spot in other.spots))


def fitting(blocks: Sequence[Block], width: int, gap: int = 3) -> Block:
    """Blocks beside one another if there is room, else below."""
    abreast = beside(blocks, gap)
    return abreast if abreast.width <= width else below(blocks)


def headline(words: str) -> Line:
    """The line over a block."""
    return ((f" {words}", TITLE),)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: the cells of text, and where it leads."""

    cells: tuple[str | Line, ...]
    words: str = ""
    """What it says in a sentence; empty: the cursor passes it."""
    leads: Behind | Opens | None = None


def table(
    heading: Sequence[str],
    rows: Sequence[Row | str],
    sides: str,
    title: str = "",
    *,
    most: int = 28,
    spaced: bool = False,
) -> Block:
    """Columns as wide as they need, the first `most` cells at most; `sides` has `l` or `r` for each.

    Words instead of a row are a line over those after it; `spaced` leaves a line free between rows.
    """
    filled = [row for row in rows if isinstance(row, Row)]
    widths = [
        max([cell_len(head), *(_cells(row.cells[at]) for row in filled)]) for at, head in enumerate(heading)
    ]
    widths[0] = min(widths[0], most)
    columns = [*zip(widths, sides, strict=True)]
    lines: list[Line] = [headline(title)] if title else []
    if any(heading):
        named = zip(heading, columns, strict=True)
        lines.append(_joined([((fitted_to(name, *column), QUIET),) for name, column in named]))
    spots = []
    for place, row in enumerate(rows):
        lines += [()] * (spaced and place > 0)
        if isinstance(row, str):
            lines.append(headline(row))
            continue
        if row.words:
            spots.append(Spot(0, len(lines), widths[0] + 2, row.words, row.leads))
        lines.append(
            _joined([_placed(cell, *column) for cell, column in zip(row.cells, columns, strict=True)])
        )
    return Block(tuple(lines), tuple(spots))


def fitted_to(words: str, width: int, side: str) -> str:
    """Cut or fill words to a width, at the left or the right side of it."""
    short = shortened(words, width)
    return fitted(short, width) if side == "l" else " " * (width - cell_len(short)) + short


def _placed(cell: str | Line, width: int, side: str) -> Line:
    if isinstance(cell, str):
        return ((fitted_to(cell, width, side), ""),)
    blank: Piece = (" " * max(0, width - cells(cell)), "")
    return (*cell, blank) if side == "l" else (blank, *cell)


def _joined(parts: Sequence[Line]) -> Line:
    line: list[Piece] = [(" ", "")]
    for place, part in enumerate(parts):
        line += [("  ", "")] * (place > 0)
        line += part
    return tuple(line)


def _cells(cell: str | Line) -> int:
    return cell_len(cell) if isinstance(cell, str) else cells(cell)


def _filled(lines: Sequence[Line], height: int) -> Sequence[Line]:
    return [*lines, *[()] * (height - len(lines))]
