"""The annotate screen: read an article sentence by sentence, one key a decision."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from textual import work
from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.events import Key, Resize
from textual.message import Message
from textual.screen import Screen

from annotator.errors import AnnotatorError
from annotator.openarticle import OpenArticle
from annotator.session import Place
from annotator.tui.bindings import ANNOTATE_BINDINGS, ATTRIBUTES, KEYLESS
from annotator.tui.keymap import UserKeys, label_chips, screen_bindings
from annotator.tui.screens.deciding_screen import field_of
from annotator.tui.screens.marking_screen import MarkingScreen
from annotator.tui.widgets.inspected import InspectorState
from annotator.tui.widgets.inspector import Inspector
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.messageline import MessageLine
from annotator.tui.widgets.reader import Reader, UnitState
from annotator.tui.widgets.titlebar import TitleBar
from schemas import (
    Article,
    Codebook,
    RightToLeft,
    Suggestion,
    Unit,
    UserSettings,
)

WIDE = 120
"""Columns from which the inspector stands beside the text."""
_SUGGEST_SECONDS = 0.1
"""After the first picture, which is not to wait for suggestions."""
_CHANGES_SHOWN = 4
"""Of the current sentence's history."""

_BESIDE_A_LABEL = frozenset(
    binding.id
    for binding in ANNOTATE_BINDINGS
    if isinstance(binding, Binding) and binding.id and binding.id != "accept" and binding.group is ATTRIBUTES
)
"""Ids of the keys that say something beside a label."""


class AnnotateScreen(MarkingScreen):
    """One annotator's view of one article. `for_codebook` gives the class with the codebook's label keys."""

    BINDINGS = ANNOTATE_BINDINGS
    ACTIONS = (*ANNOTATE_BINDINGS, *KEYLESS)

    @dataclass
    class Suggested(Message):
        """Suggestions for the article were made."""

        article: Article
        suggestions: Mapping[str, Suggestion]
        """By unit id."""
        version: str
        """Of the suggester."""

    @dataclass
    class NotOwn(Message):
        """It was looked up that the article is dealt to others."""

    def __init__(
        self, source: OpenArticle, place: Place | None = None, settings: UserSettings | None = None
    ) -> None:
        """Show an article at `place` or at its first unit without a label.

        Raises `AnnotatorError` when its labels cannot be opened.
        """
        super().__init__(source, settings or UserSettings())
        self._suggested: AnnotateScreen.Suggested | None = None
        """The latest suggestions."""
        self._offered: tuple[bool, ...] = ()
        """Which of the keys that depend on the sentence work now."""
        self._place = place or Place(self.labelling.next_unlabelled(-1) or 0)

    @classmethod
    def for_codebook(cls, codebook: Codebook, keys: UserKeys) -> type["AnnotateScreen"]:
        """Make the screen class that has the label keys of `codebook` and the keys that the user wants.

        Raises `AnnotatorError` when two actions want one key.
        """
        bindings = screen_bindings([*ANNOTATE_BINDINGS, *KEYLESS], codebook, keys, Screen.BINDINGS)
        return cls.with_bindings(bindings)

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
        self.set_timer(_SUGGEST_SECONDS, self._suggest)
        self.set_timer(_SUGGEST_SECONDS, self._look_whose)
        if reader.from_right and self.settings.right_to_left is RightToLeft.TERMINAL:
            self.say("Read from the right. If words stand in the wrong order, the settings can change that.")

    @work(thread=True, exclusive=True, group="whose")
    def _look_whose(self) -> None:
        """Look up whose article it is, away from the interface's thread."""
        with suppress(AnnotatorError):  # whoever asks for the next article is told
            if not self._source.is_own:
                self.post_message(self.NotOwn())

    def on_annotate_screen_not_own(self, message: NotOwn) -> None:
        """Say so; the article may be labelled all the same."""
        if self.is_whole:
            next_own = self.way_to("next-article")
            self.say(f"Not assigned to you; what you label counts all the same. {next_own} goes to your own.")

    @work(thread=True, exclusive=True, group="suggestions")
    def _suggest(self) -> None:
        """Think of what to offer, away from the interface's thread."""
        article = self._source.article
        with suppress(Exception):  # nobody's work stops because there is nothing to offer
            suggestions, version = self._source.suggestions()
            self.post_message(self.Suggested(article, suggestions, version))

    def on_annotate_screen_suggested(self, message: Suggested) -> None:
        """Show what is offered, if the article is still as it was."""
        self._suggested = message
        if self.is_whole and message.article == self._article:
            self._offer(message.suggestions, message.version)

    def _offer(self, suggestions: Mapping[str, Suggestion], version: str) -> None:
        self.labelling.offer(suggestions, version)
        self.query_one(Reader).refresh_units()
        self.show_state()
        if self._marking and self._marking.is_attached:
            self._marking.show_offers()

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
        if not self.is_whole:
            return False  # keys that were pressed after the last one
        unit = self.query_one(Reader).unit
        if action == "accept":
            waiting = self.labelling.waiting(unit)
            offer = self.labelling.suggestion(unit)
            return (waiting is not None and waiting.confirmable) or bool(offer and offer.label)
        if action == "source_type" and self._range_from:
            return False  # a type is one sentence's
        field = field_of(action, parameters)
        # Where no flag can be set, its key says why.
        return field in (None, "flag") or self.labelling.applies(unit, field)

    def on_key(self, event: Key) -> None:
        """Say why a key does nothing for the current sentence."""
        if not self.is_whole or self._range_from:
            return
        reader = self.query_one(Reader)
        if self.focused is not reader:
            return
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            _, action, parameters = parse(binding.action)
            if self.check_action(action, parameters):
                continue
            if action == "accept" and not self.labelling.is_labelled(reader.unit):
                self.refuse(AnnotatorError("no label is offered here: give the sentence one"))
            elif field := field_of(action, parameters):
                self.refuse(AnnotatorError(self.labelling.why_not(reader.unit, field)))

    def show_article(self) -> None:
        """Draw another state of the article."""
        article = self._article
        self.query_one(Reader).show_article(article)
        self.query_one(TitleBar).show_article(article.title, self._origin, len(article.units))
        if self._suggested and self._suggested.article is article:
            # The labels alone were read again, as they are every few seconds while another program has them.
            self.labelling.offer(self._suggested.suggestions, self._suggested.version)
        else:
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
        labelled = self.labelling.is_labelled(self.query_one(Reader).unit)
        if (labelled, *offered) != self._offered:
            self._offered = (labelled, *offered)
            # They take what is offered with them, but a label is what is asked for.
            self.query_one(KeyBar).left_out = frozenset() if labelled else _BESIDE_A_LABEL
            self.refresh_bindings()

    def action_text_only(self) -> None:
        """Show nothing but the text, or everything again."""
        text_only = not self.has_class("-text-only")
        self.set_class(text_only, "-text-only")
        self.query_one(Reader).text_only = text_only
        if text_only:
            self.say(
                f"Text only; the keys work as before. {self.way_to('text-only')} shows everything again."
            )

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
