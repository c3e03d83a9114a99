"""The annotate screen: read an article sentence by sentence, one key a decision."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from annotator.editing import in_words
from annotator.errors import AnnotatorError
from annotator.revision import Revised
from annotator.tui.labelkeys import label_bindings, label_chips
from annotator.tui.openarticle import OpenArticle
from annotator.tui.saver import Saver
from annotator.tui.widgets.inspector import Inspector
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.messageline import MessageLine
from annotator.tui.widgets.reader import Reader, UnitState
from annotator.tui.widgets.titlebar import SaveState, TitleBar
from schemas import ArticleEdit, Codebook, EditAction, Event, Unit

_RETRY_SECONDS = 3.0
_FOLLOW_SECONDS = 3.0
_CLOSING_SECONDS = 20.0
"""The longest wait for the disk at the end; whoever knows that something is not saved waits less."""
_KNOWN_SECONDS = 1.0
WIDE = 120
"""Columns from which the inspector stands beside the text."""


class AnnotateScreen(Screen[None]):
    """One annotator's view of one article. `for_codebook` gives the class with the codebook's label keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "confirm", "confirm", id="confirm"),
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
        Binding("e", "edit", "edit the sentence", id="edit"),
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

    def __init__(self, source: OpenArticle, place: int | None = None) -> None:
        """Show an article at unit index `place` or at its first unit without a label.

        Raises `AnnotatorError` when its labels cannot be opened. While another program writes them, they are
        opened again and again to follow it, and to become the writer when it is done. Edits of the article by
        others are shown as soon as they are noticed.
        """
        super().__init__()
        self._source = source
        self.labelling = labelling = source.labelling()
        self._article = labelling.article
        self._edited = self._taken_back = 0
        """Edits of the article since the last decision, and those taken back: undo and redo turn to them."""
        self._waiting = False
        """Whether the current unit has a label to be confirmed."""
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
        yield TitleBar(article.title, self._origin, self.labelling.store.annotator, len(article.units))
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
        self._tell_notices(*[self._held()] if self.labelling.store.read_only else [])
        if self.labelling.store.read_only:
            self._follow_timer = self.set_interval(_FOLLOW_SECONDS, self._follow)
        self.set_interval(_FOLLOW_SECONDS, self._look_at_article)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to confirm only where there is something to be confirmed."""
        return self._waiting if action == "confirm" else True

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
            labelling = self._source.labelling()
        except AnnotatorError:
            return
        self.labelling.store.close()
        self.labelling = labelling
        if labelling.article != self._article:
            self._show_article()
        if not labelling.store.read_only:
            if self._follow_timer:
                self._follow_timer.stop()
            self.query_one(MessageLine).alarm("")
            self.say("The other program is done: these labels are yours to change again.")
        self._tell_notices()
        self.query_one(Reader).refresh_units()
        self._show_state()

    def _look_at_article(self) -> bool:
        """Show what somebody else has made of the article, if anything; whether there was something."""
        known = len(self._article.edits)
        try:
            if not self._source.changed():
                return False
        except AnnotatorError as error:
            self.query_one(MessageLine).alarm(f"{error}. You go on with the article as it was.")
            return False
        self._show_article()
        self._tell_edits(self._article.edits[known:])
        return True

    def _tell_edits(self, edits: Sequence[ArticleEdit]) -> None:
        said = "; ".join(in_words(edit) for edit in edits)
        who = ", ".join(dict.fromkeys(edit.editor for edit in edits))
        self.say(
            f"Edited by {who}: {said}." if edits else "The article's file was changed outside Annotator."
        )

    def _show_article(self) -> None:
        """Go on with the article as it is in the file now; nothing that was decided is lost."""
        self._article = article = self._source.article
        self.labelling.revise(article)
        self.query_one(Reader).show_article(article)
        self.query_one(TitleBar).show_article(article.title, self._origin, len(article.units))
        self._show_state()

    @property
    def _origin(self) -> str:
        date = (self._article.published or "")[:10]
        return ", ".join(part for part in (self._article.outlet, date) if part)

    def _tell_notices(self, *first: str) -> None:
        """Say what the store has newly to say of the label file, until it is dismissed."""
        new = [line for line in self.labelling.store.notices if line not in self._told]
        if lines := [*first, *new, *["esc takes this message away."] * bool(new)]:
            self.query_one(MessageLine).alarm("\n".join(lines))
        self._told.update(new)

    @property
    def place(self) -> int:
        """Index of the current unit."""
        return self.query_one(Reader).cursor

    def when_saved(self, then: Callable[[str], None]) -> None:
        """Call `then` as soon as everything is on the disk, or with the problem in one line if it is not.

        Nobody waits meanwhile. The latest call counts, and a decision calls it off.
        """
        if self.labelling.store.pending:
            self._then = then
            self._saver.request()
        else:
            then("")

    @property
    def awaits_disk(self) -> bool:
        """Whether `when_saved` was asked and the disk has not answered yet."""
        return self._then is not None

    def _saved(self, problem: str) -> None:
        """Go on with what waited for the disk, if it has answered to everything."""
        if self._then and (problem or not self.labelling.store.pending):
            then, self._then = self._then, None
            then(problem)

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

    def on_resize(self, event: Resize) -> None:
        """Give the inspector a pane or a strip."""
        self.query_one(Inspector).compact = event.size.width < WIDE

    def on_reader_cursor_moved(self, message: Reader.CursorMoved) -> None:
        """Show what is decided about the unit the cursor came to."""
        self.labelling.attend(message.left)
        if not self._look_at_article():
            self._show_state()

    def on_screen_resume(self) -> None:
        """Count no time that was spent on other screens; see what others did meanwhile."""
        self.labelling.resume()
        self._look_at_article()

    def on_annotate_screen_save_attempted(self, message: SaveAttempted) -> None:
        """Show what is on the disk now, and try again later if it is not all."""
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
        self._show_state()
        self._saved(message.problem)

    def action_dismiss_alarm(self) -> None:
        """Take a message away that stays; what is not saved goes on being told."""
        if not self._problem:
            self.query_one(MessageLine).alarm("")

    def action_label(self, name: str, same_source: bool = False) -> None:
        """Label the current unit and move on."""
        reader = self.query_one(Reader)
        self._decide_and_go_on(lambda: self.labelling.label(reader.unit, name, same_source=same_source))

    def action_confirm(self) -> None:
        """Let the label of the current unit hold, which was given to other words or rules, and move on."""
        self._decide_and_go_on(lambda: self.labelling.confirm(self.query_one(Reader).unit))

    def action_edit(self, first: str = "") -> None:
        """Split or merge the current unit, or change its kind; `first` as in `EditUnitScreen`."""
        from annotator.tui.screens.edit_unit import EditUnitScreen

        reader = self.query_one(Reader)
        reader.reveal()
        self._look_at_article()
        screen = EditUnitScreen(self._source, reader.unit, reader.show_cut, self.when_saved, first)
        self.app.push_screen(screen, self._revised)

    def _revised(self, revised: Revised | None) -> None:
        """Show the article after it was edited here."""
        if revised and revised.edits:
            self._show_article()
            last = revised.edits[-1]
            step = -1 if last.action is EditAction.UNDO else 1
            self._edited = max(0, self._edited + step)
            redone = last.action is EditAction.REDO
            self._taken_back = max(0, self._taken_back - step) if redone or step < 0 else 0
            back = "Z makes it again" if step < 0 else "z takes it back"
            self.say(f"{in_words(last)}. {back}.")

    def _decide_and_go_on(self, decide: Callable[[], Event | None]) -> None:
        reader = self.query_one(Reader)
        waiting = self.labelling.waiting(reader.unit)
        if not self._decide(decide):
            return
        if waiting and waiting.lost:
            self.say(f"{waiting.lost} marked passages were outside the sentence and fell away. z: back.")
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
        if self._edited:
            self.action_edit("take_back(True)")
            return
        self._change_back(self.labelling.undo, "nothing to undo")

    def action_redo(self) -> None:
        """Bring back what was undone and go there."""
        if self._taken_back:
            self.action_edit("take_back(False)")
            return
        self._change_back(self.labelling.redo, "nothing to redo")

    def action_comment(self) -> None:
        """Ask for a comment on the current unit."""
        from annotator.tui.screens.comment import CommentScreen

        unit = self.query_one(Reader).unit
        record = self.labelling.record(unit)

        def commented(text: str | None) -> None:
            if text is not None and not self._decide(lambda: self.labelling.comment(unit, text)):
                self.say(f"Nothing was saved; the comment was: {text}")

        quoted = self._article.unit_text(unit)
        self.app.push_screen(CommentScreen(quoted, record.comment if record else ""), commented)

    def action_help(self) -> None:
        """Show the codebook's rules and all keys."""
        from annotator.tui.screens.edit_unit import EditUnitScreen
        from annotator.tui.screens.help import HelpScreen

        bindings = [active.binding for active in self.active_bindings.values()]
        editing = [binding for binding in EditUnitScreen.BINDINGS if isinstance(binding, Binding)]
        more = {"Keys after e": editing}
        self.app.push_screen(HelpScreen(self.labelling.codebook, bindings, more))

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
        waiting = self.labelling.waiting(unit)
        record = self.labelling.record(unit)
        return UnitState(record, waiting and waiting.record, saving, saving and bool(self._problem))

    def _decide(self, decide: Callable[[], Event | None]) -> bool:
        """Do what changes the current unit; False when it was refused, or the unit is not in sight."""
        reader = self.query_one(Reader)
        if not reader.in_view:
            reader.reveal()
            self.say("Back at the current sentence; nothing was changed.")
            return False
        seen = reader.unit, self._article.unit_text(reader.unit)
        if self._look_at_article() and (reader.unit, self._article.unit_text(reader.unit)) != seen:
            return False  # what was decided about is not there any more; the message says what happened
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
        if event is None:
            self.say(otherwise)
        elif any(unit.id == event.unit for unit in self._article.units):
            self._move_to(self._article.place(event.unit))
        else:
            self.say(f"That was about {event.unit}, which is part of another sentence now.")

    def _changed(self, event: Event | None) -> None:
        if event:
            if self.warned and not self._problem:
                self.query_one(MessageLine).alarm("")
            self.warned = False
            self._then = None
            self._edited = self._taken_back = 0
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
            with suppress(KeyError):  # of a unit that was merged into another
                reader.refresh_unit(self._article.place(unit_id))
        title = self.query_one(TitleBar)
        title.labelled = self.labelling.labelled
        title.saving = self._save_state()
        unit = reader.unit
        waiting = self.labelling.waiting(unit)
        self.query_one(Inspector).show_unit(self._article, unit, self.labelling.record(unit), waiting)
        confirmable = waiting is not None and waiting.confirmable
        if confirmable != self._waiting:
            self._waiting = confirmable
            self.refresh_bindings()

    def _save_state(self) -> SaveState:
        if self.labelling.store.read_only:
            return SaveState.READ_ONLY
        if self._problem:
            return SaveState.FAILED
        return SaveState.SAVING if self._shown_saving else SaveState.SAVED
