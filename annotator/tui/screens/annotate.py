"""The annotate screen: read an article sentence by sentence, one key a decision."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from types import new_class
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen

from annotator.editing import in_words
from annotator.errors import AnnotatorError
from annotator.revision import Revised
from annotator.tui.bindings import ANNOTATE_BINDINGS, KEYLESS
from annotator.tui.keymap import UserKeys, label_chips, screen_bindings
from annotator.tui.openarticle import OpenArticle
from annotator.tui.screens.jumping_screen import JumpingScreen
from annotator.tui.session import Place
from annotator.tui.widgets.inspected import InspectorState
from annotator.tui.widgets.inspector import Inspector
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.messageline import MessageLine
from annotator.tui.widgets.reader import Reader, UnitState
from annotator.tui.widgets.titlebar import TitleBar
from schemas import (
    Advance,
    Article,
    Attribution,
    Codebook,
    EditAction,
    Event,
    RightToLeft,
    SourceType,
    Span,
    Suggestion,
    Unit,
    UserSettings,
)

if TYPE_CHECKING:
    from annotator.sources import Settled

WIDE = 120
"""Columns from which the inspector stands beside the text."""
_CHANGES_SHOWN = 4
"""Of the current sentence's history."""

_FIELD_OF_ACTION = {
    "source_type": "source_type",
    "source": "source_id",
    "relay": "chain_length",
    "credibility": "credibility",
}
"""The field of a record that an action is about; `cycle` and `switch` name it themselves."""


