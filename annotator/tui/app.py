"""The app: one annotator in one project."""

import asyncio
import gc
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding
from textual.events import Key, Resize
from textual.geometry import Size
from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from annotator.errors import AnnotatorError
from annotator.openarticle import OpenArticle
from annotator.project import Project
from annotator.session import Place, Session
from annotator.tui.bindings import ANNOTATE_BINDINGS
from annotator.tui.comparing import ComparingApp
from annotator.tui.goldbindings import ADJUDICATE_BINDINGS
from annotator.tui.keymap import read_user_keys
from annotator.tui.screens.annotate import WIDE, AnnotateScreen
from annotator.tui.screens.answering_screen import TellingScreen
from annotator.tui.screens.deciding_screen import DecidingScreen
from annotator.tui.screens.labels_screen import LabelsScreen
from annotator.tui.screens.too_small import LEAST, TooSmallScreen
from annotator.tui.screens.typing_screen import TypingScreen
from annotator.tui.terminal import terminal_is_there
from annotator.usersettings import load_user_settings
from schemas import UserSettings

if TYPE_CHECKING:
    from annotator.adjudication.items import Item
    from annotator.finding import Sought
    from annotator.listing import Listing

_FOLDER = Path(__file__).parent
_REMEMBER_SECONDS = 0.5
"""How long after a move the place is remembered."""
_TERMINAL_SECONDS = 2.0
"""How often is looked whether the terminal is still there."""


