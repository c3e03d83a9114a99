"""Which lines of a page a screen should show, so that what is read is never at its edge."""

from typing import NamedTuple

Extent = tuple[int, int]
"""The first line of something on the page, and the one after its last."""


class View(NamedTuple):
    """The lines of a page that are on the screen; it gives the line to scroll to, None for staying."""

    top: int
    height: int

    def shows(self, extent: Extent) -> bool:
        """Whether any of it is on the screen."""
        return extent[0] < self.top + self.height and extent[1] > self.top

    def clear_of_edges(self, extent: Extent) -> int | None:
        """Move by a third of the screen when it stands in the outer quarter, so that not every step scrolls.

        What is too tall to stand clear of both edges begins at the top of the screen.
        """
        top, bottom = extent
        edge = self.height // 4
        if bottom - top > self.height - 2 * edge:
            return None if top <= self.top + edge < bottom else top - 1
        if self.top + edge <= top and bottom <= self.top + self.height - edge:
            return None
        third = self.height // 3
        if top > self.top:
            above = min(third, self.height - edge - (bottom - top))
        else:
            above = max(edge, self.height - third - (bottom - top))
        return top - max(1, above)

    def clear_line(self, line: int) -> int | None:
        """Show one line clear of the edges, and of a strip that may lie over the lowest third."""
        clear = self.top < line < self.top + self.height - self.height // 3
        return None if clear else line - self.height // 3

    def further(self, extent: Extent, direction: int) -> int | None:
        """Show the next screenful of what goes on beyond the screen, down with 1, up with -1."""
        top, bottom = extent
        screenful = max(1, self.height - 2)
        if direction > 0 and self.shows(extent) and bottom > self.top + self.height:
            return min(self.top + screenful, bottom - self.height + 1)
        if direction < 0 and self.shows(extent) and top < self.top:
            return max(self.top - screenful, top - 1)
        return None

    def with_row(self, extent: Extent, row: int) -> int:
        """Show it beginning on a row of the screen, or as near to that as at least a line of it is shown."""
        top, bottom = extent
        return top - max(top - bottom + 1, min(row, self.height - 2))
