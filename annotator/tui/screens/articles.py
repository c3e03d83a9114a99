"""The articles screen: what there is, how far one is, filtered while typing."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from annotator.errors import AnnotatorError
from annotator.project import ArticleHeader, Project
from annotator.readability import reading_ease
from annotator.tui.widgets.article_list import ArticleList, ArticleRow
from annotator.tui.widgets.keybar import KeyBar
from schemas import Article

_BATCH = 500
_PAUSE_SECONDS = 0.2
"""How long the cursor must rest on an article before it is looked into."""


class FilterLine(Input):
    """The line to filter with; it takes enter, after everything typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "open", key_display="enter")]


class ArticlesScreen(Screen[str | None]):
    """Gives the id of the chosen article, or None when it was left with Escape."""

    CSS_PATH = "articles.tcss"
    # The line to filter with has the focus; its own keys move the text cursor only sideways.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "next", show=False, priority=True),
        Binding("up", "move(-1)", "previous", show=False, priority=True),
        Binding("pagedown", "page(1)", "a screen down", show=False, priority=True),
        Binding("pageup", "page(-1)", "a screen up", show=False, priority=True),
        Binding("tab", "unfinished", "next unfinished", key_display="tab", priority=True),
        Binding("escape", "back", "back", key_display="esc", priority=True),
    ]

    @dataclass
    class RowsRead(Message):
        """More articles were read."""

        rows: list[ArticleRow]
        complete: bool

    @dataclass
    class DetailRead(Message):
        """What there is to say of an article beside its line."""

        article: str
        text: str

    def __init__(
        self,
        project: Project,
        annotator: str,
        current: str,
        labelled: int,
        when_saved: Callable[[Callable[[str], None]], None],
    ) -> None:
        """List the articles of `project` with the progress of `annotator`, beginning on `current`.

        That has so many labels, on the disk or not yet; `when_saved` tells when they are, or the problem.
        """
        super().__init__()
        self._project = project
        self._annotator = annotator
        self._current = current
        self._current_labelled = labelled
        self._when_saved = when_saved
        self._chosen = ""
        self._rows: list[ArticleRow] = []
        self._replaced: set[str] = set()
        self._complete = False
        self._moved = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out heading, filter, list, keys."""
        yield Static(id="heading")
        yield FilterLine(placeholder="type to filter by title, outlet or date", select_on_focus=False)
        yield ArticleList()
        yield Static(id="detail")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to read."""
        self.query_one(Input).focus()
        self._read()

    @work(thread=True, exclusive=True, group="rows")
    def _read(self) -> None:
        """Read what the list shows, away from the interface's thread."""
        worker = get_current_worker()
        rows: list[ArticleRow] = []
        for header in self._project.headers():
            if worker.is_cancelled:
                return
            rows.append(ArticleRow(header, self._labelled(header)))
            if len(rows) >= _BATCH:
                self.post_message(self.RowsRead(rows, complete=False))
                rows = []
        self.post_message(self.RowsRead(rows, complete=True))

    def _read_detail(self, article: str) -> None:
        """Count words and judge the reading ease: seconds at first, in a thread that never delays leaving."""
        Thread(target=self._tell_detail, args=(article,), daemon=True).start()

    def _tell_detail(self, article: str) -> None:
        try:
            text = _detail(self._project.article(article))
        except AnnotatorError as error:
            text = str(error)
        self.post_message(self.DetailRead(article, text))

    def _labelled(self, header: ArticleHeader) -> int:
        if header.id == self._current:
            return self._current_labelled
        return 0 if header.problem else self._project.labelled_units(header, self._annotator)

    def on_articles_screen_detail_read(self, message: DetailRead) -> None:
        """Show it, if the cursor is still there."""
        row = self.query_one(ArticleList).row
        if row and row.header.id == message.article:
            alike = self._alike(row.header)
            shared = f", much like {alike} other{'s' * (alike > 1)}" if alike else ""
            self._say(message.text + shared)

    def on_article_list_cursor_moved(self, message: ArticleList.CursorMoved) -> None:
        """Look into the article that the cursor came to."""
        self._say("" if message.row else "No article matches; esc empties the filter.")
        if self._timer:
            self._timer.stop()
        if row := message.row:
            self._timer = self.set_timer(_PAUSE_SECONDS, lambda: self._read_detail(row.header.id))

    def on_articles_screen_rows_read(self, message: RowsRead) -> None:
        """Show what has come so far."""
        self._rows = sorted(self._rows + message.rows, key=_order)
        self._replaced.update(row.header.replaces for row in message.rows)
        self._complete = message.complete
        self._show_matching()
        if self._complete and (row := self.query_one(ArticleList).row) and row.finished:
            # Done with this one: the next is an enter away.
            self.action_unfinished()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what matches the words typed."""
        self._show_matching()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Open what is current, after everything typed before was heeded."""
        self._show_matching()
        self.action_open()

    def on_article_list_opened(self, message: ArticleList.Opened) -> None:
        """Open what was clicked."""
        self.action_open()

    def action_back(self) -> None:
        """Empty the filter; without one, go back. What was chosen is not opened any more."""
        self._chosen = ""
        filter_line = self.query_one(Input)
        if filter_line.value:
            filter_line.value = ""
        else:
            self.dismiss(None)

    def action_open(self) -> None:
        """Open the current article, once what was decided in the one before is on the disk."""
        row = self.query_one(ArticleList).row
        if row and row.header.problem:
            self._say(row.header.problem)
        elif row and row.header.id == self._current:
            self.dismiss(self._current)
        elif row:
            self._chosen = row.header.id
            self._say()
            self._when_saved(self._leave)

    def _leave(self, problem: str) -> None:
        """Open what was chosen; where saving failed, the screen below tells so."""
        if self.is_attached and self._chosen:
            self.dismiss(self._chosen)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._moved = True
        self.query_one(ArticleList).cursor += step

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        self._moved = True
        listing = self.query_one(ArticleList)
        listing.cursor += direction * max(1, listing.size.height - 1)

    def action_unfinished(self) -> None:
        """Move to the next article that has units without a label."""
        self._moved = True
        rows, listing = self._matching(), self.query_one(ArticleList)
        order = [*range(listing.cursor + 1, len(rows)), *range(listing.cursor + 1)]
        place = next((index for index in order if index < len(rows) and not rows[index].finished), None)
        if place is None:
            self._say("Every sentence of these articles has a label.")
        else:
            listing.cursor = place

    def _say(self, text: str = "") -> None:
        shown = "Saving: the article opens when everything is on the disk." if self._chosen else text
        self.query_one("#detail", Static).update(Content(shown), layout=False)

    def _matching(self) -> list[ArticleRow]:
        words = self.query_one(Input).value.casefold().split()
        return [row for row in self._listed() if all(word in _searchable(row.header) for word in words)]

    def _listed(self) -> list[ArticleRow]:
        """All but the versions that a newer one replaces; the open one stays."""
        return [
            row for row in self._rows if row.header.id not in self._replaced or row.header.id == self._current
        ]

    def _alike(self, header: ArticleHeader) -> int:
        """How many listed articles share much of the text of one: those it names, and those that name it."""
        named = {near.article for near in header.near_duplicates}
        others = (row.header for row in self._listed())
        return sum(
            other.id in named or any(near.article == header.id for near in other.near_duplicates)
            for other in others
        )

    def _show_matching(self) -> None:
        listing, rows = self.query_one(ArticleList), self._matching()
        wanted = listing.row.header.id if listing.row and self._moved else self._current
        place = next((index for index, row in enumerate(rows) if row.header.id == wanted), 0)
        listing.show_rows(rows, place)
        listed = self._listed()
        finished = sum(row.finished for row in listed)
        more = "" if self._complete else ", reading…"
        shown = f"{len(rows)} of " if len(rows) != len(listed) else ""
        counts = f"{shown}{len(listed)} articles, {finished} finished{more}"
        heading = f"{self._project.name}: {counts}, as {self._annotator}"
        self.query_one("#heading", Static).update(Content(heading))


def _searchable(header: ArticleHeader) -> str:
    return f"{header.title} {header.outlet} {header.published} {header.id}".casefold()


def _order(row: ArticleRow) -> tuple[str, str]:
    """By date, then title; articles without a date last."""
    return row.header.published or "~", row.header.title.casefold()


def _detail(article: Article) -> str:
    ease = reading_ease(article)
    words = f"{len(article.units)} units, {article.word_count()} words, {article.language}"
    return words if ease is None else f"{words}, reading ease {ease:.0f} of 100 (Flesch)"
