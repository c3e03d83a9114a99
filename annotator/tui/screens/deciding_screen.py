"""A screen on one article in which one decides about its sentences, and takes decisions back."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from annotator.editing import in_words
from annotator.errors import AnnotatorError
from annotator.openarticle import OpenArticle
from annotator.revision import Revised
from annotator.tui.screens.jumping_screen import JumpingScreen
from annotator.tui.widgets.messageline import MessageLine
from annotator.tui.widgets.reader import Reader
from schemas import Advance, Attribution, EditAction, Event, SourceType, Unit, UserSettings

if TYPE_CHECKING:
    from annotator.sources import Settled

_FIELD_OF_ACTION = {
    "source_type": "source_type",
    "source": "source_id",
    "relay": "chain_length",
    "credibility": "credibility",
}
"""The field of a record that an action is about; `cycle` and `switch` name it themselves."""


class DecidingScreen(JumpingScreen):
    """Turns keys into decisions about the current sentence, or about a range of them."""

    def __init__(self, source: OpenArticle, settings: UserSettings) -> None:
        """Open the labels of an article; raises `AnnotatorError` when they cannot be opened."""
        super().__init__(source)
        self.settings = settings
        self._edited = self._taken_back = 0
        """Edits of the article since the last decision, and those taken back: undo and redo turn to them."""
        self._range_from: str | None = None
        """Id of the unit where a range begins."""
        self._in_range: frozenset[str] = frozenset()
        """Ids of the units that the next label is for."""
        self._last_decision = ("", 0.0)
        """The last deciding key's action, and when it was pressed."""

    def apply_settings(self, settings: UserSettings) -> None:
        """Follow what the user wishes now."""
        self.settings = settings
        reader = self.query_one(Reader)
        reader.measure, reader.density = settings.measure, settings.density
        reader.right_to_left = settings.right_to_left

    def action_label(self, name: str, same_source: bool = False) -> None:
        """Label the current unit, or all of a range, and move on."""
        if self._range_from:
            self._label_range(name, same_source)
            return
        reader = self.query_one(Reader)
        self._decide_and_go_on(
            f"label {name} {same_source}",
            lambda: self.labelling.label(reader.unit, name, same_source=same_source),
        )

    def action_source_type(self, name: str) -> None:
        """Say who the source is; a sentence without a label is labelled with it, and left."""
        unit = self.query_one(Reader).unit

        def decide() -> Event | None:
            return self.labelling.set_source_type(unit, SourceType(name))

        if self.labelling.is_labelled(unit):
            self._decide(decide)
        else:
            self._decide_and_go_on(f"type {name}", decide)

    def action_accept(self) -> None:
        """Take what is offered for the current unit: a suggestion, or the label it had before."""
        unit = self.query_one(Reader).unit
        waits = self.labelling.waiting(unit) is not None
        decide = self.labelling.confirm if waits else self.labelling.accept
        self._decide_and_go_on("accept", lambda: decide(unit))

    def action_repeat(self) -> None:
        """Decide about the current unit as about the last one, and move on."""
        self._decide_and_go_on("repeat", lambda: self.labelling.repeat(self.query_one(Reader).unit))

    def action_cycle(self, field: str) -> None:
        """Give an attribute of the current unit its next value."""
        self._decide(lambda: self.labelling.cycle(self.query_one(Reader).unit, field))

    def action_switch(self, field: str) -> None:
        """Set an attribute of the current unit, or take it back."""
        self._decide(lambda: self.labelling.toggle(self.query_one(Reader).unit, field))

    def action_relay(self, step: int) -> None:
        """Count one relay more or less between source and outlet."""
        self._decide(lambda: self.labelling.relay(self.query_one(Reader).unit, step))

    def action_remove(self) -> None:
        """Take the current unit's record away."""
        self._decide(lambda: self.labelling.remove(self.query_one(Reader).unit))

    def action_credibility(self) -> None:
        """Ask how credible the information is."""
        from annotator.tui.screens.choice import ChoiceScreen

        unit, about = self.query_one(Reader).unit, self._current()
        if self._refuses_to_ask(unit, "credibility"):
            return
        meant = next((one for one in self.labelling.codebook.attributes if one.field == "credibility"), None)
        answers = {value[0]: value[1:].strip() for value in (meant.values if meant else ())}
        answers |= {str(key): "" for key in range(1, 7) if str(key) not in answers} | {"0": "not rated"}

        def rated(key: str | None) -> None:
            if key is not None:
                self._decide(lambda: self.labelling.rate(unit, int(key) or None), about)

        self.app.push_screen(ChoiceScreen("How credible is this information?", answers), rated)

    def action_comment(self) -> None:
        """Ask for a comment on the current unit."""
        from annotator.tui.screens.comment import CommentScreen

        unit, about = self.query_one(Reader).unit, self._current()
        if self._refuses_to_ask(unit, "comment"):
            return
        record = self.labelling.record(unit)

        def commented(text: str | None) -> None:
            if text is not None and not self._decide(lambda: self.labelling.comment(unit, text), about):
                self.say(f"Nothing was saved; the comment was: {text}")

        quoted = self._article.unit_text(unit)
        self.app.push_screen(CommentScreen(quoted, record.comment if record else ""), commented)

    def action_source(self) -> None:
        """Ask who said it, and through whom it came."""
        from annotator.sources import refers_back
        from annotator.tui.screens.source import SourceScreen

        unit, about = self.query_one(Reader).unit, self._current()
        if self._refuses_to_ask(unit, "source_id"):
            return
        record, offered = self.labelling.record(unit), self.labelling.offered(unit)
        said, offer = (
            one.attributions[0] if one and one.attributions else Attribution() for one in (record, offered)
        )
        marked = said.source or offer.source
        words = self._article.text[marked.start : marked.end] if marked else ""
        said = said.model_copy(update={"source_type": said.source_type or offer.source_type})
        if refers_back(words):
            said = said.model_copy(update={"source_id": said.source_id or self.labelling.named_before(unit)})
            words = ""

        def named(settled: "Settled | None") -> None:
            if settled:
                self._decide(lambda: self.labelling.set_source(unit, *settled), about)

        by, sentence = self.labelling.store.annotator, self._article.unit_text(unit)
        self.app.push_screen(SourceScreen(self._source.sources, by, sentence, words, said), named)

    def action_range(self) -> None:
        """Begin a range at the current unit, or give it up."""
        if self._range_from:
            self._end_range()
            return
        unit = self.query_one(Reader).unit
        self._range_from = unit.id
        self._show_range()
        self.show_state()
        give_up = f"{self.way_to('dismiss')} gives it up"
        self.say(f"A range begins here: go to its last sentence and label it. {give_up}.")

    def action_escape(self) -> None:
        """Give up a range, or take a message away."""
        if self._range_from:
            self._end_range()
        else:
            self.dismiss_alarm()

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

    def action_edit(self, first: str = "") -> None:
        """Split or merge the current unit, or change its kind; `first` as in `EditUnitScreen`."""
        from annotator.tui.screens.edit_unit import EditUnitScreen

        reader = self.query_one(Reader)
        reader.reveal()
        self.look_at_article()
        screen = EditUnitScreen(self._source, reader, self.when_saved, first)
        self.app.push_screen(screen, self._revised)

    def _decide_and_go_on(self, what: str, decide: Callable[[], Event | None]) -> None:
        """Decide and move on, unless the same key came twice at once: nobody has read the next sentence."""
        before, pressed = self._last_decision
        now = monotonic()
        self._last_decision = what, now
        if what == before and now - pressed < self.settings.repeat_guard:
            self.say("The same key twice at once: counted once.")
            return
        reader = self.query_one(Reader)
        waiting = self.labelling.waiting(reader.unit)
        if not self._decide(decide):
            return
        if waiting and waiting.lost:
            fell = f"{waiting.lost} marked passages were outside the sentence and fell away"
            self.say(f"{fell}. {self.way_to('undo')} takes it back.")
        self._go_on()

    def _go_on(self) -> None:
        """Move the cursor on after a label, as the user wishes."""
        reader = self.query_one(Reader)
        advance = self.settings.advance
        if advance is Advance.UNLABELLED:
            self.action_unlabelled(1)
        elif advance is Advance.NEXT:
            if reader.cursor == len(self._article.units) - 1:
                self._tell_rest()
            reader.cursor += 1

    def _range(self) -> Sequence[Unit]:
        """The units from where the range began to the current one, in the order of the text."""
        if self._range_from is None:
            return ()
        try:
            began = self._article.place(self._range_from)
        except KeyError:  # merged into another meanwhile
            return ()
        first, last = sorted((began, self.place))
        return self._article.units[first : last + 1]

    def _show_range(self) -> None:
        """Draw the units that came into the range, or fell out of it."""
        before, self._in_range = self._in_range, frozenset(unit.id for unit in self._range())
        for unit_id in before ^ self._in_range:
            with suppress(KeyError):  # merged into another meanwhile
                self.query_one(Reader).refresh_unit(self._article.place(unit_id))

    def _label_range(self, name: str, same_source: bool) -> None:
        units = self._range()
        try:
            events = self.labelling.label_range(units, name, same_source=same_source)
        except AnnotatorError as error:
            self.refuse(error)
            return
        self._changed(events)
        self._end_range()
        self.say(f"{len(events)} sentences labelled. {self.way_to('undo')} takes all of them back.")
        self._go_on()

    def _end_range(self) -> None:
        self._range_from = None
        self._show_range()
        self.query_one(MessageLine).hush()
        self.show_state()

    def _revised(self, revised: Revised | None) -> None:
        """Show the article after it was edited here."""
        if revised and revised.edits:
            self.take_article()
            last = revised.edits[-1]
            step = -1 if last.action is EditAction.UNDO else 1
            self._edited = max(0, self._edited + step)
            redone = last.action is EditAction.REDO
            self._taken_back = max(0, self._taken_back - step) if redone or step < 0 else 0
            back = (
                f"{self.way_to('redo')} makes it again"
                if step < 0
                else f"{self.way_to('undo')} takes it back"
            )
            self.say(f"{in_words(last)}. {back}.")

    def _current(self) -> tuple[Unit, str]:
        """The current unit with its words: what a decision is about."""
        unit = self.query_one(Reader).unit
        return unit, self._article.unit_text(unit)

    def _refuses_to_ask(self, unit: Unit, field: str) -> bool:
        """Say at once why what is going to be asked could not be kept, if so."""
        problem = self.labelling.why_not(unit, field)
        if problem or self.labelling.store.read_only:
            self.refuse(AnnotatorError(problem))
            return True
        return False

    def _decide(self, decide: Callable[[], Event | None], about: tuple[Unit, str] | None = None) -> bool:
        """Do what changes the current unit; False when it was refused, or the unit is not in sight.

        `about` is what `_current` gave when something was asked first; others may have edited it meanwhile.
        """
        reader = self.query_one(Reader)
        if not reader.in_view:
            reader.reveal()
            self.say("Back at the current sentence; nothing was changed.")
            return False
        seen = about or self._current()
        told = self.look_at_article()
        if self._current() != seen:
            if not told:
                self.say("The sentence has been edited meanwhile; nothing was changed.")
            return False  # what was decided about is not there any more
        self.labelling.attend(reader.unit)
        try:
            event = decide()
        except AnnotatorError as error:
            self.refuse(error)
            return False
        self._changed([event] if event else [])
        return True

    def _change_back(self, change: Callable[[], Event | None], otherwise: str) -> None:
        """Undo or redo, and go where that was."""
        try:
            event = change()
        except AnnotatorError as error:
            self.refuse(error)
            return
        self._changed([event] if event else [])
        if event is None:
            self.say(otherwise)
        elif any(unit.id == event.unit for unit in self._article.units):
            self.move_to(self._article.place(event.unit))
        else:
            self.say(f"That was about {event.unit}, which is part of another sentence now.")

    def _changed(self, events: Sequence[Event]) -> None:
        if events:
            self._edited = self._taken_back = 0
            self.save([event.unit for event in events])


def field_of(action: str, parameters: Sequence[object]) -> str | None:
    """The field of a record that an action with a key is about; None when it is about none."""
    return str(parameters[0]) if action in ("cycle", "switch") else _FIELD_OF_ACTION.get(action)
