"""Correcting the current sentence itself: split it, merge it with the next, say what it is."""

from collections.abc import Callable
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widgets import Static

from annotator.cuts import cut_places, likely_cut
from annotator.editing import Draft, change_kind, in_words, merge, redo, split, undo
from annotator.errors import AnnotatorError
from annotator.openarticle import OpenArticle
from annotator.revision import LabelsTouched, Plan, Revised
from annotator.steps import words
from annotator.tui.chosen import Steps
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.keybar import KeyBar
from annotator.tui.widgets.reader import Reader
from schemas import Article, UnitKind

_KINDS = tuple(UnitKind)


class Step(StrEnum):
    """What is asked for."""

    WHAT = "what"
    CUT = "cut"
    KIND = "kind"
    CONFIRM = "confirm"


_STEPS = {
    "split": Step.WHAT,
    "merge": Step.WHAT,
    "choose_kind": Step.WHAT,
    "confirm": Step.CONFIRM,
}
"""In which step each action can be done; those that are not here move and choose."""


class EditUnitScreen(DialogScreen[Revised | None]):
    """A strip over the keys; the sentence stays in sight. Gives what was done, or None."""

    CSS_PATH = "edit_unit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "split", "split", id="edit-split"),
        Binding("m", "merge", "merge with the next", id="edit-merge"),
        Binding("k", "choose_kind", "kind", id="edit-kind"),
        Binding("z", "take_back(True)", "take back", id="edit-undo"),
        Binding("Z", "take_back(False)", "make again", key_display="Z", id="edit-redo"),
        Binding("left", "move(-1)", "one back", key_display="←", id="edit-left"),
        Binding("right", "move(1)", "one on", key_display="→", id="edit-right"),
        Binding("shift+left", "nudge(-1)", "a character back", show=False, id="edit-character-left"),
        Binding("shift+right", "nudge(1)", "a character on", show=False, id="edit-character-right"),
        Binding("home", "move(-100_000)", "the first", show=False, key_display="Home", id="edit-first"),
        Binding("end", "move(100_000)", "the last", show=False, key_display="End", id="edit-last"),
        Binding("enter", "choose", "do it", key_display="enter", id="edit-choose"),
        Binding("y", "confirm", "yes, do it", id="edit-confirm"),
        Binding("escape", "leave", "leave it as it was", key_display="esc", id="edit-leave"),
    ]

    step: reactive[Step] = reactive(Step.WHAT, init=False)

    def __init__(
        self,
        source: OpenArticle,
        reader: Reader,
        when_saved: Callable[[Callable[[str], None]], None],
        first: str = "",
    ) -> None:
        """Edit the current unit of `reader`, which shows the article in `source`.

        `when_saved` calls back when all labels are on the disk, or with the problem. `first` is an action to
        begin with, e.g. `take_back(True)`.
        """
        super().__init__()
        self._source = source
        self._reader = reader
        self._unit = unit = reader.unit
        self._when_saved = when_saved
        self._first = first
        self._words = source.article.unit_text(unit)
        self._places = cut_places(self._words)
        self._cut = likely_cut(self._words)
        if self._cut < 0:  # one word, or a script without blanks
            self._cut = len(self._words) // 2
        self._kind = _KINDS.index(unit.kind)
        self._undoable = _possible(undo, source.article)
        self._redoable = _possible(redo, source.article)
        self._plan: Plan = _nothing
        self._awaited: Plan | None = None
        """What is done as soon as the labels are on the disk; asking for something else calls it off."""
        self._problem = ""

    def compose(self) -> ComposeResult:
        """Lay out what is asked above the keys."""
        with Vertical():
            yield Static(id="asked")
            yield KeyBar()

    async def on_mount(self) -> None:
        """Begin to ask, or with what was asked for."""
        self._show()
        if self._first:
            await self.run_action(self._first)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of the step only."""
        if action == "take_back":
            return self.step is Step.WHAT and (self._undoable if parameters[0] else self._redoable)
        if action in _STEPS:
            return self.step is _STEPS[action]
        if action == "nudge":
            return self.step is Step.CUT
        if action in ("move", "choose"):
            return self.step in (Step.CUT, Step.KIND)
        return True

    def watch_step(self) -> None:
        """Show what is asked now, and its keys."""
        self._awaited = None
        self._reader.show_cut(self._unit.start + self._cut if self.step is Step.CUT else None)
        self._show()
        self.refresh_bindings()

    def action_split(self) -> None:
        """Ask where."""
        if not self._cut:
            self._refuse("It cannot be split: it is a single character.")
        else:
            self.step = Step.CUT

    def action_merge(self) -> None:
        """Merge with the next unit."""
        self._do(lambda article: [merge(article, self._unit)])

    def action_choose_kind(self) -> None:
        """Ask which kind."""
        self.step = Step.KIND

    def action_take_back(self, back: bool) -> None:
        """Take back the article's last edit, or make it again; somebody else's only when confirmed."""
        change = undo if back else redo
        edit = self._source.article.edits[(change(self._source.article).reverts or 1) - 1]

        def plan(article: Article) -> list[Draft]:
            return [change(article)]

        if edit.editor == self._source.annotator:
            self._do(plan)
        else:
            self._plan = plan
            again = "take it back" if back else "make it again"
            self._ask(f"{edit.editor} did this: {in_words(edit)}. Really {again}?")

    def action_move(self, step: int) -> None:
        """Move the mark to the next place, or choose the next kind."""
        if self.step is Step.KIND:
            self._kind = max(0, min(self._kind + step, len(_KINDS) - 1))
        else:
            before = [place for place in self._places if place < self._cut]
            after = [place for place in self._places if place > self._cut]
            if step > 0 and after:
                self._cut = after[min(step, len(after)) - 1]
            elif step < 0 and before:
                self._cut = before[max(step, -len(before))]
            self._reader.show_cut(self._unit.start + self._cut)
        self._show()

    def action_nudge(self, step: int) -> None:
        """Move the mark by a character."""
        self._cut = max(1, min(self._cut + step, len(self._words) - 1))
        self._reader.show_cut(self._unit.start + self._cut)
        self._show()

    def on_click(self, event: Click) -> None:
        """Put the mark before the word that is clicked."""
        there = self._reader.hit_by(event)
        covered = self.query_one(Vertical).region.contains_point(event.screen_offset)
        if self.step is Step.CUT and not covered and there and there[0] == self._reader.cursor:
            start, _ = Steps(self._words).around(*[there[1] - self._unit.start] * 2)
            # With the marks that open the word.
            opening = [
                place for place in self._places if place <= start and not words(self._words[place:start])
            ]
            self._cut = max(1, min(opening[0] if opening else start, len(self._words) - 1))
            self._reader.show_cut(self._unit.start + self._cut)

    def on_mouse_scroll_down(self) -> None:
        """Look further down; the text lies below."""
        self._reader.scroll_down(animate=False)

    def on_mouse_scroll_up(self) -> None:
        """Look further up."""
        self._reader.scroll_up(animate=False)

    def action_choose(self) -> None:
        """Split here, or take this kind."""
        if self.step is Step.KIND:
            kind = _KINDS[self._kind]
            self._do(lambda article: [change_kind(article, self._unit, kind)])
        else:
            offset = self._unit.start + self._cut
            self._do(lambda article: [split(article, self._unit, offset)])

    def action_confirm(self) -> None:
        """Do it although there are labels."""
        self._do(self._plan, force=True)

    def action_leave(self) -> None:
        """Leave everything as it is."""
        self._reader.show_cut(None)
        self.dismiss(None)

    def _do(self, plan: Plan, *, force: bool = False) -> None:
        """Edit the article as soon as what was just decided is among the labels that are touched."""
        self._awaited = plan

        def do(_: str) -> None:
            if self._awaited is plan and self in self.app.screen_stack:
                self._awaited = None
                self._revise(plan, force=force)

        self._when_saved(do)
        if self._awaited is not None:
            self.query_one("#asked", Static).update("Saving: this is done when the labels are on the disk.")

    def _revise(self, plan: Plan, *, force: bool) -> None:
        """Edit the article, or ask because there are labels, or say why it cannot be done."""
        try:
            revised = self._source.revise(plan, force=force)
        except LabelsTouched as touched:
            self._plan = plan
            self._ask(f"The article has labels: {touched.touched}. Do it all the same?")
        except AnnotatorError as error:
            self._refuse(str(error))
        else:
            self._reader.show_cut(None)
            self.dismiss(revised)

    def _ask(self, question: str) -> None:
        self._problem = question
        self.step = Step.CONFIRM
        self._show()

    def _refuse(self, problem: str) -> None:
        self.app.bell()
        self._problem = problem
        self.step = Step.WHAT
        self._show()

    def _show(self) -> None:
        place = f"{self._unit.id}, {self._unit.kind}"
        if self.step is Step.CUT:
            text = Content(f"Split {place}: where does the second part begin?")
        elif self.step is Step.KIND:
            kinds = (f"[{kind}]" if index == self._kind else f" {kind} " for index, kind in enumerate(_KINDS))
            text = Content(f"{self._unit.id} is a:" + "".join(kinds))
        else:
            text = Content(self._problem or f"Edit {place}: what is wrong with it?")
        self.query_one("#asked", Static).update(text)


def _possible(change: Callable[[Article], Draft], article: Article) -> bool:
    try:
        change(article)
    except AnnotatorError:
        return False
    return True


def _nothing(article: Article) -> list[Draft]:
    return []
