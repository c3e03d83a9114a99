"""The articles screen: what there is, how far one is, filtered while typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from threading import Thread
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from annotator.blindness import NO_OUTLETS
from annotator.errors import AnnotatorError
from annotator.filtering import hint, parse_filter
from annotator.listing import ListedArticle, Listing, SortKey
from annotator.project import Project
from annotator.tui.articletexts import ArticleTexts
from annotator.tui.screens.typing_screen import TypingScreen
from annotator.tui.widgets.article_headings import ArticleHeadings
from annotator.tui.widgets.article_list import ArticleList, Extra
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.line import Line

_WIDGETS = Path(__file__).parents[1] / "widgets"
_AT_ONCE = 2_000
"""Up to so many articles are sorted and filtered in the time between two keys."""
_DEBOUNCE_SECONDS = 0.05
_REST_SECONDS = 0.2
"""How long the cursor must rest before the articles in sight are looked into."""


class FilterLine(Line):
    """The line to filter with; it takes enter, after everything typed before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "open", key_display="enter", id="articles-open")
    ]


@dataclass(frozen=True)
class Question:
    """What the list is to show."""

    typed: str = ""
    key: SortKey = SortKey.DATE
    backwards: bool = False


class ArticlesScreen(TypingScreen[str | None]):
    """Gives the id of the chosen article, or None when it was left with Escape."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "articles.tcss",
        _WIDGETS / "article_list.tcss",
        _WIDGETS / "article_headings.tcss",
    ]
    # The line to filter with has the focus: what is no letter moves in the list, or sorts it.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "next", show=False, priority=True, id="articles-next"),
        Binding("up", "move(-1)", "previous", show=False, priority=True, id="articles-previous"),
        Binding("pagedown", "page(1)", "a screen down", show=False, priority=True, id="articles-page-down"),
        Binding("pageup", "page(-1)", "a screen up", show=False, priority=True, id="articles-page-up"),
        Binding("home", "move_to(0)", "first", show=False, priority=True, id="articles-first"),
        Binding("end", "move_to(-1)", "last", show=False, priority=True, id="articles-last"),
        Binding(
            "tab", "unfinished", "next unfinished", key_display="tab", priority=True, id="articles-unfinished"
        ),
        Binding("right", "sort(1)", "sort by", key_display="← →", priority=True, id="articles-sort"),
        Binding("left", "sort(-1)", "sort by", show=False, priority=True, id="articles-sort-back"),
        Binding(
            "shift+tab",
            "turn_around",
            "turn the order",
            key_display="shift+tab",
            priority=True,
            id="articles-turn",
        ),
        Binding("escape", "back", "back", key_display="esc", priority=True, id="articles-back"),
    ]

    @dataclass
    class ListingRead(Message):
        """More of what there is was read."""

        problem: str = ""
        ended: bool = False
        """Whether all files were looked at."""

    @dataclass
    class Selected(Message):
        """What the list is to show was found."""

        question: Question
        places: Sequence[int]
        finished: int
        searched: str = field(default="")
        """How far texts were searched, in words; empty when that is done."""

    @dataclass
    class ExtraRead(Message):
        """What takes longer was found out about an article."""

        article: str
        extra: Extra

    def __init__(
        self,
        project: Project,
        listing: Listing,
        annotator: str,
        current: str,
        when_saved: Callable[[Callable[[str], None]], None],
    ) -> None:
        """List the articles of `project` with the progress of `annotator`, beginning on `current`.

        `when_saved` tells when all labels are on the disk, or the problem.
        """
        super().__init__()
        self._project = project
        self._listing = listing
        self._annotator = annotator
        self._current = current
        self._when_saved = when_saved
        self._texts = ArticleTexts(project, annotator)
        self._question = Question()
        self._shown: Question | None = None
        """What the list answers now; None before the first answer."""
        self._order: tuple[Question, Sequence[int]] | None = None
        """The order of all articles, and for what: kept while only the filter changes."""
        self._chosen = ""
        self._moved = False
        self._fresh = False
        """Whether all files were looked at since the screen was opened."""
        self._debounce: Timer | None = None
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out heading, filter, list, keys."""
        yield Static(id="heading")
        outlets = not self._project.hides_outlet(self._annotator)
        placeholder = hint(outlets=outlets, assigned=self._project.settings.assignment is not None)
        yield FilterLine(placeholder=placeholder, select_on_focus=False)
        yield ArticleHeadings(outlets=outlets)
        yield ArticleList(self._listing)
        yield Static(id="detail")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is known, and begin to read."""
        self._tell_counts(None)
        if len(self._listing):
            self._answer_now()
        self._read()
        self.begin_typing()

    def on_unmount(self) -> None:
        """Look into no more articles."""
        self._texts.leave()

    @work(thread=True, exclusive=True, group="read")
    def _read(self) -> None:
        """Look at all files, away from the interface's thread."""
        worker = get_current_worker()
        try:
            if not len(self._listing):
                self._listing.begin()
                self.post_message(self.ListingRead())
            for _ in self._listing.refresh(lambda: worker.is_cancelled):
                self.post_message(self.ListingRead())
            self.post_message(self.ListingRead(ended=True))
        except AnnotatorError as error:
            self.post_message(self.ListingRead(str(error), ended=True))

    def on_articles_screen_listing_read(self, message: ListingRead) -> None:
        """Show what has come so far."""
        self._order = None
        if message.problem:
            self._say(message.problem)
        if len(self._listing) <= _AT_ONCE:
            self._answer_now()
        else:
            self._answer()
        if message.ended and not self._fresh:
            self._fresh = True
            self._look_into()
            if (row := self.query_one(ArticleList).row) and row.finished and not self._moved:
                # Done with this one: the next is an enter away.
                self.action_unfinished()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what matches the words typed, when no other letter follows at once."""
        self._ask(Question(message.value, self._question.key, self._question.backwards))

    def _ask(self, question: Question) -> None:
        self._question = question
        headings = self.query_one(ArticleHeadings)
        headings.key, headings.backwards = question.key, question.backwards
        if self._debounce:
            self._debounce.stop()
        if len(self._listing) <= _AT_ONCE:
            self._answer_now()
        else:
            self._debounce = self.set_timer(_DEBOUNCE_SECONDS, self._answer)

    def _answer_now(self) -> None:
        """Show what matches, but for texts: those are searched in the background."""
        places = self._select(self._question)
        wanted = parse_filter(self._question.typed)
        if wanted.text:
            self._answer()
        else:
            self.workers.cancel_group(self, "answer")
            self.on_articles_screen_selected(
                self.Selected(self._question, places, self._listing.count_finished())
            )

    @work(thread=True, exclusive=True, group="answer")
    def _answer(self) -> None:
        """Find what the list is to show, away from the interface's thread."""
        worker, question = get_current_worker(), self._question
        places = self._select(question)
        finished = self._listing.count_finished()
        words = parse_filter(question.typed).text
        if not words:
            if not worker.is_cancelled:
                self.post_message(self.Selected(question, places, finished))
            return
        for found, searched in self._texts.holding(words, [(at, self._listing[at]) for at in places]):
            if worker.is_cancelled:
                return
            self.post_message(self.Selected(question, found, finished, searched))

    def _select(self, question: Question) -> Sequence[int]:
        """The articles that a question asks for, in its order, without looking into texts."""
        sorting = Question("", question.key, question.backwards)
        order = self._order
        if order is None or order[0] != sorting:
            order = sorting, self._listing.order(question.key, backwards=question.backwards)
            self._order = order
        return self._listing.select(order[1], parse_filter(question.typed), self._current)

    def on_articles_screen_selected(self, message: Selected) -> None:
        """Show it, unless something else is asked by now."""
        if message.question != self._question:
            return
        listing = self.query_one(ArticleList)
        wanted = listing.row.header.id if listing.row and self._moved else self._current
        wanted_place = self._listing.place(wanted)
        places = message.places
        cursor = places.index(wanted_place) if wanted_place in places else 0
        self._shown = message.question
        listing.show_places(places, cursor)
        self._tell_counts(message)
        self._tell_row()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Open what is current, after everything typed before was heeded."""
        if self._shown != self._question and not parse_filter(self._question.typed).text:
            self._answer_now()
        self.action_open()

    def on_article_list_opened(self, message: ArticleList.Opened) -> None:
        """Open what was clicked."""
        self.action_open()

    def on_article_list_cursor_moved(self, message: ArticleList.CursorMoved) -> None:
        """Tell of the article that the cursor came to."""
        self._tell_row()

    def on_article_headings_chosen(self, message: ArticleHeadings.Chosen) -> None:
        """Sort by what was clicked; the other way round if it is that already."""
        backwards = message.key is self._question.key and not self._question.backwards
        self._ask(Question(self._question.typed, message.key, backwards))

    def on_articles_screen_extra_read(self, message: ExtraRead) -> None:
        """Show it in its line."""
        listing = self.query_one(ArticleList)
        listing.extras[message.article] = message.extra
        if message.extra.ease is not None:
            self._listing.set_ease(message.article, message.extra.ease)
        listing.refresh()
        if listing.row and listing.row.header.id == message.article:
            self._tell_row()

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
            chosen, self._chosen = self._chosen, ""
            self.dismiss(chosen)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._moved = True
        self.query_one(ArticleList).cursor += step

    def action_move_to(self, index: int) -> None:
        """Move the cursor to the first row, or to the last with -1."""
        self._moved = True
        listing = self.query_one(ArticleList)
        listing.cursor = index % max(1, len(listing.places))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        self._moved = True
        listing = self.query_one(ArticleList)
        listing.cursor += direction * max(1, listing.size.height - 1)

    def action_sort(self, step: int) -> None:
        """Sort by the next column or the one before."""
        keys = self.query_one(ArticleHeadings).keys
        place = keys.index(self._question.key) if self._question.key in keys else 0
        self._ask(Question(self._question.typed, keys[(place + step) % len(keys)]))

    def action_turn_around(self) -> None:
        """Sort the other way round."""
        self._ask(Question(self._question.typed, self._question.key, not self._question.backwards))

    def action_unfinished(self) -> None:
        """Move to the next article, of one's own where they are dealt out, that has units without a label."""
        self._moved = True
        listing = self.query_one(ArticleList)
        places = listing.places
        order = [*range(listing.cursor + 1, len(places)), *range(min(listing.cursor + 1, len(places)))]
        rows = ((index, self._listing[places[index]]) for index in order)
        place = next((index for index, row in rows if row.own and not row.finished), None)
        if place is not None:
            listing.cursor = place
        elif self._listing.assigned:
            self._say("Every sentence of your articles here has a label.")
        else:
            self._say("Every sentence of these articles has a label.")

    def _say(self, text: str = "") -> None:
        shown = "Saving: the article opens when everything is on the disk." if self._chosen else text
        self.query_one("#detail", Static).update(Content(shown), layout=False)

    def _tell_row(self) -> None:
        """Say what is known of the current article beside its line, and find out more when it rests."""
        listing = self.query_one(ArticleList)
        wanted = parse_filter(self._question.typed)
        unclear = NO_OUTLETS if wanted.outlets and self._listing.hides_outlet else wanted.unclear
        row = listing.row
        if unclear:
            self._say(unclear)
        elif row is None:
            self._say("No article matches; esc empties the filter." if self._shown else "")
        else:
            self._say(_detail(row, listing.extras.get(row.header.id)))
        if self._rest:
            self._rest.stop()
        self._rest = self.set_timer(_REST_SECONDS, self._look_into)

    def _look_into(self) -> None:
        """Find out about the articles in sight what takes longer, in a thread that never delays leaving.

        Not before all files were looked at: the list itself goes first.
        """
        if not self._fresh:
            return
        listing = self.query_one(ArticleList)
        rows = [row for row in listing.in_sight if row.known and row.header.id not in listing.extras]
        if self._question.key is SortKey.EASE:
            rest = (self._listing[place] for place in listing.places)
            rows += [row for row in rest if row.known and row.header.id not in listing.extras]
        if rows:
            Thread(target=self._find_extras, args=(rows,), daemon=True).start()

    def _find_extras(self, rows: list[ListedArticle]) -> None:
        for article, extra in self._texts.extras(rows):
            self.post_message(self.ExtraRead(article, extra))

    def _tell_counts(self, message: Selected | None) -> None:
        if message is None:
            counts = "reading…"
        else:
            listed = self._listing.count_listed(self._current)
            shown = f"{len(message.places):,} of " if message.question.typed else ""
            own = f"{self._listing.count_own():,} yours (*), " if self._listing.assigned else ""
            more = "" if self._listing.complete else ", reading…"
            searched = f", {message.searched}" if message.searched else ""
            counts = f"{shown}{listed:,} articles, {own}{message.finished:,} finished{more}{searched}"
        heading = f"{self._project.name}: {counts}, as {self._annotator}"
        self.query_one("#heading", Static).update(Content(heading), layout=False)


def _detail(row: ListedArticle, extra: Extra | None) -> str:
    """What there is to say of an article, the most telling first."""
    header = row.header
    if header.problem:
        return header.problem
    if not row.known:
        return "not read yet"
    said = [f"{header.units} sentences, {header.words:,} words"]
    if not row.own:
        said.insert(0, "not assigned to you")
    if extra and extra.ease is not None:
        said.append(f"reading ease {extra.ease:.0f} of 100 (Flesch)")
    if row.alike:
        said.append(f"much like {row.alike} other{'s' * (row.alike > 1)}")
    if row.flagged:
        said.append(f"{row.flagged} flagged")
    if extra and extra.others_finished:
        said.append(f"{extra.others_finished} other{'s' * (extra.others_finished > 1)} finished")
    return ", ".join(said)