class AnnotatorApp(ComparingApp):
    """Opens the article where work goes on; everything else is a key away."""

    TITLE = "Annotator"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        _FOLDER / "app.tcss",
        _FOLDER / "screens" / "annotate.tcss",
        *(
            _FOLDER / "widgets" / f"{name}.tcss"
            for name in ("reader", "titlebar", "inspector", "messageline", "keybar", "chips")
        ),
    ]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012

    @dataclass
    class NextFound(Message):
        """The next unfinished article was looked for."""

        after: str
        """Id of the article that was open then."""
        article: str
        """Id; empty when there is none."""
        problem: str

    def __init__(
        self,
        project: Project,
        annotator: str,
        article: str | None = None,
        settings: UserSettings | None = None,
    ) -> None:
        """Open `article` by id, else the one left last, else the first unfinished one.

        Without `settings`, those of the user are read. Raises `AnnotatorError` when it cannot be opened.
        """
        super().__init__(settings or load_user_settings())
        self._session = Session.load(project.root, annotator)
        self.project = project
        self.annotator = annotator
        self.begun_on = article
        self._listing: Listing | None = None
        """All articles: read when they are first asked for, then kept."""
        self._searched = ""
        """What was searched last, as typed."""
        self._remembering: Timer | None = None
        """Runs while a place is to be remembered that was not at once."""
        self.user_keys = read_user_keys(self.settings.keys)
        self.screen_class = AnnotateScreen.for_codebook(project.codebook, self.user_keys)
        if self.user_keys:
            from annotator.tui.actions import check_everywhere

            check_everywhere(self.user_keys)
        self._first = self._open(article) if article else self._resumed()

    def on_mount(self) -> None:
        """Begin with the text, not with a menu; end in order when the connection or the system does."""
        # These screens have their keys already, those that labels left to them.
        screens = (*ANNOTATE_BINDINGS, *ADJUDICATE_BINDINGS)
        own = {binding.id for binding in screens if isinstance(binding, Binding)}
        self.set_keymap({name: ",".join(keys) for name, keys in self.user_keys.items() if name not in own})
        self.push_screen(self._first)
        self._judge_size(self.size)
        # What comes on top, or is there again, is judged anew.
        self.screen_change_signal.subscribe(self, lambda _: self._judge_size(self.size))
        for name in ("SIGTERM", "SIGHUP"):
            # Not every system has these signals, or lets an event loop have them.
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._end)
        if terminal_is_there():
            self.set_interval(_TERMINAL_SECONDS, self._look_at_terminal)

    def _look_at_terminal(self) -> None:
        """End when the terminal has gone without a signal: nobody could quit, the labels stayed locked."""
        if not terminal_is_there():
            self._end()

    def on_ready(self) -> None:
        """Collect garbage again: the command that opens the app pauses it while starting."""
        gc.freeze()
        gc.enable()

    def on_labels_screen_save_attempted(self, message: LabelsScreen.SaveAttempted) -> None:
        """Remember the place with every save, so that a killed app resumes there too."""
        self._remember()

    def on_key(self, event: Key) -> None:
        """Give what was typed while a screen to type in was just coming to that screen."""
        ends = not self.screen_stack
        if ends or (isinstance(self.screen, TypingScreen) and self.screen.take_key(event)):
            event.prevent_default()
            event.stop()

    def on_reader_cursor_moved(self) -> None:
        """Remember the place soon, so that it is there again however the app ends."""
        if self._remembering is None:
            self._remembering = self.set_timer(_REMEMBER_SECONDS, self._remember_in_passing)

    def settle(self) -> None:
        """Let the screens with an article follow the settings."""
        for screen in self.screen_stack:
            if isinstance(screen, DecidingScreen):
                screen.apply_settings(self.settings)

    def tell(self, text: str) -> None:
        """Say something on the screen on top, if it can, else where labels are given."""
        if not self.screen_stack:
            return  # the app has ended
        top = self.screen if isinstance(self.screen, TellingScreen) else self.working
        top.say(text)

    def go_to_own(self, item: "Item") -> None:
        """Go to the sentence of an item in one's own article."""
        while self.screen is not self.annotating:
            self.pop_screen()
        if item.article == self.annotating.labelling.article.id:
            self.annotating.move_to(item.place)
        else:
            self._change_to(item.article, Place(item.place))

    def on_resize(self, event: Resize) -> None:
        """Say what is needed when the terminal is too small to read in."""
        self._judge_size(event.size)

    async def action_quit(self) -> None:
        """What Textual's own quit key does, anywhere."""
        self.action_leave()

    def action_articles(self) -> None:
        """Show the articles and open the one chosen."""
        from annotator.tui.screens.articles import ArticlesScreen

        if self.wait_for_end():
            return
        annotating = self.annotating
        current = annotating.labelling.article.id

        def chosen(article: str | None) -> None:
            if article and article != current:
                self._change_to(article)

        screen = ArticlesScreen(
            self.project, self._listing_now(), self.annotator, current, annotating.when_saved
        )
        self.push_screen(screen, chosen)

    def action_search(self) -> None:
        """Search this article or all, and go to the sentence chosen."""
        from annotator.finding import Kind, Sought
        from annotator.tui.screens.search import Chosen, SearchScreen

        annotating = self.annotating

        def chosen(found: Chosen | None) -> None:
            if found is None:
                return
            self._searched = found.typed
            sought = Sought(Kind.WORDS, found.words)
            if found.hit.article == annotating.labelling.article.id:
                annotating.seek(sought)
                annotating.move_to(found.hit.place)
            else:
                place = Place(found.hit.place)
                annotating.when_saved(
                    lambda unsaved: None if unsaved else self._change_to(found.hit.article, place, sought)
                )

        article = annotating.labelling.article
        self.push_screen(SearchScreen(self.project, self._listing_now, article, self._searched), chosen)

    def action_next_article(self) -> None:
        """Open the next article that is not finished, by date."""
        if self.wait_for_end():
            return
        annotating = self.annotating
        current = annotating.labelling.article.id
        annotating.say("Looking for the next unfinished article…")
        self._find_next(self._listing_now(), current)

    @work(thread=True, exclusive=True, group="next-article")
    def _find_next(self, listing: "Listing", current: str) -> None:
        """Look through the articles away from the interface's thread."""
        worker = get_current_worker()
        try:
            if not len(listing):
                listing.begin()
            found, problem = listing.next_unfinished(current, lambda: worker.is_cancelled), ""
        except AnnotatorError as error:
            found, problem = "", str(error)
        self.post_message(self.NextFound(current, found, problem))

    def on_annotator_app_next_found(self, message: NextFound) -> None:
        """Open it once everything is on the disk, unless the annotator has turned to something else."""
        annotating = self.annotating
        if annotating.labelling.article.id != message.after or self.screen is not annotating:
            return
        article = message.article
        if article:
            annotating.when_saved(lambda unsaved: None if unsaved else self._change_to(article))
        else:
            annotating.say(message.problem or self._nothing_unfinished())

    def _nothing_unfinished(self) -> str:
        """Say that there is no other article to go on with, and why."""
        listing = self._listing_now()
        if not listing.assigned:
            return "There is no other unfinished article."
        if not listing.count_own():
            return "No article is assigned to you: `annotator assign` deals them out."
        return f"No other article of yours is unfinished. {self.annotating.way_to('articles')} lists all."

    def _listing_now(self) -> "Listing":
        """All articles, with what was decided in the open one by now."""
        from annotator.listing import Listing

        if self._listing is None:
            self._listing = Listing(self.project, self.annotator)
        labelling = self.home.labelling
        flagged = sum(record.flag for record in labelling.store.labels.values())
        self._listing.set_progress(labelling.article.id, labelling.labelled, flagged)
        return self._listing

    def action_leave(self) -> None:
        """Quit when everything is on the disk; otherwise say what is not, and quit when asked again."""
        if self.end_visit():
            return
        working = self.working
        if working.warned:
            self._end()
        elif working.awaits_disk:
            self._ask_to_leave("The disk has not answered yet")
        else:
            asked = self.screen
            # Whoever opens something meanwhile stays.
            working.when_saved(lambda problem: self._leave(problem) if self.screen is asked else None)
            if working.awaits_disk:
                working.say("Saving: this window closes when everything is on the disk.")

    def _leave(self, problem: str) -> None:
        if problem:
            self._ask_to_leave(problem)
        else:
            self._end()

    def _ask_to_leave(self, problem: str) -> None:
        self.working.warned = True
        self.working.ask_to_leave(problem)

    def _judge_size(self, size: Size) -> None:
        """Cover whatever is on top while the terminal is too small for it."""
        fits = size.width >= LEAST.width and size.height >= LEAST.height
        started = any(isinstance(screen, AnnotateScreen) for screen in self.screen_stack)
        covered = isinstance(self.screen, TooSmallScreen)
        if fits and covered:
            self.screen.dismiss(None)
        elif not fits and started and not covered:
            self.push_screen(TooSmallScreen())

    def _end(self) -> None:
        self._remember()
        self.note_pace()
        self.exit()

    def _resumed(self) -> AnnotateScreen:
        """Open the article left last, else the first unfinished one that can be opened."""
        if self._session.article:
            with suppress(AnnotatorError):
                return self._open(self._session.article)
        return self._open(self.project.next_article(self.annotator))

    def _open(self, name: str, place: Place | None = None) -> AnnotateScreen:
        source = OpenArticle(self.project, name, self.annotator)
        return self.screen_class(source, place or self._session.place_in(source.article.id), self.settings)

    def _change_to(self, name: str, place: Place | None = None, sought: "Sought | None" = None) -> None:
        """Open another article, at a place or where it was left, going through what is sought there."""
        if self.wait_for_end():
            return
        annotating = self.annotating
        if self.screen is not annotating:
            return  # something else was opened meanwhile
        if annotating.labelling.store.pending:
            annotating.say("Not everything is on the disk yet; choose the article again when it is.")
            return
        self._remember()
        try:
            screen = self._open(name, place)
        except AnnotatorError as error:
            annotating.say(str(error))
            return
        if sought:
            screen.seek(sought)
        self.note_pace()
        self.switch_screen(screen)
        self._session.article = name

    def _remember_in_passing(self) -> None:
        self._remembering = None
        self._remember()

    def _remember(self) -> None:
        """Remember the place, unless its screen is just coming or going."""
        if self._remembering:
            self._remembering.stop()
            self._remembering = None
        homes = (one for one in self.screen_stack if isinstance(one, AnnotateScreen) and not one.visiting)
        home = next(homes, None)
        if home and home.is_whole:
            self._session.article = home.labelling.article.id
            self._session.save(home.standing)