class AnnotateScreen(JumpingScreen):
    """One annotator's view of one article. `for_codebook` gives the class with the codebook's label keys."""

    BINDINGS = ANNOTATE_BINDINGS

    @dataclass
    class Suggested(Message):
        """Suggestions for the article were made."""

        article: Article
        suggestions: Mapping[str, Suggestion]
        """By unit id."""
        version: str
        """Of the suggester."""

    def __init__(
        self, source: OpenArticle, place: Place | None = None, settings: UserSettings | None = None
    ) -> None:
        """Show an article at `place` or at its first unit without a label.

        Raises `AnnotatorError` when its labels cannot be opened.
        """
        super().__init__(source)
        self.settings = settings or UserSettings()
        self._edited = self._taken_back = 0
        """Edits of the article since the last decision, and those taken back: undo and redo turn to them."""
        self._offered: tuple[bool, ...] = ()
        """Which of the keys that depend on the sentence work now."""
        self._range_from: str | None = None
        """Id of the unit where a range begins."""
        self._in_range: frozenset[str] = frozenset()
        """Ids of the units that the next label is for."""
        self._last_decision = ("", 0.0)
        """The last deciding key's action, and when it was pressed."""
        self._place = place or Place(self.labelling.next_unlabelled(-1) or 0)

    @classmethod
    def for_codebook(cls, codebook: Codebook, keys: UserKeys) -> type["AnnotateScreen"]:
        """Make the screen class that has the label keys of `codebook` and the keys that the user wants.

        Raises `AnnotatorError` when two actions want one key.
        """
        bindings = screen_bindings([*ANNOTATE_BINDINGS, *KEYLESS], codebook, keys, Screen.BINDINGS)
        return new_class(
            "AnnotateScreen",
            (cls,),
            {"inherit_bindings": False},
            lambda body: body.update(BINDINGS=bindings, __module__=cls.__module__),
        )

    def compose(self) -> ComposeResult:
        """Lay out title, text, what is decided, keys."""
        article, codebook = self._article, self.labelling.codebook
        yield TitleBar(article.title, self._origin, self.labelling.store.annotator, len(article.units))
        with Container(id="desk"):
            yield Reader(article, codebook, self._state)
            yield Inspector(codebook)
            yield MessageLine()
        yield KeyBar(label_chips(codebook))

    def on_mount(self) -> None:
        """Put the cursor where work goes on."""
        reader = self.query_one(Reader)
        reader.focus()
        self.apply_settings(self.settings)
        reader.cursor = self._place.unit
        if self._place.row is not None:
            reader.show_at(self._place.row)
        self.watch(reader, "cursor", lambda left, _: self._come(left), init=False)
        self.show_state()
        self.begin_keeping()
        self.call_after_refresh(self._suggest)
        if reader.from_right and self.settings.right_to_left is RightToLeft.TERMINAL:
            self.say("Read from the right. If words stand in the wrong order, the settings can change that.")

    @work(thread=True, exclusive=True, group="suggestions")
    def _suggest(self) -> None:
        """Think of what to offer, away from the interface's thread."""
        article = self._source.article
        with suppress(Exception):  # nobody's work stops because there is nothing to offer
            suggestions, version = self._source.suggestions()
            self.post_message(self.Suggested(article, suggestions, version))

    def on_annotate_screen_suggested(self, message: Suggested) -> None:
        """Show what is offered, if the article is still as it was."""
        if message.article == self._article:
            self._offer(message.suggestions, message.version)

    def _offer(self, suggestions: Mapping[str, Suggestion], version: str) -> None:
        self.labelling.offer(suggestions, version)
        self.query_one(Reader).refresh_units()
        self.show_state()

    def on_resize(self, event: Resize) -> None:
        """Give the inspector a pane or a strip."""
        self.query_one(Inspector).compact = event.size.width < WIDE

    def _come(self, left: int) -> None:
        """Show what is decided about the unit the cursor came to; `left` is the index of the one before.

        At once, so that the terminal gets it together with the moved cursor.
        """
        self.labelling.attend(self._article.units[left])
        if self._range_from:
            self._show_range()
        if not self.look_at_article():
            self.show_state()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what applies to the current sentence only."""
        if not self.is_mounted:
            return True
        unit = self.query_one(Reader).unit
        if action == "accept":
            waiting = self.labelling.waiting(unit)
            offer = self.labelling.suggestion(unit)
            return (waiting is not None and waiting.confirmable) or bool(offer and offer.label)
        if action == "source_type" and self._range_from:
            return False  # a type is one sentence's
        field = str(parameters[0]) if action in ("cycle", "switch") else _FIELD_OF_ACTION.get(action)
        if field in (None, "flag"):  # where no flag can be set, its key says why
            return True
        return self.labelling.applies(unit, field)

    def show_article(self) -> None:
        """Draw another state of the article."""
        article = self._article
        self.query_one(Reader).show_article(article)
        self.query_one(TitleBar).show_article(article.title, self._origin, len(article.units))
        self._suggest()

    def show_state(self, *changed: str) -> None:
        """Bring gutter, title, inspector and keys up to date."""
        reader = self.query_one(Reader)
        saving = self.labelling.store.pending
        # Where the last attempt failed or succeeded, the signs of everything that waited change too.
        redrawn = {*self._shown_saving, *saving, *changed}
        self._shown_saving = saving
        for unit_id in redrawn:
            with suppress(KeyError):  # of a unit that was merged into another
                reader.refresh_unit(self._article.place(unit_id))
        title = self.query_one(TitleBar)
        title.labelled = self.labelling.labelled
        title.saving = self.save_state
        unit = reader.unit
        self.query_one(Inspector).show_unit(self._inspected(unit))
        self._show_keys()

    def _inspected(self, unit: Unit) -> InspectorState:
        """All that the inspector says of a unit."""
        labelling = self.labelling
        return InspectorState(
            self._article,
            unit,
            labelling.record(unit),
            labelling.waiting(unit),
            labelling.suggestion(unit),
            warnings=labelling.warnings(unit),
            changes=tuple(labelling.store.changes_of(unit.id, _CHANGES_SHOWN)),
            source=self._source.source,
            of_range=len(self._in_range),
        )

    def _show_keys(self) -> None:
        """Let the key bar follow where other keys work now."""
        offered = tuple(
            bool(self.check_action(*action))
            for action in (
                ("accept", ()),
                ("source_type", ("",)),
                ("source", ()),
                ("credibility", ()),
                ("switch", ("gap",)),
                ("switch", ("mixed",)),
                ("cycle", ("hedge",)),
                ("cycle", ("directness",)),
            )
        )
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    # What decides something

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

        unit = self.query_one(Reader).unit
        meant = next((one for one in self.labelling.codebook.attributes if one.field == "credibility"), None)
        answers = {value[0]: value[1:].strip() for value in (meant.values if meant else ())}
        answers |= {str(key): "" for key in range(1, 7) if str(key) not in answers} | {"0": "not rated"}

        def rated(key: str | None) -> None:
            if key is not None:
                self._decide(lambda: self.labelling.rate(unit, int(key) or None))

        self.app.push_screen(ChoiceScreen("How credible is this information?", answers), rated)

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

    def action_source(self) -> None:
        """Ask who said it, and through whom it came."""
        from annotator.tui.screens.source import SourceScreen

        unit = self.query_one(Reader).unit
        record, offered = self.labelling.record(unit), self.labelling.offered(unit)
        said, offer = (
            one.attributions[0] if one and one.attributions else Attribution() for one in (record, offered)
        )
        marked = said.source or offer.source
        words = self._article.text[marked.start : marked.end] if marked else ""
        said = said.model_copy(update={"source_type": said.source_type or offer.source_type})

        def named(settled: "Settled | None") -> None:
            if settled:
                self._decide(lambda: self.labelling.set_source(unit, *settled))

        by, sentence = self.labelling.store.annotator, self._article.unit_text(unit)
        self.app.push_screen(SourceScreen(self._source.sources, by, sentence, words, said), named)

    async def action_spans(self, span: Span | None = None) -> None:
        """Mark words of the current unit; `span` is what is chosen already."""
        from annotator.tui.widgets.spans import SpanPanel

        reader = self.query_one(Reader)
        reader.reveal()
        panel = SpanPanel(reader, lambda: self.labelling, self._decide, span)
        # Awaited, so that the keys after this one are the panel's.
        await self.mount(panel, before=self.query_one(KeyBar))

    async def on_reader_selected(self, message: Reader.Selected) -> None:
        """Mark the words that were chosen with the mouse."""
        await self.action_spans(Span(start=message.start, end=message.end))

    def action_range(self) -> None:
        """Begin a range at the current unit, or give it up."""
        if self._range_from:
            self._end_range()
            return
        unit = self.query_one(Reader).unit
        self._range_from = unit.id
        self._show_range()
        self.show_state()
        self.say("A range begins here: go to its last sentence and label it. esc: no range.")

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

    # What edits the article, or looks elsewhere

    def action_edit(self, first: str = "") -> None:
        """Split or merge the current unit, or change its kind; `first` as in `EditUnitScreen`."""
        from annotator.tui.screens.edit_unit import EditUnitScreen

        reader = self.query_one(Reader)
        reader.reveal()
        self.look_at_article()
        screen = EditUnitScreen(self._source, reader, self.when_saved, first)
        self.app.push_screen(screen, self._revised)

    def action_help(self) -> None:
        """Show the codebook's rules and all keys."""
        from annotator.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.labelling.codebook, self.BINDINGS))

    # Going about

    def action_move(self, step: int) -> None:
        """Move the cursor by so many units."""
        self.query_one(Reader).move(step)

    def action_move_to(self, index: int) -> None:
        """Move the cursor to a unit by its index; -1 is the last."""
        self.move_to(index % len(self._article.units))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        self.query_one(Reader).page(direction)

    def action_unlabelled(self, step: int) -> None:
        """Move to the nearest unit without a label."""
        place = self.labelling.next_unlabelled(self.place, step)
        if place is None:
            self._tell_rest()
        else:
            self.move_to(place)

    def action_copy(self) -> None:
        """Copy the current sentence through the terminal, and say what came of it."""
        from annotator.tui.clipboard import copy

        self.say(copy(self.app, self._article.unit_text(self.query_one(Reader).unit), os.environ))

    def action_text_only(self) -> None:
        """Show nothing but the text, or everything again."""
        text_only = not self.has_class("-text-only")
        self.set_class(text_only, "-text-only")
        self.query_one(Reader).text_only = text_only
        if text_only:
            self.say("Text only; the keys work as before. T shows everything again.")

    def apply_settings(self, settings: UserSettings) -> None:
        """Follow what the user wishes now."""
        self.settings = settings
        reader = self.query_one(Reader)
        reader.measure, reader.density = settings.measure, settings.density
        reader.right_to_left = settings.right_to_left

    @property
    def _origin(self) -> str:
        date = (self._article.published or "")[:10]
        return ", ".join(part for part in (self._article.outlet, date) if part)

    def _state(self, unit: Unit) -> UnitState:
        saving = unit.id in self._shown_saving
        waiting = self.labelling.waiting(unit)
        record = self.labelling.record(unit)
        return UnitState(
            record,
            waiting and waiting.record,
            saving=saving,
            failed=saving and bool(self._problem),
            suggestion=self.labelling.suggestion(unit),
            in_range=unit.id in self._in_range,
        )

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
            self.say(f"{waiting.lost} marked passages were outside the sentence and fell away. z: back.")
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
        self.say(f"{len(events)} sentences labelled. z takes all of them back.")
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
            back = "Z makes it again" if step < 0 else "z takes it back"
            self.say(f"{in_words(last)}. {back}.")

    def _tell_rest(self) -> None:
        """Say what is left to do at the end of the article."""
        rest = len(self._article.units) - self.labelling.labelled
        if rest:
            self.say(f"Without a label: {rest}. tab goes there.")
        else:
            self.say("Every sentence has a label. N: the next article.")

    def _decide(self, decide: Callable[[], Event | None]) -> bool:
        """Do what changes the current unit; False when it was refused, or the unit is not in sight."""
        reader = self.query_one(Reader)
        if not reader.in_view:
            reader.reveal()
            self.say("Back at the current sentence; nothing was changed.")
            return False
        seen = reader.unit, self._article.unit_text(reader.unit)
        if self.look_at_article() and (reader.unit, self._article.unit_text(reader.unit)) != seen:
            return False  # what was decided about is not there any more; the message says what happened
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
