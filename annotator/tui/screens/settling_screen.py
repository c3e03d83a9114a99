"""A screen on which an adjudicator decides: one key a decision, in whichever article it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from annotator.adjudication.golden import GoldLabelling
from annotator.adjudication.items import UNSETTLED, Item, State
from annotator.adjudication.queue import Queue
from annotator.compare.wanted import Wanted
from annotator.errors import AnnotatorError
from annotator.tui.desk import Decided, Desk
from annotator.tui.goldwords import REASONS
from annotator.tui.saver import Saver
from annotator.tui.screens.marking_screen import MarkingScreen
from annotator.tui.widgets.reader import Reader
from schemas import Advance, DisagreementReason, Event, Unit, UserSettings

_NO_RULE = "-"
_NO_REASON = "0"


class SettlingScreen(MarkingScreen):
    """Goes through the items of a queue, over articles; saves and undoes what was decided in any of them."""

    labelling: GoldLabelling

    def __init__(
        self, desk: Desk, queue: Queue, item: Item, settings: UserSettings, wanted: Wanted | None = None
    ) -> None:
        """Begin at an item of the queue and go through those that are `wanted`.

        Raises `AnnotatorError` when its article or the gold labels of it cannot be opened.
        """
        self.desk = desk
        self.queue = queue
        self.wanted = wanted or Wanted()
        self.item = item
        """The item that was gone to last."""
        desk.current = item.article
        super().__init__(desk.open(item.article).source, settings)
        self._saver = Saver(desk.commit, self._tell_saved)

    def show_another_article(self) -> None:
        """Draw the article that was gone to."""

    @property
    def unsaved(self) -> int:
        """How many units have changes that are not on the disk, in all articles."""
        return self.desk.unsaved

    def take_article(self) -> None:
        """Go on with the article as it is in the file now, and with its items."""
        super().take_article()
        self.queue.update(self.desk.labelled(self._article.id))

    # Where to go

    def here(self) -> Item | None:
        """The item of the current unit; None where annotators agree."""
        return self.queue.item(self._article.id, self.query_one(Reader).unit.id)

    def come_to(self, article: str, unit: str) -> bool:
        """Go to a unit, in another article if need be; False, with the reason told, where that cannot be."""
        if article != self._article.id:
            try:
                opened = self.desk.open(article)
            except AnnotatorError as error:
                self.refuse(error)
                return False
            self.labelling.attend(self.query_one(Reader).unit)
            self.desk.current = article
            self._source, self.labelling = opened
            self._article = self.labelling.article
            self.labelling.resume()
            self.show_another_article()
            self.look_at_article()
        try:
            self.move_to(self._article.place(unit))
        except KeyError:
            self.say(f"{unit} is part of another sentence now.")
            return False
        return True

    def go_to(self, item: Item) -> None:
        """Go to an item, and open what is likely to come next when that is shown."""
        if self.come_to(item.article, item.unit):
            self.item = item
            self.show_state()
            self.call_after_refresh(self.open_ahead)

    def open_ahead(self) -> None:
        """Open the article that is likely to come next; nobody waits for it."""
        if self.is_whole and (after := self.next_open(1)):
            self.desk.open_ahead(after.article)

    def next_open(self, step: int) -> Item | None:
        """The nearest open item after the last one gone to (before it with step -1), round the end."""
        wanted = self.wanted
        if not (wanted.states or wanted.changed or wanted.field not in ("", "label")):
            wanted = replace(wanted, states=UNSETTLED)  # one look at each item is enough
        for start in (self.item, None):
            found = self.queue.next(start, step, wanted)
            while found and found[:2] != self.item[:2]:
                if self.is_open(found):
                    return found
                found = self.queue.next(found, step, wanted)
        return None

    def is_open(self, item: Item) -> bool:
        """Whether somebody has to settle an item, or it is what was asked for."""
        if item.state in UNSETTLED or (item.changed and self.wanted.changed):
            return True
        return item.state is State.UNANIMOUS and self.wanted.field not in ("", "label")

    def action_open_item(self, step: int) -> None:
        """Go to the nearest open item."""
        current = self.queue.item(*self.item[:2])
        if found := self.next_open(step):
            self.go_to(found)
        elif current and self.is_open(current):
            self.go_to(current)
            self.say("This is the only open item.")
        else:
            self.say(f"All of this is settled. {self.way_to('quit')} leaves.")

    def action_item(self, step: int) -> None:
        """Go to the next item, or the one before, whatever its state."""
        if found := self.queue.next(self.item, step, self.wanted):
            self.go_to(found)
        else:
            self.say(f"This is the {'last' if step > 0 else 'first'} item.")

    # What is decided

    def versions(self) -> Sequence[str]:
        """The annotators who said something of the current unit, in the order of their lines."""
        raise NotImplementedError

    def annotator_of(self, key: int) -> str | None:
        """The annotator whose version of the current unit a key takes; None where there is none."""
        raise NotImplementedError

    def action_take(self, key: int) -> None:
        """Take the version of the annotator with this key."""
        name = self.annotator_of(key)
        if name:
            unit = self.query_one(Reader).unit
            self._decide_and_go_on(f"take {key}", lambda: self.labelling.take(unit, name))

    def action_accept(self) -> None:
        """Take the label that is suggested, with what those who gave it say in common."""
        item, unit = self.here(), self.query_one(Reader).unit
        if item and item.suggestion:
            label = item.suggestion[0]
            self._decide_and_go_on("accept", lambda: self.labelling.agree(unit, label))

    def action_decline(self) -> None:
        """Say that there is no right label."""
        unit = self.query_one(Reader).unit
        self._decide_and_go_on("decline", lambda: self.labelling.decline(unit))

    def action_undo(self) -> None:
        """Take the latest decision of this session back, and go where it was made."""
        self._back(self.desk.last, lambda: self.labelling.undo(), "nothing to undo in this session")

    def action_redo(self) -> None:
        """Bring back what was undone, and go there."""
        self._back(self.desk.undone, lambda: self.labelling.redo(), "nothing to redo")

    def _back(self, place: Decided | None, change: Callable[[], Event | None], otherwise: str) -> None:
        if place is None:
            self.say(otherwise)
        elif self.come_to(*place):
            self._change_back(change, otherwise)
            if found := self.queue.item(*place):
                self.item = found
            self.show_state()

    def _go_on(self) -> None:
        """Go to the next open item after a decision, unless the user wishes to stay."""
        if self.settings.advance is Advance.STAY:
            return
        here = (self._article.id, self.query_one(Reader).unit.id)
        left = self.queue.item(*self.item[:2])
        if self.item[:2] != here and left and self.is_open(left):
            self.go_to(left)  # what was decided was another sentence, on the way
        elif found := self.next_open(1):
            self.go_to(found)
        else:
            self.say(f"All of this is settled. {self.way_to('quit')} leaves.")

    # Why, and what else there is to say

    def action_reason(self, of_last: bool = False) -> None:
        """Ask why annotators disagree here, or on what was settled last."""
        from annotator.tui.screens.choice import ChoiceScreen

        asked = self._explained(of_last)
        if asked is None:
            return
        keys = {str(number): reason for number, reason in enumerate(DisagreementReason, start=1)}
        answers = {key: REASONS[reason] for key, reason in keys.items()} | {_NO_REASON: "not said"}

        def answered(key: str | None) -> None:
            if key is not None:
                self._explain(asked, reason=keys.get(key))

        self.app.push_screen(ChoiceScreen(f"Why do they differ? {self._quoted(asked)}", answers), answered)

    def action_note(self, of_last: bool = False) -> None:
        """Ask for a note on the disagreement here, or on what was settled last."""
        from annotator.tui.screens.comment import CommentScreen

        asked = self._explained(of_last)
        if asked is None:
            return
        labelling, unit = self._at(asked)
        decision = labelling.decision(unit)

        def answered(text: str | None) -> None:
            if text is not None:
                self._explain(asked, note=text)

        quoted = labelling.article.unit_text(unit)
        screen = CommentScreen(quoted, decision.note if decision else "", what="note")
        self.app.push_screen(screen, answered)

    def action_needs_change(self) -> None:
        """Ask which rule of the codebook needs a change."""
        from annotator.tui.screens.choice import ChoiceScreen

        asked = self._explained(of_last=False)
        if asked is None:
            return
        rules = self.labelling.codebook.rules
        signs = "0123456789abcdefghijklmnopqrstuvwxyz"
        short = all(rule.number < len(signs) for rule in rules)
        keys = {
            signs[rule.number if short else place]: rule for place, rule in enumerate(rules[: len(signs)])
        }
        answers = {key: f"rule {rule.number}: {rule.title}" for key, rule in keys.items()}
        answers[_NO_RULE] = "none does"

        def answered(key: str | None) -> None:
            if key is not None:
                self._explain(asked, needs_change=keys[key].number if key in keys else None)

        self.app.push_screen(ChoiceScreen("Which rule of the codebook needs a change?", answers), answered)

    def _explained(self, of_last: bool) -> Decided | None:
        """Which unit is to be explained; None, with the reason told, where none can be."""
        if of_last and self.desk.last is None:
            self.say("Nothing was settled in this session yet.")
            return None
        last = self.desk.last if of_last else None
        place = last or Decided(self._article.id, self.query_one(Reader).unit.id)
        labelling, _ = self._at(place)
        if labelling.store.read_only:
            self.refuse(AnnotatorError(""))
            return None
        return place

    def _at(self, place: Decided) -> tuple[GoldLabelling, Unit]:
        labelling = self.desk.open(place.article).labelling
        return labelling, labelling.article.units[labelling.article.place(place.unit)]

    def _quoted(self, place: Decided) -> str:
        """Which sentence is asked about, where it is not the current one."""
        if place == (self._article.id, self.query_one(Reader).unit.id):
            return ""
        labelling, unit = self._at(place)
        words = labelling.article.unit_text(unit)
        return f"“{words[:60]}{'…' if len(words) > 60 else ''}”"

    def _explain(self, place: Decided, **said: Any) -> None:
        try:
            labelling, unit = self._at(place)
            event = labelling.explain(unit, **said)
        except (AnnotatorError, KeyError) as error:
            self.refuse(AnnotatorError(str(error)))
            return
        if event:
            self._noted(labelling, event)
            quoted = self._quoted(place)
            self.save([event.unit] if labelling is self.labelling else [])
            if quoted:
                self.say(f"Kept for {quoted}.")

    def _changed(self, events: Sequence[Event]) -> None:
        if events:
            self._noted(self.labelling, events[0])
        super()._changed(events)

    def _noted(self, labelling: GoldLabelling, event: Event) -> None:
        """Keep the order of decisions and the queue up to date."""
        self.desk.note(labelling.article, event)
        self.queue.update(self.desk.labelled(labelling.article.id))

    def _follow(self) -> None:
        """Take over the gold labels of an article that another program has written so far."""
        if self.labelling.store.read_only:
            super()._follow()
            self.desk.open(self._article.id)

    def _close(self) -> None:
        self._saver.close()
        self.desk.close()
