"""A screen on one article and one annotator's labels of it: saving, following, and telling what is saved."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import ClassVar

from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from annotator.editing import in_words
from annotator.errors import AnnotatorError
from annotator.openarticle import OpenArticle
from annotator.tui.keymap import first_keys, way_to
from annotator.tui.saver import Saver
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.messageline import MessageLine
from annotator.tui.widgets.reader import Reader
from annotator.tui.widgets.titlebar import SaveState
from schemas import ArticleEdit

_RETRY_SECONDS = 3.0
_FOLLOW_SECONDS = 3.0
_CLOSING_SECONDS = 20.0
"""The longest wait for the disk at the end; whoever knows that something is not saved waits less."""
_KNOWN_SECONDS = 1.0


class LabelsScreen(Screen[None]):
    """Puts labels on the disk while keys go on; those who draw them override `show_article` and `show_state`.

    While another program writes the labels, they are opened again and again to follow it, and to become the
    writer when it is done. Edits of the article by others are shown as soon as they are noticed.
    """

    ACTIONS: ClassVar[Sequence[BindingType]] = ()
    """Every action of the screen, also those that have no key: what the palette can offer."""
    visiting: ClassVar[bool] = False
    """Whether it is beside one's own work, as the tour, practice and the second pass are."""

    @dataclass
    class SaveAttempted(Message):
        """The saver has tried to put everything staged on the disk."""

        problem: str
        """One line; empty when all that was staged is on the disk."""

    def __init__(self, source: OpenArticle) -> None:
        """Open the labels of an article; raises `AnnotatorError` when they cannot be opened."""
        super().__init__()
        self._source = source
        self.labelling = source.labelling()
        self._article = self.labelling.article
        self._then: Callable[[str], None] | None = None
        self.warned = False
        """Whether the annotator was told that leaving now loses something."""
        self._follow_timer: Timer | None = None
        self._retry_timer: Timer | None = None
        self._problem = ""
        self._told: set[str] = set()
        """What the stores had to say so far."""
        self._shown_saving: frozenset[str] = frozenset()
        self._saver = Saver(lambda: self.labelling.commit(), self._tell_saved)

    def show_article(self) -> None:
        """Draw another state of the article."""

    def show_state(self, *changed: str) -> None:
        """Bring everything up to date; `changed` are ids of units whose record changed."""

    def begin_keeping(self) -> None:
        """Tell what there is to tell of the files, and look at them from now on."""
        self._tell_notices(*[self._held()] if self.labelling.store.read_only else [])
        if self.labelling.store.read_only:
            self._follow_timer = self.set_interval(_FOLLOW_SECONDS, self._follow)
        self.set_interval(_FOLLOW_SECONDS, self.look_at_article)

    def say(self, text: str) -> None:
        """Show a passing message."""
        self.query_one(MessageLine).say(text)

    def way_to(self, name: str) -> str:
        """The key of an action by its id, or what the menu calls it, for a message to name."""
        return way_to(name, first_keys(self))

    def ask_to_leave(self, problem: str) -> None:
        """Say what leaving now would lose."""
        leave = f"{self.way_to('quit')} again leaves without saving"
        text = f"{problem}. Not saved: {self.unsaved}. {leave}; any decision calls it off."
        self.query_one(MessageLine).alarm(text)

    def when_saved(self, then: Callable[[str], None]) -> None:
        """Call `then` as soon as everything is on the disk, or with the problem in one line if it is not.

        Nobody waits meanwhile. The latest call counts, and a decision calls it off.
        """
        if self.unsaved:
            self._then = then
            self._saver.request()
        else:
            then("")

    @property
    def unsaved(self) -> int:
        """How many units have changes that are not on the disk."""
        return len(self.labelling.store.pending)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there: not while it is just coming or going, nor when the app ends."""
        try:
            self.query_one(MessageLine)
            self.query_one(Reader)
            self.query_one(KeyBar)
        except NoMatches:
            return False
        return self.is_mounted and self.is_attached

    @property
    def awaits_disk(self) -> bool:
        """Whether `when_saved` was asked and the disk has not answered yet."""
        return self._then is not None

    def save(self, changed: Iterable[str]) -> None:
        """Save what was decided about the units with these ids, and show it."""
        if self.warned and not self._problem:
            self.query_one(MessageLine).alarm("")
        self.warned = False
        self._then = None
        self.query_one(MessageLine).hush()
        self._saver.request()
        self.show_state(*changed)

    def refuse(self, error: AnnotatorError) -> None:
        """Say why a decision was not made."""
        self.app.bell()
        self.say(self._held() if self.labelling.store.read_only else str(error))

    def look_at_article(self) -> bool:
        """Show what somebody else has made of the article, if anything; whether there was something."""
        known = len(self._article.edits)
        try:
            if not self._source.changed():
                return False
        except AnnotatorError as error:
            self.query_one(MessageLine).alarm(f"{error}. You go on with the article as it was.")
            return False
        self.take_article()
        self._tell_edits(self._article.edits[known:])
        return True

    def take_article(self) -> None:
        """Go on with the article as it is in the file now; nothing that was decided is lost."""
        self._article = self._source.article
        self.labelling.revise(self._article)
        self.show_article()
        self.show_state()

    @property
    def save_state(self) -> SaveState:
        """What the title says about saving."""
        if self.labelling.store.read_only:
            return SaveState.READ_ONLY
        if self._problem:
            return SaveState.FAILED
        return SaveState.SAVING if self._shown_saving else SaveState.SAVED

    def dismiss_alarm(self) -> None:
        """Take a message away that stays; what is not saved goes on being told."""
        if not self._problem:
            self.query_one(MessageLine).alarm("")

    def on_screen_resume(self) -> None:
        """Count no time that was spent on other screens; see what others did meanwhile."""
        self.labelling.resume()
        self.look_at_article()

    def on_labels_screen_save_attempted(self, message: SaveAttempted) -> None:
        """Show what is on the disk now, and try again later if it is not all."""
        if not self.is_whole:
            return  # what could not be saved was told before leaving
        if message.problem:
            text = f"{message.problem}. What is marked × waits and is tried again."
            self.query_one(MessageLine).alarm(text)
            if self._retry_timer:
                self._retry_timer.stop()
            self._retry_timer = self.set_timer(_RETRY_SECONDS, self._saver.request)
        elif self._problem or self.warned:
            self.query_one(MessageLine).alarm("")
            self.warned = False
        self._problem = message.problem
        self._tell_notices()
        self.show_state()
        self._saved(message.problem)

    def on_unmount(self) -> None:
        """Stop saving and give the label file free; a disk that does not answer is not waited for long."""
        closing = Thread(target=self._close, daemon=True)
        closing.start()
        closing.join(_KNOWN_SECONDS if self.warned else _CLOSING_SECONDS)

    def _close(self) -> None:
        self._saver.close()
        # What could not be saved was told before leaving.
        with suppress(AnnotatorError):
            self.labelling.store.close()

    def _follow(self) -> None:
        """Show what the writer of the labels has written by now, or become the writer."""
        if self.labelling.store.is_followed:
            return
        try:
            labelling = self._source.labelling()
        except AnnotatorError:
            return
        self.labelling.store.close()
        self.labelling = labelling
        self._article = labelling.article
        if not labelling.store.read_only:
            if self._follow_timer:
                self._follow_timer.stop()
            self.query_one(MessageLine).alarm("")
            self.say("The other program is done: these labels are yours to change again.")
        self._tell_notices()
        self.show_article()
        self.show_state()

    def _held(self) -> str:
        holder = self.labelling.store.holder or "another program"
        return f"Read only: {holder} writes these labels. This window follows and takes over when that ends."

    def _saved(self, problem: str) -> None:
        """Go on with what waited for the disk, if it has answered to everything."""
        if self._then and (problem or not self.unsaved):
            then, self._then = self._then, None
            then(problem)

    def _tell_saved(self, problem: str) -> None:
        """Bring the outcome of a save from the saver's thread to this one."""
        self.post_message(self.SaveAttempted(problem))

    def _tell_edits(self, edits: Sequence[ArticleEdit]) -> None:
        said = "; ".join(in_words(edit) for edit in edits)
        who = ", ".join(dict.fromkeys(edit.editor for edit in edits))
        self.say(
            f"Edited by {who}: {said}." if edits else "The article's file was changed outside Annotator."
        )

    def _tell_notices(self, *first: str) -> None:
        """Say what the store has newly to say of the label file, until it is dismissed."""
        new = [line for line in self.labelling.store.notices if line not in self._told]
        if lines := [*first, *new, *[f"{self.way_to('dismiss')} takes this message away."] * bool(new)]:
            self.query_one(MessageLine).alarm("\n".join(lines))
        self._told.update(new)
