"""What was done in this session, in a few quiet lines."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from annotator.deciding import IDLE_CUTOFF_SECONDS
from annotator.pace import Pace, agreement_in_words, seconds_in_words, time_in_words
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.keybar import KeyBar
from schemas import Codebook

_LABEL_WIDTH = 16
_PAUSES = f"A pause between two keys counts for {IDLE_CUTOFF_SECONDS:.0f} seconds at most."


class PaceScreen(DialogScreen[None]):
    """Sentences, time for each, by label, and agreement with oneself; nobody else's figures."""

    CSS_PATH = "pace.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,P,enter", "dismiss", "close", key_display="esc", id="pace-close"),
        Binding("down,j", "scroll_by(1)", "down", show=False, id="pace-down"),
        Binding("up,k", "scroll_by(-1)", "up", show=False, id="pace-up"),
    ]

    def __init__(self, pace: Pace, codebook: Codebook, labelled: int, units: int) -> None:
        """Tell `pace`, and that `labelled` of the article's `units` have a label."""
        super().__init__()
        self._pace = pace
        self._codebook = codebook
        self._labelled = labelled
        self._units = units

    def compose(self) -> ComposeResult:
        """Show the lines under one another."""
        with VerticalScroll():
            yield Static(Content("This session"), classes="title")
            for row in self._session():
                yield Static(row)
            yield Static(Content("This article"), classes="title")
            yield Static(_row("with a label", f"{self._labelled} of {self._units}"))
            yield Static(_row("left", str(self._units - self._labelled)))
            yield Static(Content(agreement_in_words(self._pace)), classes="note")
            yield Static(Content(_PAUSES), classes="hint")
            yield KeyBar()

    def action_scroll_by(self, lines: int) -> None:
        """Scroll, where the screen is small."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _session(self) -> Iterable[Content]:
        pace = self._pace
        if not pace.decided:
            yield Content("No sentence labelled yet.")
            return
        yield _row("sentences", str(pace.decided), _each(pace.median_seconds))
        titles = {label.name: label.title for label in self._codebook.labels}
        for one in pace.labels:
            title = titles.get(one.label, one.label)
            yield _row(f"  {title}", str(one.decided), _each(one.median_seconds))
        yield _row("time on them", time_in_words(pace.worked_seconds))


def _each(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds_in_words(seconds)} each (median)"


def _row(name: str, value: str, more: str = "") -> Content:
    return Content.assemble(f"{name:<{_LABEL_WIDTH}}", (f"{value:<8}", "bold"), more)
