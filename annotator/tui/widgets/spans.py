"""Marking words of the current sentence: who says it, how, what is said, and wording that leans."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from annotator.errors import AnnotatorError
from annotator.labelling import Labelling
from annotator.tui.chosen import Chosen, Step
from annotator.tui.marker import Marker
from annotator.tui.techniques import in_words
from annotator.tui.widgets.bidi import reads_from_right
from annotator.tui.widgets.chosenstrip import ChosenStrip, named
from annotator.tui.widgets.reader import Reader
from schemas import Event, PropagandaTechnique, Role, Span

_ROLES = Binding.Group("Mark the chosen words as")
_CHOOSING = Binding.Group("Choose words")
_MARKING = Binding.Group("Marks")

_KEYS = {
    Role.SOURCE: "s",
    Role.CUE: "c",
    Role.CONTENT: "t",
    Role.LOADED: "l",
    Role.EPISTEMOLOGICAL: "e",
    Role.INFORMATIONAL: "i",
    Role.PROPAGANDA: "p",
}
_TECHNIQUES = dict(zip("abcdefghijklmn", PropagandaTechnique, strict=True))
_NO_TECHNIQUE = "0"
_DEPENDING = ("accept", "remove", "undo", "redo", "another_source")
"""The actions whose keys come and go with what is marked."""


def _choosing(
    keys: str, action: str, words: str, name: str, *, shown: str = "", bar: bool = False
) -> Binding:
    return _binding(keys, action, words, name, _CHOOSING, shown, bar)


def _marking(keys: str, action: str, words: str, *, shown: str = "") -> Binding:
    return _binding(keys, action, words, action.replace("_", "-"), _MARKING, shown)


def _binding(
    keys: str, action: str, words: str, name: str, group: Binding.Group, shown: str = "", bar: bool = True
) -> Binding:
    return Binding(keys, action, words, show=bar, key_display=shown or None, id=f"spans-{name}", group=group)


class SpanPanel(ChosenStrip, can_focus=True, inherit_bindings=False):
    """Two lines over the keys, which are its own while it is there. What is marked is decided at once.

    No screen of its own: what lies behind one would be painted whole at every key.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(_binding(key, f"give({role.value!r})", role.value, role, _ROLES) for role, key in _KEYS.items()),
        _choosing("tab", "passage(1)", "next passage", "next", shown="tab", bar=True),
        _choosing("space", "hold", "hold", "hold", bar=True),
        _choosing("o", "turn", "other end", "turn", bar=True),
        _marking("a", "accept", "all suggested"),
        _marking("delete,backspace", "remove", "unmark", shown="del"),
        _choosing("u", "change_step", "word or clause", "step", bar=True),
        _marking("n", "another_source", "another source"),
        _marking("z,ctrl+z", "undo", "undo", shown="z"),
        _marking("Z,ctrl+y", "redo", "redo", shown="Z"),
        _choosing("right", "move(1)", "next word; held, its end goes on", "right", shown="→"),
        _choosing("left", "move(-1)", "word before; held, its end goes back", "left", shown="←"),
        _choosing("down", "line(1)", "the line below", "down", shown="↓"),
        _choosing("up", "line(-1)", "the line above", "up", shown="↑"),
        _choosing("shift+right", "nudge(1)", "a character on", "nudge-right"),
        _choosing("shift+left", "nudge(-1)", "a character back", "nudge-left"),
        _choosing("ctrl+right", "leap(1)", "a clause on", "leap-right"),
        _choosing("ctrl+left", "leap(-1)", "a clause back", "leap-left"),
        _choosing("end", "edge(1)", "end of the sentence", "end", shown="End"),
        _choosing("home", "edge(-1)", "beginning of the sentence", "home", shown="Home"),
        _choosing("shift+tab", "passage(-1)", "the passage before", "previous"),
        _binding("question_mark,f1", "help", "help", "help", _MARKING, "?", bar=False),
        _marking("escape,enter,v", "leave", "done", shown="esc"),
    ]

    is_modal = True
    """Keys that it has not are no keys while it is there."""

    def __init__(
        self,
        reader: Reader,
        labelling: Callable[[], Labelling],
        decide: Callable[[Callable[[], Event | None]], bool],
        span: Span | None = None,
    ) -> None:
        """Mark words of the unit that is current in `reader`; `span` is what is chosen to begin with.

        `labelling` gives who is at work; what it does about the current unit goes through `decide`.
        """
        self._marker = Marker(labelling, reader.unit)
        super().__init__(self._marker)
        self._reader = reader
        self._labelling = labelling
        self._decide = decide
        if span:
            begin = self._marker.unit.start
            self._marker.choose(Chosen(span.start - begin, span.end - begin))
        language = labelling().article.language
        self._on = -1 if reads_from_right(self._marker.text, language) else 1
        """Whether the arrow to the right goes on in the text, or back."""
        self._left = False
        """Whether the keys are another's again."""
        self._done = self._undone = 0
        """Decisions made here, and those of them taken back."""
        self._offered: tuple[bool | None, ...] = ()
        """Which of the keys that depend on the sentence work now."""

    def on_mount(self) -> None:
        """Take the keys, until something else takes them."""
        self.screen.add_class("-marking")
        self.screen.set_focus(self, scroll_visible=False)
        self.watch(self.screen, "focused", self._focus_moved, init=False)
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what does something now."""
        if action == "accept":
            return bool(self._marker.offers())
        if action == "remove":
            return self._marker.under_choice() is not None
        if action == "undo":
            return self._done > 0
        if action == "redo":
            return self._undone > 0
        if action == "another_source":
            return self._marker.sources() > 0
        return True

    def show_offers(self) -> None:
        """Show that other passages are suggested now."""
        self.show_lines()
        self._show_keys()

    # What moves the choice

    def action_move(self, direction: int) -> None:
        """Move the choice, or the end of it that is active."""
        self._marker.move(direction * self._on)
        self._show()

    def action_leap(self, direction: int) -> None:
        """Move by a clause."""
        self._marker.move(direction * self._on, Step.CLAUSE)
        self._show()

    def action_nudge(self, direction: int) -> None:
        """Move the active end by a character."""
        self._marker.nudge(direction * self._on)
        self._show()

    def action_edge(self, direction: int) -> None:
        """Move to the end or the beginning of the sentence."""
        self._marker.to_edge(direction)
        self._show()

    def action_line(self, direction: int) -> None:
        """Move to the words above or below."""
        place = self._reader.offset_beside(self._marker.active(), direction)
        if place is not None:
            self._marker.go_to(place)
        self._show()

    def action_hold(self) -> None:
        """Hold one end of the choice, or let go."""
        self._marker.hold()
        self._show()

    def action_turn(self) -> None:
        """Move the other end from now on."""
        self._marker.turn()
        self._show()

    def action_change_step(self) -> None:
        """Go on by clauses, characters, and words again."""
        self._marker.change_step()
        self._show()

    def action_passage(self, direction: int) -> None:
        """Choose the next marked or suggested passage."""
        found = self._marker.next_passage(direction)
        self._show("" if found else "Nothing is marked or suggested in this sentence.")

    # What decides something

    def action_give(self, name: str) -> None:
        """Mark the chosen words, or change the mark that they were chosen by."""
        role = Role(name)
        if role is Role.PROPAGANDA:
            self._ask_technique()
        else:
            self._mark(role)

    def action_accept(self) -> None:
        """Mark all that is suggested."""
        offers = self._marker.offers()
        if self._do(lambda: self._labelling().mark(self._marker.unit, *offers)):
            self._marker.forget()
            self._show(f"Marked as suggested: {len(offers)}.")

    def action_remove(self) -> None:
        """Take away the mark that is chosen, or the nearest around the chosen words."""
        mark = self._marker.under_choice()
        if mark and self._do(lambda: self._labelling().unmark(self._marker.unit, mark)):
            self._marker.forget()
            self._show(f"No longer {mark.role}.")

    def action_another_source(self) -> None:
        """Mark source, cue and content of the next source of the sentence, and round to the first."""
        self._marker.change_source()
        self._show()

    def action_undo(self) -> None:
        """Take back what was marked here last."""
        if self._do(lambda: self._labelling().undo(), counts=-1):
            self._marker.forget()
            self._show("Taken back.")

    def action_redo(self) -> None:
        """Mark again what was taken back."""
        if self._do(lambda: self._labelling().redo(), again=True):
            self._marker.forget()
            self._show("Marked again.")

    def action_help(self) -> None:
        """Explain the keys that work here, then all others."""
        from annotator.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._labelling().codebook, self.BINDINGS))

    def action_leave(self) -> None:
        """Leave; all is decided."""
        self.screen.set_focus(self._reader, scroll_visible=False)

    def _focus_moved(self, focused: Widget | None) -> None:
        """Go when the keys are another's; without focus the terminal itself is left for a while."""
        if focused is not None and focused is not self and not self._left:
            self._left = True
            self.screen.remove_class("-marking")
            self._reader.show_selection(None)
            self.remove()

    # How it is done

    def _ask_technique(self) -> None:
        from annotator.tui.screens.choice import ChoiceScreen

        answers = {key: in_words(technique) for key, technique in _TECHNIQUES.items()}
        answers[_NO_TECHNIQUE] = "not said which"

        def answered(key: str | None) -> None:
            if key is not None:
                self._mark(Role.PROPAGANDA, _TECHNIQUES.get(key))

        self.app.push_screen(ChoiceScreen("Which propaganda technique?", answers), answered)

    def _mark(self, role: Role, technique: PropagandaTechnique | None = None) -> None:
        if problem := self._marker.why_not(role):
            self._refuse(problem)
            return
        was_offer = self._marker.is_at_offer()
        mark, edited = self._marker.mark_as(role, technique)
        if self._do(lambda: self._labelling().mark(self._marker.unit, mark, instead_of=edited)):
            if not (was_offer and self._marker.take_offer()):
                self._marker.stay_at(mark)
            self._show(f"Marked as {named(mark, self._marker)}.")

    def _do(self, change: Callable[[], Event | None], *, counts: int = 1, again: bool = False) -> bool:
        """Decide something about the unit; False when it was refused, or the unit is not there any more.

        `counts` is 1 for a decision and -1 for one taken back; `again`: one that had been taken back.
        """
        problem = ""

        def attempt() -> Event | None:
            nonlocal problem
            try:
                event = change()
            except AnnotatorError as error:
                problem = str(error)
                return None
            if event:
                self._done += counts
                self._undone = max(0, self._undone - counts) if again or counts < 0 else 0
            return event

        if self._is_there() and not self._decide(attempt):
            self._show()
            return False
        if not self._is_there():
            self.action_leave()
            return False
        if problem:
            self._refuse(problem)
        return not problem

    def _refuse(self, problem: str) -> None:
        self.app.bell()
        self._show(problem)

    def _is_there(self) -> bool:
        """Whether the sentence is still what it was when it was taken up: others may edit the article."""
        unit = self._reader.unit
        return unit == self._marker.unit and self._labelling().article.unit_text(unit) == self._marker.text

    # What is shown

    def _show(self, said: str = "") -> None:
        """Show what is chosen, and what came of the last key."""
        if not self._is_there():
            self.action_leave()
            return
        span = self._marker.span()
        self._reader.show_selection(span.start, span.end, self._marker.chosen.forward)
        self.say(said)
        self._show_keys()

    def _show_keys(self) -> None:
        offered = tuple(self.check_action(action, ()) for action in _DEPENDING)
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()
