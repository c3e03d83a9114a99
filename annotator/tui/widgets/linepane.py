"""A pane drawn line by line, of which only what has changed is painted anew.

A key changes a word or two of what stands around the text. A terminal far away gets those, not whole panes.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.widgets.wrapping import wrap

Piece = tuple[str, str]
"""Words as a terminal may show them, and the component class to draw them in; empty: the pane itself."""

Line = tuple[Piece, ...]


class LinePane(Widget):
    """Draws the lines that `lines` gives; its size is the style sheet's, so that no change moves the rest."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        """Begin empty; resizing draws, and so does `show_lines`."""
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._looks: dict[str, Style] = {}
        self._stale = False

    def lines(self, width: int, height: int) -> Iterable[Line]:
        """Give what to draw into so many cells and lines; what is beyond is cut."""
        raise NotImplementedError

    def show_lines(self) -> None:
        """Ask for the lines again, and paint the parts that are others now.

        Soon, before the screen is painted: what changes several times until then changes once.
        """
        if not self._stale and self.is_mounted:
            self._stale = True
            self.call_next(self._show_lines)

    def _show_lines(self) -> None:
        self._stale = False
        width, height = self.content_size
        before, self._lines = self._lines, self._asked(width, height)
        changed = [
            Region(first, y, last - first, 1)
            for y, (old, new) in enumerate(zip(before, self._lines, strict=False))
            if old != new
            for first, last in [_changed_cells(old, new)]
        ]
        if len(before) != len(self._lines):
            self.refresh()
        elif changed:
            self.refresh(*changed)

    def on_resize(self, event: Resize) -> None:
        """Draw for the new size."""
        self._lines = ()
        self._show_lines()

    def notify_style_update(self) -> None:
        """Forget the colours of another theme."""
        super().notify_style_update()
        self._looks.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.content_size.width
        pieces = self._lines[y] if y < len(self._lines) else ()
        segments = [Segment(text, self._look(name)) for text, name in pieces if text]
        return Strip(segments).adjust_cell_length(width, self._look(""))

    def _asked(self, width: int, height: int) -> tuple[Line, ...]:
        if not width or not height:
            return ()
        found = tuple(islice(self.lines(width, height), height))
        return found + ((),) * (height - len(found))

    def _look(self, name: str) -> Style:
        look = self._looks.get(name)
        if look is None:
            look = self.rich_style
            if name:
                look += self.get_component_rich_style(name, partial=True)
            self._looks[name] = look
        return look


def cells(line: Iterable[Piece]) -> int:
    """How many cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def wrapped(line: Line, width: int) -> list[Line]:
    """Break a line where it is too long; one without words is one empty line."""
    words = "".join(text for text, _ in line)
    return [_part(line, start, end) for start, end in wrap(words, width)] if words else [()]


def cut(line: Line, width: int) -> Line:
    """End a line that is too long with an ellipsis."""
    if cells(line) <= width:
        return line
    kept: list[Piece] = []
    room = width - 1
    for text, name in line:
        needed = cell_len(text)
        if needed > room:
            kept += [(set_cell_size(text, room).rstrip(), name), ("…", name)]
            break
        kept.append((text, name))
        room -= needed
    return tuple(kept)


def _part(line: Line, start: int, end: int) -> Line:
    """The characters of a line in [start, end), in their colours."""
    part: list[Piece] = []
    begin = 0
    for text, name in line:
        piece = text[max(0, start - begin) : max(0, end - begin)]
        if piece:
            part.append((piece, name))
        begin += len(text)
    return tuple(part)


def _changed_cells(old: Sequence[Piece], new: Sequence[Piece]) -> tuple[int, int]:
    """The cells in which two lines may differ: [first, last)."""
    same = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        same += 1
    first = cells(new[:same])
    old_width, new_width = cells(old), cells(new)
    if old_width != new_width:
        return first, max(old_width, new_width)
    last = new_width
    for one, other in zip(reversed(old[same:]), reversed(new[same:]), strict=False):
        if one != other:
            break
        last -= cell_len(one[0])
    return first, max(first + 1, last)
