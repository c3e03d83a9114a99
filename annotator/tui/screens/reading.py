"""What is shown while the labels of all articles are read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from annotator.adjudication.queue import Queue
from annotator.errors import AnnotatorError
from annotator.tui.screens.answering_screen import DialogScreen
from annotator.tui.widgets.keybar import KeyBar

Read = Callable[[Callable[[int], None], Callable[[str], None]], Queue]
"""Reads the queue; is told how many articles are done, and each file that cannot be read."""


class _LeftError(Exception):
    """Nobody waits for it any more."""


@dataclass(frozen=True)
class Found:
    """What was read."""

    queue: Queue
    problems: tuple[str, ...]
    """A line for each file that could not be read and is left out."""


class ReadingScreen(DialogScreen[Found | None]):
    """Gives the queue, or None when it was left with Escape."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "leave", key_display="esc", id="reading-leave")
    ]

    @dataclass
    class Progressed(Message):
        """More was read."""

        articles: int

    @dataclass
    class Ended(Message):
        """All was read, or it cannot be."""

        found: Found | None
        problem: str = ""

    def __init__(self, read: Read, articles: int, tell: Callable[[str], None]) -> None:
        """Read with `read`, from so many articles; `tell` says why it could not be done."""
        super().__init__()
        self._read = read
        self._articles = articles
        self._tell = tell

    def compose(self) -> ComposeResult:
        """Lay out how far it is, and the key to leave."""
        with Vertical():
            yield Static(Content("Reading everybody's labels…"), id="how-far")
            yield KeyBar()

    def on_mount(self) -> None:
        """Begin."""
        self._begin()

    @work(thread=True, exclusive=True)
    def _begin(self) -> None:
        """Read away from the interface's thread."""
        worker = get_current_worker()
        problems: list[str] = []
        step = max(1, self._articles // 100)

        def at(done: int) -> None:
            if worker.is_cancelled:
                raise _LeftError
            if done % step == 0:
                self.post_message(self.Progressed(done))

        try:
            queue = self._read(at, problems.append)
            self.post_message(self.Ended(Found(queue, tuple(problems))))
        except AnnotatorError as error:
            self.post_message(self.Ended(None, str(error)))
        except _LeftError:
            return

    def on_reading_screen_progressed(self, message: Progressed) -> None:
        """Show how far it is."""
        said = f"Reading everybody's labels: {message.articles:,} of {self._articles:,} articles"
        for line in self.query("#how-far").results(Static):  # none when it is just going
            line.update(Content(said), layout=False)

    def on_reading_screen_ended(self, message: Ended) -> None:
        """Give what was read."""
        if message.problem:
            self._tell(message.problem)
        self.dismiss(message.found)
