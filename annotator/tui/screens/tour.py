"""The guided tour: two minutes on an article of the sample, doing the real things one after another."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from annotator.openarticle import OpenArticle
from annotator.sample import sample_article
from annotator.tui.keymap import first_keys, way_to
from annotator.tui.screens.visit import CopyScreen, Visitor, visit
from annotator.tui.widgets.reader import Reader
from schemas import Codebook

_BEGIN = 3
"""Index of the sentence at which the tour begins: the next one says who said it."""


class _Seen(NamedTuple):
    """What the steps of the tour wait for."""

    place: int = 0
    labelled: int = 0
    typed: int = 0
    """Sentences whose source has a type."""
    marked: int = 0
    """Sentences with words marked as their source."""
    flagged: int = 0
    helped: int = 0
    """How often help was open."""


class _Step(NamedTuple):
    """One thing to do."""

    says: str
    """In one sentence or two; `{undo}` is the key of the action with this id, `{labels}` are all labels."""
    done: Callable[[_Seen, _Seen], bool]
    """Whether it was done between two moments."""
    of_sources: bool = False
    """Whether it is about sources, which not every codebook asks for."""


_STEPS = (
    _Step(
        "The bar marks the current sentence. Go to the next one: {next}.",
        lambda before, now: now.place != before.place,
    ),
    _Step(
        "Who vouches for this sentence? Give it a label: {labels}.",
        lambda before, now: now.labelled > before.labelled,
    ),
    _Step(
        "The letter in the margin is your label; it is on the disk already. Take it back: {undo}.",
        lambda before, now: now.labelled < before.labelled,
    ),
    _Step(
        "One key can say more: {type-named_organisation} labels it as said by a named organisation.",
        lambda before, now: now.typed > before.typed,
        of_sources=True,
    ),
    _Step(
        "Mark who says it: {spans}. Its keys stand at the bottom: hold, choose with → and ←, source, done.",
        lambda before, now: now.marked > before.marked,
        of_sources=True,
    ),
    _Step(
        "Flag a sentence that you want to come back to: {flag}.",
        lambda before, now: now.flagged > before.flagged,
    ),
    _Step(
        "Go to the next sentence without a label: {next-unlabelled}.",
        lambda before, now: now.place != before.place,
    ),
    _Step(
        "All keys, and the rules by which to decide: {help}. esc closes it again.",
        lambda before, now: now.helped > before.helped,
    ),
    _Step(
        "That is all it takes. {articles} lists the articles, {palette} all commands: this tour, practice …",
        lambda before, now: False,
    ),
)


class TourScreen(CopyScreen):
    """Asks for one thing after another, and goes on when it is done or with enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "step", "next step", key_display="enter", id="tour-next"),
        Binding("escape,q", "end_visit", "end the tour", key_display="esc", id="tour-end"),
    ]

    def __init__(self, source: OpenArticle, visitor: Visitor, folder: "TemporaryDirectory[str]") -> None:
        """Ask for nothing before the article is drawn."""
        super().__init__(source, visitor, folder)
        about_sources = self.labelling.source_label is not None
        self._steps = [step for step in _STEPS if about_sources or not step.of_sources]
        self._number = -1
        """Of the step asked for, from 0."""
        self._helped = 0
        self._before = _Seen()

    def on_mount(self) -> None:
        """Begin when the article is drawn."""
        self.call_after_refresh(self._begin)

    def show_state(self, *changed: str) -> None:
        """Draw what changed, and see whether that was what the step asked for."""
        super().show_state(*changed)
        self._look()

    def action_help(self) -> None:
        """Show help, which is a step of the tour."""
        super().action_help()
        self._helped += 1

    def on_screen_resume(self) -> None:
        """See whether what was done on another screen was the step."""
        super().on_screen_resume()
        self._look()

    def action_step(self) -> None:
        """Go on to the next step, done or not; after the last one the tour ends."""
        if self._number + 1 == len(self._steps):
            self.action_end_visit()
        else:
            self._number += 1
            self._before = self._seen()
            self._ask()

    def _begin(self) -> None:
        """Put the cursor before the first sentence to label, and ask for the first thing."""
        self.move_to(min(_BEGIN, len(self._article.units) - 2))
        self.action_step()

    def _look(self) -> None:
        """Go on when the step is done; not while another screen is still over this one."""
        if self._number < 0 or self.app.screen is not self:
            return
        if self._steps[self._number].done(self._before, self._seen()):
            self.action_step()

    def _ask(self) -> None:
        step = f"Tour, {self._number + 1} of {len(self._steps)}"
        last = self._number == len(self._steps) - 1
        keys = _Keys(self.labelling.codebook, first_keys(self))
        hints = {f"{keys['tour-next']}: next step": "step", f"{keys['tour-end']}: end the tour": "end_visit"}
        if last:
            hints = {f"{keys['tour-next']}: to your own work": "step"}
        text = self._steps[self._number].says.format_map(keys)
        self.tell(text, hints, step)

    def _seen(self) -> _Seen:
        records = self.labelling.store.labels.values()
        said = [one for record in records for one in record.attributions]
        return _Seen(
            place=self.query_one(Reader).cursor,
            labelled=self.labelling.labelled,
            typed=sum(one.source_type is not None for one in said),
            marked=sum(one.source is not None for one in said),
            flagged=sum(record.flag for record in records),
            helped=self._helped,
        )


class _Keys(dict[str, str]):
    """The keys that the texts name, as they are now."""

    def __init__(self, codebook: Codebook, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._codebook = codebook
        self._keys = keys

    def __missing__(self, name: str) -> str:
        if name == "labels":
            return ", ".join(
                f"{self[f'label-{label.name}']} {label.title}" for label in self._codebook.labels
            )
        return way_to(name, self._keys)


def tour_screen(visitor: Visitor, codebook: Path | None = None) -> TourScreen:
    """Make the tour, with the labels of the project's own codebook file if it has one.

    Raises `AnnotatorError` when this installation has no sample.
    """
    return visit(TourScreen, visitor, sample_article(), codebook)
