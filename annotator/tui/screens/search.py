"""Search: sentences with the words typed, in this article as one types, and in all articles."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from annotator.errors import AnnotatorError
from annotator.filtering import ArticleFilter
from annotator.listing import Listing, SortKey
from annotator.project import Project
from annotator.search import Hit, Searched, hits_in, search, words_of
from annotator.tui.screens.typing_screen import TypingScreen
from annotator.tui.widgets.hit_list import HitList
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.line import Line
from annotator.tui.widgets.wrapping import shown
from schemas import Article

_WIDGETS = Path(__file__).parents[1] / "widgets"
_MOST = 1_000
"""Hits are shown; whoever has more types another word."""
_DEBOUNCE_SECONDS = 0.05
_NEWS_SECONDS = 0.1
"""How often hits are shown while the search goes on; the first ones are shown at once."""


class SearchLine(Line):
    """The line with the words; it takes enter, after everything typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "go there", key_display="enter", id="search-open")
    ]


@dataclass(frozen=True)
class Question:
    """What is searched, and where."""

    typed: str = ""
    everywhere: bool = False


@dataclass(frozen=True)
class Chosen:
    """A sentence that was found and chosen."""

    hit: Hit
    typed: str
    """What was searched."""

    @property
    def words(self) -> tuple[str, ...]:
        """What was searched, folded."""
        return words_of(self.typed)


class SearchScreen(TypingScreen[Chosen | None]):
    """Gives the sentence to go to, or None when it was left with Escape."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["search.tcss", _WIDGETS / "hit_list.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "next", show=False, priority=True, id="search-next"),
        Binding("up", "move(-1)", "previous", show=False, priority=True, id="search-previous"),
        Binding("pagedown", "page(1)", "a screen down", show=False, priority=True, id="search-page-down"),
        Binding("pageup", "page(-1)", "a screen up", show=False, priority=True, id="search-page-up"),
        Binding(
            "tab",
            "everywhere",
            "this article or all",
            key_display="tab",
            priority=True,
            id="search-everywhere",
        ),
        Binding("escape", "dismiss(None)", "back", key_display="esc", priority=True, id="search-back"),
    ]

    @dataclass
    class Found(Message):
        """More was found, or the search has ended."""

        question: Question
        hits: Sequence[Hit]
        anew: bool
        """Whether these are the first ones."""
        searched: str
        """How far the search is, in words."""
        ended: bool

    def __init__(
        self, project: Project, listing: Callable[[], Listing], article: Article, typed: str = ""
    ) -> None:
        """Search `article`, and all articles of `project` when asked, beginning with words `typed` before."""
        super().__init__()
        self._project = project
        self._listing = listing
        self._article = article
        self._typed = typed
        self._question = Question()
        self._shown: Question | None = None
        """What the hits on the screen answer."""
        self._ended: Question | None = None
        """What was searched to the end."""
        self._wanted = False
        """Whether enter was pressed before there was anything."""
        self._left = False
        """Whether a sentence was chosen: what else is found comes too late."""
        self._count = 0
        self._debounce: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out heading, line to type in, hits, the whole sentence, keys."""
        yield Static(id="heading")
        hint = "words to search; case and accents do not matter"
        yield SearchLine(self._typed, placeholder=hint, select_on_focus=False)
        yield HitList()
        yield Static(id="sentence")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to type."""
        self._ask(Question(self._typed))
        self._tell("")
        self.begin_typing(anew=True)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Search when no other letter follows at once."""
        self._ask(Question(message.value, self._question.everywhere))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go to the current hit, as soon as there is one for all that was typed."""
        self._wanted = True
        self._open_wanted()

    def action_everywhere(self) -> None:
        """Search all articles, or this one again."""
        self._ask(Question(self._question.typed, not self._question.everywhere))

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.query_one(HitList).cursor += step

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        hits = self.query_one(HitList)
        hits.cursor += direction * max(1, hits.size.height - 1)

    def _ask(self, question: Question) -> None:
        self._question = question
        self._wanted = False
        if self._debounce:
            self._debounce.stop()
        self._debounce = self.set_timer(_DEBOUNCE_SECONDS, self._search)

    @work(thread=True, exclusive=True, group="search")
    def _search(self) -> None:
        """Search away from the interface's thread."""
        worker, question = get_current_worker(), self._question
        words = words_of(question.typed)
        found: list[Hit] = []
        told, anew, shown_hits, done = time.monotonic(), True, 0, 0
        try:
            for done, searched in enumerate(self._searched(question, words), start=1):
                if worker.is_cancelled:
                    return
                found += searched.hits
                now = time.monotonic()
                if (found and not shown_hits) or now > told + _NEWS_SECONDS:
                    how_far = f"searched {done:,} articles…"
                    self.post_message(self.Found(question, found, anew, how_far, ended=False))
                    told, anew, shown_hits, found = now, False, shown_hits + len(found), []
                if shown_hits + len(found) >= _MOST:
                    break
            self.post_message(self.Found(question, found, anew, "", ended=True))
        except AnnotatorError as error:
            self.post_message(self.Found(question, found, anew, str(error), ended=True))

    def _searched(self, question: Question, words: tuple[str, ...]) -> Iterator[Searched]:
        if not words:
            return
        if not question.everywhere:
            hits = tuple(islice(hits_in(self._article, words), _MOST))
            yield Searched(self._article.id, hits)
            return
        listing = self._listing()
        if not len(listing):
            listing.begin()
        places = listing.select(listing.order(SortKey.DATE), ArticleFilter())
        yield from search(self._project, words, (listing[place].header.id for place in places))

    def on_search_screen_found(self, message: Found) -> None:
        """Show what was found, unless something else is searched by now."""
        if message.question != self._question:
            return
        hits = self.query_one(HitList)
        if message.anew:
            hits.clear_hits()
            self._count = 0
        self._shown = message.question
        self._count += len(message.hits)
        hits.add_hits(message.hits, titles=message.question.everywhere)
        self._ended = message.question if message.ended else None
        self._tell(message.searched)
        if not hits.hit:
            self._quote(None)
        self._open_wanted()

    def on_hit_list_cursor_moved(self, message: HitList.CursorMoved) -> None:
        """Show the whole sentence."""
        self._quote(message.hit)

    def on_hit_list_opened(self, message: HitList.Opened) -> None:
        """Go to what was clicked."""
        self._open(message.hit)

    def _open_wanted(self) -> None:
        hit = self.query_one(HitList).hit
        if self._wanted and hit and self._shown == self._question:
            self._open(hit)
        elif self._ended == self._question:
            self._wanted = False

    def _open(self, hit: Hit) -> None:
        if self._left:
            return
        self._left = True
        self.dismiss(Chosen(hit, self._question.typed))

    def _tell(self, searched: str) -> None:
        where = "all articles" if self._question.everywhere else f"“{shown(self._article.title)}”"
        what = "Search"
        if words_of(self._question.typed):
            first = "the first " if self._count >= _MOST else ""
            what = f"{first}{self._count:,} sentence{'s' * (self._count != 1)}"
        more = f", {searched}" if searched else ""
        heading = f"{what} in {where}{more}" if self._question.everywhere else f"{what}{more} in {where}"
        self.query_one("#heading", Static).update(Content(heading[0].upper() + heading[1:]), layout=False)

    def _quote(self, hit: Hit | None) -> None:
        self.query_one("#sentence", Static).update(Content(shown(hit.text) if hit else ""), layout=False)
