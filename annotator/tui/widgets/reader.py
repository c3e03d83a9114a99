"""The article on screen: every unit with its number and label, the current one unmistakable.

One scrolling widget on Textual's line API. It lays all units out once per width and draws only the lines on
screen, so that an article of thousands of sentences opens and moves like a short one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar

from rich.style import Style
from textual.cache import LRUCache
from textual.events import Click, MouseDown, MouseEvent, MouseMove, MouseUp
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from annotator.tui.widgets.chips import CHIP_CLASSES
from annotator.tui.widgets.page import Page
from annotator.tui.widgets.passages import PASSAGE_CLASSES
from annotator.tui.widgets.unitdrawing import Selection, UnitDrawing, UnitState
from schemas import Article, Codebook, Unit

__all__ = ["Reader", "UnitState"]


class Reader(Page, inherit_bindings=False):
    """Draws an article and keeps the cursor on one of its units."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--cursor",
        "reader--bar",
        "reader--quiet",
        "reader--sign",
        "reader--failed",
        "reader--heading",
        "reader--aside",
        "reader--boilerplate",
        "reader--quote",
        "reader--selection",
        "reader--selection-end",
        *PASSAGE_CLASSES,
        *CHIP_CLASSES,
    }

    @dataclass
    class CursorMoved(Message):
        """The current unit is another one now."""

        left: Unit
        """The one that was current before."""

    @dataclass
    class Selected(Message):
        """Words of the current unit were chosen with the mouse."""

        unit: Unit
        start: int
        """First code point in the article."""
        end: int
        """One past the last."""

    def __init__(
        self,
        article: Article,
        codebook: Codebook,
        state: Callable[[Unit], UnitState],
    ) -> None:
        """Show `article`; `state` is asked for a unit's gutter and marks whenever the unit is drawn."""
        super().__init__(article)
        self._codebook = codebook
        self._state = state
        self._drawing = UnitDrawing(article, codebook)
        self._strips: LRUCache[int, list[Strip]] = LRUCache(512)
        self._cut: int | None = None
        self._selection: Selection | None = None
        self._anchor: int | None = None
        """Where the mouse was pressed, as an offset of the article, while it is held."""

    def show_article(self, article: Article) -> None:
        """Show another state of the article, with the cursor where the text is that it was on."""
        if article is not self._article:
            self._cut = self._selection = None
        self._exchange(article)

    def begin_drawing(self) -> int:
        """Forget what was drawn; gives the cells of the gutter."""
        self._strips.clear()
        self._drawing = UnitDrawing(self._article, self._codebook, text_only=self.text_only)
        return self._drawing.gutter

    def show_cut(self, offset: int | None) -> None:
        """Mark where the current unit would be split, before the character at `offset` of the article."""
        self._cut = offset
        if offset is not None:
            self._show_line_of(offset)
        self.refresh_unit(self.cursor)

    def show_selection(self, start: int | None, end: int = 0, active_end: bool = True) -> None:
        """Show words of the current unit as chosen, [start, end) in the article; None: none are.

        `active_end` says which end moves next, and is kept in sight: the end, or else the start.
        """
        self._selection = None if start is None else Selection(start, end, active_end)
        if start is not None:
            self._show_line_of(start)
            self._show_line_of(end - 1 if active_end else start)
        self.refresh_unit(self.cursor)

    def refresh_unit(self, index: int) -> None:
        """Draw a unit anew after its state changed, and repaint the cells that differ."""
        layout, old = self._layout, self._strips.get(index)
        self._strips.discard(index)
        if layout is None:
            return
        top, bottom = layout.extent(index)
        if old is None:
            self.refresh_lines(top, bottom - top)
            return
        if not self._view.shows((top, bottom)):
            return
        for line, (before, after) in enumerate(zip(old, self._unit_strips(index), strict=True), start=top):
            if changed := _difference(before, after):
                start, end = changed
                self.refresh(Region(start, line - self.scroll_offset.y, end - start, 1))

    def refresh_units(self) -> None:
        """Draw all units anew."""
        self._strips.clear()
        self.refresh()

    @property
    def follows_cursor(self) -> bool:
        """Whether to scroll to where the cursor goes: whoever points at a sentence sees it."""
        return self._anchor is None

    def watch_cursor(self, old: int, new: int) -> None:
        """Tell that another unit is the current one, and show nothing as chosen in it."""
        self._cut = self._selection = None
        super().watch_cursor(old, new)
        self.post_message(self.CursorMoved(self._article.units[old]))

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._drawing.styles = {}

    def on_mouse_down(self, event: MouseDown) -> None:
        """Begin to choose words of the unit under the mouse, which becomes the current one."""
        self.capture_mouse()
        self.follow_mouse(event)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Choose the words between there and here, while the button is held."""
        self.follow_mouse(event)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Tell which words were chosen, if any."""
        self.release_mouse()
        if selected := self.follow_mouse(event):
            self.post_message(selected)

    def on_click(self, event: Click) -> None:
        """Choose a word that is clicked twice."""
        if event.chain == 2 and (there := self.hit(event.x, event.y)):
            start, end = self._words_between(there[1], there[1])
            self.show_selection(start, end)
            self.post_message(self.Selected(self.unit, start, end))

    def follow_mouse(self, event: MouseEvent) -> Selected | None:
        """Choose words with a mouse event of this widget, or of a screen that lies over it.

        Gives what was chosen when the button is released after dragging over words.
        """
        if isinstance(event, MouseDown):
            if event.button == 1 and (there := self.hit_by(event)):
                self._press(*there)
        elif isinstance(event, MouseMove) and self._anchor is not None:
            self._drag(event.screen_offset - self.content_region.offset)
        elif isinstance(event, MouseUp):
            pressed, self._anchor = self._anchor, None
            chosen = self._selection
            if pressed is not None and chosen:
                return self.Selected(self.unit, chosen.start, chosen.end)
        return None

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        layout, line = self._layout, y + self.scroll_offset.y
        if layout is None or (index := layout.unit_on(line)) is None:
            return Strip.blank(self.size.width, self.rich_style)
        return self._unit_strips(index)[line - layout.tops[index]]

    def _press(self, index: int, offset: int) -> None:
        self._anchor = offset
        self.cursor = index
        self.show_selection(None)

    def _drag(self, place: Offset) -> None:
        """Choose whole words from where the mouse was pressed to a cell, within the unit."""
        layout, anchor = self._layout, self._anchor
        if layout is None or anchor is None or not self.unit.start <= anchor <= self.unit.end:
            return  # a key has gone elsewhere meanwhile
        top, bottom = self._extent()
        line = max(top, min(place.y + self.scroll_offset.y, bottom - 1))
        here = layout.offset_at(self.cursor, place.x, line)
        if self._selection is None and here == anchor:
            return
        start, end = self._words_between(anchor, here)
        self.show_selection(start, end, active_end=here >= anchor)

    def _words_between(self, first: int, last: int) -> tuple[int, int]:
        """From the beginning of the word at one offset to the end of that at another, of the current unit."""
        from annotator.tui.chosen import Steps

        begin = self.unit.start
        start, end = Steps(self._article.unit_text(self.unit)).around(first - begin, last - begin)
        return begin + start, begin + end

    def _unit_strips(self, index: int) -> list[Strip]:
        strips = self._strips.get(index)
        if strips is None and self._layout:
            drawing, state = self._drawing, self._state(self._article.units[index])
            if not drawing.styles:
                drawing.styles = self._styles()
            current = index == self.cursor
            cut, selection = (self._cut, self._selection) if current else (None, None)
            strips = drawing.strips(self._layout, index, state, current=current, cut=cut, selection=selection)
            self._strips[index] = strips
        return strips or []

    def _styles(self) -> dict[str, Style]:
        """What `UnitDrawing.styles` needs, in the colours of the theme."""
        added = {name: self.get_component_rich_style(name, partial=True) for name in self.COMPONENT_CLASSES}
        return added | {"base": self.rich_style, "cursor": self.get_component_rich_style("reader--cursor")}


def _difference(before: Strip, after: Strip) -> tuple[int, int] | None:
    """The cells, [start, end), outside of which two lines are alike; None when they are alike."""
    if before == after:
        return None
    pairs = list(zip(before, after, strict=False))
    backwards = zip(reversed(before), reversed(after), strict=False)
    start = sum(one.cell_length for one, other in takewhile(lambda pair: pair[0] == pair[1], pairs))
    end = sum(one.cell_length for one, other in takewhile(lambda pair: pair[0] == pair[1], backwards))
    return start, after.cell_length - end
