"""The adjudication screen: the text, everybody's version side by side, and one key to settle it."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import ClassVar

from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.events import Key, Resize
from textual.screen import Screen

from annotator.adjudication.items import Item, State
from annotator.adjudication.queue import Queue
from annotator.compare.wanted import Wanted
from annotator.errors import AnnotatorError
from annotator.tui.bindings import KEYLESS
from annotator.tui.desk import Desk
from annotator.tui.goldbindings import ADJUDICATE_BINDINGS, MOST_TAKEN, SETTLING, SPARE_KEYS, TAKING
from annotator.tui.goldwords import GoldWords
from annotator.tui.keymap import (
    UserKeys,
    keys_of,
    keys_to_settle,
    label_bindings,
    label_chips,
    screen_bindings,
)
from annotator.tui.keynames import shown_key
from annotator.tui.screens.annotate import WIDE
from annotator.tui.screens.deciding_screen import field_of
from annotator.tui.screens.settling_screen import SettlingScreen
from annotator.tui.widgets.grounds import GroundsPane
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.messageline import MessageLine
from annotator.tui.widgets.queuetitle import QueueTitle
from annotator.tui.widgets.reader import Reader, UnitState
from annotator.tui.widgets.versions import Version, VersionsPane, VersionsState
from schemas import Annotation, Codebook, Span, Unit, UserSettings

_WIDGETS = Path(__file__).parents[1] / "widgets"
_KEYLESS = frozenset({"wider", "narrower", "density", "advance"})
"""Ids of the actions without a key that are of use here, too."""


class AdjudicateScreen(SettlingScreen):
    """One adjudicator's view of the queue. `for_codebook` gives the class with the codebook's label keys."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "adjudicate.tcss",
        _WIDGETS / "versions.tcss",
        _WIDGETS / "grounds.tcss",
    ]
    BINDINGS = ADJUDICATE_BINDINGS
    ACTIONS = (*ADJUDICATE_BINDINGS, *(one for one in KEYLESS if one.id in _KEYLESS))

    def __init__(
        self, desk: Desk, queue: Queue, item: Item, settings: UserSettings, wanted: Wanted | None = None
    ) -> None:
        """Begin at an item; see `SettlingScreen`."""
        super().__init__(desk, queue, item, settings, wanted)
        self._shown = dict(queue.names)
        self._order = (
            sorted(queue.annotators, key=lambda name: (len(self._shown[name]), self._shown[name]))
            if desk.project.settings.blind_adjudication
            else list(queue.annotators)
        )
        self._take_keys = {
            int(str(parse(one.action)[2][0])): one.key_display or shown_key(one.key.partition(",")[0])
            for one in self.BINDINGS
            if isinstance(one, Binding) and one.action.startswith("take(")
        }
        """The key of each version that has one, as shown, by its number."""
        self._look = 0
        """Index of the version whose passages are drawn."""
        self._looked_at = ("", "")
        """The unit that it belongs to."""
        self._offered: tuple[object, ...] = ()
        self.told = ""
        """What there is to tell of the reading of the queue."""

    @classmethod
    def for_codebook(cls, codebook: Codebook, keys: UserKeys) -> type["AdjudicateScreen"]:
        """Make the screen class that has the label keys of `codebook` and the keys that the user wants."""
        taken = keys_of(label_bindings(codebook, keys))
        held = keys_to_settle(keys, taken)
        given = {key for name in held for key in held[name]}
        spare = {
            name: (key,) for digit, (name, key) in SPARE_KEYS.items() if digit in taken and key not in given
        }
        labels = {name: given for name, given in keys.items() if name.startswith(("label-", "same-source-"))}
        bindings = screen_bindings(
            ADJUDICATE_BINDINGS, codebook, {**spare, **labels, **held}, Screen.BINDINGS
        )
        return cls.with_bindings(bindings)

    def compose(self) -> ComposeResult:
        """Lay out title, text beside its grounds, versions, keys."""
        codebook = self.labelling.codebook
        yield QueueTitle(self._article.title, self._origin, self.desk.adjudicating.adjudicator, 0)
        with Container(id="desk"):
            yield Reader(self._article, codebook, self._state)
            yield GroundsPane(codebook)
            yield MessageLine()
        yield VersionsPane(codebook)
        yield KeyBar(label_chips(codebook), (TAKING, SETTLING))

    def on_mount(self) -> None:
        """Put the cursor on the item."""
        reader = self.query_one(Reader)
        reader.focus()
        self.apply_settings(self.settings)
        with suppress(KeyError):  # merged into another meanwhile
            reader.cursor = self._article.place(self.item.unit)
        self.watch(reader, "cursor", lambda left, _: self._come(left), init=False)
        self.show_state()
        self.begin_keeping()
        self.set_interval(3.0, self._follow_all)
        self._tell_problems()
        if self.labelling.store.pending:  # what all agree on was filled in
            self._saver.request()
        self.call_after_refresh(self.open_ahead)

    def on_resize(self, event: Resize) -> None:
        """Give the versions the lines that they need."""
        self.query_one(VersionsPane).fit(min(len(self._order), MOST_TAKEN), event.size.height)

    def _come(self, left: int) -> None:
        with suppress(IndexError):  # of an article that was left
            self.labelling.attend(self._article.units[left])
        self.show_state()

    def _follow_all(self) -> None:
        """Show what annotators have said meanwhile; take over gold labels that nobody writes any more."""
        self._follow()
        if not self.labelling.store.read_only and self.labelling.follow():
            self.queue.update(self.desk.labelled(self._article.id))
            self.query_one(Reader).refresh_units()
            self.show_state()

    def _tell_problems(self) -> None:
        if problems := [line for line in (self.told, *self.labelling.problems) if line]:
            self.query_one(MessageLine).alarm("; ".join(problems))

    def show_article(self) -> None:
        """Draw another state of the article."""
        self.query_one(Reader).show_article(self._article)
        self.query_one(QueueTitle).show_article_of(self._article.title, self._origin)

    def show_another_article(self) -> None:
        """Draw the article that was gone to, and tell who else has its gold labels."""
        self.query_one(MessageLine).alarm(self._held() if self.labelling.store.read_only else "")
        self.show_article()
        self._tell_problems()
        if self.labelling.store.pending:
            self._saver.request()

    # What is shown of the current unit

    def show_state(self, *changed: str) -> None:
        """Bring margin, title, versions and keys up to date."""
        reader = self.query_one(Reader)
        saving = self.labelling.store.pending
        redrawn = {*self._shown_saving, *saving, *changed, reader.unit.id}
        self._shown_saving = saving
        for unit_id in redrawn:
            with suppress(KeyError):  # of another article, or merged into another unit
                reader.refresh_unit(self._article.place(unit_id))
        title = self.query_one(QueueTitle)
        states = self.queue.states
        settled = states[State.ADJUDICATED] + states[State.DECLINED]
        title.show_settled(settled, settled + states[State.MAJORITY] + states[State.TIE])
        title.saving = self.save_state
        self._look_afresh(reader.unit)
        self.query_one(VersionsPane).show_versions(self._versions_state(reader.unit))
        self.query_one(GroundsPane).show_grounds(self._words.grounds(reader.unit, self.versions()))
        self._show_keys()

    def _look_afresh(self, unit: Unit) -> None:
        """Look at the gold label of a unit that one has come to, else at the version that is suggested."""
        if self._looked_at == (self._article.id, unit.id):
            return
        self._looked_at = (self._article.id, unit.id)
        names, item = self.versions(), self.here()
        if self.labelling.is_labelled(unit):
            self._look = len(names)
        else:
            wanted = item.suggestion[0] if item and item.suggestion else None
            said = self.labelling.versions(unit)
            places = (place for place, name in enumerate(names) if said[name].label == wanted)
            self._look = next(places, 0)
        self.query_one(Reader).refresh_unit(self.query_one(Reader).cursor)

    def versions(self) -> Sequence[str]:
        """The annotators who said something of the current unit, in the order of their lines."""
        there = self.labelling.versions(self.query_one(Reader).unit)
        new = sorted(there.keys() - {*self._order})
        for name in new:  # has labelled for the first time while the queue is open
            hidden = self.desk.project.settings.blind_adjudication
            self._shown.setdefault(name, f"new {len(self._shown) - len(self._order) + 1}" if hidden else name)
        return [*(name for name in self._order if name in there), *new]

    def annotator_of(self, key: int) -> str | None:
        """The annotator whose version a key takes: the same one everywhere where there are enough keys."""
        names = self._order if len(self._order) <= MOST_TAKEN else self.versions()
        name = names[key - 1] if key <= len(names) else None
        return name if name in self.versions() else None

    def _key_of(self, name: str) -> str:
        names = self._order if len(self._order) <= MOST_TAKEN else self.versions()
        return self._take_keys.get(names.index(name) + 1, "") if name in names else ""

    def _versions_state(self, unit: Unit) -> VersionsState:
        said, words = self.labelling.versions(unit), self._words
        versions = tuple(
            Version(self._key_of(name), self._shown.get(name, name), said[name]) for name in self.versions()
        )
        return VersionsState(
            self._article,
            unit,
            versions,
            self._look,
            gold=self.labelling.record(unit),
            gold_words=words.gold(unit),
            head=tuple(words.head(unit, self.here())),
            foot=() if self.app.size.width >= WIDE else words.rule(unit),
            source=self._source.source,
        )

    @property
    def _words(self) -> GoldWords:
        return GoldWords(self.labelling, self._shown)

    def _state(self, unit: Unit) -> UnitState:
        """What the text shows of a unit: the gold label, else signs of what was said."""
        record = self.labelling.record(unit)
        saving = unit.id in self._shown_saving
        current = self.is_mounted and unit.id == self.query_one(Reader).unit.id
        return UnitState(
            record,
            saving=saving,
            failed=saving and bool(self._problem),
            votes="" if record and record.label else self._words.signs(unit, record),
            looked_at=self._version_looked_at(unit) if current else None,
        )

    def _version_looked_at(self, unit: Unit) -> Annotation | None:
        names = self.versions()
        return self.labelling.versions(unit)[names[self._look]] if self._look < len(names) else None

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what applies to the current sentence only."""
        if not self.is_mounted:
            return True
        if not self.is_whole:
            return False  # keys that were pressed after the last one
        unit = self.query_one(Reader).unit
        if action == "take":
            name = self.annotator_of(int(str(parameters[0])))
            return bool(name and self.labelling.versions(unit)[name].label)
        if action == "accept":
            item = self.here()
            return bool(item and item.suggestion)
        field = field_of(action, parameters)
        if field in (None, "flag"):
            return True
        return self.labelling.applies(unit, field)

    def on_key(self, event: Key) -> None:
        """Say why a key does nothing for the current sentence."""
        if not self.is_whole or self.focused is not self.query_one(Reader):
            return
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            _, action, parameters = parse(binding.action)
            if self.check_action(action, parameters):
                continue
            if action == "take":
                self.refuse(AnnotatorError(f"there is no version {event.key} here: take another one"))
            elif action == "accept":
                self.refuse(AnnotatorError("nothing is suggested here: take a version, or label it"))
            elif field := field_of(action, parameters):
                self.refuse(AnnotatorError(self.labelling.why_not(self.query_one(Reader).unit, field)))

    def _show_keys(self) -> None:
        """Let the key bar follow where other keys work now."""
        unit = self.query_one(Reader).unit
        takes = tuple(self.check_action("take", (key,)) for key in range(1, MOST_TAKEN + 1))
        offered = (takes, self.check_action("accept", ()), self.labelling.is_labelled(unit))
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def action_look(self, step: int) -> None:
        """Draw the passages of the next version in the text; after the last comes that of the gold label."""
        count = len(self.versions()) + 1
        self._look = (self._look + step) % count
        self._show_look()

    def on_versions_pane_chosen(self, message: VersionsPane.Chosen) -> None:
        """Look at the version that was clicked."""
        self._look = message.index
        self._show_look()

    def _show_look(self) -> None:
        reader = self.query_one(Reader)
        reader.refresh_unit(reader.cursor)
        self.query_one(VersionsPane).show_versions(self._versions_state(reader.unit))

    async def action_spans(self, span: Span | None = None) -> None:
        """Mark words for the gold label of the current unit; `span` is what is chosen already."""
        self._look = len(self.versions())
        self._show_look()
        await super().action_spans(span)

    def action_list(self) -> None:
        """Show all items in a list, and go to the one chosen."""
        from annotator.blindness import hides_outlet
        from annotator.tui.screens.disagreements import Chosen, DisagreementsScreen

        def chosen(found: Chosen | None) -> None:
            if found:
                self.wanted = found.wanted
                self.go_to(found.item)

        project, adjudicating = self.desk.project, self.desk.adjudicating
        hidden = hides_outlet(project.settings, adjudicating.adjudicator)
        screen = DisagreementsScreen(project, self.queue, self.wanted, self.item, without_outlets=hidden)
        self.app.push_screen(screen, chosen)

    def action_leave(self) -> None:
        """Go back when everything is on the disk; otherwise say what is not, and go when asked again."""
        if self.warned:
            self.dismiss(None)
        else:
            self.when_saved(lambda problem: self.ask_to_leave_now(problem) if problem else self._go_back())

    def ask_to_leave_now(self, problem: str) -> None:
        """Say what leaving now would lose."""
        self.warned = True
        self.ask_to_leave(problem)

    def _go_back(self) -> None:
        if self.app.screen is self:
            self.dismiss(None)
