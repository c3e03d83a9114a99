"""Sentences that a search found, a line each, under the titles of their articles where there are several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.search import Hit
from annotator.tui.widgets.wrapping import shortened, shown

_NUMBER_CELLS = 5
_BEFORE = 3
"""A word that was found stands no farther right than at one part in so many of its line."""


class HitList(ScrollView, can_focus=False, inherit_bindings=False):
    """Draws only the lines on screen; hits can be added while it is looked at."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "hit-list--cursor",
        "hit-list--bar",
        "hit-list--quiet",
        "hit-list--title",
        "hit-list--found",
    }

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the current hit."""

    @dataclass
    class CursorMoved(Message):
        """The current hit is another one now."""

        hit: Hit | None

    @dataclass
    class Opened(Message):
        """A hit was chosen with the mouse."""

        hit: Hit

    def __init__(self) -> None:
        """Begin with no hits."""
        super().__init__()
        self._hits: list[Hit] = []
        self._lines: list[int] = []
        """For each line the index of its hit, or of the hit below it, as -1 - index, where it is a title."""
        self._line_of: list[int] = []
        """The line of each hit."""

    @property
    def hit(self) -> Hit | None:
        """The current hit; None when there is none."""
        return self._hits[self.cursor] if self.cursor < len(self._hits) else None

    def clear_hits(self) -> None:
        """Begin anew."""
        self._hits, self._lines, self._line_of = [], [], []
        self.set_reactive(HitList.cursor, 0)
        self.scroll_to(0, 0, animate=False, force=True)
        self._show()

    def add_hits(self, hits: Sequence[Hit], *, titles: bool) -> None:
        """Show more hits below, with the titles of their articles if asked."""
        first = not self._hits
        for hit in hits:
            if titles and (not self._hits or self._hits[-1].article != hit.article):
                self._lines.append(-1 - len(self._hits))
            self._line_of.append(len(self._lines))
            self._lines.append(len(self._hits))
            self._hits.append(hit)
        self._show()
        if first and hits:
            self.post_message(self.CursorMoved(self.hit))

    def validate_cursor(self, index: int) -> int:
        """Keep the cursor within the hits."""
        return max(0, min(index, len(self._hits) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two lines concerned."""
        if not self._hits:
            return
        for index in (old, new):
            self.refresh_lines(self._line_of[index])
        self._keep_in_view()
        self.post_message(self.CursorMoved(self.hit))

    def on_resize(self, event: Resize) -> None:
        """Fit the lines to the width."""
        self._show()

    def on_click(self, event: Click) -> None:
        """Choose the hit under the mouse."""
        line = event.y + self.scroll_offset.y
        if line < len(self._lines):
            index = self._lines[line]
            self.cursor = index if index >= 0 else -1 - index
            self.post_message(self.Opened(self._hits[self.cursor]))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        line = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if line >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        index = self._lines[line]
        if index < 0:
            title = self.rich_style + self.get_component_rich_style("hit-list--title", partial=True)
            text = shortened(shown(self._hits[-1 - index].title), width - 1)
            return Strip([Segment(f" {text}", title)]).adjust_cell_length(width, self.rich_style)
        return self._draw(self._hits[index], index == self.cursor, width)

    def _draw(self, hit: Hit, current: bool, width: int) -> Strip:
        base = self.get_component_rich_style("hit-list--cursor") if current else self.rich_style
        bar, quiet, found = (
            base + self.get_component_rich_style(f"hit-list--{name}", partial=True)
            for name in ("bar", "quiet", "found")
        )
        line = [
            Segment("▌ " if current else "  ", bar),
            Segment(f"{hit.number:>{_NUMBER_CELLS}} ", quiet),
        ]
        room = max(10, width - _NUMBER_CELLS - 3)
        begin = _begin(hit, room)
        if begin:
            line.append(Segment("…", quiet))
        at = begin
        for start, end in hit.spans:
            start = max(start, at)
            if end > start:
                line.append(Segment(shown(hit.text[at:start]), base))
                line.append(Segment(shown(hit.text[start:end]), found))
                at = end
        line.append(Segment(shown(hit.text[at:]), base))
        strip = Strip(line)
        if strip.cell_length > width - 1:
            strip = Strip([*strip.crop(0, width - 2), Segment("…", quiet)])
        return strip.adjust_cell_length(width, base)

    def _show(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        self.refresh()

    def _keep_in_view(self) -> None:
        line = self._line_of[self.cursor]
        titled = line > 0 and self._lines[line - 1] < 0
        region = Region(0, line - titled, 1, 1 + titled)
        self.scroll_to_region(region, animate=False, force=True)


def _begin(hit: Hit, room: int) -> int:
    """Where in the sentence its line begins, so that what was found can be seen."""
    first = hit.spans[0][0]
    if len(hit.text) <= room or first <= room // _BEFORE:
        return 0
    blank = hit.text.find(" ", max(0, first - room // _BEFORE), first)
    return blank + 1 if blank >= 0 else first
