"""The annotate screen: read an article sentence by sentence, one key a decision."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.tui.labelkeys import label_bindings, label_chips
from annotator.tui.saver import Saver
from annotator.tui.widgets.inspector import Inspector
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.messageline import MessageLine
from annotator.tui.widgets.reader import Reader, UnitState
from annotator.tui.widgets.titlebar import SaveState, TitleBar
from schemas import Codebook, Event, Unit

_RETRY_SECONDS = 3.0
_FOLLOW_SECONDS = 3.0
WIDE = 120
"""Columns from which the inspector stands beside the text."""


class AnnotateScreen(Screen[None]):
    """One annotator's view of one article. `for_codebook` gives the class with the codebook's label keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "unlabelled(1)", "next unlabelled", key_display="tab", id="next-unlabelled"),
        Binding("shift+tab", "unlabelled(-1)", "previous unlabelled", show=False, id="previous-unlabelled"),
        Binding("f", "flag", "flag", id="flag"),
        Binding("x", "comment", "comment", id="comment"),
        Binding("z,ctrl+z", "undo", "undo", id="undo"),
        Binding("delete,backspace", "remove", "remove the label", show=False, key_display="del", id="remove"),
        Binding("down,j", "move(1)", "next sentence", show=False, key_display="↓ j", id="next"),
        Binding("up,k", "move(-1)", "previous sentence", show=False, key_display="↑ k", id="previous"),
        Binding("pagedown", "page(1)", "a screen down", show=False, key_display="PgDn", id="page-down"),
        Binding("pageup", "page(-1)", "a screen up", show=False, key_display="PgUp", id="page-up"),
        Binding("home", "move_to(0)", "first sentence", show=False, key_display="Home", id="first"),
        Binding("end", "move_to(-1)", "last sentence", show=False, key_display="End", id="last"),
        Binding("a", "app.articles", "articles", id="articles"),
        Binding("t", "app.next_theme", "dark or light", show=False, id="theme"),
        Binding("q", "app.leave", "quit", key_display="q", id="quit"),
        Binding("Z,ctrl+y", "redo", "redo", key_display="Z", id="redo"),
        Binding(
            "escape", "dismiss_alarm", "take the message away", show=False, key_display="esc", id="dismiss"
        ),
        Binding("question_mark,f1", "help", "help", key_display="?", id="help"),
    ]

    @dataclass
    class SaveAttempted(Message):
        """The saver has tried to put everything staged on the disk."""

        problem: str
        """One line; empty when all that was staged is on the disk."""

    def __init__(self, reopen: Callable[[], Labelling], place: int | None = None) -> None:
        """Show the article that `reopen` gives, at unit index `place` or at its first unit without a label.

        Raises `AnnotatorError` when it cannot be opened. While another program writes the labels, `reopen` is
        called again and again to follow them, and to become the writer when they are done.
        """
        super().__init__()
        self._reopen = reopen
        self.labelling = labelling = reopen()
        self._article = labelling.article
        self.warned = False
        """Whether the annotator was told that leaving now loses something."""
        self._follow_timer: Timer | None = None
        self._retry_timer: Timer | None = None
        self._problem = ""
        self._told = 0
        self._shown_saving: frozenset[str] = frozenset()
        self._saver = Saver(lambda: self.labelling.commit(), self._tell_saved)
        if place is None:
            place = labelling.next_unlabelled(-1) or 0
        self._place = place

    @classmethod
    def for_codebook(cls, codebook: Codebook) -> type["AnnotateScreen"]:
        """Make the screen class that has the label keys of `codebook`.

        Raises `AnnotatorError` when a label wants a key that the app needs.
        """
        return type("AnnotateScreen", (cls,), {"BINDINGS": label_bindings(codebook, cls.BINDINGS)})

    def compose(self) -> ComposeResult:
        """Lay out title, text, what is decided, keys."""
        article, codebook = self._article, self.labelling.codebook
        origin = ", ".join(part for part in (article.outlet, article.published) if part)
        yield TitleBar(article.title, origin, self.labelling.store.annotator, len(article.units))
        with Container(id="desk"):
            yield Reader(article, codebook, self._state)
            yield Inspector(article, codebook)
        yield MessageLine()
        yield KeyBar(label_chips(codebook))

    def on_mount(self) -> None:
        """Put the cursor where work goes on."""
        reader = self.query_one(Reader)
        reader.focus()
        reader.cursor = self._place
        self._show_state()
        self._tell_notices()
        if self.labelling.store.read_only:
            self.query_one(MessageLine).alarm(self._held())
            self._follow_timer = self.set_interval(_FOLLOW_SECONDS, self._follow)

    def say(self, text: str) -> None:
        """Show a passing message."""
        self.query_one(MessageLine).say(text)

    def _held(self) -> str:
        holder = self.labelling.store.holder or "another program"
        return f"Read only: {holder} writes these labels. This window follows and takes over when that ends."

    def ask_to_leave(self, problem: str) -> None:
        """Say what leaving now would lose."""
        count = len(self.labelling.store.pending)
        text = f"{problem}. Not saved: {count}. q again leaves without saving; any decision calls it off."
        self.query_one(MessageLine).alarm(text)

    def _follow(self) -> None:
        """Show what the writer of the labels has written by now, or become the writer."""
        try:
            labelling = self._reopen()
        except AnnotatorError:
            return
        self.labelling.store.close()
        self.labelling = labelling
        if not labelling.store.read_only:
            if self._follow_timer:
                self._follow_timer.stop()
            self.query_one(MessageLine).alarm("")
            self.say("The other program is done: these labels are yours to change again.")
        self.query_one(Reader).refresh_units()
        self._show_state()

    def _tell_notices(self) -> None:
        """Say what the store has newly to say of the label file, until it is dismissed."""
        notices = self.labelling.store.notices
        if new := notices[self._told :]:
            self.query_one(MessageLine).alarm("\n".join([*new, "esc takes this message away."]))
        self._told = len(notices)

    @property
    def place(self) -> int:
        """Index of the current unit."""
        return self.query_one(Reader).cursor

    def finish(self) -> str:
        """Wait until everything is on the disk; the problem in one line if it is not."""
        try:
            self.labelling.commit()
        except AnnotatorError as error:
            return str(error)
        return ""

    def on_unmount(self) -> None:
        """Stop saving and give the label file free."""
        self._saver.close()
        # What could not be saved was told before leaving.
        with suppress(AnnotatorError):
            self.labelling.store.close()

    def on_resize(self, event: Resize) -> None:
        """Give the inspector a pane or a strip."""
        self.query_one(Inspector).compact = event.size.width < WIDE

    def on_reader_cursor_moved(self, message: Reader.CursorMoved) -> None:
        """Show what is decided about the unit the cursor came to."""
        self.labelling.attend(message.left)
        self._show_state()

    def on_screen_resume(self) -> None:
        """Count no time that was spent on other screens."""
        self.labelling.resume()

    def on_annotate_screen_save_attempted(self, message: SaveAttempted) -> None:
        """Show what is on the disk now, and try again later if it is not all."""
        if message.problem:
            text = f"{message.problem}. What is marked × waits and is tried again."
            self.query_one(MessageLine).alarm(text)
            if self._retry_timer:
                self._retry_timer.stop()
            self._retry_timer = self.set_timer(_RETRY_SECONDS, self._saver.request)
        elif self._problem:
            self.query_one(MessageLine).alarm("")
            self.warned = False
        self._problem = message.problem
        self._tell_notices()
        self._show_state()

    def action_dismiss_alarm(self) -> None:
        """Take a message away that stays; what is not saved goes on being told."""
        if not self._problem:
            self.query_one(MessageLine).alarm("")

    def action_label(self, name: str, same_source: bool = False) -> None:
        """Label the current unit and move on."""
        reader = self.query_one(Reader)
        if not self._decide(lambda: self.labelling.label(reader.unit, name, same_source=same_source)):
            return
        if reader.cursor == len(self._article.units) - 1:
            self._tell_rest()
        reader.cursor += 1

    def action_remove(self) -> None:
        """Take the current unit's record away."""
        self._decide(lambda: self.labelling.remove(self.query_one(Reader).unit))

    def action_flag(self) -> None:
        """Flag the current unit, or take the flag back."""
        self._decide(lambda: self.labelling.toggle_flag(self.query_one(Reader).unit))

    def action_undo(self) -> None:
        """Take the latest decision back and go where it was made."""
        self._change_back(self.labelling.undo, "nothing to undo")

    def action_redo(self) -> None:
        """Bring back what was undone and go there."""
        self._change_back(self.labelling.redo, "nothing to redo")

    def action_comment(self) -> None:
        """Ask for a comment on the current unit."""
        from annotator.tui.screens.comment import CommentScreen

        unit = self.query_one(Reader).unit
        record = self.labelling.record(unit)

        def commented(text: str | None) -> None:
            if text is not None:
                self._decide(lambda: self.labelling.comment(unit, text))

        quoted = self._article.unit_text(unit)
        self.app.push_screen(CommentScreen(quoted, record.comment if record else ""), commented)

    def action_help(self) -> None:
        """Show the codebook's rules and all keys."""
        from annotator.tui.screens.help import HelpScreen

        bindings = [active.binding for active in self.active_bindings.values()]
        self.app.push_screen(HelpScreen(self.labelling.codebook, bindings))

    def action_move(self, step: int) -> None:
        """Move the cursor by so many units."""
        self.query_one(Reader).move(step)

    def action_move_to(self, index: int) -> None:
        """Move the cursor to a unit by its index; -1 is the last."""
        self._move_to(index % len(self._article.units))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        self.query_one(Reader).page(direction)

    def action_unlabelled(self, step: int) -> None:
        """Move to the nearest unit without a label."""
        place = self.labelling.next_unlabelled(self.place, step)
        if place is None:
            self._tell_rest()
        else:
            self._move_to(place)

    def _tell_rest(self) -> None:
        """Say what is left to do at the end of the article."""
        rest = len(self._article.units) - self.labelling.labelled
        if rest:
            self.say(f"Without a label: {rest}. tab goes there.")
        else:
            self.say("Every sentence has a label. a, then enter: the next article.")

    def _tell_saved(self, problem: str) -> None:
        """Bring the outcome of a save from the saver's thread to this one."""
        self.post_message(self.SaveAttempted(problem))

    def _move_to(self, index: int) -> None:
        reader = self.query_one(Reader)
        reader.cursor = index
        reader.reveal()

    def _state(self, unit: Unit) -> UnitState:
        saving = unit.id in self._shown_saving
        outdated = self.labelling.outdated(unit) is not None
        return UnitState(self.labelling.record(unit), outdated, saving, saving and bool(self._problem))

    def _decide(self, decide: Callable[[], Event | None]) -> bool:
        """Do what changes the current unit; False when it was refused, or the unit is not in sight."""
        reader = self.query_one(Reader)
        if not reader.in_view:
            reader.reveal()
            self.say("Back at the current sentence; nothing was changed.")
            return False
        self.labelling.attend(reader.unit)
        try:
            event = decide()
        except AnnotatorError as error:
            self._refuse(error)
            return False
        self._changed(event)
        return True

    def _change_back(self, change: Callable[[], Event | None], otherwise: str) -> None:
        """Undo or redo, and go where that was."""
        try:
            event = change()
        except AnnotatorError as error:
            self._refuse(error)
            return
        self._changed(event)
        if event:
            self._move_to(self._article.place(event.unit))
        else:
            self.say(otherwise)

    def _changed(self, event: Event | None) -> None:
        if event:
            self.warned = False
            self.query_one(MessageLine).hush()
            self._saver.request()
            self._show_state(event.unit)

    def _refuse(self, error: AnnotatorError) -> None:
        self.app.bell()
        self.say(self._held() if self.labelling.store.read_only else str(error))

    def _show_state(self, changed: str = "") -> None:
        """Bring gutter, title and inspector up to date; `changed` is a unit whose record changed."""
        reader = self.query_one(Reader)
        saving = self.labelling.store.pending
        # Where the last attempt failed or succeeded, the signs of everything that waited change too.
        redrawn = {*self._shown_saving, *saving, *([changed] if changed else [])}
        self._shown_saving = saving
        for unit_id in redrawn:
            reader.refresh_unit(self._article.place(unit_id))
        title = self.query_one(TitleBar)
        title.labelled = self.labelling.labelled
        title.saving = self._save_state()
        unit = reader.unit
        record, outdated = self.labelling.record(unit), self.labelling.outdated(unit)
        self.query_one(Inspector).show_unit(unit, record, outdated)

    def _save_state(self) -> SaveState:
        if self.labelling.store.read_only:
            return SaveState.READ_ONLY
        if self._problem:
            return SaveState.FAILED
        return SaveState.SAVING if self._shown_saving else SaveState.SAVED
